//! Steps, test drives and quotations in cases, and where a customer stands in words.

use super::words::{Words, show};
use crate::catalogue::{Item, Listed};
use crate::fact::Body;
use crate::fact::floor::{Drove, Quoted, Revealed, Stepped, Ticked};
use crate::instant::Zone;
use crate::view::View;

const KINDS: [&str; 5] = ["stepped", "ticked", "drove", "quoted", "revealed"];

pub(super) fn is_kind(kind: &str) -> bool {
    KINDS.contains(&kind)
}

pub(super) fn body(kind: &str, words: &mut Words) -> Body {
    match kind {
        "stepped" => {
            let to = words.need();
            let given = words.peek().is_some_and(|it| it.starts_with('"'));
            let note = if given { words.quoted() } else { String::new() };
            Body::Stepped(Stepped { to, from: String::new(), note })
        }
        "ticked" => Body::Ticked(Ticked { step: words.need(), check: words.need(), off: words.eat("off") }),
        "drove" => Body::Drove(Drove { model: "Model Q".into(), licence: true, ..Drove::default() }),
        "quoted" => Body::Quoted(Quoted { model: "Model Q".into(), price: 15_980_000, ..Quoted::default() }),
        _ => Body::Revealed(Revealed { field: words.need() }),
    }
}

/// `<list> <code> [after <code>|first] [retired]`.
pub(super) fn listed(words: &mut Words) -> Body {
    let (list, code) = (words.need(), words.need());
    let after = if words.eat("first") { Some(String::new()) } else { words.eat("after").then(|| words.need()) };
    let item = Item { zh: code.clone(), en: code.clone(), code, retired: words.eat("retired"), ..Item::default() };
    Body::Listed(Listed { list, item, after })
}

pub(super) fn steps(view: &View, zone: Zone) -> String {
    let it = &view.progress;
    let mut said = vec![format!("{} since {}", it.at, show(it.since, zone))];
    for (step, left) in &it.left {
        let note = if left.note.is_empty() { String::new() } else { format!(" \"{}\"", left.note) };
        said.push(format!("left {step} {}{note}", show(left.at, zone)));
    }
    for (step, ticked) in it.ticked.iter().filter(|it| !it.1.is_empty()) {
        said.push(format!("{step}: {}", ticked.iter().cloned().collect::<Vec<_>>().join(", ")));
    }
    said.join("; ")
}
