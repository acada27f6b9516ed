//! The pick-up slip 提车单: one sheet of A4 with everything that is handed over, the code that proves the approval, and five boxes: each
//! with the signature that was drawn on the glass, or empty for one on paper.

use crate::format;
use crate::i18n::{of_store, t};
use crate::parts::signature_pad::frame;
use crate::platform::dom;
use crate::routes::href;
use crate::shell::WhenLoaded;
use crate::state::customers::use_today;
use crate::state::engine::use_engine;
use crate::state::sheets::{Open, use_sheets};
use crate::ui::button::{Button, Loudness};
use crate::ui::empty::Empty;
use crate::ui::heading::Heading;
use crate::ui::icon::{Icon, IconName};
use crate::words;
use domain::fact::order::Signer;
use domain::id::{CustomerId, FactId};
use domain::instant::{Instant, Zone};
use domain::order::{Decision, Order, Signature};
use domain::port::{Card, ToEngine};
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write as _;
use std::sync::Arc;

/// The page of a slip.
#[component]
pub fn SlipPage() -> impl IntoView {
    let (engine, sheets) = (use_engine(), use_sheets());
    let params = use_params_map();
    let customer = Memo::new(move |_| params.read().get("customer").and_then(|it| CustomerId::parse(&it)));
    let order = Memo::new(move |_| params.read().get("order").and_then(|it| FactId::parse(&it)));
    Effect::new(move |_| {
        engine.card.set(None);
        engine.send(ToEngine::Watch(customer.get()));
    });
    on_cleanup(move || engine.send(ToEngine::Watch(None)));
    let slip = move || {
        let card = engine.card.get().filter(|it| Some(it.0) == customer.get())?.1?;
        let order = card.view.order(order.get()?)?.clone();
        Some((card, order))
    };
    let to_sign = move || {
        let (card, order) = slip()?;
        let is_open = order.delivered().is_some() && order.unsigned().next().is_some();
        is_open.then_some(Open::Sign(card.view.id, order.id))
    };
    let found = move || {
        let (card, order) = slip()?;
        let at = order.delivered()?;
        let Some(Decision::Approved { number, signature, .. }) = order.decision.clone() else { return None };
        Some(view! { <Slip card=card order=order number=number signature=signature at=at /> })
    };
    let body = move || match found() {
        Some(it) => it.into_any(),
        None => view! { <Empty icon=IconName::Note title=t().slip.none text=t().slip.none_hint /> }.into_any(),
    };
    let back = move || customer.get().map_or_else(|| href::customers().to_owned(), href::customer);
    view! {
        <div class="page slip-page">
            <p class="cluster" data-chrome>
                <A href=back attr:class="button" attr:data-variant="quiet">
                    <Icon name=IconName::Back />
                    <span>{t().slip.back}</span>
                </A>
                <Button
                    label=t().slip.print.to_owned()
                    loudness=Loudness::Primary
                    icon=IconName::Note
                    on_press=move |()| dom::print()
                />
                {move || {
                    to_sign()
                        .map(|open| {
                            view! {
                                <Button
                                    label=t().sign.open.to_owned()
                                    icon=IconName::Edit
                                    on_press=move |()| sheets.open(open)
                                />
                            }
                        })
                }}
            </p>
            <WhenLoaded>{body}</WhenLoaded>
        </div>
    }
}

