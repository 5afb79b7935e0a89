//! What was discovered, as `factum taxonomy` shows it.

use std::fmt::Write as _;
use std::path::Path;

use indexmap::IndexSet;
use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Diagnostic, Documents, Location, Place};
use crate::taxonomy::{
    ConceptKind, Found, Loaded, Locations, Network, Package, Reference, Source, SourceKind, Taxonomy,
};

/// What was discovered.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "factum taxonomy")]
pub struct TaxonomySummary {
    /// What this document is, and its version.
    #[schemars(extend("const" = "taxonomy/1"))]
    factum: &'static str,
    /// The documents that were read, in the order of discovery.
    documents: Vec<DocumentSummary>,
    /// The documents that were not found, in the order in which they were asked for.
    missing: Vec<MissingSummary>,
    /// Concepts by kind.
    concepts: ConceptCounts,
    /// Arcs by arcrole, arcroles sorted.
    arcs: Vec<ArcCounts>,
    /// Labels by language, languages sorted.
    labels: Vec<LabelCount>,
    /// What is wrong, missing documents included.
    findings: Vec<FindingSummary>,
}

/// A document.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct DocumentSummary {
    /// Its URL or path.
    address: String,
    /// What it is: `schema`, `linkbase`, `instance`, or what its root is.
    kind: String,
    /// Where it was found: `path`, `package`, `directory`, `builtIn`.
    found: &'static str,
    /// The package, or the folder by `--taxonomy-dir`, that it was found in.
    #[serde(skip_serializing_if = "Option::is_none")]
    container: Option<String>,
    /// Its size in bytes, as text in UTF-8.
    size: usize,
    /// Whether it belongs to the taxonomy: instances, and what only schema locations lead to, don't.
    in_set: bool,
    /// How many references lead to it.
    references: usize,
}

/// A document that was not found.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct MissingSummary {
    /// Its URL or path.
    address: String,
    /// Why it was not found.
    reason: String,
    /// Where it is referred to; once for each document and kind of reference.
    referrers: Vec<PlaceSummary>,
}

/// A place in a document.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct PlaceSummary {
    /// The document.
    file: String,
    /// The line, from 1.
    line: u32,
    /// The column, from 1, in characters.
    column: u32,
}

/// Numbers of concepts.
#[derive(Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct ConceptCounts {
    /// All of them.
    all: usize,
    /// Items that are neither hypercubes nor dimensions.
    items: usize,
    /// Tuples.
    tuples: usize,
    /// Hypercubes.
    hypercubes: usize,
    /// Dimensions.
    dimensions: usize,
    /// Those that can't be reported themselves.
    r#abstract: usize,
}

/// Numbers of one arcrole.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct ArcCounts {
    /// The arcrole.
    arcrole: String,
    /// The networks that it has.
    networks: usize,
    /// The arcs as written.
    arcs: usize,
    /// The relationships that remain when prohibited and overridden ones are left out.
    relationships: usize,
}

/// The labels of one language.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct LabelCount {
    /// The language, as `xml:lang` has it.
    language: String,
    /// How many labels.
    labels: usize,
}

/// Something that is wrong.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct FindingSummary {
    /// The rule's code.
    code: &'static str,
    /// What is wrong.
    message: String,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<PlaceSummary>,
}

impl TaxonomySummary {
    /// What came of loading, in numbers and lists.
    #[must_use]
    pub fn new(loaded: &Loaded, locations: &Locations, documents: &Documents) -> TaxonomySummary {
        let taxonomy = &loaded.taxonomy;
        let (base, own) = taxonomy.sources().split_at(taxonomy.base_sources().len());
        let of_source = |source| document(source, locations, documents);
        let label =
            |(language, labels): (crate::model::Name, usize)| LabelCount { language: language.to_string(), labels };
        TaxonomySummary {
            factum: "taxonomy/1",
            documents: own.iter().chain(base).map(of_source).collect(),
            missing: missing(taxonomy, documents),
            concepts: concepts(taxonomy),
            arcs: arcs(taxonomy),
            labels: taxonomy.label_counts().into_iter().map(label).collect(),
            findings: loaded.diagnostics.iter().map(|found| finding(found, documents)).collect(),
        }
    }
}

fn place(place: Place, documents: &Documents) -> Option<PlaceSummary> {
    match documents.locate(place) {
        Location::Text { file, line, column } => Some(PlaceSummary { file, line, column }),
        Location::Sheet { .. } => None,
    }
}

fn document(source: &Source, locations: &Locations, documents: &Documents) -> DocumentSummary {
    let (found, container) = match source.found {
        Found::Path => ("path", None),
        Found::Package(number) => ("package", locations.packages.get(number as usize).map(Package::path)),
        Found::Directory(number) => ("directory", locations.directories.get(number as usize).map(AsRef::as_ref)),
        Found::BuiltIn => ("builtIn", None),
    };
    let kind = match source.kind {
        SourceKind::Schema => "schema".to_owned(),
        SourceKind::Linkbase => "linkbase".to_owned(),
        SourceKind::Instance => "instance".to_owned(),
        SourceKind::Other(root) => root.to_string(),
        SourceKind::Unreadable => "unreadable".to_owned(),
    };
    DocumentSummary {
        address: source.address.to_string(),
        kind,
        found,
        container: container.map(|container: &Path| container.display().to_string()),
        size: documents.get(source.document).text().len(),
        in_set: source.in_set,
        references: source.referrers.len(),
    }
}

fn missing(taxonomy: &Taxonomy, documents: &Documents) -> Vec<MissingSummary> {
    let of_row = |row: &u32| -> &Reference { &taxonomy.references()[*row as usize] };
    let all = taxonomy.missing().iter();
    all.map(|missing| MissingSummary {
        address: missing.address.to_string(),
        reason: missing.reason.clone(),
        referrers: missing.referrers.iter().filter_map(|row| place(of_row(row).place?, documents)).collect(),
    })
    .collect()
}

