//! What to look for on a page: a role and a name, as a screen reader tells them.

use serde_json::{Value, json};
use std::fmt;

/// Something on a page, by role and accessible name. Spaces do not count.
#[derive(Clone, Debug)]
pub struct Look {
    role: &'static str,
    name: String,
    how: &'static str,
    within: Option<Box<Look>>,
}

/// What has a role, whatever its name.
#[must_use]
pub fn any(role: &'static str) -> Look {
    Look { role, name: String::new(), how: "has", within: None }
}

/// What has a role and exactly this name.
#[must_use]
pub fn named(role: &'static str, name: &str) -> Look {
    Look { role, name: name.to_owned(), how: "is", within: None }
}

impl Look {
    /// The name may go on.
    #[must_use]
    pub fn starting(self) -> Self {
        Self { how: "starts", ..self }
    }

    /// The name has it somewhere.
    #[must_use]
    pub fn having(self) -> Self {
        Self { how: "has", ..self }
    }

    /// It lies in something else.
    #[must_use]
    pub fn within(self, outer: Look) -> Self {
        Self { within: Some(Box::new(outer)), ..self }
    }

    /// As the finding script takes it.
    #[must_use]
    pub fn json(&self) -> Value {
        json!({
            "role": self.role,
            "name": self.name,
            "how": self.how,
            "within": self.within.as_ref().map(|it| it.json()),
        })
    }
}

impl fmt::Display for Look {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} “{}”", self.role, self.name)?;
        self.within.as_ref().map_or(Ok(()), |it| write!(out, " in {it}"))
    }
}
