//! Finding a customer: by characters, by how the name sounds, by any part of a number or a note.
//!
//! What a row is found by is computed once, where the readings of characters are at hand ([`Keys::of`]); asking needs none of them
//! ([`Query::finds`]). So the screens carry no dictionary.

use crate::card::{self, CardField};
use crate::view::View;
use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

/// Gives the readings of a character without tones, the likeliest first; none if it has none.
pub type Readings = fn(char) -> Vec<&'static str>;

/// How surnames are read, where it is not the first reading of the character, or none that dictionaries give.
const SURNAMES: [(char, &str); 34] = [
    ('单', "shan"),
    ('曾', "zeng"),
    ('仇', "qiu"),
    ('解', "xie"),
    ('查', "zha"),
    ('区', "ou"),
    ('任', "ren"),
    ('盖', "ge"),
    ('朴', "piao"),
    ('翟', "zhai"),
    ('覃', "qin"),
    ('缪', "miao"),
    ('折', "she"),
    ('那', "na"),
    ('种', "chong"),
    ('秘', "bi"),
    ('繁', "po"),
    ('冼', "xian"),
    ('佴', "nai"),
    ('乜', "nie"),
    ('员', "yun"),
    ('贠', "yun"),
    ('黑', "he"),
    ('谌', "chen"),
    ('藏', "zang"),
    ('薄', "bo"),
    ('召', "shao"),
    ('祭', "zhai"),
    ('句', "gou"),
    ('郇', "xun"),
    ('长', "zhang"),
    ('乐', "yue"),
    ('都', "du"),
    ('过', "guo"),
];

/// What a customer is found by.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Keys {
    /// How the names sound: names apart by `/`, characters by a space, the character and its readings by `,`.
    pub sound: String,
    /// The digits of each number, apart by a space.
    pub phones: String,
    /// What is written, in small letters, a line for each field.
    pub text: String,
}

impl Keys {
    /// What a customer is found by: the card's names, numbers and texts, and the note of the last contact.
    #[must_use]
    pub fn of(view: &View, last_note: &str, readings: Readings) -> Self {
        let mut keys = Self::default();
        keys.name(view.field(CardField::Name.code()), readings);
        let plain = |field: CardField| view.field(field.code());
        for field in view.fields.iter().filter(|it| !it.1.value().is_empty()) {
            match CardField::of(field.0) {
                Some(CardField::Phone | CardField::Number) => keys.number(field.1.value()),
                Some(CardField::Contact) => {
                    if let Some(contact) = card::Contact::parse(field.1.value()) {
                        keys.name(&contact.name, readings);
                        keys.number(&contact.phone);
                    }
                }
                _ => {}
            }
        }
        for field in [CardField::Wechat, CardField::Plate, CardField::Model, CardField::Address, CardField::Note] {
            keys.line(plain(field));
        }
        keys.line(last_note);
        keys
    }

    fn name(&mut self, name: &str, readings: Readings) {
        let sound = sound(name, readings);
        if !sound.is_empty() {
            self.sound.push_str(if self.sound.is_empty() { "" } else { "/" });
            self.sound.push_str(&sound);
        }
        self.line(name);
    }

    fn number(&mut self, number: &str) {
        let digits = digits(number);
        if !digits.is_empty() {
            self.phones.push_str(if self.phones.is_empty() { "" } else { " " });
            self.phones.push_str(&digits);
        }
    }

    fn line(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.text.push_str(if self.text.is_empty() { "" } else { "\n" });
            self.text.push_str(&plain(text));
        }
    }

    /// Whether one of the numbers is this one, with or without the country before it.
    ///
    /// # Example: a number is the same with blanks and a country
    /// ```
    /// # use domain::search::Keys;
    /// let keys = Keys { phones: "13800001234 02158881234".into(), ..Keys::default() };
    /// assert!(keys.has_number("+86 138-0000-1234"));
    /// assert!(!keys.has_number("3800001234"));
    /// assert!(!keys.has_number("138"));
    /// ```
    #[must_use]
    pub fn has_number(&self, number: &str) -> bool {
        let wanted = digits(number);
        wanted.len() >= 5 && self.phones.split(' ').any(|it| national(it) == national(&wanted))
    }

    /// The order of names by sound: the likeliest readings of the first name.
    #[must_use]
    pub fn order(&self) -> String {
        let name = self.sound.split('/').next().unwrap_or_default();
        name.split(' ').map(|it| it.split(',').nth(1).unwrap_or(it)).collect::<Vec<_>>().join(" ")
    }
}

/// How a name sounds, in the form of [`Keys::sound`].
fn sound(name: &str, readings: Readings) -> String {
    let mut syllables: Vec<String> = Vec::new();
    for (place, it) in plain(name).chars().filter(|it| it.is_alphanumeric()).enumerate() {
        let mut all = vec![it.to_string()];
        let surname = SURNAMES.iter().find(|known| place == 0 && known.0 == it).map(|known| known.1);
        for reading in surname.into_iter().chain(readings(it)) {
            // Who types ü has a keyboard that has it; others type v, or what stands in their passport.
            for spelled in [reading.replace('ü', "v"), reading.replace('ü', "u"), reading.replace('ü', "yu")] {
                if !all.contains(&spelled) {
                    all.push(spelled);
                }
            }
        }
        syllables.push(all.join(","));
    }
    syllables.join(" ")
}

