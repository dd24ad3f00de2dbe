//! Pages that were made, for whoever asks for the same again.
//!
//! A page without conditions is the same for everybody as long as the files are: many readers of one story ask for a few pages.

use super::frames::{Ask, Head};
use hyper::body::Bytes;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// The most bytes of pages that are held.
const MOST_HELD: usize = 32 << 20;

/// Pages of one state of a dossier.
#[derive(Debug, Default)]
pub struct Made(Mutex<Held>);

#[derive(Debug, Default)]
struct Held {
    pages: HashMap<Ask, (Head, Bytes)>,
    bytes: usize,
}

impl Made {
    /// What was answered before.
    pub fn find(&self, ask: &Ask) -> Option<(Head, Bytes)> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.pages.get(ask).cloned()
    }

    /// Holds an answer, if it is a page or file that has no conditions. When there is no room, all are let go: the few that are asked
    /// for often are soon there again.
    pub fn hold(&self, ask: Ask, (head, bytes): &(Head, Bytes)) {
        let is_same_for_all = matches!(&ask, Ask::Page { given, answer: None, .. } if given.is_empty());
        if !is_same_for_all || head.status != 200 || bytes.len() > MOST_HELD / 4 {
            return;
        }
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.bytes + bytes.len() > MOST_HELD {
            *held = Held::default();
        }
        if held.pages.insert(ask, (head.clone(), bytes.clone())).is_none() {
            held.bytes += bytes.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(path: &str, given: &[(String, String)]) -> Ask {
        Ask::Page {
            path: path.to_owned(),
            given: given.to_vec(),
            answer: None,
            wants_page: true,
            is_broken: false,
        }
    }

    fn answer(status: u16, length: usize) -> (Head, Bytes) {
        (Head::text(status), vec![b'a'; length].into())
    }

    #[test]
    fn a_page_without_conditions_is_held_and_no_other() {
        let made = Made::default();
        let given = [("view".to_owned(), "money".to_owned())];
        made.hold(page("index.html", &[]), &answer(200, 3));
        made.hold(page("explore.html", &given), &answer(200, 3));
        made.hold(page("nothing.html", &[]), &answer(404, 3));
        assert_eq!(made.find(&page("index.html", &[])), Some(answer(200, 3)));
        assert_eq!(made.find(&page("explore.html", &given)), None);
        assert_eq!(made.find(&page("nothing.html", &[])), None);
    }

    #[test]
    fn what_is_held_has_a_bound() {
        let made = Made::default();
        for number in 0..9 {
            made.hold(page(&number.to_string(), &[]), &answer(200, MOST_HELD / 4));
        }
        made.hold(page("large", &[]), &answer(200, MOST_HELD / 4 + 1));
        let held = made.0.lock().unwrap();
        assert_eq!((held.pages.len(), held.bytes), (1, MOST_HELD / 4));
    }
}
