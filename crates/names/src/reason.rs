//! The reasons for a score, in words.

use std::fmt;

/// One reason for a score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The names are the same but for capitals, diacritics, punctuation and blanks.
    SameName,
    /// The names are the same but for these words, which say next to nothing: articles, legal forms, titles, sorts of things.
    SameBut(String),
    /// A word in another number or gender.
    OtherEnding(String, String),
    /// A word and its translation, or two forms of a given name.
    SameMeaning(String, String),
    /// The same letters, parted otherwise.
    PartedOtherwise(String, String),
    /// An acronym and the words it stands for.
    Acronym(String, String),
    /// An initial or an abbreviation and what it stands for.
    Initial(String, String),
    /// Words that differ by a slip.
    Typo(String, String),
    /// The words are in another order.
    OtherOrder,
    /// Words that only one of the names has.
    OnlyOne(String),
    /// Words of either name that the other has not.
    Different(String, String),
    /// Numbers that do not agree.
    DifferentNumbers(String, String),
    /// A number that only one of the names has.
    OneNumber(String),
    /// Nothing but a surname is common.
    SurnameOnly(String),
    /// A title or a given name of a man on one side, of a woman on the other.
    OtherGender,
    /// Several candidates fit the name as well.
    Ambiguous(usize),
    /// One is a person, the other is not, or their classes differ otherwise.
    OtherClass,
}

impl fmt::Display for Reason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SameName => write!(out, "same name"),
            Self::SameBut(words) => write!(out, "same name but for “{words}”"),
            Self::OtherEnding(a, b) => write!(out, "“{a}” has another ending than “{b}”"),
            Self::SameMeaning(a, b) => write!(out, "“{a}” means “{b}”"),
            Self::PartedOtherwise(a, b) => write!(out, "“{a}” written “{b}”"),
            Self::Acronym(a, b) => write!(out, "“{a}” short for “{b}”"),
            Self::Initial(a, b) => write!(out, "“{a}” stands for “{b}”"),
            Self::Typo(a, b) => write!(out, "“{a}” nearly “{b}”"),
            Self::OtherOrder => write!(out, "other order"),
            Self::OnlyOne(words) => write!(out, "only one has “{words}”"),
            Self::Different(a, b) => write!(out, "“{a}” is not “{b}”"),
            Self::DifferentNumbers(a, b) => write!(out, "number {a} is not {b}"),
            Self::OneNumber(number) => write!(out, "only one has the number {number}"),
            Self::SurnameOnly(name) => write!(out, "only the surname “{name}” is common"),
            Self::OtherGender => write!(out, "a man and a woman"),
            Self::Ambiguous(count) => write!(out, "{count} candidates fit as well"),
            Self::OtherClass => write!(out, "other class"),
        }
    }
}
