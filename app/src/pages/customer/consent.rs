//! The consent to keep personal data: not given until the customer gives it, to words that are kept, and taken back as easily.

use crate::clock::use_clock;
use crate::format;
use crate::i18n::t;
use crate::parts::doing::use_doing;
use crate::state::customers::use_today;
use crate::ui::button::Button;
use crate::ui::icon::{Icon, IconName};
use crate::ui::notice::ErrorText;
use domain::card::{CardField, Consent};
use domain::command::Command;
use domain::port::Card;
use leptos::prelude::*;
use std::sync::Arc;

/// The consent on a card.
#[component]
pub fn ConsentOf(
    /// The card.
    card: Memo<Option<Arc<Card>>>,
) -> impl IntoView {
    let (clock, today, doing) = (use_clock(), use_today(), use_doing());
    let given = Memo::new(move |_| card.get().and_then(|it| Consent::parse(it.view.field(CardField::Consent.code()))));
    let set = move |value: String, said: &'static str| {
        let Some(id) = card.get_untracked().map(|it| it.view.id) else { return };
        doing.run(Command::Edit(id, CardField::Consent.code().to_owned(), value), said.to_owned(), |_| ());
    };
    let give = move |()| {
        let consent = Consent { at: clock.exact(), wording: t().consent.wording.to_owned() };
        set(consent.value(), t().consent.saved);
    };
    let take_back = move |()| set(String::new(), t().consent.taken_back);
    view! {
        <section class="panel stack consent" aria-labelledby="consent">
            <h2 class="panel__title" id="consent">
                {t().consent.title}
            </h2>
            {move || match given.get() {
                Some(consent) => {
                    let at = move || t().consent.given(&format::moment(consent.at, today.zone(), today.day()));
                    view! {
                        <p class="consent__state" data-given="">
                            <Icon name=IconName::Check />
                            <span>{at}</span>
                        </p>
                        <blockquote class="consent__wording">{consent.wording}</blockquote>
                        <Button label=t().consent.take_back.to_owned() on_press=take_back />
                    }
                    .into_any()
                }
                None => {
                    view! {
                        <p class="consent__state">
                            <Icon name=IconName::Note />
                            <span>{t().consent.not_given}</span>
                        </p>
                        <blockquote class="consent__wording">{t().consent.wording}</blockquote>
                        <Button label=t().consent.give.to_owned() icon=IconName::Check on_press=give />
                    }
                    .into_any()
                }
            }}
            <ErrorText text=doing.error />
        </section>
    }
}
