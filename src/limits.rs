//! Limits on the time and memory that the templates of a theme take, so that no theme can stop a machine.

#![allow(clippy::disallowed_methods, reason = "asks the system for the time and for the memory in use")]

use std::cell::Cell;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// The most time for one page. Pages take milliseconds.
const MOST_TIME: Duration = Duration::from_secs(10);
/// How much the memory in use may grow while one page is rendered, in bytes.
const MOST_GROWTH: u64 = 2 << 30;
/// How often to ask for the memory in use.
const MEMORY_INTERVAL: Duration = Duration::from_millis(2);
/// The size of the largest value that a template may keep, in bytes.
pub(crate) const LARGEST_VALUE: usize = 16 << 20;

/// Limits for all pages of a site. Once one page has exceeded them, none is rendered any more.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    exceeded: OnceLock<&'static str>,
}

thread_local! {
    static PAGE: Cell<Option<Page>> = const { Cell::new(None) };
}

/// A page that this thread is rendering.
#[derive(Clone, Copy)]
struct Page {
    start: Instant,
    last_look: Instant,
    memory: Option<u64>,
}

impl Limits {
    /// Begins a page on this thread.
    pub(crate) fn begin_page(&self) {
        let start = Instant::now();
        PAGE.set(Some(Page { start, last_look: start, memory: memory_in_use() }));
    }

    /// Whether the page goes on.
    ///
    /// # Errors
    /// If it has taken too much time or memory: says which.
    pub(crate) fn check(&self) -> Result<(), &'static str> {
        if let Some(fault) = self.exceeded.get() {
            return Err(fault);
        }
        let Some(mut page) = PAGE.get() else { return Ok(()) };
        let now = Instant::now();
        let mut fault = None;
        if now - page.start > MOST_TIME {
            fault = Some("it takes longer than 10 seconds");
        } else if now - page.last_look > MEMORY_INTERVAL {
            page.last_look = now;
            PAGE.set(Some(page));
            let growth = page.memory.zip(memory_in_use()).map_or(0, |(before, now)| now.saturating_sub(before));
            fault = (growth > MOST_GROWTH).then_some("it takes more than 2 GB of memory");
        }
        match fault {
            Some(fault) => Err(self.exceeded.get_or_init(|| fault)),
            None => Ok(()),
        }
    }
}

/// The memory that this process uses, in bytes; `None` where the system does not say so in a file.
fn memory_in_use() -> Option<u64> {
    const PAGE_SIZE: u64 = 4096;
    let text = std::fs::read_to_string("/proc/self/statm").ok()?;
    Some(text.split(' ').nth(1)?.parse::<u64>().ok()? * PAGE_SIZE)
}
