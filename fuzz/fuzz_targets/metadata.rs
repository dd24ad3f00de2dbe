//! Metadata of one or two documents, split by a line `=====`: reading them neither panics nor opens anything but what the
//! resources allow, every finding has its place within the file, and a second reading finds the same.

#![no_main]

use csvw::diagnostic::{Diagnostic, Report, Style, human};
use csvw::{InMemory, metadata};

const FIRST: &str = "https://example.org/t.csv-metadata.json";
const SECOND: &str = "https://example.org/s.json";

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let separator = b"=====\n";
    let at = bytes.windows(separator.len()).position(|window| window == separator);
    let (first, second) = match at {
        Some(at) => (&bytes[..at], &bytes[at + separator.len()..]),
        None => (bytes, &b""[..]),
    };
    let resources = InMemory::new([
        (FIRST, first.to_vec()),
        (SECOND, second.to_vec()),
        ("https://example.org/t.csv", b"a,b\n1,2\n".to_vec()),
    ]);
    let once = read(&resources);
    for found in &once {
        let Some(place) = &found.place else { continue };
        let text = match place.file.as_str() {
            FIRST => first,
            SECOND => second,
            _ => continue,
        };
        let text = String::from_utf8_lossy(text);
        if let (Some(line), Some(_)) = (place.line, &place.excerpt) {
            assert!(line as usize <= text.split('\n').count(), "{found:?}");
        }
        assert!(found.message.chars().count() <= 2000, "a message of {} bytes", found.message.len());
    }
    assert_eq!(once, read(&resources));
});

/// The findings of reading the metadata, as the description of its table and as whatever it is.
fn read(resources: &InMemory) -> Vec<Diagnostic> {
    let mut report = Report::default();
    let group = metadata::read(FIRST, resources, &mut report);
    for table in group.iter().flat_map(|group| &group.tables) {
        assert!(table.columns.iter().all(|column| !column.name.is_empty()), "a column without a name");
    }
    metadata::read_for(FIRST, "https://example.org/t.csv", resources, &mut report);
    human(&report, Style::Plain);
    report.into_findings()
}
