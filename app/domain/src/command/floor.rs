//! What is written of steps, test drives and quotations: tidied, and complete.

use super::{Refusal, line, text};
use crate::catalogue::{Catalogue, Kind};
use crate::fact::floor::{Drove, Quoted, Stepped, Ticked};
use crate::phone;
use crate::view::View;

/// Whether the store has the step, and the customer stands at another (rules J1).
pub(super) fn check_step(catalogue: &Catalogue, view: &View, stepped: &Stepped) -> Result<(), Refusal> {
    text(&stepped.note)?;
    let is_offered = catalogue.offered(Kind::Step).any(|it| it.code == stepped.to);
    if is_offered && view.progress.at != stepped.to { Ok(()) } else { Err(Refusal::NotAChoice) }
}

/// Whether the step has the item (rules J2).
pub(super) fn check_tick(catalogue: &Catalogue, ticked: &Ticked) -> Result<(), Refusal> {
    let step = catalogue.item(Kind::Step, &ticked.step);
    let has = step.is_some_and(|it| it.checks.iter().any(|it| it.code == ticked.check));
    if has { Ok(()) } else { Err(Refusal::NotAChoice) }
}

/// The record of a test drive (rules J3).
pub(super) fn drive(mut drove: Drove) -> Result<Drove, Refusal> {
    drove.model = model(&drove.model)?;
    line(&drove.route)?;
    text(&drove.liked)?;
    text(&drove.disliked)?;
    Ok(drove)
}

/// A quotation (rules J4).
pub(super) fn quotation(mut quoted: Quoted) -> Result<Quoted, Refusal> {
    quoted.model = model(&quoted.model)?;
    line(&quoted.trim)?;
    line(&quoted.gifts)?;
    text(&quoted.note)?;
    if quoted.price == 0 { Err(Refusal::PriceWrong) } else { Ok(quoted) }
}

/// Whether a number stands in the field (rules J5).
pub(super) fn check_reveal(view: &View, field: &str) -> Result<(), Refusal> {
    if phone::is_number(field, view.field(field)) { Ok(()) } else { Err(Refusal::NotAChoice) }
}

fn model(typed: &str) -> Result<String, Refusal> {
    let model = typed.trim();
    line(model)?;
    if model.is_empty() { Err(Refusal::ModelMissing) } else { Ok(model.to_owned()) }
}
