//! An xBRL-JSON report, read with its taxonomy.

use std::path::Path;

use crate::model::place::MAX_TEXT;
use crate::model::report::ReferenceKind as Kind;
use crate::model::{Diagnostic, Document, DocumentId, Documents, Place, QName, Report};
use crate::oim::json::{self, Header, Vocabulary};
use crate::oim::rules::json::INVALID_JSON;
use crate::taxonomy::{
    Address, ConceptKind, EntryPoint, ForeignAttribute, Locations, ReferenceKind, Resolution, SourceKind, Target,
    Taxonomy,
};

use super::{Filing, OpenError, settle};

/// A report whose header was read.
pub(super) struct JsonDocument {
    pub(super) document: DocumentId,
    header: Header,
    /// The rows of its references among the taxonomy's.
    references: std::ops::Range<usize>,
}

/// Whether a file holds JSON: its first letter is a brace.
pub(super) fn is_json(path: &Path, locations: &Locations) -> bool {
    let mut start = [0; 256];
    if let Some(bytes) = locations.given(path) {
        return json::is_json(&String::from_utf8_lossy(&bytes[..bytes.len().min(start.len())]));
    }
    let read = std::fs::File::open(path).and_then(|mut file| std::io::Read::read(&mut file, &mut start));
    read.is_ok_and(|length| json::is_json(&String::from_utf8_lossy(&start[..length])))
}

impl JsonDocument {
    /// Reads a report's text and header, and adds the entry points of its taxonomy; none where it is no xBRL-JSON.
    pub(super) fn open(
        path: &Path,
        locations: &Locations,
        documents: &mut Documents,
        entries: &mut Vec<EntryPoint>,
        findings: &mut Vec<Diagnostic>,
    ) -> Result<Option<JsonDocument>, OpenError> {
        let name = path.display().to_string();
        let (text, damage) = read_text(path, locations)?;
        let document = documents.push(Document::new(name, text));
        if let Some(offset) = damage {
            let place = Place { document, offset };
            findings.push(Diagnostic::new(&INVALID_JSON, place, "this is no JSON: it is not UTF-8 from here on"));
            return Ok(None);
        }
        let header = match json::read_header(document, documents) {
            Ok(header) => header,
            Err(finding) => {
                findings.push(*finding);
                return Ok(None);
            }
        };
        findings.extend(header.findings.iter().cloned());
        let own = Address::path(path);
        let base = header.base_url.as_ref().map_or_else(|| own.clone(), |url| own.join(url));
        let start = entries.len();
        entries.extend(header.taxonomy.iter().map(|(href, place)| EntryPoint {
            href: href.clone(),
            base: base.clone(),
            kind: if href.ends_with(".xml") { ReferenceKind::LinkbaseRef } else { ReferenceKind::SchemaRef },
            place: Some(*place),
        }));
        Ok(Some(JsonDocument { document, header, references: start..entries.len() }))
    }
}

/// A file's text; what is not UTF-8 is left out, and where it begins is told.
fn read_text(path: &Path, locations: &Locations) -> Result<(String, Option<u32>), OpenError> {
    if let Some(bytes) = locations.given(path) {
        return Ok(decode(bytes.to_vec()));
    }
    let unreadable = |source| OpenError::Unreadable { path: path.to_owned(), source };
    let size = std::fs::metadata(path).map_err(unreadable)?.len();
    if size > MAX_TEXT as u64 {
        let limit = format!("it has {size} bytes, and files up to {MAX_TEXT} bytes can be read");
        return Err(unreadable(std::io::Error::new(std::io::ErrorKind::FileTooLarge, limit)));
    }
    Ok(decode(std::fs::read(path).map_err(unreadable)?))
}

fn decode(bytes: Vec<u8>) -> (String, Option<u32>) {
    match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned();
            (text, Some(valid as u32))
        }
    }
}

impl Filing {
    /// Reads the facts, now that the taxonomy is known.
    pub(super) fn read_json(&mut self, read: &JsonDocument, documents: &Documents) {
        match json::read(read.document, documents, &read.header, &Knowledge(&self.taxonomy)) {
            Ok(found) => {
                let mut report = found.report;
                self.diagnostics.extend(found.findings);
                self.settle_references(&mut report, read, documents);
                settle_domains(&mut report, &self.taxonomy);
                settle::settle_report(&mut report, &self.taxonomy, documents);
                self.features = read.header.features.clone();
                self.report = Some(report);
            }
            Err(finding) => self.diagnostics.push(*finding),
        }
    }

