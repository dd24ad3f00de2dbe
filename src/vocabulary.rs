//! The core vocabulary: the terms that the program itself uses.
//!
//! Claims, documents, texts, ranges, measures and derived links. Everything else (kinds, modalities, classes) is data
//! in a dossier's ontology. First in the pipeline: every module may use it.

/// The namespace of the core vocabulary.
pub const NS: &str = "https://w3id.org/sourcier/ns#";

macro_rules! terms {
    ($($(#[doc = $doc:literal])+ $name:ident = $iri:expr;)+) => {
        $($(#[doc = $doc])+ pub const $name: &str = $iri;)+
        /// Every term that the program uses, for the test that the ontology defines them.
        pub const CORE: &[&str] = &[$($name),+];
    };
}

terms! {
    /// A dossier.
    DOSSIER = "https://w3id.org/sourcier/ns#Dossier";
    /// A claim.
    CLAIM = "https://w3id.org/sourcier/ns#Claim";
    /// A document.
    DOCUMENT = "https://w3id.org/sourcier/ns#Document";
    /// The property from a claim to its document.
    IN_DOCUMENT = "https://w3id.org/sourcier/ns#document";
    /// The property from a document to its text.
    TEXT = "https://w3id.org/sourcier/ns#text";
    /// The property from a text to its digest.
    SHA256 = "https://w3id.org/sourcier/ns#sha256";
    /// The property from a text to its length in Unicode scalar values.
    CHARACTERS = "https://w3id.org/sourcier/ns#characters";
    /// The property from a text to the name of its file.
    FILE_NAME = "https://w3id.org/sourcier/ns#fileName";
    /// The property to the first character of a passage.
    START = "https://w3id.org/sourcier/ns#start";
    /// The property to the end of a passage, excluded.
    END = "https://w3id.org/sourcier/ns#end";
    /// The property to the words of a passage, in place of its positions.
    QUOTE = "https://w3id.org/sourcier/ns#quote";
    /// The property to the selector of a passage that has no positions.
    SELECTOR = "https://w3id.org/sourcier/ns#selector";
    /// The property to the rows of a table on which a claim rests, counted from 1 with the header.
    ROW = "https://w3id.org/sourcier/ns#row";
    /// The property from a claim to the page of its document.
    PAGE = "https://w3id.org/sourcier/ns#page";
    /// The property to the words of a figure.
    AS_WRITTEN = "https://w3id.org/sourcier/ns#asWritten";
    /// The property to the lower bound.
    MINIMUM = "https://w3id.org/sourcier/ns#minimum";
    /// The property to the upper bound.
    MAXIMUM = "https://w3id.org/sourcier/ns#maximum";
    /// The property from a measure to its unit.
    UNIT_OF_MEASURE = "https://w3id.org/sourcier/ns#unit";
    /// The property from a measure to the source of its unit.
    UNIT_BASIS = "https://w3id.org/sourcier/ns#unitBasis";
    /// The property from a measure to how the document qualifies it.
    WORDING = "https://w3id.org/sourcier/ns#wording";
    /// The property from a measure to the period of a rate.
    PER_OF_MEASURE = "https://w3id.org/sourcier/ns#per";
    /// The property to the date on which something was said or happened.
    WHEN = "https://w3id.org/sourcier/ns#when";
    /// The property from a claim to where its date comes from.
    WHEN_BASIS = "https://w3id.org/sourcier/ns#whenBasis";
    /// The property to the deadline of a target.
    DUE = "https://w3id.org/sourcier/ns#due";
    /// The property from a claim to where its deadline comes from.
    DUE_BASIS = "https://w3id.org/sourcier/ns#dueBasis";
    /// The property from a claim to the years that its money is for, as written.
    PERIOD_WRITTEN = "https://w3id.org/sourcier/ns#period";
    /// The property to the date of a document, as written.
    PUBLISHED = "https://w3id.org/sourcier/ns#published";
    /// The property from a further passage to the claim that it states.
    OF_CLAIM = "https://w3id.org/sourcier/ns#ofClaim";
    /// The property from a claim or a document to its status.
    STATUS = "https://w3id.org/sourcier/ns#status";
    /// The status of what still stands.
    STATUS_CURRENT = "https://w3id.org/sourcier/ns#status-current";
    /// The status of what was withdrawn.
    STATUS_WITHDRAWN = "https://w3id.org/sourcier/ns#status-withdrawn";
    /// The property from a claim to what it is about.
    ABOUT = "https://w3id.org/sourcier/ns#about";
    /// The property from a claim to its kind.
    KIND = "https://w3id.org/sourcier/ns#kind";
    /// The property from a claim to its value that is no figure.
    VALUE = "https://w3id.org/sourcier/ns#value";
    /// The property from a claim to its measure.
    MEASURE = "https://w3id.org/sourcier/ns#measure";
    /// The property from a claim to its modality.
    MODALITY = "https://w3id.org/sourcier/ns#modality";
    /// The modality of what a document merely states.
    MODALITY_STATED = "https://w3id.org/sourcier/ns#modality-stated";
    /// The property from a link of speech to the thing.
    ANNOUNCES = "https://w3id.org/sourcier/ns#announces";
    /// The property from a modality to what who says it does.
    SAID_AS = "https://w3id.org/sourcier/ns#saidAs";
    /// The property from a modality to what who says it does, in a sentence with a place for the sum.
    TOLD_AS = "https://w3id.org/sourcier/ns#toldAs";
    /// The property from a kind of claims to whether they make sums.
    MAKES_SUMS = "https://w3id.org/sourcier/ns#makesSums";
    /// The property from a claim to the event at which it is said.
    OCCASION = "https://w3id.org/sourcier/ns#occasion";
    /// The property from a claim to who says it.
    SPEAKER = "https://w3id.org/sourcier/ns#speaker";
    /// The property from a claim to who told the document.
    VIA = "https://w3id.org/sourcier/ns#via";
    /// The property from a claim to who pays.
    FUNDER = "https://w3id.org/sourcier/ns#funder";
    /// The property from a document to the address of an archived copy.
    ARCHIVE = "https://w3id.org/sourcier/ns#archive";
    /// The property from a claim to who receives.
    RECIPIENT = "https://w3id.org/sourcier/ns#recipient";
    /// The property from a claim to whether its passage has one meaning.
    READING = "https://w3id.org/sourcier/ns#reading";
    /// The reading of a passage with several meanings.
    READING_AMBIGUOUS = "https://w3id.org/sourcier/ns#reading-ambiguous";
    /// The property to who changed a status.
    STATUS_BY = "https://w3id.org/sourcier/ns#statusBy";
    /// The property to when a status changed.
    STATUS_ON = "https://w3id.org/sourcier/ns#statusOn";
    /// The property to why a status changed.
    STATUS_REASON = "https://w3id.org/sourcier/ns#statusReason";
    /// The property from a unit to its sign.
    SYMBOL = "https://w3id.org/sourcier/ns#symbol";
    /// The scheme of the words that columns and parameters of questions are called by.
    ANSWER_WORDS = "https://w3id.org/sourcier/ns#answer-words";
    /// The property from a unit to the noun that it counts.
    NOUN = "https://w3id.org/sourcier/ns#noun";
    /// The property from a unit to the kind of quantity.
    QUANTITY = "https://w3id.org/sourcier/ns#quantity";
    /// The kind of quantity of shares.
    QUANTITY_SHARE = "https://w3id.org/sourcier/ns#quantity-share";
    /// The kind of quantity of places in a ranking.
    QUANTITY_RANK = "https://w3id.org/sourcier/ns#quantity-rank";
    /// The kind of quantity of things that are counted.
    QUANTITY_COUNT = "https://w3id.org/sourcier/ns#quantity-count";
    /// The class of sums of money as measures.
    MONEY = "https://w3id.org/sourcier/ns#Money";
    /// The property from a wording to its sign.
    SIGN = "https://w3id.org/sourcier/ns#sign";
    /// The unit basis of what a neighbouring phrase says.
    UNIT_BASIS_CARRIED = "https://w3id.org/sourcier/ns#unit-basis-carried-over";
    /// The property from a modality to its column.
    COLUMN_OF = "https://w3id.org/sourcier/ns#column";
    /// The property from a column to its place among columns.
    COLUMN_ORDER = "https://w3id.org/sourcier/ns#columnOrder";
    /// The property between claims that state different figures for one thing.
    CONTRADICTS = "https://w3id.org/sourcier/ns#contradicts";
    /// The property between claims that a person found not to fit.
    DOES_NOT_FIT = "https://w3id.org/sourcier/ns#doesNotFit";
    /// The property from a claim to one whose figure it replaces.
    UPDATES = "https://w3id.org/sourcier/ns#updates";
    /// The property from a claim to one whose figure it makes more precise.
    REFINES = "https://w3id.org/sourcier/ns#refines";
    /// That a claim states the figure of another again.
    REPEATS = "https://w3id.org/sourcier/ns#repeats";
    /// That two claims state one figure.
    SAME_FIGURE_AS = "https://w3id.org/sourcier/ns#sameFigureAs";
    /// That a claim stands in the place of another.
    REPLACES = "https://w3id.org/sourcier/ns#replaces";
    /// That a claim states the sum of another in another currency.
    CONVERTS = "https://w3id.org/sourcier/ns#converts";
    /// That the sum of a claim includes that of another, announced before.
    TAKES_UP = "https://w3id.org/sourcier/ns#takesUp";
    /// That it is open whether it does.
    MAY_TAKE_UP = "https://w3id.org/sourcier/ns#mayTakeUp";
    /// The property to the label of a property, read from its object.
    INVERSE_LABEL = "https://w3id.org/sourcier/ns#labelOfInverse";
    /// The property from a decision to the relation that it states.
    RELATION = "https://w3id.org/sourcier/ns#relation";
    /// The property from a decision to its second claim.
    OTHER_CLAIM = "https://w3id.org/sourcier/ns#otherClaim";
    /// The property from a document to whether its date is written or inferred.
    PUBLISHED_BASIS = "https://w3id.org/sourcier/ns#publishedBasis";
    /// The basis of what is written.
    BASIS_WRITTEN = "https://w3id.org/sourcier/ns#basis-written";
    /// The property from a document to whether its text is whole.
    COMPLETENESS = "https://w3id.org/sourcier/ns#completeness";
    /// The property to the first day of a date.
    EARLIEST = "https://w3id.org/sourcier/ns#earliest";
    /// The property to the last day of a date.
    LATEST = "https://w3id.org/sourcier/ns#latest";
    /// The class of entities.
    ENTITY = "https://w3id.org/sourcier/ns#Entity";
    /// The property from a class of entities to the class of Wikidata that corresponds to it.
    ITEM_CLASS = "https://w3id.org/sourcier/ns#itemClass";
    /// The class of reified derived links.
    DERIVED_LINK = "https://w3id.org/sourcier/ns#DerivedLink";
    /// The class of figures: what claims state once.
    FIGURE = "https://w3id.org/sourcier/ns#Figure";
    /// The class of figures that are sums of money.
    SUM = "https://w3id.org/sourcier/ns#Sum";
    /// The property from a claim to its figure.
    STATES = "https://w3id.org/sourcier/ns#statesFigure";
    /// The property from a figure to the claim that speaks for it.
    SPEAKING_CLAIM = "https://w3id.org/sourcier/ns#speakingClaim";
    /// The property from a figure or total to its unit.
    UNIT = "https://w3id.org/sourcier/ns#inUnit";
    /// The property from a figure or total to its column.
    COLUMN = "https://w3id.org/sourcier/ns#inColumn";
    /// The property from a figure or total to its instrument.
    INSTRUMENT = "https://w3id.org/sourcier/ns#byInstrument";
    /// The property from a claim to the form in which its money is given.
    CLAIM_INSTRUMENT = "https://w3id.org/sourcier/ns#instrument";
    /// Whether an instrument is a risk that is covered, and no money.
    IS_EXPOSURE = "https://w3id.org/sourcier/ns#isExposure";
    /// The property from a sum to one who pays.
    PAYER = "https://w3id.org/sourcier/ns#payer";
    /// The property from a sum to one who receives.
    PAYEE = "https://w3id.org/sourcier/ns#payee";
    /// The property from a figure or total to its sector.
    SECTOR = "https://w3id.org/sourcier/ns#ofSector";
    /// The property from a figure to the time that it is for.
    PERIOD = "https://w3id.org/sourcier/ns#forPeriod";
    /// The property from a figure to the first day of that time.
    PERIOD_EARLIEST = "https://w3id.org/sourcier/ns#periodStart";
    /// The property from a figure to its last day.
    PERIOD_LATEST = "https://w3id.org/sourcier/ns#periodEnd";
    /// The property from a replaced figure to that which stands.
    REPLACED_BY = "https://w3id.org/sourcier/ns#replacedBy";
    /// The property from a figure to a narrower one.
    REFINED_BY = "https://w3id.org/sourcier/ns#refinedBy";
    /// The property from a whole to the first of the parts that stand in its place.
    GAVE_WAY_TO = "https://w3id.org/sourcier/ns#gaveWayTo";
    /// The property from a sum to its whole.
    CONTAINED_IN = "https://w3id.org/sourcier/ns#containedIn";
    /// The property from a sum to its parts, if they exceed it.
    EXCEEDED_BY = "https://w3id.org/sourcier/ns#exceededBy";
    /// The property from a sum to another that a row counts beside it, though its period lies within that one's.
    COUNTED_BESIDE = "https://w3id.org/sourcier/ns#countedBeside";
    /// The class of disputes: rival figures.
    DISPUTE = "https://w3id.org/sourcier/ns#Dispute";
    /// The property from a figure to its dispute.
    IN_DISPUTE = "https://w3id.org/sourcier/ns#inDispute";
    /// The property from a figure or total to its least amount.
    LEAST = "https://w3id.org/sourcier/ns#least";
    /// The property from a figure or total to its greatest amount.
    GREATEST = "https://w3id.org/sourcier/ns#greatest";
    /// The property from a dispute to the claim that speaks for its first figure.
    FIRST_CLAIM = "https://w3id.org/sourcier/ns#firstClaim";
    /// The class of rows of totals.
    TOTAL = "https://w3id.org/sourcier/ns#Total";
    /// The property to the word for what totals are grouped by.
    GROUPED_BY = "https://w3id.org/sourcier/ns#groupedBy";
    /// The property from a total to its group.
    GROUP = "https://w3id.org/sourcier/ns#group";
    /// The property from a total to the reason why its group has no name.
    UNNAMED = "https://w3id.org/sourcier/ns#unnamed";
    /// The property from a total to what keeps it apart from plain sums.
    ASPECT = "https://w3id.org/sourcier/ns#aspect";
    /// The property from a total to the period of a rate.
    PER = "https://w3id.org/sourcier/ns#ratePer";
    /// The property from a total to the least of what is new in it.
    NEW_MINIMUM = "https://w3id.org/sourcier/ns#newMinimum";
    /// The property from a total to the most of what is new in it.
    NEW_MAXIMUM = "https://w3id.org/sourcier/ns#newMaximum";
    /// The property from a total to the number of its sums.
    SUM_COUNT = "https://w3id.org/sourcier/ns#sumCount";
    /// The property from a total to a mark.
    MARK = "https://w3id.org/sourcier/ns#mark";
    /// The mark of sums about which figures differ.
    MARK_DISPUTED = "https://w3id.org/sourcier/ns#mark-disputed";
    /// The mark of what is left of a sum of which a part stands elsewhere.
    MARK_REST = "https://w3id.org/sourcier/ns#mark-rest";
    /// The property from a claim to the total in which it stands.
    IN_TOTAL = "https://w3id.org/sourcier/ns#inTotal";
    /// The class of notes that a claim stands in no total.
    NOT_COUNTED = "https://w3id.org/sourcier/ns#NotCounted";
    /// The property to the reason.
    REASON = "https://w3id.org/sourcier/ns#reason";
    /// The reason of a claim that only says again what another says.
    LEFT_OUT_SAYS_AGAIN = "https://w3id.org/sourcier/ns#left-out-says-again";
    /// The reason of a part that counts within its whole.
    LEFT_OUT_PART_OF = "https://w3id.org/sourcier/ns#left-out-part-of";
    /// The reason that another sum stands in its place.
    LEFT_OUT_REPLACED = "https://w3id.org/sourcier/ns#left-out-replaced";
    /// The reason that a narrower sum stands in its place.
    LEFT_OUT_REFINED = "https://w3id.org/sourcier/ns#left-out-refined";
    /// The mark that a sum is a part of that of another row.
    MARK_CONTAINED = "https://w3id.org/sourcier/ns#mark-contained";
    /// The aspect that a sum differs in scope from another.
    ASPECT_SCOPE = "https://w3id.org/sourcier/ns#aspect-scope";
    /// The aspect that a sum comes on top of one that is not known.
    ASPECT_INCREMENT = "https://w3id.org/sourcier/ns#aspect-increment";
    /// The property between claims that differ in scope.
    DIFFERS_IN_SCOPE = "https://w3id.org/sourcier/ns#differsInScopeFrom";
    /// The property from a claim to one on top of whose sum its own comes.
    ADDS_TO = "https://w3id.org/sourcier/ns#addsTo";
    /// The property from an open claim's note to what it lacks.
    LACKS = "https://w3id.org/sourcier/ns#lacks";
    /// The property to a measure role.
    MEASURE_ROLE = "https://w3id.org/sourcier/ns#measureRole";
    /// The measure role of the whole.
    MEASURE_ROLE_TOTAL = "https://w3id.org/sourcier/ns#measure-role-total";
    /// The measure role of what one of those who pay brings.
    MEASURE_ROLE_CONTRIBUTION = "https://w3id.org/sourcier/ns#measure-role-contribution";
    /// The measure role of what comes on top of another sum.
    MEASURE_ROLE_INCREMENT = "https://w3id.org/sourcier/ns#measure-role-increment";
    /// The measure role of what is aimed at.
    MEASURE_ROLE_TARGET = "https://w3id.org/sourcier/ns#measure-role-target";
    /// The measure role of by how much a thing is multiplied.
    MEASURE_ROLE_MULTIPLE = "https://w3id.org/sourcier/ns#measure-role-multiple";
    /// The measure role of where one starts from.
    MEASURE_ROLE_BASELINE = "https://w3id.org/sourcier/ns#measure-role-baseline";
    /// The kind of claims about what is aimed at.
    KIND_TARGET = "https://w3id.org/sourcier/ns#kind-target";
    /// The property to the claim that stands in its place.
    GIVES_WAY_TO = "https://w3id.org/sourcier/ns#givesWayTo";
    /// The property to whether a report publishes something.
    PUBLISH = "https://w3id.org/sourcier/ns#publish";
    /// The value of that property for what is published.
    PUBLISH_YES = "https://w3id.org/sourcier/ns#publish-yes";
}

/// `rdf:type`.
pub const RDF_TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
/// `rdf:subject`.
pub const RDF_SUBJECT: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#subject";
/// `rdf:predicate`.
pub const RDF_PREDICATE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate";
/// `rdf:object`.
pub const RDF_OBJECT: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#object";
/// `rdf:reifies` (RDF 1.2).
pub const RDF_REIFIES: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies";
/// `dcterms:title`.
pub const DCTERMS_TITLE: &str = "http://purl.org/dc/terms/title";
/// `dcterms:language`.
pub const DCTERMS_LANGUAGE: &str = "http://purl.org/dc/terms/language";
/// `dcterms:license`.
pub const DCTERMS_LICENSE: &str = "http://purl.org/dc/terms/license";
/// `skos:notation`.
pub const SKOS_NOTATION: &str = "http://www.w3.org/2004/02/skos/core#notation";
/// The namespace of XML Schema datatypes.
pub const XSD: &str = "http://www.w3.org/2001/XMLSchema#";

/// The prefixes that are predefined in every dossier's queries, besides those of `sourcier.toml`.
pub const PREFIXES: &[(&str, &str)] = &[
    ("s", NS),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("xsd", XSD),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("schema", "http://schema.org/"),
    ("org", "http://www.w3.org/ns/org#"),
    ("oa", "http://www.w3.org/ns/oa#"),
    ("wd", "http://www.wikidata.org/entity/"),
];
