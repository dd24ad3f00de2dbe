//! What all pages share: head, navigation, foot.

use super::address::{Addresses, Place, path};
use super::spacing::unbroken_marks;
use super::words::{Each, Language, Words, fill};
use crate::dossier::{Author, Manifest};
use crate::terminal::isolated;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use std::borrow::Cow;
use std::sync::OnceLock;

/// The policy of every page: nothing from elsewhere, no script or style in the page itself, and nothing loaded by scripts.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'; \
                      form-action 'none'";

/// The policy of the pages of a server, which have forms besides.
const POLICY_OF_LIVE: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'; \
                              form-action 'self'";

/// The policy of the page that answers SPARQL, which loads the graph and runs WebAssembly besides.
const POLICY_OF_SPARQL: &str = "default-src 'none'; style-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; \
                                img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'";

/// The policy of the editor of a live site: it sends queries to the server that the page is from, and loads nothing else. Its
/// scripts set styles by properties alone, so that no style in an attribute is allowed either.
const POLICY_OF_EDITOR: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
                                connect-src 'self'; base-uri 'none'; form-action 'none'";

/// What all pages of a site say about it.
#[derive(Debug, Clone)]
pub struct Imprint {
    /// The dossier's title in each language.
    pub title: Each<String>,
    /// The language at the root of the site.
    pub first: Language,
    /// The date of the last change.
    pub modified: Option<String>,
    /// Who is cited as author.
    pub authors: Option<String>,
    /// The licence of the data, an address.
    pub licence: Option<String>,
    /// Where errors are reported, an address.
    pub contact: Option<String>,
    /// The base IRI of the dossier.
    pub base: String,
    /// Whether it has claims; a dossier of tables as they come has none.
    pub has_claims: bool,
    /// Whether a server answers with the pages.
    pub is_live: bool,
    /// Whether the files have errors, so that the pages show an earlier state.
    pub is_broken: bool,
    /// The pages that would have no content, and are left out.
    pub empty: Vec<&'static str>,
    /// The list of pages as it is on pages of single things, in each language and by how many folders are above the page; once it is
    /// needed.
    navigation: Each<[OnceLock<String>; 3]>,
}

impl Imprint {
    /// What the manifest says.
    pub fn of(manifest: &Manifest, has_claims: bool, empty: Vec<&'static str>) -> Self {
        let names = manifest.credited().into_iter().map(Author::name);
        let names: Vec<String> = names.map(|name| isolated(&name).into_owned()).collect();
        Self {
            title: Each::of(|language| isolated(manifest.title_in(language.tag())).into_owned()),
            first: Language::of(&manifest.language),
            modified: manifest.modified.clone(),
            authors: (!names.is_empty()).then(|| names.join(", ")),
            licence: manifest.licence.clone(),
            contact: manifest.publish.contact.as_deref().map(reached),
            base: manifest.base.clone(),
            has_claims,
            is_live: false,
            is_broken: false,
            empty,
            navigation: Each::default(),
        }
    }

    /// Whether the site has a page that is about no single thing. Sums by each grouping are there together.
    pub fn has(&self, page: &str) -> bool {
        let page = page.split_once('-').map_or(page, |(page, _)| page);
        !self.empty.contains(&page) && (page != "explore" || self.is_live)
    }
}

/// The frame of one page.
#[derive(Clone, Copy)]
pub struct Frame<'a> {
    /// What all pages say.
    pub imprint: &'a Imprint,
    /// The addresses as they are written in this page.
    pub addresses: Addresses,
    /// Which page it is.
    pub place: Place<'a>,
}

/// The pages of the navigation, with their names.
fn pages(words: &Words) -> [(&'static str, &'static str); 13] {
    [
        ("index", words.start_page),
        ("sums", words.sums),
        ("disagreements", words.disagreements),
        ("targets", words.targets),
        ("timeline", words.timeline),
        ("documents", words.documents),
        ("names", words.entities),
        ("questions", words.questions),
        ("pictures", words.graphs),
        ("explore", words.explore),
        ("method", words.method),
        ("downloads", words.downloads),
        ("search", words.search),
    ]
}

impl<'a> Frame<'a> {
    /// The frame of a page.
    pub fn new(imprint: &'a Imprint, language: Language, place: Place<'a>) -> Self {
        Self {
            imprint,
            addresses: Addresses::new(imprint.first, language, place),
            place,
        }
    }

