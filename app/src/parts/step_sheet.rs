//! Moving a customer to any step of the sale, with what came out of the one that is left.

use crate::i18n::t;
use crate::parts::customer_sheet::CustomerSheet;
use crate::parts::doing::use_doing;
use crate::state::engine::use_engine;
use crate::state::update::use_update;
use crate::ui::button::{Button, Loudness};
use crate::ui::chips::ChipChoice;
use crate::ui::field::TextArea;
use crate::ui::icon::IconName;
use crate::ui::notice::ErrorText;
use crate::ui::sheet::use_closer;
use crate::words;
use domain::catalogue::Kind;
use domain::command::Command;
use domain::fact::floor::Stepped;
use domain::id::CustomerId;
use leptos::prelude::*;

/// The sheet that moves a customer to another step.
#[component]
pub fn StepSheet(
    /// Whom.
    id: CustomerId,
) -> impl IntoView {
    view! {
        <CustomerSheet id=id title=|name| t().steps.sheet(&name)>
            <Body id=id />
        </CustomerSheet>
    }
}

#[component]
fn Body(id: CustomerId) -> impl IntoView {
    let (engine, doing, closer) = (use_engine(), use_doing(), use_closer());
    let from = engine.rows.with_untracked(|rows| rows.get(&id).map(|it| it.step.clone())).unwrap_or_default();
    let (to, note) = (RwSignal::new(from.clone()), RwSignal::new(String::new()));
    use_update().guard(Signal::derive(move || !note.read().is_empty()));
    let (options, here) = engine.store.with_untracked(|store| {
        let steps = store.catalogue.offered(Kind::Step);
        let options: Vec<_> = steps.map(|it| (it.code.clone(), words::item(it).to_owned())).collect();
        (options, words::step(store, &from).to_owned())
    });
    let save = move |()| {
        let to = to.get_untracked();
        let said = engine.store.with_untracked(|store| t().steps.moved(&words::step(store, &to)));
        let stepped = Stepped { to, from: from.clone(), note: note.get_untracked().trim().to_owned() };
        doing.run(Command::Step(id, stepped), said, move |_| closer.close());
    };
    view! {
        <div class="stack">
            <ChipChoice name="step" legend=t().steps.to options=options value=to on_choose=move |it| to.set(it) />
            <TextArea id="step-note" label=t().steps.outcome(&here) value=note />
            <footer class="sheet__foot">
                <ErrorText text=doing.error />
                <Button
                    label=t().steps.save.to_owned()
                    loudness=Loudness::Primary
                    icon=IconName::Check
                    busy=doing.busy
                    on_press=save
                />
            </footer>
        </div>
    }
}
