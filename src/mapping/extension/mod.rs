//! The filing's own taxonomy, resolved: every name known, every weight worked out from the books.

use std::collections::HashMap;

use crate::model::{Diagnostic, DocumentId, Name, Place, QName, near};

use super::definitions::{
    Balance, Concept, Definitions, Hypercube, Kind, LabelUse, Labels, PeriodType, Statement, Total,
};
use super::names::{bad_value, language_fault};
use super::outline::{self, Line};
use super::rules;

mod files;
mod linkbase;

pub use files::File;

/// The definitions with their names resolved.
#[derive(Debug)]
pub(super) struct Extension<'d> {
    /// The definitions as written.
    pub(super) definitions: &'d Definitions,
    /// The file they stand in.
    pub(super) document: DocumentId,
    /// The statements, in the order of the file.
    pub(super) statements: Vec<ResolvedStatement<'d>>,
}

/// A statement with its names resolved.
#[derive(Debug)]
pub(super) struct ResolvedStatement<'d> {
    pub definition: &'d Statement,
    pub lines: Vec<Line<'d>>,
    /// Whether all lines and items could be read and name concepts.
    pub is_whole: bool,
    pub totals: Vec<ResolvedTotal<'d>>,
    pub axes: Vec<(&'d str, Vec<Line<'d>>)>,
}

/// A total with its parts and their weights.
#[derive(Debug)]
pub(super) struct ResolvedTotal<'d> {
    pub total: &'d str,
    pub parts: Vec<(&'d str, i8)>,
}

impl Kind {
    /// Whether concepts of this kind have values.
    #[must_use]
    pub fn has_values(self) -> bool {
        !matches!(self, Kind::Heading | Kind::Hypercube | Kind::Axis | Kind::Member)
    }
}

impl Labels {
    /// The label for a use.
    #[must_use]
    pub fn get(&self, wanted: LabelUse) -> Option<&str> {
        match self {
            Labels::Standard(label) => (wanted == LabelUse::Standard).then_some(label.as_str()),
            Labels::Several(labels) => labels.get(&wanted).map(String::as_str),
        }
    }

    /// All labels with their uses.
    pub fn iter(&self) -> impl Iterator<Item = (LabelUse, &str)> {
        let (one, several) = match self {
            Labels::Standard(label) => (Some((LabelUse::Standard, label.as_str())), None),
            Labels::Several(labels) => (None, Some(labels)),
        };
        one.into_iter().chain(several.into_iter().flatten().map(|(wanted, label)| (*wanted, label.as_str())))
    }
}

impl<'d> Extension<'d> {
    /// Resolves definitions. What is wrong with them is reported, and what is left is resolved all the same.
    pub(super) fn resolve(definitions: &'d Definitions, document: DocumentId, problems: &mut Vec<Diagnostic>) -> Self {
        let mut extension = Extension { definitions, document, statements: Vec::new() };
        problems.extend(identity_faults(definitions, document));
        for (name, concept) in &definitions.concepts {
            extension.check_shape(name, concept, concept.place(document), problems);
        }
        let mut names: HashMap<&str, Place> = HashMap::new();
        for statement in &definitions.statements {
            let place = statement.name.place(document);
            if let Some(first) = names.insert(&statement.name, place) {
                problems.push(
                    Diagnostic::new(
                        &rules::BAD_VALUE,
                        place,
                        format!("two statements are named `{}`", *statement.name),
                    )
                    .related(first, "the first one"),
                );
            }
            let resolved = extension.resolve_statement(statement, problems);
            extension.statements.push(resolved);
        }
        extension
    }

