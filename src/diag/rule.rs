//! Names of rules.

use std::fmt;
use std::ops::Deref;

use serde::Serialize;

/// The name of a rule: lower-case words joined by hyphens, such as `sentence-length`.
///
/// ```
/// use greenpaper::diag::RuleName;
///
/// const NAME: RuleName = RuleName::new("sentence-length");
/// assert_eq!(NAME, "sentence-length");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct RuleName(&'static str);

impl RuleName {
    /// A name. In a constant, one that is not lower-case words joined by hyphens does not compile.
    ///
    /// # Panics
    /// If `name` is not lower-case words joined by hyphens.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        let bytes = name.as_bytes();
        assert!(!bytes.is_empty(), "a rule has a name");
        let mut at = 0;
        while at < bytes.len() {
            assert!(matches!(bytes[at], b'a'..=b'z' | b'0'..=b'9' | b'-'), "rules are named in lower-case words joined by hyphens");
            at += 1;
        }
        Self(name)
    }

    /// The name as text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl From<&'static str> for RuleName {
    fn from(name: &'static str) -> Self {
        Self::new(name)
    }
}

impl Deref for RuleName {
    type Target = str;

    fn deref(&self) -> &str {
        self.0
    }
}

impl fmt::Display for RuleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }
}

impl PartialEq<str> for RuleName {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for RuleName {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}
