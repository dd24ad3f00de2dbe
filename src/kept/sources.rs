//! What something was made from: journals of what was read of a dossier and of its texts.

use crate::disk::{Journal, Stamps, limit};
use crate::dossier::{Dossier, MANIFEST};
use crate::texts::Texts;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What something was made from.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Sources {
    /// What was read of the dossier.
    dossier: String,
    /// What was read of the folder of its texts, if that is another.
    texts: String,
}

impl Sources {
    /// Whether all of it is as it was; see [`crate::disk::Tree::is_as`].
    pub(super) fn are_current(
        &self,
        dossier: &Dossier,
        texts: Option<&Texts>,
        stamps: &mut Stamps,
        kept: Option<(i64, i64)>,
    ) -> bool {
        dossier.tree.is_as(&self.dossier, stamps, kept)
            && texts.is_none_or(|texts| texts.tree().is_as(&self.texts, stamps, kept))
    }
}

/// A dossier and its texts, of which is noted what is read.
pub(crate) struct Noted {
    pub(crate) dossier: Dossier,
    pub(crate) texts: Option<Texts>,
    journal: Arc<Journal>,
    beside: Arc<Journal>,
    /// Whether the manifest, which was read before, is noted.
    is_read: bool,
}

impl Noted {
    pub(crate) fn of(dossier: &Dossier, texts: Option<&Texts>) -> Self {
        let (journal, beside) = (Arc::<Journal>::default(), Arc::<Journal>::default());
        let mut noted = dossier.clone();
        noted.tree = dossier.tree.noted(&journal);
        let is_read = noted.read(MANIFEST, "the manifest", limit::MANIFEST).is_ok();
        Self {
            dossier: noted,
            texts: texts.map(|texts| texts.noted(&dossier.tree, &journal, &beside)),
            journal,
            beside,
            is_read,
        }
    }

    /// All that was read so far; `None` if something was read of which the journals do not tell.
    pub(super) fn sources(&self) -> Option<Sources> {
        let sources = Sources {
            dossier: self.journal.text()?,
            texts: self.beside.text()?,
        };
        self.is_read.then_some(sources)
    }
}

/// What something was made from, to see again and again whether it is as it was.
pub(crate) struct Watched {
    dossier: Dossier,
    texts: Option<Texts>,
    /// `None` if something was read of which the journals do not tell.
    sources: Option<Sources>,
    stamps: Stamps,
    kept: Option<(i64, i64)>,
}

impl Watched {
    /// What was read until now. `kept` is when a file was changed last that was written after the reading; see
    /// [`crate::disk::Opened::changed`].
    pub(crate) fn of(noted: &Noted, dossier: &Dossier, texts: Option<&Texts>, kept: Option<(i64, i64)>) -> Self {
        Self {
            dossier: dossier.clone(),
            texts: texts.cloned(),
            sources: noted.sources(),
            stamps: Stamps::default(),
            kept,
        }
    }

    /// Whether all of it is as it was.
    pub(crate) fn is_current(&mut self) -> bool {
        let sources = self.sources.as_ref();
        sources
            .is_none_or(|sources| sources.are_current(&self.dossier, self.texts.as_ref(), &mut self.stamps, self.kept))
    }
}
