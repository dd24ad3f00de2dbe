//! A language tag, the date of a document, and a text, the first two a line each: no panic, places within the text and in
//! order, and a second reading gives the same.

#![no_main]

use text::language::Language;
use text::scan::scan;

libfuzzer_sys::fuzz_target!(|input: &str| {
    let mut lines = input.splitn(3, '\n');
    let mut line = || lines.next().unwrap_or_default();
    let [tag, published, text] = [line(), line(), line()];
    let language = Language::of(tag).unwrap_or(Language::digits());
    let read = scan(text, language, Some(published));
    let length = text.chars().count();
    let mut last = (0, 0);
    for quantity in &read.quantities {
        let place = (quantity.place.start, quantity.place.end);
        assert!(last <= place && place.0 < place.1 && place.1 <= length, "{place:?} after {last:?}");
        last = place;
    }
    let mut end = 0;
    for time in &read.times {
        assert!(end <= time.place.start && time.place.start < time.place.end, "{:?}", time.place);
        end = time.place.end;
    }
    let last_unread = read.unread.last().map_or(0, |place| place.end);
    assert!(end <= length && last_unread <= length, "a place beyond the text");
    assert_eq!(read, scan(text, language, Some(published)));
});
