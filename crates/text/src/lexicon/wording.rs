//! The words around figures (`wording.txt`): how exact they are, their direction, rate, prices, and what joins them.

use crate::lexicon::units::Period;
use crate::list;
use crate::phrase::Phrases;
use crate::vocabulary::Vocabulary;

/// How exact a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordingKind {
    /// `environ`, `près de`, `nearly`, `some`.
    About,
    /// `au moins`, `no less than`.
    AtLeast,
    /// `plus de`, `over`.
    MoreThan,
    /// `jusqu'à`, `up to`.
    UpTo,
    /// `moins de`, `under`.
    LessThan,
    /// `de 5 à 10`, `between 5 and 10`.
    Range,
}

impl WordingKind {
    /// Its name in tables, such as `at-least`.
    pub fn name(self) -> &'static str {
        match self {
            Self::About => "about",
            Self::AtLeast => "at-least",
            Self::MoreThan => "more-than",
            Self::UpTo => "up-to",
            Self::LessThan => "less-than",
            Self::Range => "range",
        }
    }
}

/// A wording of a list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    pub kind: WordingKind,
    /// It stands right before its figure, without an article: `some`, `over`.
    pub direct: bool,
    /// With `de` between it says by how much: `dépasse de 3 %`.
    pub without_of: bool,
}

/// A word after `a year`, which is then no rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoRate {
    /// `earlier`
    Ever,
    /// `of`: unless the unit is right before, as in `3,000 tonnes a year of steel`.
    Apart,
}

/// What a word before or after a figure says of its direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Falls,
    Rises,
    Minus,
    Plus,
}

/// What a word before a figure says of its direction.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Heading {
    /// None for phrases that only end as such a word does: `make up`.
    pub direction: Option<Direction>,
    /// It says no direction of a share: `céder 49 % de la société`.
    pub not_of: bool,
}

/// What is done with a factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Factor {
    Times,
    Part,
}

/// What joins a figure to one said before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relation {
    Part,
    /// If there is a figure before: `the deal, worth $1.5bn, includes 20 ships`.
    PartOfAny,
    Restates,
    /// After a comma only: `, or 3%`.
    RestatesAfterComma,
}

/// What joins a figure to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Joint {
    And,
    Or,
    To,
}

/// What opens a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opening {
    Between,
    From,
}

/// The words around figures.
#[derive(Debug)]
pub(crate) struct Words {
    pub before: Phrases<Found>,
    /// Before a multiple only: `plus que doublé`.
    pub before_multiple: Phrases<Found>,
    pub after: Phrases<Found>,
    /// Phrases that end as a wording does, and say an extent: `spread over`.
    pub extent: Phrases<()>,
    /// What may stand between wording and figure.
    pub skip: Phrases<()>,
    pub direction: Phrases<Heading>,
    pub direction_after: Phrases<Direction>,
    /// Words of direction that may stand right before money, and whether only after `is`, a comma or a bracket: `fell £3m`,
    /// `is down £3m`, but `put down £3m`.
    pub direction_of_money: Phrases<(Direction, bool)>,
    /// Verbs before such a word: `is`.
    pub state: Phrases<()>,
    /// Between a word of direction and its figure; whether other words may stand before it: `cut rates by`.
    pub by: Phrases<bool>,
    pub sign: Phrases<Direction>,
    /// Before a factor: `multiplié par`.
    pub factor: Phrases<Factor>,
    pub relation: Phrases<Relation>,
    pub per: Phrases<Period>,
    pub slash: Phrases<Period>,
    pub rate_link: Phrases<()>,
    /// After words that are then no rate: `a year earlier`, `l'an dernier`.
    pub no_rate: Phrases<NoRate>,
    pub prices: Phrases<()>,
    pub prices_after: Phrases<()>,
    pub opening: Phrases<Opening>,
    pub joint: Phrases<Joint>,
    /// What stands between a figure and the larger one that it is a part of: `3 of the 4 million`.
    pub of: Phrases<()>,
    pub change: Phrases<()>,
    /// What is no counted noun, and the adjectives that may stand before one.
    pub stop: Phrases<()>,
    pub adjective: Phrases<()>,
    /// The same adjectives, found from their end.
    pub adjective_before: Phrases<()>,
    /// Words that begin a superlative, and the endings of others: `largest`, `plus`, `iest`.
    pub superlative: Phrases<()>,
    pub superlative_endings: Vec<String>,
    /// Plural nouns that do not look like it: `people`.
    pub plural: Phrases<()>,
    /// Endings of singular nouns that look like plurals: `us`.
    pub singular: Vec<String>,
    /// Words such as `prices` follow the year of prices in this language.
    pub needs_prices_after: bool,
}

impl Words {
    /// Reads `wording.txt`.
    pub fn read(list: &'static str, vocabulary: &mut Vocabulary) -> Self {
        let mut words = Self {
            before: Phrases::backward(),
            before_multiple: Phrases::backward(),
            after: Phrases::forward(),
            extent: Phrases::backward(),
            skip: Phrases::backward(),
            direction: Phrases::backward(),
            direction_after: Phrases::forward(),
            direction_of_money: Phrases::backward(),
            state: Phrases::backward(),
            by: Phrases::backward(),
            sign: Phrases::backward(),
            factor: Phrases::backward(),
            relation: Phrases::backward(),
            per: Phrases::forward(),
            slash: Phrases::forward(),
            rate_link: Phrases::forward(),
            no_rate: Phrases::forward(),
            prices: Phrases::backward(),
            prices_after: Phrases::forward(),
            opening: Phrases::backward(),
            joint: Phrases::forward(),
            of: Phrases::forward(),
            change: Phrases::backward(),
            stop: Phrases::forward(),
            adjective: Phrases::forward(),
            adjective_before: Phrases::backward(),
            superlative: Phrases::forward(),
            superlative_endings: Vec::new(),
            plural: Phrases::forward(),
            singular: Vec::new(),
            needs_prices_after: false,
        };
        for line in list::lines(list) {
            words.line(&line, vocabulary);
        }
        words
    }

