//! Views 视图: addresses of lists, kept under names of one's own.
//!
//! **Invariant:** names are not empty, and no two views have the same.

use serde::{Deserialize, Serialize};

/// The most characters of a name: more do not fit on a chip.
pub const NAME_MAX: usize = 16;
/// The most views that one keeps: more would be a list of their own.
pub const VIEWS_MAX: usize = 12;

/// A view.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SavedView {
    /// Its name.
    pub name: String,
    /// The address of the list.
    pub address: String,
}

/// Why a view is not kept so.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ViewFault {
    /// It has no name.
    NameMissing,
    /// Its name is longer than [`NAME_MAX`].
    NameTooLong,
    /// Another view has its name.
    NameTaken,
    /// There are [`VIEWS_MAX`] already.
    TooMany,
}

/// Views, in the order in which they were saved.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct SavedViews(Vec<SavedView>);

impl SavedViews {
    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[SavedView] {
        &self.0
    }

    /// The view of an address.
    #[must_use]
    pub fn of(&self, address: &str) -> Option<&SavedView> {
        self.0.iter().find(|it| it.address == address)
    }

    /// Keeps an address under a name.
    ///
    /// # Errors
    /// What is wrong with the name, or that there are too many.
    ///
    /// # Example: two views do not share a name
    /// ```
    /// # use domain::list::saved::{SavedViews, ViewFault};
    /// let mut views = SavedViews::default();
    /// assert_eq!(views.save(" 本周要订 ", "/customers?level=P1"), Ok(()));
    /// assert_eq!(views.save("本周要订", "/customers?level=P2"), Err(ViewFault::NameTaken));
    /// assert_eq!(views.save("  ", "/customers"), Err(ViewFault::NameMissing));
    /// assert_eq!(views.of("/customers?level=P1").unwrap().name, "本周要订");
    /// ```
    pub fn save(&mut self, name: &str, address: &str) -> Result<(), ViewFault> {
        if self.0.len() >= VIEWS_MAX {
            return Err(ViewFault::TooMany);
        }
        let name = self.fit(name, None)?;
        self.0.push(SavedView { name, address: address.to_owned() });
        Ok(())
    }

    /// Gives a view another name.
    ///
    /// # Errors
    /// What is wrong with the name.
    ///
    /// # Example: a view may keep its own name
    /// ```
    /// # use domain::list::saved::{SavedViews, ViewFault};
    /// let mut views = SavedViews::default();
    /// views.save("一", "/customers?q=1").unwrap();
    /// views.save("二", "/customers?q=2").unwrap();
    /// assert_eq!(views.rename("一", "一"), Ok(()));
    /// assert_eq!(views.rename("一", "二"), Err(ViewFault::NameTaken));
    /// assert_eq!(views.rename("一", "三"), Ok(()));
    /// assert_eq!(views.all()[0].name, "三");
    /// ```
    pub fn rename(&mut self, old: &str, new: &str) -> Result<(), ViewFault> {
        let new = self.fit(new, Some(old))?;
        if let Some(view) = self.0.iter_mut().find(|it| it.name == old) {
            view.name = new;
        }
        Ok(())
    }

    /// Keeps a view no longer.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|it| it.name != name);
    }

    fn fit(&self, name: &str, own: Option<&str>) -> Result<String, ViewFault> {
        let name = name.trim();
        if name.is_empty() {
            return Err(ViewFault::NameMissing);
        }
        if name.chars().count() > NAME_MAX {
            return Err(ViewFault::NameTooLong);
        }
        if self.0.iter().any(|it| it.name == name && own != Some(name)) {
            return Err(ViewFault::NameTaken);
        }
        Ok(name.to_owned())
    }
}
