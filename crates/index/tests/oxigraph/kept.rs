//! An index in a file: what was cut, changed or put in from another file is never believed, and never ends the process.

use super::damage::{BLOCK, WORDS, read, summed};
use super::support::{MADE_FROM, kept, opened};
use super::{node, triples};
use index::{DIGEST, Index, OpenError};
use oxigraph::model::{Literal, Triple};
use proptest::prelude::*;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

/// An index with triples of each kind, of several blocks.
fn large(seed: u8) -> Index {
    let mut index = Index::default();
    for number in 0..4000u32 {
        let text = format!("{seed} text {number}");
        let object = Literal::new_language_tagged_literal_unchecked(text, "fr");
        let graph = node(u8::try_from(number % 3).unwrap());
        let subject = super::NamedNode::new_unchecked(format!("http://example.org/thing/{}", number / 3));
        let predicate = node(u8::try_from(number % (6 + u32::from(seed))).unwrap());
        index
            .add(Triple::new(subject.clone(), predicate.clone(), object).as_ref())
            .unwrap();
        let quoted = Triple::new(subject.clone(), predicate.clone(), node(1));
        index
            .add(Triple::new(subject.clone(), predicate.clone(), quoted).as_ref())
            .unwrap();
        index
            .add_to(graph.as_ref().into(), Triple::new(subject, predicate, node(2)).as_ref())
            .unwrap();
    }
    index.commit().unwrap();
    index
}

#[test]
fn a_kept_index_is_opened_and_no_other() {
    let bytes = kept(&mut large(1));
    assert_eq!(read(opened(&bytes)).unwrap(), read(Ok(large(1))).unwrap());
    assert_eq!(opened(&bytes).unwrap().about().unwrap(), b"beside");
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&bytes).unwrap();
    assert!(matches!(Index::open(&file, [8; DIGEST]), Err(OpenError::Foreign)));
    assert!(matches!(opened(b""), Err(OpenError::Foreign)));
    assert!(matches!(opened(b"key,document\n"), Err(OpenError::Foreign)));
    assert!(read(opened(&kept(&mut Index::default()))).unwrap().is_empty());
}

#[test]
fn a_file_that_is_large_is_mapped_and_answers_the_same() {
    let mut index = large(1);
    for number in 0..60_000u32 {
        let text = Literal::new_simple_literal(format!("{number:0>64}"));
        index.add(Triple::new(node(1), node(2), text).as_ref()).unwrap();
    }
    index.commit().unwrap();
    let bytes = kept(&mut index);
    assert!(bytes.len() > 4 << 20, "{}", bytes.len());
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&bytes).unwrap();
    let mapped = Index::open(&File::open(file.path()).unwrap(), MADE_FROM);
    // The name may be another file's by now.
    drop(file);
    assert_eq!(read(mapped).unwrap(), read(Ok(index)).unwrap());
}

#[test]
fn a_file_that_was_cut_or_goes_on_is_not_believed() {
    let bytes = kept(&mut large(1));
    let lengths = (0..bytes.len()).filter(|length| *length < 300 || length % 977 == 0);
    for length in lengths.chain([bytes.len() - 1]) {
        assert!(opened(&bytes[..length]).is_err(), "{length}");
    }
    assert!(opened(&[&bytes[..], &[0]].concat()).is_err());
}

#[test]
fn a_byte_that_was_changed_is_found_when_it_is_read() {
    let mut small = Index::default();
    for number in 0..9 {
        small
            .add(Triple::new(node(number), node(number / 2), node(8)).as_ref())
            .unwrap();
    }
    let bytes = kept(&mut small);
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        assert!(read(opened(&changed)).is_err(), "byte {at}");
    }
}

