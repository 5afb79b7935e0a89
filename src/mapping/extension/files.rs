//! The extension taxonomy as files: a schema, and the linkbases that have something to say.

use indexmap::IndexSet;

use crate::xml::Writer;
use crate::xml::writer::WriteError;

use super::super::definitions::{Balance, Kind, LabelUse, PeriodType};
use super::super::document::BaseTaxonomy;
use super::Extension;
use super::linkbase;

const XSD: &str = "http://www.w3.org/2001/XMLSchema";
const XBRLI: &str = "http://www.xbrl.org/2003/instance";
const XBRLDT: &str = "http://xbrl.org/2005/xbrldt";
const LINK: &str = "http://www.xbrl.org/2003/linkbase";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const NUMERIC: &str = "http://www.xbrl.org/dtr/type/numeric";

const XBRLI_SCHEMA: &str = "http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd";
const XBRLDT_SCHEMA: &str = "http://www.xbrl.org/2005/xbrldt-2005.xsd";
const NUMERIC_SCHEMA: &str = "http://www.xbrl.org/dtr/type/numeric-2009-12-16.xsd";

/// A file's name, and its text.
pub type File = (String, String);

/// The kinds of linkbases, with what their names end on and the role by which a schema refers to them.
const LINKBASES: [(Linkbase, &str, &str); 4] = [
    (Linkbase::Label, "_lab.xml", "labelLinkbaseRef"),
    (Linkbase::Presentation, "_pre.xml", "presentationLinkbaseRef"),
    (Linkbase::Calculation, "_cal.xml", "calculationLinkbaseRef"),
    (Linkbase::Definition, "_def.xml", "definitionLinkbaseRef"),
];

/// The kinds of linkbases that are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Linkbase {
    Label,
    Presentation,
    Calculation,
    Definition,
}

