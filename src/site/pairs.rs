//! Pairs of claims of which one says something else than the other.

use super::claimed::{Claim, semicolon};
use super::left_out::decided as decided_by;
use super::page::Page;
use super::read::{COMMENT, Reader, Remark};
use super::words::fill;
use crate::vocabulary as v;
use maud::{Markup, html};
use std::collections::BTreeSet;
use text::fold::fold;

/// How two claims stand to each other that do not fit. What a person decided comes before what a rule guesses.
pub const UNFIT: [&str; 5] = [v::DOES_NOT_FIT, v::CONTRADICTS, v::REPLACES, v::UPDATES, v::REFINES];

/// Two claims of which one says something else than the other.
pub struct Pair<'a> {
    /// One of them; the later or closer one, if the other gives way to it.
    pub claim: Claim<'a>,
    /// The other.
    pub other: Claim<'a>,
    /// How they stand to each other, as a property.
    relation: &'static str,
    /// Whether they disagree: they contradict each other, or one gives way to what somebody else says.
    pub is_open: bool,
}

/// Pairs of claims that do not fit, those that disagree first; then what a person decided before what a rule guesses; by what they are
/// about.
pub fn pairs<'a>(page: &Page<'a>, claims: &[Claim<'a>]) -> Vec<Pair<'a>> {
    let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
    let mut pairs = Vec::new();
    for relation in UNFIT {
        for claim in claims {
            for other in claim.thing.texts(relation) {
                let mut both = [claim.iri().to_owned(), other.to_owned()];
                both.sort();
                let [one, two] = both;
                if !seen.insert((one, two)) {
                    continue;
                }
                let other = Claim::read(&page.reader, other);
                let pair = other.map(|other| Pair::of(*claim, other, relation));
                pairs.extend(pair.filter(|pair| !pair.is_decided_otherwise(&page.reader)));
            }
        }
    }
    pairs.sort_by_cached_key(|pair| {
        let is_money = pair.claim.is_money();
        (
            !pair.is_open,
            pair.is_open && !is_money,
            !pair.is_decided(),
            !is_money,
            fold(&page.reader.labels(pair.claim.thing.texts(v::ABOUT))),
            pair.claim.iri().to_owned(),
            pair.other.iri().to_owned(),
        )
    });
    pairs
}

/// The pairs in which a claim stands, as [`pairs`].
pub fn with<'a>(page: &Page<'a>, claim: &Claim<'a>) -> Vec<Pair<'a>> {
    let mut known: Vec<&str> = Vec::new();
    let mut pairs = Vec::new();
    for relation in UNFIT {
        let own = claim.thing.texts(relation).into_iter().map(|other| (true, other));
        let theirs = page
            .reader
            .of(relation, claim.iri())
            .into_iter()
            .map(|other| (false, other));
        for (is_own, other) in own.chain(theirs) {
            let Some(other) = Claim::read(&page.reader, other).filter(|_| !known.contains(&other)) else {
                continue;
            };
            known.push(other.iri());
            let pair = match is_own {
                true => Pair::of(*claim, other, relation),
                false => Pair::of(other, *claim, relation),
            };
            if !pair.is_decided_otherwise(&page.reader) {
                pairs.push(pair);
            }
        }
    }
    pairs
}

impl<'a> Pair<'a> {
    fn of(claim: Claim<'a>, other: Claim<'a>, relation: &'static str) -> Self {
        let is_open = match relation {
            v::CONTRADICTS | v::DOES_NOT_FIT => true,
            v::REPLACES => false,
            _ => claim.is_by_others(&other),
        };
        Self {
            claim,
            other,
            relation,
            is_open,
        }
    }

    /// Whether a person decided how they stand to each other.
    fn is_decided(&self) -> bool {
        [v::DOES_NOT_FIT, v::REPLACES].contains(&self.relation)
    }

    fn is_decided_otherwise(&self, reader: &Reader<'a>) -> bool {
        is_decided_otherwise(reader, self.relation, &self.other)
    }

    /// The two side by side, and which of them counts if only one does.
    pub fn shown(&self, page: &Page<'_>) -> Markup {
        let gives_way = [v::REPLACES, v::UPDATES, v::REFINES].contains(&self.relation);
        html! {
            (pair(page, &self.claim, &self.other))
            @if gives_way {
                p.relation {
                    @if self.is_open {
                        (page.claim(&self.other)) " " (page.voice(&self.other)) (semicolon(page.reader.language))
                        strong { (fill(page.words().others_say, &[&self.claim.figure(&page.reader)])) } ". " (page.words().other_voice)
                    } @else {
                        (page.claim(&self.claim)) " " (page.voice(&self.claim)) " " strong { (page.reader.label(self.relation)) } " "
                        (page.claim(&self.other)) " " (page.voice(&self.other))
                    }
                }
            }
        }
    }
}

/// Whether a relation by which something stands in the place of a figure was found by a rule, while a person decided that of the figure.
pub fn is_decided_otherwise<'a>(reader: &Reader<'a>, relation: &str, other: &Claim<'a>) -> bool {
    [v::UPDATES, v::REFINES].contains(&relation) && decided_by(reader, other, None).is_some()
}

/// Two claims that do not fit, side by side, with the reason that a person gave.
pub fn pair(page: &Page<'_>, claim: &Claim<'_>, other: &Claim<'_>) -> Markup {
    let reason = decided(page, claim.iri(), other.iri());
    html! {
        div.pair {
            @for side in [claim, other] {
                div.side {
                    p { (page.claim(side)) " " (page.stage(side)) }
                    @if let Some(occasion) = side.thing.text(v::OCCASION) {
                        p.occasion { (fill(page.words().on_the_occasion, &[&page.reader.label(occasion)])) }
                    }
                    p.who { (fill(page.words().according_to, &[&side.who(&page.reader)])) }
                    (page.quotation(side))
                    (page.place(side))
                }
            }
        }
        @if let Some(reason) = reason { p.reason { (because(page, &reason)) } }
    }
}

/// A reason in its place in a sentence.
pub fn because(page: &Page<'_>, reason: &Remark) -> Markup {
    let (before, after) = page
        .words()
        .because
        .split_once("{}")
        .unwrap_or((page.words().because, ""));
    html! { (before) (reason) (after) }
}

/// The reason of a person's decision about two claims.
pub fn decided(page: &Page<'_>, claim: &str, other: &str) -> Option<Remark> {
    let reader = &page.reader;
    let pairs = [(claim, other), (other, claim)];
    let decisions = pairs.into_iter().flat_map(|(of, other)| {
        let of = reader.of(v::OF_CLAIM, of);
        of.into_iter()
            .map(|decision| reader.thing(decision))
            .filter(|decision| decision.is(v::OTHER_CLAIM, other))
            .collect::<Vec<_>>()
    });
    decisions
        .filter_map(|decision| reader.remark(decision.all(COMMENT)))
        .next()
}
