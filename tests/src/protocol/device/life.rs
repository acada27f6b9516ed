//! What can befall a device beside crashes: an old copy of its disk, a book that the server takes from nobody, another enrolment.

use super::{Device, Disk};
use crate::protocol::person::Person;
use anyhow::{Context, Result};

/// A copy of a device's disk.
pub struct Copy(Disk);

impl Device {
    /// What is on its disk, to be put there again with [`Device::restore`].
    #[must_use]
    pub fn copy(&self) -> Copy {
        Copy(self.disk.clone())
    }

    /// Its disk is an old copy from now on; nothing tells it so.
    ///
    /// # Errors
    /// If what is on the disk does not fit together.
    pub fn restore(&mut self, copy: Copy) -> Result<()> {
        self.disk = copy.0;
        self.crash()
    }

    /// What the server does not have is written anew under a fresh actor, as the engine does it.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn renew(&mut self) -> Result<()> {
        let (facts, _) = self.client.renew(self.book).context("no book")?;
        self.disk = Disk { lease: self.disk.lease, incarnation: self.disk.incarnation.take(), ..Disk::default() };
        self.crash()?;
        let (actor, seconds) = (self.actor(), self.now().0 / 1_000);
        let (changes, error) = self.client.append_all(self.book, &actor, seconds, &facts);
        if let Some(error) = error {
            return Err(error.into());
        }
        for change in changes {
            self.disk.changes.push(change.bytes);
            drop(self.client.durable(self.book));
        }
        Ok(())
    }

    /// Somebody signs in on it as on a new device; the documents stay.
    ///
    /// # Errors
    /// If the session has no device, or what is on the disk does not fit together.
    pub fn enrol_anew(&mut self, person: Person) -> Result<()> {
        self.enrolled = person.enrolled()?.clone();
        self.person = person;
        self.crash()
    }
}
