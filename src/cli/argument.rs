//! Parsers of arguments that several commands share.

use crate::formats::Format;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

/// Parses a format by name; help texts list the names with their purposes.
pub fn parser<F: Format>() -> impl TypedValueParser<Value = F> {
    let value = |format: &F| {
        let identity = format.describe().identity();
        PossibleValue::new(identity.name)
            .aliases(identity.aliases)
            .help(identity.purpose)
    };
    PossibleValuesParser::new(F::ALL.iter().map(value)).try_map(|name| F::named(&name).ok_or("there is no such format"))
}

/// Splits `name=value`.
pub fn assignment(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write it as name=value, such as lang=en")?;
    Ok((name.trim().to_owned(), value.to_owned()))
}
