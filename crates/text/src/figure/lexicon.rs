//! The words of French numerals: which number each names, and how it joins others.

/// What a single word adds to a numeral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    /// The number that it names.
    pub value: i128,
    /// How it joins others.
    pub role: Role,
    /// The word is an ordinal (`vingtième`), and so ends its numeral.
    pub ordinal: bool,
    /// The word carries a plural `s`.
    pub plural: bool,
}

/// How a word joins the numeral around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Zero to sixteen.
    Small,
    /// Twenty, thirty ... ninety.
    Tens,
    /// A hundred.
    Hundred,
    /// A thousand.
    Thousand,
    /// A million and more, as a power of ten.
    Scale(u32),
}

/// The singular of every cardinal that is one word, folded.
const NAMES: [(&str, i128); 32] = [
    ("zero", 0),
    ("un", 1),
    ("une", 1),
    ("deux", 2),
    ("trois", 3),
    ("quatre", 4),
    ("cinq", 5),
    ("six", 6),
    ("sept", 7),
    ("huit", 8),
    ("neuf", 9),
    ("dix", 10),
    ("onze", 11),
    ("douze", 12),
    ("treize", 13),
    ("quatorze", 14),
    ("quinze", 15),
    ("seize", 16),
    ("vingt", 20),
    ("trente", 30),
    ("quarante", 40),
    ("cinquante", 50),
    ("soixante", 60),
    ("septante", 70),
    ("huitante", 80),
    ("octante", 80),
    ("nonante", 90),
    ("cent", 100),
    ("mille", 1000),
    ("million", 1_000_000),
    ("milliard", 1_000_000_000),
    ("billion", 1_000_000_000_000),
];

/// Reads a folded word as a part of a numeral.
pub(super) fn number(folded: &str) -> Option<Number> {
    let cardinal = |name: &str| NAMES.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    let (singular, plural) = match folded.strip_suffix('s') {
        Some(singular) if cardinal(folded).is_none() => (singular, true),
        _ => (folded, false),
    };
    let (value, ordinal) = match singular.strip_suffix("ieme") {
        Some("cinqu") => (5, true),
        Some("neuv") => (9, true),
        Some(stem) => (cardinal(stem).or_else(|| cardinal(&format!("{stem}e")))?, true),
        None => (cardinal(singular)?, false),
    };
    let role = match value {
        0..=16 => Role::Small,
        17..=99 => Role::Tens,
        100 => Role::Hundred,
        1000 => Role::Thousand,
        1_000_000 => Role::Scale(6),
        1_000_000_000 => Role::Scale(9),
        _ => Role::Scale(12),
    };
    let takes_plural = ordinal || matches!(role, Role::Hundred | Role::Scale(_)) || value == 20;
    (!plural || takes_plural).then_some(Number {
        value,
        role,
        ordinal,
        plural,
    })
}
