//! `billion` and `trillion`, which are a thousand times as much in French as in English, or more.

use super::Context;
use crate::measure::{has_billions, without_german_billions};

/// Why such a word is not taken in a sheet that is not in English.
pub(in crate::understand) const FRENCH: &str = "a billion is a million millions in French, and a thousand millions in English: write \
     `milliard`, or the sum in full (in a sheet in English, import with --language en)";

/// Why `1,2 Billionen Euro` is not taken in any sheet.
const GERMAN: &str =
    "a `Billion` is a million millions in German, and a thousand millions in English: write the sum in full";

/// Why a figure with such a word is not taken, if nothing tells which one is meant.
pub(super) fn why(text: &str, context: &Context) -> Option<String> {
    if without_german_billions(text).is_some() {
        return Some(GERMAN.to_owned());
    }
    (has_billions(text) && context.has_long_billions).then(|| FRENCH.to_owned())
}
