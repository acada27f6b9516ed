//! Whether a number may be known in the store already, without anybody being able to read the store's numbers out of a device.
//!
//! The server publishes a **fingerprint** of each number: a keyed hash, cut to 20 bits. Of the 20 million numbers of a city some 19 share each
//! fingerprint, so that a list of them names nobody; and a store of 20,000 customers raises a false alarm for 2 numbers in 100.
//! Whose customer it is, the server says when it is asked, limited and recorded.

use crate::card::{CardField, Contact};
use crate::search::{digits, national};
use crate::view::View;
use siphasher::sip::SipHasher24;
use std::hash::Hasher;

/// How many bits of the hash are kept.
const BITS: u32 = 20;
/// Shorter ones are no numbers that one could reach somebody under.
const SHORTEST: usize = 5;

/// The digits by which two ways to write a number are the same: without blanks and dashes, and without China's code before it.
///
/// # Example: a country code, blanks and dashes say nothing
/// ```
/// # use domain::phone::normal;
/// assert_eq!(normal("+86 138-0000-1234").as_deref(), Some("13800001234"));
/// assert_eq!(normal("0086 13800001234"), normal("13800001234"));
/// assert_eq!(normal("0571 8765 4321").as_deref(), Some("057187654321"));
/// assert_eq!(normal("119"), None);
/// ```
#[must_use]
pub fn normal(number: &str) -> Option<String> {
    let digits = digits(number);
    let digits = national(&digits);
    (digits.len() >= SHORTEST).then(|| digits.to_owned())
}

/// A number that can be recognised by who knows it, and not be dialled by who does not.
///
/// # Example: of a mobile number the first three and the last four digits stay
/// ```
/// # use domain::phone::masked;
/// assert_eq!(masked("13800001234"), "138****1234");
/// assert_eq!(masked("12"), "**");
/// ```
#[must_use]
pub fn masked(phone: &str) -> String {
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    let (head, tail) = if digits >= 11 { (3, 4) } else { (0, digits.min(6) / 3) };
    let mut place = 0;
    let mask = |it: char| {
        if !it.is_ascii_digit() {
            return it;
        }
        place += 1;
        if place <= head || place > digits - tail { it } else { '*' }
    };
    phone.chars().map(mask).collect()
}

/// A value of a field of the card with its number masked; what holds no number stays as it is.
///
/// # Example: of a contact person only the number is masked
/// ```
/// # use domain::phone::masked_in;
/// assert_eq!(masked_in("phone", "13800001234"), "138****1234");
/// assert_eq!(masked_in("contact.k3", r#"{"name":"李梅","phone":"13900005678"}"#), r#"{"name":"李梅","phone":"139****5678"}"#);
/// assert_eq!(masked_in("wechat", "li_mei_1978"), "li_mei_1978");
/// ```
#[must_use]
pub fn masked_in(field: &str, value: &str) -> String {
    match CardField::of(field) {
        Some(CardField::Phone | CardField::Number) => masked(value),
        Some(CardField::Contact) => match Contact::parse(value) {
            Some(it) if !it.phone.is_empty() => Contact { phone: masked(&it.phone), ..it }.value(),
            Some(_) | None => value.to_owned(),
        },
        _ => value.to_owned(),
    }
}

/// Whether a field of the card holds a number in this value, which screens show masked (rules J5).
///
/// # Example: a contact person without a number has nothing to hide
/// ```
/// # use domain::phone::is_number;
/// assert!(is_number("phone.2", "13800001234"));
/// assert!(!is_number("contact.k3", r#"{"name":"李梅"}"#));
/// assert!(!is_number("phone", ""));
/// ```
#[must_use]
pub fn is_number(field: &str, value: &str) -> bool {
    masked_in(field, value) != value
}

/// The numbers of a customer and of the contact persons, as they were written.
#[must_use]
pub fn numbers(view: &View) -> Vec<String> {
    let mut numbers = Vec::new();
    for (name, field) in &view.fields {
        for value in field.values.iter().map(|it| &it.1) {
            match CardField::of(name) {
                Some(CardField::Phone | CardField::Number) => numbers.push(value.clone()),
                Some(CardField::Contact) => numbers.extend(Contact::parse(value).map(|it| it.phone)),
                _ => {}
            }
        }
    }
    numbers.retain(|it| !it.is_empty());
    numbers
}

/// A store's key: other stores, and a key made anew, give other fingerprints.
pub type Key = [u8; 16];

/// The fingerprint of a number, below 2²⁰; none for what is no number.
///
/// # Example: it is the number's, however that is written
/// ```
/// # use domain::phone::fingerprint;
/// let key = [7; 16];
/// assert_eq!(fingerprint(&key, "+86 138 0000 1234"), fingerprint(&key, "13800001234"));
/// assert!(fingerprint(&key, "13800001234").unwrap() < 1 << 20);
/// assert_ne!(fingerprint(&[8; 16], "13800001234"), fingerprint(&key, "13800001234"));
/// ```
#[must_use]
pub fn fingerprint(key: &Key, number: &str) -> Option<u32> {
    let mut hasher = SipHasher24::new_with_key(key);
    hasher.write(normal(number)?.as_bytes());
    u32::try_from(hasher.finish() >> (u64::BITS - BITS)).ok()
}

/// All fingerprints of a store.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Prints {
    key: Key,
    /// In order, each once.
    prints: Vec<u32>,
}

impl Prints {
    /// Puts fingerprints in order.
    #[must_use]
    pub fn new(key: Key, mut prints: Vec<u32>) -> Self {
        prints.sort_unstable();
        prints.dedup();
        Self { key, prints }
    }

    /// Reads what [`to_text`](Self::to_text) has written.
    ///
    /// # Example: what was written is read
    /// ```
    /// # use domain::phone::{Prints, fingerprint};
    /// let key = [7; 16];
    /// let prints = Prints::new(key, vec![fingerprint(&key, "13800001234").unwrap()]);
    /// assert_eq!(Prints::parse(&prints.to_text()), Some(prints));
    /// assert_eq!(Prints::parse("nonsense"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let key = u128::from_str_radix(text.get(..32)?, 16).ok()?;
        let rest = text.get(32..)?;
        let digits = rest.as_bytes().chunks(5).map(|it| u32::from_str_radix(std::str::from_utf8(it).ok()?, 16).ok());
        Some(Self::new(key.to_be_bytes(), digits.collect::<Option<Vec<u32>>>()?))
    }

    /// The key and the fingerprints in hexadecimal digits: 32, and 5 for each.
    #[must_use]
    pub fn to_text(&self) -> String {
        use std::fmt::Write;
        let mut text = format!("{:032x}", u128::from_be_bytes(self.key));
        for print in &self.prints {
            // Writing into a string does not fail.
            let _ = write!(text, "{print:05x}");
        }
        text
    }

    /// Whether the store may know a number: never wrongly no, now and then wrongly yes.
    ///
    /// # Example: a number of the store is known in any spelling
    /// ```
    /// # use domain::phone::{Prints, fingerprint};
    /// let key = [7; 16];
    /// let prints = Prints::new(key, vec![fingerprint(&key, "13800001234").unwrap()]);
    /// assert!(prints.may_know("0086-138 0000 1234"));
    /// assert!(!prints.may_know("13800001235"));
    /// ```
    #[must_use]
    pub fn may_know(&self, number: &str) -> bool {
        fingerprint(&self.key, number).is_some_and(|it| self.prints.binary_search(&it).is_ok())
    }
}

#[cfg(test)]
mod tests;
