//! Formats of numbers, as `#,##0.00` ("Model for Tabular Data", section 6.4.2): read a cell, give the number as XML Schema
//! writes it.
//!
//! The signs, the digits and their grouping of a pattern (UAX #35, part 3) are checked; how long a number is before its
//! decimal point is not, as there. An ordinary space, a no-break space and a narrow one are the same wherever one is
//! declared, and U+2212 is a minus sign.

use super::base::Base;
use super::number_pattern::{self, Affixes, Digits, Pattern, PatternItem, after_text};
use text::decimal::write_shifted;

/// A compiled format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NumberFormat {
    decimal: String,
    group: Option<String>,
    pattern: Option<Pattern>,
}

impl NumberFormat {
    /// Compiles a format.
    ///
    /// # Errors
    /// Says why the format cannot be used.
    pub(super) fn compile(pattern: Option<&str>, decimal: Option<&str>, group: Option<&str>) -> Result<Self, String> {
        for (name, mark) in [("decimalChar", decimal), ("groupChar", group)] {
            let is_of_number =
                |character: char| character.is_ascii_digit() || matches!(character, '+' | '-' | '%' | '‰' | 'E');
            if mark.is_some_and(|mark| mark.is_empty() || mark.contains(is_of_number)) {
                return Err(format!("{name} is empty or has a character that numbers have anyway"));
            }
        }
        let decimal = decimal.unwrap_or(".");
        if group == Some(decimal) {
            return Err(format!("\"{decimal}\" cannot be both decimalChar and groupChar"));
        }
        let group = group.or_else(|| (pattern.is_some() && decimal != ",").then_some(","));
        let pattern = match pattern {
            // Patterns are written with the declared characters. Those who know them from elsewhere write them with a
            // point and a comma whatever the language: that is understood where it cannot be the other.
            Some(pattern) => Some(
                number_pattern::compile(pattern, decimal, group)
                    .or_else(|why| number_pattern::compile(pattern, ".", Some(",")).map_err(|_| why))?,
            ),
            None => None,
        };
        if group.is_none() && pattern.as_ref().is_some_and(|pattern| pattern.digits.is_grouped()) {
            return Err("it groups digits, and the decimal point is a comma: groupChar is needed".to_owned());
        }
        Ok(Self {
            decimal: decimal.to_owned(),
            group: group.map(str::to_owned),
            pattern,
        })
    }

    /// Reads a cell and writes the number as XML Schema does; returns whether it is of the format.
    pub(super) fn read(&self, base: Base, text: &str, out: &mut String) -> bool {
        if matches!(base, Base::Double | Base::Float) && matches!(text, "NaN" | "INF" | "-INF") {
            out.clear();
            out.push_str(text);
            return true;
        }
        let Some(pattern) = &self.pattern else {
            return self.read_freely(text, out).is_some();
        };
        let positive = self.read_with(pattern, &pattern.positive, text, out);
        if positive.is_some() {
            return true;
        }
        let Some(negative) = &pattern.negative else {
            return false;
        };
        if self.read_with(pattern, negative, text, out).is_none() {
            return false;
        }
        if !out.starts_with('-') {
            out.insert(0, '-');
        }
        true
    }

    /// A number in the format.
    pub(super) fn example(&self, base: Base) -> String {
        let group = self.group.as_deref().unwrap_or_default();
        match &self.pattern {
            Some(pattern) => pattern.example(&self.decimal, group),
            None if base.is_integer() => format!("1{group}234"),
            None => format!("1{group}234{}5", self.decimal),
        }
    }

    /// Reads a number where no pattern is declared.
    fn read_freely(&self, text: &str, out: &mut String) -> Option<()> {
        let mut rest = text;
        out.clear();
        push_sign(take_sign(&mut rest), out);
        take_digits(&mut rest, out).filter(|count| *count > 0)?;
        while let Some(after) = self.after_group(rest) {
            rest = after;
            let count = take_digits(&mut rest, out)?;
            if count == 0 && self.after_group(rest).is_some() {
                return None;
            }
        }
        if let Some(after) = rest.strip_prefix(self.decimal.as_str()) {
            rest = after;
            out.push('.');
            take_digits(&mut rest, out).filter(|count| *count > 0)?;
        }
        if rest.starts_with('E') {
            take_exponent(&mut rest, 1, false, out)?;
        } else if let Some(after) = rest.strip_prefix('%') {
            rest = after;
            divide(2, out);
        } else if let Some(after) = rest.strip_prefix('‰') {
            rest = after;
            divide(3, out);
        }
        rest.is_empty().then_some(())
    }

