//! The filing as written: contexts, units, facts and footnote links as their elements say them.
//!
//! Rows in vectors, in the order of the document; a number is an index into the vector it says.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::model::date::DateError;
use crate::model::{DateTime, Decimals, FactId, Name, Place, QName, Text, Unit};

/// What the elements of an instance say.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// `xbrli:context` elements.
    pub contexts: Vec<Context>,
    /// `xbrli:unit` elements.
    pub units: Vec<UnitElement>,
    /// Items and tuples, each tuple before what is inside.
    pub facts: Vec<FactElement>,
    /// Numerators and denominators of items that have them.
    pub fractions: Vec<Fraction>,
    /// `link:footnoteLink` elements.
    pub links: Vec<FootnoteLink>,
    /// The content of segments and scenarios.
    pub elements: Elements,
}

/// An `xbrli:context` (XBRL 2.1, 4.7).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// Its identifier.
    pub id: Option<Text>,
    /// Where it stands.
    pub place: Place,
    /// Its entity's scheme and identifier, where it has both.
    pub entity: Option<EntityElement>,
    /// When; none where that is not said in one of the three ways.
    pub period: Option<PeriodElement>,
    /// Where `xbrli:period` stands, else the context.
    pub period_place: Place,
    /// The elements inside `xbrli:segment`; none where there is no segment.
    pub segment: Option<Part>,
    /// The elements inside `xbrli:scenario`; none where there is no scenario.
    pub scenario: Option<Part>,
    /// The dimensions in segment and scenario, in the order of the document.
    pub dimensions: Vec<DimensionElement>,
}

/// An `xbrldi:explicitMember` or `xbrldi:typedMember` directly in a segment or a scenario (Dimensions 1.0, 3.1.4).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DimensionElement {
    /// The name that its `dimension` attribute stands for; none where it stands for none.
    pub dimension: Option<QName>,
    /// Its member.
    pub member: MemberElement,
    /// Whether it is in the scenario.
    pub in_scenario: bool,
    /// Its number in [`Elements`].
    pub element: u32,
}

/// The content of a [`DimensionElement`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MemberElement {
    /// The name that it stands for; none where it stands for none.
    Explicit(Option<QName>),
    /// The element inside, as a number of [`Elements`], where there is exactly one.
    Typed(Option<u32>),
}

/// An `xbrli:identifier` (XBRL 2.1, 4.7.3.1).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EntityElement {
    /// The scheme as written.
    pub scheme: Name,
    /// The identifier, white space around it left out.
    pub identifier: Name,
    /// Where it stands.
    pub place: Place,
}

/// The content of an `xbrli:period` (XBRL 2.1, 4.7.2).
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PeriodElement {
    /// `xbrli:instant`.
    Instant(Moment),
    /// `xbrli:startDate` and `xbrli:endDate`.
    Duration(Moment, Moment),
    /// `xbrli:forever`.
    Forever,
}

/// A date or a time as a period writes it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Moment {
    /// As written.
    pub text: Text,
    /// What it means where it stands.
    pub time: Result<DateTime, DateError>,
    /// Where it stands.
    pub place: Place,
}

/// A segment or a scenario.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// Where it stands.
    pub place: Place,
    /// Its descendants, as numbers of [`Elements`].
    pub content: Range<u32>,
}

/// An `xbrli:unit` (XBRL 2.1, 4.8).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnitElement {
    /// Its identifier.
    pub id: Option<Text>,
    /// Where it stands.
    pub place: Place,
    /// Measures that are multiplied.
    pub numerators: Vec<Measure>,
    /// Measures that are divided by.
    pub denominators: Vec<Measure>,
}

/// An `xbrli:measure` (XBRL 2.1, 4.8.2).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Measure {
    /// The name that its content stands for; none where that is no name or its prefix is not declared.
    pub name: Option<QName>,
    /// The content as written.
    pub text: Text,
    /// Where it stands.
    pub place: Place,
}

impl UnitElement {
    /// The unit, where there are measures and all of them are names.
    #[must_use]
    pub fn unit(&self) -> Option<Unit> {
        let names = |measures: &[Measure]| measures.iter().map(|measure| measure.name).collect::<Option<Vec<_>>>();
        let numerators = names(&self.numerators).filter(|names| !names.is_empty())?;
        Some(Unit::new(numerators, names(&self.denominators)?))
    }
}

/// An item or a tuple (XBRL 2.1, 4.6 and 4.9). Which one it is, is told by its `contextRef`; the taxonomy may differ.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FactElement {
    /// Its name.
    pub name: QName,
    /// Its identifier.
    pub id: Option<Text>,
    /// Where it stands.
    pub place: Place,
    /// The tuple around it.
    pub parent: Option<u32>,
    /// The number behind its last descendant's.
    pub next: u32,
    /// Its position among the elements around it, from 1.
    pub position: u32,
    /// `contextRef`.
    pub context: Pointer,
    /// `unitRef`.
    pub unit: Pointer,
    /// `decimals` and `precision`.
    pub accuracy: Accuracy,
    /// Whether `xsi:nil` is true.
    pub nil: bool,
    /// Its value as text; none for nil, for a tuple and for a fraction.
    pub value: Option<Text>,
    /// Its numerator and denominator, where there are such elements inside.
    pub fraction: Option<u32>,
    /// The fact of the report that it is; none for a tuple, a fraction, and an item whose context can't be told.
    pub fact: Option<FactId>,
}

impl FactElement {
    /// Whether it looks like an item.
    #[must_use]
    pub fn is_item(&self) -> bool {
        self.context != Pointer::None
    }
}

