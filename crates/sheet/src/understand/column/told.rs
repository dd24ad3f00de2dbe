//! What columns become, in the words of the person who imports.

use crate::map::Role;

use super::Spec;

/// What values of a role become, for the person who imports.
pub(in crate::understand) fn becomes(role: Role) -> &'static str {
    match role {
        Role::Speaker => "who says it",
        Role::Payer => "who pays",
        Role::Recipient => "who receives",
        Role::About => "what it is for",
        Role::Programme => "the programme of which it is a part",
        Role::Amount => "the amount",
        Role::Share => "a share",
        Role::Minimum => "the lower bound of the amount",
        Role::Maximum => "the upper bound of the amount",
        Role::Currency => "the currency",
        Role::Stage => "how firm the money is",
        Role::When => "when it was said or happened",
        Role::Period => "the years that the money is for",
        Role::PeriodStart => "the first day of the years that the money is for",
        Role::PeriodEnd => "the last day of the years that the money is for",
        Role::Source => "the document",
        Role::Link => "the address of the document",
        Role::Archive => "the address of an archived copy of the document",
        Role::Published => "when the document was published",
        Role::Publisher => "who publishes the document",
        Role::Office => "the office of who says it",
        Role::Publish => "whether a report publishes it",
        Role::Page => "the page of the document",
        Role::Quote => "the words of the document",
        Role::Note => "a note",
        Role::Place => "where it is",
        Role::Key => "an identifier of the row",
        Role::PayerId => "an identifier of who pays",
        Role::RecipientId => "an identifier of who receives",
        Role::GivenName => "the given name of the one beside it",
        Role::PayerType => "what the one who pays is",
        Role::RecipientType => "what the one who receives is",
        Role::Kind => "the kind of claim",
        Role::Instrument => "the form of the money",
        Role::Ignored => "not taken",
    }
}

/// What the values of a column become, with what holds for its figures.
pub(in crate::understand) fn told(spec: &Spec) -> String {
    let mut told = match spec.role() {
        Role::When if spec.said.is_day_of_payment => "when it was paid".to_owned(),
        role => becomes(role).to_owned(),
    };
    let map = &spec.map;
    if spec.role() == Role::Amount {
        let scale = match map.scale {
            Some(3) => "thousands of ",
            Some(6) => "millions of ",
            Some(9) => "thousand millions of ",
            _ => "",
        };
        match (&map.unit, scale) {
            (Some(unit), scale) => told.push_str(&format!(", in {scale}{unit}")),
            (None, "") => {}
            (None, scale) => told.push_str(&format!(", in {}", scale.trim_end_matches(" of "))),
        }
        for (word, value) in [
            ("for", &map.period),
            ("as", &map.instrument),
            ("paid by", &map.payer),
            ("received by", &map.recipient),
            ("of", &map.when),
            ("in the place of", &map.replaces),
        ] {
            if let Some(value) = value {
                told.push_str(&format!(", {word} {value}"));
            }
        }
        if let Some(stage) = &map.stage {
            told.push_str(&format!(", {stage}"));
        }
    }
    if let Some(why) = &spec.ignored {
        told.push_str(&format!(": {why}"));
    }
    told
}
