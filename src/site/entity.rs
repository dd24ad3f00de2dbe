//! The page of a name: a programme, a payer, anything that claims speak of.

use super::address::{Place, stem};
use super::claimed::{Claim, colon, voice};
use super::explore;
use super::page::Page;
use super::plots;
use super::promise;
use super::read::{ALT_LABEL, COMMENT, DERIVED_FROM, EXACT_MATCH, LABEL, PART_OF, Reader};
use super::sentence::in_brackets;
use super::things::Thing;
use super::totals::{self, Row};
use super::words::fill;
use crate::chart::Surroundings;
use crate::graph::text;
use crate::terminal::isolated;
use crate::vocabulary as v;
use maud::{Markup, html};
use oxigraph::model::Term;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The roles with headings of their own, with the grouping of totals that the role has.
pub const ROLES: [(&str, Option<&str>); 4] = [
    (v::ABOUT, Some("programme")),
    (v::FUNDER, Some("funder")),
    (v::RECIPIENT, Some("recipient")),
    (v::SPEAKER, None),
];

/// The page's title, and its content.
pub fn entity(page: &Page<'_>, entity: &Thing<'_>) -> (String, Markup) {
    let name = page.reader.label(entity.iri);
    let roles = roles(page, entity.iri);
    let content = html! {
        article.entity {
            h1 { (name) }
            (facts(page, entity))
            (sums(page, entity, &name, &roles))
            (over_time(page, &name, roles.get(v::ABOUT).map_or(&[], Vec::as_slice)))
            (neighbours(page, entity))
            (mentions(page, &name, &roles))
        }
    };
    (name, content)
}

/// The claims that lead to an entity, by property, each in the order of days.
pub fn roles<'a>(page: &Page<'a>, entity: &str) -> BTreeMap<&'a str, Vec<Claim<'a>>> {
    let mut roles: BTreeMap<&str, Vec<Claim<'_>>> = BTreeMap::new();
    for (property, subject) in page.reader.leading_to(entity) {
        if let Some(claim) = Claim::read(&page.reader, subject) {
            roles.entry(property).or_default().push(claim);
        }
    }
    for claims in roles.values_mut() {
        claims.sort_by_cached_key(|claim| (claim.day(&page.reader), claim.iri()));
    }
    roles
}

/// Class, other names, what it is a part of, Wikidata, remark.
fn facts(page: &Page<'_>, entity: &Thing<'_>) -> Markup {
    let words = page.words();
    let reader = &page.reader;
    let is_named = !page.open.withheld.is_nameless(entity.iri);
    let names = other_names(page, entity);
    let parts = reader.of(PART_OF, entity.iri);
    let parts: Vec<&str> = parts
        .into_iter()
        .filter(|part| reader.is(part, v::RDF_TYPE, v::ENTITY))
        .collect();
    html! {
        @if !is_named { p.aside { (words.name_withheld) } }
        dl.facts {
            @if let Some(class) = class(page, entity) { div { dt { (words.class) } dd { (class) } } }
            @if is_named && !names.is_empty() {
                div {
                    dt { (words.also_known_as) }
                    dd {
                        @for (at, (name, language)) in names.iter().enumerate() {
                            @if at > 0 { ", " }
                            @match language { Some(language) => span lang=(language) { (name) }, None => (name) }
                        }
                    }
                }
            }
            @if entity.has(PART_OF) { div { dt { (words.part_of) } dd { (page.entities(entity.texts(PART_OF))) } } }
            @if !parts.is_empty() { div { dt { (words.parts) } dd { (page.entities(parts)) } } }
            @if let Some(item) = entity.text(EXACT_MATCH) {
                div { dt { (words.wikidata) } dd { (super::frame::outside(item, item.rsplit('/').next().unwrap_or(item))) } }
            }
            @if let Some(note) = reader.remark(entity.all(COMMENT)) { div { dt { (words.note) } dd { (note) } } }
        }
    }
}

/// The names of an entity besides that on the page, each once, with its language if that is not the page's.
fn other_names(page: &Page<'_>, entity: &Thing<'_>) -> BTreeMap<String, Option<String>> {
    let (own, language) = (page.reader.label(entity.iri), page.frame.language().tag());
    let mut names: BTreeMap<String, Option<String>> = BTreeMap::new();
    for term in [LABEL, ALT_LABEL].into_iter().flat_map(|property| entity.all(property)) {
        let Term::Literal(literal) = term else { continue };
        let name = isolated(literal.value()).into_owned();
        if name == own {
            continue;
        }
        let other = literal.language().filter(|tag| *tag != language).map(str::to_owned);
        // In the language of the page, if it has the name, too.
        let known = names.entry(name).or_insert_with(|| other.clone());
        if other.is_none() {
            *known = None;
        }
    }
    names
}

