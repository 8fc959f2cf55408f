//! The parts of a Word document, and what else a file may turn out to be.

use std::collections::{HashMap, HashSet};

use super::xml;
use super::zip::{Fault, Zip};

/// The largest part of text that is read, in bytes.
const LONGEST_PART: usize = 256 << 20;

/// A file that cannot be imported: what it is, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refused {
    pub(super) message: &'static str,
    pub(super) remedy: &'static str,
}

const DAMAGED: Refused = Refused {
    message: "this file is damaged: it was cut off or changed on its way",
    remedy: "open it in Word and save it again; if Word cannot open it either, ask for it to be sent again",
};
const ENCRYPTED: Refused = Refused {
    message: "this file is protected with a password, so it cannot be read",
    remedy: "open it in Word, then choose File, Info, Protect Document, Encrypt with Password, delete the password, and save it",
};
const TOO_LARGE: Refused = Refused {
    message: "this file unpacks to more than a document can be, which is a known way to make programs fail",
    remedy: "open it in Word, save it under a new name, and import that file",
};
const OLD_WORD: Refused = Refused {
    message: "this is a file of Word 97 to 2003 (.doc), whatever its name says",
    remedy: "open it in Word, choose File, Save As, Word Document (.docx), and import that file",
};

/// A Word document, unpacked as it is needed.
pub(super) struct Package<'b> {
    zip: Zip<'b>,
    /// The path of the main part.
    pub(super) main: String,
}

/// A relationship of a part: where it leads, and whether that is outside the file.
pub(super) struct Related {
    pub(super) kind: String,
    pub(super) target: String,
    pub(super) is_outside: bool,
}

impl<'b> Package<'b> {
    /// Opens a file.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Refused> {
        if bytes.is_empty() {
            return Err(Refused { message: "this file is empty", remedy: "ask for it to be sent again" });
        }
        if !bytes.starts_with(b"PK") {
            return Err(other_format(bytes));
        }
        let zip = Zip::open(bytes).map_err(refused)?;
        let names: HashSet<String> = zip.names().map(str::to_lowercase).collect();
        let has = |wanted: &str| names.contains(&wanted.to_lowercase());
        if has("content.xml") && has("mimetype") {
            return Err(Refused {
                message: "this is an OpenDocument file, as LibreOffice saves them, and only Word files can be imported",
                remedy: "open it in LibreOffice, choose Save As, Word 2010–365 Document (.docx), and import that file",
            });
        }
        let mut package = Self { zip, main: String::new() };
        let roots = package.relationships("")?;
        let main = roots.values().find(|related| related.kind == "officeDocument").map(|related| related.target.clone());
        let main = main.filter(|main| has(main)).or_else(|| has("word/document.xml").then(|| "word/document.xml".to_owned()));
        match main {
            Some(main) if main.starts_with("xl/") || main.starts_with("ppt/") => Err(Refused {
                message: "this is an Excel or PowerPoint file, not a Word document",
                remedy: "copy its text into a Word document, and import that",
            }),
            Some(main) => {
                package.main = main;
                Ok(package)
            }
            None => Err(Refused { message: "this is a zip archive, but not a Word document", remedy: "unpack it, and import the .docx files in it" }),
        }
    }

    /// Opens an archive, whatever is in it; `None` if it is none.
    pub(super) fn any(bytes: &'b [u8]) -> Option<Self> {
        let zip = bytes.starts_with(b"PK").then(|| Zip::open(bytes).ok()).flatten()?;
        Some(Self { zip, main: String::new() })
    }

    /// The text of the part at this path; none if there is no such part.
    pub(super) fn text(&self, path: &str) -> Result<Option<String>, Refused> {
        let Some(bytes) = self.zip.read(path).map_err(refused)? else { return Ok(None) };
        if bytes.len() > LONGEST_PART {
            return Err(TOO_LARGE);
        }
        xml::text(bytes).map(Some).ok_or(DAMAGED)
    }

    /// The bytes of the part at this path; none if it is missing or damaged.
    pub(super) fn bytes(&self, path: &str) -> Option<Vec<u8>> {
        self.zip.read(path).ok().flatten()
    }

    /// The relationships of a part by their identifiers; those of the whole package for an empty path.
    pub(super) fn relationships(&self, part: &str) -> Result<HashMap<String, Related>, Refused> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let path = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
        let Some(text) = self.text(&path)? else { return Ok(HashMap::new()) };
        let document = xml::parse(&text).ok_or(DAMAGED)?;
        let related = document.root_element().children().filter(|node| node.is_element()).filter_map(|node| {
            let is_outside = node.attribute("TargetMode") == Some("External");
            let target = node.attribute("Target")?;
            let target = if is_outside { target.to_owned() } else { within(folder, target) };
            let kind = node.attribute("Type").unwrap_or("").rsplit('/').next().unwrap_or("").to_owned();
            Some((node.attribute("Id")?.to_owned(), Related { kind, target, is_outside }))
        });
        Ok(related.collect())
    }
}

/// The path of a part that is named in a part of `folder`.
fn within(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').filter(|part| !part.is_empty()).collect() };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// What to say of a part that is not well-formed.
pub(super) fn damaged() -> Refused {
    DAMAGED
}

fn refused(fault: Fault) -> Refused {
    match fault {
        Fault::Damaged => DAMAGED,
        Fault::Encrypted => ENCRYPTED,
        Fault::TooLarge => TOO_LARGE,
    }
}

/// What a file is that is no zip archive.
fn other_format(bytes: &[u8]) -> Refused {
    /// Compound files (MS-CFB): Word 97 to 2003, and encrypted documents of any version.
    const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    let wide: Vec<u8> = "EncryptedPackage".bytes().flat_map(|byte| [byte, 0]).collect();
    if bytes.starts_with(COMPOUND) {
        let is_encrypted = memchr::memmem::find(bytes, &wide).is_some();
        return if is_encrypted { ENCRYPTED } else { OLD_WORD };
    }
    if bytes.starts_with(b"{\\rtf") {
        return Refused {
            message: "this is a file in Rich Text Format (.rtf), whatever its name says",
            remedy: "open it in Word, choose File, Save As, Word Document (.docx), and import that file",
        };
    }
    if bytes.starts_with(b"%PDF") {
        return Refused {
            message: "this is a PDF, from which the structure of a text cannot be read reliably",
            remedy: "ask for the Word document that it was made from",
        };
    }
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(512)]).to_lowercase();
    if start.contains("<html") || start.contains("<!doctype") || start.contains("mime-version") {
        return Refused {
            message: "this is a web page, not a Word document",
            remedy: "open it in Word, choose File, Save As, Word Document (.docx), and import that file; if it is a page to log in, download the file again",
        };
    }
    Refused { message: "this is not a Word document", remedy: "name a file that Word saves with the ending .docx" }
}
