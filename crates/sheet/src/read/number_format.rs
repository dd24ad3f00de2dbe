//! number_format
