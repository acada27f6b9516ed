//! Which column of a sheet holds what: guessed from its headings, decided by a person.

use super::{Column, Sheet, cell, heading};
use crate::command::value;

/// Rows among which the headings are looked for: above them there may be a title and a date.
const HEAD_ROWS: usize = 10;
/// Cells that are looked at to know a column without a heading.
const LOOKED_AT: usize = 20;
/// Values of a column that are shown beside the choice.
const SAMPLES: usize = 3;

/// Which column holds what.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Plan {
    /// How many rows stand above the first customer: the headings, and what is above them.
    pub head: usize,
    /// What each column holds.
    pub columns: Vec<Column>,
}

/// What is wrong with a plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// No column holds it, and no card is made without.
    Missing(Column),
    /// Two columns hold what there is one of.
    Twice(Column),
}

impl Plan {
    /// Guesses.
    ///
    /// # Example: a title above the headings is none, and what nobody knows goes to the note
    /// ```
    /// # use domain::import::{Column, Plan, Sheet};
    /// let rows = [["意向客户登记表", "", "", ""], ["序号", "姓名", "手机号", "星座"], ["1", "张伟", "13800001234", "狮子"]];
    /// let sheet = Sheet::of(rows.map(|row| row.map(str::to_owned).to_vec()).to_vec());
    /// let plan = Plan::guess(&sheet);
    /// assert_eq!((plan.head, plan.columns), (2, vec![Column::Skip, Column::Name, Column::Phone, Column::Rest]));
    /// ```
    #[must_use]
    pub fn guess(sheet: &Sheet) -> Self {
        let known = |it: &super::Line| it.cells.iter().filter(|it| Column::of(it).is_some()).count();
        let heads = sheet.lines.iter().take(HEAD_ROWS).map(known).enumerate();
        // Of several with as many the first.
        let best = heads.rev().max_by_key(|it| it.1).filter(|it| it.1 > 0);
        match best {
            Some((place, _)) => Self { head: place + 1, columns: by_headings(sheet, place) },
            None => by_contents(sheet),
        }
    }

    /// The headings; the letters of a spreadsheet where there are none.
    #[must_use]
    pub fn headings(&self, sheet: &Sheet) -> Vec<String> {
        let head = self.head.checked_sub(1).and_then(|it| sheet.lines.get(it));
        let one = |place: usize| {
            let said = head.and_then(|it| it.cells.get(place)).map(|it| cell::line(it)).filter(|it| !it.is_empty());
            said.unwrap_or_else(|| letters(place))
        };
        (0..sheet.width()).map(one).collect()
    }

    /// Some different values of a column.
    #[must_use]
    pub fn samples(&self, sheet: &Sheet, column: usize) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for line in sheet.lines.iter().skip(self.head) {
            let value = line.cells.get(column).map(|it| cell::line(it)).unwrap_or_default();
            if !value.is_empty() && !found.contains(&value) {
                found.push(value);
            }
            if found.len() == SAMPLES {
                break;
            }
        }
        found
    }

    /// What is wrong; nothing can be imported before it is put right.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        let count = |column| self.columns.iter().filter(|it| **it == column).count();
        let missing = [Column::Name, Column::Phone].into_iter().filter(|it| count(*it) == 0).map(Fault::Missing);
        let twice = Column::CARD.into_iter().filter(|it| !it.is_several() && count(*it) > 1).map(Fault::Twice);
        missing.chain(twice).collect()
    }
}

fn by_headings(sheet: &Sheet, place: usize) -> Vec<Column> {
    let cells = sheet.lines.get(place).map(|it| it.cells.as_slice()).unwrap_or_default();
    let mut columns: Vec<Option<Column>> = vec![None; sheet.width()];
    // Whole headings first: “客户姓名” has the name, also if “推荐人姓名” stands before it.
    for guess in [Column::of, heading::alike] {
        for (at, said) in cells.iter().enumerate() {
            let free = columns.get(at).is_some_and(Option::is_none);
            let found = guess(said).filter(|_| free).map(|it| if columns.contains(&Some(it)) { other(it) } else { it });
            if let (Some(slot), Some(column)) = (columns.get_mut(at), found) {
                *slot = Some(column);
            }
        }
    }
    let is_blank = |at: usize| cells.get(at).is_none_or(|it| cell::line(it).is_empty());
    let rest = |at| if is_blank(at) && is_empty_below(sheet, place, at) { Column::Skip } else { Column::Rest };
    columns.into_iter().enumerate().map(|(at, it)| it.unwrap_or_else(|| rest(at))).collect()
}

/// What a column holds if another one holds this already: a second phone is another number.
const fn other(column: Column) -> Column {
    match column {
        Column::Phone => Column::Number,
        it if it.is_several() => it,
        _ => Column::Rest,
    }
}

fn is_empty_below(sheet: &Sheet, place: usize, column: usize) -> bool {
    let below = sheet.lines.iter().skip(place + 1);
    below.filter_map(|it| it.cells.get(column)).all(|it| cell::line(it).is_empty())
}

/// Without a heading that anybody knows: the numbers, and the first short words beside them.
fn by_contents(sheet: &Sheet) -> Plan {
    let share = |column: usize, fits: &dyn Fn(&str) -> bool| {
        let cells = sheet.lines.iter().take(LOOKED_AT).filter_map(|it| it.cells.get(column));
        cells.filter(|it| fits(it)).count()
    };
    let most = |fits: &dyn Fn(&str) -> bool| {
        let all = (0..sheet.width()).map(|it| (share(it, fits), it)).filter(|it| it.0 > 0);
        all.rev().max_by_key(|it| it.0).map(|it| it.1)
    };
    let phone = most(&|it| is_phone(it));
    let name = phone.and_then(|_| {
        most(&|it| (2..=4).contains(&cell::line(it).chars().count()) && it.chars().all(char::is_alphabetic))
    });
    let column = |place| match place {
        it if Some(it) == phone => Column::Phone,
        it if Some(it) == name => Column::Name,
        _ => Column::Rest,
    };
    // A first row with a number in it is a customer, and any other is headings that nobody knows.
    let is_data = sheet.lines.first().is_some_and(|it| it.cells.iter().any(|it| is_phone(it)));
    Plan { head: usize::from(!is_data), columns: (0..sheet.width()).map(column).collect() }
}

fn is_phone(cell: &str) -> bool {
    let number = cell::phone(cell);
    number.chars().filter(char::is_ascii_digit).count() >= 7
        && cell::day(cell).is_err()
        && value::phone(&number).is_ok()
}

/// The letters that a spreadsheet shows above a column: A … Z, AA, AB …
fn letters(place: usize) -> String {
    let letter = |it: usize| u8::try_from(it).ok().map_or('?', |it| char::from(b'A' + it));
    let mut rest = place;
    let mut out = vec![letter(rest % 26)];
    while rest >= 26 {
        rest = rest / 26 - 1;
        out.push(letter(rest % 26));
    }
    out.into_iter().rev().collect()
}
