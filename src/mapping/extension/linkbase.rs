//! The extension's linkbases: labels, presentation, calculation, definition.

use indexmap::{IndexMap, IndexSet};

use crate::xml::Writer;
use crate::xml::writer::WriteError;

use super::super::definitions::LabelUse;
use super::super::outline::Line;
use super::files::Linkbase;
use super::{Extension, ResolvedStatement};

const STANDARD_LINK: &str = "http://www.xbrl.org/2003/role/link";
const NEGATED: &str = "http://www.xbrl.org/2009/role/negatedLabel";
const NEGATED_SCHEMA: &str = "http://www.xbrl.org/lrr/role/negated-2009-12-16.xsd#negatedLabel";
const PARENT_CHILD: &str = "http://www.xbrl.org/2003/arcrole/parent-child";
const SUMMATION_ITEM: &str = "http://www.xbrl.org/2003/arcrole/summation-item";
const CONCEPT_LABEL: &str = "http://www.xbrl.org/2003/arcrole/concept-label";
const DIMENSIONS: &str = "http://xbrl.org/int/dim/arcrole/";
const DIMENSIONS_SCHEMA: &str = "http://www.xbrl.org/2005/xbrldt-2005.xsd";
const DOCUMENTATION: &str = "http://www.xbrl.org/2003/role/documentation";

/// The arcroles of dimensions that are used, the last part of each, which is also the `id` of its declaration.
const DIMENSION_ARCROLES: [&str; 5] =
    ["all", "hypercube-dimension", "dimension-domain", "domain-member", "dimension-default"];

/// One arc of a network.
struct Arc<'a> {
    arcrole: String,
    from: &'a str,
    to: &'a str,
    order: usize,
    /// Further attributes.
    more: Vec<(&'static str, String)>,
}

/// The text of a linkbase; `None` for one without an arc.
pub(super) fn write(extension: &Extension, kind: Linkbase, schema: &str) -> Result<Option<String>, WriteError> {
    let mut xml = Writer::new();
    xml.start("link:linkbase")?
        .attribute("xmlns:link", "http://www.xbrl.org/2003/linkbase")?
        .attribute("xmlns:xlink", "http://www.w3.org/1999/xlink")?
        .attribute("xmlns:xbrldt", "http://xbrl.org/2005/xbrldt")?;
    if kind == Linkbase::Label {
        labels(&mut xml, extension, schema)?;
        return Ok(Some(xml.finish()));
    }
    let (link, arc) = match kind {
        Linkbase::Calculation => ("link:calculationLink", "link:calculationArc"),
        Linkbase::Definition => ("link:definitionLink", "link:definitionArc"),
        Linkbase::Presentation | Linkbase::Label => ("link:presentationLink", "link:presentationArc"),
    };
    let mut defaults = IndexSet::new();
    let networks: Vec<(&ResolvedStatement, Vec<Arc>)> = extension
        .statements
        .iter()
        .map(|statement| {
            let arcs = match kind {
                Linkbase::Calculation => calculation(statement),
                Linkbase::Definition => definition(statement, &mut defaults),
                Linkbase::Presentation | Linkbase::Label => presentation(statement),
            };
            (statement, arcs)
        })
        .filter(|(_, arcs)| !arcs.is_empty())
        .collect();
    if networks.is_empty() {
        return Ok(None);
    }
    for (statement, _) in &networks {
        let name = statement.definition.name.as_str();
        role_ref(&mut xml, &extension.role(name), &format!("{schema}#{name}"))?;
    }
    if networks.iter().flat_map(|(_, arcs)| arcs).any(|arc| arc.more.iter().any(|(_, value)| value == NEGATED)) {
        role_ref(&mut xml, NEGATED, NEGATED_SCHEMA)?;
    }
    if kind == Linkbase::Definition {
        arcrole_refs(&mut xml)?;
    }
    for (statement, arcs) in &networks {
        let role = extension.role(&statement.definition.name);
        network(&mut xml, extension, schema, (link, arc), &role, arcs)?;
    }
    Ok(Some(xml.finish()))
}

fn role_ref(xml: &mut Writer, role: &str, href: &str) -> Result<(), WriteError> {
    xml.empty("link:roleRef", &[("roleURI", role), ("xlink:type", "simple"), ("xlink:href", href)])?;
    Ok(())
}

fn arcrole_refs(xml: &mut Writer) -> Result<(), WriteError> {
    for arcrole in DIMENSION_ARCROLES {
        let uri = format!("{DIMENSIONS}{arcrole}");
        let href = format!("{DIMENSIONS_SCHEMA}#{arcrole}");
        xml.empty("link:arcroleRef", &[("arcroleURI", &uri), ("xlink:type", "simple"), ("xlink:href", &href)])?;
    }
    Ok(())
}

