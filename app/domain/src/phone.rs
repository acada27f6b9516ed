//! Phone numbers where the whole number is not needed.

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
