//! Tracked changes.

/// What becomes of tracked changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Changes {
    /// The text as it is with all of them.
    #[default]
    Accept,
    /// The text as it was without them.
    Reject,
}
