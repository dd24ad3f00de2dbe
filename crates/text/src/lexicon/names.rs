//! The words that make a number a name, a label or an address (`names.txt`).

use crate::list;
use crate::phrase::Phrases;
use crate::vocabulary::Vocabulary;

/// A word before a number that is a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    /// `article`: before digits.
    Digits,
    /// `page`: also before number words.
    Words,
    /// `hall`: a place, which may stand before a figure, too (`the town hall 300`).
    Place,
    /// `Group of`: with a capital within a sentence.
    Named,
    /// `call`, `le`: before digits that count nothing and are not grouped.
    Alone,
}

/// The words that make a number no figure.
#[derive(Debug)]
pub(crate) struct Names {
    /// Before the number: `article`, `page`, `top`.
    pub label: Phrases<Label>,
    /// Between a label and a long number: `is`, `:`.
    pub label_link: Phrases<()>,
    /// After a label: `RCS`.
    pub label_after: Phrases<()>,
    /// After the number: `rue`, `Street`.
    pub street: Phrases<()>,
    /// Before a number of hours: `à`; empty where the words after an hour are of clock times only.
    pub clock_before: Phrases<()>,
    pub has_clock_before: bool,
    /// After the hour: `heures`, `am`.
    pub clock_after: Phrases<()>,
    /// Number words that are adjectives after a noun: `neuf`.
    pub adjective: Phrases<()>,
    /// Before such a noun: `un`; whether the adjective may stand there without a noun: `dans le neuf`.
    pub determiner: Phrases<bool>,
    /// Whole phrases: `premier ministre`, `third party`.
    pub phrase: Phrases<()>,
}

impl Names {
    /// Reads `names.txt`.
    pub fn read(list: &'static str, vocabulary: &mut Vocabulary) -> Self {
        let mut names = Self {
            label: Phrases::backward(),
            label_link: Phrases::backward(),
            label_after: Phrases::forward(),
            street: Phrases::forward(),
            clock_before: Phrases::backward(),
            has_clock_before: false,
            clock_after: Phrases::forward(),
            adjective: Phrases::forward(),
            determiner: Phrases::backward(),
            phrase: Phrases::forward(),
        };
        for line in list::lines(list) {
            names.has_clock_before |= line.section == "clock before";
            let phrases = match line.section {
                "label" => {
                    names.label.add(vocabulary, &line.phrase, label(line.value));
                    continue;
                }
                "determiner" => {
                    names.determiner.add(vocabulary, &line.phrase, line.value == "alone");
                    continue;
                }
                "label link" => &mut names.label_link,
                "label after" => &mut names.label_after,
                "street" => &mut names.street,
                "clock before" => &mut names.clock_before,
                "clock after" => &mut names.clock_after,
                "adjective" => &mut names.adjective,
                "phrase" => &mut names.phrase,
                // Words that begin sentences are known, and so no names.
                "starter" => {
                    vocabulary.add(&line.phrase);
                    continue;
                }
                _ => continue,
            };
            phrases.add(vocabulary, &line.phrase, ());
        }
        names
    }
}

fn label(value: &str) -> Label {
    match value {
        "words" => Label::Words,
        "place" => Label::Place,
        "named" => Label::Named,
        "alone" => Label::Alone,
        _ => Label::Digits,
    }
}
