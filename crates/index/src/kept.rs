//! An index in a file: its terms and triples, to be mapped and asked without being read first.
//!
//! The file has a head and blocks of bytes, each with a checksum that is seeded by the file's own number. Whatever was changed,
//! cut or put in from another file is found when its block is first read; positions and numbers are checked against what is there.
//! Numbers are written as this machine has them: a file of another kind of machine, or of another version, is a foreign one.

use crate::blocks::{self, Blocks, Bytes};
use crate::dictionary::{self, Dictionary, Kind, Literals, VACANT};
use crate::part::{Part, Section};
use crate::run::{Rows, Run};
use crate::{Damaged, Index};
use std::collections::BTreeMap;
use std::fs::File;
use std::hash::{BuildHasher as _, RandomState};
use std::io::{self, Read as _, Seek, SeekFrom, Write};
use std::sync::Arc;
use twox_hash::XxHash3_64;

/// The length of what a file was made from, as a digest.
pub const DIGEST: usize = 32;

/// The first bytes of a file. Another order of bytes or another version is another file.
const MAGIC: u64 = u64::from_be_bytes(*b"srcidx\x00\x02");
/// The sections of what the file is about, of terms, and of the numbers of the names of graphs; those of each graph follow, the
/// default graph first.
const OF_TERMS: usize = 5;
/// The sections of a graph.
const OF_GRAPH: usize = 6;
/// The words of eight bytes before the ends of the sections, in bytes after the head: magic number, length of the file, its number,
/// checksum of the head, digest, which literals are one term, and the number of sections. The checksums of the blocks come after the ends.
const WORDS: usize = 6 + DIGEST / 8;
/// The position of the head's checksum, which is taken as 0 there.
const SUM: usize = 3;
/// A file up to this length is read, a longer one is mapped.
const READ: u64 = 4 << 20;

/// A kept index could not be opened. Whatever the reason, it can be made anew.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It is no index of this version and kind of machine, or one of something else.
    #[error("the file is no index of what it should be of")]
    Foreign,
    /// It was cut or changed.
    #[error(transparent)]
    Damaged(#[from] Damaged),
}

/// The terms and triples of a file.
#[derive(Debug)]
pub(crate) struct KeptIndex {
    pub(crate) literals: Literals,
    /// What its writer put beside.
    pub(crate) about: Section<u8>,
    pub(crate) terms: dictionary::Kept,
    /// The triples of the default graph.
    pub(crate) run: Run,
    /// Those of each named graph, by the number of its name.
    pub(crate) named: BTreeMap<u32, Run>,
}

impl Index {
    /// Writes the index, for [`Index::open`]; the triples of each graph become one run first. `digest` tells what it was made from;
    /// `about` is anything that belongs to it ([`Index::about`]).
    ///
    /// # Errors
    /// When writing fails, or there are too many terms.
    pub fn keep(&mut self, digest: [u8; DIGEST], about: &[u8], file: &mut (impl Write + Seek)) -> io::Result<()> {
        self.own().map_err(io::Error::other)?;
        self.compact().map_err(io::Error::other)?;
        let seed = RandomState::new().hash_one(digest);
        let none = Run::default();
        let names: Vec<u32> = self.named.keys().copied().collect();
        let graphs = std::iter::once(&self.triples).chain(self.named.values());
        let runs: Vec<&Run> = graphs.map(|graph| graph.runs().first().unwrap_or(&none)).collect();
        let mut writer = Sections::new(file, seed, about.len(), &self.dictionary, &runs)?;
        writer.write(about)?;
        writer.terms(&self.dictionary)?;
        writer.write(&names)?;
        for rows in runs.iter().flat_map(|run| [&run.by_subject, &run.by_predicate]) {
            writer.write(rows.pairs.all().map_err(io::Error::other)?)?;
            writer.write(rows.heads.all().map_err(io::Error::other)?)?;
            writer.write(rows.starts.all().map_err(io::Error::other)?)?;
        }
        writer.finish(digest, self.literals)
    }