impl Extension<'_> {
    /// The files of the taxonomy, the schema first; a linkbase that would be empty is left out.
    ///
    /// # Errors
    /// When a label has a character that XML can't hold.
    pub(crate) fn files<'b>(
        &self,
        name: &str,
        base: impl Iterator<Item = (&'b str, &'b BaseTaxonomy)>,
    ) -> Result<Vec<File>, WriteError> {
        let schema_name = format!("{name}.xsd");
        let mut files = Vec::new();
        for (kind, suffix, _) in LINKBASES {
            if let Some(text) = linkbase::write(self, kind, &schema_name)? {
                files.push((format!("{name}{suffix}"), text));
            }
        }
        let schema = self.schema(&files, base)?;
        files.insert(0, (schema_name, schema));
        Ok(files)
    }

    /// The URI of a statement's role.
    pub(super) fn role(&self, statement: &str) -> String {
        format!("{}/role/{statement}", *self.definitions.taxonomy.namespace)
    }

    /// The `id` of a concept's declaration.
    pub(super) fn element_id(&self, concept: &str) -> String {
        format!("{}_{concept}", self.prefix())
    }

    /// The kinds of link in which a statement's role is used.
    fn used_on(&self, statement: usize) -> IndexSet<&'static str> {
        let statement = &self.statements[statement];
        let mut used = IndexSet::from(["link:presentationLink"]);
        if !statement.totals.is_empty() {
            used.insert("link:calculationLink");
        }
        if !statement.axes.is_empty() {
            used.insert("link:definitionLink");
        }
        used
    }

    fn schema<'b>(
        &self,
        linkbases: &[File],
        base: impl Iterator<Item = (&'b str, &'b BaseTaxonomy)>,
    ) -> Result<String, WriteError> {
        let mut xml = Writer::new();
        let namespace: &str = &self.definitions.taxonomy.namespace;
        xml.start("xsd:schema")?
            .attribute("xmlns:xsd", XSD)?
            .attribute("xmlns:xbrli", XBRLI)?
            .attribute("xmlns:xbrldt", XBRLDT)?
            .attribute("xmlns:link", LINK)?
            .attribute("xmlns:xlink", XLINK)?
            .attribute("xmlns:num", NUMERIC)?
            .attribute(&format!("xmlns:{}", self.prefix()), namespace)?
            .attribute("targetNamespace", namespace)?
            .attribute("elementFormDefault", "qualified")?
            .attribute("attributeFormDefault", "unqualified")?;
        xml.start("xsd:annotation")?.start("xsd:appinfo")?;
        self.linkbase_refs(&mut xml, linkbases)?;
        self.role_types(&mut xml)?;
        xml.end().end();
        let imports = [(XBRLI, XBRLI_SCHEMA), (XBRLDT, XBRLDT_SCHEMA), (NUMERIC, NUMERIC_SCHEMA)];
        let base = base.map(|(_, taxonomy)| (taxonomy.namespace.as_str(), taxonomy.schema.as_str()));
        for (namespace, location) in imports.into_iter().chain(base) {
            xml.empty("xsd:import", &[("namespace", namespace), ("schemaLocation", location)])?;
        }
        for (name, concept) in &self.definitions.concepts {
            self.declare(&mut xml, name, concept)?;
        }
        Ok(xml.finish())
    }

    fn linkbase_refs(&self, xml: &mut Writer, linkbases: &[File]) -> Result<(), WriteError> {
        for (file, _) in linkbases {
            let role = LINKBASES.iter().find(|(_, suffix, _)| file.ends_with(suffix)).map_or("", |(_, _, role)| role);
            xml.empty(
                "link:linkbaseRef",
                &[
                    ("xlink:type", "simple"),
                    ("xlink:href", file),
                    ("xlink:role", &format!("http://www.xbrl.org/2003/role/{role}")),
                    ("xlink:arcrole", "http://www.w3.org/1999/xlink/properties/linkbase"),
                ],
            )?;
        }
        Ok(())
    }

    fn role_types(&self, xml: &mut Writer) -> Result<(), WriteError> {
        for (index, statement) in self.statements.iter().enumerate() {
            let name = statement.definition.name.as_str();
            xml.start("link:roleType")?.attribute("roleURI", &self.role(name))?.attribute("id", name)?;
            xml.element("link:definition", &[], &statement.definition.title)?;
            for link in self.used_on(index) {
                xml.element("link:usedOn", &[], link)?;
            }
            xml.end();
        }
        Ok(())
    }

    fn declare(
        &self,
        xml: &mut Writer,
        name: &str,
        concept: &super::super::definitions::Concept,
    ) -> Result<(), WriteError> {
        xml.start("xsd:element")?.attribute("name", name)?.attribute("id", &self.element_id(name))?;
        let group = match concept.kind {
            Kind::Hypercube => "xbrldt:hypercubeItem",
            Kind::Axis => "xbrldt:dimensionItem",
            _ => "xbrli:item",
        };
        xml.attribute("type", concept.kind.item_type())?.attribute("substitutionGroup", group)?;
        if !concept.kind.has_values() {
            xml.attribute("abstract", "true")?;
        }
        xml.attribute("nillable", "true")?;
        if let Some(balance) = concept.balance {
            let balance = match balance {
                Balance::Debit => "debit",
                Balance::Credit => "credit",
            };
            xml.attribute("xbrli:balance", balance)?;
        }
        let period = match concept.period {
            Some(PeriodType::Instant) => "instant",
            Some(PeriodType::Duration) | None => "duration",
        };
        xml.attribute("xbrli:periodType", period)?.end();
        Ok(())
    }
}

impl Kind {
    /// The item type of concepts of this kind (XBRL 2.1, 5.1.1.3; the data type registry for amounts a share).
    fn item_type(self) -> &'static str {
        match self {
            Kind::Monetary => "xbrli:monetaryItemType",
            Kind::PerShare => "num:perShareItemType",
            Kind::Shares => "xbrli:sharesItemType",
            Kind::Count => "xbrli:nonNegativeIntegerItemType",
            Kind::Decimal => "xbrli:decimalItemType",
            Kind::Pure => "xbrli:pureItemType",
            Kind::Text | Kind::Heading | Kind::Hypercube | Kind::Axis | Kind::Member => "xbrli:stringItemType",
        }
    }
}

impl LabelUse {
    /// The role of labels for this use (XBRL 2.1, 5.2.2.2.2; the link role registry for the negated one).
    pub(super) fn role(self) -> &'static str {
        match self {
            LabelUse::Standard => "http://www.xbrl.org/2003/role/label",
            LabelUse::Total => "http://www.xbrl.org/2003/role/totalLabel",
            LabelUse::Negated => "http://www.xbrl.org/2009/role/negatedLabel",
            LabelUse::PeriodStart => "http://www.xbrl.org/2003/role/periodStartLabel",
            LabelUse::PeriodEnd => "http://www.xbrl.org/2003/role/periodEndLabel",
            LabelUse::Terse => "http://www.xbrl.org/2003/role/terseLabel",
        }
    }
}
