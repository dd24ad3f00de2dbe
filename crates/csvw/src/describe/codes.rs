//! Digits that are a code and no number: registers give them, and no one adds them up.

/// Words of titles of codes.
pub const TITLES: [&str; 17] = [
    "siret",
    "siren",
    "postal",
    "postcode",
    "zip",
    "zipcode",
    "insee",
    "phone",
    "telephone",
    "tel",
    "fax",
    "finess",
    "uai",
    "nic",
    "ean",
    "isbn",
    "issn",
];

/// Numbers of so many digits are counted by no one: a register gave them.
const LENGTH: usize = 11;

/// Numbers of nine digits (SIREN) are known by their check digit, which one of ten has by chance: so many are needed.
const SIREN: (usize, u64) = (9, 6);

/// What the digits of a column's values are like.
#[derive(Default)]
pub struct Digits {
    /// How many values end with the check digit of Luhn.
    checked: u64,
    /// The first value that a spreadsheet rounded (`2,1060E+13`), with its line.
    damaged: Option<(String, u64)>,
}

impl Digits {
    /// Looks at a value.
    pub fn look(&mut self, value: &str, line: u64) {
        self.checked += u64::from(is_checked(value));
        if self.damaged.is_none() && is_rounded(value) {
            self.damaged = Some((value.to_owned(), line));
        }
    }

    /// Whether values, all of one length in digits, are numbers of a register.
    pub fn are_of_register(&self, values: u64, length: usize) -> bool {
        let (siren, enough) = SIREN;
        length >= LENGTH || (length == siren && values >= enough && self.checked == values)
    }

    /// The first value that a spreadsheet rounded, with its line.
    pub fn damaged(&self) -> Option<&(String, u64)> {
        self.damaged.as_ref()
    }
}

/// Whether digits end with the check digit of Luhn (ISO/IEC 7812-1), as SIREN and SIRET do.
fn is_checked(value: &str) -> bool {
    let mut sum = 0;
    for (place, digit) in value.bytes().rev().enumerate() {
        let digit = match digit {
            b'0'..=b'9' => u32::from(digit - b'0'),
            _ => return false,
        };
        let doubled = if place % 2 == 1 { digit * 2 } else { digit };
        sum += doubled / 10 + doubled % 10;
    }
    sum > 0 && sum % 10 == 0
}

/// Whether a value is how a spreadsheet shows a number of many digits: `2,1060E+13`.
fn is_rounded(value: &str) -> bool {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let Some((mantissa, exponent)) = value.split_once("E+") else {
        return false;
    };
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
    is_digits(exponent) && exponent.len() <= 2 && whole.len() == 1 && is_digits(whole) && is_digits(fraction)
}
