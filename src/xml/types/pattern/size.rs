//! What a compiled pattern takes, estimated before it is compiled: counted repetitions are compiled as copies, so that
//! a few letters can ask for gigabytes.

use std::sync::atomic::{AtomicU64, Ordering};

use super::parse::{Atom, Class, Escape, Expression, Member, Set};
use crate::xml::limits::MAX_PATTERNS_SIZE;

/// Bytes that a state of a compiled pattern takes; measured, with the states below, on patterns of each kind.
const STATE: u64 = 80;

/// States of a set of characters from all over Unicode, such as `\w` and `\p{L}`.
const SCATTERED: u64 = 800;

/// States of what an XML name can have.
const NAMES: u64 = 60;

/// States of a range of characters, and of all characters but some.
const RANGE: u64 = 4;
const COMPLEMENT: u64 = 24;

/// Memory of which shares are taken and given back.
#[derive(Debug)]
pub(super) struct Budget {
    taken: AtomicU64,
    all: u64,
}

/// What all patterns of the process may take.
pub(super) static PATTERNS: Budget = Budget { taken: AtomicU64::new(0), all: MAX_PATTERNS_SIZE };

/// A share of a budget, given back when dropped.
#[derive(Debug)]
pub(super) struct Share {
    budget: &'static Budget,
    bytes: u64,
}

impl Budget {
    /// A share of so many bytes, where that much is left.
    pub(super) fn take(&'static self, bytes: u64) -> Option<Share> {
        let left = |taken: u64| taken.checked_add(bytes).filter(|sum| *sum <= self.all);
        let taken = self.taken.fetch_update(Ordering::Relaxed, Ordering::Relaxed, left);
        taken.ok().map(|_| Share { budget: self, bytes })
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.budget.taken.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

/// The bytes that the compiled pattern will take, about.
pub(super) fn estimate(expression: &Expression) -> u64 {
    states(expression).saturating_mul(STATE)
}

fn states(expression: &Expression) -> u64 {
    let pieces = expression.branches.iter().flatten();
    pieces.fold(1, |sum, piece| {
        let copies = u64::from(piece.most.unwrap_or(piece.least + 1)).max(1);
        sum.saturating_add(atom_states(&piece.atom).saturating_mul(copies))
    })
}

fn atom_states(atom: &Atom) -> u64 {
    match atom {
        Atom::Character(_) => 1,
        Atom::Wildcard => COMPLEMENT,
        Atom::Escape(escape) => escape_states(*escape),
        Atom::Class(class) => class_states(class),
        Atom::Group(expression) => states(expression),
    }
}

fn class_states(class: &Class) -> u64 {
    let members = class.members.iter().map(|member| match member {
        Member::Range(..) => RANGE,
        Member::Escape(escape) => escape_states(*escape),
    });
    let less = class.less.as_ref().map_or(0, |less| class_states(less));
    members.sum::<u64>() + less + if class.negative { COMPLEMENT } else { 0 }
}

fn escape_states(escape: Escape) -> u64 {
    match escape.set {
        Set::Category(_) | Set::Word | Set::Digit => SCATTERED,
        Set::NameStart | Set::NameChar => NAMES,
        Set::Space | Set::Block(_) => COMPLEMENT,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_taken_while_they_last_and_given_back() {
        static SMALL: Budget = Budget { taken: AtomicU64::new(0), all: 10 };
        let share = SMALL.take(7).expect("room");
        assert!(SMALL.take(4).is_none() && SMALL.take(u64::MAX).is_none());
        drop(share);
        assert!(SMALL.take(10).is_some());
    }
}
