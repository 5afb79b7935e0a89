//! A table of HTML as rows of cells: spans laid out, what page layout split put together again.
//!
//! Tables on paper set `$` and `)` apart from their figures, and columns apart from each other, with
//! cells and columns of their own. Here a figure is one cell again, and such columns are gone.

use super::Cell;
use super::assemble::{Kind, Line};
use super::figure::{Figure, parse_figure};

/// A cell with the columns and rows that it spans.
pub(super) struct Span {
    pub(super) cell: Cell,
    pub(super) columns: usize,
    pub(super) rows: usize,
}

/// The rows of a table as they are written.
#[derive(Default)]
pub(super) struct Grid {
    rows: Vec<Vec<Span>>,
    row: Vec<Span>,
}

impl Grid {
    /// Adds a cell to the row that is being read.
    pub(super) fn push(&mut self, span: Span) {
        self.row.push(span);
    }

    /// Ends the row that is being read, if it has cells.
    pub(super) fn end_row(&mut self) {
        if !self.row.is_empty() {
            self.rows.push(std::mem::take(&mut self.row));
        }
    }

    /// The table's lines; `None` when there are more cells than `left`, which is lessened by them.
    pub(super) fn lines(self, left: &mut usize) -> Option<Vec<Line>> {
        let mut lines = laid_out(self.rows, left)?;
        for line in &mut lines {
            if !line.is_header(true) {
                join_split_figures(&mut line.cells);
            }
        }
        fold_columns(&mut lines);
        Some(lines)
    }
}

/// Lays spans out. A cell that spans columns stands in the first of them; one that spans rows
/// stands in the first, but a label stands in each, since it is the label of each.
fn laid_out(rows: Vec<Vec<Span>>, left: &mut usize) -> Option<Vec<Line>> {
    let mut covering = Vec::new();
    let mut lines = Vec::new();
    for row in rows {
        let mut cells = Vec::new();
        for span in row {
            push_covered(&mut cells, &mut covering);
            let blank = empty(&span.cell);
            let (start, end) = (cells.len(), cells.len() + span.columns);
            covering.resize_with(covering.len().max(end), || None);
            for (at, covered) in (start..end).zip(&mut covering[start..end]) {
                let reaching = if at == 0 { &span.cell } else { &blank };
                *covered = (span.rows > 1).then(|| (span.rows - 1, reaching.clone()));
            }
            cells.push(span.cell);
            cells.extend(std::iter::repeat_n(blank, span.columns - 1));
        }
        push_covered(&mut cells, &mut covering);
        *left = left.checked_sub(cells.len())?;
        lines.push(Line { cells, end: 0 });
    }
    Some(lines)
}

/// Adds the cells that reach down from the rows above: for each column, how many more rows its cell covers.
fn push_covered(cells: &mut Vec<Cell>, covering: &mut [Option<(usize, Cell)>]) {
    while let Some(Some((rows, cell))) = covering.get_mut(cells.len()) {
        cells.push(cell.clone());
        *rows -= 1;
        if *rows == 0 {
            covering[cells.len() - 1] = None;
        }
    }
}

fn empty(cell: &Cell) -> Cell {
    Cell { text: String::new(), notes: Vec::new(), place: cell.place }
}

/// Puts a bracket or a percent sign in a cell behind a figure, and a currency sign or a bracket in one
/// before it, into the figure's own cell.
fn join_split_figures(cells: &mut [Cell]) {
    let only = |cell: &Cell, signs: &str| !cell.is_empty() && cell.text.chars().all(|c| signs.contains(c));
    for at in (2..cells.len()).rev() {
        let before = &cells[at - 1];
        if only(&cells[at], ")% ") && (is_open(&before.text) || only(before, ")% ")) {
            let signs = take(&mut cells[at]);
            cells[at - 1].text.push_str(&signs.text);
            cells[at - 1].notes.extend(signs.notes);
        }
    }
    for at in (1..cells.len().saturating_sub(1)).rev() {
        let begins = only(&cells[at], "$¥￥€£(US ") && cells[at].text.contains(['$', '¥', '￥', '€', '£', '(']);
        if begins && cells[at + 1].text.contains(|c: char| c.is_ascii_digit() || matches!(c, '-' | '–' | '—')) {
            // The figure stays in its column: where there is no sign, it stands there alone.
            let mut joined = take(&mut cells[at]);
            let figure = take(&mut cells[at + 1]);
            joined.text.push_str(&figure.text);
            joined.notes.extend(figure.notes);
            cells[at + 1] = joined;
        }
    }
}

