//! Outlines: indented lines, as statements and axes are written in a definitions file.

use crate::model::{Diagnostic, DocumentId, Place};

use super::definitions::LabelUse;
use super::placed::Placed;
use super::rules;

/// One line of an outline.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// The concept's local name.
    pub name: &'a str,
    /// The label to show, where it isn't the standard one.
    pub label: Option<LabelUse>,
    /// The line that this one stands below.
    pub parent: Option<usize>,
    /// Where it stands.
    pub place: Place,
}

/// Reads lines that are indented by two spaces a level; what is none is left out and reported.
pub(super) fn read<'a>(
    lines: &'a [Placed<String>],
    document: DocumentId,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Line<'a>> {
    let mut read: Vec<Line<'a>> = Vec::with_capacity(lines.len());
    // The line that was last at each level, down to the current one.
    let mut open: Vec<usize> = Vec::new();
    for line in lines {
        let place = line.place(document);
        let text = line.trim_start_matches(' ');
        let indent = line.len() - text.len();
        let level = indent / 2;
        if indent % 2 != 0 || level > open.len() || (level == 0 && !read.is_empty()) {
            problems.push(
                Diagnostic::new(&rules::OUTLINE, place, format!("the line `{text}` is indented by {indent} spaces"))
                    .expected(format!(
                        "2 to {} spaces, two a level; one line alone stands at the margin",
                        open.len() * 2
                    )),
            );
            continue;
        }
        let mut words = text.split_whitespace();
        let (Some(name), label, None) = (words.next(), words.next(), words.next()) else {
            problems.push(
                Diagnostic::new(&rules::OUTLINE, place, format!("`{text}` is no line"))
                    .expected("the name of a concept and, behind it, the label to show"),
            );
            continue;
        };
        let label = match label.map(label_use) {
            Some(None) => {
                problems.push(
                    Diagnostic::new(&rules::OUTLINE, place, format!("`{text}` asks for a label of an unknown use"))
                        .expected("total, negated, period-start, period-end or terse"),
                );
                None
            }
            other => other.flatten(),
        };
        open.truncate(level);
        let parent = open.last().copied();
        open.push(read.len());
        read.push(Line { name, label, parent, place });
    }
    read
}

fn label_use(word: &str) -> Option<LabelUse> {
    Some(match word {
        "total" => LabelUse::Total,
        "negated" => LabelUse::Negated,
        "period-start" => LabelUse::PeriodStart,
        "period-end" => LabelUse::PeriodEnd,
        "terse" => LabelUse::Terse,
        _ => return None,
    })
}
