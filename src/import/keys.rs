//! Keys of new rows, made of words.

use crate::tables::slug;
use sha2::{Digest, Sha256};

/// How long a new key is at most, before a number that tells it from another one.
const LONGEST: usize = 64;

/// A key of bounded length: whole words of a longer one, and six digits of its hash, so that keys stay different which differ only
/// in what is cut off.
pub(super) fn bounded(key: &str) -> String {
    if key.len() <= LONGEST {
        return key.to_owned();
    }
    let hash = Sha256::digest(key.as_bytes());
    let digits: String = hash.iter().take(3).map(|byte| format!("{byte:02x}")).collect();
    let words = key.get(..LONGEST - digits.len() - 1).unwrap_or(key);
    // The last word may be cut; a key of one word has no other.
    let whole = words.rfind('-').map_or(words, |end| &words[..end]);
    format!("{}-{digits}", whole.trim_end_matches('-'))
}

/// The beginning of a key.
pub(super) fn short(text: &str) -> String {
    let mut key = slug(text);
    key.truncate(24);
    key.trim_end_matches('-').to_owned()
}

/// A key that is free, with a number from 2 on if needed, and that number; numbers below `from` are not tried.
pub(super) fn numbered(made: &str, from: u64, is_free: impl Fn(&String) -> bool) -> (String, u64) {
    let name = |number: u64| match number {
        1 => made.to_owned(),
        _ => format!("{made}-{number}"),
    };
    let mut all = (from..).map(|number| (name(number), number));
    all.find(|(key, _)| is_free(key))
        .unwrap_or_else(|| (made.to_owned(), from))
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, bounded};

    #[test]
    fn a_long_key_ends_with_a_whole_word_and_stays_different_from_others() {
        let long = "press-commons-newsletter-court-reporting-pool-lottery-heritage-press-commons";
        let other = format!("{long}-2024");
        let [short, shorter] = [long, &other].map(bounded);
        assert!(short.len() <= LONGEST && shorter.len() <= LONGEST, "{short}");
        assert!(
            short.starts_with("press-commons-newsletter-court-reporting-pool-lottery-"),
            "{short}"
        );
        assert_ne!(short, shorter);
        assert_eq!(bounded(&short), short);
        assert!(bounded(&"x".repeat(200)).len() <= LONGEST);
    }
}