/// The name of an entity's class in the dossier's vocabulary.
pub fn class(page: &Page<'_>, entity: &Thing<'_>) -> Option<String> {
    let classes = entity
        .texts(v::RDF_TYPE)
        .into_iter()
        .filter(|class| class.starts_with(v::NS) && *class != v::ENTITY);
    let mut named: Vec<String> = classes.filter_map(|class| page.reader.said(class, LABEL)).collect();
    named.sort();
    (!named.is_empty()).then(|| named.join(", "))
}

/// The totals of what is for it, of what it pays and of what it receives, each with what is left out.
fn sums(page: &Page<'_>, entity: &Thing<'_>, name: &str, roles: &BTreeMap<&str, Vec<Claim<'_>>>) -> Markup {
    let words = page.words();
    let sections = ROLES.iter().filter_map(|(role, grouping)| Some((role, (*grouping)?)));
    html! {
        @for (role, grouping) in sections {
            @let rows = totals::of_group(&page.reader, grouping, entity.iri);
            @let claims: Vec<Claim<'_>> = roles.get(*role).into_iter().flatten().filter(|claim| claim.is_money()).cloned().collect();
            @if !rows.is_empty() || !claims.is_empty() {
                @let title = totals::title(words, grouping, name);
                section.sums {
                    h2 { (title) }
                    (plots::of_rows(page, entity.iri, &title, &rows))
                    @if !rows.is_empty() {
                        (totals::table(page, &rows, false))
                        p.aside { (words.never_add) }
                        p { a href=(page.to(Place::File(&format!("entity/{}.csv", stem(entity.iri))))) download { "CSV" } }
                    }
                    (elsewhere(page, entity.iri, &claims, grouping))
                    h3 { (words.left_out) }
                    (totals::left_out(page, &claims, grouping))
                }
            }
        }
    }
}

/// In whose rows the sums of a member of a group are counted.
fn elsewhere(page: &Page<'_>, entity: &str, claims: &[Claim<'_>], grouping: &str) -> Markup {
    let reader = &page.reader;
    let totals = claims.iter().flat_map(|claim| claim.thing.texts(v::IN_TOTAL));
    let totals = totals
        .map(|total| reader.thing(total))
        .filter(|total| total.texts(v::GROUPED_BY).contains(&grouping));
    let groups = totals
        .map(|total| total.texts(v::GROUP))
        .filter(|group| !group.contains(&entity));
    let groups: BTreeSet<&str> = groups.flatten().collect();
    let said = match grouping {
        "funder" => page.words().counted_with,
        _ => page.words().received_with,
    };
    html! {
        @if !groups.is_empty() && grouping != "programme" { p { (said) (colon(page.frame.language())) " " (page.entities(groups)) } }
    }
}

/// All rows of totals of which an entity is the group, for its CSV.
pub fn rows(page: &Page<'_>, entity: &str) -> Vec<Row> {
    let groupings = ROLES.iter().filter_map(|(_, grouping)| *grouping);
    groupings
        .flat_map(|grouping| totals::of_group(&page.reader, grouping, entity))
        .collect()
}

