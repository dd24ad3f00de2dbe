//! Values of attributes, and their types.

/// Separates the items of a list; a control character that no typed value contains.
pub(super) const SEPARATOR: char = '\u{1f}';

/// The type of an attribute, common to all its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Type {
    /// Texts.
    Text,
    /// Whole numbers.
    Integer,
    /// Exact decimals.
    Decimal,
    /// True or false.
    Boolean,
    /// ISO 8601 dates, each with its own precision.
    Date,
    /// IRIs.
    Iri,
    /// Lists of texts.
    List,
}

impl Type {
    /// Its name in the program's own formats.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Integer => "integer",
            Self::Decimal => "decimal",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::Iri => "iri",
            Self::List => "list",
        }
    }

    /// The narrowest type that includes both.
    #[must_use]
    pub fn widened(self, other: Self) -> Self {
        match (self, other) {
            (one, two) if one == two => one,
            (Self::Integer, Self::Decimal) | (Self::Decimal, Self::Integer) => Self::Decimal,
            (Self::List, _) | (_, Self::List) => Self::List,
            _ => Self::Text,
        }
    }
}

/// The value of an attribute.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// A text.
    Text(&'a str),
    /// A whole number, as its digits.
    Integer(&'a str),
    /// An exact decimal, as its digits.
    Decimal(&'a str),
    /// True or false.
    Boolean(bool),
    /// An ISO 8601 date with its own precision.
    Date(&'a str),
    /// An IRI.
    Iri(&'a str),
    /// Several texts.
    List(Items<'a>),
}

impl<'a> Value<'a> {
    pub(super) fn of(kind: Type, text: &'a str) -> Self {
        match kind {
            Type::Text => Self::Text(text),
            Type::Integer => Self::Integer(text),
            Type::Decimal => Self::Decimal(text),
            Type::Boolean => Self::Boolean(text == "true"),
            Type::Date => Self::Date(text),
            Type::Iri => Self::Iri(text),
            Type::List => Self::List(Items(text)),
        }
    }

    /// Its type.
    pub fn kind(self) -> Type {
        match self {
            Self::Text(_) => Type::Text,
            Self::Integer(_) => Type::Integer,
            Self::Decimal(_) => Type::Decimal,
            Self::Boolean(_) => Type::Boolean,
            Self::Date(_) => Type::Date,
            Self::Iri(_) => Type::Iri,
            Self::List(_) => Type::List,
        }
    }

    /// The stored form; the items of a list are separated by U+001F.
    pub fn stored(self) -> &'a str {
        match self {
            Self::Text(text) | Self::Integer(text) | Self::Decimal(text) | Self::Date(text) | Self::Iri(text) => text,
            Self::Boolean(true) => "true",
            Self::Boolean(false) => "false",
            Self::List(items) => items.0,
        }
    }

    /// The form for people; the items of a list are separated by semicolons.
    pub fn plain(self) -> String {
        match self {
            Self::List(items) => items.iter().collect::<Vec<_>>().join("; "),
            other => other.stored().to_owned(),
        }
    }
}

/// The items of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Items<'a>(pub(super) &'a str);

impl<'a> Items<'a> {
    /// The items, in order.
    pub fn iter(self) -> impl Iterator<Item = &'a str> {
        self.0.split(SEPARATOR).filter(|item| !item.is_empty())
    }
}