#[test]
fn blocks_of_another_place_or_file_are_not_believed() {
    let (one, other) = (kept(&mut large(1)), kept(&mut large(2)));
    let begin = one.len() % BLOCK;
    for (to, from) in [(0, 1), (1, 0), (3, 2)] {
        let mut swapped = one.clone();
        let at = |block: usize| begin + block * BLOCK..begin + (block + 1) * BLOCK;
        swapped.copy_within(at(from), at(to).start);
        assert!(read(opened(&swapped)).is_err());
    }
    let mut mixed = one.clone();
    let end = one.len();
    mixed[end - 2 * BLOCK..].copy_from_slice(&other[other.len() - 2 * BLOCK..]);
    assert!(read(opened(&mixed)).is_err());
}

/// Found by the fuzzer: the position after one at the end of all numbers is no number.
#[test]
fn a_section_that_ends_anywhere_never_ends_the_process() {
    for (_, mut index) in seeds() {
        let bytes = kept(&mut index);
        let sections = usize::from(bytes[8 * (WORDS - 1)]);
        for (section, end) in (0..sections).flat_map(|section| [0, 9, u64::MAX - 7, u64::MAX].map(|end| (section, end)))
        {
            let mut changed = bytes.clone();
            let at = 8 * (WORDS + section);
            changed[at..at + 8].copy_from_slice(&end.to_ne_bytes());
            summed(&mut changed);
            let _ = read(opened(&changed));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn numbers_that_lead_nowhere_never_end_the_process(
        all in triples(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u32>(), 0u8..3), 1..6),
    ) {
        let mut index = Index::default();
        all.iter().for_each(|triple| index.add(triple.as_ref()).unwrap());
        all.iter().for_each(|triple| index.add_to(node(1).as_ref().into(), triple.as_ref()).unwrap());
        let mut bytes = kept(&mut index);
        let begin = 8 * WORDS;
        for (place, value, small) in changes {
            // Half a word of the ends of sections, or of these.
            let at = begin + 4 * place.index((bytes.len() - begin) / 4);
            let value = if small == 0 { value } else { value % 64 };
            if let Some(word) = bytes.get_mut(at..at + 4) {
                word.copy_from_slice(&value.to_ne_bytes());
            }
        }
        summed(&mut bytes);
        // It answers something, or says that it is damaged.
        let _ = read(opened(&bytes));
        if let Ok(mut index) = opened(&bytes) {
            let _ = index.add(Triple::new(node(1), node(2), node(3)).as_ref());
            let _ = index.commit();
            let _ = index.remove([Triple::new(node(1), node(2), node(3)).as_ref()]);
        }
    }
}

/// Small indexes with a term of each kind, by the names of the fuzzer's files.
fn seeds() -> Vec<(&'static str, Index)> {
    let text = r#"
        :1 :2 :3 , "text" , "texte"@fr , "text"@en--ltr , 1.50 , <<( :1 :2 01 )>> , _:blank .
        _:blank :2 :4 .
    "#;
    let quads = super::forms::quads(text);
    let mut named = Index::by_value();
    let mut plain = Index::default();
    for quad in &quads {
        let triple = Triple::from(quad.clone());
        plain.add(triple.as_ref()).unwrap();
        named.add_to(node(3).as_ref().into(), triple.as_ref()).unwrap();
        named.add_to(node(5).as_ref().into(), triple.as_ref()).unwrap();
    }
    // In its named graph, numbers are so far apart that groups are looked for (src/run.rs).
    let mut apart = Index::default();
    for number in 0..60 {
        let triple = Triple::new(node(number), node(0), Literal::from(u32::from(number)));
        apart.add(triple.as_ref()).unwrap();
    }
    let last = Triple::new(node(1), node(99), node(2));
    apart.add_to(node(98).as_ref().into(), last.as_ref()).unwrap();
    vec![
        ("empty", Index::default()),
        ("plain", plain),
        ("named", named),
        ("apart", apart),
    ]
}

#[test]
fn seeds_of_the_fuzzer_are_of_this_version_and_answer() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/kept");
    for (name, mut index) in seeds() {
        let path = folder.join(name);
        if std::env::var_os("UPDATE").is_some() {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&path, kept(&mut index)).unwrap();
        }
        let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        index.compact().unwrap();
        if cfg!(target_endian = "little") {
            assert_eq!(read(opened(&bytes)), read(Ok(index)), "{name}");
        }
    }
}
