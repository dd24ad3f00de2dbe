//! Searches for bytes eight at a time, as one number.
//!
//! The search is arithmetic on all eight bytes at once (Warren, *Hacker's Delight*, 2nd edition, section 6-1). It tells
//! whether there is a match, but not where: a carry may also mark the neighbour of a match.

const ONES: u64 = u64::MAX / 0xFF;
const HIGHS: u64 = ONES << 7;

/// Whether `found` matches any of the bytes. Chunks shorter than eight bytes are padded with the letter `a`, which must
/// not match.
#[inline]
pub(super) fn finds(bytes: &[u8], found: impl Fn(u64) -> u64) -> bool {
    let (words, rest) = bytes.as_chunks::<8>();
    let in_words = words.iter().fold(0, |all, word| all | found(u64::from_le_bytes(*word)));
    // The last eight bytes overlap the chunk before them.
    let last = bytes.last_chunk::<8>().copied().unwrap_or_else(|| {
        let mut filled = [b'a'; 8];
        filled[..rest.len()].copy_from_slice(rest);
        filled
    });
    (in_words | found(u64::from_le_bytes(last))) != 0
}

/// Non-zero if one of the eight bytes equals this byte.
#[inline]
pub(super) fn equal(word: u64, byte: u8) -> u64 {
    below(word ^ (ONES * u64::from(byte)), 1)
}

/// Non-zero if one of the eight bytes is below this byte, which is at most 128.
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
