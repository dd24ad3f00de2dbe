//! What Linux counts and limits for this process.

use rustix::process::{Resource, Rlimit, Signal, getpid, getrlimit, kill_process, setrlimit};
use rustix::time::{ClockId, clock_gettime};
use std::time::Duration;

/// The bytes of memory in use that are no file's, where the system tells: a mapped file takes none that others could need.
pub(in crate::budget) fn resident() -> Option<u64> {
    Some(pages(1)?.saturating_sub(pages(2)?))
}

/// The given field of `/proc/self/statm`, in bytes.
fn pages(field: usize) -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: u64 = text.split(' ').nth(field)?.trim().parse().ok()?;
    Some(pages.saturating_mul(rustix::param::page_size() as u64))
}

/// Limits the address space to what is in use now and this many more bytes: an allocation beyond it ends the process.
pub(in crate::budget) fn limit(more: u64) {
    let Some(used) = pages(0) else { return };
    let old = getrlimit(Resource::As);
    let wanted = used.saturating_add(more);
    let current = Some(old.current.map_or(wanted, |old| old.min(wanted)));
    // A system that refuses leaves the watch, which looks every few milliseconds.
    let _ = setrlimit(Resource::As, Rlimit { current, ..old });
}

/// Ends this process at once.
pub(in crate::budget) fn kill() -> ! {
    loop {
        let _ = kill_process(getpid(), Signal::KILL);
    }
}

/// The time for which processors have worked for this process.
pub(in crate::budget) fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    Duration::new(seconds, u32::try_from(time.tv_nsec).unwrap_or_default())
}