    /// The words of the page.
    pub fn words(&self) -> &'static Words {
        self.addresses.language.words()
    }

    /// The language of the page.
    pub fn language(&self) -> Language {
        self.addresses.language
    }

    /// The relative address of another place.
    pub fn to(&self, place: Place<'_>) -> String {
        self.addresses.to(place)
    }

    /// A whole page. `about` is the IRI of what it is about, if it has one; `data` is JSON-LD about it.
    pub fn page(&self, title: &str, about: Option<&str>, data: Option<&str>, content: &Markup) -> String {
        let language = self.language();
        let words = self.words();
        let policy = match self.place {
            Place::Page("sparql") if self.imprint.is_live => POLICY_OF_EDITOR,
            Place::Page("sparql") => POLICY_OF_SPARQL,
            _ if self.imprint.is_live => POLICY_OF_LIVE,
            _ => POLICY,
        };
        let is_start = self.place == Place::Page("index");
        let whole = match is_start {
            true => self.title().to_owned(),
            false => format!("{title} · {}", self.title()),
        };
        let html = html! {
            (DOCTYPE)
            html lang=(language.tag()) {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(policy);
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="generator" content=(concat!("sourcier ", env!("CARGO_PKG_VERSION")));
                    title { (whole) }
                    // Without it, browsers ask the server for a file that is not there.
                    link rel="icon" href="data:,";
                    link rel="stylesheet" href=(self.to(Place::File("assets/site.css")));
                    @for other in Language::ALL {
                        link rel="alternate" hreflang=(other.tag()) href=(self.addresses.in_language(other, self.place));
                    }
                    @if let Some(data) = data {
                        script type="application/ld+json" { (PreEscaped(in_script(data))) }
                    }
                    script src=(self.to(Place::File("assets/site.js"))) defer {}
                }
                body {
                    a.skip href="#content" { (words.skip) }
                    (self.header())
                    @if self.imprint.is_broken { p.warning role="status" { (words.earlier_state) } }
                    main #content { (content) }
                    (self.footer(title, about))
                }
            }
        };
        unbroken_marks(html.into_string())
    }

    fn header(&self) -> Markup {
        let other = match self.language() {
            Language::French => Language::English,
            Language::English => Language::French,
        };
        html! {
            header.site {
                p.title { a href=(self.to(Place::Page("index"))) { (self.title()) } }
                a.language lang=(other.tag()) hreflang=(other.tag()) href=(self.addresses.in_language(other, self.place))
                    title=(other.words().other_language) { (other.name()) }
                (PreEscaped(self.navigation()))
            }
        }
    }

    /// The list of pages.
    fn navigation(&self) -> Cow<'a, str> {
        let known = self.imprint.navigation.get(self.language()).get(self.addresses.depth());
        match (self.place, known) {
            (Place::Page(_), _) | (_, None) => Cow::Owned(self.list_of_pages().into_string()),
            (_, Some(known)) => Cow::Borrowed(known.get_or_init(|| self.list_of_pages().into_string())),
        }
    }

    fn list_of_pages(&self) -> Markup {
        let words = self.words();
        html! {
            nav aria-label=(words.navigation) {
                ul {
                    @let editor = Some(("sparql", words.sparql)).filter(|_| self.imprint.is_live);
                    @for (page, name) in pages(words).into_iter().chain(editor).filter(|(page, _)| self.imprint.has(page)) {
                        li {
                            a href=(self.to(Place::Page(page)))
                                aria-current=[(self.place == Place::Page(page)).then_some("page")] { (name) }
                        }
                    }
                }
            }
        }
    }

    fn footer(&self, title: &str, about: Option<&str>) -> Markup {
        let words = self.words();
        let imprint = self.imprint;
        let as_of = imprint.modified.as_deref().map(|date| self.language().date(date));
        html! {
            footer.site {
                dl {
                    div {
                        dt { (words.cite) }
                        dd { (self.citation(title, about)) }
                    }
                    div { dt { (words.permalink) } dd { code { (self.permalink(about)) } } }
                    @if let Some(date) = &as_of {
                        div { dt { (words.version) } dd { (fill(words.as_of, &[date])) } }
                    }
                    @if let Some(licence) = &imprint.licence {
                        div { dt { (words.licence) } dd { (outside(licence, licence)) } }
                    }
                }
                p {
                    @if imprint.has("corrections") { a href=(self.to(Place::Page("corrections"))) { (words.corrections) } " · " }
                    @if let Some(contact) = &imprint.contact { (outside(contact, words.report_error)) " · " }
                    (fill(words.made_by, &[env!("CARGO_PKG_VERSION")]))
                }
            }
        }
    }

    /// The permanent address: the IRI of what the page is about, or else its path below the base of the dossier.
    fn permalink(&self, about: Option<&str>) -> String {
        let base = &self.imprint.base;
        match (about, self.place) {
            (Some(iri), _) => iri.to_owned(),
            (None, Place::Page("index")) if self.language() == self.imprint.first => base.clone(),
            (None, place) => format!("{base}{}", path(self.imprint.first, self.language(), place)),
        }
    }

    /// The title of the dossier in the language of the page.
    pub fn title(&self) -> &'a str {
        self.imprint.title.get(self.language())
    }

    /// How the page is cited: who, what, as of when, where.
    fn citation(&self, title: &str, about: Option<&str>) -> String {
        let imprint = self.imprint;
        let date = imprint.modified.as_deref().map(|date| self.language().date(date));
        let dossier = match self.place == Place::Page("index") {
            true => self.title().to_owned(),
            false => match self.language() {
                Language::French => format!("« {title} », {}", self.title()),
                Language::English => format!("“{title}”, {}", self.title()),
            },
        };
        let parts = [
            imprint.authors.clone(),
            Some(dossier),
            date.map(|date| fill(self.words().as_of, &[&date])),
            Some(self.permalink(about)),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// A link to the web; other addresses are only shown, since they may run a script.
pub fn outside(address: &str, shown: &str) -> Markup {
    let scheme = address.split(':').next().unwrap_or_default();
    let is_web = ["https", "http", "mailto"]
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known));
    html! {
        @if is_web { a href=(address) rel="noopener noreferrer" { (shown) } }
        @else if shown == address { code { (address) } }
        @else { (shown) " (" code { (address) } ")" }
    }
}

/// The address of who is to be told of errors: a mail address may be bare.
fn reached(contact: &str) -> String {
    let is_mail = contact.contains('@') && !contact.contains([':', '/', ' ']);
    if is_mail {
        format!("mailto:{contact}")
    } else {
        contact.to_owned()
    }
}

/// JSON that can stand in a script element: no `</script>` and no `<!--`, as their `<` is written as an escape.
pub fn in_script(json: &str) -> String {
    json.replace('<', "\\u003c")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}
