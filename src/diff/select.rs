//! Selection: which differences and movements a user wants to see; the rest is counted.

use std::str::FromStr;

use crate::model::Decimal;

use super::comparison::{Class, Comparison, Difference, Measure, Movement, Recast};

/// How large a difference has to be to be told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Threshold {
    /// A share of the largest amount of its statement.
    Share(Decimal),
    /// An amount of money. What is no money has none, and is told.
    Amount(Decimal),
}

/// `5%`, or an amount such as `1000000`.
impl FromStr for Threshold {
    type Err = String;

    fn from_str(text: &str) -> Result<Threshold, String> {
        let wrong = || format!("'{text}' is neither a percentage, such as 5%, nor an amount, such as 1000000");
        let (number, is_percentage) = match text.strip_suffix('%') {
            Some(number) => (number, true),
            None => (text, false),
        };
        let number = Decimal::parse(number).filter(|number| !number.is_negative()).ok_or_else(wrong)?;
        Ok(if is_percentage { Threshold::Share(number.shift(-2)) } else { Threshold::Amount(number) })
    }
}

/// What a user wants to see.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Selection {
    /// The classes; all where empty.
    pub only: Vec<Class>,
    /// How large a difference has to be.
    pub threshold: Option<Threshold>,
    /// Differences of precision, and movements of the past, as well.
    pub all: bool,
}

impl Selection {
    fn has(&self, class: Class) -> bool {
        self.only.is_empty() || self.only.contains(&class)
    }

    /// Whether a class is told though it is only counted by default.
    fn has_counted(&self, class: Class) -> bool {
        self.all || self.only.contains(&class)
    }

    fn has_difference(&self, difference: &Difference) -> bool {
        let is_wanted = match difference.class {
            Class::Precision => self.has_counted(Class::Precision),
            _ => true,
        };
        let size = difference.change.as_ref().map(|change| change.difference.abs()).or_else(|| {
            let value = difference.new.as_ref().or(difference.old.as_ref())?;
            Some(value.number.as_ref()?.abs())
        });
        let is_large = match (&self.threshold, size) {
            (Some(threshold), Some(size)) => is_large(threshold, difference.thing.measure, &size, &difference.weight),
            _ => true,
        };
        self.has(difference.class) && is_wanted && is_large
    }

    fn has_recast(&self, recast: &Recast) -> bool {
        let measure = recast.parts.first().map_or(Measure::Quantity, |part| part.thing.measure);
        let is_large = |threshold| is_large(threshold, measure, &recast.sum.abs(), &recast.weight);
        self.has(Class::Recast) && self.threshold.as_ref().is_none_or(is_large)
    }

    fn has_movement(&self, movement: &Movement) -> bool {
        let size = movement.change.difference.abs();
        let is_large = |threshold| is_large(threshold, movement.thing.measure, &size, &movement.weight);
        let is_wanted = self.all || !movement.past;
        self.has(Class::Movement) && is_wanted && self.threshold.as_ref().is_none_or(is_large)
    }
}

fn is_large(threshold: &Threshold, measure: Measure, size: &Decimal, weight: &Decimal) -> bool {
    match threshold {
        Threshold::Share(share) => weight >= share,
        Threshold::Amount(amount) => measure != Measure::Amount || size >= amount,
    }
}

impl Comparison {
    /// Keeps what a user wants to see, and counts the rest in [`Comparison::left_out`].
    pub fn select(&mut self, selection: &Selection) {
        let left_out = &mut self.left_out;
        let mut keep = |class: Class, keep: bool| {
            if !keep {
                *left_out.entry(class).or_default() += 1;
            }
            keep
        };
        self.contradictions.retain(|_| keep(Class::Contradiction, selection.has(Class::Contradiction)));
        self.renamings.retain(|_| keep(Class::Renamed, selection.has(Class::Renamed)));
        self.relabellings.retain(|_| keep(Class::Relabelled, selection.has(Class::Relabelled)));
        self.recasts.retain(|recast| keep(Class::Recast, selection.has_recast(recast)));
        self.differences.retain(|difference| keep(difference.class, selection.has_difference(difference)));
        self.movements.retain(|movement| keep(Class::Movement, selection.has_movement(movement)));
        self.left_out.sort_unstable_keys();
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::filing;
    use super::*;

    fn comparison() -> Comparison {
        let old = filing(
            "A 2004-03-31 JPY 1000 0\nB 2004-03-31 JPY 500 0\nC 2004-03-31 JPY 110 -1\nD 2004-03-31 shares 50 0
             Q 2004-01-01..2004-03-31 JPY 700 0",
        );
        let new = filing(
            "A 2004-03-31 JPY 1100 0\nB 2004-03-31 JPY 501 0\nC 2004-03-31 JPY 112 0\nD 2004-03-31 shares 55 0
             Q 2004-04-01..2004-06-30 JPY 900 0",
        );
        old.against(&new)
    }

    fn selected(selection: &Selection) -> (Vec<String>, usize) {
        let mut comparison = comparison();
        comparison.select(selection);
        let names = comparison.differences.iter().map(|difference| difference.thing.concept.to_string());
        let all = names.chain(comparison.movements.iter().map(|movement| movement.thing.concept.to_string())).collect();
        (all, comparison.left_out.values().sum())
    }

    #[test]
    fn precision_is_counted_unless_it_is_asked_for() {
        assert_eq!(selected(&Selection::default()), (["ex:A", "ex:D", "ex:B", "ex:Q"].map(String::from).into(), 1));
        let all = Selection { all: true, ..Selection::default() };
        assert_eq!(selected(&all).0.len(), 5);
        let only = Selection { only: vec![Class::Precision], ..Selection::default() };
        assert_eq!(selected(&only), (vec!["ex:C".to_owned()], 4));
    }

    #[test]
    fn a_threshold_is_a_share_of_the_largest_amount_or_an_amount() {
        let with = |text: &str| Selection { threshold: Some(text.parse().expect(text)), ..Selection::default() };
        assert_eq!(selected(&with("5%")).0, ["ex:A", "ex:D", "ex:Q"]);
        assert_eq!(selected(&with("150")).0, ["ex:D", "ex:Q"]);
        assert!("5%%".parse::<Threshold>().is_err());
        assert!("-5".parse::<Threshold>().is_err());
    }
}
