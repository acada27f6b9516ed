//! One row of a sheet: a card, or what keeps it from being one.

use super::cell::{self, NoDay};
use super::{Column, Ground, Line, Plan, Problem, Remark, Verdict};
use crate::card::{CardField, Contact, Form};
use crate::command::{Refusal, value};
use crate::fact::{Created, Origin};
use crate::fold::import_due;
use crate::instant::Day;
use crate::level::Level;
use crate::paste;
use std::collections::BTreeMap;

/// The cells of a row by what they hold, and what has been found out so far.
struct Reader<'a> {
    plan: &'a Plan,
    headings: &'a [String],
    line: &'a Line,
    ground: Ground<'a>,
    problems: Vec<Problem>,
    remarks: Vec<Remark>,
    /// What goes to the note behind the note itself.
    rest: Vec<String>,
}

/// Reads a row; `place` is its place among those that become cards.
pub(super) fn read(plan: &Plan, headings: &[String], line: &Line, place: u32, ground: Ground<'_>) -> Verdict {
    let (problems, remarks, rest) = (Vec::new(), Vec::new(), Vec::new());
    let mut reader = Reader { plan, headings, line, ground, problems, remarks, rest };
    let card = reader.card(place);
    if !reader.problems.is_empty() {
        return Verdict::Problems(reader.problems);
    }
    if numbers(&card).any(|it| (ground.may_know)(it)) {
        reader.remarks.push(Remark::MayBeKnown);
    }
    Verdict::Ready(Box::new(card), reader.remarks)
}

/// The numbers under which a customer is reached.
pub(super) fn numbers(card: &Created) -> impl Iterator<Item = &str> {
    let others = card.fields.iter().filter(|it| CardField::of(it.0) == Some(CardField::Number));
    std::iter::once(card.phone.as_str()).chain(others.map(|it| it.1.as_str()))
}

