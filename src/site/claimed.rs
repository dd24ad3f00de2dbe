//! A claim as pages show it: its figure, who says it, its passage, and how it stands in the totals.

use super::read::{IDENTIFIER, Reader};
use super::things::Thing;
use super::words::{Language, fill};
use crate::terminal::{bare, isolated};
use crate::vocabulary as v;
use std::collections::HashMap;
use text::Decimal;
use text::amount;
use text::fold::fold;

/// A claim, read from the graph.
#[derive(Clone, Copy)]
pub struct Claim<'a> {
    /// The claim with its properties.
    pub thing: Thing<'a>,
    /// Its measure, if it has a figure.
    pub measure: Option<Thing<'a>>,
}

impl<'a> Claim<'a> {
    /// Reads a claim; `None` if there is none with this IRI.
    pub fn read(reader: &Reader<'a>, iri: &str) -> Option<Self> {
        let thing = reader.thing(iri);
        if !thing.is(v::RDF_TYPE, v::CLAIM) {
            return None;
        }
        let measure = thing.text(v::MEASURE).map(|measure| reader.thing(measure));
        Some(Self { thing, measure })
    }

    /// Its IRI.
    pub fn iri(&self) -> &'a str {
        self.thing.iri
    }

    /// Its key.
    pub fn key(&self) -> &'a str {
        self.thing.text(IDENTIFIER).unwrap_or_else(|| self.iri())
    }

    /// Whether it is of money.
    pub fn is_money(&self) -> bool {
        self.measure
            .as_ref()
            .is_some_and(|measure| measure.is(v::RDF_TYPE, v::MONEY))
    }

    /// Whether it or its document was corrected or withdrawn.
    pub fn is_gone(&self, reader: &Reader<'a>) -> bool {
        self.gone(reader).is_some()
    }

    /// How it no longer stands: the IRI of its status, or that of its document.
    fn gone(&self, reader: &Reader<'a>) -> Option<&'a str> {
        let gone = |thing: &Thing<'a>| thing.text(v::STATUS).filter(|status| *status != v::STATUS_CURRENT);
        gone(&self.thing).or_else(|| gone(&reader.thing(self.document()?)))
    }

    /// What became of it, in a word, if it no longer stands.
    pub fn gone_label(&self, reader: &Reader<'a>) -> Option<String> {
        self.gone(reader).map(|status| reader.label(status))
    }

    /// The day on which it or its document was corrected or withdrawn, if that is recorded.
    pub fn gone_on(&self, reader: &Reader<'a>) -> Option<&'a str> {
        let own = self.thing.text(v::STATUS_ON);
        own.or_else(|| reader.text(self.document()?, v::STATUS_ON))
    }

    /// Whether it or its document was withdrawn.
    pub fn is_withdrawn(&self, reader: &Reader<'a>) -> bool {
        self.gone(reader) == Some(v::STATUS_WITHDRAWN)
    }

    /// Whether it is the message that its money is withdrawn: it is said on that day or later.
    pub fn tells_withdrawal(&self, reader: &Reader<'a>) -> bool {
        let day = self.day(reader);
        self.is_withdrawn(reader) && !day.is_empty() && self.gone_on(reader).is_some_and(|on| day >= on)
    }

    /// Whether what another thing says was withdrawn on the day on which this claim's money was: of the same, that is one withdrawal.
    pub fn is_about_same_withdrawal(&self, reader: &Reader<'a>, other: &Thing<'_>) -> bool {
        let about = other.texts(v::ABOUT);
        self.gone_on(reader) == other.text(v::STATUS_ON)
            && self.thing.texts(v::ABOUT).iter().any(|thing| about.contains(thing))
    }

    /// Its document.
    pub fn document(&self) -> Option<&'a str> {
        self.thing.text(v::IN_DOCUMENT)
    }

    /// Its figure for readers, with what it measures and in which form the money is given; empty if it has none. A guarantee
    /// or a loan is never named as plain money, nor a part, an increment or the price of each as a whole, nor what has no currency as if
    /// it could be compared.
    pub fn figure(&self, reader: &Reader<'a>) -> String {
        let amount = self.amount(reader);
        let told = [
            self.measured(reader).unwrap_or_default(),
            self.instruments(reader),
            self.without_currency(reader).unwrap_or_default().to_owned(),
        ];
        let told = told.into_iter().filter(|told| !told.is_empty());
        match told.collect::<Vec<_>>().join(", ") {
            told if told.is_empty() || amount.is_empty() => amount,
            told => format!("{amount} ({told})"),
        }
    }

    /// What its figure measures, such as "each", if that is not the whole. Aims and where they start are told by the statement.
    pub fn measured(&self, reader: &Reader<'a>) -> Option<String> {
        let role = self.measure.as_ref()?.text(v::MEASURE_ROLE)?;
        // Of a multiple the sign × tells that.
        let told_elsewhere = [
            v::MEASURE_ROLE_TOTAL,
            v::MEASURE_ROLE_TARGET,
            v::MEASURE_ROLE_BASELINE,
            v::MEASURE_ROLE_MULTIPLE,
        ];
        (!told_elsewhere.contains(&role)).then(|| reader.label(role))
    }

    /// That its money has no currency, if none is written.
    pub fn without_currency(&self, reader: &Reader<'a>) -> Option<&'static str> {
        let measure = self.measure.as_ref()?;
        (self.is_money() && !measure.has(v::UNIT_OF_MEASURE)).then_some(reader.language.words().no_currency)
    }

    /// In which forms its money is given, such as "guarantee".
    fn instruments(&self, reader: &Reader<'a>) -> String {
        reader.labels(self.thing.texts(v::CLAIM_INSTRUMENT))
    }

    /// Whether its money is a risk that is covered, and is not paid.
    pub fn is_exposure(&self, reader: &Reader<'a>) -> bool {
        is_exposure(reader, &self.thing.texts(v::CLAIM_INSTRUMENT))
    }

    /// Whether its figure has these bounds, as decimals.
    pub fn has_bounds(&self, least: Option<&str>, most: Option<&str>) -> bool {
        let bounds = [(v::MINIMUM, least), (v::MAXIMUM, most)];
        let is_same = |measure: &Thing<'_>| {
            let mut bounds = bounds.into_iter();
            bounds.all(|(bound, own)| measure.text(bound).and_then(Decimal::parse) == own.and_then(Decimal::parse))
        };
        self.measure.as_ref().is_some_and(is_same)
    }

    /// Whether the currency or unit of its figure stands only in a neighbouring phrase.
    pub fn is_carried(&self) -> bool {
        self.is_unit_apart() && !self.is_unit_of_table()
    }

    /// Whether the words of its document do not have the unit of its figure, which the table has: no passage was read for it.
    pub fn is_unit_of_table(&self) -> bool {
        self.is_unit_apart() && !self.thing.has(v::START)
    }

    fn is_unit_apart(&self) -> bool {
        let is_apart = |measure: &Thing<'_>| measure.is(v::UNIT_BASIS, v::UNIT_BASIS_CARRIED);
        self.measure.as_ref().is_some_and(is_apart)
    }

    /// Its figure without its instrument.
    pub fn amount(&self, reader: &Reader<'a>) -> String {
        let Some(measure) = &self.measure else {
            return String::new();
        };
        let wording = measure.text(v::WORDING);
        let sign = wording.and_then(|wording| reader.text(wording, v::SIGN));
        let symbol = measure
            .text(v::UNIT_OF_MEASURE)
            .map(|unit| match measure.text(v::MAXIMUM).or(measure.text(v::MINIMUM)) {
                Some("1") => one(reader, unit),
                _ => symbol(reader, unit),
            })
            .unwrap_or_default();
        // A currency that stands only in a neighbouring phrase is in brackets.
        let symbol = match self.is_carried() && !symbol.is_empty() {
            true => format!("[{symbol}]"),
            false => symbol,
        };
        let figure = amount::display_with_sign(
            sign,
            measure.text(v::MINIMUM),
            measure.text(v::MAXIMUM),
            &symbol,
            reader.language.tag(),
        );
        let per = measure.text(v::PER_OF_MEASURE).map(|per| reader.label(per));
        [Some(figure), per]
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// What it says besides whom it is about: its figure and the names of its values.
    pub fn says(&self, reader: &Reader<'a>) -> String {
        let figure = self.figure(reader);
        let values = reader.labels(self.thing.texts(v::VALUE));
        let parts = [figure, values];
        parts
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// Whether somebody else says it than the other one: both name who says it, and have nobody in common.
    pub fn is_by_others(&self, other: &Self) -> bool {
        let [own, theirs] = [self, other].map(|claim| claim.thing.texts(v::SPEAKER));
        !own.is_empty() && !theirs.is_empty() && own.iter().all(|speaker| !theirs.contains(speaker))
    }

    /// Whether a rule found that one of the two stands in the place of the other.
    pub fn gives_way(&self, other: &Self) -> bool {
        let links = [v::UPDATES, v::REFINES].into_iter();
        let mut links = links.flat_map(|link| [(self, link, other), (other, link, self)]);
        links.any(|(one, link, other)| one.thing.is(link, other.iri()))
    }

    /// Who says it: its speakers, or else its document as it is cited.
    pub fn who(&self, reader: &Reader<'a>) -> String {
        match self.thing.texts(v::SPEAKER) {
            speakers if !speakers.is_empty() => reader.labels(speakers),
            _ => self
                .document()
                .map(|document| source(reader, document))
                .unwrap_or_default(),
        }
    }

    /// Its subject, kind and value: `IA-Cluster, funding: €400m`. Where a target starts from is a baseline, and no target; the
    /// message of a withdrawal is that.
    pub fn statement(&self, reader: &Reader<'a>) -> String {
        let about = reader.labels(self.thing.texts(v::ABOUT));
        let role = self.measure.as_ref().and_then(|measure| measure.text(v::MEASURE_ROLE));
        let baseline = role.filter(|role| *role == v::MEASURE_ROLE_BASELINE);
        let kind = baseline.or(self.thing.text(v::KIND));
        let kind = match self.tells_withdrawal(reader) {
            true => reader.language.words().withdrawal.to_owned(),
            // Before its value, a kind reads from there: `Le Chat, developed by: Mistral AI`.
            false => kind.map_or_else(String::new, |kind| {
                let before = reader.said(kind, v::INVERSE_LABEL);
                let before = before.filter(|_| !self.thing.texts(v::VALUE).is_empty());
                before.unwrap_or_else(|| reader.label(kind))
            }),
        };
        let says = self.says(reader);
        let colon = colon(reader.language);
        match says.is_empty() {
            // What a figure counts may be called like its kind: `rank ≤ 50`.
            _ if fold(&says).split_whitespace().next() == Some(&fold(&kind)) => format!("{about}{colon} {says}"),
            true => format!("{about}, {kind}"),
            false => format!("{about}, {kind}{colon} {says}"),
        }
    }

    /// How firm it is, in one word: of money the stage as totals call it, of others the modality; that it takes something back, if it
    /// is the message of that.
    pub fn firmness(&self, reader: &Reader<'a>) -> Option<String> {
        if self.tells_withdrawal(reader) {
            return Some(reader.language.words().withdrawal.to_owned());
        }
        let column = self.column(reader).filter(|_| self.is_money());
        let word = column.or(self.thing.text(v::MODALITY));
        word.map(|word| reader.label(word))
    }

    /// What who says it does, as `asks for`; `None` if its modality has no verb. Who takes something back withdraws it.
    pub fn verb(&self, reader: &Reader<'a>) -> Option<String> {
        let of = match self.tells_withdrawal(reader) {
            true => Some(v::STATUS_WITHDRAWN),
            false => self.thing.text(v::MODALITY),
        };
        reader.said(of?, v::SAID_AS)
    }

    /// Its stage and date: `announced, February 2025`.
    pub fn stage(&self, reader: &Reader<'a>) -> String {
        let told = [self.firmness_as_said(reader), self.when(reader)];
        told.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// When it is said for, in words; a date that the document does not write says so. `None` if it has no date of its own.
    pub fn when(&self, reader: &Reader<'a>) -> Option<String> {
        let when = reader.language.date(self.thing.text(v::WHEN)?);
        Some(with_basis(reader, when, self.thing.text(v::WHEN_BASIS)))
    }

    /// The column of totals that its modality belongs to.
    pub fn column(&self, reader: &Reader<'a>) -> Option<&'a str> {
        reader.text(self.thing.text(v::MODALITY)?, v::COLUMN_OF)
    }

    /// The day by which it is ordered: its own first day, or else its document's; empty if neither has one.
    pub fn day(&self, reader: &Reader<'a>) -> &'a str {
        let own = self.thing.text(v::EARLIEST);
        own.or_else(|| reader.text(self.document()?, v::EARLIEST))
            .unwrap_or_default()
    }

    /// The first and the last day of its date, or else of its document's; empty if neither has one.
    pub fn days(&self, reader: &Reader<'a>) -> (&'a str, &'a str) {
        let dated = Some(self.thing).filter(|own| own.has(v::EARLIEST));
        let dated = dated.or_else(|| Some(reader.thing(self.document()?)));
        let day = |property: &str| dated.and_then(|dated| dated.text(property)).unwrap_or_default();
        (day(v::EARLIEST), day(v::LATEST))
    }

    /// The deadline of what it aims at, in words; one that the document does not write says so.
    pub fn due(&self, reader: &Reader<'a>) -> Option<String> {
        let due = reader.language.date(self.thing.text(v::DUE)?);
        Some(with_basis(reader, due, self.thing.text(v::DUE_BASIS)))
    }

    /// When it is said for, or else, as such, when its document was published, in words; `None` if neither is known.
    pub fn date(&self, reader: &Reader<'a>) -> Option<String> {
        let printed = || {
            let date = published(reader, &reader.thing(self.document()?))?;
            Some(fill(reader.language.words().printed, &[&date]))
        };
        self.when(reader).or_else(printed)
    }

    /// Its date as [`Claim::date`], in a picture, where its words stay on one line.
    pub fn date_in_print(&self, reader: &Reader<'a>) -> Option<String> {
        let printed = || {
            let date = published(reader, &reader.thing(self.document()?))?;
            Some(fill(reader.language.words().printed, &[&unbroken(&date)]))
        };
        self.when(reader).map(|when| unbroken(&when)).or_else(printed)
    }

    /// The claims with which a person found that it does not fit.
    pub fn unfit(&self) -> Vec<&'a str> {
        self.thing.texts(v::DOES_NOT_FIT)
    }

    /// Whether another claim states what does not fit with it.
    pub fn is_disputed(&self) -> bool {
        self.thing.has(v::CONTRADICTS) || self.thing.has(v::DOES_NOT_FIT)
    }

    /// The page of its document, as `page 3`, or the place as it is written.
    pub fn page(&self) -> Option<String> {
        let page = self.thing.text(v::PAGE)?;
        let has_word = page.starts_with(|letter: char| letter.is_alphabetic());
        Some(if has_word {
            page.to_owned()
        } else {
            format!("page {page}")
        })
    }

    /// Where it begins in its document.
    pub fn start(&self) -> Option<usize> {
        self.thing.text(v::START)?.parse().ok()
    }

    /// Where it ends in its document.
    pub fn end(&self) -> Option<usize> {
        self.thing.text(v::END)?.parse().ok()
    }
}

/// The claims about each thing, by its IRI, each with its day; sorted.
pub fn by_subject(reader: &Reader<'_>, claims: &[String]) -> HashMap<String, Vec<(String, String)>> {
    let mut same: HashMap<String, Vec<(String, String)>> = HashMap::new();
    for claim in claims.iter().filter_map(|claim| Claim::read(reader, claim)) {
        for about in claim.thing.texts(v::ABOUT) {
            let dated = (claim.day(reader).to_owned(), claim.iri().to_owned());
            same.entry(about.to_owned()).or_default().push(dated);
        }
    }
    same.values_mut().for_each(|claims| claims.sort_unstable());
    same
}

/// Whether one of these instruments is a risk that is covered.
pub fn is_exposure(reader: &Reader<'_>, instruments: &[&str]) -> bool {
    let mut instruments = instruments.iter();
    instruments.any(|instrument| reader.text(instrument, v::IS_EXPOSURE) == Some("true"))
}

/// The sign of a unit after or before a number, or the noun that it counts.
pub fn symbol(reader: &Reader<'_>, unit: &str) -> String {
    let thing = reader.thing(unit);
    let is_share = thing.is(v::QUANTITY, v::QUANTITY_SHARE);
    let noun = (!is_share).then(|| reader.best(thing.all(v::NOUN))).flatten();
    let is_rank = thing.is(v::QUANTITY, v::QUANTITY_RANK);
    // A place in a ranking is no number of ranks: its noun is before the number.
    let noun = noun.map(|noun| if is_rank { format!("{noun} …") } else { noun });
    noun.or_else(|| thing.text(v::SYMBOL).map(|symbol| isolated(symbol).into_owned()))
        .unwrap_or_default()
}

/// The sign of a unit beside the number one: what counts is named in the singular, by its label.
fn one(reader: &Reader<'_>, unit: &str) -> String {
    let thing = reader.thing(unit);
    match thing.is(v::QUANTITY, v::QUANTITY_COUNT) && thing.has(v::NOUN) {
        true => reader.label(unit),
        false => symbol(reader, unit),
    }
}

/// The colon of a language, with its space.
pub fn colon(language: Language) -> &'static str {
    match language {
        Language::French => "\u{a0}:",
        Language::English => ":",
    }
}

/// Who says a claim, in short: its speakers, or else the publisher of its document, or else the document by its title.
pub fn voice(reader: &Reader<'_>, claim: &Claim<'_>) -> String {
    let speakers = claim.thing.texts(v::SPEAKER);
    if !speakers.is_empty() {
        return shortened(&reader.labels(speakers), NAME);
    }
    let document = claim.document().map(|document| reader.thing(document));
    let of_document = |property: &str| document.and_then(|document| document.text(property));
    match (of_document(PUBLISHER), of_document(v::DCTERMS_TITLE)) {
        (Some(publisher), _) => shortened(&reader.label(publisher), NAME),
        (None, Some(title)) if !title.trim().is_empty() => shortened(title, NAME),
        (None, _) => match of_document(URL) {
            Some(address) => shortened(without_scheme(address), NAME),
            None => untitled(reader, document.as_ref()),
        },
    }
}

/// A document without a title, in short: several are told apart by their dates, as `untitled document of June 2023`.
fn untitled(reader: &Reader<'_>, document: Option<&Thing<'_>>) -> String {
    let words = reader.language.words();
    let date = document.and_then(|document| document.text(v::PUBLISHED));
    match date.map(|date| reader.language.date(date)) {
        Some(date) => fill(words.untitled_of, &[&unbroken(&date)]),
        None => words.untitled_in_short.to_owned(),
    }
}

/// The most characters of a name and of a title where a long one would leave no room for others.
const NAME: usize = 60;
const TITLE: usize = 120;

/// A text of at most so many characters; a longer one ends in "…". It is isolated from the text beside it.
fn shortened(text: &str, most: usize) -> String {
    let text = bare(text);
    match text.char_indices().nth(most) {
        None => isolated(&text).into_owned(),
        Some(_) => {
            let kept: String = text.chars().take(most - 1).collect();
            isolated(&format!("{}…", kept.trim_end())).into_owned()
        }
    }
}

/// Capitalises a name that stands as a title.
pub fn headline(name: &str) -> String {
    let is_plain = name
        .split(' ')
        .next()
        .is_some_and(|word| word.chars().all(|letter| !letter.is_uppercase()));
    let mut letters = name.chars();
    match letters.next() {
        Some(first) if is_plain => first.to_uppercase().chain(letters).collect(),
        _ => name.to_owned(),
    }
}

/// The semicolon between things in a line.
pub fn semicolon(language: Language) -> &'static str {
    match language {
        Language::French => "\u{a0}; ",
        Language::English => "; ",
    }
}

/// A date whose words stay on one line; what is in brackets after it may be on the next.
pub fn unbroken(date: &str) -> String {
    date.replace(' ', "\u{a0}").replace("\u{a0}(", " (")
}

/// A document as a source: publisher, title, date. Never its key: a document without a title says so.
pub fn source(reader: &Reader<'_>, document: &str) -> String {
    let (publisher, title, date) = cited(reader, document);
    [publisher, Some(title), date]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

/// A document as a source in a picture, where a long title is shortened and the date stays on one line.
pub fn source_in_print(reader: &Reader<'_>, document: &str) -> String {
    let (publisher, title, date) = cited(reader, document);
    let publisher = publisher.map(|publisher| shortened(&publisher, NAME));
    [
        publisher,
        Some(shortened(&title, TITLE)),
        date.map(|date| unbroken(&date)),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(", ")
}

/// The publisher, the title and the date of a document.
fn cited(reader: &Reader<'_>, document: &str) -> (Option<String>, String, Option<String>) {
    let words = reader.language.words();
    let thing = reader.thing(document);
    let publisher = thing.text(PUBLISHER).map(|publisher| reader.label(publisher));
    let title = thing.text(v::DCTERMS_TITLE).filter(|title| !title.trim().is_empty());
    // The address stands for a title that is missing, as in the rule on citations.
    let address = || {
        thing
            .text(URL)
            .map(without_scheme)
            .filter(|address| !address.is_empty())
    };
    let title = isolated(title.or_else(address).unwrap_or(words.untitled)).into_owned();
    (publisher, title, published(reader, &thing))
}

/// When a document was published, in words; a date that it does not write says so.
pub fn published(reader: &Reader<'_>, document: &Thing<'_>) -> Option<String> {
    let date = reader.language.date(document.text(v::PUBLISHED)?);
    Some(with_basis(reader, date, document.text(v::PUBLISHED_BASIS)))
}

/// A date in words, with where it comes from if it is not written: `February 2025 (inferred)`.
pub fn with_basis(reader: &Reader<'_>, date: String, basis: Option<&str>) -> String {
    match basis {
        Some(basis) if basis != v::BASIS_WRITTEN => format!("{date} ({})", reader.label(basis)),
        _ => date,
    }
}

/// `schema:url`.
pub const URL: &str = "http://schema.org/url";

/// An address without what all begin with.
fn without_scheme(address: &str) -> &str {
    let bare = ["https://", "http://"]
        .iter()
        .find_map(|scheme| address.strip_prefix(scheme));
    let bare = bare.unwrap_or(address);
    bare.strip_prefix("www.").unwrap_or(bare)
}

/// `dcterms:publisher`.
pub const PUBLISHER: &str = "http://purl.org/dc/terms/publisher";