/// What was said of it over time: a plot, and the same as a list.
fn over_time(page: &Page<'_>, name: &str, claims: &[Claim<'_>]) -> Markup {
    let money: Vec<&Claim<'_>> = claims.iter().filter(|claim| claim.is_money()).collect();
    let iris: Vec<String> = money.iter().map(|claim| claim.iri().to_owned()).collect();
    let words = page.words();
    let language = page.frame.language();
    html! {
        @if !money.is_empty() {
            section.time {
                h2 { (words.over_time) }
                @let surroundings = Surroundings {
                    title: fill(words.over_time_of, &[name]),
                    source: totals::sources(page, &iris, totals::MOST_SOURCES),
                    language: language.tag().to_owned(),
                    ..Surroundings::default()
                };
                (plots::figure(page, &surroundings, WIDE, |plots| Some(plots.time(&money))))
                (promise::links(page, money.iter().map(|claim| claim.iri())))
                details {
                    summary { (words.as_list) }
                    ol {
                        @for claim in &money {
                            li {
                                (claim.date(&page.reader).unwrap_or_else(|| words.undated.to_owned())) (colon(language)) " "
                                (page.claim(claim)) " " (page.stamped(claim)) " "
                                span.who { (fill(words.according_to, &[&voice(&page.reader, claim)])) }
                                (page.remarks(claim))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The width of plots on pages, in pixels.
const WIDE: f64 = 640.0;

/// The entities that derived links lead to and come from, each with who says so, by what the links are called. A link of speech is
/// named by what its speaker does.
fn linked(page: &Page<'_>, entity: &Thing<'_>) -> BTreeMap<String, Vec<(String, String)>> {
    let reader = &page.reader;
    let is_entity = |iri: &str| reader.is(iri, v::RDF_TYPE, v::ENTITY);
    let voices = voices(reader, entity.iri);
    let mut links: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    let mut link = |arrow: &dyn Fn(&str) -> String, parts: [&str; 3], other: &str| {
        let property = parts[1];
        let told = voices.get(&parts);
        let unsaid = || BTreeMap::from([(reader.label(property), BTreeSet::new())]);
        for (relation, voices) in told.cloned().unwrap_or_else(unsaid) {
            let voices: Vec<String> = voices.into_iter().collect();
            let said = match voices.is_empty() {
                true => String::new(),
                false => fill(page.words().as_said_by, &[&voices.join(", ")]),
            };
            links
                .entry(arrow(&relation))
                .or_default()
                .push((other.to_owned(), said));
        }
    };
    for (property, values) in entity.properties().filter(|(property, _)| *property != PART_OF) {
        let others = values.filter(|value| matches!(value, Term::NamedNode(_))).map(text);
        for other in others.filter(|other| is_entity(other)) {
            link(
                &|relation| format!("{relation} →"),
                [entity.iri, property, other],
                other,
            );
        }
    }
    for (property, other) in reader.leading_to(entity.iri) {
        if property != PART_OF && is_entity(other) {
            link(
                &|relation| format!("← {relation}"),
                [other, property, entity.iri],
                other,
            );
        }
    }
    links
}

/// The entities that derived links lead to and come from.
fn neighbours(page: &Page<'_>, entity: &Thing<'_>) -> Markup {
    let links = linked(page, entity);
    html! {
        @if !links.is_empty() {
            section.neighbours {
                h2 { (page.words().neighbours) }
                @if page.frame.imprint.is_live { p { a href=(explore::around(page, &page.reader.label(entity.iri))) { (page.words().explore_around_this) } } }
                dl.facts {
                    @for (relation, others) in &links {
                        div {
                            dt { (relation) }
                            dd {
                                @for (at, (other, said)) in others.iter().enumerate() {
                                    @if at > 0 { ", " }
                                    (page.entity(other))
                                    @if !said.is_empty() { " " span.who { (in_brackets(said).trim_start()) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Who says the claims from which a link is derived, by what the link is called.
type Voices = BTreeMap<String, BTreeSet<String>>;

/// Who says the claims from which the links of a thing are derived, by source, property and target.
fn voices<'a>(reader: &Reader<'a>, entity: &str) -> HashMap<[&'a str; 3], Voices> {
    let ends = [v::RDF_SUBJECT, v::RDF_OBJECT];
    let links: BTreeSet<&str> = ends.iter().flat_map(|end| reader.of(end, entity)).collect();
    let mut voices: HashMap<[&str; 3], Voices> = HashMap::new();
    for link in links {
        let part = |part: &str| reader.text(link, part).unwrap_or_default();
        let claim = reader.text(link, DERIVED_FROM);
        if let Some(claim) = claim.and_then(|claim| Claim::read(reader, claim)) {
            let parts = [v::RDF_SUBJECT, v::RDF_PREDICATE, v::RDF_OBJECT].map(part);
            let verb = claim.verb(reader).filter(|_| parts[1] == v::ANNOUNCES);
            // Who speaks of money for a thing does not speak of the thing.
            let of = |property: &str, has: &str| reader.text(claim.thing.text(property)?, has);
            let is_of_money = of(v::KIND, v::MAKES_SUMS) == Some("true") || claim.thing.has(v::FUNDER);
            let is_told_otherwise = of(v::MODALITY, v::TOLD_AS).is_some();
            let verb = verb.map(|verb| match is_of_money && !is_told_otherwise {
                true => fill(reader.language.words().money_for, &[&verb]),
                false => verb,
            });
            let relation = verb.unwrap_or_else(|| reader.label(parts[1]));
            let voice = voice(reader, &claim);
            voices
                .entry(parts)
                .or_default()
                .entry(relation)
                .or_default()
                .insert(voice);
        }
    }
    voices
}

/// All claims that mention it, by role.
fn mentions(page: &Page<'_>, name: &str, roles: &BTreeMap<&str, Vec<Claim<'_>>>) -> Markup {
    let words = page.words();
    let named = |property: &str| match property {
        v::ABOUT => fill(words.as_said_about, &[name]),
        v::FUNDER => fill(words.as_funder, &[name]),
        v::RECIPIENT => fill(words.as_recipient, &[name]),
        v::SPEAKER => fill(words.as_speaker, &[name]),
        v::STATUS_BY => fill(words.as_taking_back, &[name]),
        other => format!("{} ({})", words.as_other, page.reader.label(other)),
    };
    let first = ROLES.iter().filter_map(|(role, _)| roles.get_key_value(*role));
    let rest = roles
        .iter()
        .filter(|(property, _)| ROLES.iter().all(|(role, _)| role != *property));
    html! {
        @for (property, claims) in first.chain(rest) {
            section.mentions {
                h2 { (named(property)) }
                (page.claims(claims.iter().map(Claim::iri)))
            }
        }
    }
}
