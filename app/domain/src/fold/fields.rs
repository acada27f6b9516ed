//! The card's fields: the value of a field is the edit that no other edit names (rules A2).

use super::evidence::{Case, Verdict};
use crate::fact::{Body, Created};
use crate::id::FactId;
use crate::view::Field;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) fn fields(case: &Case, creation: FactId) -> BTreeMap<String, Field> {
    let mut edits: Vec<(FactId, String, String, Vec<FactId>)> = Vec::new();
    for item in case.items.iter().filter(|it| matches!(it.verdict, Verdict::Open | Verdict::Counted)) {
        match &item.fact.body {
            Body::Created(created) if creation == item.fact.id => {
                edits.extend(initial(created).map(|(field, value)| (item.fact.id, field, value, Vec::new())));
            }
            Body::Edited(edit) => {
                edits.push((item.fact.id, edit.field.clone(), edit.to.clone(), edit.after.clone()));
            }
            _ => {}
        }
    }
    let mut fields: BTreeMap<String, Field> = BTreeMap::new();
    for name in edits.iter().map(|it| it.1.clone()).collect::<BTreeSet<_>>() {
        let own: Vec<_> = edits.iter().filter(|it| it.1 == name).collect();
        let replaced: BTreeSet<FactId> =
            own.iter().flat_map(|it| it.3.iter().filter(|seen| **seen != it.0)).copied().collect();
        let mut values: Vec<(FactId, String)> =
            own.iter().filter(|it| !replaced.contains(&it.0)).map(|it| (it.0, it.2.clone())).collect();
        if values.is_empty() {
            // Edits that name each other in a circle, which no honest device writes: the latest stands.
            values = own.last().map(|it| (it.0, it.2.clone())).into_iter().collect();
        }
        // Two devices that chose the same value do not disagree.
        if values.iter().all(|it| Some(&it.1) == values.first().map(|first| &first.1)) {
            values = values.pop().into_iter().collect();
        }
        fields.insert(name, Field { values });
    }
    fields
}

/// What the card began with; the fields of the creation itself stand before further ones of the same name.
fn initial(created: &Created) -> impl Iterator<Item = (String, String)> {
    let own =
        [("name", &created.name), ("phone", &created.phone), ("source", &created.source), ("note", &created.note)];
    let further = created.fields.iter().filter(move |it| own.iter().all(|own| own.0 != it.0.as_str()));
    let own = own.into_iter().map(|(field, value)| (field.to_owned(), value.clone()));
    own.chain(further.map(|(field, value)| (field.clone(), value.clone())))
}
