//! What is remarked of the figure of a claim beside it: an ambiguous reading, others who say another figure, why it does not count by
//! itself.

use super::claimed::Claim;
use super::left_out::LeftOut;
use super::read::Reader;
use super::words::fill;
use crate::vocabulary as v;

impl<'a> Claim<'a> {
    /// Whether its passage can be read in several ways.
    pub fn is_ambiguous(&self) -> bool {
        self.thing.is(v::READING, v::READING_AMBIGUOUS)
    }

    /// Why it does not count by itself in the totals of a grouping; `None` if it does, or if it is the message of a withdrawal.
    pub fn left_out_by(&self, reader: &Reader<'a>, grouping: &str) -> Option<LeftOut> {
        let mut notes = self.left_out(reader).into_iter();
        let note = notes.find(|note| note.groupings.iter().any(|by| by == grouping));
        note.filter(|_| !self.tells_withdrawal(reader))
    }

    /// The marks of its figure wherever it stands among others.
    pub fn marks(&self, reader: &Reader<'a>) -> Vec<String> {
        let words = reader.language.words();
        let disputed = self.is_disputed().then(|| words.disputed.to_owned());
        let ambiguous = self.is_ambiguous().then(|| words.ambiguous_reading.to_owned());
        let mut marks: Vec<String> = disputed.into_iter().chain(self.rivals_apart(reader)).collect();
        marks.extend(self.others_say(reader));
        marks.extend(ambiguous);
        marks
    }

    /// Why it does not count by itself for what it is about, and the marks of its figure.
    pub fn remarks(&self, reader: &Reader<'a>) -> Vec<String> {
        let why = self.left_out_by(reader, "programme").and_then(|note| note.told(reader));
        why.into_iter().chain(self.marks(reader)).collect()
    }

    /// The figures of others in whose place it stands, as `others say £12m`.
    fn others_say(&self, reader: &Reader<'a>) -> Option<String> {
        let others = [v::UPDATES, v::REFINES]
            .into_iter()
            .flat_map(|link| self.thing.texts(link));
        let others = others.filter_map(|other| Self::read(reader, other));
        let mut figures: Vec<String> = others
            .filter(|other| self.is_by_others(other))
            .map(|other| other.figure(reader))
            .collect();
        figures.sort();
        figures.dedup();
        (!figures.is_empty()).then(|| fill(reader.language.words().others_say, &[&figures.join(", ")]))
    }

    /// The figures that do not fit with it and cannot be compared, as `the other figure, > 300bn, does not count: lacks the currency`.
    fn rivals_apart(&self, reader: &Reader<'a>) -> Vec<String> {
        let is_counted = self.thing.has(v::IN_TOTAL);
        let own = [v::CONTRADICTS, v::DOES_NOT_FIT];
        let mut rivals: Vec<&str> = own.iter().flat_map(|link| self.thing.texts(link)).collect();
        rivals.extend(own.iter().flat_map(|link| reader.of(link, self.iri())));
        rivals.sort_unstable();
        rivals.dedup();
        let rivals = rivals.into_iter().filter(|_| is_counted && self.is_money());
        let told = rivals.filter_map(|rival| {
            let rival = Self::read(reader, rival)?;
            let note = rival
                .left_out_by(reader, "programme")
                .filter(|note| !note.lacks.is_empty())?;
            let why = fill(reader.language.words().lacks_only, &[&note.lacks.join(", ")]);
            let amount = rival.amount(reader);
            Some(fill(reader.language.words().does_not_count, &[&amount, &why]))
        });
        told.collect()
    }
}
