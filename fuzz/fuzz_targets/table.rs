//! A table and its metadata, as in `corpus/table`: what `tests/support/table.rs` says must hold.

#![no_main]

#[path = "../../tests/support/table.rs"]
mod table;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    // One size for each length, since each costs as much as the whole.
    table::holds(&table::Input::split(bytes), &[1], &[1, 2 + bytes.len() % 61]);
});