    /// The concept of a local name.
    #[must_use]
    pub(super) fn concept(&self, name: &str) -> Option<&'d Concept> {
        self.definitions.concepts.get(name).map(|concept| &**concept)
    }

    /// The taxonomy's namespace.
    #[must_use]
    pub(super) fn namespace(&self) -> Name {
        Name::new(&self.definitions.taxonomy.namespace)
    }

    /// The taxonomy's prefix.
    #[must_use]
    pub(super) fn prefix(&self) -> &'d str {
        &self.definitions.taxonomy.prefix
    }

    /// The expanded name of a concept.
    #[must_use]
    pub(super) fn qname(&self, name: &str) -> QName {
        QName::new(self.namespace(), name)
    }

    fn check_shape(&self, name: &str, concept: &Concept, place: Place, problems: &mut Vec<Diagnostic>) {
        let wrong = if concept.period.is_some() != concept.kind.has_values() {
            if concept.kind.has_values() { "has no period" } else { "has a period, and no values" }
        } else if concept.balance.is_some() && concept.kind != Kind::Monetary {
            "has a balance, and is no amount of money"
        } else if concept.label.get(LabelUse::Standard).is_none() {
            "has no standard label"
        } else if concept.label.iter().any(|(_, label)| label.trim().is_empty()) {
            "has a label without a text"
        } else if !crate::xml::name::is_ncname(name) {
            "has a name that no element can have"
        } else {
            return;
        };
        problems.push(Diagnostic::new(&rules::CONCEPT_SHAPE, place, format!("the concept `{name}` {wrong}")));
    }

    fn known(&self, name: &str, place: Place, problems: &mut Vec<Diagnostic>) -> bool {
        if self.concept(name).is_some() {
            return true;
        }
        let message = format!("the definitions have no concept `{name}`");
        let mut problem = Diagnostic::new(&rules::UNKNOWN_CONCEPT, place, message);
        problem.hints.extend(near::hint(name, self.definitions.concepts.keys().map(String::as_str)));
        problems.push(problem);
        false
    }

    fn resolve_statement(&self, statement: &'d Statement, problems: &mut Vec<Diagnostic>) -> ResolvedStatement<'d> {
        let told = problems.len();
        let lines = outline::read(&statement.lines, self.document, problems);
        for line in &lines {
            if self.known(line.name, line.place, problems) {
                self.check_label(line, problems);
            }
        }
        let lines_are_whole = problems.len() == told;
        if statement.title.trim().is_empty() {
            let message = format!("the statement `{}` has no title", statement.name);
            problems.push(bad_value(statement.name.place(self.document), message));
        }
        problems.extend(statement.totals.iter().filter_map(|total| sum_fault(total, total.place(self.document))));
        let totals = statement.totals.iter().filter_map(|total| {
            let place = total.place(self.document);
            self.known(&total.total, place, problems).then(|| {
                let parts = total.parts.iter().filter_map(|part| self.part(&total.total, part, place, problems));
                ResolvedTotal { total: &total.total, parts: parts.collect() }
            })
        });
        let totals = totals.collect();
        for roll in &statement.roll_forwards {
            self.known(&roll.balance, roll.place(self.document), problems);
            self.known(&roll.change, roll.place(self.document), problems);
        }
        for quotient in &statement.quotients {
            for name in [&quotient.quotient, &quotient.of, &quotient.by] {
                self.known(name, quotient.place(self.document), problems);
            }
        }
        let told = problems.len();
        let axes =
            statement.hypercube.as_ref().map(|cube| self.resolve_axes(cube, cube.place(self.document), problems));
        let is_whole = lines_are_whole && problems.len() == told;
        ResolvedStatement { definition: statement, lines, is_whole, totals, axes: axes.unwrap_or_default() }
    }

    fn check_label(&self, line: &Line, problems: &mut Vec<Diagnostic>) {
        let (Some(wanted), Some(concept)) = (line.label, self.concept(line.name)) else { return };
        if concept.label.get(wanted).is_none() {
            let message = format!("`{}` has no label for that use", line.name);
            let found = concept.label.iter().map(|(usage, _)| format!("{usage:?}").to_lowercase());
            let found = found.collect::<Vec<_>>().join(", ");
            problems.push(Diagnostic::new(&rules::NO_LABEL, line.place, message).found(found));
        }
    }

    /// A part's name and weight: by the balances of the books where both have one, else by its sign.
    fn part(&self, total: &str, part: &'d str, place: Place, problems: &mut Vec<Diagnostic>) -> Option<(&'d str, i8)> {
        let name = part.strip_prefix('-').unwrap_or(part);
        if !self.known(name, place, problems) {
            return None;
        }
        let written: i8 = if name.len() < part.len() { -1 } else { 1 };
        let balance = |name: &str| self.concept(name).and_then(|concept| concept.balance);
        let weight = match (balance(total), balance(name)) {
            (Some(total), Some(part)) => {
                if total == part {
                    1
                } else {
                    -1
                }
            }
            _ => written,
        };
        if written < 0 && weight > 0 {
            let message = format!("`{name}` is subtracted from `{total}`, and both have the same balance");
            problems.push(Diagnostic::new(&rules::BALANCE, place, message));
        }
        Some((name, weight))
    }

    fn resolve_axes(
        &self,
        cube: &'d Hypercube,
        place: Place,
        problems: &mut Vec<Diagnostic>,
    ) -> Vec<(&'d str, Vec<Line<'d>>)> {
        self.known(&cube.name, place, problems);
        for item in &cube.items {
            self.known(item, place, problems);
        }
        let axes = cube.axes.iter().map(|axis| {
            self.known(&axis.name, place, problems);
            let members = outline::read(&axis.members, self.document, problems);
            for member in &members {
                self.known(member.name, member.place, problems);
            }
            (axis.name.as_str(), members)
        });
        axes.collect()
    }
}