/// An extended link with its locators and arcs.
fn network(
    xml: &mut Writer,
    extension: &Extension,
    schema: &str,
    (link, arc_element): (&str, &str),
    role: &str,
    arcs: &[Arc],
) -> Result<(), WriteError> {
    xml.start(link)?.attribute("xlink:type", "extended")?.attribute("xlink:role", role)?;
    // Two arcs must not join the same two labels: a concept that is the end of a second one is located again.
    let mut joined: IndexMap<(&str, &str), usize> = IndexMap::new();
    let mut located: IndexMap<String, &str> = IndexMap::new();
    let mut ends = Vec::with_capacity(arcs.len());
    for arc in arcs {
        located.entry(arc.from.to_owned()).or_insert(arc.from);
        let count = joined.entry((arc.from, arc.to)).or_default();
        *count += 1;
        let to = if *count == 1 { arc.to.to_owned() } else { format!("{}_{count}", arc.to) };
        located.entry(to.clone()).or_insert(arc.to);
        ends.push(to);
    }
    for (label, concept) in &located {
        locator(xml, extension, schema, concept, label)?;
    }
    for (arc, to) in arcs.iter().zip(&ends) {
        xml.start(arc_element)?
            .attribute("xlink:type", "arc")?
            .attribute("xlink:arcrole", &arc.arcrole)?
            .attribute("xlink:from", arc.from)?
            .attribute("xlink:to", to)?
            .attribute("order", &arc.order.to_string())?;
        for (name, value) in &arc.more {
            xml.attribute(name, value)?;
        }
        xml.end();
    }
    xml.end();
    Ok(())
}

fn locator(
    xml: &mut Writer,
    extension: &Extension,
    schema: &str,
    concept: &str,
    label: &str,
) -> Result<(), WriteError> {
    let href = format!("{schema}#{}", extension.element_id(concept));
    xml.empty("link:loc", &[("xlink:type", "locator"), ("xlink:href", &href), ("xlink:label", label)])?;
    Ok(())
}

fn labels(xml: &mut Writer, extension: &Extension, schema: &str) -> Result<(), WriteError> {
    let concepts = &extension.definitions.concepts;
    if concepts.values().any(|concept| concept.label.get(LabelUse::Negated).is_some()) {
        role_ref(xml, NEGATED, NEGATED_SCHEMA)?;
    }
    xml.start("link:labelLink")?.attribute("xlink:type", "extended")?.attribute("xlink:role", STANDARD_LINK)?;
    for (name, concept) in concepts {
        locator(xml, extension, schema, name, name)?;
        let resource = format!("{name}_label");
        let documentation = concept.documentation.as_deref().map(|text| (DOCUMENTATION, text));
        let labels = concept.label.iter().map(|(wanted, text)| (wanted.role(), text));
        for (role, text) in labels.chain(documentation) {
            xml.element(
                "link:label",
                &[
                    ("xlink:type", "resource"),
                    ("xlink:label", &resource),
                    ("xlink:role", role),
                    ("xml:lang", &extension.definitions.taxonomy.language),
                ],
                text,
            )?;
        }
        xml.empty(
            "link:labelArc",
            &[("xlink:type", "arc"), ("xlink:arcrole", CONCEPT_LABEL), ("xlink:from", name), ("xlink:to", &resource)],
        )?;
    }
    xml.end();
    Ok(())
}

/// Arcs of an outline from each line to those right below it, numbered from 1.
fn tree<'a>(lines: &[Line<'a>], arcrole: impl Fn(&Line<'a>) -> String) -> Vec<Arc<'a>> {
    let mut counts = vec![0; lines.len()];
    let below = lines.iter().filter_map(|line| Some((line, line.parent?)));
    below
        .map(|(line, parent)| {
            counts[parent] += 1;
            Arc {
                arcrole: arcrole(line),
                from: lines[parent].name,
                to: line.name,
                order: counts[parent],
                more: Vec::new(),
            }
        })
        .collect()
}

fn presentation<'a>(statement: &ResolvedStatement<'a>) -> Vec<Arc<'a>> {
    let mut arcs = tree(&statement.lines, |_| PARENT_CHILD.to_owned());
    let labels = statement.lines.iter().filter(|line| line.parent.is_some()).map(|line| line.label);
    for (arc, label) in arcs.iter_mut().zip(labels) {
        arc.more.extend(label.map(|wanted| ("preferredLabel", wanted.role().to_owned())));
    }
    arcs
}

fn calculation<'a>(statement: &ResolvedStatement<'a>) -> Vec<Arc<'a>> {
    let arcs = statement.totals.iter().flat_map(|total| {
        total.parts.iter().enumerate().map(|(index, (part, weight))| Arc {
            arcrole: SUMMATION_ITEM.to_owned(),
            from: total.total,
            to: part,
            order: index + 1,
            more: vec![("weight", weight.to_string())],
        })
    });
    arcs.collect()
}

/// A statement's hypercube; an axis's default is said once in the taxonomy, where the axis is first used.
fn definition<'a>(statement: &ResolvedStatement<'a>, defaults: &mut IndexSet<&'a str>) -> Vec<Arc<'a>> {
    let Some(cube) = &statement.definition.hypercube else { return Vec::new() };
    let arcrole = |last: &str| format!("{DIMENSIONS}{last}");
    let arc = |last: &str, from, to, order, more| Arc { arcrole: arcrole(last), from, to, order, more };
    let closed = || vec![("xbrldt:contextElement", "segment".to_owned()), ("xbrldt:closed", "true".to_owned())];
    let mut arcs: Vec<Arc> = Vec::new();
    for item in &cube.items {
        arcs.push(arc("all", item, &cube.name, 1, closed()));
    }
    for (index, (axis, members)) in statement.axes.iter().enumerate() {
        arcs.push(arc("hypercube-dimension", &cube.name, axis, index + 1, Vec::new()));
        let Some(domain) = members.first() else { continue };
        arcs.push(arc("dimension-domain", axis, domain.name, 1, Vec::new()));
        if defaults.insert(axis) {
            arcs.push(arc("dimension-default", axis, domain.name, 2, Vec::new()));
        }
        arcs.extend(tree(members, |_| arcrole("domain-member")));
    }
    arcs
}
