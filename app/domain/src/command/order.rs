//! What is written of an order: tidied, and complete.

use super::{Refusal, text};
use crate::fact::order::{Amended, Ordered};

/// The terms of a new order.
pub(super) fn terms(mut ordered: Ordered) -> Result<Ordered, Refusal> {
    ordered.model = ordered.model.trim().to_owned();
    ordered.colour = ordered.colour.trim().to_owned();
    ordered.vin = vin(&ordered.vin)?;
    text(&ordered.model)?;
    text(&ordered.colour)?;
    if ordered.model.is_empty() {
        return Err(Refusal::ModelMissing);
    }
    if ordered.price == 0 || ordered.deposit > ordered.price {
        return Err(Refusal::PriceWrong);
    }
    Ok(ordered)
}

/// What becomes known of an order.
pub(super) fn amendment(amended: Amended) -> Result<Amended, Refusal> {
    Ok(Amended { vin: vin(&amended.vin)?, ..amended })
}

/// A VIN 车架号 as it is stamped: 17 capital letters and digits, without I, O and Q; or none yet.
fn vin(typed: &str) -> Result<String, Refusal> {
    let vin: String = typed.chars().filter(|it| !it.is_whitespace()).map(|it| it.to_ascii_uppercase()).collect();
    let is_known = |it: char| it.is_ascii_digit() || (it.is_ascii_uppercase() && !"IOQ".contains(it));
    let is_whole = vin.chars().count() == 17 && vin.chars().all(is_known);
    if vin.is_empty() || is_whole { Ok(vin) } else { Err(Refusal::VinWrong) }
}
