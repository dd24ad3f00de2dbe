//! What pages are made from: the dossier, in the language of the page, and the pieces that many pages have.

use super::address::Place;
use super::chain::Promises;
use super::claimed::{Claim, URL, by_subject, colon, source, voice};
use super::excerpt::{Excerpt, Excerpts, Quoted, printed};
use super::frame::{Frame, outside};
use super::lexicon::Lexicon;
use super::marks;
use super::read::{Names, PART_OF, RANGE_OF, Reader};
use super::things::Things;
use super::words::{Each, Language, Words, counted, fill};
use crate::open::OpenDossier;
use crate::query::header::Header;
use crate::terminal::isolated;
use crate::vocabulary as v;
use maud::{Markup, PreEscaped, html};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

/// A page in the making.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    /// The dossier.
    pub open: &'a OpenDossier,
    /// Its graph, read in the language of the page.
    pub reader: Reader<'a>,
    /// Head, foot and addresses.
    pub frame: Frame<'a>,
    /// What is quoted of each claim.
    pub excerpts: &'a Excerpts,
    /// What all pages of the site share.
    pub site: &'a Shared,
}

/// What is found out once for all pages of a site.
#[derive(Debug, Default)]
pub struct Shared {
    /// The names of all things.
    pub names: Names,
    /// The claims about each thing, by its IRI, each with its day; sorted.
    pub same: HashMap<String, Vec<(String, String)>>,
    /// The claims without a figure that do not fit with another, by what they are about; sorted.
    pub clashes: HashMap<String, Vec<String>>,
    /// The properties that lead from one claim to another.
    pub relations: BTreeSet<String>,
    /// The promises of which several claims tell.
    pub promises: Promises,
    /// What promises are called, by the claims that name them, once it is needed.
    pub promise_names: Each<OnceLock<BTreeMap<String, String>>>,
    /// The entities by their names in each language, but names that several have.
    pub named: Each<HashMap<String, String>>,
    /// The words and units of answers.
    pub lexicon: Lexicon,
    /// The row of each claim in the tables of pages about one thing, by the claim's IRI, once it is needed.
    pub rows: HashMap<String, Each<OnceLock<String>>>,
}

impl Shared {
    /// What pages share, for these claims.
    pub fn of(things: &Things, names: Names, first: Language, claims: &[String]) -> Self {
        let reader = |language| Reader::new(things, &names, language);
        let same = by_subject(&reader(first), claims);
        Self {
            clashes: clashes(&reader(first)),
            promises: Promises::of(&reader(first), claims, &same),
            relations: reader(first)
                .of(RANGE_OF, v::CLAIM)
                .into_iter()
                .map(str::to_owned)
                .collect(),
            promise_names: Each::default(),
            named: Each::of(|language| named(&reader(language))),
            lexicon: Lexicon::of(reader),
            rows: claims.iter().map(|claim| (claim.clone(), Each::default())).collect(),
            same,
            names,
        }
    }
}

/// The entities by their names, but names that several have.
fn named(reader: &Reader<'_>) -> HashMap<String, String> {
    let mut named: HashMap<String, Option<String>> = HashMap::new();
    for entity in reader.of(v::RDF_TYPE, v::ENTITY) {
        let own = named.entry(reader.label(entity));
        own.and_modify(|known| *known = None)
            .or_insert_with(|| Some(entity.to_owned()));
    }
    named
        .into_iter()
        .filter_map(|(name, entity)| Some((name, entity?)))
        .collect()
}

/// The claims without a figure that do not fit with another, by what they are about; sorted.
fn clashes(reader: &Reader<'_>) -> HashMap<String, Vec<String>> {
    let mut claims: BTreeSet<&str> = BTreeSet::new();
    for property in [v::CONTRADICTS, v::DOES_NOT_FIT] {
        for thing in reader.having(property) {
            claims.insert(thing.iri);
            claims.extend(thing.texts(property));
        }
    }
    let mut clashes: HashMap<String, Vec<String>> = HashMap::new();
    for claim in claims.iter().filter_map(|claim| Claim::read(reader, claim)) {
        for about in claim
            .thing
            .texts(v::ABOUT)
            .into_iter()
            .filter(|_| claim.measure.is_none())
        {
            clashes
                .entry(about.to_owned())
                .or_default()
                .push(claim.iri().to_owned());
        }
    }
    clashes
}

