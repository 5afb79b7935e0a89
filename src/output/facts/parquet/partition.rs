//! Folders of a data set that is partitioned as Hive does: `key=value`, one below the other.

use std::fmt::Write as _;

use super::columns::Told;

/// What rows are divided by. A folder's name repeats what columns say, which keep every value as it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Key {
    /// Who reports: `entity_identifier`.
    Entity,
    /// The year of `filing_date`.
    FilingYear,
    /// The year in which the period ends.
    PeriodYear,
    /// The kind of document: `document_type`.
    Form,
}

/// What Hive calls the folder of rows that have no value.
const NONE: &str = "__HIVE_DEFAULT_PARTITION__";

impl Key {
    /// Its name in the names of folders. None is a column's, for readers take numbers and dates out of these names
    /// as they see fit.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Key::Entity => "entity",
            Key::FilingYear => "filing_year",
            Key::PeriodYear => "period_year",
            Key::Form => "form",
        }
    }

    fn value(self, told: &Told<'_>) -> Option<String> {
        match self {
            Key::Entity => Some(told.row.entity.identifier.as_str().to_owned()),
            Key::FilingYear => told.source.date.map(|date| date.year().to_string()),
            Key::PeriodYear => {
                let period = told.row.period;
                let day = period.end().map(|end| end.day_ended().unwrap_or(end.civil.date()));
                day.map(|day| day.year().to_string())
            }
            Key::Form => told.source.document.clone(),
        }
    }
}

/// The folder of a row, below that of the data set; empty where there are no keys.
pub(super) fn folder(keys: &[Key], told: &Told<'_>) -> String {
    let mut folder = String::new();
    for key in keys {
        if !folder.is_empty() {
            folder.push('/');
        }
        folder.push_str(key.name());
        folder.push('=');
        push_encoded(&mut folder, key.value(told).as_deref().unwrap_or_default());
    }
    folder
}

/// Adds a value as Hive writes it into the name of a folder: signs that could mean something there as `%XX`.
fn push_encoded(folder: &mut String, value: &str) {
    if value.is_empty() {
        folder.push_str(NONE);
    }
    for letter in value.chars() {
        if letter.is_ascii_control() || "\"#%'*/:=?\\{[]^".contains(letter) {
            _ = write!(folder, "%{:02X}", u32::from(letter));
        } else {
            folder.push(letter);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_encoded_as_hive_does() {
        let encoded = |value| {
            let mut folder = String::new();
            push_encoded(&mut folder, value);
            folder
        };
        assert_eq!(encoded("0000320193"), "0000320193");
        assert_eq!(encoded("10-K/A"), "10-K%2FA");
        assert_eq!(encoded("a b=c%\n"), "a b%3Dc%25%0A");
        assert_eq!(encoded("有価証券報告書"), "有価証券報告書");
        assert_eq!(encoded(""), "__HIVE_DEFAULT_PARTITION__");
    }
}