/// Takes a cell out and leaves an empty one.
fn take(cell: &mut Cell) -> Cell {
    let blank = empty(cell);
    std::mem::replace(cell, blank)
}

/// Whether a figure can still take a bracket or a percent sign.
fn is_open(text: &str) -> bool {
    let figure = parse_figure(text.strip_prefix('(').filter(|rest| !rest.contains(')')).unwrap_or(text));
    matches!(figure, Ok(Figure::Dash | Figure::Number { percent: false, .. }))
}

/// Takes out the columns that nothing stands in, and folds columns into the ones to their left when
/// no row has cells in both: a column that no header names, or one beside a column of headers alone,
/// as where a header is centred above its figures; and labels that are indented by columns.
fn fold_columns(lines: &mut [Line]) {
    let columns = Column::all(lines);
    let has_header = columns.iter().skip(1).any(|column| column.is_named);
    // For each column the one that it becomes.
    let mut becomes: Vec<Option<usize>> = Vec::with_capacity(columns.len());
    let mut count = 0;
    // Of the last of those: the rows in which it has cells, and whether these are headers alone.
    let (mut taken, mut taken_rows, mut unfilled) = (vec![false; lines.len()], Vec::new(), false);
    for column in &columns {
        if column.rows.is_empty() {
            becomes.push(None);
            continue;
        }
        let apart = !column.rows.iter().any(|row| taken[*row]);
        let folds = match count {
            0 => false,
            1 => apart && !column.is_named && !column.has_figure,
            _ => apart && has_header && (unfilled || !column.is_named),
        };
        if !folds {
            count += 1;
            unfilled = true;
            taken_rows.drain(..).for_each(|row: usize| taken[row] = false);
        }
        unfilled &= !column.is_filled;
        column.rows.iter().for_each(|row| taken[*row] = true);
        taken_rows.extend(&column.rows);
        becomes.push(Some(count - 1));
    }
    for line in lines {
        let mut folded: Vec<Cell> = Vec::with_capacity(count);
        for (cell, column) in std::mem::take(&mut line.cells).into_iter().zip(&becomes) {
            match column {
                Some(column) if *column == folded.len() => folded.push(cell),
                Some(column) if !cell.is_empty() => folded[*column] = cell,
                _ => {}
            }
        }
        line.cells = folded;
    }
}

/// What stands in a column of a table as it is written.
#[derive(Clone, Default)]
struct Column {
    /// The rows in which it has cells.
    rows: Vec<usize>,
    /// Whether one of these is a header's.
    is_named: bool,
    /// Whether one of these is no header's.
    is_filled: bool,
    has_figure: bool,
}

impl Column {
    fn all(lines: &[Line]) -> Vec<Column> {
        let begin = lines.iter().position(|line| line.kind() == Kind::Valued).unwrap_or(0);
        let heads = |line: &&Line| line.kind() != Kind::Single && line.is_header(true);
        let header = begin + lines[begin..].iter().take_while(heads).count();
        let mut columns: Vec<Column> = Vec::new();
        for (row, line) in lines.iter().enumerate() {
            columns.resize(columns.len().max(line.cells.len()), Column::default());
            for (column, cell) in columns.iter_mut().zip(&line.cells).filter(|(_, cell)| !cell.is_empty()) {
                column.rows.push(row);
                column.is_named |= row < header;
                column.is_filled |= row >= header;
                column.has_figure |= parse_figure(&cell.text).is_ok();
            }
        }
        columns
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DocumentId, Place};

