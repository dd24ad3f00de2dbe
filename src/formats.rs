//! Formats: their descriptions, and the lists that commands, help texts, docs and scripts read.
//!
//! Each kind of output (graphs, RDF, answers, ...) has one enum, declared by the macro [`formats`](crate::formats!). It
//! generates the variants, [`Format::ALL`] and the descriptions from one list, so that a format missing from one of
//! them does not compile. The description of a format is beside its write function.

use std::fmt;

/// The name, extension and media type of a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    /// Its name on the command line.
    pub name: &'static str,
    /// The extension of its files, without the dot.
    pub extension: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// Whether the media type alone identifies this format. Formats that share a media type, such as `csv` and
    /// `spreadsheet`, are selected by name.
    pub owns_media_type: bool,
    /// Its purpose, in one line without a full stop, for help texts and docs.
    pub purpose: &'static str,
    /// Its former names, which are still accepted.
    pub aliases: &'static [&'static str],
}

impl Identity {
    /// A format that its media type identifies.
    pub const fn new(
        name: &'static str,
        extension: &'static str,
        media_type: &'static str,
        purpose: &'static str,
    ) -> Self {
        Self {
            name,
            extension,
            media_type,
            owns_media_type: true,
            purpose,
            aliases: &[],
        }
    }

    /// A format that had other names before.
    pub const fn formerly(self, aliases: &'static [&'static str]) -> Self {
        Self { aliases, ..self }
    }

    /// A format that is selected by name only, as another format of its kind has its media type.
    pub const fn by_name_only(self) -> Self {
        Self {
            owns_media_type: false,
            ..self
        }
    }
}

/// The description of a format: what all kinds share; each kind adds its own.
pub trait Description: Sync + 'static {
    /// Its name, extension and media type.
    fn identity(&self) -> &Identity;

    /// The suffixes of the files it writes.
    fn endings(&self) -> Vec<String> {
        vec![format!(".{}", self.identity().extension)]
    }

    /// The features it supports, by their names in this kind.
    fn features(&self) -> Vec<&'static str> {
        Vec::new()
    }
}

impl Description for Identity {
    fn identity(&self) -> &Identity {
        self
    }
}

/// The formats of one kind.
pub trait Format: Copy + Eq + fmt::Debug + fmt::Display + Send + Sync + 'static {
    /// All of them, in the order in which they are listed.
    const ALL: &'static [Self];

    /// The content of its files, such as `graphs`.
    const KIND: &'static str;

    /// Its description.
    fn describe(self) -> &'static dyn Description;

    /// Its name on the command line.
    fn name(self) -> &'static str {
        self.describe().identity().name
    }

    /// The format with this name, or formerly with this name.
    fn named(name: &str) -> Option<Self> {
        let means = |identity: &Identity| identity.name == name || identity.aliases.contains(&name);
        let mut all = Self::ALL.iter().copied();
        all.find(|format| means(format.describe().identity()))
    }

    /// The format with this media type; parameters such as `charset`, and letter case, are ignored.
    fn of_media_type(media_type: &str) -> Option<Self> {
        let wanted = media_type.split(';').next().unwrap_or_default().trim();
        let means = |identity: &Identity| identity.owns_media_type && identity.media_type.eq_ignore_ascii_case(wanted);
        Self::ALL
            .iter()
            .copied()
            .find(|format| means(format.describe().identity()))
    }
}

/// Joins names in a sentence: `svg`, `svg and png`, `table, csv and json`.
pub fn listed<F: Format>(formats: &[F], conjunction: &str) -> String {
    match formats {
        [] => "no format".to_owned(),
        [one] => one.to_string(),
        [some @ .., last] => {
            let some: Vec<&str> = some.iter().map(|format| format.name()).collect();
            format!("{} {conjunction} {last}", some.join(", "))
        }
    }
}

/// Declares the enum of a kind of formats, with one line for each variant and the constant that describes it.
///
/// ```text
/// formats! {
///     /// A serialisation of RDF.
///     pub enum RdfFormat of "RDF", described by RdfDescription {
///         /// Turtle.
///         Turtle = TURTLE,
///     }
/// }
/// ```
#[macro_export]
macro_rules! formats {
    (
        $(#[doc = $kind_doc:literal])+
        pub enum $name:ident of $kind:literal, described by $description:ty {
            $(
                $(#[doc = $doc:literal])+
                $(#[cfg($condition:meta)])?
                $variant:ident = $value:expr,
            )+
        }
    ) => {
        $(#[doc = $kind_doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $(
                $(#[doc = $doc])+
                $(#[cfg($condition)])?
                $variant,
            )+
        }

        impl $name {
            /// Its description, with the type of its kind.
            pub fn description(self) -> &'static $description {
                match self {
                    $(
                        $(#[cfg($condition)])?
                        Self::$variant => {
                            static DESCRIPTION: $description = $value;
                            &DESCRIPTION
                        }
                    )+
                }
            }
        }

        impl $crate::formats::Format for $name {
            const ALL: &'static [Self] = &[$($(#[cfg($condition)])? Self::$variant,)+];
            const KIND: &'static str = $kind;

            fn describe(self) -> &'static dyn $crate::formats::Description {
                self.description()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.pad($crate::formats::Format::name(*self))
            }
        }
    };
}

pub use crate::formats;

#[cfg(test)]
mod tests {
    use super::*;

    formats! {
        /// Formats of a test.
        pub enum Sample of "samples", described by Identity {
            /// The first.
            First = Identity::new("first", "one", "text/one", "the first"),
            /// A second format that shares the media type of the first.
            Second = Identity::new("second", "two", "text/one", "the second").by_name_only().formerly(&["other"]),
            /// A third format, behind a false `cfg`.
            #[cfg(any())]
            Never = Identity::new("never", "never", "text/never", "nothing"),
            /// The third.
            Third = Identity::new("third", "three", "text/three", "the third"),
        }
    }

    #[test]
    fn a_list_gives_variants_names_and_media_types() {
        assert_eq!(Sample::ALL, [Sample::First, Sample::Second, Sample::Third]);
        assert_eq!(Sample::named("second"), Some(Sample::Second));
        assert_eq!(Sample::named("other"), Some(Sample::Second));
        assert_eq!(Sample::named("Second"), None);
        assert_eq!(Sample::of_media_type("Text/ONE; charset=utf-8"), Some(Sample::First));
        assert_eq!(Sample::of_media_type("text/two"), None);
        assert_eq!(Sample::Third.describe().endings(), [".three"]);
    }

    #[test]
    fn names_stand_in_a_sentence() {
        assert_eq!(listed(Sample::ALL, "or"), "first, second or third");
        assert_eq!(listed(&Sample::ALL[..1], "and"), "first");
        assert_eq!(listed::<Sample>(&[], "and"), "no format");
    }
}