    /// Reads a number with what a pattern has around it.
    fn read_with(&self, pattern: &Pattern, affixes: &Affixes, text: &str, out: &mut String) -> Option<()> {
        let mut rest = text;
        let mut sign = None;
        let may_have_sign = pattern.negative.is_none() && !affixes.have_sign();
        if may_have_sign {
            sign = take_sign(&mut rest);
        }
        for piece in &affixes.prefix {
            sign = take_piece(piece, &mut rest)?.or(sign);
        }
        if may_have_sign && sign.is_none() {
            sign = take_sign(&mut rest);
        }
        out.clear();
        self.take_number(&pattern.digits, &mut rest, out)?;
        for piece in &affixes.suffix {
            sign = take_piece(piece, &mut rest)?.or(sign);
        }
        if !rest.is_empty() {
            return None;
        }
        match sign {
            Some(true) => out.insert(0, '-'),
            Some(false) => out.insert(0, '+'),
            None => {}
        }
        if pattern.places > 0 {
            divide(pattern.places, out);
        }
        Some(())
    }

    /// Takes the digits, the decimal point and the exponent of a pattern off the front.
    fn take_number(&self, digits: &Digits, rest: &mut &str, out: &mut String) -> Option<()> {
        let whole = self
            .take_whole(digits, rest, out)
            .filter(|count| *count >= digits.least_whole)?;
        let mut fraction = 0;
        if let Some(after) = rest.strip_prefix(self.decimal.as_str())
            && digits.most_fraction > 0
            && begins_with_digit(after)
        {
            *rest = after;
            if whole == 0 {
                out.push('0');
            }
            out.push('.');
            fraction = self.take_fraction(digits.fraction_group, rest, out)?;
        }
        if whole + fraction == 0 || !(digits.least_fraction..=digits.most_fraction).contains(&fraction) {
            return None;
        }
        match digits.exponent {
            Some(exponent) => take_exponent(rest, exponent.least, exponent.has_sign, out),
            None => Some(()),
        }
    }

    fn take_whole(&self, digits: &Digits, rest: &mut &str, out: &mut String) -> Option<usize> {
        let first = take_digits(rest, out)?;
        if !digits.is_grouped() {
            return Some(first);
        }
        let (mut count, mut last) = (first, first);
        while let Some(after) = self.after_group(rest).filter(|after| begins_with_digit(after)) {
            let fits = if count == first {
                (1..=digits.secondary).contains(&last)
            } else {
                last == digits.secondary
            };
            if !fits {
                return None;
            }
            *rest = after;
            last = take_digits(rest, out)?;
            count += last;
        }
        let fits = if count == first {
            last <= digits.primary
        } else {
            last == digits.primary
        };
        fits.then_some(count)
    }

    fn take_fraction(&self, size: usize, rest: &mut &str, out: &mut String) -> Option<usize> {
        let mut last = take_digits(rest, out)?;
        let mut count = last;
        if size == 0 {
            return Some(count);
        }
        while let Some(after) = self.after_group(rest).filter(|after| begins_with_digit(after)) {
            if last != size {
                return None;
            }
            *rest = after;
            last = take_digits(rest, out)?;
            count += last;
        }
        (last <= size).then_some(count)
    }

    /// What follows the mark between groups of digits, if the text begins with it.
    fn after_group<'a>(&self, text: &'a str) -> Option<&'a str> {
        after_text(self.group.as_deref()?, text)
    }
}

/// Takes a part of an affix off the front; returns whether it is a minus, where it is a sign.
fn take_piece(piece: &PatternItem, rest: &mut &str) -> Option<Option<bool>> {
    let mut sign = None;
    match piece {
        PatternItem::Text(expected) => *rest = after_text(expected, rest)?,
        PatternItem::Percent => *rest = rest.strip_prefix('%')?,
        PatternItem::PerMille => *rest = rest.strip_prefix('‰')?,
        PatternItem::Plus => sign = Some(take_sign(rest)?),
        PatternItem::Minus => sign = Some(take_sign(rest).filter(|is_negative| *is_negative)?),
    }
    Some(sign)
}

/// Takes a sign off the front; returns whether it is a minus.
fn take_sign(rest: &mut &str) -> Option<bool> {
    let after = rest.strip_prefix(['+', '-', '\u{2212}'])?;
    let is_negative = !rest.starts_with('+');
    *rest = after;
    Some(is_negative)
}

fn push_sign(sign: Option<bool>, out: &mut String) {
    match sign {
        Some(true) => out.push('-'),
        Some(false) => out.push('+'),
        None => {}
    }
}

fn begins_with_digit(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit())
}

/// Moves digits from the front to the end of what is written; returns how many.
fn take_digits(rest: &mut &str, out: &mut String) -> Option<usize> {
    let count = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, after) = rest.split_at_checked(count)?;
    out.push_str(digits);
    *rest = after;
    Some(count)
}

/// Moves an exponent from the front to the end of what is written.
fn take_exponent(rest: &mut &str, least: usize, has_sign: bool, out: &mut String) -> Option<()> {
    *rest = rest.strip_prefix('E')?;
    out.push('e');
    let sign = take_sign(rest);
    push_sign(sign, out);
    let count = take_digits(rest, out)?;
    (count >= least.max(1) && (sign.is_some() || !has_sign)).then_some(())
}

/// Divides what is written by ten so many times.
fn divide(places: usize, out: &mut String) {
    let number = std::mem::take(out);
    let digits = number.strip_prefix(['+', '-']).unwrap_or(&number);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    write_shifted(number.starts_with('-'), whole, fraction, places, out);
}
