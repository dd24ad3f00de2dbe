//! The bytes of a kept index, as they are and with the checksums that they should have: what is opened answers queries, is added
//! to and kept again, or says that it is damaged; nothing ends the process.

#![no_main]

#[path = "../../tests/oxigraph/damage.rs"]
mod damage;
#[path = "../../tests/support.rs"]
mod support;

use damage::{read, summed};
use index::Index;
use oxigraph::model::{NamedNode, Triple};
use std::sync::LazyLock;
use support::{MADE_FROM, kept, opened};

/// The first bytes of a file of this version.
static MAGIC: LazyLock<Vec<u8>> = LazyLock::new(|| kept(&mut Index::default())[..8].to_vec());

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = read(opened(bytes));
    let mut bytes = bytes.to_vec();
    if bytes.len() < 8 * damage::WORDS {
        return;
    }
    let length = (bytes.len() as u64).to_ne_bytes();
    bytes[..8].copy_from_slice(&MAGIC);
    bytes[8..16].copy_from_slice(&length);
    bytes[32..32 + MADE_FROM.len()].copy_from_slice(&MADE_FROM);
    summed(&mut bytes);
    let _ = read(opened(&bytes));
    let Ok(mut index) = opened(&bytes) else { return };
    let node = |number: u8| NamedNode::new_unchecked(format!("http://example.org/{number}"));
    let triple = Triple::new(node(1), node(2), node(3));
    let mut change = || -> Result<(), index::Failure> {
        index.add(triple.as_ref())?;
        index.add_to(node(1).as_ref().into(), triple.as_ref())?;
        index.commit()?;
        index.remove([triple.as_ref()])
    };
    if change().is_ok() {
        let mut file = std::io::Cursor::new(Vec::new());
        if index.keep(MADE_FROM, b"", &mut file).is_ok() {
            let again = opened(&file.into_inner()).expect("what was kept is opened");
            again.verify().expect("what was kept is whole");
        }
    }
});
