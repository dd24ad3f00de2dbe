//! A dataset that counts what a query does with it.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::convert::Infallible;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

use oxigraph::model::{Term, Triple};
use spareval::{InternalQuad, QueryableDataset};

thread_local! {
    static COUNT: Cell<u64> = const { Cell::new(0) };
}

fn count() {
    COUNT.set(COUNT.get() + 1);
}

/// The count of everything that happens during some work.
pub fn during(work: impl FnOnce()) -> u64 {
    let before = COUNT.get();
    work();
    COUNT.get() - before
}

/// A term, as a number; copying, comparing and hashing it is counted.
#[derive(Debug)]
pub struct CountedTerm(u32);

impl Clone for CountedTerm {
    fn clone(&self) -> Self {
        count();
        Self(self.0)
    }
}

impl PartialEq for CountedTerm {
    fn eq(&self, other: &Self) -> bool {
        count();
        self.0 == other.0
    }
}

impl Eq for CountedTerm {}

impl Hash for CountedTerm {
    fn hash<H: Hasher>(&self, state: &mut H) {
        count();
        self.0.hash(state);
    }
}

/// Triples of a default graph, indexed by each of their parts and by each two of them.
#[derive(Clone)]
pub struct Counted(Rc<Data>);

struct Data {
    terms: RefCell<Terms>,
    triples: Vec<[u32; 3]>,
    /// The triples of each pattern.
    index: HashMap<Pattern, Vec<u32>>,
}

type Pattern = [Option<u32>; 3];

#[derive(Default)]
struct Terms {
    numbers: HashMap<Term, u32>,
    terms: Vec<Term>,
}

impl Terms {
    fn number(&mut self, term: Term) -> u32 {
        let Self { numbers, terms } = self;
        *numbers.entry(term).or_insert_with_key(|term| {
            terms.push(term.clone());
            terms.len() as u32 - 1
        })
    }
}

impl Counted {
    pub fn new(triples: Vec<Triple>) -> Self {
        let mut terms = Terms::default();
        let triples: Vec<[u32; 3]> = triples
            .into_iter()
            .map(|triple| {
                [triple.subject.into(), triple.predicate.into(), triple.object].map(|term| terms.number(term))
            })
            .collect();
        let mut index: HashMap<Pattern, Vec<u32>> = HashMap::new();
        for (at, triple) in (0..).zip(&triples) {
            for kept in 0..8 {
                let part = |place: usize| (kept >> place & 1 == 1).then_some(triple[place]);
                index.entry([part(0), part(1), part(2)]).or_default().push(at);
            }
        }
        Self(Rc::new(Data {
            terms: terms.into(),
            triples,
            index,
        }))
    }
}

impl QueryableDataset<'static> for Counted {
    type InternalTerm = CountedTerm;
    type Error = Infallible;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&CountedTerm>,
        predicate: Option<&CountedTerm>,
        object: Option<&CountedTerm>,
        graph_name: Option<Option<&CountedTerm>>,
    ) -> impl Iterator<Item = Result<InternalQuad<CountedTerm>, Infallible>> + use<> {
        let data = Rc::clone(&self.0);
        let pattern = [subject, predicate, object].map(|term| term.map(|term| term.0));
        let is_default = !matches!(graph_name, Some(Some(_)));
        let found = data.index.get(&pattern).filter(|_| is_default).map_or(0, Vec::len);
        count();
        (0..found).map(move |at| {
            count();
            let [subject, predicate, object] = data.triples[data.index[&pattern][at] as usize].map(CountedTerm);
            Ok(InternalQuad {
                subject,
                predicate,
                object,
                graph_name: None,
            })
        })
    }

    fn internalize_term(&self, term: Term) -> Result<CountedTerm, Infallible> {
        count();
        Ok(CountedTerm(self.0.terms.borrow_mut().number(term)))
    }

    fn externalize_term(&self, term: CountedTerm) -> Result<Term, Infallible> {
        count();
        Ok(self.0.terms.borrow().terms[term.0 as usize].clone())
    }
}