/// What an attribute points at by its identifier.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Pointer {
    /// There is no such attribute.
    None,
    /// There is no such element; the value of the attribute begins at this offset of the document.
    Dangling(u32),
    /// The element of this number.
    To(u32),
}

impl Pointer {
    /// The number of the element.
    #[must_use]
    pub fn target(self) -> Option<u32> {
        match self {
            Pointer::To(number) => Some(number),
            Pointer::None | Pointer::Dangling(_) => None,
        }
    }
}

/// What an item says of its exactness (XBRL 2.1, 4.6.3).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Accuracy {
    /// Nothing.
    None,
    /// `decimals`.
    Decimals(Decimals),
    /// `precision`: significant figures.
    Figures(Figures),
    /// Both attributes.
    Both,
    /// An attribute that is no number and not `INF`.
    Malformed,
}

/// Significant figures (XBRL 2.1, 4.6.4).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Figures {
    /// As many; 0 for none that is known.
    Count(u32),
    /// All.
    Infinite,
}

/// The content of an item of a fractional type (XBRL 2.1, 5.1.1.3.2).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fraction {
    /// The content of `xbrli:numerator`.
    pub numerator: Option<Text>,
    /// The content of `xbrli:denominator`.
    pub denominator: Option<Text>,
}

/// A `link:footnoteLink` (XBRL 2.1, 4.11.1).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FootnoteLink {
    /// Where it stands.
    pub place: Place,
    /// `xlink:role`.
    pub role: Name,
    /// Its locators.
    pub locators: Vec<FootnoteLocator>,
    /// Its resources.
    pub resources: Vec<FootnoteResource>,
    /// Its arcs.
    pub arcs: Vec<FootnoteArc>,
}

impl FootnoteLink {
    /// Its locators and resources by their labels.
    #[must_use]
    pub fn ends(&self) -> Ends<'_> {
        let mut ends = Ends::default();
        for locator in &self.locators {
            ends.0.entry(locator.label).or_default().locators.push(locator);
        }
        for resource in &self.resources {
            ends.0.entry(resource.label).or_default().resources.push(resource);
        }
        ends
    }
}

/// What the arcs of a footnote link may lead from and to, by its label.
#[derive(Clone, Debug, Default)]
pub struct Ends<'a>(FxHashMap<Name, End<'a>>);

/// What has one label.
#[derive(Clone, Debug, Default)]
pub struct End<'a> {
    /// The locators.
    pub locators: Vec<&'a FootnoteLocator>,
    /// The resources.
    pub resources: Vec<&'a FootnoteResource>,
}

impl<'a> Ends<'a> {
    /// What has a label; none where nothing has.
    #[must_use]
    pub fn labelled(&self, label: Name) -> Option<&End<'a>> {
        self.0.get(&label)
    }
}

/// A locator of a footnote link.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FootnoteLocator {
    /// `xlink:label`.
    pub label: Name,
    /// `xlink:href`.
    pub href: Box<str>,
    /// The `xml:base` values that it is relative to, the outermost first.
    pub bases: Box<[Box<str>]>,
    /// Where it stands.
    pub place: Place,
    /// The item or tuple that it points at.
    pub target: Option<u32>,
}

/// A resource of a footnote link.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FootnoteResource {
    /// `xlink:label`.
    pub label: Name,
    /// Where it stands.
    pub place: Place,
    /// The footnote's number in the report.
    pub footnote: u32,
}

/// An arc of a footnote link.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FootnoteArc {
    /// `xlink:arcrole`.
    pub arcrole: Name,
    /// `xlink:from`.
    pub from: Name,
    /// `xlink:to`.
    pub to: Name,
    /// Where it stands.
    pub place: Place,
    /// Whether the report leaves out what it says: it relates more than can be handled.
    pub is_left_out: bool,
}

/// Elements of any kind, in document order, as equality looks at them (XBRL 2.1, 4.10).
#[derive(Clone, Debug, Default)]
pub struct Elements {
    /// The elements.
    pub all: Vec<ElementRow>,
    /// Their attributes; those of one element are neighbours.
    pub attributes: Vec<AttributeRow>,
}

/// An element of [`Elements`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ElementRow {
    /// Its name.
    pub name: QName,
    /// Where it stands.
    pub place: Place,
    /// The type that it names itself by `xsi:type`; none where it names none.
    pub type_name: Option<QName>,
    /// Its attributes, as positions in [`Elements::attributes`].
    pub attributes: Range<u32>,
    /// Its character data between its children: one piece more than it has children, where any is not white space;
    /// else none.
    pub texts: Vec<Box<str>>,
    /// The number behind its last descendant's.
    pub next: u32,
}

/// An attribute of an [`ElementRow`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AttributeRow {
    /// Its name.
    pub name: QName,
    /// Its value.
    pub value: Box<str>,
}

impl Elements {
    /// The children among a range of siblings and their descendants.
    pub fn children(&self, range: Range<u32>) -> impl Iterator<Item = (u32, &ElementRow)> {
        let existing = move |number: u32| (number < range.end).then(|| (number, &self.all[number as usize]));
        std::iter::successors(existing(range.start), {
            let range_end = range.end;
            move |(_, row)| (row.next < range_end).then(|| (row.next, &self.all[row.next as usize]))
        })
    }

    /// The attributes of an element.
    #[must_use]
    pub fn attributes(&self, row: &ElementRow) -> &[AttributeRow] {
        &self.attributes[row.attributes.start as usize..row.attributes.end as usize]
    }
}

impl ElementRow {
    /// Its character data.
    #[must_use]
    pub fn text(&self) -> String {
        self.texts.concat()
    }
}