    /// Opens a kept index of what has this digest. Little is read: a block when it is first needed.
    ///
    /// The file must not be written to while the index is in use; it may be replaced or removed.
    ///
    /// # Errors
    /// When the file is no such index.
    pub fn open(file: &File, digest: [u8; DIGEST]) -> Result<Self, OpenError> {
        let bytes = bytes(file)?;
        let all = bytes.all();
        let word = |at: usize| -> Result<u64, OpenError> {
            let bytes = all.get(8 * at..8 * at + 8).ok_or(OpenError::Foreign)?;
            Ok(bytemuck::pod_read_unaligned(bytes))
        };
        if word(0)? != MAGIC || all.get(32..32 + DIGEST) != Some(&digest[..]) {
            return Err(OpenError::Foreign);
        }
        let length = all.len() as u64;
        let (seed, sum) = (word(2)?, word(SUM)?);
        let sections = usize::try_from(word(WORDS - 1)?).map_err(|_| Damaged)?;
        if sections > all.len() / 8 {
            return Err(Damaged.into());
        }
        let ends: Vec<usize> = (0..sections)
            .map(|section| Ok(usize::try_from(word(WORDS + section)?).map_err(|_| Damaged)?))
            .collect::<Result<_, OpenError>>()?;
        let count = ends.last().copied().unwrap_or(0).div_ceil(blocks::SIZE);
        let start = head(sections, count).ok_or(Damaged)?;
        let mut checked = all.get(..start).ok_or(Damaged)?.to_vec();
        checked[8 * SUM..8 * SUM + 8].fill(0);
        if word(1)? != length || XxHash3_64::oneshot_with_seed(seed, &checked) != sum {
            return Err(Damaged.into());
        }
        let sums = (0..count).map(|block| word(WORDS + sections + block));
        let sums = sums.collect::<Result<_, _>>()?;
        let literals = match word(WORDS - 2)? {
            0 => Literals::ByForm,
            1 => Literals::ByValue,
            _ => return Err(Damaged.into()),
        };
        let blocks = Arc::new(Blocks::new(bytes, start, seed, sums)?);
        Ok(Self::of_kept(of_blocks(&blocks, &ends, seed, literals)?))
    }

    /// Whether the index is kept in a file that is mapped, of which blocks are read when they are first needed.
    pub fn is_mapped(&self) -> bool {
        self.kept.as_ref().is_some_and(|kept| kept.about.is_mapped())
    }

    /// What was put beside a kept index; nothing of one in memory.
    ///
    /// # Errors
    /// When a block is damaged.
    pub fn about(&self) -> Result<&[u8], Damaged> {
        let about = self.kept.as_ref().map(|kept| kept.about.slice(0..kept.about.len()));
        about.unwrap_or(Ok(&[]))
    }

    /// Reads all blocks of a kept index, so that nothing of it can be found damaged later.
    ///
    /// # Errors
    /// When a block is damaged.
    pub fn verify(&self) -> Result<(), Damaged> {
        let Some(kept) = &self.kept else { return Ok(()) };
        self.about()?;
        kept.terms.text.slice(0..kept.terms.text.len())?;
        kept.terms.entries.slice(0..kept.terms.entries.len())?;
        kept.terms.table.slice(0..kept.terms.table.len())?;
        let runs = std::iter::once(&kept.run).chain(kept.named.values());
        for rows in runs.flat_map(|run| [&run.by_subject, &run.by_predicate]) {
            rows.pairs.all()?;
            rows.heads.all()?;
            rows.starts.all()?;
        }
        Ok(())
    }
}

