//! Bytes that are looked for eight at a time, as one number.
//!
//! A byte of the number is found by arithmetic on all eight (Warren, *Hacker's Delight*, 2nd edition, section 6-1). Which of them it
//! was is not told: a carry may mark its neighbour, too.

const ONES: u64 = u64::MAX / 0xFF;
const HIGHS: u64 = ONES << 7;

/// Whether this finds something in the bytes. What it is given for fewer than eight is filled up with the letter `a`.
#[inline]
pub(super) fn finds(bytes: &[u8], found: impl Fn(u64) -> u64) -> bool {
    let (words, rest) = bytes.as_chunks::<8>();
    let in_words = words.iter().fold(0, |all, word| all | found(u64::from_le_bytes(*word)));
    // The last eight lie over those before them.
    let last = bytes.last_chunk::<8>().copied().unwrap_or_else(|| {
        let mut filled = [b'a'; 8];
        filled[..rest.len()].copy_from_slice(rest);
        filled
    });
    (in_words | found(u64::from_le_bytes(last))) != 0
}

/// Above zero where one of the eight is this byte.
#[inline]
pub(super) fn equal(word: u64, byte: u8) -> u64 {
    below(word ^ (ONES * u64::from(byte)), 1)
}

/// Above zero where one of the eight is below this byte, of 128 at most.
#[inline]
pub(super) fn below(word: u64, byte: u8) -> u64 {
    word.wrapping_sub(ONES * u64::from(byte)) & !word & HIGHS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_is_found_at_each_place_and_nothing_else_is() {
        for length in 0..40 {
            for other in 0..=u8::MAX {
                let mut bytes = vec![b'a'; length];
                assert!(!finds(&bytes, |word| equal(word, b'"') | below(word, b' ')));
                for place in 0..length {
                    bytes[place] = other;
                    let is_found = finds(&bytes, |word| equal(word, b'"') | below(word, b' '));
                    assert_eq!(
                        is_found,
                        other == b'"' || other < b' ',
                        "{other} at {place} of {length}"
                    );
                    bytes[place] = b'a';
                }
            }
        }
    }
}
