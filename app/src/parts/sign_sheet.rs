//! Signing the pick-up slip on the glass 签字: who signs, the box, and what has been signed already. Whoever would rather signs on paper.

use crate::i18n::t;
use crate::parts::doing::use_doing;
use crate::parts::signature_pad::{SignaturePad, frame};
use crate::state::engine::use_engine;
use crate::state::sheets::use_sheets;
use crate::ui::button::{Button, Loudness};
use crate::ui::chips::ChipChoice;
use crate::ui::icon::IconName;
use crate::ui::notice::{ErrorText, Notice};
use crate::ui::sheet::{Sheet, use_closer};
use crate::words;
use domain::command::Command;
use domain::fact::order::{Signed, Signer};
use domain::id::{CustomerId, FactId};
use domain::ink::{Ink, Point};
use domain::order::Order;
use leptos::prelude::*;

/// The sheet in which the slip is signed.
#[component]
pub fn SignSheet(
    /// Whose order.
    customer: CustomerId,
    /// Which order.
    order: FactId,
) -> impl IntoView {
    let (sheets, engine) = (use_sheets(), use_engine());
    let found = Memo::new(move |_| {
        let card = engine.card.read();
        let card = card.as_ref().filter(|it| it.0 == customer)?.1.as_ref()?;
        card.view.order(order).cloned()
    });
    view! {
        <Sheet title=t().sign.title.to_owned() on_closed=move |()| sheets.clear()>
            <Body customer=customer order=found />
        </Sheet>
    }
}

#[component]
fn Body(customer: CustomerId, order: Memo<Option<Order>>) -> impl IntoView {
    let (doing, closer) = (use_doing(), use_closer());
    let first = order.with_untracked(|it| it.as_ref().and_then(|it| next(it, None)));
    let signer = RwSignal::new(first.unwrap_or(Signer::Customer));
    let strokes = RwSignal::new(Vec::<Vec<Point>>::new());
    let known = move |who: Signer| {
        order.with(|it| it.as_ref().and_then(|it| it.signatures.get(&who)).map(|it| it.strokes.path()))
    };
    let can = move |who: Signer| order.with(|it| it.as_ref().is_some_and(|it| it.signers().any(|it| it == who)));
    let options = move || {
        let said = |who| {
            let name = words::signer(who);
            if known(who).is_some() { t().sign.chip_signed(&name) } else { name.to_owned() }
        };
        Signer::ALL.map(|it| (it, said(it))).to_vec()
    };
    let choose = move |who: Signer| {
        signer.set(who);
        strokes.set(Vec::new());
        doing.error.set(String::new());
    };
    let save = move |()| {
        let Some(slip) = order.get_untracked() else { return };
        let Some(approval) = slip.approval() else { return };
        let who = signer.get_untracked();
        match strokes.with_untracked(|it| Ink::of(it)) {
            Err(fault) => doing.error.set(words::ink_fault(fault).to_owned()),
            Ok(ink) => {
                let signed = Signed { order: slip.id, approval, signer: who, strokes: ink };
                let said = t().sign.saved(&words::signer(who));
                doing.run(Command::Sign(customer, signed), said, move |_| match next(&slip, Some(who)) {
                    Some(who) if signer.try_with_untracked(|_| ()).is_some() => choose(who),
                    _ => closer.close(),
                });
            }
        }
    };
    let signed_note = move || {
        let who = signer.get();
        let name = words::signer(who);
        known(who).map(|path| {
            let said = if can(who) { t().sign.again(&name) } else { t().sign.stands(&name) };
            view! {
                <Notice text=said />
                <svg class="sign-sheet__known" viewBox=frame() role="img" aria-label=t().sign.drawn(&name)>
                    <path d=path />
                </svg>
            }
        })
    };
    let label = move || t().sign.pad(&words::signer(signer.get()));
    view! {
        <div class="stack sign-sheet">
            <ChipChoice name="signer" legend=t().sign.who options=Signal::derive(options) value=signer on_choose=choose />
            {signed_note}
            <Show when=move || can(signer.get())>
                <SignaturePad strokes=strokes label=Signal::derive(label) described="sign-hint" />
            </Show>
            <p class="sign-sheet__hint" id="sign-hint">
                {t().sign.hint}
            </p>
            <Show when=move || can(signer.get())>
                <footer class="sheet__foot">
                    <ErrorText text=doing.error />
                    <div class="cluster">
                        <Button
                            label=t().sign.save.to_owned()
                            loudness=Loudness::Primary
                            icon=IconName::Check
                            busy=doing.busy
                            on_press=save
                        />
                        <Button label=t().sign.clear.to_owned() on_press=move |()| strokes.set(Vec::new()) />
                    </div>
                </footer>
            </Show>
        </div>
    }
}

/// Who signs next, but for one who has just signed: the first whose box is empty.
fn next(order: &Order, but: Option<Signer>) -> Option<Signer> {
    order.unsigned().find(|it| Some(*it) != but)
}
