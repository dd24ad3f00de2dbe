//! Patterns of numbers (UAX #35, part 3, "Number Format Patterns"): what `#,##0.00 €;(#,##0.00 €)` asks for.
//!
//! Of the special characters these are known: `0`, `#`, the decimal point, the mark between groups, `E`, `+`, `-`, `%`,
//! `‰`, `;` and quotes. The others (`@`, `*`, `¤`, the digits 1 to 9 for rounding) are rejected.

/// A compiled pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    /// What is around the digits of a number, or of one that is not negative.
    pub(super) positive: Affixes,
    /// What is around the digits of a negative number, where the pattern says so.
    pub(super) negative: Option<Affixes>,
    /// The digits.
    pub(super) digits: Digits,
    /// How many times the number is divided by ten: for per cent and per mille.
    pub(super) places: usize,
}

/// What is around the digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Affixes {
    /// Before them.
    pub(super) prefix: Vec<PatternItem>,
    /// After them.
    pub(super) suffix: Vec<PatternItem>,
}

/// A part of what is around the digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PatternItem {
    /// Itself.
    Text(String),
    /// A sign, which has to be there.
    Plus,
    /// A minus sign.
    Minus,
    /// The number is in hundredths.
    Percent,
    /// The number is in thousandths.
    PerMille,
}

/// How many digits there are and how they are grouped; a group of no digits stands for no groups.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Digits {
    /// The fewest digits before the decimal point.
    pub(super) least_whole: usize,
    /// The digits of the group next to the decimal point.
    pub(super) primary: usize,
    /// The digits of the other groups.
    pub(super) secondary: usize,
    /// The fewest digits after the decimal point.
    pub(super) least_fraction: usize,
    /// The most digits after the decimal point.
    pub(super) most_fraction: usize,
    /// The digits of a group after the decimal point.
    pub(super) fraction_group: usize,
    /// The exponent, where there is one.
    pub(super) exponent: Option<Exponent>,
}

/// An exponent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Exponent {
    /// The fewest digits.
    pub(super) least: usize,
    /// Whether it has a sign when it is positive.
    pub(super) has_sign: bool,
}

/// The spaces that are between the digits of a number in French.
const SPACES: [char; 3] = [' ', '\u{A0}', '\u{202F}'];

/// How long a pattern may be, in bytes.
const LENGTH_LIMIT: usize = 500;

/// Compiles a pattern that is written with a decimal point and a mark between groups.
///
/// # Errors
/// Says why the pattern cannot be used.
pub(super) fn compile(pattern: &str, decimal: &str, group: Option<&str>) -> Result<Pattern, String> {
    if pattern.len() > LENGTH_LIMIT {
        return Err(format!("it is longer than {LENGTH_LIMIT} bytes"));
    }
    let mut reader = Reader {
        rest: pattern.trim(),
        decimal,
        group: group.unwrap_or_default(),
    };
    let (positive, digits) = reader.part()?;
    let negative = if reader.take(";") { Some(reader.part()?.0) } else { None };
    if !reader.rest.is_empty() {
        return Err("it has more than two parts".to_owned());
    }
    if negative.as_ref().is_some_and(|negative| *negative == positive) {
        return Err("negative numbers would look like positive ones".to_owned());
    }
    let pieces = || positive.prefix.iter().chain(&positive.suffix);
    let places = match pieces()
        .filter(|piece| matches!(piece, PatternItem::Percent | PatternItem::PerMille))
        .count()
    {
        0 => 0,
        1 if digits.exponent.is_some() => return Err("a number with an exponent is no percentage".to_owned()),
        1 if pieces().any(|piece| *piece == PatternItem::Percent) => 2,
        1 => 3,
        _ => return Err("it has more than one of % and ‰".to_owned()),
    };
    Ok(Pattern {
        positive,
        negative,
        digits,
        places,
    })
}

impl Affixes {
    /// Whether there is a sign among them.
    pub(super) fn have_sign(&self) -> bool {
        self.prefix
            .iter()
            .chain(&self.suffix)
            .any(|piece| matches!(piece, PatternItem::Plus | PatternItem::Minus))
    }
}

impl Digits {
    /// Whether there are marks between groups of digits.
    pub(super) fn is_grouped(&self) -> bool {
        self.primary > 0
    }
}

/// What follows a text at the front of another, all spaces being equal.
pub(super) fn after_text<'a>(expected: &str, text: &'a str) -> Option<&'a str> {
    let mut rest = text.chars();
    for character in expected.chars() {
        let found = rest.next()?;
        if found != character && !(SPACES.contains(&found) && SPACES.contains(&character)) {
            return None;
        }
    }
    Some(rest.as_str())
}

struct Reader<'a> {
    rest: &'a str,
    decimal: &'a str,
    /// Empty where there is none.
    group: &'a str,
}