    /// Rows of cells divided by `|`; `text*3` spans three columns, `text^2` two rows.
    fn lines(rows: &[&str]) -> Vec<String> {
        let place = Place { document: DocumentId(0), offset: 0 };
        let mut grid = Grid::default();
        for row in rows {
            for cell in row.split('|') {
                let (cell, columns) = cell.split_once('*').map_or((cell, 1), |(cell, n)| (cell, n.parse().expect("n")));
                let (text, rows) = cell.split_once('^').map_or((cell, 1), |(cell, n)| (cell, n.parse().expect("n")));
                let cell = Cell { text: text.to_owned(), notes: Vec::new(), place };
                grid.push(Span { cell, columns, rows });
            }
            grid.end_row();
        }
        let lines = grid.lines(&mut 1000).expect("few cells");
        let joined = |line: &Line| line.cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("|");
        lines.iter().map(joined).collect()
    }

    #[test]
    fn spans_are_laid_out_and_labels_repeated() {
        assert_eq!(
            lines(&["^2|2004*2|YoY^2", "JPY|%", "Sales^2|1|2|3", "4|5|6"]),
            ["|2004||YoY", "|JPY|%|", "Sales|1|2|3", "Sales|4|5|6"]
        );
    }

    #[test]
    fn signs_in_cells_of_their_own_go_back_to_their_figures() {
        assert_eq!(
            lines(&[
                "|2004*3|2003*3",
                "Sales|$|(1,234|)|$|5|",
                "Rate||7.5|%||(3|)%",
                "None|$|—||¥|(1)|",
                "All|1|2|3|4|5|6"
            ]),
            ["|2004|||2003||", "Sales||$(1,234)|||$5|", "Rate||7.5%|||(3)%|", "None||$—|||¥(1)|", "All|1|2|3|4|5|6",]
        );
    }

    #[test]
    fn columns_of_layout_are_folded_into_those_that_a_header_names() {
        assert_eq!(
            lines(&["||2004*3||2003*3", "Sales||$|1,234|||$|5|", "Loss|||(6|)|||(7|)"]),
            ["|2004|2003", "Sales|$1,234|$5", "Loss|(6)|(7)"]
        );
    }

    #[test]
    fn a_header_that_is_centred_above_its_figures_is_theirs() {
        assert_eq!(
            lines(&["|2004*5", "||Old||New|", "Sales|$|1||$|2", "Costs||(3|)||4"]),
            ["|2004|", "|Old|New", "Sales|$1|$2", "Costs|(3)|4"]
        );
        assert_eq!(
            lines(&["|2004*2|2003*2", "||April||May", "Sales||1||2"]),
            ["|2004|2003", "|April|May", "Sales|1|2"]
        );
    }

    #[test]
    fn labels_that_columns_indent_are_labels() {
        assert_eq!(
            lines(&["|||2004", "Assets", "|Current:", "||Cash|1", "All|||2"]),
            ["|2004", "Assets", "Current:", "Cash|1", "All|2"]
        );
    }

    #[test]
    fn columns_with_cells_in_one_row_stay_apart() {
        assert_eq!(lines(&["|2004*2", "Sales|1|2"]), ["|2004|", "Sales|1|2"]);
        assert_eq!(lines(&["Sales|1||2", "Costs||3|4"]), ["Sales|1||2", "Costs||3|4"]);
    }

    #[test]
    fn a_header_of_units_is_not_joined() {
        assert_eq!(lines(&["|2004|%", "Sales|1|2"]), ["|2004|%", "Sales|1|2"]);
        assert_eq!(lines(&["|$|%", "Sales|1|2"]), ["|$|%", "Sales|1|2"]);
    }

    #[test]
    fn more_cells_than_are_left_are_not_laid_out() {
        let place = Place { document: DocumentId(0), offset: 0 };
        let cell = Cell { text: String::new(), notes: Vec::new(), place };
        let mut grid = Grid::default();
        grid.push(Span { cell, columns: 11, rows: 1 });
        grid.end_row();
        assert!(grid.lines(&mut 10).is_none());
    }
}