    /// Tells schemas from linkbases by what was found, and makes references independent of a base URL.
    fn settle_references(&self, report: &mut Report, read: &JsonDocument, documents: &Documents) {
        let found = &self.taxonomy.entry_points()[read.references.clone()];
        for (reference, found) in report.taxonomy.iter_mut().zip(found) {
            if let Some(url) = &read.header.base_url {
                let own = Address::new(&documents.get(read.document).name);
                reference.href = own.join(url).join(&reference.href).to_string();
            }
            let Resolution::Source(source) = found.found else { continue };
            match self.taxonomy.source(source).kind {
                SourceKind::Linkbase => reference.kind = Kind::Linkbase,
                SourceKind::Schema => reference.kind = Kind::Schema,
                SourceKind::Instance | SourceKind::Other(_) | SourceKind::Unreadable => {}
            }
        }
    }
}

/// Names the elements that hold the values of typed dimensions, which the XML form has to name.
fn settle_domains(report: &mut Report, taxonomy: &Taxonomy) {
    let axes = report.aspects.iter().flat_map(|(_, aspects)| report.aspects.dimensions(aspects.dimensions).pairs());
    let axes: indexmap::IndexSet<QName> = axes.map(|(axis, _)| *axis).collect();
    for axis in axes {
        if let Some(domain) = typed_domain(taxonomy, axis) {
            report.typed_domains.insert(axis, domain);
        }
    }
}

/// The types of Extensible Enumerations 2.0.
const ENUMERATIONS_2: &str = "http://xbrl.org/2020/extensible-enumerations-2.0";

/// What the taxonomy knows of concepts and dimensions.
pub(super) struct Knowledge<'a>(pub(super) &'a Taxonomy);

impl Vocabulary for Knowledge<'_> {
    fn is_enumeration(&self, concept: QName) -> bool {
        let names = self.0.concept(concept).map(|id| self.0.bases(self.0.get(id).type_id));
        names.into_iter().flatten().filter_map(|id| self.0.type_of(id).name).any(|name| {
            let is_type = matches!(name.local.as_str(), "enumerationItemType" | "enumerationSetItemType");
            is_type && name.namespace.as_str() == ENUMERATIONS_2
        })
    }

    fn is_numeric(&self, concept: QName) -> Option<bool> {
        self.0.concept(concept).map(|id| self.0.get(id).item_type.numeric)
    }

    fn has_language(&self, concept: QName) -> Option<bool> {
        self.0.concept(concept).map(|id| settle::has_language(self.0.get(id), self.0))
    }

    fn is_typed(&self, dimension: QName) -> Option<bool> {
        let id = self.0.concept(dimension).filter(|id| self.0.get(*id).kind == ConceptKind::Dimension)?;
        Some(typed_domain_ref(self.0, self.0.get(id).element).is_some())
    }
}

/// The reference of a typed dimension to the declaration of its values (Dimensions 1.0, 2.5.2).
fn typed_domain_ref(taxonomy: &Taxonomy, element: crate::taxonomy::ElementId) -> Option<&ForeignAttribute> {
    let name = QName { namespace: crate::model::Name::XBRLDT, local: crate::model::name::local::TYPED_DOMAIN_REF };
    let own = taxonomy.element_of(element).foreign.of(&taxonomy.schema().foreign_attributes);
    own.iter().find(|attribute| attribute.name == name)
}

/// The element that holds the values of a typed dimension.
fn typed_domain(taxonomy: &Taxonomy, dimension: QName) -> Option<QName> {
    let element = taxonomy.get(taxonomy.concept(dimension)?).element;
    let reference = typed_domain_ref(taxonomy, element)?;
    let crate::model::Text::Owned(href) = &reference.value else { return None };
    let (document, fragment) = href.trim().split_once('#')?;
    let own = taxonomy.element_of(element).source;
    let source = match document {
        "" => own,
        document => taxonomy.find_source(&taxonomy.source(own).address.join(document))?,
    };
    match taxonomy.target(source, fragment)? {
        Target::Element(id) => Some(taxonomy.element_of(id).name),
        Target::Concept(id) => Some(taxonomy.get(id).name),
        _ => None,
    }
}
