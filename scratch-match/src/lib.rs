//! Scratch crate for the name matcher of `link candidates --from`.
#![deny(missing_docs)]
pub mod matcher;
