//! What stores are asked: patterns of triples, and queries whose answers are numbers.

use index::{Answered, Failure};
use oxigraph::model::{NamedNodeRef, Term, TermRef};

/// Subject, predicate and object of the triples that are wanted; any where there is none.
pub(super) type Pattern<'a> = (Option<NamedNodeRef<'a>>, Option<NamedNodeRef<'a>>, Option<TermRef<'a>>);

/// Numbers the terms of rows.
type NumberOf<'x, 'g> = dyn Fn(&Answered<'g>, &Term) -> Result<Option<u32>, Failure> + 'x;

/// Finds the objects of a subject with a predicate.
type ObjectsOf<'x, 'g> = dyn Fn(&Answered<'g>, u32, u32) -> Result<Vec<u32>, Failure> + 'x;

/// A SELECT that is being evaluated: what numbers the terms of its rows, and what is known of its graph.
pub(super) struct Asked<'x, 'g> {
    pub answered: Answered<'g>,
    /// The things that are marked, sorted.
    pub marked: Vec<u32>,
    /// The number of a term in a row.
    pub number: &'x NumberOf<'x, 'g>,
    /// The objects of a subject with a predicate.
    pub objects: &'x ObjectsOf<'x, 'g>,
}
