//! The dimensions of contexts (Dimensions 1.0, 3.1.4): declared, not repeated, of the right kind.

use indexmap::IndexMap;

use super::combination::{Combination, Combinations, Pair, Value};
use super::shown;
use super::typed::{Content, TypedContents};
use crate::instance::written::{Context, MemberElement, Written};
use crate::model::{Diagnostic, DimensionMember, Name, Place, QName, Rule};
use crate::rules;
use crate::taxonomy::dimensions::Container;
use crate::taxonomy::{ConceptId, ConceptKind};
use crate::validate::oim::UNKNOWN_DIMENSION;
use crate::validate::subject::Subject;
use crate::validate::xbrl21::items::may_declare;

rules! {
    class Dimensions, "Dimensions 1.0";

    REPEATED_DIMENSION = Error "xbrldie:RepeatedDimensionInInstanceError" at "3.1.4.2" {
        title: "a context has a dimension twice",
        why: "A fact has one value of each dimension; of two nobody knows which is meant.",
        example: "<segment><xbrldi:explicitMember dimension=\"ex:RegionAxis\">ex:Asia</xbrldi:explicitMember>\
                  <xbrldi:explicitMember dimension=\"ex:RegionAxis\">ex:Europe</xbrldi:explicitMember></segment>",
        mended: "<segment><xbrldi:explicitMember dimension=\"ex:RegionAxis\">ex:Asia</xbrldi:explicitMember></segment>",
    }

    DEFAULT_USED = Error "xbrldie:DefaultValueUsedInInstanceError" at "3.1.4.2" {
        title: "a context names the default member of a dimension",
        why: "The default holds where the dimension is not named; naming it as well would make two contexts of one.",
        example: "<xbrldi:explicitMember dimension=\"ex:RegionAxis\">ex:AllRegions</xbrldi:explicitMember>, \
                  where ex:AllRegions is the default",
        mended: "a context without ex:RegionAxis",
    }

    NOT_EXPLICIT = Error "xbrldie:ExplicitMemberNotExplicitDimensionError" at "3.1.4.5.2" {
        title: "an explicit member names no explicit dimension",
        why: "What a member tells of a fact, its dimension says; here there is none that has members.",
        example: "<xbrldi:explicitMember dimension=\"ex:Regoin\">ex:Asia</xbrldi:explicitMember>",
        mended: "<xbrldi:explicitMember dimension=\"ex:RegionAxis\">ex:Asia</xbrldi:explicitMember>",
    }

    NOT_TYPED = Error "xbrldie:TypedMemberNotTypedDimensionError" at "3.1.4.4.2" {
        title: "a typed member names no typed dimension",
        why: "The values of a dimension are of a type only where it has an xbrldt:typedDomainRef.",
        example: "<xbrldi:typedMember dimension=\"ex:RegionAxis\"><ex:line>5</ex:line></xbrldi:typedMember>",
        mended: "<xbrldi:typedMember dimension=\"ex:LineAxis\"><ex:line>5</ex:line></xbrldi:typedMember>",
    }

    UNDEFINED_MEMBER = Error "xbrldie:ExplicitMemberUndefinedQNameError" at "3.1.4.5.3" {
        title: "an explicit member is not declared",
        why: "What the member means is what the taxonomy says of it; of this one it says nothing.",
        example: "<xbrldi:explicitMember dimension=\"ex:RegionAxis\">ex:Aisa</xbrldi:explicitMember>",
        mended: "<xbrldi:explicitMember dimension=\"ex:RegionAxis\">ex:Asia</xbrldi:explicitMember>",
    }

    ILLEGAL_TYPED_CONTENT = Error "xbrldie:IllegalTypedDimensionContentError" at "3.1.4.4.3" {
        title: "the content of a typed member is not what its dimension wants",
        why: "A typed dimension has the values of one element; any other content stands for no value of it.",
        example: "<xbrldi:typedMember dimension=\"ex:LineAxis\"><ex:line>five</ex:line></xbrldi:typedMember>",
        mended: "<xbrldi:typedMember dimension=\"ex:LineAxis\"><ex:line>5</ex:line></xbrldi:typedMember>",
    }
}

/// A dimension as a report says it.
struct Said<'a> {
    /// None where the attribute is no name; that is XML Schema's business.
    dimension: Option<QName>,
    member: SaidMember<'a>,
    container: Option<Container>,
    place: Place,
}

enum SaidMember<'a> {
    Explicit(Option<QName>),
    Typed(Content<'a>),
}

/// Checks the dimensions of all contexts, and gives the combinations of those with which nothing is wrong.
pub(super) fn check(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) -> Combinations {
    let mut checker = Checker {
        subject,
        typed: TypedContents::new(subject),
        problems: IndexMap::new(),
        combinations: Combinations::default(),
    };
    match subject.written {
        Some(written) => checker.contexts(written),
        None => checker.dimensions(),
    }
    let Checker { problems, combinations, .. } = checker;
    findings.extend(problems.into_values().map(Problem::finish));
    combinations
}

/// One fault, and where else it is.
struct Problem {
    finding: Diagnostic,
    others: Vec<Place>,
}

