//! Who sent a customer 转介绍: an owner whom the store knows, or a name.

use super::{CardField, json};
use crate::id::CustomerId;
use crate::view::View;
use serde::{Deserialize, Serialize};

/// The code of the source that stands for a recommendation 推荐.
const REFERRAL: &str = "referral";

/// Who sent a customer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Referrer {
    /// The customer, where it is one of the store's.
    pub customer: Option<CustomerId>,
    /// The name, as it was then.
    pub name: String,
}

impl Referrer {
    /// Reads the value of a field; none if it is empty. A text that is no object is a name.
    ///
    /// # Example: a name is enough
    /// ```
    /// # use domain::card::Referrer;
    /// let told = Referrer::parse("隔壁王姐").unwrap();
    /// assert_eq!((told.name.as_str(), told.customer), ("隔壁王姐", None));
    /// let known = Referrer::parse(r#"{"customer":"01JQ0000000000000000000001","name":"张伟"}"#).unwrap();
    /// assert_eq!(known.name, "张伟");
    /// assert!(known.customer.is_some());
    /// assert_eq!(Referrer::parse(""), None);
    /// ```
    #[must_use]
    pub fn parse(value: &str) -> Option<Self> {
        let known = || serde_json::from_str(value).ok();
        (!value.trim().is_empty())
            .then(|| known().unwrap_or_else(|| Self { customer: None, name: value.trim().to_owned() }))
    }

    /// The value of a field.
    #[must_use]
    pub fn value(&self) -> String {
        if self.customer.is_some() { json(self) } else { self.name.clone() }
    }

    /// Who sent this customer; none if nobody is named.
    #[must_use]
    pub fn of(view: &View) -> Option<Self> {
        Self::parse(view.field(CardField::Referrer.code()))
    }
}

/// The code of the source under which a card counts in months and funnels: the one that it names; without one `referral` 推荐 if
/// somebody sent the customer, and empty otherwise.
// Decision (domain §5): a source that the advisor chose says more than the name of a person, so it stays.
#[must_use]
pub fn source(view: &View) -> &str {
    match view.field(CardField::Source.code()) {
        "" if Referrer::of(view).is_some() => REFERRAL,
        named => named,
    }
}