/// What is wrong with a sum by itself.
fn sum_fault(sum: &Total, place: Place) -> Option<Diagnostic> {
    let name = |part: &str| part.strip_prefix('-').unwrap_or(part).to_owned();
    let total = &sum.total;
    let twice =
        sum.parts.iter().enumerate().find(|(at, part)| sum.parts[..*at].iter().any(|first| name(first) == name(part)));
    let message = match twice {
        _ if sum.parts.is_empty() => format!("the total `{total}` has no parts"),
        _ if sum.parts.iter().any(|part| name(part) == *total) => format!("the total `{total}` is a part of itself"),
        Some((_, part)) => format!("the total `{total}` has the part `{}` twice", name(part)),
        None => return None,
    };
    Some(bad_value(place, message))
}

/// Namespaces that are XBRL's, XML's or the W3C's begin so: a company's taxonomy can't be one of them.
const RESERVED: [&str; 3] = ["http://www.xbrl.org/", "https://xbrl.org/", "http://www.w3.org/"];

/// What is wrong with how the taxonomy is called.
fn identity_faults(definitions: &Definitions, document: DocumentId) -> Vec<Diagnostic> {
    let taxonomy = &definitions.taxonomy;
    let mut faults = Vec::new();
    let (prefix, namespace) = (&taxonomy.prefix, &taxonomy.namespace);
    if !crate::xml::name::is_ncname(prefix) {
        let message = format!("the taxonomy's prefix `{prefix}` is no name");
        faults.push(bad_value(prefix.place(document), message));
    } else if RESERVED_PREFIXES.contains(&prefix.as_str()) {
        let message = format!("the taxonomy's prefix `{prefix}` is XBRL's own");
        faults.push(bad_value(prefix.place(document), message));
    }
    if !namespace.contains(':') || namespace.contains(char::is_whitespace) {
        let message = format!("the taxonomy's namespace `{namespace}` is no URI");
        faults.push(bad_value(namespace.place(document), message).expected("such as `http://example.com/2004-03-31`"));
    } else if RESERVED.iter().any(|reserved| namespace.starts_with(reserved)) {
        let message = format!("the taxonomy's namespace `{namespace}` is not the company's own");
        faults.push(bad_value(namespace.place(document), message));
    }
    faults.extend(language_fault(&taxonomy.language, document));
    faults
}

/// Prefixes that an instance needs for itself.
const RESERVED_PREFIXES: [&str; 9] = ["iso4217", "link", "xbrl", "xbrldi", "xbrldt", "xbrli", "xlink", "xml", "xsi"];

/// A concept as a binding needs to know it, of the filing's own taxonomy or of another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ConceptInfo {
    /// The expanded name.
    pub name: QName,
    /// What its values are.
    pub kind: Kind,
    /// Whether it holds at a moment or over a time.
    pub period: PeriodType,
    /// The side of the books.
    pub balance: Option<Balance>,
}
