//! Rows that give one thing to several payers: what each of them pays, or sums that contradict each other.

mod share;

use super::{CLAIMS, Row, Wanted};
use sheet::{Change, Choice, Doubt, Note, SeveralPayers, Understood};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// The columns in which rows agree that are about one thing at one stage. What two have paid is never in dispute, whenever they
/// paid it; nor what two bodies have voted, each over its own money. So it is where one of several payers lends, and the form of
/// the others' money is not said: each pays, whatever the document and the date.
const OF_THING: [&str; 5] = ["about", "kind", "modality", "unit", "per"];

/// The columns in which other rows agree that are what each of several pays.
const SAME: [&str; 9] = [
    "document", "about", "kind", "speaker", "modality", "when", "period", "unit", "per",
];

/// The stages at which those decide who pay, over their own money.
const DECIDED: [&str; 2] = ["approved", "committed"];

/// The stage at which those ask who would receive.
const ASKED: &str = "called-for";

/// Stages at which a later row says a sum again rather than another one.
pub(in crate::import) const SAID_AGAIN: [&str; 6] =
    ["announced", "expected", "planned", "proposed", "called-for", "wished"];

/// How many things are told one by one, and how many rows of each.
const TOLD: usize = 10;

/// Rows of several payers, or for several recipients, for one thing.
struct Several {
    /// The rows, by place.
    rows: Vec<usize>,
    basis: Basis,
}

/// Who pays, and who receives.
type Parties = [BTreeSet<String>; 2];

/// Why rows are what each of several pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Basis {
    /// They are payments, which are never in dispute.
    Paid,
    /// One document says so of some of them, or each voted its own money.
    Together,
    /// Different documents name different payers, with different sums.
    Apart,
    /// So do they, and one of these sums may say another again.
    Doubtful,
    /// Claims of the tables are what others give to the same thing, as a person or another sheet says.
    Beside,
}

fn cell<'r>(row: &'r Row, column: &str) -> &'r str {
    row.cells.get(column).map_or("", String::as_str)
}

/// Whether a row is a sum that somebody pays or receives, and nothing says what it is beside others.
fn is_sum_of_party(row: &Row) -> bool {
    let has_party = !cell(row, "funder").is_empty() || !cell(row, "recipient").is_empty();
    row.table == CLAIMS && cell(row, "measure_role") == "total" && has_party
}