/// The terms and triples in the blocks of a file whose sections end there.
fn of_blocks(blocks: &Arc<Blocks>, ends: &[usize], seed: u64, literals: Literals) -> Result<KeptIndex, Damaged> {
    if ends.iter().any(|end| *end > blocks.len()) {
        return Err(Damaged);
    }
    let mut start = 0;
    let mut sections = ends.iter().map(|&end| {
        let range = start..end;
        // Each begins at a multiple of eight.
        start = end.next_multiple_of(8);
        range
    });
    let mut next = || sections.next().unwrap_or(0..0);
    let about = Section::new(blocks, next())?;
    let terms = dictionary::Kept {
        text: Section::new(blocks, next())?,
        entries: Section::new(blocks, next())?,
        table: Section::new(blocks, next())?,
        seed,
    };
    if terms.entries.len() >= VACANT as usize || !(terms.table.len() == 0 || terms.table.len().is_power_of_two()) {
        return Err(Damaged);
    }
    let names: Section<u32> = Section::new(blocks, next())?;
    if ends.len() != OF_TERMS + OF_GRAPH * (1 + names.len()) {
        return Err(Damaged);
    }
    let mut run = || {
        let mut rows = || {
            Ok(Rows {
                pairs: Part::Kept(Section::new(blocks, next())?),
                heads: Part::Kept(Section::new(blocks, next())?),
                starts: Part::Kept(Section::new(blocks, next())?),
            })
        };
        let (by_subject, by_predicate) = (rows()?, rows()?);
        match by_subject.pairs.len() == by_predicate.pairs.len() {
            true => Ok(Run {
                by_subject,
                by_predicate,
            }),
            false => Err(Damaged),
        }
    };
    Ok(KeptIndex {
        literals,
        about,
        terms,
        run: run()?,
        named: names
            .slice(0..names.len())?
            .iter()
            .map(|name| Ok((*name, run()?)))
            .collect::<Result<_, Damaged>>()?,
    })
}

/// The length of the head of a file with so many sections and blocks.
fn head(sections: usize, blocks: usize) -> Option<usize> {
    let words = WORDS.checked_add(sections)?.checked_add(blocks)?;
    words.checked_mul(8).filter(|length| *length < usize::MAX / 2)
}

/// The bytes of a file: read if they are few, else mapped.
fn bytes(mut file: &File) -> Result<Bytes, OpenError> {
    let length = file.metadata()?.len();
    // Miri, which looks for undefined behaviour, maps no files.
    if length <= READ || cfg!(miri) {
        let mut bytes = Bytes::of_length(usize::try_from(length).map_err(|_| OpenError::Foreign)?);
        file.seek(SeekFrom::Start(0))?;
        file.read_exact(bytes.fillable())?;
        return Ok(bytes);
    }
    Ok(Bytes::Mapped(map(file)?))
}

/// Maps a file.
#[allow(unsafe_code)]
fn map(file: &File) -> io::Result<memmap2::Mmap> {
    // SAFETY: the bytes must not change while they are mapped. Kept files are written under another name, completed, and then
    // given theirs; they are in the user's own folder and never written to again ([`Index::open`] says so). What a file is cut to
    // by another program ends the process by a signal; no byte outside of it is read.
    unsafe { memmap2::Mmap::map(file) }
}

/// Writes sections, one after the other, in blocks with checksums.
struct Sections<'f, F> {
    file: &'f mut F,
    seed: u64,
    /// What is written of the last block.
    block: Vec<u8>,
    sums: Vec<u64>,
    /// The number of bytes after the head.
    length: usize,
    ends: Vec<usize>,
    /// The length of the head.
    head: usize,
}

