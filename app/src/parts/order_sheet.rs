//! Signing an order 签订订单: vehicle, price, deposit, and the day that was agreed.

use crate::format;
use crate::i18n::t;
use crate::parts::customer_sheet::CustomerSheet;
use crate::parts::date_choice::DateChoice;
use crate::parts::doing::use_doing;
use crate::state::customers::{offered, use_today};
use crate::state::engine::use_engine;
use crate::ui::button::{Button, Loudness};
use crate::ui::field::Field;
use crate::ui::icon::IconName;
use crate::ui::notice::ErrorText;
use crate::ui::sheet::use_closer;
use domain::catalogue::Kind;
use domain::command::Command;
use domain::fact::order::Ordered;
use domain::id::CustomerId;
use domain::instant::Day;
use leptos::prelude::*;

/// The sheet that signs an order.
#[component]
pub fn OrderSheet(
    /// Whose.
    id: CustomerId,
) -> impl IntoView {
    view! {
        <CustomerSheet id=id title=|name| t().order.sign_title(&name)>
            <Body id=id />
        </CustomerSheet>
    }
}

#[component]
fn Body(id: CustomerId) -> impl IntoView {
    let (engine, today, doing, closer) = (use_engine(), use_today(), use_doing(), use_closer());
    let words = &t().order;
    let wished = engine.card.with_untracked(|it| {
        it.as_ref().and_then(|it| it.1.as_ref()).map(|it| it.view.field("model").to_owned()).unwrap_or_default()
    });
    let (model, colour) = (RwSignal::new(wished), RwSignal::new(String::new()));
    let (price, deposit) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (vin, agreed, spot) = (RwSignal::new(String::new()), RwSignal::new(None::<Day>), RwSignal::new(false));
    let save = move |()| {
        let amount = |text: RwSignal<String>| format::parse_money(&text.get_untracked());
        let (Some(price), Some(deposit)) = (amount(price), amount(deposit)) else {
            return doing.error.set(t().refusal.price_wrong.to_owned());
        };
        let ordered = Ordered {
            model: model.get_untracked(),
            colour: colour.get_untracked(),
            price,
            deposit,
            vin: vin.get_untracked(),
            agreed: agreed.get_untracked(),
            spot: spot.get_untracked(),
        };
        doing.run(Command::Order(id, ordered), t().order.saved.to_owned(), move |_| closer.close());
    };
    let quick = [1, 3, 7, 14, 30].map(|days| (days, t().date.plus_days(&days))).to_vec();
    view! {
        <div class="stack">
            <div class="order-sheet__pair">
                <Field
                    id="order-model"
                    label=words.model
                    value=model
                    required=true
                    choices=offered(engine, Kind::Model)
                />
                <Field id="order-colour" label=words.colour value=colour choices=offered(engine, Kind::Colour) />
                <Field id="order-price" label=words.price_yuan kind="text" value=price required=true />
                <Field id="order-deposit" label=words.deposit_yuan kind="text" value=deposit />
            </div>
            <Field id="order-vin" label=words.vin hint=words.vin_hint value=vin />
            <DateChoice
                id="order-agreed"
                legend=words.agreed
                quick=quick
                value=agreed
                none=words.not_agreed.to_owned()
                min=Signal::derive(move || today.day())
            />
            <label class="check">
                <input type="checkbox" bind:checked=spot />
                <span>{words.spot_tick}</span>
            </label>
            <footer class="sheet__foot">
                <ErrorText text=doing.error />
                <Button label=words.sign.to_owned() loudness=Loudness::Primary icon=IconName::Check busy=doing.busy on_press=save />
            </footer>
        </div>
    }
}