impl Page<'_> {
    /// The words of the page.
    pub fn words(&self) -> &'static Words {
        self.frame.words()
    }

    /// The address of another place.
    pub fn to(&self, place: Place<'_>) -> String {
        self.frame.to(place)
    }

    /// The address of the page of a thing, if it has one.
    pub fn address(&self, iri: &str) -> Option<String> {
        let thing = self.reader.thing(iri);
        let places = [
            (v::CLAIM, Place::Claim(iri)),
            (v::DOCUMENT, Place::Document(iri)),
            (v::ENTITY, Place::Entity(iri)),
        ];
        let place = places.into_iter().find(|(class, _)| thing.is(v::RDF_TYPE, class));
        place.map(|(_, place)| self.to(place))
    }

    /// The name of a thing in lists: a document as a source, a claim as its sentence, with who says it, others by their label.
    pub fn name(&self, iri: &str, label: &str) -> String {
        if self.reader.thing(iri).is(v::RDF_TYPE, v::DOCUMENT) {
            return source(&self.reader, iri);
        }
        let claim = Claim::read(&self.reader, iri);
        claim.map_or_else(|| isolated(label).into_owned(), |claim| claim.sentence(&self.reader))
    }

    /// A name that leads to the page of its entity.
    pub fn entity(&self, iri: &str) -> Markup {
        let label = self.reader.label(iri);
        html! {
            @if self.reader.is(iri, v::RDF_TYPE, v::ENTITY) {
                a href=(self.to(Place::Entity(iri))) { (label) }
            } @else { (label) }
        }
    }

    /// Names with links, separated by commas.
    pub fn entities<'t>(&self, iris: impl IntoIterator<Item = &'t str>) -> Markup {
        html! {
            @for (at, iri) in iris.into_iter().enumerate() {
                @if at > 0 { ", " }
                (self.entity(iri))
            }
        }
    }

    /// Names with links; those of groups are followed by those of their members among them.
    pub fn with_members(&self, iris: &[&str]) -> Markup {
        let is_member = |iri: &&str| {
            self.reader
                .thing(iri)
                .texts(PART_OF)
                .iter()
                .any(|whole| iris.contains(whole))
        };
        let (members, wholes): (Vec<&str>, Vec<&str>) = iris.iter().copied().partition(is_member);
        html! {
            (self.entities(wholes))
            @if !members.is_empty() { " (" (fill(self.words().including, &[&self.reader.labels(members)])) ")" }
        }
    }

    /// What a query answers, with its language if that is not the page's: without a language, headers are in English.
    pub fn answers<'h>(&self, header: &'h Header) -> (&'h str, Option<&'static str>) {
        let language = self.frame.language();
        match header.answers_in.get(language.tag()) {
            Some(own) => (own, None),
            None => (
                &header.answers,
                (language != Language::English).then_some(Language::English.tag()),
            ),
        }
    }

    /// A document as a source, with a link to its page.
    pub fn source(&self, document: &str) -> Markup {
        html! { a href=(self.to(Place::Document(document))) { (source(&self.reader, document)) } }
    }

    /// The document with a key, if there is one.
    pub fn document_with_key(&self, key: &str) -> Option<String> {
        let document = format!("{}document/{key}", self.open.dossier.manifest.base);
        self.reader.is(&document, v::RDF_TYPE, v::DOCUMENT).then_some(document)
    }

    /// The claim with a key, if there is one.
    pub fn claim_with_key(&self, key: &str) -> Option<String> {
        let claim = format!("{}claim/{key}", self.open.dossier.manifest.base);
        self.reader.is(&claim, v::RDF_TYPE, v::CLAIM).then_some(claim)
    }

    /// The address of a document's original, if it has one.
    pub fn original(&self, document: &str) -> Option<Markup> {
        let address = self.reader.text(document, URL)?;
        Some(outside(address, self.words().open_source))
    }

    /// The address of an archived copy of a document, if it has one.
    pub fn archived(&self, document: &str) -> Option<Markup> {
        let address = self.reader.text(document, v::ARCHIVE)?;
        Some(outside(address, self.words().archived_copy))
    }

    /// The stage of a claim or sum, as a stamp.
    pub fn stamp(&self, column: Option<&str>, label: &str) -> Markup {
        let name = column
            .and_then(|column| column.rsplit("column-").next())
            .unwrap_or("none");
        html! { span class=(format!("stamp stage-{name}")) { (label) } }
    }

    /// A stamp of a claim's stage.
    pub fn stamp_of(&self, claim: &Claim<'_>, column: Option<&str>, label: &str) -> Markup {
        self.stamp_as(claim.is_exposure(&self.reader), column, label)
    }

    /// A stamp, dashed where the money is a risk that is covered.
    pub fn stamp_as(&self, is_exposure: bool, column: Option<&str>, label: &str) -> Markup {
        let stamp = self.stamp(column, label);
        html! { @if is_exposure { span.exposure { (stamp) } } @else { (stamp) } }
    }

    /// The stage and date of a claim.
    pub fn stage(&self, claim: &Claim<'_>) -> Markup {
        html! {
            (self.stamped(claim))
            @if let Some(when) = claim.when(&self.reader) { " " span.when { (when) } }
        }
    }

    /// The stage of a claim without its date.
    pub fn stamped(&self, claim: &Claim<'_>) -> Markup {
        let column = claim.column(&self.reader);
        html! {
            @if let Some(stage) = claim.firmness_as_said(&self.reader).filter(|stage| !claim.is_said_by_kind(&self.reader, stage)) {
                (self.stamp_of(claim, column, &stage))
            }
        }
    }

    /// A claim's statement with a link to its page, struck through if it no longer stands; the message of a withdrawal is not struck.
    pub fn claim(&self, claim: &Claim<'_>) -> Markup {
        let statement = claim.statement(&self.reader);
        html! {
            a href=(self.to(Place::Claim(claim.iri()))) {
                @if claim.is_gone(&self.reader) && !claim.tells_withdrawal(&self.reader) { s { (statement) } } @else { (statement) }
            }
        }
    }

    /// A claim by its IRI, as [`Page::claim`], with who says it.
    pub fn claim_with_voice(&self, iri: &str) -> Markup {
        match Claim::read(&self.reader, iri) {
            Some(claim) => html! { (self.claim(&claim)) " " (self.voice(&claim)) },
            None => html! { (self.reader.label(iri)) },
        }
    }

    /// A claim by its IRI, as [`Page::claim`], with who says it; of money also at which stage. What is remarked of it follows.
    pub fn claim_at(&self, iri: &str) -> Markup {
        let claim = Claim::read(&self.reader, iri);
        html! {
            (self.claim_with_voice(iri))
            @if let Some(claim) = claim {
                @if let Some(stage) = claim.firmness_as_said(&self.reader).filter(|_| claim.is_money()) { ", " (stage) }
                (self.remarks(&claim))
            }
        }
    }

    /// What is remarked of a claim, after it; nothing if that is nothing.
    pub fn remarks(&self, claim: &Claim<'_>) -> Markup {
        let remarks = claim.remarks(&self.reader);
        html! { @if !remarks.is_empty() { " " span.warning { (marks::joined(&self.reader, &remarks)) } } }
    }

    /// Who says a claim, in short, after it.
    pub fn voice(&self, claim: &Claim<'_>) -> Markup {
        html! { span.who { (fill(self.words().as_said_by, &[&voice(&self.reader, claim)])) } }
    }

    /// Claims as a table: what, stage, who says it, where. In the order given.
    pub fn claims<'t>(&self, claims: impl IntoIterator<Item = &'t str>) -> Markup {
        let words = self.words();
        html! {
            div.wide {
                table.claims.stacked {
                    thead { tr { th { (words.claim) } th { (words.column) } th { (words.said_by) } th { (words.source) } } }
                    tbody {
                        @for claim in claims { (self.row(claim)) }
                    }
                }
            }
        }
    }

    /// The row of a claim; empty if there is no such claim. Pages about one thing have the same, since they lie equally deep.
    fn row(&self, iri: &str) -> Markup {
        let made = || match Claim::read(&self.reader, iri) {
            Some(claim) => html! {
                tr {
                    td { (self.claim(&claim)) (self.remarks(&claim)) }
                    td data-head=(self.words().column) {
                        (self.stage(&claim))
                        @if let Some(due) = claim.due(&self.reader) { " " span.when { (self.words().due) (colon(self.frame.language())) " " (due) } }
                    }
                    td data-head=(self.words().said_by) { (self.said_by(&claim)) }
                    td data-head=(self.words().source) { @if let Some(document) = claim.document() { (self.source(document)) } }
                }
            },
            None => html! {},
        };
        match (self.frame.place, self.site.rows.get(iri)) {
            (Place::Page(_), _) | (_, None) => made(),
            (_, Some(row)) => {
                let row = row.get(self.frame.language());
                PreEscaped(row.get_or_init(|| made().into_string()).clone())
            }
        }
    }

    /// Who says a claim, with a link: its speakers, or else its document in short.
    pub fn said_by(&self, claim: &Claim<'_>) -> Markup {
        match (claim.thing.texts(v::SPEAKER), claim.document()) {
            (speakers, Some(document)) if speakers.is_empty() => {
                html! { a href=(self.to(Place::Document(document))) { (voice(&self.reader, claim)) } }
            }
            (speakers, _) => self.entities(speakers),
        }
    }

    /// A cell of the row of a claim: of its quotation, the words that are quoted of it.
    pub fn cell<'c>(&self, claim: &str, (file, heading): (&str, &str), cell: &'c str) -> Cow<'c, str> {
        match self.open.withheld.is_quotation(file, heading) {
            true => Cow::Owned(printed(self.excerpts, claim).unwrap_or_default()),
            false => Cow::Borrowed(cell),
        }
    }

    /// The words of a claim, with its figure marked, or why they are not shown.
    pub fn quotation(&self, claim: &Claim<'_>) -> Markup {
        let words = self.words();
        let language = claim
            .document()
            .and_then(|document| self.reader.text(document, v::DCTERMS_LANGUAGE));
        let written = claim.thing.text(v::AS_WRITTEN).filter(|written| !written.is_empty());
        let only_figure = |why: &str| {
            html! {
                @if let Some(written) = written { blockquote lang=[language] { "… " mark { (written) } " …" } }
                p.aside { (why) }
            }
        };
        match self.excerpts.get(claim.iri()) {
            Some(Excerpt::Words(quoted)) => html! {
                (blockquote(quoted, language))
                @if !claim.thing.has(v::START) {
                    p.aside { (words.quoted_not_compared) }
                } @else if !quoted.figure.is_empty() && claim.measure.is_some() {
                    p.aside.verified { (words.verified) }
                }
            },
            Some(Excerpt::Limit) => only_figure(words.limit_reached),
            Some(Excerpt::NotAtHand) => only_figure(words.text_not_at_hand),
            Some(Excerpt::Withheld) => only_figure(words.words_withheld),
            Some(Excerpt::OtherVersion) => only_figure(words.text_changed),
            None => match claim.thing.text(v::ROW) {
                Some(row) => html! { p.aside { (fill(words.row, &[row])) } },
                None => html! { p.aside.missing { (words.no_passage) } },
            },
        }
    }

    /// Content that says once why words are not there, however many are not.
    fn noted_once(&self, content: Markup) -> Markup {
        let (words, mut said) = (self.words(), content.0);
        for note in [words.text_not_at_hand, words.text_changed, words.quoted_not_compared] {
            let line = html! { p.aside { (note) } }.0;
            if let Some(first) = said.find(&line).map(|at| at + line.len()) {
                said = said[..first].to_owned() + &said[first..].replace(&line, "");
            }
        }
        PreEscaped(said)
    }

    /// Content, with a line that says what a unit in brackets means, if there is one in it.
    pub fn explained(&self, content: Markup) -> Markup {
        let content = self.noted_once(content);
        let in_brackets = |(at, _): (usize, &str)| {
            let rest = content.0.get(at + 1..)?;
            let (end, _) = rest.char_indices().take(32).find(|(_, letter)| *letter == ']')?;
            self.site.lexicon.symbols.get(&rest[..end])
        };
        let carried = content.0.match_indices('[').find_map(in_brackets).cloned();
        html! {
            (content)
            @if let Some(symbol) = carried { p.aside.brackets { (fill(self.words().in_brackets, &[&symbol])) } }
        }
    }

    /// How many claims, documents and names are not published; empty if none is withheld.
    pub fn withheld(&self) -> Markup {
        let words = self.words();
        let counts = self.open.withheld.counts();
        let named = [
            (counts.claims, words.withheld_claims),
            (counts.documents, words.withheld_documents),
            (counts.names, words.withheld_names),
            (counts.others, words.withheld_rows),
            (self.open.withheld.columns(), words.withheld_columns),
        ];
        let parts: Vec<String> = named
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, text)| counted(text, count))
            .collect();
        html! {
            @if !parts.is_empty() {
                p.aside.withheld {
                    (fill(words.withheld, &[&parts.join(", ")]))
                    @if counts.claims > 0 { " " (words.withheld_in_no_total) }
                }
            }
        }
    }

    /// The number of characters of a document's text, if that is recorded.
    fn length(&self, document: &str) -> Option<&str> {
        let text = self.reader.text(document, v::TEXT)?;
        self.reader.text(text, v::CHARACTERS)
    }

    /// Where a claim stands: its document, place and original.
    pub fn place(&self, claim: &Claim<'_>) -> Markup {
        let words = self.words();
        let Some(document) = claim.document() else {
            return html! {};
        };
        let range = claim
            .start()
            .zip(claim.end())
            .map(|(start, end)| format!("{start}–{end}"));
        html! {
            p.source {
                (words.source) (colon(self.frame.language())) " " (self.source(document))
                @if let Some(range) = range {
                    @let characters = match self.length(document) {
                        Some(length) => fill(words.characters_of, &[&range, length]),
                        None => fill(words.characters, &[&range]),
                    };
                    " · "
                    @match self.excerpts.place(claim.iri()) {
                        Some((paragraph, sentence)) => {
                            (fill(words.in_paragraph, &[&paragraph.to_string(), &sentence.to_string()])) " (" (characters) ")"
                        },
                        None => (characters),
                    }
                }
                @if let Some(row) = claim.thing.text(v::ROW) { " · " (fill(words.row, &[row])) }
                @if let Some(page) = claim.page() { " · " (page) }
                @if let Some(original) = self.original(document) { " · " (original) }
                @if let Some(archived) = self.archived(document) { " · " (archived) }
            }
        }
    }
}

/// Words of a passage with the figure marked.
fn blockquote(quoted: &Quoted, language: Option<&str>) -> Markup {
    html! {
        blockquote lang=[language] {
            @if quoted.begins_later { "… " }
            (quoted.before)
            @if !quoted.figure.is_empty() {
                @if !quoted.before.is_empty() { " " }
                mark { (quoted.figure) }
                @if !quoted.after.starts_with([',', '.', ';', ')', '’', '\'']) { " " }
            }
            (quoted.after)
            @if quoted.ends_earlier { " …" }
        }
    }
}
