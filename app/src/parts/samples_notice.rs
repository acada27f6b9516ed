//! That there are sample customers among the others, and the one tap that removes them.

use crate::i18n::t;
use crate::state::engine::use_engine;
use crate::ui::button::Button;
use crate::ui::notice::Notice;
use crate::ui::toast::use_toasts;
use domain::port::ToEngine;
use leptos::prelude::*;

/// The samples, while there are some.
#[component]
pub fn SamplesNotice() -> impl IntoView {
    let (engine, toasts) = (use_engine(), use_toasts());
    let count = Memo::new(move |_| engine.rows.with(|rows| rows.values().filter(|it| it.sample).count()));
    let is_there = Memo::new(move |_| count.get() > 0);
    let remove = move |()| {
        engine.send(ToEngine::Samples(false));
        toasts.say(t().sample.removed);
    };
    view! {
        <Show when=move || is_there.get()>
            <Notice text=Signal::derive(move || t().sample.notice(&count.get()))>
                <Button label=t().sample.remove.to_owned() on_press=remove />
            </Notice>
        </Show>
    }
}
