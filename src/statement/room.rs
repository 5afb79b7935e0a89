//! How large a statement may become.

/// The cells that a statement may have: a table is mostly full, and one with a period for each of its facts, or with
/// members that have a line each, would be as large as their square.
#[derive(Clone, Copy)]
pub(super) struct Room(usize);

impl Room {
    /// Cells of any statement.
    const LEAST: usize = 1 << 20;
    /// Cells for each fact.
    const PER_FACT: usize = 8;

    /// The room for a statement of so many facts.
    pub(super) fn of(facts: usize) -> Room {
        Room(Self::LEAST.max(facts * Self::PER_FACT))
    }

    /// Leaves out the columns for which there is no room beside so many rows, and gives their number.
    pub(super) fn cut<T>(self, columns: &mut Vec<T>, rows: usize) -> usize {
        let most = (self.0 / rows.max(1)).max(1);
        let left_out = columns.len().saturating_sub(most);
        columns.truncate(most);
        left_out
    }

    /// Whether there is room for another row.
    pub(super) fn holds(self, rows: usize, columns: usize) -> bool {
        rows.saturating_mul(columns.max(1)) < self.0
    }
}
