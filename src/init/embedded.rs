//! The files of a new dossier, embedded when the program is compiled.
//!
//! Files that a new dossier shares with the repository's own are embedded from there; only those of the example are in
//! `src/init/`. `tests/init.rs` compares the lists with the folders.

/// A file: its name in a dossier, and its text.
pub type Embedded = (&'static str, &'static str);

macro_rules! embedded {
    ($folder:literal: $($name:literal,)*) => {
        &[$(($name, include_str!(concat!($folder, $name)))),*]
    };
}

/// The files from the repository's own dossier: vocabulary, queries, and table metadata.
pub const SHARED: &[Embedded] = embedded!["../../":
    "data/csv-metadata.json",
    "docs/tables.md",
    "ontology/LICENSE.md",
    "ontology/sourcier.ttl",
    "ontology/wikidata.ttl",
    "queries/LICENSE.md",
    "queries/actor.rq",
    "queries/ambiguous.rq",
    "queries/announcements.rq",
    "queries/checks/ambiguous-without-note.rq",
    "queries/checks/amount-below-zero.rq",
    "queries/checks/bounds-against-wording.rq",
    "queries/checks/claim-linked-to-itself.rq",
    "queries/checks/contradiction.rq",
    "queries/checks/contribution-beside-a-wider-one.rq",
    "queries/checks/counted-beside-a-longer-period.rq",
    "queries/checks/date-without-basis.rq",
    "queries/checks/decision-replaced.rq",
    "queries/checks/entity-without-name.rq",
    "queries/checks/figure-without-wording.rq",
    "queries/checks/figures-that-add-up.rq",
    "queries/checks/funder-is-recipient.rq",
    "queries/checks/greatest-left-open.rq",
    "queries/checks/impossible-date.rq",
    "queries/checks/increment-of-another-thing.rq",
    "queries/checks/increment-of-nothing.rq",
    "queries/checks/increment-without-effect.rq",
    "queries/checks/inferred-without-note.rq",
    "queries/checks/interval-reversed.rq",
    "queries/checks/kind-without-what-it-needs.rq",
    "queries/checks/left-open.rq",
    "queries/checks/link-against-figures.rq",
    "queries/checks/measure-without-figure.rq",
    "queries/checks/minimum-above-maximum.rq",
    "queries/checks/money-passed-on.rq",
    "queries/checks/new-beside-a-correction.rq",
    "queries/checks/old-money-beside-a-share.rq",
    "queries/checks/part-beside-a-contribution.rq",
    "queries/checks/part-by-period.rq",
    "queries/checks/part-of-anothers-sum.rq",
    "queries/checks/part-of-itself.rq",
    "queries/checks/part-of-withdrawn.rq",
    "queries/checks/parts-above-whole.rq",
    "queries/checks/parts-for-one-thing.rq",
    "queries/checks/payer-sector-with-funder.rq",
    "queries/checks/payment-so-far.rq",
    "queries/checks/payment-told-twice.rq",
    "queries/checks/payments-by-two-speakers.rq",
    "queries/checks/publish-without-effect.rq",
    "queries/checks/rates-of-several-periods.rq",
    "queries/checks/replaced-by-another-document.rq",
    "queries/checks/replaced-by-another-speakers.rq",
    "queries/checks/replaced-by-anothers-sum.rq",
    "queries/checks/replaces-without-effect.rq",
    "queries/checks/same-name.rq",
    "queries/checks/share-raised-with-its-whole.rq",
    "queries/checks/share-without-base.rq",
    "queries/checks/stated-twice.rq",
    "queries/checks/status-without-who-or-when.rq",
    "queries/checks/too-many-words.rq",
    "queries/checks/undated-payment-replaced.rq",
    "queries/checks/unit-against-basis.rq",
    "queries/checks/unknown-class.rq",
    "queries/checks/unused-entity.rq",
    "queries/checks/value-not-in-list.rq",
    "queries/checks/via-is-speaker.rq",
    "queries/checks/wikidata-class.rq",
    "queries/checks/wikidata-missing-item.rq",
    "queries/checks/wikidata-never-seen.rq",
    "queries/checks/wikidata-redirect.rq",
    "queries/checks/wikidata-same-twice.rq",
    "queries/checks/wikidata-without-evidence.rq",
    "queries/checks/wikidata-without-item.rq",
    "queries/checks/withdrawn-and-still-counted.rq",
    "queries/checks/words-of-a-part.rq",
    "queries/dated-events.rq",
    "queries/disagreements.rq",
    "queries/document.rq",
    "queries/documents.rq",
    "queries/entity.rq",
    "queries/facility.rq",
    "queries/fate.rq",
    "queries/incomplete-targets.rq",
    "queries/largest-sums.rq",
    "queries/left-out.rq",
    "queries/money-raised.rq",
    "queries/no-currency.rq",
    "queries/parts.rq",
    "queries/rules/01-labels.rq",
    "queries/rules/01-ranges.rq",
    "queries/rules/01-selectors.rq",
    "queries/rules/02-roles.rq",
    "queries/rules/03-relations.rq",
    "queries/rules/04-measures.rq",
    "queries/rules/05-dates.rq",
    "queries/rules/06-classes.rq",
    "queries/rules/07-wikidata.rq",
    "queries/rules/08-citations.rq",
    "queries/rules/10-speech-links.rq",
    "queries/rules/11-funding-links.rq",
    "queries/rules/12-receipt-links.rq",
    "queries/rules/13-other-links.rq",
    "queries/rules/20-sums.rq",
    "queries/rules/21-between-claims.rq",
    "queries/rules/30-notes.rq",
    "queries/said-about.rq",
    "queries/second-hand.rq",
    "queries/single-source.rq",
    "queries/totals-left-out.rq",
    "queries/totals.rq",
    "queries/unfunded-amounts.rq",
    "queries/views/actors.rq",
    "queries/views/announcements.rq",
    "queries/views/claims.rq",
    "queries/views/contradictions.rq",
    "queries/views/document.rq",
    "queries/views/documents.rq",
    "queries/views/money.rq",
    "queries/views/programmes.rq",
    "queries/views/shared-programmes.rq",
    "queries/views/targets.rq",
    "queries/ways.rq",
    "queries/wikidata-coverage.rq",
    "queries/wikidata-founders.rq",
    "queries/wikidata-seats.rq",
    "queries/wikidata-sites.rq",
    "queries/with-wikidata.rq",
    "queries/without-wikidata.rq",
];

/// The tables for which the example has no rows.
pub const HEADERS: &[Embedded] = embedded!["":
    "data/claim-roles.csv",
    "data/evidence.csv",
    "data/wikidata.csv",
];

/// The manifest, with the placeholders `{title}`, `{base}` and `{language}`.
pub const MANIFEST: &str = include_str!("sourcier.toml");

/// The `.gitignore`.
pub const GITIGNORE: &str = include_str!("gitignore");

/// The `.gitattributes`.
pub const GITATTRIBUTES: &str = include_str!("gitattributes");

/// The example in English.
pub const ENGLISH: &[Embedded] = embedded!["en/":
    "README.md",
    "data/claim-links.csv",
    "data/claims.csv",
    "data/documents.csv",
    "data/entities.csv",
    "data/left-out.csv",
    "data/units.csv",
    "texts/ostermere-courier.txt",
];

/// The example in French.
pub const FRENCH: &[Embedded] = embedded!["fr/":
    "README.md",
    "data/claim-links.csv",
    "data/claims.csv",
    "data/documents.csv",
    "data/entities.csv",
    "data/left-out.csv",
    "data/units.csv",
    "texts/echo-de-bregance.txt",
];
