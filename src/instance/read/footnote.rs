//! Reading footnote links (XBRL 2.1, 4.11).

use rustc_hash::FxHashMap;

use super::{InstanceReader, markup};
use crate::instance::written::{End, FactElement, FootnoteArc, FootnoteLink, FootnoteLocator, FootnoteResource};
use crate::model::name::local;
use crate::model::report::{FactLink, Footnote, LinkTarget};
use crate::model::{Documents, FactId, Name, QName};
use crate::xml::Node;
use crate::xml::name::trim;

fn xlink<'a>(node: Node<'a, '_>, local: Name) -> Option<&'a str> {
    node.attribute_ns(QName { namespace: Name::XLINK, local }).map(trim)
}

fn xlink_name(node: Node<'_, '_>, local: Name) -> Name {
    xlink(node, local).map_or(Name::EMPTY, Name::new)
}

impl InstanceReader<'_> {
    pub(super) fn footnote_link(&mut self, node: Node<'_, '_>) {
        let mut link = FootnoteLink {
            place: node.place(),
            role: xlink_name(node, local::ROLE),
            locators: Vec::new(),
            resources: Vec::new(),
            arcs: Vec::new(),
        };
        for child in node.children() {
            let (label, place) = (xlink_name(child, local::LABEL), child.place());
            match xlink(child, local::TYPE) {
                Some("locator") => {
                    let href = xlink(child, local::HREF).unwrap_or_default().into();
                    let bases = child.base().into_iter().map(Into::into).collect();
                    link.locators.push(FootnoteLocator { label, href, bases, place, target: None });
                }
                Some("resource") => {
                    let footnote = self.footnote(child);
                    link.resources.push(FootnoteResource { label, place, footnote });
                }
                Some("arc") => {
                    let arcrole = xlink_name(child, local::ARCROLE);
                    let (from, to) = (xlink_name(child, local::FROM), xlink_name(child, local::TO));
                    link.arcs.push(FootnoteArc { arcrole, from, to, place, is_left_out: false });
                }
                _ => {}
            }
        }
        self.instance.written.links.push(link);
    }

    /// Adds a footnote to the report, and gives its number.
    fn footnote(&mut self, node: Node<'_, '_>) -> u32 {
        let language = node.language().map(|language| self.language(language));
        let id = self.id_of(node);
        let role = xlink_name(node, local::ROLE);
        let content = markup::content(node);
        let footnotes = &mut self.instance.report.footnotes;
        footnotes.push(Footnote { id, role, language, content, place: node.place() });
        footnotes.len() as u32 - 1
    }

    /// Finds what locators point at, and tells the report what the arcs link.
    pub(super) fn settle_links(&mut self) {
        let mut links = std::mem::take(&mut self.instance.written.links);
        let facts = &self.instance.written.facts;
        let mut pointed = Pointed::default();
        for locator in links.iter_mut().flat_map(|link| &mut link.locators) {
            let fragment = locator.href.split_once('#').map_or("", |(_, fragment)| fragment);
            locator.target = pointed.find(fragment, facts, self.documents);
        }
        let mut room = MAX_REPEATED;
        let mut said = Vec::new();
        for link in &mut links {
            for arc in say(link, facts, &mut room, &mut said) {
                link.arcs[arc].is_left_out = true;
            }
        }
        self.instance.report.links = said;
        self.instance.written.links = links;
    }
}

/// The facts by what a locator can say of them; made when the first locator asks.
#[derive(Default)]
struct Pointed<'a> {
    by_id: FxHashMap<&'a str, u32>,
    by_position: FxHashMap<(Option<u32>, u32), u32>,
}

impl<'a> Pointed<'a> {
    /// The fact of an identifier, or of a pointer of the `element` scheme: `element(/1/4/2)`, `element(id/2)`.
    fn find(&mut self, fragment: &str, facts: &'a [FactElement], documents: &'a Documents) -> Option<u32> {
        if self.by_id.is_empty() {
            let with_id = facts.iter().zip(0..).filter_map(|(fact, number)| Some((fact.id.as_ref()?, number)));
            for (id, number) in with_id {
                self.by_id.entry(id.get(documents)).or_insert(number);
            }
        }
        if let Some(number) = self.by_id.get(fragment) {
            return Some(*number);
        }
        let mut steps = fragment.strip_prefix("element(")?.strip_suffix(')')?.split('/');
        let mut found = match steps.next()? {
            "" => (steps.next()? == "1").then_some(None)?,
            id => Some(*self.by_id.get(id)?),
        };
        if self.by_position.is_empty() {
            self.by_position = facts.iter().zip(0..).map(|(fact, n)| ((fact.parent, fact.position), n)).collect();
        }
        for step in steps {
            found = Some(*self.by_position.get(&(found, step.parse().ok()?))?);
        }
        found
    }
}

/// The most relationships that the footnote arcs of an instance may stand for, beside one for each arc: an arc between
/// a label of thousands of facts and one of thousands of footnotes stands for millions.
const MAX_REPEATED: usize = 1 << 20;

/// Says what the arcs of a link say: from each fact that has the one label to each fact or footnote that has the other.
/// Gives the arcs for which there is no room.
fn say(link: &FootnoteLink, facts: &[FactElement], room: &mut usize, said: &mut Vec<FactLink>) -> Vec<usize> {
    let ends = link.ends();
    let mut left_out = Vec::new();
    for (number, arc) in link.arcs.iter().enumerate() {
        let (Some(from), Some(to)) = (ends.labelled(arc.from), ends.labelled(arc.to)) else { continue };
        let count = from.locators.len().saturating_mul(to.locators.len() + to.resources.len());
        let Some(rest) = room.checked_sub(count.saturating_sub(1)) else {
            left_out.push(number);
            continue;
        };
        *room = rest;
        let located = |end: &End<'_>| -> Vec<FactId> {
            end.locators.iter().filter_map(|locator| facts[locator.target? as usize].fact).collect()
        };
        let footnotes = to.resources.iter().map(|resource| LinkTarget::Footnote(resource.footnote));
        let targets: Vec<_> = located(to).into_iter().map(LinkTarget::Fact).chain(footnotes).collect();
        for from in located(from) {
            let link = |to: &LinkTarget| FactLink { arcrole: arc.arcrole, role: link.role, from, to: *to };
            said.extend(targets.iter().map(link));
        }
    }
    left_out
}
