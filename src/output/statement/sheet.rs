//! A statement's figures and headings as strings, in one scale.

use crate::model::{Decimal, Period};
use crate::output::diff::figures::{grouped, scale};
use crate::statement::{Cell, CellValue, Column, Row, RowKind, Statement};

/// A statement as strings.
pub(super) struct Sheet<'a> {
    pub(super) title: &'a str,
    /// In what its figures are, and for which members all of them are.
    pub(super) hint: String,
    /// Lines of headings, one list a column.
    pub(super) heads: Vec<Vec<String>>,
    pub(super) rows: Vec<SheetRow<'a>>,
}

pub(super) struct SheetRow<'a> {
    pub(super) row: &'a Row,
    pub(super) label: String,
    pub(super) cells: Vec<String>,
}

/// The scales that figures are shown in: powers of ten.
struct Scales {
    /// The currencies, that of most figures first.
    currencies: Vec<String>,
    /// The currencies that columns are headed by.
    headed: Vec<String>,
    amounts: (i32, Option<&'static str>),
    shares: (i32, Option<&'static str>),
}

/// The unit of numbers of shares.
const SHARES: &str = "shares";

impl<'a> Sheet<'a> {
    pub(super) fn of(statement: &'a Statement, language: &str) -> Sheet<'a> {
        let scales = Scales::of(statement);
        let rows = statement.rows.iter().map(|row| {
            let label = match row.kind {
                RowKind::Block(period) => period_lines(period, language).join(" "),
                _ => row.label.clone(),
            };
            let show = |cell: &Option<Cell>| cell.as_ref().map_or(String::new(), |cell| scales.show(cell));
            SheetRow { row, label, cells: row.cells.iter().map(show).collect() }
        });
        let mut hints: Vec<String> = scales.hints();
        hints.extend(statement.members.iter().cloned());
        Sheet {
            title: &statement.title,
            hint: hints.join(", "),
            heads: statement.columns.iter().map(|column| heads(column, language)).collect(),
            rows: rows.collect(),
        }
    }
}

impl Scales {
    fn of(statement: &Statement) -> Scales {
        let cells = || statement.rows.iter().flat_map(|row| row.cells.iter().flatten());
        let mut amounts: Vec<&Decimal> = Vec::new();
        let mut shares: Vec<&Decimal> = Vec::new();
        let mut currencies: indexmap::IndexMap<&str, usize> = indexmap::IndexMap::new();
        for cell in cells() {
            match (&cell.value, cell.unit.as_deref()) {
                (CellValue::Amount(amount), Some(unit)) => {
                    amounts.push(amount);
                    *currencies.entry(unit).or_default() += 1;
                }
                (CellValue::Number(number), Some(SHARES)) => shares.push(number),
                _ => {}
            }
        }
        currencies.sort_by(|_, one, _, other| other.cmp(one));
        let currencies = currencies.into_keys().map(str::to_owned).collect();
        let headed = statement.columns.iter().filter_map(|column| column.currency.clone()).collect();
        Scales { currencies, headed, amounts: scale(&amounts), shares: scale(&shares) }
    }

    /// `USD in millions`, `shares in thousands`.
    fn hints(&self) -> Vec<String> {
        let headed = |currency: &&String| self.headed.contains(currency);
        let shown: Vec<&str> = match self.currencies.iter().filter(headed).map(String::as_str).collect::<Vec<_>>() {
            headed if headed.is_empty() => self.currencies.iter().take(1).map(String::as_str).collect(),
            headed => headed,
        };
        let amounts = (!shown.is_empty()).then(|| match self.amounts.1 {
            Some(scale) => format!("{} in {scale}", shown.join(" and ")),
            None => shown.join(" and "),
        });
        let shares = self.shares.1.map(|scale| format!("{SHARES} in {scale}"));
        [amounts, shares].into_iter().flatten().collect()
    }

    /// Whether nobody has to be told the currency of a figure: it is that of most, or that of its column.
    fn is_plain(&self, unit: Option<&str>) -> bool {
        let is_first = unit == self.currencies.first().map(String::as_str);
        is_first || self.headed.iter().any(|headed| unit == Some(headed.as_str()))
    }

    fn show(&self, cell: &Cell) -> String {
        let unit = cell.unit.as_deref();
        match &cell.value {
            CellValue::Amount(amount) if self.is_plain(unit) => figure(&amount.shift(-self.amounts.0)),
            CellValue::Amount(amount) => {
                format!("{} {}", figure(&amount.shift(-self.amounts.0)), unit.unwrap_or_default())
            }
            CellValue::Percentage(share) => signed(&share.shift(2), "%"),
            CellValue::Number(number) if unit == Some(SHARES) => figure(&number.shift(-self.shares.0)),
            CellValue::Number(number) => exact(number, cell.decimals),
            CellValue::Text(text) => text.clone(),
            CellValue::Nil => "—".to_owned(),
        }
    }
}

/// A figure with zeros behind the point up to the place that it is told to, so that figures of a column line up.
fn exact(number: &Decimal, decimals: i32) -> String {
    let text = figure(number);
    let (digits, end) = text.strip_suffix(')').map_or((text.as_str(), ""), |digits| (digits, ")"));
    let places = digits.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let missing = usize::try_from(decimals).unwrap_or(0).min(MOST_PLACES).saturating_sub(places);
    if missing == 0 {
        return text;
    }
    let point = if places == 0 { "." } else { "" };
    format!("{digits}{point}{}{end}", "0".repeat(missing))
}

/// The most places behind the point that zeros are added for.
const MOST_PLACES: usize = 6;

/// A figure as statements show it: negative ones in parentheses.
fn figure(number: &Decimal) -> String {
    signed(number, "")
}

/// A figure with its sign: negative ones in parentheses.
fn signed(number: &Decimal, sign: &str) -> String {
    let text = grouped(&number.abs());
    if number.is_negative() { format!("({text}{sign})") } else { format!("{text}{sign}") }
}

fn heads(column: &Column, language: &str) -> Vec<String> {
    let period = column.period.map_or_else(Vec::new, |period| period_lines(period, language));
    let members = (!column.members.is_empty()).then(|| column.members.join(", "));
    let total = column.period.is_none() && column.members.is_empty();
    period.into_iter().chain(column.currency.clone()).chain(members).chain(total.then(|| "Σ".to_owned())).collect()
}

/// A period in one or two lines: `12 months to` and the last day in English, the first and the last day in any
/// other language.
fn period_lines(period: Period, language: &str) -> Vec<String> {
    let shown = period.to_string();
    let Some((start, end)) = shown.split_once("..") else { return vec![shown] };
    let days = period.days().unwrap_or(0);
    let months = (f64::from(days) / 30.44).round();
    let first = match (language.starts_with("en"), months as i32) {
        (false, _) => format!("{start}.."),
        (true, 0) => format!("{days} days to"),
        (true, 1) => "1 month to".to_owned(),
        (true, months) => format!("{months} months to"),
    };
    vec![first, end.to_owned()]
}