#[component]
fn Slip(card: Arc<Card>, order: Order, number: String, signature: String, at: Instant) -> impl IntoView {
    let (engine, today) = (use_engine(), use_today());
    let (_, _, zone) = today.glance();
    let words = &t().slip;
    let (store, advisor, checks) = engine.store.with_untracked(|store| {
        let owner = card.view.owner.and_then(|it| store.staff.get(&it)).map(|it| it.name.clone());
        let policy = store.policy(at);
        let checks: Vec<String> = policy.checks.iter().map(|it| of_store(&it.zh, &it.en).to_owned()).collect();
        (store.name.clone(), owner.unwrap_or_default(), checks)
    });
    let terms = order.terms.clone();
    let code = code(order.id, &number, &terms.vin, &signature);
    let line = |name: &'static str, value: String| {
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td>{value}</td>
            </tr>
        }
    };
    let order_words = &t().order;
    let view = &card.view;
    let boxes = Signer::ALL.map(|it| (it, order.signatures.get(&it).cloned()));
    view! {
        <article class="slip">
            <header class="slip__head">
                <div>
                    <p class="slip__store">{store}</p>
                    <Heading text=words.title.to_owned() />
                    <p class="slip__number">{words.number(&number)}</p>
                </div>
                {code.map(|code| view! { <Code code=code /> })}
            </header>
            <table class="slip__data">
                <caption class="visually-hidden">{words.data}</caption>
                <tbody>
                    {line(words.customer, view.field("name").to_owned())}
                    {line(words.phone, domain::phone::masked(view.field("phone")))} {line(order_words.model, terms.model)}
                    {line(order_words.colour, terms.colour)} {line(order_words.vin, terms.vin)}
                    {line(order_words.price, format::money(terms.price))}
                    {line(order_words.deposit, format::money(terms.deposit))}
                    {line(words.signed, format::full(order.signed, zone))} {line(words.delivered, format::full(at, zone))}
                    {line(words.advisor, advisor)}
                </tbody>
            </table>
            <section class="slip__checks">
                <h2>{words.checks}</h2>
                <ul>
                    {checks
                        .into_iter()
                        .map(|it| {
                            view! {
                                <li>
                                    <Icon name=IconName::Check />
                                    <span>{it}</span>
                                </li>
                            }
                        })
                        .collect_view()}
                </ul>
            </section>
            <section class="slip__signatures">
                <h2>{words.signatures}</h2>
                <ul>
                    {boxes
                        .into_iter()
                        .map(|(signer, signature)| view! { <SignatureBox signer=signer signature=signature zone=zone /> })
                        .collect_view()}
                </ul>
            </section>
            <p class="slip__proof">
                {words.proof(&number)} <span class="slip__signature">{signature}</span>
            </p>
        </article>
    }
}

/// A box of the slip: with the signature that was drawn on the glass and when, or empty for one on paper.
#[component]
fn SignatureBox(signer: Signer, signature: Option<Signature>, zone: Zone) -> impl IntoView {
    let name = words::signer(signer);
    let date = signature.as_ref().map(|it| format::full(it.at, zone));
    let drawn = signature.map(|it| {
        view! {
            <svg class="slip__ink" viewBox=frame() role="img" aria-label=t().sign.drawn(&name)>
                <path d=it.strokes.path() />
            </svg>
        }
    });
    view! {
        <li class="slip__box">
            <span>{name}</span>
            {drawn}
            <small>{date.unwrap_or_else(|| t().slip.date.to_owned())}</small>
        </li>
    }
}

/// A code of squares: how many a side, and the path that draws them.
struct Squares {
    side: usize,
    path: String,
}

/// What the code says, in letters that codes pack tightly: order, number, vehicle and signature.
fn code(order: FactId, number: &str, vin: &str, signature: &str) -> Option<Squares> {
    let text = format!("GENJIN/1/{order}/{number}/{vin}/{}", signature.to_uppercase());
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).ok()?;
    let side = code.width();
    let mut path = String::new();
    for (place, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let _ = write!(path, "M{} {}h1v1h-1z", place % side, place / side);
        }
    }
    Some(Squares { side, path })
}

#[component]
fn Code(code: Squares) -> impl IntoView {
    // Four squares of quiet around it, as readers want.
    let frame = format!("-4 -4 {0} {0}", code.side + 8);
    view! {
        <svg class="slip__code" viewBox=frame role="img" aria-label=t().slip.code shape-rendering="crispEdges">
            <path d=code.path />
        </svg>
    }
}
