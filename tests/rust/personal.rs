//! Pages about comments give nobody away.

use std::collections::HashSet;
use std::fmt::Write as _;

use crate::project::{MemoryProject, draft};

const FIRST: [&str; 10] = ["Aisha", "Brónagh", "Cerys", "Dai", "Efua", "Farid", "Grace", "Hui-Ying", "Ioana", "Will"];
const LAST: [&str; 10] = ["Hartley-Jones", "Okonkwo", "O'Dowd", "Patel", "Rawcliffe", "Brown", "Szymańska", "Tattersall", "Young", "Young-Walker"];

/// A person who does not exist, the `nth`.
struct Person {
    name: String,
    email: String,
    phone: String,
    postcode: String,
    address: String,
}

impl Person {
    fn new(nth: usize) -> Self {
        let (first, last) = (FIRST[nth % 10], LAST[nth / 10 % 10]);
        let area = ["BB", "BD", "FY", "L", "LA", "M", "PR", "WN"][nth % 8];
        Self {
            name: format!("{} {first} {last}", ["Mrs", "Mr", "Dr", "Cllr", "Ms"][nth % 5]),
            email: format!("{}.{nth}@example{}.org", last.to_lowercase().replace('\'', ""), nth % 7),
            phone: format!("07700 900{nth:03}"),
            postcode: format!("{area}{} {}{}", nth % 20 + 1, nth % 9 + 1, ["AB", "XJ", "UU"][nth % 3]),
            address: format!("{} Mill Lane, Colne", nth + 1),
        }
    }

    /// Five details, each in one of the ways in which people write them.
    fn details(&self, nth: usize) -> [String; 5] {
        let (bare, last) = (self.name.split_once(' ').expect("a title").1, self.name.rsplit(' ').next().expect("a name"));
        let names = [
            bare.to_owned(),
            self.name.to_uppercase(),
            format!("our {last}"),
            bare.to_lowercase(),
            format!("**{}** {last}", bare.split(' ').next().expect("a name")),
        ];
        let (local, domain) = self.email.split_once('@').expect("an address");
        let emails = [
            self.email.clone(),
            format!("<{}>", self.email),
            format!("{local} (at) {domain}"),
            format!("{local} at {} dot org", domain.trim_end_matches(".org")),
            format!("{local} @ {domain}"),
            format!("{local}&#64;{domain}"),
            format!("{local}\u{200b}@{domain}"),
            format!("{local}\\@{domain}"),
            format!("[write](mailto:{})", self.email),
        ];
        let digits = self.phone.replace(' ', "");
        let phones = [
            self.phone.clone(),
            digits.clone(),
            format!("+44 {}", &self.phone[1..]),
            format!("+44 (0){}", &self.phone[1..]),
            format!("{}-{}-{}", &digits[..5], &digits[5..8], &digits[8..]),
            format!("({}) {}", &digits[..5], &digits[5..]),
            digits.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).expect("a full-width digit")).collect(),
            format!("{}\u{a0}{}", &digits[..5], &digits[5..]),
        ];
        let codes = [
            self.postcode.clone(),
            self.postcode.replace(' ', ""),
            self.postcode.to_lowercase(),
            self.postcode.replace(' ', "\u{a0}"),
            self.postcode.replace(' ', "  "),
        ];
        let addresses = [self.address.clone(), self.address.to_uppercase(), self.address.split(',').next().expect("a street").to_owned()];
        [names[nth % 5].clone(), emails[nth % 9].clone(), phones[nth % 8].clone(), codes[nth % 5].clone(), addresses[nth % 3].clone()]
    }
}

/// The lines of a page about comments that have findings, where `people` commented.
fn found(lines: &[String], people: &[Person]) -> HashSet<usize> {
    let mut private = String::from("# Private.\n");
    for (nth, person) in people.iter().enumerate() {
        let _ = writeln!(private, "{nth:08}: {{name: \"{}\", contact: \"{}, {}, {}\"}}", person.name, person.email, person.phone, person.address);
    }
    let page = format!("---\ntitle: You said, we did\nround: \"1.0\"\n---\n\n{}\n", lines.join("\n\n"));
    let chapter = "---\ntitle: Plan\n---\nSee [what you said](../pages/said.md).\n";
    let files = [("chapters/01-plan.md", chapter), ("pages/said.md", page.as_str()), ("comments/private/1.0.yaml", private.as_str())];
    let built = draft(&MemoryProject::new(files.map(|(path, text)| (path, text.as_bytes()))));
    let findings = built.diagnostics.iter().filter(|finding| finding.rule == "personal-details");
    let line_of = |finding: &greenpaper::diag::Diagnostic| {
        let span = finding.span.expect("a place");
        let text = &built.sources.file(span.file).text;
        text[..span.start as usize].matches('\n').count()
    };
    findings.map(|finding| (line_of(finding) - 5) / 2).collect()
}

#[test]
fn none_of_500_planted_details_is_published() {
    let people: Vec<Person> = (0..100).map(Person::new).collect();
    let lines: Vec<String> = people
        .iter()
        .enumerate()
        .flat_map(|(nth, person)| person.details(nth))
        .map(|detail| format!("I would like to say that {detail} knows more about it."))
        .collect();
    let found = found(&lines, &people);
    let missed: Vec<&String> = lines.iter().enumerate().filter(|(at, _)| !found.contains(at)).map(|(_, line)| line).collect();
    assert!(missed.is_empty(), "{} of {} were missed: {missed:#?}", missed.len(), lines.len());
}

#[test]
fn ordinary_sentences_are_no_details() {
    let lines = [
        "The bus at 10:30 is full, and the next one is at 11:30.",
        "From 2023 to 2028, 1.8 million people will live here.",
        "You say 0.5% in 2023, 0.6% in 2024 and 0.7% in 2025.",
        "Ward B12 on the 3rd floor is closed on the 2nd of May.",
        "The A56, the M65 and the B6383 are busy.",
        "Will you keep the young people's centre? May I ask why not?",
        "The park at the brown hill needs light.",
        "It costs \u{a3}1,234,567.89, or 12 345 678 in all.",
        "Section 75 of the NHS Act 2006 says so, on page 101.",
        "Look at nhs.uk for more.",
        "The council (@pendle) said so.",
        "Open from 01/02/2023 to 31/12/2023.",
        "Table 4.12, paragraph 6.2.7 and figure 3 disagree.",
        "Is it 25 @ 30 pence?",
        "Call 111, or 999 in an emergency.",
        "CO2 and PM2 5 are too high.",
        "Write to a@b.org as the strategy says.",
    ];
    let people: Vec<Person> = (0..100).map(Person::new).collect();
    let lines = lines.map(str::to_owned);
    let found = found(&lines, &people);
    let wrong: Vec<&String> = lines.iter().enumerate().filter(|(at, _)| found.contains(at)).map(|(_, line)| line).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
