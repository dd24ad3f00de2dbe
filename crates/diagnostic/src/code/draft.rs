//! What a code says, before it is a diagnostic.

use crate::{Place, nearest};

/// What a constructor says; the code and the severity come from its declaration.
pub(super) struct Draft {
    pub(super) message: String,
    pub(super) place: Option<Place>,
    pub(super) valid: Option<String>,
    pub(super) help: Option<String>,
}

/// A message about a place.
pub(super) fn at(place: Place, message: String) -> Draft {
    Draft {
        message,
        place: Some(place),
        valid: None,
        help: None,
    }
}

impl Draft {
    pub(super) fn valid(mut self, valid: impl Into<String>) -> Self {
        self.valid = Some(valid.into());
        self
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(super) fn nearest<'a>(mut self, word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Self {
        self.help = nearest(word, candidates)
            .map(|name| format!("did you mean `{name}`?"))
            .or(self.help);
        self
    }
}