fn concepts(taxonomy: &Taxonomy) -> ConceptCounts {
    let mut counts = ConceptCounts::default();
    for (_, concept) in taxonomy.concepts() {
        counts.all += 1;
        counts.r#abstract += usize::from(concept.abstract_);
        match concept.kind {
            ConceptKind::Item => counts.items += 1,
            ConceptKind::Tuple => counts.tuples += 1,
            ConceptKind::Hypercube => counts.hypercubes += 1,
            ConceptKind::Dimension => counts.dimensions += 1,
        }
    }
    counts
}

fn arcs(taxonomy: &Taxonomy) -> Vec<ArcCounts> {
    let mut counts: Vec<ArcCounts> = Vec::new();
    let mut arcroles: Vec<_> = taxonomy.all_networks().map(Network::arcrole).collect();
    arcroles.sort_unstable_by_key(|arcrole| arcrole.as_str());
    arcroles.dedup();
    for arcrole in arcroles {
        let written = taxonomy.links().arcs.iter().filter(|arc| arc.arcrole == arcrole).count();
        let relationships = taxonomy.networks(arcrole).map(|network| network.relationships().len()).sum();
        let base_set = |network: Network<'_>| (network.role(), network.arc(), network.link());
        let networks = taxonomy.networks(arcrole).map(base_set).collect::<IndexSet<_>>().len();
        counts.push(ArcCounts { arcrole: arcrole.to_string(), networks, arcs: written, relationships });
    }
    counts
}

fn finding(found: &Diagnostic, documents: &Documents) -> FindingSummary {
    let place = found.place.and_then(|at| place(at, documents));
    FindingSummary { code: found.rule.code, message: found.message.clone(), place }
}

/// The summary as text for people; every line ends with a line end.
#[must_use]
pub fn text(summary: &TaxonomySummary) -> String {
    let mut out = String::new();
    // Writing to a string doesn't fail.
    _ = write_documents(&mut out, summary);
    _ = write_counts(&mut out, summary);
    _ = write_findings(&mut out, summary);
    out
}

/// A number with its digits in groups of three.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number of things.
fn count(number: usize, thing: &str) -> String {
    format!("{} {thing}{}", grouped(number), if number == 1 { "" } else { "s" })
}

fn write_documents(out: &mut String, summary: &TaxonomySummary) -> std::fmt::Result {
    let size = summary.documents.iter().map(|document| document.size).sum();
    writeln!(out, "{}, {} bytes", count(summary.documents.len(), "document"), grouped(size))?;
    for document in &summary.documents {
        let found = match (document.found, &document.container) {
            ("path", _) => String::new(),
            (_, Some(container)) => format!("  (in {container})"),
            _ => "  (built in)".to_owned(),
        };
        let outside = if document.in_set || document.kind == "instance" { "" } else { "  (not part of the taxonomy)" };
        writeln!(out, "  {:<9} {}{found}{outside}", document.kind, document.address)?;
    }
    if !summary.missing.is_empty() {
        writeln!(out, "\n{} not found", grouped(summary.missing.len()))?;
    }
    for missing in &summary.missing {
        writeln!(out, "  {}: {}", missing.address, missing.reason)?;
        for referrer in &missing.referrers {
            writeln!(out, "    referred to by {}:{}:{}", referrer.file, referrer.line, referrer.column)?;
        }
    }
    Ok(())
}

fn write_counts(out: &mut String, summary: &TaxonomySummary) -> std::fmt::Result {
    let concepts = &summary.concepts;
    writeln!(out, "\n{}, {} of them abstract", count(concepts.all, "concept"), grouped(concepts.r#abstract))?;
    let kinds = [
        (concepts.items, "items"),
        (concepts.tuples, "tuples"),
        (concepts.hypercubes, "hypercubes"),
        (concepts.dimensions, "dimensions"),
    ];
    for (count, kind) in kinds.into_iter().filter(|(count, _)| *count > 0) {
        writeln!(out, "  {:>9} {kind}", grouped(count))?;
    }
    let all_arcs = summary.arcs.iter().map(|counts| counts.arcs).sum();
    writeln!(out, "\n{}", count(all_arcs, "arc"))?;
    for counts in &summary.arcs {
        let overridden = match counts.relationships {
            same if same == counts.arcs => String::new(),
            relationships => format!(", {}", count(relationships, "relationship")),
        };
        let networks = count(counts.networks, "network");
        writeln!(out, "  {:>9} {}  ({networks}{overridden})", grouped(counts.arcs), counts.arcrole)?;
    }
    let all_labels = summary.labels.iter().map(|count| count.labels).sum();
    writeln!(out, "\n{}", count(all_labels, "label"))?;
    for count in &summary.labels {
        writeln!(out, "  {:>9} {}", grouped(count.labels), count.language)?;
    }
    Ok(())
}

fn write_findings(out: &mut String, summary: &TaxonomySummary) -> std::fmt::Result {
    let missing = &crate::taxonomy::rules::FILE_MISSING.code;
    let others: Vec<_> = summary.findings.iter().filter(|finding| finding.code != *missing).collect();
    if !others.is_empty() {
        writeln!(out, "\n{}", count(others.len(), "finding"))?;
    }
    for finding in others {
        let at =
            finding.place.as_ref().map(|at| format!("{}:{}:{}: ", at.file, at.line, at.column)).unwrap_or_default();
        writeln!(out, "  {at}{} [{}]", finding.message, finding.code)?;
    }
    Ok(())
}
