//! The name of a datatype, a format, the two limits, and a value, one a line: what is read is a value as XML Schema writes
//! it.

#![no_main]

use csvw::datatype::{Base, Datatype, Declared, DatatypeFormat};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let mut lines = text.splitn(5, '\n');
    let mut line = || lines.next().unwrap_or_default();
    let [name, format, least, most, value] = [line(), line(), line(), line(), line()];
    let Some(base) = Base::parse(name) else { return };
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let declared = Declared {
        format: given(format).map(DatatypeFormat::Text),
        min_inclusive: given(least),
        max_inclusive: given(most),
        ..Declared::new(base)
    };
    let (datatype, _) = Datatype::compile(&declared);
    let (mut buffer, mut again) = (String::new(), String::new());
    if let Ok(lexical) = datatype.read(value, &mut buffer) {
        let (plain, _) = Datatype::compile(&Declared::new(base));
        let read = plain.read(lexical, &mut again);
        assert!(read.is_ok(), "{name}: `{value}` was read as `{lexical}`");
    }
});
