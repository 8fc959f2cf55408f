"""Exports every case of the pages to Word, and looks for what Word would refuse: the rules of the Open XML SDK, bookmarks, links.

usage: exports.py PROGRAM CASES
"""

import pathlib
import subprocess
import sys
import tempfile
import zipfile

from lxml import etree
from openxml_audit import OpenXmlValidator

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


# Cases that say nothing about the strategy.
SETTINGS = 'title: Plan\npublisher: Body\nlanguage: en-GB\nstatus: draft\nversions:\n  - {version: "1.0", date: 2025-01-01}\n'


def write(case, folder):
    """Writes the files of a case."""
    folder.mkdir(parents=True)
    (folder / "strategy.yaml").write_text(SETTINGS, encoding="utf-8")
    for section in ("\n" + case).split("\n=== ")[1:]:
        path, text = section.split("\n", 1)
        file = folder / path.strip()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text + "\n", encoding="utf-8")


def faults(path):
    text = etree.fromstring(zipfile.ZipFile(path).read("word/document.xml"))
    names = [mark.get(f"{WORD}name") for mark in text.iter(f"{WORD}bookmarkStart")]
    starts, ends = ([mark.get(f"{WORD}id") for mark in text.iter(f"{WORD}{kind}")] for kind in ["bookmarkStart", "bookmarkEnd"])
    found = [f"two bookmarks {name}" for name in set(names) if names.count(name) > 1]
    found += [f"bookmark {name} is longer than Word takes" for name in names if len(name) > 40]
    found += [] if sorted(starts) == sorted(ends) else ["bookmarks that do not end"]
    links = {link.get(f"{WORD}anchor") for link in text.iter(f"{WORD}hyperlink")} - {None}
    found += [f"a link to {anchor}, which is nowhere" for anchor in links - set(names)]
    return found + [f"{fault.part_uri}: {fault.description}" for fault in OpenXmlValidator().validate(str(path)).errors]


def main():
    program, cases = sys.argv[1], pathlib.Path(sys.argv[2])
    count, is_whole = 0, True
    for case in sorted(cases.glob("*.case")):
        with tempfile.TemporaryDirectory() as scratch:
            scratch = pathlib.Path(scratch)
            write(case.read_text(encoding="utf-8"), scratch / "strategy")
            path = scratch / "strategy.docx"
            made = subprocess.run([program, "export", "--docx", str(path), "--source", str(scratch / "strategy")], capture_output=True, text=True)
            # Cases with errors are not exported.
            if made.returncode == 1:
                continue
            found = [made.stderr] if made.returncode else faults(path)
            count += 1
        for fault in found:
            is_whole = False
            print(f"{case.name}: {fault}", file=sys.stderr)
    print(f"exported: {count} cases")
    sys.exit(0 if is_whole and count > 40 else 1)


main()