/// What somebody typed to find a customer: terms that must all be found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Query(Vec<Term>);

/// What is typed between two spaces.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Term {
    text: String,
    /// Its digits, if it can be a part of a number: taken out once, not for each customer.
    number: Option<String>,
}

impl Term {
    fn new(text: &str) -> Self {
        let number = digits(text);
        let is_number = !number.is_empty() && text.chars().all(|it| it.is_ascii_digit() || "+-()（）".contains(it));
        Self { text: text.to_owned(), number: is_number.then_some(number) }
    }

    fn finds(&self, keys: &Keys) -> bool {
        self.number.as_ref().is_some_and(|it| keys.phones.contains(it))
            || keys.text.contains(&self.text)
            || hears(&self.text, &keys.sound)
    }
}

impl Query {
    /// Reads what was typed; terms are set apart by spaces.
    #[must_use]
    pub fn parse(typed: &str) -> Self {
        let typed = plain(typed).replace(['\'', '’', '‘'], "");
        Self(typed.split_whitespace().map(Term::new).collect())
    }

    /// Whether nothing was typed.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether all terms are found.
    ///
    /// # Example: a name is found by any of its readings, by initials, and by a mixture of both
    /// ```
    /// # use domain::search::{Keys, Query};
    /// let keys = Keys { sound: "单,shan,dan 晓,xiao 云,yun".into(), phones: "13800001234".into(), text: "单晓云\n想看现车".into() };
    /// for typed in ["单晓", "shanxiaoyun", "danxiao", "sxy", "shxy", "shanxy", "xiaoy", "xy", "单xiao", "1234", "138 1234", "现车", "shan 现车"] {
    ///   assert!(Query::parse(typed).finds(&keys), "{typed}");
    /// }
    /// assert!(!Query::parse("chan").finds(&keys));
    /// ```
    #[must_use]
    pub fn finds(&self, keys: &Keys) -> bool {
        self.0.iter().all(|term| term.finds(keys))
    }
}

/// Whether a term is how one of the names sounds from some character on: each character by a whole reading or its initial, the last
/// also by the beginning of a reading.
fn hears(term: &str, sound: &str) -> bool {
    // It begins with a letter of some reading, and most names have none such.
    if !term.starts_with(|it| sound.contains(it)) {
        return false;
    }
    sound.split('/').any(|name| {
        let mut rest = Some(name);
        while let Some(syllables) = rest {
            if follows(syllables, term) {
                return true;
            }
            rest = syllables.split_once(' ').map(|it| it.1);
        }
        false
    })
}

/// Whether a term is heard from the first of these syllables on. It is asked for each character of each customer at each letter that is
/// typed, so it makes nothing that has to be given back.
fn follows(syllables: &str, term: &str) -> bool {
    // Where what is still to be heard may begin, a bit for each byte of the term: there are several ways to have come there.
    let mut begins = 1_u128;
    for syllable in syllables.split(' ') {
        let mut next = 0;
        while begins != 0 {
            let begin = begins.trailing_zeros();
            begins &= begins - 1;
            let Some(rest) = term.get(begin as usize..) else { continue };
            for reading in syllable.split(',') {
                if reading.starts_with(rest) {
                    return true;
                }
                let pieces = [Some(reading), initial(reading, 1), initial(reading, 2)];
                for piece in pieces.into_iter().flatten().filter(|it| rest.starts_with(it)) {
                    // Beyond the last bit no name goes on.
                    next |= u32::try_from(piece.len()).map_or(0, |it| 1_u128.checked_shl(begin + it).unwrap_or(0));
                }
            }
        }
        if next == 0 {
            return false;
        }
        begins = next;
    }
    false
}

/// The initial of a reading: one letter, or two where the second is h.
fn initial(reading: &str, letters: usize) -> Option<&str> {
    let found = reading.get(..letters)?;
    (letters == 1 || (found.ends_with('h') && reading.len() > 2)).then_some(found)
}

/// A number without the country of the stores.
pub(crate) fn national(digits: &str) -> &str {
    let without = digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86"));
    without.filter(|it| it.len() == 11 && it.starts_with('1')).unwrap_or(digits)
}

/// Small letters, and those of full width as ASCII.
pub(crate) fn plain(text: &str) -> String {
    let narrow = |it: char| match u32::from(it) {
        wide @ 0xff01..=0xff5e => char::from_u32(wide - 0xfee0).unwrap_or(it),
        0x3000 => ' ',
        _ => it,
    };
    text.chars().map(narrow).flat_map(char::to_lowercase).map(|it| if it == 'ü' { 'v' } else { it }).collect()
}

/// The digits of a text.
#[must_use]
pub fn digits(text: &str) -> String {
    plain(text).chars().filter(char::is_ascii_digit).collect()
}
