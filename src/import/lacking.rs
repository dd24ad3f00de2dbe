//! Why nothing of a sheet can be imported.

use super::things;
use sheet::{Record, Role, Understood};

/// What a sheet lacks so that none of its rows can be imported: headings, with words for them, or rows.
pub fn lacking(understood: &Understood) -> Vec<String> {
    let records = &understood.records;
    if understood.columns.iter().all(|column| column.samples.is_empty()) {
        return vec!["no row stands below the headings".to_owned()];
    }
    let of = |roles: &[Role]| {
        let columns = understood.columns.iter().filter(|column| roles.contains(&column.role));
        let labels = columns.map(|column| format!("`{}`", column.heading)).take(3);
        labels.collect::<Vec<_>>().join(", ")
    };
    let mut lacking = Vec::new();
    if !records.iter().any(|record| !record.amounts.is_empty()) {
        lacking.push(match of(&[Role::Amount, Role::Minimum, Role::Maximum, Role::Share]) {
            none if none.is_empty() => {
                "no column has amounts: its heading may be Montant, Subvention, Amount or Grant".to_owned()
            }
            columns => format!("no row has an amount that can be read below {columns}"),
        });
    }
    let are_recipients = things::are_recipients(understood);
    let is_for = |record: &Record| record.about.is_some() || are_recipients && !record.recipients.is_empty();
    if !records.iter().any(is_for) {
        lacking.push(match of(&[Role::About, Role::Programme]) {
            none if none.is_empty() => "no column says what the money is for: its heading may be Objet, Projet, \
                                        Programme, Purpose, Project or Scheme"
                .to_owned(),
            columns => format!("no row says below {columns} what the money is for"),
        });
    }
    let has_both = |record: &Record| is_for(record) && !record.amounts.is_empty();
    if lacking.is_empty() && !records.iter().any(has_both) {
        lacking.push("no row has both an amount and what the money is for".to_owned());
    }
    lacking
}
