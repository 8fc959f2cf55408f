//! How a document looks: colours and sizes, templates, stylesheet, and the words of the interface.
//!
//! A theme is a folder; whatever it lacks comes from the built-in one.

mod built_in;
mod contrast;
mod find;
mod load;
mod plural;
mod print;
mod strings;
mod stylesheet;
mod tokens;

pub use built_in::{BUILT_IN_NAME, built_in_files};
pub use find::{BuiltInTheme, FILES, FOLDER, FolderThemes, Themes, find};
pub use load::{Template, Theme, load};
pub use plural::{PluralCategory, plural_categories, plural_category};
pub use print::{EditionTokens, Margins, NumberStyle, NumberStyles, PrintTokens};
pub use strings::Strings;
pub use stylesheet::STYLESHEET;
pub use tokens::{DesignTokens, Schemes};
