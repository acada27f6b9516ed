//! Contacts that claim an earlier time than the one that counts, or that came after the ruling: one tap believes them.

use super::WhoIs;
use crate::api::desk::Evidence;
use crate::i18n::t;
use crate::parts::ruling::use_bench;
use crate::routes::href;
use crate::ui::button::{Button, Loudness};
use crate::ui::empty::Empty;
use crate::ui::icon::{Icon, IconName};
use crate::ui::level_badge::LevelBadge;
use crate::ui::notice::ErrorText;
use domain::fact::Ruling;
use leptos::prelude::*;
use leptos_router::components::A;

/// The late evidence.
#[component]
pub fn Evidences(
    /// The customers with such contacts.
    evidence: Memo<Vec<Evidence>>,
    /// Called when something was ruled.
    on_ruled: Callback<()>,
) -> impl IntoView {
    view! {
        <p class="locks__hint">{t().locks.evidence_hint}</p>
        <ul class="rows">
            <For each=move || evidence.get() key=|it| it.clone() let:evidence>
                <li>
                    <EvidenceRow evidence=evidence on_ruled=on_ruled />
                </li>
            </For>
        </ul>
        <Show when=move || evidence.read().is_empty()>
            <Empty icon=IconName::Clock title=t().locks.no_evidence text=t().locks.no_evidence_hint />
        </Show>
    }
}

#[component]
fn EvidenceRow(evidence: Evidence, on_ruled: Callback<()>) -> impl IntoView {
    let bench = use_bench();
    let (who, facts) = (evidence.who.clone(), evidence.facts.clone());
    let honour = move |()| {
        let all = facts.iter().map(|it| Ruling::Honour { fact: *it }).collect();
        bench.rule_in_turn(who.clone(), all, move |_| {
            on_ruled.try_run(());
        });
    };
    let card = href::customer(evidence.who.customer);
    view! {
        <article class="lock-row" data-ground="unknown">
            <LevelBadge level=evidence.who.level />
            <WhoIs who=evidence.who />
            <p class="lock-row__ground">
                <Icon name=IconName::Clock />
                <span>{t().locks.contacts(&evidence.facts.len())}</span>
            </p>
            <div class="lock-row__act cluster">
                <A href=card attr:class="button" attr:data-variant="quiet">{t().ruling.look}</A>
                <Button label=t().ruling.honour.to_owned() loudness=Loudness::Primary busy=bench.busy on_press=honour />
            </div>
            <div class="lock-row__error">
                <ErrorText text=bench.error />
            </div>
        </article>
    }
}
