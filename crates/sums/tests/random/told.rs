//! A dossier that a test shows in few lines: only what differs from an ordinary claim.

use std::fmt;
use sums::{Bounds, Claim, Input, Span, Status};

/// An input, told briefly.
#[derive(Clone)]
pub struct Told(pub Input);

fn span(span: Span) -> String {
    format!("{}..{}", span.first, span.last)
}

fn bounds(bounds: Bounds) -> String {
    if bounds.minimum == bounds.maximum {
        return bounds
            .minimum
            .map_or_else(|| "nothing".to_owned(), |figure| figure.to_string());
    }
    let text = |bound: Option<text::decimal::Decimal>| bound.map_or_else(String::new, |bound| bound.to_string());
    format!("{}-{}", text(bounds.minimum), text(bounds.maximum))
}

fn claim(claim: &Claim) -> String {
    let mut parts = vec![
        bounds(claim.bounds),
        format!("in {}", claim.document),
        format!("word {}", claim.words),
    ];
    let mut say = |said: bool, what: String| {
        if said {
            parts.push(what);
        }
    };
    say(
        claim.passage.is_some(),
        format!("at {:?}", claim.passage.unwrap_or_default()),
    );
    say(true, format!("about {:?}", claim.things));
    say(
        claim.kind != 0,
        format!("kind {}{}", claim.kind, if claim.round { " round" } else { "" }),
    );
    say(!claim.sums, "makes no sums".to_owned());
    say(claim.role != 0, format!("{:?} {}", claim.use_of, claim.role));
    say(claim.per.is_some(), format!("per {:?}", claim.per));
    say(claim.base.is_some(), format!("base {:?}", claim.base));
    say(claim.unit != Some(0), format!("unit {:?}", claim.unit));
    say(!claim.unit_written, "carried over".to_owned());
    say(!claim.money, "not money".to_owned());
    say(
        claim.column != 0,
        format!("column {}{}", claim.column, if claim.paid { " paid" } else { "" }),
    );
    say(
        claim.period.is_some(),
        format!("period {}", claim.period.map_or_else(String::new, span)),
    );
    say(
        claim.own.is_some(),
        format!("own {}", claim.own.map_or_else(String::new, span)),
    );
    say(claim.instrument.is_some(), format!("instrument {:?}", claim.instrument));
    say(!claim.speakers.is_empty(), format!("speakers {:?}", claim.speakers));
    say(!claim.payers.is_empty(), format!("payers {:?}", claim.payers));
    say(!claim.payees.is_empty(), format!("payees {:?}", claim.payees));
    say(claim.payer_sector.is_some(), format!("sector {:?}", claim.payer_sector));
    say(claim.status != Status::Current, format!("{:?}", claim.status));
    parts.join(", ")
}

impl fmt::Debug for Told {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Input {
            claims,
            documents,
            entities,
            links,
        } = &self.0;
        for (index, of) in claims.iter().enumerate() {
            write!(formatter, "\nclaim {index}: {}", claim(of))?;
        }
        for (index, document) in documents.iter().enumerate() {
            let published = document.published.map_or_else(|| "undated".to_owned(), span);
            let withdrawn = if document.withdrawn { ", withdrawn" } else { "" };
            write!(
                formatter,
                "\ndocument {index}: {published}, hash {:?}{withdrawn}",
                document.hash
            )?;
        }
        for link in links {
            write!(formatter, "\n{} {:?} {}", link.claim, link.relation, link.other)?;
        }
        for (index, entity) in entities.iter().enumerate() {
            if entity.part_of.is_some() || entity.sector.is_some() {
                write!(
                    formatter,
                    "\nentity {index}: part of {:?}, {:?}",
                    entity.part_of, entity.sector
                )?;
            }
        }
        Ok(())
    }
}