    fn line(&mut self, line: &list::Line, vocabulary: &mut Vocabulary) {
        let phrase: &str = &line.phrase;
        match line.section {
            "extent" => self.extent.add(vocabulary, phrase, ()),
            "skip" => self.skip.add(vocabulary, phrase, ()),
            "falls" => self.direction(vocabulary, line, Direction::Falls),
            "rises" => self.direction(vocabulary, line, Direction::Rises),
            "neither" => {
                let heading = Heading {
                    direction: None,
                    not_of: false,
                };
                self.direction.add(vocabulary, phrase, heading);
            }
            "state" => self.state.add(vocabulary, phrase, ()),
            "falls after" => self.direction_after.add(vocabulary, phrase, Direction::Falls),
            "rises after" => self.direction_after.add(vocabulary, phrase, Direction::Rises),
            "minus" => self.sign.add(vocabulary, phrase, Direction::Minus),
            "plus" => self.sign.add(vocabulary, phrase, Direction::Plus),
            "part" if line.value == "after figure" => self.relation.add(vocabulary, phrase, Relation::PartOfAny),
            "part" => self.relation.add(vocabulary, phrase, Relation::Part),
            "restates" => self.relation.add(vocabulary, phrase, Relation::Restates),
            "restates after comma" => self.relation.add(vocabulary, phrase, Relation::RestatesAfterComma),
            "by" => self.by.add(vocabulary, phrase, line.value == "far"),
            "per" => self.per.extend(vocabulary, phrase, Period::of(line.value)),
            "slash" => self.slash.extend(vocabulary, phrase, Period::of(line.value)),
            "no rate" => self.no_rate.extend(vocabulary, phrase, no_rate(line.value)),
            "rate link" => self.rate_link.add(vocabulary, phrase, ()),
            "prices" => self.prices.add(vocabulary, phrase, ()),
            "prices after" => {
                self.needs_prices_after = true;
                self.prices_after.add(vocabulary, phrase, ());
            }
            "superlative" => self.superlative.add(vocabulary, phrase, ()),
            "superlative ending" => self.superlative_endings.push(phrase.to_owned()),
            "singular ending" => self.singular.push(phrase.to_owned()),
            "multiplied" => self.factor.add(vocabulary, phrase, Factor::Times),
            "divided" => self.factor.add(vocabulary, phrase, Factor::Part),
            "plural" => self.plural.add(vocabulary, phrase, ()),
            "between" => self.opening.add(vocabulary, phrase, Opening::Between),
            "from" => self.opening.add(vocabulary, phrase, Opening::From),
            "of" => self.of.add(vocabulary, phrase, ()),
            "to" => self.joint.add(vocabulary, phrase, Joint::To),
            "or" => self.joint.add(vocabulary, phrase, Joint::Or),
            "and" => self.joint.add(vocabulary, phrase, Joint::And),
            "change" => self.change.add(vocabulary, phrase, ()),
            "stop" => self.stop.add(vocabulary, phrase, ()),
            "adjective" => {
                self.adjective.add(vocabulary, phrase, ());
                self.adjective_before.add(vocabulary, phrase, ());
            }
            section => match section.split_once(' ') {
                None => self.before.extend(vocabulary, phrase, found(section, line.value)),
                Some((section, "direct")) => self.before.extend(vocabulary, phrase, found(section, "direct")),
                Some((section, "multiple")) => self.before_multiple.extend(vocabulary, phrase, found(section, "")),
                Some((section, _)) => self.after.extend(vocabulary, phrase, found(section, "")),
            },
        }
    }

    /// Adds a word of direction, and what its line says about money.
    fn direction(&mut self, vocabulary: &mut Vocabulary, line: &list::Line, direction: Direction) {
        let heading = Heading {
            direction: Some(direction),
            not_of: line.value == "not of",
        };
        self.direction.add(vocabulary, &line.phrase, heading);
        if matches!(line.value, "money" | "state") {
            let value = (direction, line.value == "state");
            self.direction_of_money.add(vocabulary, &line.phrase, value);
        }
    }
}

/// Reads the name of a wording in a list.
fn found(section: &str, value: &str) -> Option<Found> {
    let kind = match section {
        "about" => WordingKind::About,
        "at-least" => WordingKind::AtLeast,
        "more-than" => WordingKind::MoreThan,
        "up-to" => WordingKind::UpTo,
        "less-than" => WordingKind::LessThan,
        _ => return None,
    };
    Some(Found {
        kind,
        direct: value == "direct",
        without_of: value == "without of",
    })
}

fn no_rate(value: &str) -> Option<NoRate> {
    match value {
        "" => Some(NoRate::Ever),
        "apart" => Some(NoRate::Apart),
        _ => None,
    }
}
