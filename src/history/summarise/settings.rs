//! Settings that readers see.

use crate::model::{Consultation, Contact, Numbering, Openings, PrintSettings, SettingChange, SettingValue, Settings, Status, VersionRow};

/// A version as its settings and its row in the version history describe it.
pub type Described<'a> = (&'a Settings, &'a VersionRow);

/// The settings that differ, in the order of strategy.yaml. None if those of a version could not be read.
pub(super) fn changes(old: Described<'_>, new: Described<'_>) -> Vec<SettingChange> {
    // `parse` puts a question mark in place of a title that is missing.
    if [old, new].iter().any(|(settings, _)| settings.title == "?") {
        return Vec::new();
    }
    let pairs = values(old).into_iter().zip(values(new));
    // A row that does not say for whom it is may not be finished.
    let is_said = |key: &str, now: &Option<SettingValue>| key != "audience" || now.is_some();
    pairs.filter(|((key, was), (_, now))| was != now && is_said(key, now)).map(|((key, was), (_, now))| SettingChange { key, was, now }).collect()
}

fn values((settings, row): Described<'_>) -> Vec<(&'static str, Option<SettingValue>)> {
    let text = |text: &Option<String>| text.as_ref().filter(|text| !text.is_empty()).map(|text| SettingValue::Text(text.clone()));
    let own = |text: &str| Some(SettingValue::Text(text.to_owned()));
    let status = match settings.status {
        Status::Draft => "status_draft",
        Status::Consultation => "status_consultation",
        Status::Final => "status_final",
    };
    let (no_contact, no_dates) = (Contact::default(), Consultation::default());
    let contact = settings.contact.as_ref().unwrap_or(&no_contact);
    let consultation = settings.consultation.as_ref().unwrap_or(&no_dates);
    let statement = &settings.accessibility;
    let issues = (!statement.known_issues.is_empty()).then(|| SettingValue::Text(statement.known_issues.join("; ")));
    let Numbering { chapters, sections, paragraphs, .. } = settings.numbering;
    let is_on = |is_on: bool| Some(SettingValue::Word(if is_on { "setting_on" } else { "setting_off" }));
    let mut all = vec![
        ("title", own(&settings.title)),
        ("subtitle", text(&settings.subtitle)),
        ("publisher", own(&settings.publisher)),
        ("language", own(&settings.language)),
        ("base_url", text(&settings.base_url)),
        ("status", Some(SettingValue::Word(status))),
        ("audience", text(&row.audience)),
        ("contact_name", text(&contact.name)),
        ("contact_email", text(&contact.email)),
        ("contact_phone", text(&contact.phone)),
        ("contact_address", text(&contact.address)),
        ("consultation_opens", consultation.opens.map(SettingValue::Day)),
        ("consultation_closes", consultation.closes.map(SettingValue::Day)),
        ("consultation_survey_url", text(&consultation.survey_url)),
        ("accessibility_prepared", statement.prepared.map(SettingValue::Day)),
        ("accessibility_tested_by", text(&statement.tested_by)),
        ("accessibility_known_issues", issues),
        ("numbering_chapters", is_on(chapters)),
        ("numbering_sections", is_on(sections)),
        ("numbering_paragraphs", is_on(paragraphs)),
    ];
    all.extend(print(&settings.print));
    all
}

fn print(print: &PrintSettings) -> [(&'static str, Option<SettingValue>); 7] {
    let word = |key| Some(SettingValue::Word(key));
    let is_on = |is_on: bool| word(if is_on { "setting_on" } else { "setting_off" });
    let openings = match print.openings {
        Openings::Any => "setting_openings_any",
        Openings::Right => "setting_openings_right",
    };
    // Tenths of a millimetre.
    let bleed = match (print.bleed / 10, print.bleed % 10) {
        (0, 0) => word("setting_none"),
        (whole, 0) => Some(SettingValue::Text(format!("{whole} mm"))),
        (whole, tenths) => Some(SettingValue::Text(format!("{whole}.{tenths} mm"))),
    };
    [
        ("print_standard", is_on(print.standard)),
        ("print_large", is_on(print.large)),
        ("print_paper", Some(SettingValue::Text(print.paper.name().to_owned()))),
        ("print_openings", word(openings)),
        ("print_duplex", print.duplex.map_or_else(|| word("setting_by_theme"), is_on)),
        ("print_bleed", bleed),
        ("print_change_bars", is_on(print.change_bars)),
    ]
}
