//! Derived periods: a quarter is one year-to-date figure less the one before. What can't be derived
//! without doubt is refused, with the reason.

use std::collections::BTreeMap;

use jiff::civil;
use rustc_hash::{FxHashMap, FxHashSet};
use schemars::JsonSchema;
use serde::Serialize;

use crate::model::Period;

use super::classify::{Context, Found};
use super::comparison::{Class, Measure, Which};
use super::coverage::Coverage;
use super::key::Key;
use super::measure::measure_of;
use super::reduce::Told;
use super::value::Amount;

/// Days of a quarter, in calendars of months as of 52 and 53 weeks.
const QUARTER: std::ops::RangeInclusive<i32> = 85..=98;
/// Days of what a quarter is left of: half a year, nine months, a year.
const YEAR_TO_DATE: std::ops::RangeInclusive<i32> = 170..=380;

/// Why a value was not derived.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// An instant has no quarter of its own.
    Instant,
    /// Shares and weighted averages don't sum over time.
    Shares,
    /// Nor do per-share figures.
    PerShare,
    /// Nor ratios and percentages.
    Ratio,
    /// Nor, perhaps, other quantities.
    Quantity,
    /// Nor averages, lowest and highest values.
    Average,
    /// Words don't subtract.
    Text,
    /// One of the two values is nil.
    Nil,
    /// A filing contradicts itself about one of the two values.
    Contradicted,
    /// The values are of different filings, and the later one restates the earlier.
    Restated,
    /// One of the two values is told for other members alone.
    OtherDimensions,
    /// One of the two values is not told.
    MissingOperand,
}

impl Refusal {
    /// The reason in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Refusal::Instant => "an instant has no quarter of its own",
            Refusal::Shares => "shares and weighted averages don't sum over time",
            Refusal::PerShare => "per-share figures don't sum over time",
            Refusal::Ratio => "ratios and percentages don't sum over time",
            Refusal::Quantity => "a quantity that may not sum over time",
            Refusal::Average => "averages, lowest and highest values don't sum over time",
            Refusal::Text => "words don't subtract",
            Refusal::Nil => "one of the values is nil",
            Refusal::Contradicted => "a filing contradicts itself about one of the values",
            Refusal::Restated => "the later filing restates the earlier",
            Refusal::OtherDimensions => "one of the values is told for other members alone",
            Refusal::MissingOperand => "one of the values is not told",
        }
    }
}

/// A value that is the difference of two.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Derived {
    pub(crate) period: Period,
    /// The longer period, which ends with the derived one.
    pub(crate) whole: (Which, Told),
    /// The period before the derived one.
    pub(crate) before: (Which, Told),
    pub(crate) amount: Amount,
}

/// A value that was not derived.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Refused {
    pub(crate) period: Period,
    /// A value that speaks of the thing.
    pub(crate) of: (Which, Told),
    pub(crate) reason: Refusal,
}

/// Two periods that begin together, and the quarter that is between their ends.
#[derive(Clone, Copy)]
struct Span {
    whole: u32,
    before: u32,
    quarter: Period,
}

/// Derives what is a quarter, for every pair of year-to-date periods that a filing covers.
pub(crate) fn derive(context: Context<'_>, coverage: &Coverage, found: &[Found]) -> (Vec<Derived>, Vec<Refused>) {
    let restated: FxHashSet<(u32, u32, u32)> = found
        .iter()
        .filter(|found| {
            let class = found.verdict.class;
            !class.is_agreement() && !matches!(class, Class::Uncovered | Class::Added | Class::Removed | Class::Renamed)
        })
        .flat_map(|found| found.pair.keys())
        .map(|(_, key)| key.thing())
        .collect();
    let (mut derived, mut refused) = (Vec::new(), Vec::new());
    for span in spans(context, coverage) {
        for (of, outcome) in outcomes(context, &restated, span) {
            match outcome {
                Ok(value) => derived.push(value),
                Err(reason) => refused.push(Refused { period: span.quarter, of, reason }),
            }
        }
    }
    (derived, refused)
}

/// The pairs of covered durations with one start and a quarter between their ends, in order; where
/// the quarter's own values are told, there is nothing to derive.
fn spans(context: Context<'_>, coverage: &Coverage) -> Vec<Span> {
    let tables = &context.keyed.tables;
    let covered: FxHashSet<u32> = coverage.periods(Which::Old).union(coverage.periods(Which::New)).copied().collect();
    let told: FxHashSet<Period> = covered.iter().map(|number| tables.period(*number)).collect();
    let mut durations: Vec<(civil::DateTime, i32, u32)> = covered
        .into_iter()
        .filter_map(|number| {
            let period = tables.period(number);
            Some((period.start()?.at_utc(), period.days()?, number))
        })
        .collect();
    durations.sort_unstable();
    let mut spans = Vec::new();
    for group in durations.chunk_by(|one, two| one.0 == two.0) {
        for (at, (_, days, whole)) in group.iter().enumerate() {
            for (_, less, before) in &group[..at] {
                let ends = (tables.period(*before).end(), tables.period(*whole).end());
                let (Some(start), Some(end)) = ends else { continue };
                let quarter = Period::Duration { start, end };
                if YEAR_TO_DATE.contains(days) && QUARTER.contains(&(days - less)) && !told.contains(&quarter) {
                    spans.push(Span { whole: *whole, before: *before, quarter });
                }
            }
        }
    }
    spans
}