impl Wanted<'_> {
    /// Rows of one document that give one thing in one stage and time to several payers are what each of them pays, and no totals
    /// that contradict each other, unless the map says so; so are then other rows for that thing, and what several vote. Notes
    /// tell it, and doubts ask, if nobody has decided.
    pub(in crate::import) fn share(&mut self, understood: &mut Understood, is_exported: bool) {
        let map = &understood.map;
        let (together, apart) = (map.several_payers, map.payers_of_several_documents);
        let doubtful = map.doubtful_payers;
        let is_taken = |group: &Several| match group.basis {
            Basis::Paid => true,
            Basis::Together | Basis::Beside => together != Some(SeveralPayers::Rivals),
            Basis::Apart => apart != Some(SeveralPayers::Rivals),
            Basis::Doubtful => doubtful == Some(SeveralPayers::Contributions),
        };
        let groups = self.several();
        let taken: Vec<&Several> = groups.iter().filter(|group| is_taken(group)).collect();
        for index in taken.iter().flat_map(|group| &group.rows) {
            let role = "contribution".to_owned();
            self.rows[*index].cells.insert("measure_role".to_owned(), role);
        }
        understood.notes.extend(self.shared(&taken));
        if apart != Some(SeveralPayers::Rivals) {
            let shares = self.shares_beside(&groups);
            understood.notes.extend(self.told_shares(&shares));
            for index in shares.iter().flat_map(|of| &of.rows) {
                let role = "contribution".to_owned();
                self.rows[*index].cells.insert("measure_role".to_owned(), role);
            }
        }
        if [together, apart, doubtful]
            .iter()
            .all(|decided| *decided != Some(SeveralPayers::Rivals))
        {
            self.keep_shares();
        }
        understood.notes.extend(self.formless());
        understood.notes.extend(self.note_on_alike(is_exported));
        if !is_exported {
            understood.notes.extend(self.note_on_elsewhere());
            self.dispute_accounts(understood);
        }
        self.ask(&groups, understood);
        if !is_exported {
            self.ask_places(understood);
        }
    }

    /// What was what one of several pays in the last version of the sheet stays so, whatever else is in the sheet now: two names of
    /// payers may have become one in the tables since.
    fn keep_shares(&mut self) {
        let ledger = self.around.ledger;
        for row in self.rows.iter_mut().filter(|row| is_sum_of_party(row)) {
            let last = ledger.row(CLAIMS, &row.key);
            let is_same = |column: &str| last.is_some_and(|last| last.get(column) == row.cells.get(column));
            let was_share = last
                .and_then(|last| last.get("measure_role"))
                .is_some_and(|role| role == "contribution");
            if was_share && ["about", "funder", "recipient", "modality"].into_iter().all(is_same) {
                row.cells.insert("measure_role".to_owned(), "contribution".to_owned());
            }
        }
    }

    /// The shares of things that have not several payers.
    fn shares_beside(&self, groups: &[Several]) -> Vec<share::Shares> {
        let several: HashSet<usize> = groups.iter().flat_map(|group| group.rows.iter().copied()).collect();
        let shares = self.shares().into_iter();
        shares
            .filter(|of| !of.rows.iter().any(|row| several.contains(row)))
            .collect()
    }

    /// Asks what nobody has decided of rows of several payers.
    fn ask(&self, groups: &[Several], understood: &mut Understood) {
        let map = &understood.map;
        let (together, apart, doubtful) = (map.several_payers, map.payers_of_several_documents, map.doubtful_payers);
        let doubts = [Basis::Together, Basis::Apart, Basis::Doubtful].map(|basis| self.asked(groups, basis));
        let [of_documents, of_several, of_doubtful] = doubts;
        if let Some(doubt) = of_documents.filter(|_| together.is_none()) {
            understood.map.several_payers = Some(SeveralPayers::Contributions);
            understood.doubts.push(doubt);
        }
        if let Some(doubt) = of_several.filter(|_| apart.is_none()) {
            understood.map.payers_of_several_documents = Some(SeveralPayers::Contributions);
            understood.doubts.push(doubt);
        }
        if let Some(doubt) = of_doubtful.filter(|_| doubtful.is_none()) {
            understood.map.doubtful_payers = Some(SeveralPayers::Rivals);
            understood.doubts.push(doubt);
        }
    }

    /// The question on the groups of one basis.
    fn asked(&self, groups: &[Several], basis: Basis) -> Option<Doubt> {
        let mut open = groups
            .iter()
            .filter(|group| group.basis == basis && self.is_of_rows(group));
        open.next().map(|first| self.doubt(first, open.count()))
    }

    /// What notes tell of rows that are what each of several pays.
    fn shared(&self, taken: &[&Several]) -> Vec<Note> {
        let newly = |group: &&Several| match group.basis {
            Basis::Beside => self.newly(group),
            basis => Several {
                rows: group.rows.clone(),
                basis,
            },
        };
        // Sums in one row are what each pays, as the heading of each says.
        let is_told =
            |group: &Several| self.is_of_rows(group) || group.basis == Basis::Beside && !group.rows.is_empty();
        let told: Vec<Several> = taken.iter().map(newly).filter(is_told).collect();
        let text = |group: &Several| {
            let (rows, thing) = self.told(group);
            let give = if self.is_of_rows(group) { "give" } else { "gives" };
            if group.basis == Basis::Beside {
                return format!(
                    "{rows} {give} a sum for {thing}, for which the tables have contributions: taken as one, which adds up or \
                     says one of them again"
                );
            }
            let [parties, pay] = self.parties_of(group);
            let stage = self.stage_of(group, taken);
            format!("{rows} {give} what several {parties} {pay} for {thing}{stage}: contributions, which add up")
        };
        let mut texts: Vec<String> = told.iter().take(TOLD).map(text).collect();
        // At each stage of one thing they give the same.
        texts.dedup();
        if let Some(rest) = told.len().checked_sub(TOLD).filter(|rest| *rest > 0) {
            texts.push(format!(
                "{rest} more things have several payers: contributions, which add up"
            ));
        }
        texts.into_iter().map(|text| Note { address: None, text }).collect()
    }

    /// The stage of a group in brackets, where another group of other rows is for the same thing.
    fn stage_of(&self, group: &Several, all: &[&Several]) -> String {
        let about = |group: &Several| group.rows.first().map(|row| cell(&self.rows[*row], "about").to_owned());
        let numbers = self.numbers(&group.rows);
        let is_other = |other: &&&Several| about(other) == about(group) && self.numbers(&other.rows) != numbers;
        let modality = group.rows.first().map_or("", |row| cell(&self.rows[*row], "modality"));
        let is_told = !modality.is_empty() && all.iter().any(|other| is_other(&other));
        if is_told {
            format!(" ({modality})")
        } else {
            String::new()
        }
    }

    /// Whether payers differ in a group, or recipients; and what these do.
    fn parties_of(&self, group: &Several) -> [&'static str; 2] {
        match self.differing(&group.rows) {
            [true, true] => ["payers and recipients", "pay and receive"],
            [false, true] => ["recipients", "receive"],
            [_, false] => ["payers", "pay"],
        }
    }

    /// The groups of totals that differ in who pays or receives, by thing, in their order.
    fn several(&self) -> Vec<Several> {
        let mixed = self.mixed();
        let tabled = self.tabled();
        let mut things: Vec<([&str; 5], Vec<usize>)> = Vec::new();
        let mut known: HashMap<[&str; 5], usize> = HashMap::new();
        for (index, row) in self.rows.iter().enumerate().filter(|(_, row)| is_sum_of_party(row)) {
            let thing = OF_THING.map(|column| cell(row, column));
            let place = *known.entry(thing).or_insert_with(|| {
                things.push((thing, Vec::new()));
                things.len() - 1
            });
            things[place].1.push(index);
        }
        let mut groups = Vec::new();
        for (thing, rows) in things {
            let modality = thing[2];
            let all = self.members(&rows);
            let basis = match modality {
                "received" => Basis::Paid,
                _ if mixed.contains(&thing) || DECIDED.contains(&modality) => Basis::Together,
                // Who asks asks for itself.
                ASKED if self.differing(&rows)[1] => Basis::Together,
                _ if self.has_document_of_several(&rows) || self.are_of_register(&rows) => Basis::Together,
                _ if all.as_ref().is_some_and(|rows| self.may_be_said_again(rows)) => Basis::Doubtful,
                _ => Basis::Apart,
            };
            let is_apart = matches!(basis, Basis::Apart | Basis::Doubtful);
            let beside = tabled.get(&thing.map(str::to_owned));
            let beside = beside
                .map(|parties| self.beside(&rows, parties))
                .filter(|rows| !rows.is_empty());
            match (all, beside) {
                (Some(rows), _) if !is_apart => groups.push(Several { rows, basis }),
                (_, Some(rows)) => groups.push(Several {
                    rows,
                    basis: Basis::Beside,
                }),
                (Some(rows), None) => groups.push(Several { rows, basis }),
                (None, None) => {}
            }
        }
        groups
    }

    /// Whether sums of different payers or recipients are equal, so that one may be another that names the wrong one; or one payer
    /// gives sums with and without a recipient, which would be added up.
    fn may_be_said_again(&self, rows: &[usize]) -> bool {
        let mut parties: HashMap<[&str; 4], BTreeSet<[&str; 2]>> = HashMap::new();
        let mut recipients: HashMap<&str, BTreeSet<bool>> = HashMap::new();
        for index in rows {
            let row = &self.rows[*index];
            let sum = ["minimum", "maximum", "period", "instrument"].map(|column| cell(row, column));
            let [funder, recipient] = ["funder", "recipient"].map(|column| cell(row, column));
            parties.entry(sum).or_default().insert([funder, recipient]);
            recipients.entry(funder).or_default().insert(recipient.is_empty());
        }
        parties.values().any(|parties| parties.len() > 1) || recipients.values().any(|has| has.len() > 1)
    }

    /// Whether payers differ among rows, and whether recipients do.
    fn differing(&self, rows: &[usize]) -> [bool; 2] {
        ["funder", "recipient"].map(|column| {
            let named = rows.iter().map(|index| cell(&self.rows[*index], column));
            named.filter(|name| !name.is_empty()).collect::<BTreeSet<_>>().len() > 1
        })
    }

    /// The rows that differ in who pays or receives, and name it; none if they are not several. A joint sum of payers who are named
    /// alone, too, is no further one, unless it has a recipient of its own as all the others do.
    fn members(&self, rows: &[usize]) -> Option<Vec<usize>> {
        let is_joint = |index: &usize| self.joint.contains_key(&self.rows[*index].key);
        let (joint, single): (Vec<usize>, Vec<usize>) = rows.iter().partition(|index| is_joint(index));
        let named: HashSet<&str> = single.iter().map(|index| cell(&self.rows[*index], "funder")).collect();
        let received: HashSet<&str> = single
            .iter()
            .map(|index| cell(&self.rows[*index], "recipient"))
            .collect();
        let is_apart = |index: &usize| {
            let row = &self.rows[*index];
            let others = self.joint.get(&row.key).into_iter().flatten().map(String::as_str);
            let mut payers = others.chain([cell(row, "funder")]);
            let recipient = cell(row, "recipient");
            let is_its_own = !recipient.is_empty() && !received.contains("") && !received.contains(recipient);
            is_its_own || !payers.any(|payer| named.contains(payer))
        };
        let mut rows: Vec<usize> = joint.into_iter().filter(is_apart).chain(single).collect();
        rows.sort_unstable();
        let [payers, recipients] = self.differing(&rows);
        let has = |index: &usize, column: &str| !cell(&self.rows[*index], column).is_empty();
        rows.retain(|index| payers && has(index, "funder") || recipients && has(index, "recipient"));
        (payers || recipients).then_some(rows)
    }

    /// Whether one document gives several of these sums, at one time.
    fn has_document_of_several(&self, rows: &[usize]) -> bool {
        let mut groups: HashMap<[&str; 9], Vec<usize>> = HashMap::new();
        for index in rows {
            let same = SAME.map(|column| cell(&self.rows[*index], column));
            groups.entry(same).or_default().push(*index);
        }
        groups.values().any(|rows| self.members(rows).is_some())
    }

    /// Whether these are sums of one register, whose rows name no speaker and are of one document: none says again what another says.
    fn are_of_register(&self, rows: &[usize]) -> bool {
        let documents: HashSet<&str> = rows.iter().map(|index| cell(&self.rows[*index], "document")).collect();
        let is_sum = |index: &usize| {
            let row = &self.rows[*index];
            cell(row, "speaker").is_empty() && !SAID_AGAIN.contains(&cell(row, "modality"))
        };
        documents.len() == 1 && rows.iter().all(is_sum)
    }

    /// The rows that name who pays or receives as contributions of the tables do, whose payers and recipients these are.
    fn beside(&self, rows: &[usize], [payers, recipients]: &Parties) -> Vec<usize> {
        let is_one = |index: &usize| {
            let [payer, recipient] = ["funder", "recipient"].map(|column| cell(&self.rows[*index], column));
            match recipient {
                // What all recipients get is no contribution beside theirs.
                "" => !payer.is_empty() && !payers.is_empty() && recipients.len() < 2,
                _ => !payer.is_empty() && !payers.is_empty() || !recipients.is_empty(),
            }
        };
        rows.iter().copied().filter(is_one).collect()
    }

    /// The things of which claims of the tables are contributions that the rows of this sheet did not make such, with who pays
    /// and receives these.
    fn tabled(&self) -> HashMap<[String; 5], Parties> {
        let claims = self.around.claims;
        let is_contribution = |key: &str| claims.cell(key, "measure_role") == "contribution";
        let is_own = |key: &str| {
            let last = self
                .around
                .ledger
                .row(CLAIMS, key)
                .and_then(|cells| cells.get("measure_role"));
            last.is_some_and(|role| role == "contribution") && self.at.contains_key(&(CLAIMS, key.to_owned()))
        };
        let mut tabled: HashMap<[String; 5], Parties> = HashMap::new();
        for key in claims.keys().filter(|key| is_contribution(key) && !is_own(key)) {
            if !claims.cell(key, "status").is_empty() {
                continue;
            }
            let thing = OF_THING.map(|column| claims.cell(key, column).to_owned());
            let parties = tabled.entry(thing).or_default();
            for (set, column) in parties.iter_mut().zip(["funder", "recipient"]) {
                let name = claims.cell(key, column);
                set.extend((!name.is_empty()).then(|| name.to_owned()));
            }
        }
        tabled
    }

    /// A group without the rows of which the tables say already that they are contributions.
    fn newly(&self, group: &Several) -> Several {
        let claims = self.around.claims;
        let is_known = |index: &usize| claims.cell(&self.rows[*index].key, "measure_role") == "contribution";
        let rows = group.rows.iter().copied().filter(|index| !is_known(index));
        Several {
            rows: rows.collect(),
            basis: group.basis,
        }
    }

    /// The things of which some payers have a form of money, and others have none.
    fn mixed(&self) -> HashSet<[&str; 5]> {
        let mut payers: HashMap<[&str; 5], [BTreeSet<&str>; 2]> = HashMap::new();
        let is_paid_by = |row: &&Row| is_sum_of_party(row) && !cell(row, "funder").is_empty();
        for row in self.rows.iter().filter(is_paid_by) {
            let thing = OF_THING.map(|column| cell(row, column));
            let [with, without] = payers.entry(thing).or_default();
            let of = if cell(row, "instrument").is_empty() {
                without
            } else {
                with
            };
            of.insert(cell(row, "funder"));
        }
        let is_mixed =
            |[with, without]: &[BTreeSet<&str>; 2]| !with.is_empty() && without.difference(with).next().is_some();
        let mixed = payers.into_iter().filter(|(_, payers)| is_mixed(payers));
        mixed.map(|(thing, _)| thing).collect()
    }

    /// Tells sums without a form of money where the same payer gives the same thing another sum with one: which of both the first
    /// is, totals leave open.
    fn formless(&self) -> Vec<Note> {
        let mut sums: BTreeMap<[&str; 8], [BTreeSet<usize>; 2]> = BTreeMap::new();
        for (index, row) in self.rows.iter().enumerate() {
            let cell = |column: &str| row.cells.get(column).map_or("", String::as_str);
            let is_sum = matches!(cell("measure_role"), "total" | "contribution") && row.table == CLAIMS;
            if is_sum && !cell("funder").is_empty() {
                let [about, kind, modality, unit, per] = OF_THING.map(cell);
                // Contributions to several recipients are sums of their own, whatever their form.
                let role = cell("measure_role");
                let recipient = if role == "contribution" { cell("recipient") } else { "" };
                let [with, without] = sums
                    .entry([about, kind, modality, unit, per, cell("funder"), role, recipient])
                    .or_default();
                let of = if cell("instrument").is_empty() { without } else { with };
                of.insert(index);
            }
        }
        let both = sums.into_values().filter(|of| of.iter().all(|rows| !rows.is_empty()));
        let told = both.take(TOLD).map(|[with, without]| {
            let of = |rows: BTreeSet<usize>| Several {
                rows: rows.into_iter().collect(),
                basis: Basis::Together,
            };
            let ((with, thing), (without, _)) = (self.told(&of(with)), self.told(&of(without)));
            let text = format!(
                "For {thing}, the sums of one payer have a form of money ({}) and none ({}): totals leave out the latter until \
                 their form is written (grant, loan ...)",
                with.to_lowercase(),
                without.to_lowercase()
            );
            Note { address: None, text }
        });
        told.collect()
    }

    /// Whether a group has several rows of the sheet: sums in one row are what each pays, for certain.
    fn is_of_rows(&self, group: &Several) -> bool {
        self.numbers(&group.rows).len() > 1
    }

    /// The rows of the sheet.
    fn numbers(&self, rows: &[usize]) -> BTreeSet<u32> {
        let rows = rows.iter().map(|index| &self.rows[*index].key);
        rows.filter_map(|key| Some(self.places.get(key)?.0)).collect()
    }

    /// The rows of a group, and what they are for, in words.
    fn told(&self, group: &Several) -> (String, String) {
        self.told_rows(&group.rows)
    }

    fn told_rows(&self, rows: &[usize]) -> (String, String) {
        let first = rows.first().map(|index| &self.rows[*index].key);
        let numbers = self.numbers(rows);
        let mut rows: Vec<String> = numbers.iter().take(TOLD).map(u32::to_string).collect();
        if numbers.len() > TOLD {
            rows.push("...".to_owned());
        }
        let thing = first
            .and_then(|key| self.places.get(key))
            .map_or("", |(_, thing)| thing);
        let word = if numbers.len() > 1 { "Rows" } else { "Row" };
        (format!("{word} {}", rows.join(", ")), thing.to_owned())
    }

    fn doubt(&self, first: &Several, others: usize) -> Doubt {
        let (rows, thing) = self.told(first);
        let [parties, pay] = self.parties_of(first);
        let others = match others {
            0 => String::new(),
            1 => ", and so do rows for 1 other thing".to_owned(),
            more => format!(", and so do rows for {more} other things"),
        };
        let is_apart = matches!(first.basis, Basis::Apart | Basis::Doubtful);
        let choice = |label: String, meaning| Choice {
            label,
            change: match first.basis {
                Basis::Apart => Change::PayersOfSeveralDocuments(meaning),
                Basis::Doubtful => Change::DoubtfulPayers(meaning),
                _ => Change::SeveralPayers(meaning),
            },
        };
        let documents = first.rows.iter().map(|index| cell(&self.rows[*index], "document"));
        let of = match documents.collect::<BTreeSet<_>>().len() {
            _ if !is_apart => "",
            1 => " of several days",
            _ => " of several documents",
        };
        let mut choices = vec![
            choice(
                format!("what each of them {pay}s, which adds up").replace("pay and", "pays and"),
                SeveralPayers::Contributions,
            ),
            choice("sums that contradict each other".to_owned(), SeveralPayers::Rivals),
        ];
        let may_repeat = match first.basis {
            Basis::Doubtful => ", and one may say another again",
            _ => "",
        };
        if first.basis == Basis::Doubtful {
            choices.reverse();
        }
        Doubt {
            address: None,
            question: format!(
                "{rows}{of} have sums of several {parties} for {thing}{may_repeat}{others}. What are they?"
            ),
            choices,
        }
    }
}
