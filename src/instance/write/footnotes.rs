//! Footnotes and links between facts, as `link:footnoteLink` (XBRL 2.1, 4.11).

use indexmap::{IndexMap, IndexSet};

use super::WriteError;
use crate::model::report::{FactLink, Footnote, LinkTarget};
use crate::model::{Documents, FactId, Ids, Name, Report};
use crate::xml::Writer;

/// Writes one extended link a role, each with locators, footnotes and arcs in the order of the report's links.
pub(super) fn write(xml: &mut Writer, report: &Report, documents: &Documents, ids: &Ids) -> Result<(), WriteError> {
    let mut roles: IndexMap<Name, Vec<&FactLink>> = IndexMap::new();
    for link in &report.links {
        roles.entry(link.role).or_default().push(link);
    }
    let linked: IndexSet<u32> = report.links.iter().filter_map(|link| footnote_of(link.to)).collect();
    let unlinked: Vec<u32> = (0..report.footnotes.len() as u32).filter(|number| !linked.contains(number)).collect();
    if !unlinked.is_empty() {
        roles.entry(Name::LINK_ROLE).or_default();
    }
    let mut written = vec![false; report.footnotes.len()];
    for (role, links) in roles {
        let unlinked: &[u32] = if role == Name::LINK_ROLE { &unlinked } else { &[] };
        let footnotes = links.iter().filter_map(|link| footnote_of(link.to)).chain(unlinked.iter().copied());
        let footnotes: IndexSet<u32> = footnotes.collect();
        xml.start("link:footnoteLink")?.attribute("xlink:type", "extended")?.attribute("xlink:role", role.as_str())?;
        locators(xml, ids, &links)?;
        for number in footnotes {
            let id = &ids.footnotes[number as usize];
            let first = !std::mem::replace(&mut written[number as usize], true);
            resource(xml, &report.footnotes[number as usize], documents, id, first)?;
        }
        arcs(xml, ids, &links)?;
        xml.end();
    }
    Ok(())
}

fn footnote_of(target: LinkTarget) -> Option<u32> {
    match target {
        LinkTarget::Fact(_) => None,
        LinkTarget::Footnote(number) => Some(number),
    }
}

fn locators(xml: &mut Writer, ids: &Ids, links: &[&FactLink]) -> Result<(), WriteError> {
    let ends = links.iter().flat_map(|link| {
        let to = match link.to {
            LinkTarget::Fact(fact) => Some(fact),
            LinkTarget::Footnote(_) => None,
        };
        [Some(link.from), to]
    });
    for fact in ends.flatten().collect::<IndexSet<FactId>>() {
        let id = &ids.facts[fact.0 as usize];
        let href = format!("#{id}");
        xml.empty("link:loc", &[("xlink:type", "locator"), ("xlink:href", &href), ("xlink:label", id)])?;
    }
    Ok(())
}

/// A footnote. Its identifier stands where the footnote is written first.
fn resource(
    xml: &mut Writer,
    footnote: &Footnote,
    documents: &Documents,
    id: &str,
    first: bool,
) -> Result<(), WriteError> {
    xml.start("link:footnote")?.attribute("xlink:type", "resource")?.attribute("xlink:label", id)?;
    xml.attribute("xlink:role", footnote.role.as_str())?;
    if first {
        xml.attribute("id", id)?;
    }
    if let Some(language) = footnote.language {
        xml.attribute("xml:lang", language.as_str())?;
    }
    xml.markup(footnote.content.get(documents))?.end();
    Ok(())
}

fn arcs(xml: &mut Writer, ids: &Ids, links: &[&FactLink]) -> Result<(), WriteError> {
    for link in links {
        let to = match link.to {
            LinkTarget::Fact(fact) => &ids.facts[fact.0 as usize],
            LinkTarget::Footnote(footnote) => &ids.footnotes[footnote as usize],
        };
        let (arcrole, from) = (link.arcrole.as_str(), ids.facts[link.from.0 as usize].as_str());
        let attributes = [("xlink:type", "arc"), ("xlink:arcrole", arcrole), ("xlink:from", from), ("xlink:to", to)];
        xml.empty("link:footnoteArc", &attributes)?;
    }
    Ok(())
}
