//! What the operating system counts and limits for this process. Elsewhere than on Linux only the clock counts: queries are
//! limited in time, rows and the size of terms, and a query that has to be stopped ends the program.

#[cfg(all(target_os = "linux", not(feature = "portable")))]
mod linux;
#[cfg(any(not(target_os = "linux"), feature = "portable"))]
mod portable;

#[cfg(all(target_os = "linux", not(feature = "portable")))]
pub(super) use linux::{kill, limit, processor_time, resident};
#[cfg(any(not(target_os = "linux"), feature = "portable"))]
pub(super) use portable::{kill, limit, processor_time, resident};
