//! The form of an arrival: a purpose is enough; who leaves no name counts as well.

use crate::api::reception::{Coming, Turn, arrive};
use crate::i18n::t;
use crate::ui::button::Submit;
use crate::ui::chips::ChipChoice;
use crate::ui::field::Field;
use crate::ui::notice::ErrorText;
use crate::ui::toast::use_toasts;
use crate::words;
use domain::reception::Purpose;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Parties of so many people have a chip.
const PARTIES: [u32; 6] = [1, 2, 3, 4, 5, 6];

/// Registers an arrival.
#[component]
pub fn Arrive(
    /// The turn order.
    turn: Memo<Vec<Turn>>,
    /// Called when it is registered.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let toasts = use_toasts();
    let (party, purpose, again) = (RwSignal::new(1_u32), RwSignal::new(Purpose::Look), RwSignal::new(false));
    let (name, phone) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let advisor = RwSignal::new(String::new());
    let (busy, error) = (RwSignal::new(false), RwSignal::new(String::new()));
    let purposes = Purpose::ALL.map(|it| (it, words::purpose(it.code()).to_owned())).to_vec();
    let parties = PARTIES.map(|it| (it, t().reception.party(&it))).to_vec();
    let hosts = Signal::derive(move || {
        let in_turn = std::iter::once((String::new(), t().reception.by_turn.to_owned()));
        in_turn.chain(turn.get().into_iter().map(|it| (it.advisor, it.name))).collect::<Vec<_>>()
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let coming = Coming {
            party: party.get_untracked(),
            purpose: purpose.get_untracked(),
            again: again.get_untracked(),
            name: name.get_untracked(),
            phone: phone.get_untracked(),
            advisor: Some(advisor.get_untracked()).filter(|it| !it.is_empty()),
        };
        spawn_local(async move {
            match arrive(&coming).await {
                Ok(()) => {
                    for field in [name, phone, advisor, error] {
                        field.try_set(String::new());
                    }
                    party.try_set(1);
                    purpose.try_set(Purpose::Look);
                    again.try_set(false);
                    toasts.say(t().reception.saved);
                    on_done.run(());
                }
                Err(failure) => drop(error.try_set(words::failure(&failure))),
            }
            busy.try_set(false);
        });
    };
    view! {
        <form class="panel stack reception__form" novalidate on:submit=submit>
            <h2 class="panel__title">{t().reception.arrive}</h2>
            <ChipChoice
                name="purpose"
                legend=t().reception.purpose
                options=purposes
                value=purpose
                on_choose=move |it| purpose.set(it)
            />
            <ChipChoice
                name="party"
                legend=t().reception.people
                options=parties
                value=party
                on_choose=move |it| party.set(it)
            />
            <div class="reception__pair">
                <Field id="visitor" label=t().reception.name value=name />
                <Field id="visitor-phone" label=t().reception.phone kind="tel" value=phone />
            </div>
            <p class="field__hint">{t().reception.phone_hint}</p>
            <label class="check">
                <input type="checkbox" bind:checked=again />
                <span>{t().reception.was_here}</span>
            </label>
            <ChipChoice
                name="host"
                legend=t().reception.host
                options=hosts
                value=advisor
                on_choose=move |it| advisor.set(it)
            />
            <ErrorText text=error />
            <Submit label=t().reception.submit.to_owned() busy=busy />
        </form>
    }
}