impl<'a> Reader<'a> {
    fn take(&mut self, mark: &str) -> bool {
        let after = after_text(mark, self.rest);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    /// Whether a mark and a digit come next.
    fn is_before_digit(&self, mark: &str) -> bool {
        !mark.is_empty() && after_text(mark, self.rest).is_some_and(|after| after.starts_with(['0', '#']))
    }

    /// Reads what stands for positive or for negative numbers.
    fn part(&mut self) -> Result<(Affixes, Digits), String> {
        let prefix = self.affix()?;
        let digits = self.digits()?;
        let suffix = self.affix()?;
        if self.rest.starts_with(['0', '#']) || self.is_before_digit(self.decimal) {
            return Err("its digits stand in more than one place".to_owned());
        }
        Ok((Affixes { prefix, suffix }, digits))
    }

    fn affix(&mut self) -> Result<Vec<PatternItem>, String> {
        let mut pieces = Vec::new();
        while let Some(first) = self.rest.chars().next() {
            if matches!(first, '0' | '#' | ';') || self.is_before_digit(self.decimal) {
                break;
            }
            let is_mark = |mark: &str| !mark.trim().is_empty() && self.rest.starts_with(mark);
            if is_mark(self.decimal) || is_mark(self.group) {
                return Err(format!("\"{first}\" stands where there are no digits"));
            }
            self.rest = &self.rest[first.len_utf8()..];
            match first {
                '%' => pieces.push(PatternItem::Percent),
                '‰' => pieces.push(PatternItem::PerMille),
                '+' => pieces.push(PatternItem::Plus),
                '-' | '\u{2212}' => pieces.push(PatternItem::Minus),
                '\'' => {
                    let (quoted, after) = self.rest.split_once('\'').ok_or("a quote has no end")?;
                    self.rest = after;
                    push_text(if quoted.is_empty() { "'" } else { quoted }, &mut pieces);
                }
                '1'..='9' | '@' | '*' | '¤' => return Err(format!("\"{first}\" is not known in it")),
                _ => push_text(first.encode_utf8(&mut [0; 4]), &mut pieces),
            }
        }
        Ok(pieces)
    }

    fn digits(&mut self) -> Result<Digits, String> {
        let mut digits = Digits::default();
        let (mut count, mut since_group, mut groups) = (0, 0, 0);
        loop {
            if self.take("0") {
                digits.least_whole += 1;
            } else if self.rest.starts_with('#') && digits.least_whole > 0 {
                return Err("# stands after 0 before the decimal point".to_owned());
            } else if count > 0 && self.is_before_digit(self.group) {
                self.take(self.group);
                digits.secondary = since_group;
                since_group = 0;
                groups += 1;
                continue;
            } else if !self.take("#") {
                break;
            }
            count += 1;
            since_group += 1;
        }
        if groups > 0 {
            digits.primary = since_group;
        }
        if groups == 1 {
            digits.secondary = since_group;
        }
        if self.is_before_digit(self.decimal) {
            self.take(self.decimal);
            self.fraction(&mut digits)?;
        }
        if count + digits.most_fraction == 0 {
            return Err("it has no digits (0 or #)".to_owned());
        }
        self.exponent(&mut digits);
        Ok(digits)
    }

    fn fraction(&mut self, digits: &mut Digits) -> Result<(), String> {
        loop {
            if self.rest.starts_with('0') && digits.most_fraction > digits.least_fraction {
                return Err("0 stands after # after the decimal point".to_owned());
            } else if self.take("0") {
                digits.least_fraction += 1;
            } else if self.is_before_digit(self.group) {
                self.take(self.group);
                if digits.fraction_group == 0 {
                    digits.fraction_group = digits.most_fraction;
                }
                continue;
            } else if !self.take("#") {
                return Ok(());
            }
            digits.most_fraction += 1;
        }
    }

    fn exponent(&mut self, digits: &mut Digits) {
        let Some(after) = self.rest.strip_prefix('E') else {
            return;
        };
        let has_sign = after.starts_with('+');
        let after = after.strip_prefix('+').unwrap_or(after);
        let rest = after.trim_start_matches('#').trim_start_matches('0');
        if rest.len() < after.len() {
            let least = after.trim_start_matches('#').len() - rest.len();
            digits.exponent = Some(Exponent { least, has_sign });
            self.rest = rest;
        }
    }
}

fn push_text(text: &str, pieces: &mut Vec<PatternItem>) {
    if let Some(PatternItem::Text(before)) = pieces.last_mut() {
        before.push_str(text);
    } else {
        pieces.push(PatternItem::Text(text.to_owned()));
    }
}

impl Pattern {
    /// A number in the pattern.
    pub(super) fn example(&self, decimal: &str, group: &str) -> String {
        let digits = &self.digits;
        let mut out = String::new();
        push_pieces(&self.positive.prefix, &mut out);
        let whole = digits
            .least_whole
            .max(if digits.is_grouped() { digits.primary + 1 } else { 1 });
        for (index, digit) in "1234567890".chars().cycle().take(whole).enumerate() {
            let left = whole - index;
            let ends_group = digits.is_grouped()
                && left >= digits.primary
                && (left - digits.primary).is_multiple_of(digits.secondary.max(1));
            if index > 0 && ends_group {
                out.push_str(group);
            }
            out.push(digit);
        }
        let fraction = digits.least_fraction.max(digits.most_fraction.min(1));
        if fraction > 0 {
            out.push_str(decimal);
        }
        for (index, digit) in "5".chars().chain(std::iter::repeat('0')).take(fraction).enumerate() {
            if index > 0 && digits.fraction_group > 0 && index.is_multiple_of(digits.fraction_group) {
                out.push_str(group);
            }
            out.push(digit);
        }
        if let Some(exponent) = digits.exponent {
            out.push_str(if exponent.has_sign { "E+" } else { "E" });
            out.extend(std::iter::repeat_n('0', exponent.least.saturating_sub(1)));
            out.push('3');
        }
        push_pieces(&self.positive.suffix, &mut out);
        out
    }
}

fn push_pieces(pieces: &[PatternItem], out: &mut String) {
    for piece in pieces {
        out.push_str(match piece {
            PatternItem::Text(text) => text,
            PatternItem::Plus => "+",
            PatternItem::Minus => "-",
            PatternItem::Percent => "%",
            PatternItem::PerMille => "‰",
        });
    }
}