/// Places of one fault that are pointed at, beside the first.
const SHOWN_PLACES: usize = 3;

impl Problem {
    fn finish(self) -> Diagnostic {
        let Problem { mut finding, others } = self;
        if !others.is_empty() {
            finding.message += &format!(" (and in {} further places)", others.len());
        }
        others.iter().take(SHOWN_PLACES).fold(finding, |finding, place| finding.related(*place, "here too"))
    }
}

/// What makes a fault the same as another.
type ProblemKey = (&'static str, Option<QName>, Option<QName>, Option<u32>);

struct Checker<'s, 'a> {
    subject: &'s Subject<'a>,
    typed: TypedContents<'s, 'a>,
    problems: IndexMap<ProblemKey, Problem>,
    combinations: Combinations,
}

impl<'a> Checker<'_, 'a> {
    fn contexts(&mut self, written: &'a Written) {
        self.typed.prepare(written);
        for (number, context) in written.contexts.iter().enumerate() {
            let dimensions: Vec<Said<'a>> = said(written, context).collect();
            let content = [&context.segment, &context.scenario].map(|part| {
                let part = part.as_ref().map_or(0..0, |part| part.content.clone());
                // What is of XBRL itself must not stand there at all, and is told by the base specification's rules.
                written.elements.children(part).filter(|(_, child)| child.name.namespace != Name::XBRLI).count()
            });
            let inside = |scenario| context.dimensions.iter().filter(|said| said.in_scenario == scenario).count();
            let other = (content[0] > inside(false), content[1] > inside(true));
            let pairs = self.pairs(&dimensions, number as u32);
            self.combinations.push(pairs.map(|pairs| Combination { pairs, other }));
        }
    }

    /// A report that has no contexts: its combinations of dimensions, where the first fact with each stands.
    fn dimensions(&mut self) {
        let report = self.subject.report;
        let mut places: Vec<Option<Place>> = Vec::new();
        for fact in &report.facts {
            let number = report.aspects.get(fact.aspects).dimensions.0 as usize;
            if places.len() <= number {
                places.resize(number + 1, None);
            }
            places[number].get_or_insert(fact.place);
        }
        for (number, place) in places.into_iter().enumerate() {
            let Some(place) = place else {
                self.combinations.push(None);
                continue;
            };
            let dimensions = report.aspects.dimensions(crate::model::aspects::DimensionsId(number as u32));
            let said = dimensions.pairs().iter().map(|(dimension, member)| Said {
                dimension: Some(*dimension),
                member: match member {
                    DimensionMember::Explicit(name) => SaidMember::Explicit(Some(*name)),
                    DimensionMember::Typed(value) => SaidMember::Typed(Content::Value(value.as_deref())),
                },
                container: None,
                place,
            });
            let said: Vec<Said<'_>> = said.collect();
            let pairs = self.pairs(&said, number as u32);
            self.combinations.push(pairs.map(|pairs| Combination { pairs, other: (false, false) }));
        }
    }

    /// The dimensions of a context; none where something is wrong with any.
    fn pairs(&mut self, dimensions: &[Said<'_>], context: u32) -> Option<Vec<Pair>> {
        let mut pairs = Some(Vec::with_capacity(dimensions.len()));
        for (position, said) in dimensions.iter().enumerate() {
            let first = dimensions[..position].iter().find(|first| first.dimension == said.dimension);
            let pair = match first.filter(|first| first.dimension.is_some()) {
                Some(first) => {
                    self.repeated(said, first, context);
                    None
                }
                None => self.pair(said),
            };
            pairs = pairs.zip(pair).map(|(mut pairs, pair)| {
                pairs.push(pair);
                pairs
            });
        }
        pairs
    }

    fn report(
        &mut self,
        rule: &'static Rule,
        said: &Said<'_>,
        member: Option<QName>,
        make: impl FnOnce() -> Diagnostic,
    ) {
        let key = (rule.code, said.dimension, member, None);
        match self.problems.get_mut(&key) {
            Some(known) => known.others.push(said.place),
            None => _ = self.problems.insert(key, Problem { finding: make(), others: Vec::new() }),
        }
    }

    /// A dimension that stands in a context a second time; each context has a finding of its own.
    fn repeated(&mut self, said: &Said<'_>, first: &Said<'_>, context: u32) {
        let name = said.dimension.map(|name| self.subject.shown(name)).unwrap_or_default();
        let finding = Diagnostic::new(&REPEATED_DIMENSION, said.place, format!("the context has {name} twice"));
        let finding = finding.related(first.place, "first here");
        let key = (REPEATED_DIMENSION.code, said.dimension, None, Some(context));
        self.problems.entry(key).or_insert(Problem { finding, others: Vec::new() });
    }

    fn pair(&mut self, said: &Said<'_>) -> Option<Pair> {
        let subject = self.subject;
        let name = said.dimension?;
        let taxonomy = subject.taxonomy;
        let id = taxonomy.concept(name);
        let dimension = id.filter(|id| taxonomy.get(*id).kind == ConceptKind::Dimension);
        let is_typed = dimension.is_some_and(|id| taxonomy.dimensions().is_typed(id));
        let wants_typed = matches!(said.member, SaidMember::Typed(_));
        let Some(dimension) = dimension.filter(|_| is_typed == wants_typed) else {
            self.wrong_dimension(said, name, id, is_typed);
            return None;
        };
        let value = match &said.member {
            SaidMember::Explicit(member) => self.explicit(said, dimension, (*member)?)?,
            SaidMember::Typed(content) => {
                let Some(problem) = self.typed.problem(dimension, content) else {
                    return Some(Pair { dimension, value: Value::Typed, container: said.container });
                };
                let message =
                    format!("the content of the typed member for {} is not legal: {problem}", subject.shown(name));
                let place = content.place().unwrap_or(said.place);
                let finding = Diagnostic::new(&ILLEGAL_TYPED_CONTENT, place, message);
                let finding = finding.related(taxonomy.get(dimension).place, "the dimension's declaration");
                let key = (ILLEGAL_TYPED_CONTENT.code, said.dimension, None, Some(place.offset));
                self.problems.entry(key).or_insert(Problem { finding, others: Vec::new() });
                return None;
            }
        };
        Some(Pair { dimension, value, container: said.container })
    }

    fn wrong_dimension(&mut self, said: &Said<'_>, name: QName, id: Option<ConceptId>, is_typed: bool) {
        let subject = self.subject;
        // A file that may declare it and is nowhere found is reported by itself.
        if id.is_none() && may_declare(subject, name).is_some() {
            if let SaidMember::Explicit(Some(member)) = said.member {
                self.undefined(said, name, member);
            }
            return;
        }
        let (rule, expected) = match said.member {
            // What is no instance has the model's own rule for it.
            _ if said.container.is_none() && id.is_none() => (&UNKNOWN_DIMENSION, "a dimension of the taxonomy"),
            SaidMember::Explicit(_) => (&NOT_EXPLICIT, "an explicit dimension"),
            SaidMember::Typed(_) => (&NOT_TYPED, "a typed dimension"),
        };
        let found = match id.map(|id| subject.taxonomy.get(id).kind) {
            None => "no concept of the taxonomy",
            Some(ConceptKind::Item) => "an item",
            Some(ConceptKind::Tuple) => "a tuple",
            Some(ConceptKind::Hypercube) => "a hypercube",
            Some(ConceptKind::Dimension) if is_typed => "a typed dimension",
            Some(ConceptKind::Dimension) => "an explicit dimension",
        };
        self.report(rule, said, None, || {
            let message = format!("{} is {found}", subject.shown(name));
            let finding = Diagnostic::new(rule, said.place, message).expected(expected).found(found);
            match id {
                Some(id) => finding.related(subject.taxonomy.get(id).place, "declared here"),
                None => finding,
            }
        });
    }

    /// Whether a member is declared nowhere; it is told, unless a file that may declare it is not found.
    fn undefined(&mut self, said: &Said<'_>, dimension: QName, member: QName) -> bool {
        let subject = self.subject;
        let is_undefined = subject.taxonomy.element(member).is_none();
        if is_undefined && may_declare(subject, member).is_none() {
            self.report(&UNDEFINED_MEMBER, said, Some(member), || {
                let (member_shown, axis) = (subject.shown(member), subject.shown(dimension));
                let message = format!("no schema of the taxonomy declares {member_shown}, a member of {axis}");
                Diagnostic::new(&UNDEFINED_MEMBER, said.place, message).found(member.to_string())
            });
        }
        is_undefined
    }

    fn explicit(&mut self, said: &Said<'_>, dimension: ConceptId, member: QName) -> Option<Value> {
        let (subject, taxonomy) = (self.subject, self.subject.taxonomy);
        if self.undefined(said, taxonomy.get(dimension).name, member) {
            return None;
        }
        let id = taxonomy.concept(member);
        if let Some(default) = taxonomy.dimensions().default_of(dimension).filter(|default| Some(default.member) == id)
        {
            self.report(&DEFAULT_USED, said, Some(member), || {
                let axis = shown(taxonomy, dimension);
                let message = format!("{} is the default member of {axis}", subject.shown(member));
                let finding = Diagnostic::new(&DEFAULT_USED, said.place, message);
                let finding = finding.expected(format!("a context without {axis}"));
                finding.related(taxonomy.arc(default.arc).place, "it is the default by this")
            });
            return None;
        }
        Some(Value::Explicit(id))
    }
}

/// The dimensions that a context's elements say.
fn said<'a>(written: &'a Written, context: &'a Context) -> impl Iterator<Item = Said<'a>> {
    context.dimensions.iter().map(move |element| Said {
        dimension: element.dimension,
        member: match &element.member {
            MemberElement::Explicit(name) => SaidMember::Explicit(*name),
            MemberElement::Typed(content) => SaidMember::Typed(Content::Element(written, *content)),
        },
        container: Some(if element.in_scenario { Container::Scenario } else { Container::Segment }),
        place: written.elements.all[element.element as usize].place,
    })
}
