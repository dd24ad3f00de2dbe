//! The texts of documents: opened, compared with their hashes, and cut into passages and sentences.

pub mod sentence;

use crate::disk::{self, Journal, Named, Tree, limit};
use crate::dossier::{Dossier, MANIFEST};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use text::fold;
use text::quotation::is_within_number;

/// A text that was read and has the recorded hash.
#[derive(Debug, Clone)]
pub struct Text {
    pub(crate) content: String,
    /// The byte offset of every [`STEP`]th character.
    offsets: Vec<usize>,
    /// The number of characters.
    characters: usize,
    /// The sentences, as ranges of characters.
    pub sentences: Vec<Range<usize>>,
}

/// The reason why a text is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// There is no folder, or no such file in it.
    NotAtHand,
    /// The file has another hash.
    Differs(String),
    /// The file exists but cannot be read; the reason.
    Unreadable(String),
    /// The file is not UTF-8.
    NotUtf8,
}

/// One offset in so many characters is kept.
const STEP: usize = 64;

/// A folder of texts.
#[derive(Debug, Clone)]
pub struct Texts {
    tree: Tree,
    /// Its path below the tree.
    below: PathBuf,
    /// Whether a link may lead to a text outside the folder: its owner is the person who named it.
    follows: bool,
}

impl Texts {
    /// The folder that a person named, or else the manifest's; `None` if there is none. Only from a folder that is in no
    /// dossier may links lead elsewhere.
    ///
    /// # Errors
    /// When the folder that was named cannot be opened.
    pub fn find(dossier: &Dossier, named: Option<&Path>) -> std::io::Result<Option<Self>> {
        if let Some(named) = named {
            let (tree, below, follows) = match disk::named(named, MANIFEST)? {
                Named::Inside(tree, below) => (tree, below, false),
                Named::Outside(path) => (Tree::open(&path)?, PathBuf::new(), true),
            };
            return Ok(Some(Self { tree, below, follows }));
        }
        let folder = dossier.manifest.texts.as_ref();
        Ok(folder
            .filter(|folder| dossier.tree.is_there(folder))
            .map(|folder| Self {
                tree: dossier.tree.clone(),
                below: folder.clone(),
                follows: false,
            }))
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.tree.path()
    }

    /// The same folder; what is read of it is noted in the journal of the dossier if it is below that, else in another.
    #[must_use]
    pub fn noted(&self, dossier: &Tree, journal: &Arc<Journal>, beside: &Arc<Journal>) -> Self {
        let is_below = self.tree.path() == dossier.path();
        let mut noted = self.clone();
        noted.tree = self.tree.noted(if is_below { journal } else { beside });
        noted
    }

    /// The folder, or one above it.
    pub(crate) fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The bytes of a text.
    pub(crate) fn read(&self, file: &str) -> Result<Vec<u8>, Missing> {
        if file.is_empty() || file.contains(['/', '\\', '\0']) || file == ".." || file == "." {
            return Err(Missing::NotAtHand);
        }
        let read = match self.follows {
            true => self.tree.read_through(Path::new(file), limit::TEXT),
            false => self.tree.read(&self.below.join(file), limit::TEXT),
        };
        read.map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Missing::NotAtHand,
            _ => Missing::Unreadable(error.to_string()),
        })
    }
}

impl Text {
    /// Reads the text in a file and compares it with its hash.
    ///
    /// # Errors
    /// When it is missing, or has another hash.
    pub fn open(texts: Option<&Texts>, file: &str, hash: &str) -> Result<Self, Missing> {
        let bytes = texts.ok_or(Missing::NotAtHand)?.read(file)?;
        Self::compare(bytes, hash)
    }

    /// The text in some bytes, if they have this hash.
    pub(crate) fn compare(bytes: Vec<u8>, hash: &str) -> Result<Self, Missing> {
        let found = sha256(&bytes);
        if found != hash {
            return Err(Missing::Differs(found));
        }
        String::from_utf8(bytes).map(Self::new).map_err(|_| Missing::NotUtf8)
    }

    /// Computes the offsets and sentences of a text.
    pub fn new(content: String) -> Self {
        let mut characters = 0;
        let mut offsets = Vec::with_capacity(content.len() / STEP + 1);
        for (byte, _) in content.char_indices() {
            if characters % STEP == 0 {
                offsets.push(byte);
            }
            characters += 1;
        }
        let sentences = sentence::sentences(&content);
        Self {
            content,
            offsets,
            characters,
            sentences,
        }
    }

    /// Its length in characters.
    pub fn characters(&self) -> usize {
        self.characters
    }

    /// The byte offset of a character, or the length in bytes; `None` beyond the text.
    fn offset(&self, character: usize) -> Option<usize> {
        if character >= self.characters {
            return (character == self.characters).then_some(self.content.len());
        }
        let start = *self.offsets.get(character / STEP)?;
        let mut bytes = self.content[start..].char_indices().map(|(byte, _)| start + byte);
        bytes.nth(character % STEP)
    }

    /// The text of a range of characters; `None` if the range exceeds the text.
    pub fn slice(&self, start: usize, end: usize) -> Option<&str> {
        (start < end).then_some(())?;
        self.content.get(self.offset(start)?..self.offset(end)?)
    }

    /// Whether a place, counted in characters, is within a number in digits: words that begin or end there say another number.
    pub fn is_within_number(&self, place: usize) -> bool {
        let Some(byte) = self.offset(place) else { return false };
        let (before, after) = self.content.split_at(byte);
        is_within_number(before, after)
    }

    /// The sentence that contains a character.
    pub fn sentence(&self, start: usize) -> Option<Range<usize>> {
        let next = self.sentences.partition_point(|sentence| sentence.end <= start);
        self.sentences
            .get(next)
            .filter(|sentence| sentence.contains(&start))
            .cloned()
    }

    /// The characters at which its paragraphs begin. They are apart by blank lines; without any, each line is one.
    pub fn paragraphs(&self) -> Vec<usize> {
        let mut at = 0;
        let lines = self.content.split_inclusive('\n').map(|line| {
            let start = at;
            at += line.chars().count();
            (start, line.trim().is_empty())
        });
        let lines: Vec<(usize, bool)> = lines.collect();
        let first = lines.iter().position(|(_, is_blank)| !is_blank).unwrap_or_default();
        let last = lines.iter().rposition(|(_, is_blank)| !is_blank).unwrap_or_default();
        let are_apart = lines.iter().take(last).skip(first).any(|(_, is_blank)| *is_blank);
        let begins = |at: &usize| !lines[*at].1 && (*at == 0 || !are_apart || lines[*at - 1].1);
        (0..lines.len()).filter(begins).map(|at| lines[at].0).collect()
    }

    /// The number of the paragraph that contains a character, and that of the sentence within it, both from 1.
    pub fn place(&self, paragraphs: &[usize], character: usize) -> Option<(usize, usize)> {
        let number = paragraphs.partition_point(|start| *start <= character);
        let begin = *paragraphs.get(number.checked_sub(1)?)?;
        let before = self.sentences.partition_point(|sentence| sentence.end <= begin);
        let upto = self.sentences.partition_point(|sentence| sentence.start <= character);
        (character < self.characters && upto > before).then(|| (number, upto - before))
    }

    /// Finds words in the text and returns their ranges of characters. White space and the shape of apostrophes are
    /// ignored.
    pub fn find(&self, words: &str) -> Vec<Range<usize>> {
        fold::find(&self.content, words)
    }
}

/// The SHA-256 of bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
