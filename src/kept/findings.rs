//! What the checks of a dossier found, kept between runs.

use super::sources::{Noted, Sources};
use super::{Address, Cache, hexadecimal};
use crate::disk::{self, Tree, limit};
use crate::dossier::Dossier;
use crate::texts::Texts;
use diagnostic::{Diagnostic, Report};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest as _, Sha256};
use std::sync::Arc;

/// The ending of kept findings.
pub(super) const ENDING: &str = "findings";

/// Findings, in which the header of a table is kept once.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Findings {
    headers: Vec<Arc<Vec<String>>>,
    /// Each without the header, with the number of that.
    findings: Vec<(Option<usize>, Diagnostic)>,
}

impl Findings {
    pub(super) fn of(all: &[Diagnostic]) -> Self {
        let mut headers: Vec<Arc<Vec<String>>> = Vec::new();
        let findings = all.iter().map(|finding| {
            let mut finding = finding.clone();
            let cell = finding.place.as_mut().and_then(|place| place.cell.as_mut());
            let number = cell.map(|cell| {
                let header = std::mem::take(&mut cell.header);
                headers.iter().position(|known| *known == header).unwrap_or_else(|| {
                    headers.push(header);
                    headers.len() - 1
                })
            });
            (number, finding)
        });
        let findings = findings.collect();
        Self { headers, findings }
    }

    /// Adds the findings to a report, in their order.
    pub(super) fn tell(self, report: &mut Report) {
        for (number, mut finding) in self.findings {
            let cell = finding.place.as_mut().and_then(|place| place.cell.as_mut());
            if let (Some(cell), Some(header)) = (cell, number.and_then(|number| self.headers.get(number))) {
                cell.header = Arc::clone(header);
            }
            report.push(finding);
        }
    }
}

/// What the checks of a dossier found, and what else they returned.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Found<T> {
    sources: Sources,
    findings: Findings,
    outcome: T,
}

impl<T: Serialize + DeserializeOwned> Found<T> {
    /// What was found before, if nothing that was read for it differs: its findings are added to the report.
    pub(crate) fn before(cache: &Cache, dossier: &Dossier, texts: Option<&Texts>, report: &mut Report) -> Option<T> {
        let tree = Tree::open(&cache.folder).ok()?;
        let address = Address::of(cache, dossier, texts);
        let file = tree.read_file(&address.file(ENDING), limit::NONE).ok()?;
        let changed = file.changed();
        let text = file.whole().ok()?;
        let (sum, body) = text.split_at_checked(SUM_LENGTH)?;
        if sum != checksum(&address, body).as_bytes() {
            return None;
        }
        let found: Self = serde_json::from_slice(body).ok()?;
        if !address.are_current(&tree, &found.sources, (dossier, texts), changed) {
            return None;
        }
        found.findings.tell(report);
        Some(found.outcome)
    }

    /// Keeps what was found since [`Report::record`], if there are no errors and not too many findings.
    pub(crate) fn keep(cache: &Cache, noted: &Noted, outcome: T, report: &mut Report) {
        let (Some(findings), false, Some(sources)) = (report.recorded(), report.fails(false), noted.sources()) else {
            return;
        };
        let found = Self {
            sources,
            findings: Findings::of(&findings),
            outcome,
        };
        let put = || -> std::io::Result<()> {
            disk::make_private_folder(&cache.folder)?;
            let address = Address::of(cache, &noted.dossier, noted.texts.as_ref());
            let body = serde_json::to_vec(&found)?;
            let sum = checksum(&address, &body);
            let tree = Tree::open(&cache.folder)?;
            tree.write_unsynced(&address.file(ENDING), &[sum.as_bytes(), &body].concat())
        };
        // Whoever cannot keep it checks anew.
        let _ = put();
    }
}

/// The length of a checksum in hexadecimal digits.
const SUM_LENGTH: usize = 64;

/// The checksum of kept findings: of a dossier, for a program.
fn checksum(address: &Address, body: &[u8]) -> String {
    let mut sum = Sha256::new();
    sum.update(address.digest);
    sum.update(body);
    hexadecimal(&sum.finalize())
}
