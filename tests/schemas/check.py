"""Checks files against their schemas; see `run --help`."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = Path(sys.argv[1]).resolve()
STRATEGIES = [Path(path) for path in sys.argv[2:]]
TOOL = Path(sys.executable).with_name("check-jsonschema")
AUDIT = Path(sys.executable).with_name("zizmor")

SETTINGS = """title: A strategy
publisher: A public body
language: en-GB
status: draft
versions:
  - {version: "1.0", date: 2023-03-03}
"""

# What authors get wrong: kind of file, what is written, and what the report must name.
MISTAKES = {
    "unknown-key": ("settings", SETTINGS + "subtitel: 2023 to 2028\n", "subtitel"),
    "unknown-inner-key": ("settings", SETTINGS + "contact: {mail: a@example.org}\n", "mail"),
    "missing-key": ("settings", SETTINGS.replace("publisher", "# publisher"), "publisher"),
    "wrong-type": ("settings", SETTINGS.replace("A strategy", "[A, strategy]"), "title"),
    "wrong-status": ("settings", SETTINGS.replace("draft", "drafted"), "drafted"),
    "bad-date": ("settings", SETTINGS.replace("2023-03-03", "3 March 2023"), "3 March 2023"),
    "bad-version": ("settings", SETTINGS.replace("1.0", "v1"), "v1"),
    "no-versions": ("settings", SETTINGS.split("versions")[0] + "versions: []\n", "versions"),
    "yes-for-true": ("settings", SETTINGS + 'numbering: {chapters: "yes"}\n', "yes"),
    "unknown-rule": ("settings", SETTINGS + "check: {sentence-lenght: off}\n", "sentence-lenght"),
    "wrong-level": ("settings", SETTINGS + "check: {sentence-length: none}\n", "none"),
    "two-addresses": ("settings", SETTINGS + "contact: {email: a@example.org or b@example.org}\n", "email"),
    "chapter-without-title": ("chapter", "summary: Money.\n", "title"),
    "chapter-status": ("chapter", "title: Money\nstatus: final\n", "final"),
    "author-as-text": ("chapter", "title: Money\nauthors: Ann\n", "authors"),
    "page-key": ("page", "title: Money\nlayout: wide\n", "layout"),
    "abbreviation-alone": ("glossary", "abbreviation: ICB\n", "term"),
    "link-policy": ("glossary", "term: place\nlink: always\n", "always"),
}

UNSAFE = """name: A
on: pull_request_target
jobs:
  a:
    runs-on: ubuntu-24.04
    steps:
      - run: echo ${{ github.event.pull_request.title }}
