//! What a comparison wants to know of a filing's taxonomy: labels, statement order, kinds of concepts, defaults.

use rustc_hash::FxHashMap;

use crate::model::{Decimal, Name, QName};
use crate::taxonomy::{Balance, PeriodType};

use super::comparison::{Measure, Position, Shared};

/// What is known of a concept, an axis or a member.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ConceptInfo {
    /// Its label, in the language and role that were asked for.
    pub label: Option<Shared>,
    /// All its labels in that language, of any role.
    pub labels: Vec<Shared>,
    /// Where it first stands in the statements.
    pub position: Option<Position>,
    /// What kind of quantity it tells, where its type says so.
    pub measure: Option<Measure>,
    /// Its balance.
    pub balance: Option<Balance>,
}

/// That a line item is summed into a total.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Summation {
    /// The total.
    pub total: QName,
    /// The line item.
    pub part: QName,
    /// What it is multiplied by there.
    pub weight: Decimal,
}

/// What is summed into what in a statement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Calculation {
    /// The statement's role.
    pub role: Name,
    /// Its title.
    pub title: Shared,
    /// The summations, in their order.
    pub summations: Vec<Summation>,
}

/// How a concept is declared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Declaration {
    /// The concept.
    pub name: QName,
    /// Its type; none for one without a name.
    pub type_name: Option<QName>,
    /// Its balance.
    pub balance: Option<Balance>,
    /// The kind of period that it is measured over.
    pub period_type: Option<PeriodType>,
}

impl Declaration {
    /// The balance in a word.
    pub(crate) fn balance_name(&self) -> &'static str {
        match self.balance {
            Some(Balance::Debit) => "debit",
            Some(Balance::Credit) => "credit",
            None => "none",
        }
    }

    /// The kind of period in a word.
    pub(crate) fn period_name(&self) -> &'static str {
        match self.period_type {
            Some(PeriodType::Instant) => "instant",
            Some(PeriodType::Duration) => "duration",
            None => "none",
        }
    }
}

/// A filing's taxonomy, as far as a comparison needs it. Empty, it is a taxonomy of which nothing is known.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Vocabulary {
    /// The titles of the statements, in their order.
    pub statements: Vec<Shared>,
    /// Concepts, axes and members by name.
    pub concepts: FxHashMap<QName, ConceptInfo>,
    /// The default members of dimensions.
    pub defaults: FxHashMap<QName, QName>,
    /// Contents of the report's typed members whose canonical form, by the type of the dimension's values, is
    /// another one: `1` of `01` where they are integers.
    pub typed: FxHashMap<QName, FxHashMap<Box<str>, Box<str>>>,
    /// What is summed into what in each statement, where the report uses either.
    pub calculations: Vec<Calculation>,
    /// How all concepts of the taxonomy are declared, in the order of discovery.
    pub declarations: Vec<Declaration>,
    /// The documents of the taxonomy that could not be found.
    pub missing: Vec<String>,
}

impl Vocabulary {
    /// What is known of a concept.
    #[must_use]
    pub fn get(&self, concept: QName) -> Option<&ConceptInfo> {
        self.concepts.get(&concept)
    }

    /// A typed member's content in its canonical form, as far as the dimension's type is known.
    #[must_use]
    pub fn canonical<'a>(&'a self, dimension: QName, content: &'a str) -> &'a str {
        self.typed.get(&dimension).and_then(|contents| contents.get(content)).map_or(content, |canonical| canonical)
    }
}
