//! The scale that the lines above a table tell, against the mapping's.

use crate::mapping::locate;
use crate::mapping::rules;
use crate::model::{Diagnostic, DocumentId, Name, Place};

use super::{BoundColumn, BoundTable};

/// Compares the scale that is printed with that of the columns of money.
pub(super) fn check(table: &BoundTable, document: DocumentId, problems: &mut Vec<Diagnostic>) {
    let captions = &table.source.captions;
    // Only from the line that names the table on: sentences of the release may stand above it.
    let begin = captions.iter().position(|line| locate::names_table(&line.text, table.mapping)).unwrap_or(0);
    let above = captions[begin..].iter().rev().find_map(|line| Some((printed_scale(&line.text)?, line.place)));
    let columns = table.source.columns();
    let mut told = false;
    for column in table.columns.iter().filter(|column| is_money(column) && !columns[column.index].is_of_percent()) {
        let own = columns[column.index].path.iter().rev().find_map(|level| printed_scale(level));
        let header = own.map(|scale| (scale, columns[column.index].place));
        let Some((printed, place)) = header.or(above) else { continue };
        let (scale, at) = match (&column.mapping.scale, &table.mapping.scale) {
            (Some(scale), _) => (**scale, scale.place(document)),
            // A table's scale is told once.
            (None, _) if header.is_none() && std::mem::replace(&mut told, true) => continue,
            (None, Some(scale)) => (**scale, scale.place(document)),
            (None, None) => (0, table.mapping.name.place(document)),
        };
        problems.extend((scale != printed).then(|| differs(table, (scale, at), (printed, place))));
    }
}

fn differs(table: &BoundTable, (scale, at): (i32, Place), (printed, place): (i32, Place)) -> Diagnostic {
    let message = format!("the scale of the table `{}` is another in the source", *table.mapping.name);
    Diagnostic::new(&rules::SCALE, at, message)
        .expected(format!("scale = {printed}"))
        .found(format!("scale = {scale}"))
        .related(place, "the source tells it here")
}

fn is_money(column: &BoundColumn) -> bool {
    let money = |unit: &crate::model::Unit| {
        matches!(unit.numerators(), [one] if one.namespace == Name::ISO4217) && unit.denominators().is_empty()
    };
    column.unit.as_ref().is_some_and(money)
}

/// The words for powers of ten, as releases use them.
const WORDS: [(&str, i32); 7] =
    [("thousands", 3), ("millions", 6), ("billions", 9), ("千円", 3), ("百万円", 6), ("億円", 8), ("十億円", 9)];

/// The power of ten that a line tells: `JPY in millions`, `Expressed in Thousands`.
fn printed_scale(line: &str) -> Option<i32> {
    let line = line.to_lowercase();
    let tells = |word: &str| {
        let before = line.split(word).next().filter(|before| before.len() < line.len())?;
        let words = before.trim_end();
        (!word.is_ascii()
            || words.ends_with("in")
            || words.ends_with("(")
            || words.is_empty()
            || !before.ends_with(' '))
        .then_some(before.len())
    };
    // Of words that hold one another the longer one is told: it begins further left.
    let found = WORDS.iter().filter_map(|(word, power)| Some((tells(word)?, *power)));
    found.min_by_key(|(at, _)| *at).map(|(_, power)| power)
}

#[cfg(test)]
mod tests {
    use super::printed_scale;

    #[test]
    fn a_scale_is_read_where_one_is_told() {
        for (line, scale) in [
            ("Table 1. Revenues (JPY in millions)", Some(6)),
            ("(Expressed in Thousands of Japanese Yen (JPY) and U.S. Dollars (USD)) (1)", Some(3)),
            ("(Millions of yen)", Some(6)),
            ("In thousands, except per share data", Some(3)),
            ("（単位：百万円）", Some(6)),
            ("（単位：十億円）", Some(9)),
            ("Table 3. Number of Contracts", None),
            ("Revenues of many millions", None),
            ("Unit: Gbps", None),
        ] {
            assert_eq!(printed_scale(line), scale, "{line}");
        }
    }
}
