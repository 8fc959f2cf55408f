//! The rules. To add one, write its file, list it here, and add a case to `tests/cases/check`.

mod abbreviation_not_spelled_out;
mod actions;
mod ampersand;
mod and_or;
mod capitals;
mod charts;
mod contraction;
mod cross_reference;
mod dates;
mod empty_chapter;
mod empty_list_of;
mod external;
mod foreign_markup;
mod headings;
mod images;
mod latin_abbreviation;
mod links;
mod lists;
mod numbers;
mod orphan_page;
mod paragraph_length;
mod per_cent;
mod personal_details;
mod placeholder_text;
mod plain_words;
mod plural_in_brackets;
mod sentence_length;
mod spaces;
mod stray_markup;
mod sums;
mod surveys;
mod tables;
mod times;
mod undefined_abbreviation;
mod unused_term;
mod versions;

use super::visit::Family;

pub(super) use cross_reference::references;
pub(super) use placeholder_text::PLACEHOLDERS;
pub(super) use undefined_abbreviation::PageCapitals;

/// All families of rules, in the order of their files.
pub(super) const FAMILIES: &[Family] = &[
    abbreviation_not_spelled_out::FAMILY,
    actions::FAMILY,
    ampersand::FAMILY,
    and_or::FAMILY,
    capitals::FAMILY,
    charts::FAMILY,
    contraction::FAMILY,
    cross_reference::FAMILY,
    dates::FAMILY,
    empty_chapter::FAMILY,
    empty_list_of::FAMILY,
    foreign_markup::FAMILY,
    headings::LEVELS,
    headings::WORDING,
    images::FAMILY,
    latin_abbreviation::FAMILY,
    links::FAMILY,
    lists::FAMILY,
    numbers::FAMILY,
    orphan_page::FAMILY,
    paragraph_length::FAMILY,
    per_cent::FAMILY,
    personal_details::FAMILY,
    placeholder_text::IN_LINES,
    placeholder_text::IN_VALUES,
    placeholder_text::IN_IMAGES,
    plain_words::FAMILY,
    plural_in_brackets::FAMILY,
    sentence_length::FAMILY,
    spaces::FAMILY,
    stray_markup::FAMILY,
    sums::FAMILY,
    surveys::FAMILY,
    tables::FAMILY,
    times::FAMILY,
    undefined_abbreviation::FAMILY,
    unused_term::FAMILY,
    versions::FAMILY,
    external::files::FAMILY,
    external::markdown::FAMILY,
    external::private::FAMILY,
    external::pasted::FAMILY,
    external::linking::FAMILY,
    external::output::FAMILY,
    external::archive::FAMILY,
    external::translations::FAMILY,
    external::comments::FAMILY,
    external::import::FAMILY,
];
