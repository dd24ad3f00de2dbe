//! Claims as sentences: `Bpifrance announces €400m for IA-clusters, with the nine clusters as recipient`.

use super::claimed::{Claim, colon, voice};
use super::read::{ALT_LABEL, Reader};
use super::words::fill;
use crate::vocabulary as v;
use text::fold::fold;

impl<'a> Claim<'a> {
    /// The whole claim in one sentence, beginning with who says it, and ending with what became of it if it no longer stands.
    pub fn sentence(&self, reader: &Reader<'a>) -> String {
        let gone = self.gone_label(reader).filter(|_| !self.tells_withdrawal(reader));
        let gone = gone.map(|status| format!(" – {status}")).unwrap_or_default();
        let sum = self.sum_in_words(reader);
        if let Some(told) = sum.as_ref().and_then(|sum| self.told_by_one(reader, sum)) {
            return told + &gone;
        }
        let who = fill(reader.language.words().according_to, &[&self.who(reader)]);
        let told = sum.map_or_else(|| self.statement(reader), |(figure, rest)| figure + &rest);
        format!(
            "{who}{} {told}{}{gone}",
            colon(reader.language),
            in_brackets(&self.stage(reader))
        )
    }

    /// What its one speaker does with its sum, and when: `Bpifrance announces €400m for IA-Cluster (2024)`.
    fn told_by_one(&self, reader: &Reader<'a>, (figure, rest): &(String, String)) -> Option<String> {
        let [_] = self.thing.texts(v::SPEAKER).as_slice() else {
            return None;
        };
        let modality = self.thing.text(v::MODALITY).filter(|_| !self.tells_withdrawal(reader));
        let told = match modality.and_then(|modality| reader.said(modality, v::TOLD_AS)) {
            Some(told) => fill(&told, &[figure]),
            None => format!("{} {figure}", self.verb(reader)?),
        };
        let when = self.when(reader).map(|when| in_brackets(&when)).unwrap_or_default();
        Some(format!("{} {told}{rest}{when}", self.who(reader)))
    }

    /// How firm it is, with the word of the document where totals call it otherwise: `asked (proposed)`.
    pub fn firmness_as_said(&self, reader: &Reader<'a>) -> Option<String> {
        let firmness = self.firmness(reader)?;
        let modality = self.thing.text(v::MODALITY).filter(|_| self.is_money());
        let own = modality.filter(|own| *own != v::MODALITY_STATED && !self.tells_withdrawal(reader));
        let own = own.filter(|own| !reader.thing(own).texts(ALT_LABEL).contains(&firmness.as_str()));
        let own = own.map(|own| reader.label(own)).filter(|own| *own != firmness);
        Some(own.map_or_else(|| firmness.clone(), |own| format!("{firmness} ({own})")))
    }

    /// It as what another claim says again: `€105m, according to The Gull, June 2023`.
    pub fn as_said_before(&self, reader: &Reader<'a>) -> String {
        let said = fill(reader.language.words().as_said_by, &[&voice(reader, self)]);
        let when = self.when(reader).map(|when| format!(", {when}")).unwrap_or_default();
        format!("{} {said}{when}", self.figure(reader))
    }

    /// Its figure with who says it: `€12m (guarantee, Mayor Jane Doe)`.
    pub fn figure_with_voice(&self, reader: &Reader<'a>) -> String {
        let (figure, voice) = (self.figure(reader), in_brackets(&voice(reader, self)));
        match (figure.strip_suffix(')'), voice.strip_prefix(" (")) {
            (Some(figure), Some(voice)) => format!("{figure}, {voice}"),
            _ => figure + &voice,
        }
    }

    /// Whether the name of its kind says how firm it is, as that of an announcement does.
    pub fn is_said_by_kind(&self, reader: &Reader<'a>, firmness: &str) -> bool {
        let kind = self
            .thing
            .text(v::KIND)
            .map(|kind| fold(&reader.label(kind)))
            .unwrap_or_default();
        let firmness = fold(firmness);
        let same = kind
            .chars()
            .zip(firmness.chars())
            .take_while(|(one, other)| one == other)
            .count();
        same >= 7 && !self.is_money()
    }

    /// How much money it is of, and in words for what, who is to pay and who receives it; `None` if it is of no sum, or of an aim.
    pub fn sum_in_words(&self, reader: &Reader<'a>) -> Option<(String, String)> {
        let makes_sums = reader.text(self.thing.text(v::KIND)?, v::MAKES_SUMS) == Some("true");
        let role = self.measure.as_ref()?.text(v::MEASURE_ROLE);
        let is_aim = [v::MEASURE_ROLE_TARGET, v::MEASURE_ROLE_BASELINE]
            .map(Some)
            .contains(&role);
        let about = self.thing.texts(v::ABOUT);
        let figure = self.figure(reader);
        if !makes_sums || !self.is_money() || is_aim || about.is_empty() || figure.is_empty() {
            return None;
        }
        let words = reader.language.words();
        let speakers = self.thing.texts(v::SPEAKER);
        let apart = |property: &str, known: &[&str]| {
            let named = self.thing.texts(property).into_iter();
            reader.labels(named.filter(|name| !known.contains(name)))
        };
        let parts = [
            (words.sum_for, reader.labels(about.iter().copied())),
            (words.sum_paid_by, apart(v::FUNDER, &speakers)),
            (words.sum_received_by, apart(v::RECIPIENT, &about)),
        ];
        let parts = parts.into_iter().filter(|(_, names)| !names.is_empty());
        Some((figure, parts.map(|(text, names)| named_in(text, &names)).collect()))
    }
}

/// A text in brackets; those within it become commas, as in `(9 February 2025, inferred)`.
pub fn in_brackets(text: &str) -> String {
    let inner = text
        .replace(" (", ", ")
        .replace("\u{a0}(", ", ")
        .replace([')', '('], "");
    if inner.is_empty() { inner } else { format!(" ({inner})") }
}

/// Names in the place of a text. A name that begins with a small letter would need an article in French: there it stands behind a colon.
fn named_in(text: &str, names: &str) -> String {
    let is_noun = names.trim_start_matches('\u{2068}').starts_with(char::is_lowercase);
    match text.split_once('|') {
        Some((_, noun)) if is_noun => fill(noun, &[names]),
        Some((name, _)) => fill(name, &[names]),
        None => fill(text, &[names]),
    }
}