impl Reader<'_> {
    fn card(&mut self, place: u32) -> Created {
        let today = self.ground.store.zone(self.ground.now).day(self.ground.now);
        let name = self.name();
        let mut fields = BTreeMap::new();
        let phone = self.phones(&mut fields);
        let expected = self.day(Column::Expected);
        let level = self.level(expected, today);
        let due = self.due(level, today, place);
        let since = self.past(Column::Since, today);
        self.lines(&mut fields);
        fields.extend(since.map(|it| (CardField::Since.code().to_owned(), it.to_string())));
        self.contact(&mut fields);
        let source = self.source();
        let note = self.note();
        Created {
            advisor: self.ground.advisor,
            name,
            phone,
            source,
            origin: Origin::Import,
            clear_intention: false,
            level,
            suggested: None,
            signals: Vec::new(),
            expected,
            due: Some(due),
            note,
            fields,
            import: self.ground.import.to_owned(),
        }
    }

    /// What stands in the columns that hold something; a formula that failed is nothing.
    fn cells(&mut self, column: Column) -> Vec<String> {
        let of = self.plan.columns.iter().zip(&self.line.cells).filter(|it| *it.0 == column).map(|it| it.1.clone());
        let (failed, good): (Vec<String>, Vec<String>) = of.partition(|it| cell::has_failed(it));
        if !failed.is_empty() {
            self.problems.push(Problem::Failed(column));
        }
        good
    }

    fn cell(&mut self, column: Column) -> String {
        self.cells(column).into_iter().next().unwrap_or_default()
    }

    fn line(&mut self, column: Column) -> String {
        cell::line(&self.cell(column))
    }

    fn check(&mut self, column: Column, checked: Result<(), Refusal>) {
        if let Err(refusal) = checked
            && !self.problems.contains(&Problem::Failed(column))
        {
            self.problems.push(Problem::Refused(column, refusal));
        }
    }

    fn name(&mut self) -> String {
        let name = self.line(Column::Name);
        self.check(Column::Name, value::name(&name));
        name
    }

    /// The number to call; the others become fields.
    fn phones(&mut self, fields: &mut BTreeMap<String, String>) -> String {
        let mut numbers = cell::phones(&self.cell(Column::Phone));
        let phone = if numbers.is_empty() { String::new() } else { numbers.remove(0) };
        self.check(Column::Phone, value::phone(&phone));
        for number in &numbers {
            self.check(Column::Phone, value::phone(number));
        }
        for number in self.cells(Column::Number).iter().flat_map(|it| cell::phones(it)) {
            self.check(Column::Number, value::phone(&number));
            numbers.push(number);
        }
        let tagged = (1..).map(|tag| format!("{}.{tag}", CardField::Number.code()));
        fields.extend(tagged.zip(numbers));
        phone
    }

    fn level(&mut self, expected: Option<Day>, today: Day) -> Level {
        let said = self.line(Column::Level);
        if said.is_empty() {
            let policy = self.ground.store.policy(self.ground.now);
            let suggested = expected.and_then(|it| policy.window(today, it)).unwrap_or(Level::P4);
            self.remarks.push(Remark::Suggested(suggested));
            return suggested;
        }
        match cell::level(&said) {
            Some(level) if level.is_open() => return level,
            Some(level) => self.problems.push(Problem::Closed(level)),
            None => self.problems.push(Problem::UnknownLevel),
        }
        Level::P4
    }

    fn due(&mut self, level: Level, today: Day, place: u32) -> Day {
        let (given, reached) = (self.day(Column::Due), self.past(Column::Reached, today));
        if given.is_some_and(|it| it < today) {
            self.remarks.push(Remark::DuePassed);
        }
        import_due(self.ground.store.policy(self.ground.now), level, today, given, reached, place)
    }

    fn day(&mut self, column: Column) -> Option<Day> {
        let said = self.line(column);
        if said.is_empty() {
            return None;
        }
        let problem = match cell::day(&said) {
            Ok(day) => return Some(day),
            Err(NoDay::Form) => Problem::NotADay(column),
            Err(NoDay::Range) => Problem::OutOfRange(column),
        };
        self.problems.push(problem);
        None
    }

    /// A day that has been.
    fn past(&mut self, column: Column, today: Day) -> Option<Day> {
        let day = self.day(column)?;
        if day > today {
            self.problems.push(Problem::InTheFuture(column));
            return None;
        }
        Some(day)
    }

    /// The fields of one line, and of one of some codes.
    fn lines(&mut self, fields: &mut BTreeMap<String, String>) {
        for column in Column::CARD {
            let Some(field) = column.field().filter(|it| *it != CardField::Since) else { continue };
            let said = self.line(column);
            if said.is_empty() {
                continue;
            }
            let is_choice = matches!(field.form(), Form::Choice(_));
            match if is_choice { cell::choice(field, &said).map(str::to_owned) } else { Some(said.clone()) } {
                Some(to) => {
                    self.check(column, value::field_value(field.code(), &to));
                    fields.insert(field.code().to_owned(), to);
                }
                None => self.keep(column, &said),
            }
        }
    }

    fn contact(&mut self, fields: &mut BTreeMap<String, String>) {
        let name = self.line(Column::ContactName);
        let relation = self.line(Column::ContactRelation);
        let phone = cell::phone(&self.cell(Column::ContactPhone));
        if name.is_empty() && relation.is_empty() && phone.is_empty() {
            return;
        }
        self.check(Column::ContactName, value::name(&name));
        self.check(Column::ContactRelation, value::line(&relation));
        if !phone.is_empty() {
            self.check(Column::ContactPhone, value::phone(&phone));
        }
        fields.insert(format!("{}.1", CardField::Contact.code()), Contact { name, relation, phone }.value());
    }

    fn source(&mut self) -> String {
        let said = self.line(Column::Source);
        if said.is_empty() {
            return said;
        }
        let store = self.ground.store;
        let by_code = store.sources.iter().find(|it| it.code == said).map(|it| it.code.clone());
        by_code.or_else(|| paste::source(&said, store)).unwrap_or_else(|| {
            self.keep(Column::Source, &said);
            String::new()
        })
    }

    /// Keeps what the card takes nowhere else.
    fn keep(&mut self, column: Column, said: &str) {
        let place = self.plan.columns.iter().position(|it| *it == column);
        let heading = place.and_then(|it| self.headings.get(it)).map(String::as_str).unwrap_or_default();
        self.rest.push(format!("{heading}：{said}"));
        self.remarks.push(Remark::InNote(column));
    }

    fn note(&mut self) -> String {
        let mut note = cell::text(&self.cell(Column::Note));
        let cells = self.plan.columns.iter().zip(self.headings).zip(&self.line.cells);
        let mut rest: Vec<String> = Vec::new();
        for ((_, heading), said) in cells.filter(|it| *it.0.0 == Column::Rest) {
            let said = cell::line(said);
            if !said.is_empty() {
                rest.push(format!("{heading}：{said}"));
            }
        }
        rest.append(&mut self.rest);
        for line in rest {
            note.push_str(if note.is_empty() { "" } else { "\n" });
            note.push_str(&line);
        }
        self.check(Column::Note, value::text(&note));
        note
    }
}