"""


def front_matter(path):
    """The front matter between the lines of hyphens; empty if there is none."""
    pieces = path.read_text(encoding="utf-8").split("---\n", 2)
    return pieces[1] if len(pieces) == 3 and not pieces[0] else None


def check(arguments, files):
    """The report on `files`."""
    done = subprocess.run([TOOL, "--output-format", "json", *arguments, *files], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1) or not done.stdout:
        sys.exit(f"check-jsonschema failed:\n{done.stdout}{done.stderr}")
    report = json.loads(done.stdout)
    if report.get("parse_errors"):
        sys.exit(f"cannot be read: {report['parse_errors']}")
    return report["errors"]


def main():
    faults, counted = [], 0
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        schemas = {}
        for kind in ["settings", "chapter", "page", "glossary"]:
            schemas[kind] = scratch / f"{kind}.schema.json"
            schemas[kind].write_bytes(subprocess.run([PROGRAM, "schema", kind], capture_output=True, check=True).stdout)
        faults += [f"{fault['filename']}: {fault['message']}" for fault in check(["--check-metaschema"], schemas.values())]

        good = {kind: [] for kind in schemas}
        for strategy in STRATEGIES:
            good["settings"].append(strategy / "strategy.yaml")
            for kind, folder in [("chapter", "chapters"), ("page", "pages"), ("glossary", "glossary")]:
                for path in sorted((strategy / folder).rglob("*.md")):
                    front = front_matter(path)
                    if front is not None:
                        copy = scratch / (str(path).replace("/", "_") + ".yaml")
                        copy.write_text(front, encoding="utf-8")
                        good[kind].append(copy)
        for kind, files in good.items():
            if not files:
                sys.exit(f"there is no file of the kind {kind}")
            counted += len(files)
            faults += [f"{fault['filename']}: {fault['path']}: {fault['message']}" for fault in check(["--schemafile", schemas[kind]], files)]

        # The documents that sites offer to programs.
        document = scratch / "document.schema.json"
        document.write_bytes(subprocess.run([PROGRAM, "schema", "document"], capture_output=True, check=True).stdout)
        faults += [f"{fault['filename']}: {fault['message']}" for fault in check(["--check-metaschema"], [document])]
        for at, strategy in enumerate(STRATEGIES):
            build = [PROGRAM, "build", "--source", strategy, "--formats", "html", "--output", scratch / f"site-{at}"]
            subprocess.run(build, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
            counted += 1
            found = check(["--schemafile", document], [scratch / f"site-{at}" / "data" / "document.json"])
            faults += [f"{fault['filename']}: {fault['path']}: {fault['message']}" for fault in found]

        hosts = {"github": "vendor.github-workflows", "gitlab": "vendor.gitlab-ci"}
        for host, official in hosts.items():
            (scratch / host / ".git").mkdir(parents=True)
            subprocess.run([PROGRAM, "init", "--ci", host], cwd=scratch / host, stdout=subprocess.DEVNULL, check=True)
            files = [*scratch.joinpath(host).glob(".github/workflows/*.yml"), *scratch.joinpath(host).glob(".gitlab-ci.yml")]
            files += Path(".github/workflows").glob("*.yml") if host == "github" else []
            counted += len(files)
            schemas_of_host = [official, "custom.github-workflows-require-timeout"] if host == "github" else [official]
            for schema in schemas_of_host:
                # GitLab's lists of commands are read as such, its references too.
                found = check(["--builtin-schema", schema, *(["--data-transform", "gitlab-ci"] if host == "gitlab" else [])], files)
                faults += [f"{fault['filename']}: {fault['path']}: {fault['message']}" for fault in found]
            broken = scratch / f"broken-{host}.yml"
            broken.write_text(files[0].read_text(encoding="utf-8").replace("script:", "skript:").replace("runs-on:", "run-on:"), encoding="utf-8")
            if not check(["--builtin-schema", official], [broken]):
                faults.append(f"a broken workflow of {host} is not told")

        actions = sorted(Path(".github/actions").glob("*/action.yml"))
        counted += len(actions)
        faults += [f"{fault['filename']}: {fault['path']}: {fault['message']}" for fault in check(["--builtin-schema", "vendor.github-actions"], actions)]
        # What workflows may do that they should not: unpinned actions, tokens that stay, text of others in commands.
        audit = [AUDIT, "--offline", "--no-progress", "--format", "plain", "--quiet"]
        for place in [".github", scratch / "github"]:
            done = subprocess.run([*audit, place], capture_output=True, text=True, check=False)
            faults += [f"zizmor on {place}:\n{done.stdout}{done.stderr}"] if done.returncode else []
        unsafe = scratch / "unsafe" / ".github" / "workflows"
        unsafe.mkdir(parents=True)
        unsafe.joinpath("a.yml").write_text(UNSAFE, encoding="utf-8")
        if not subprocess.run([*audit, scratch / "unsafe"], capture_output=True, check=False).returncode:
            faults.append("an unsafe workflow is not told")

        for name, (kind, text, _) in MISTAKES.items():
            (scratch / f"bad-{name}.yaml").write_text(text, encoding="utf-8")
        for kind, schema in schemas.items():
            names = [name for name, (of, _, _) in MISTAKES.items() if of == kind]
            found = check(["--schemafile", schema], [scratch / f"bad-{name}.yaml" for name in names])
            for name in names:
                told = json.dumps([fault for fault in found if fault["filename"].endswith(f"bad-{name}.yaml")], ensure_ascii=False)
                if MISTAKES[name][2] not in told:
                    faults.append(f"the mistake {name} is not told: {told}")
    for fault in faults:
        print(fault)
    print(f"{counted} files against {len(schemas) + 3} schemas, {len(MISTAKES)} mistakes: {len(faults)} faults")
    sys.exit(bool(faults))


main()
