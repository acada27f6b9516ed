//! Templates of messages 话术: a text with placeholders, and what stands in their place.

/// What stands in the place of the placeholders.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Names {
    /// The customer, for `{customer}` or `{客户}`.
    pub customer: String,
    /// The advisor, for `{advisor}` or `{顾问}`.
    pub advisor: String,
    /// The model, for `{model}` or `{车型}`.
    pub model: String,
    /// The store, for `{store}` or `{门店}`.
    pub store: String,
}

/// The placeholders: in English and in Chinese.
pub const PLACEHOLDERS: [(&str, &str); 4] =
    [("customer", "客户"), ("advisor", "顾问"), ("model", "车型"), ("store", "门店")];

/// The text with names in the place of the placeholders; what is no placeholder stays as it is.
///
/// # Example: both languages have placeholders, and a name is never read as one
/// ```
/// # use domain::template::{Names, fill};
/// let names = Names { customer: "{store}".into(), advisor: "王芳".into(), model: "轩逸".into(), store: "城北店".into() };
/// assert_eq!(fill("{客户}您好，我是{store}的{advisor}", &names), "{store}您好，我是城北店的王芳");
/// assert_eq!(fill("{price} {", &names), "{price} {");
/// ```
#[must_use]
pub fn fill(text: &str, names: &Names) -> String {
    let values = [&names.customer, &names.advisor, &names.model, &names.store];
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let found = after.split_once('}').and_then(|(name, after)| {
            let place = PLACEHOLDERS.iter().position(|it| it.0 == name || it.1 == name)?;
            Some((values.get(place)?.as_str(), after))
        });
        let (value, after) = found.unwrap_or(("{", after));
        filled.push_str(value);
        rest = after;
    }
    filled.push_str(rest);
    filled
}