type Outcome = ((Which, Told), Result<Derived, Refusal>);

/// What comes of every thing that is told for the longer period, or at its end, and not for the quarter itself.
fn outcomes(context: Context<'_>, restated: &FxHashSet<(u32, u32, u32)>, span: Span) -> Vec<Outcome> {
    let tables = &context.keyed.tables;
    // A thing that both filings tell is the newer one's.
    let at = |period: u32| {
        let mut things: BTreeMap<(u32, u32, u32), (Which, Told)> = BTreeMap::new();
        for which in [Which::Old, Which::New] {
            let told = context.told.get(which).iter().filter(|told| told.key.period == period);
            things.extend(told.map(|told| (told.key.thing(), (which, *told))));
        }
        things
    };
    let (mut whole, before) = (at(span.whole), at(span.before));
    let number = |wanted: Period| tables.periods().find(|(_, period)| *period == wanted).map(|(number, _)| number);
    let told = number(span.quarter).map(at).unwrap_or_default();
    whole.retain(|thing, _| !told.contains_key(thing));
    let mut elsewhere: FxHashMap<u32, usize> = FxHashMap::default();
    before.keys().for_each(|(concept, ..)| *elsewhere.entry(*concept).or_default() += 1);
    let mut outcomes: Vec<Outcome> = whole
        .iter()
        .map(|(thing, of)| {
            let unfit = unfit(context, of.1.key);
            let outcome = match (unfit, before.get(thing)) {
                (Some(reason), _) => Err(reason),
                (None, None) if elsewhere.contains_key(&thing.0) => Err(Refusal::OtherDimensions),
                (None, None) => Err(Refusal::MissingOperand),
                (None, Some(other)) => subtract(context, restated, span.quarter, *of, *other),
            };
            (*of, outcome)
        })
        .collect();
    let end = tables.periods().find(|(_, period)| {
        matches!(period, Period::Instant(at) if Some(at.at_utc()) == span.quarter.end().map(crate::model::DateTime::at_utc))
    });
    let closing = end.map(|(number, _)| at(number)).unwrap_or_default();
    outcomes
        .extend(closing.into_values().filter(|(_, told)| told.key.is_numeric()).map(|of| (of, Err(Refusal::Instant))));
    outcomes
}

/// Why values of a thing can't be subtracted, whatever they are.
fn unfit(context: Context<'_>, key: Key) -> Option<Refusal> {
    let tables = &context.keyed.tables;
    if !key.is_numeric() {
        return Some(Refusal::Text);
    }
    let concept = tables.concept(key);
    let typed = context.info(concept).find_map(|(_, info)| info.measure);
    match typed.unwrap_or_else(|| measure_of(tables.unit(key.unit), [])) {
        Measure::Amount => {
            let labels = context.info(concept).filter_map(|(_, info)| info.label.as_deref());
            let names = std::iter::once(concept.local.as_str()).chain(labels);
            names.into_iter().any(is_no_flow).then_some(Refusal::Average)
        }
        Measure::Shares => Some(Refusal::Shares),
        Measure::PerUnit => Some(Refusal::PerShare),
        Measure::Ratio => Some(Refusal::Ratio),
        Measure::Quantity if tables.unit(key.unit).is_some_and(super::measure::is_pure) => Some(Refusal::Ratio),
        Measure::Quantity => Some(Refusal::Quantity),
        Measure::Text => Some(Refusal::Text),
    }
}

/// Whether a name is that of an amount which does not add up over time, though it has a duration.
fn is_no_flow(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["average", "maximum", "minimum", "highest", "lowest", "pershare", "per share"]
        .iter()
        .any(|word| name.contains(word))
}

/// The longer period's value less the shorter one's: both of one filing, where one has both.
fn subtract(
    context: Context<'_>,
    restated: &FxHashSet<(u32, u32, u32)>,
    period: Period,
    whole: (Which, Told),
    before: (Which, Told),
) -> Result<Derived, Refusal> {
    let (whole, before) = on_one_footing(context, whole, before);
    if whole.0 != before.0 && restated.contains(&whole.1.key.thing()) {
        return Err(Refusal::Restated);
    }
    if whole.1.contradictory || before.1.contradictory {
        return Err(Refusal::Contradicted);
    }
    let number = |(which, told): (Which, Told)| context.number(which, &told).ok_or(Refusal::Nil);
    let (one, two) = (number(whole)?, number(before)?);
    let interval = one.interval().subtract(&two.interval());
    Ok(Derived { period, whole, before, amount: Amount { value: &one.value - &two.value, interval } })
}

fn on_one_footing(context: Context<'_>, whole: (Which, Told), before: (Which, Told)) -> ((Which, Told), (Which, Told)) {
    for which in [Which::New, Which::Old] {
        let both = (context.told(which, whole.1.key), context.told(which, before.1.key));
        if let (Some(whole), Some(before)) = both {
            return ((which, whole), (which, before));
        }
    }
    (whole, before)
}
