//! What to do with an empty book: three steps, beside which everything else stays where it is.

use crate::i18n::t;
use crate::routes::href;
use crate::state::customers::has_samples;
use crate::state::engine::use_engine;
use crate::ui::button::Button;
use crate::ui::icon::IconName;
use crate::ui::toast::use_toasts;
use domain::port::ToEngine;
use leptos::prelude::*;
use leptos_router::components::A;

/// The three steps, and samples to try them with.
#[component]
pub fn FirstSteps() -> impl IntoView {
    let (engine, toasts) = (use_engine(), use_toasts());
    let samples = Memo::new(move |_| has_samples(engine));
    let it = &t().start;
    let step = |title: &'static str, text: &'static str| {
        view! {
            <li class="first-steps__step">
                <div>
                    <h3>{title}</h3>
                    <p>{text}</p>
                </div>
            </li>
        }
    };
    let add = move |()| {
        engine.send(ToEngine::Samples(true));
        toasts.say(t().sample.added);
    };
    view! {
        <section class="panel stack first-steps" aria-labelledby="first-steps">
            <h2 class="panel__title" id="first-steps">
                {it.title}
            </h2>
            <ol class="first-steps__steps">
                {step(it.card, it.card_text)} {step(it.contact, it.contact_text)} {step(it.today, it.today_text)}
            </ol>
            <div class="cluster">
                <A href=href::new_customer() attr:class="button" attr:data-variant="primary">
                    {t().nav.new_customer}
                </A>
                <Show when=move || !samples.get()>
                    <Button label=t().sample.add.to_owned() icon=IconName::Customers on_press=add />
                </Show>
            </div>
        </section>
    }
}
