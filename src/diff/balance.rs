//! Balance: sets of changed parts whose sum is the same in both filings.

use crate::model::{Decimal, Interval};

use super::value::digits;

/// Digits of a change that another one does not make up for by chance.
const TELLING_DIGITS: i32 = 3;
/// Parts among which sets of two and three are looked for: of more, only the whole is looked at.
const MOST_PARTS: usize = 40;

/// What a part is of the sum in either filing; none where it is not told there.
#[derive(Clone)]
pub(super) struct Share {
    old: Option<Interval>,
    new: Option<Interval>,
    /// The new value less the old one.
    change: Decimal,
}

/// Parts, by index, that balance each other.
pub(super) struct Set {
    pub(super) members: Vec<usize>,
    /// What they sum to in either filing.
    pub(super) sums: [Interval; 2],
}

impl Share {
    pub(super) fn new(old: Option<(Interval, Decimal)>, new: Option<(Interval, Decimal)>) -> Share {
        let value =
            |side: &Option<(Interval, Decimal)>| side.as_ref().map_or(Decimal::ZERO, |(_, value)| value.clone());
        let change = &value(&new) - &value(&old);
        Share { old: old.map(|(interval, _)| interval), new: new.map(|(interval, _)| interval), change }
    }
}

/// The smallest sets that balance, where all parts together do; else pairs whose changes make up
/// for each other to the last of several digits.
pub(super) fn sets(shares: &[Share]) -> Vec<Set> {
    let everything: Vec<usize> = (0..shares.len()).collect();
    let Some(whole) = balanced(shares, &everything) else { return pairs(shares) };
    if shares.len() > MOST_PARTS {
        return vec![whole];
    }
    let mut rest = everything;
    let mut sets = Vec::new();
    for size in [2, 3] {
        while rest.len() > size {
            let set = subsets(&rest, size).find_map(|members| balanced(shares, &members));
            let Some(set) = set else { break };
            rest.retain(|member| !set.members.contains(member));
            sets.push(set);
        }
    }
    match balanced(shares, &rest) {
        Some(set) => sets.push(set),
        // What is left balances but for rounding, or is too little to show anything: one set of all, then.
        None if !rest.is_empty() => return vec![whole],
        None => {}
    }
    sets
}

/// Pairs of telling changes, each the only one of its size.
fn pairs(shares: &[Share]) -> Vec<Set> {
    if shares.len() > MOST_PARTS {
        return Vec::new();
    }
    let all: Vec<usize> = (0..shares.len()).collect();
    let is_telling = |member: &usize| digits(&shares[*member].change) >= TELLING_DIGITS;
    let of_size = |size: &Decimal| shares.iter().filter(|share| share.change.abs() == *size).count();
    let pairs = subsets(&all, 2).filter(|pair| pair.iter().all(is_telling));
    let sole = pairs.filter(|pair| of_size(&shares[pair[0]].change.abs()) == 2);
    sole.filter(|pair| (&shares[pair[0]].change + &shares[pair[1]].change).is_zero())
        .filter_map(|pair| balanced(shares, &pair))
        .collect()
}

/// All subsets of two or three, in the order of their members.
fn subsets(members: &[usize], size: usize) -> impl Iterator<Item = Vec<usize>> {
    let pairs =
        members.iter().enumerate().flat_map(|(at, one)| members[at + 1..].iter().map(move |two| (at, *one, *two)));
    pairs.flat_map(move |(at, one, two)| {
        let thirds = if size == 3 { &members[at + 1..] } else { &[] };
        let triples = thirds.iter().filter(move |three| **three > two).map(move |three| vec![one, two, *three]);
        let pair = (size == 2).then(|| vec![one, two]);
        pair.into_iter().chain(triples)
    })
}

/// The set of these parts, if its sum is the same in both filings, is not zero, and its parts changed
/// by more than rounding explains.
fn balanced(shares: &[Share], members: &[usize]) -> Option<Set> {
    let sum = |side: fn(&Share) -> Option<&Interval>| {
        let told = members.iter().filter_map(|member| side(&shares[*member]));
        told.fold((Interval::exact(Decimal::ZERO), 0), |(sum, count), interval| (sum.add(interval), count + 1))
    };
    let ((old, olds), (new, news)) = (sum(|share| share.old.as_ref()), sum(|share| share.new.as_ref()));
    let has_both = olds > 0 && news > 0 && olds + news > 2;
    let is_zero = old.contains(&Decimal::ZERO) && new.contains(&Decimal::ZERO);
    let width = |interval: &Interval| &interval.high - &interval.low;
    let rounding = width(&old).max(width(&new));
    let largest = members.iter().map(|member| shares[*member].change.abs()).max()?;
    let is_evident = &rounding * &Decimal::from(10) <= largest;
    let holds = has_both && !is_zero && is_evident && old.meets(&new);
    holds.then(|| Set { members: members.to_vec(), sums: [old, new] })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(old: Option<i64>, new: Option<i64>) -> Share {
        let side = |value: Option<i64>| value.map(|value| (Interval::exact(value.into()), Decimal::from(value)));
        Share::new(side(old), side(new))
    }

    fn members(shares: &[Share]) -> Vec<Vec<usize>> {
        sets(shares).into_iter().map(|set| set.members).collect()
    }

    #[test]
    fn what_balances_falls_into_its_smallest_sets() {
        let shares = [
            share(Some(895), None),
            share(Some(5632), Some(6110)),
            share(Some(111), Some(1006)),
            share(Some(478), None),
        ];
        assert_eq!(members(&shares), [[0, 2], [1, 3]]);
    }

    #[test]
    fn three_parts_balance_together() {
        let shares = [share(Some(100), Some(130)), share(Some(200), None), share(None, Some(170))];
        assert_eq!(members(&shares), [[0, 1, 2]]);
    }

    #[test]
    fn where_the_whole_does_not_balance_telling_pairs_may() {
        let shares = [share(Some(895), None), share(Some(111), Some(1006)), share(Some(7), Some(9))];
        assert_eq!(members(&shares), [[0, 1]]);
        let small = [share(Some(20), Some(15)), share(Some(30), Some(35)), share(Some(7), Some(9))];
        assert_eq!(members(&small), [[0usize; 0]; 0]);
    }
}
