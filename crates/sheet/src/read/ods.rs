//! ods