impl<'f, F: Write + Seek> Sections<'f, F> {
    /// Begins after the head, whose length depends on that of the sections.
    fn new(file: &'f mut F, seed: u64, about: usize, dictionary: &Dictionary, runs: &[&Run]) -> io::Result<Self> {
        let terms = dictionary.end() as usize;
        let of_terms = [
            about,
            dictionary.text().len(),
            16 * terms,
            4 * table_length(terms),
            4 * (runs.len() - 1),
        ];
        let rows = runs.iter().flat_map(|run| [&run.by_subject, &run.by_predicate]);
        let of_graphs = rows.flat_map(|rows| [8 * rows.pairs.len(), 8 * rows.heads.len(), 4 * rows.starts.len()]);
        let (mut length, mut sections) = (0_usize, 0);
        for section in of_terms.into_iter().chain(of_graphs) {
            length = length.next_multiple_of(8) + section;
            sections += 1;
        }
        let head = head(sections, length.div_ceil(blocks::SIZE)).ok_or_else(|| io::Error::other("too long"))?;
        file.seek(SeekFrom::Start(head as u64))?;
        Ok(Self {
            file,
            seed,
            block: Vec::with_capacity(blocks::SIZE),
            sums: Vec::new(),
            length: 0,
            ends: Vec::new(),
            head,
        })
    }

    fn terms(&mut self, dictionary: &Dictionary) -> io::Result<()> {
        self.write(dictionary.text().as_bytes())?;
        let entries: Vec<[u64; 2]> = dictionary
            .entries()
            .map(|(end, kind)| [end as u64, kind.packed()])
            .collect();
        self.write(&entries)?;
        self.write(&table(dictionary, self.seed))
    }

    /// Writes a section.
    fn write<T: bytemuck::NoUninit>(&mut self, elements: &[T]) -> io::Result<()> {
        let gap = self.length.next_multiple_of(8) - self.length;
        self.put(&[0; 8][..gap])?;
        self.put(bytemuck::cast_slice(elements))?;
        self.ends.push(self.length);
        Ok(())
    }

    fn put(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        self.length += bytes.len();
        while !bytes.is_empty() {
            let (now, later) = bytes.split_at(bytes.len().min(blocks::SIZE - self.block.len()));
            self.block.extend_from_slice(now);
            bytes = later;
            if self.block.len() == blocks::SIZE {
                self.flush()?;
            }
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sums
            .push(blocks::checksum(self.seed, self.sums.len(), &self.block));
        self.file.write_all(&self.block)?;
        self.block.clear();
        Ok(())
    }

    /// Writes the last block and the head.
    fn finish(mut self, digest: [u8; DIGEST], literals: Literals) -> io::Result<()> {
        if !self.block.is_empty() {
            self.flush()?;
        }
        debug_assert_eq!(
            head(self.ends.len(), self.sums.len()),
            Some(self.head),
            "the sections have the lengths that were planned"
        );
        let digest: [u64; DIGEST / 8] = bytemuck::cast(digest);
        let mut words = vec![MAGIC, (self.head + self.length) as u64, self.seed, 0];
        words.extend(digest);
        words.push(u64::from(literals == Literals::ByValue));
        words.push(self.ends.len() as u64);
        words.extend(self.ends.iter().map(|&end| end as u64));
        words.extend(&self.sums);
        words[SUM] = XxHash3_64::oneshot_with_seed(self.seed, bytemuck::cast_slice(&words));
        self.file.seek(SeekFrom::Start(0))?;
        self.file.write_all(bytemuck::cast_slice(&words))?;
        self.file.flush()
    }
}

/// The length of the table of so many terms: at most half of it is taken.
fn table_length(terms: usize) -> usize {
    if terms == 0 { 0 } else { (2 * terms).next_power_of_two() }
}

fn table(dictionary: &Dictionary, seed: u64) -> Vec<u32> {
    let mut table = vec![VACANT; table_length(dictionary.end() as usize)];
    for number in 0..dictionary.end() {
        let (kind, text) = dictionary.part(number).unwrap_or((Kind::Plain, ""));
        let hash = dictionary::hash(seed, kind, text);
        if let Some(place) = dictionary::places(hash, table.len()).find(|place| table[*place] == VACANT) {
            table[place] = number;
        }
    }
    table
}
