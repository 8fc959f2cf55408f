//! The stream that tells a browser about new content.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame};
use tokio::sync::watch;

use super::shown::Shown;

/// How often a stream sends a sign of life.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// An event at once, and one for each change since (HTML Living Standard, "Server-sent events"); never ends.
///
/// Nothing is queued: a slow reader gets only the last change, and a reader that never reads holds one event.
pub(super) struct Events {
    next: Pin<Box<dyn Future<Output = (Changes, Bytes)> + Send>>,
    _slot: Slot,
}

type Changes = watch::Receiver<Shown>;

impl Events {
    pub(super) fn new(changes: Changes, slot: Slot) -> Self {
        let first = event(&changes);
        Self { next: Box::pin(std::future::ready((changes, first))), _slot: slot }
    }
}

impl Body for Events {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.next.as_mut().poll(context).map(|(changes, bytes)| {
            self.next = Box::pin(following(changes));
            Some(Ok(Frame::data(bytes)))
        })
    }
}

async fn following(mut changes: Changes) -> (Changes, Bytes) {
    let bytes = match tokio::time::timeout(HEARTBEAT, changes.changed()).await {
        Ok(_) => event(&changes),
        Err(_) => Bytes::from_static(b":\n\n"),
    };
    (changes, bytes)
}

/// An event with the number of the current content.
fn event(changes: &Changes) -> Bytes {
    Bytes::from(format!("data: {}\n\n", changes.borrow().id))
}

/// One of a limited number of streams, released when dropped.
pub(super) struct Slot(pub(super) Arc<AtomicUsize>);

impl Drop for Slot {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
