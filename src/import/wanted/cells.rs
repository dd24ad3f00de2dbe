//! The cells of a claim, as a row of a sheet gives them.

use super::{Cells, Wanted, clean};
use sheet::{Address, Amount, AmountRole, Record};
use text::language::Language;
use text::quantity::{Quantity, quantities};

impl Wanted<'_> {
    /// The cells of a claim that are no references.
    pub(super) fn cells(&self, record: &Record, amount: &Amount) -> Cells {
        let number = |bound: Option<text::Decimal>| bound.map_or_else(String::new, |bound| bound.to_string());
        let role = match amount.role {
            AmountRole::Total | AmountRole::Converted => "total",
            AmountRole::Part => "part",
            AmountRole::Increment => "increment",
            AmountRole::Each => "each",
            AmountRole::Contribution => "contribution",
        };
        let period = amount
            .period
            .clone()
            .or(record.period.as_ref().map(|period| period.iso.clone()));
        let cells = [
            ("kind", record.kind.clone().unwrap_or_else(|| "funding".to_owned())),
            ("minimum", number(amount.minimum)),
            ("maximum", number(amount.maximum)),
            ("unit", amount.unit.clone().unwrap_or_default()),
            ("unit_basis", self.unit_basis(record, amount).to_owned()),
            ("wording", amount.wording.to_owned()),
            ("measure_role", role.to_owned()),
            ("per", amount.per.unwrap_or_default().to_owned()),
            (
                "modality",
                record
                    .stage
                    .as_ref()
                    .map_or_else(String::new, |stage| stage.text.clone()),
            ),
            (
                "when",
                record.when.as_ref().map_or_else(String::new, |when| when.iso.clone()),
            ),
            (
                "when_basis",
                record.when.as_ref().map_or("", |when| when.basis).to_owned(),
            ),
            (
                "quote",
                record
                    .quote
                    .as_ref()
                    .filter(|_| self.has_quotes())
                    .map_or_else(String::new, |quote| clean(&quote.text)),
            ),
            (
                "page",
                self.page(record).filter(|_| self.has("page")).unwrap_or_default(),
            ),
            ("reading", "clear".to_owned()),
            ("note", self.note(record, amount)),
            ("period", period.unwrap_or_default()),
            ("instrument", amount.instrument.clone().unwrap_or_default()),
        ];
        cells
            .into_iter()
            .chain(self.status(record))
            .map(|(column, value)| (column.to_owned(), value))
            .collect()
    }

    /// Whether the document writes the unit, as its quoted words tell where they have the figure: a column of the sheet may have
    /// the unit beside any words.
    fn unit_basis(&self, record: &Record, amount: &Amount) -> &'static str {
        let stated = amount.unit_basis.word();
        let Some(quote) = record
            .quote
            .as_ref()
            .filter(|_| self.has_quotes() && amount.unit.is_some())
        else {
            return stated;
        };
        let languages = ["fr", "en"].into_iter().filter_map(Language::of);
        let read: Vec<_> = languages
            .flat_map(|language| quantities(&quote.text, language))
            .collect();
        let is_of_it = |one: &&Quantity| {
            let has = |bound: Option<_>| bound.is_some() && (bound == one.minimum || bound == one.maximum);
            has(amount.minimum) || has(amount.maximum)
        };
        let mut figures = read.iter().filter(is_of_it).peekable();
        let is_read = figures.peek().is_some();
        if figures.any(|one| one.unit.is_some() && !one.carried) {
            "written"
        } else if is_read || !read.iter().any(|one| one.unit.is_some()) {
            "carried-over"
        } else {
            stated
        }
    }

    /// Whether the claim is published: empty, if it is.
    fn publish(&self, record: &Record) -> String {
        let is_told = record.is_withheld && self.has("publish");
        if is_told { "no".to_owned() } else { String::new() }
    }

    /// Whether claims have a column for the words of their document.
    fn has_quotes(&self) -> bool {
        self.has("quote")
    }

    /// Whether claims have a column; those of an older format have neither words nor pages.
    fn has(&self, column: &str) -> bool {
        self.around.claims.column(column).is_some()
    }

    /// The page of the document, as the sheet has it.
    fn page(&self, record: &Record) -> Option<String> {
        let page = record.source.as_ref()?.page.as_ref()?;
        Some(clean(page))
    }

    /// Remarks, and the row of the sheet.
    fn note(&self, record: &Record, amount: &Amount) -> String {
        let phrases = self.around.phrases;
        let mut parts = vec![phrases.row_of(&self.around.sheet, amount.address.row)];
        if record.stage.is_none() {
            parts.push(phrases.no_stage.to_owned());
        }
        let page = self.page(record).filter(|_| !self.has("page"));
        parts.extend((record.is_withheld && !self.has("publish")).then(|| "publish = no".to_owned()));
        parts.extend(page.map(|page| phrases.page(&page)));
        parts.extend(record.place.as_ref().map(|place| phrases.place(&place.text)));
        let quote = record.quote.as_ref().filter(|_| !self.has_quotes());
        parts.extend(quote.map(|quote| phrases.quoted(&quote.text)));
        let own = |identifier: &sheet::Identifier| format!("{} {}", identifier.scheme, identifier.value);
        parts.extend(record.identifiers.iter().map(own));
        parts.extend(self.words_on_persons(record));
        // A part that stands in a row of its own has the remarks of that row alone.
        let is_own_row = amount.role == AmountRole::Part && amount.address.row != record.address.row;
        let is_of_row = |address: Address| !is_own_row || address.row == amount.address.row;
        let notes = record.notes.iter().filter(|note| note.address.is_none_or(is_of_row));
        parts.extend(notes.map(|note| note.text.clone()));
        if amount.role == AmountRole::Total {
            let converted = record
                .amounts
                .iter()
                .filter(|amount| amount.role == AmountRole::Converted);
            parts.extend(converted.map(|amount| phrases.converted(&amount.as_written)));
        }
        clean(&parts.join("; "))
    }

    /// The cells of a sum that is gone, or not published.
    fn status(&self, record: &Record) -> [(&'static str, String); 4] {
        let gone = record.gone.as_ref();
        let gone_on = gone.and_then(|gone| gone.on.clone());
        let reason = gone.map(|gone| self.around.phrases.says(&clean(&gone.words.text)));
        [
            ("status", gone.map_or("", |_| "withdrawn").to_owned()),
            ("status_on", gone_on.unwrap_or_default()),
            ("status_reason", reason.unwrap_or_default()),
            ("publish", self.publish(record)),
        ]
    }
}
