//! Names and contact details of people who commented: read only to keep them from being published.

use super::PRIVATE;
use super::collate::Input;
use crate::error::Error;
use crate::model::Settings;
use crate::read::{COMMENTS, Project};
use crate::span::SourceMap;
use crate::text::personal::KnownDetails;
use crate::yaml::{self, Node, Origin, Value};

/// What is known about the people who commented on the strategy in `project`, and what its `settings` publish anyway. `files` are
/// the paths of all its files of comments.
///
/// # Errors
/// If a file cannot be read.
pub(crate) fn known_details(project: &dyn Project, files: &[String], settings: &Settings) -> Result<KnownDetails, Error> {
    let mut known = KnownDetails::default();
    let folder = format!("{COMMENTS}/{PRIVATE}/");
    for path in files.iter().filter(|path| path.starts_with(&folder)) {
        let bytes = project.read(path, Input::LIMIT)?;
        add(&mut known, path.clone(), &yaml::plain(&bytes));
    }
    let contact = settings.contact.iter().flat_map(|contact| [&contact.email, &contact.phone, &contact.address, &contact.name]);
    contact.flatten().for_each(|detail| known.public(detail));
    known.public(&settings.publisher);
    Ok(known)
}

/// Adds the details in the text of one private file.
fn add(known: &mut KnownDetails, path: String, text: &str) {
    let (mut sources, mut faults) = (SourceMap::default(), Vec::new());
    let file = sources.add(path, text.to_owned());
    match yaml::parse(text, Origin::At(file, 0), &mut faults) {
        Some(Node { value: Value::Mapping(people), .. }) if faults.is_empty() => {
            for (_, Node { value, .. }) in people {
                let Value::Mapping(details) = value else { continue };
                for (key, Node { value, .. }) in details {
                    match value {
                        Value::Scalar(name) if key.name == "name" => known.name(&name),
                        Value::Scalar(contact) => known.contact(&contact),
                        _ => {}
                    }
                }
            }
        }
        // Damaged by hand: whatever it says counts as a name and as a contact detail.
        _ => text.split('"').skip(1).step_by(2).for_each(|detail| {
            known.name(detail);
            known.contact(detail);
        }),
    }
}
