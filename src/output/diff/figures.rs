//! Figures and words as people read them.

use crate::diff::{
    Change, Class, Comparison, DateKind, Evidence, Filing, FilingDate, Movement, MovementKind, NoPercent, Percent,
    Which,
};
use crate::model::Decimal;
use crate::model::decimal::Rounding;

/// A number with commas between thousands.
pub(in crate::output) fn grouped(number: &Decimal) -> String {
    let text = number.to_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let mut out = sign.to_owned();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// A change with its sign, `+` included.
pub(super) fn signed(number: &Decimal) -> String {
    if number.is_negative() || number.is_zero() { grouped(number) } else { format!("+{}", grouped(number)) }
}

/// The powers of ten that figures are shown in, and their names.
const SCALES: [(i32, &str); 3] = [(9, "billions"), (6, "millions"), (3, "thousands")];

/// The largest scale in which every one of the numbers is whole: its power of ten and its name.
pub(in crate::output) fn scale(numbers: &[&Decimal]) -> (i32, Option<&'static str>) {
    let is_whole = |power: i32| numbers.iter().all(|number| number.is_zero() || number.places() <= -power);
    let is_all_zero = numbers.iter().all(|number| number.is_zero());
    let found = SCALES.iter().find(|(power, _)| !is_all_zero && is_whole(*power));
    found.map_or((0, None), |(power, name)| (*power, Some(*name)))
}

/// The words for a change that has no percentage.
pub(super) fn no_percent(reason: NoPercent) -> &'static str {
    match reason {
        NoPercent::FromZero => "from zero",
        NoPercent::FromNegative => "from negative",
        NoPercent::InPoints => "in points",
    }
}

/// A change in percent, or why there is none; empty for what moves in points.
pub(super) fn percent(change: &Change) -> String {
    match (&change.percent, change.no_percent) {
        (Some(Percent { value: Some(value), decimals, .. }), _) => {
            let text = signed(value);
            // Columns line up where a zero behind the point is shown as well.
            if *decimals == 1 && !text.contains('.') { format!("{text}.0%") } else { format!("{text}%") }
        }
        (Some(Percent { low, high, .. }), _) => {
            format!("{}..{}%", signed(&low.round(0, Rounding::Floor)), signed(&high.round(0, Rounding::Ceiling)))
        }
        (None, Some(NoPercent::InPoints) | None) => String::new(),
        (None, Some(reason)) => no_percent(reason).to_owned(),
    }
}

/// Which filing, as in JSON.
pub(super) fn filing(which: Which) -> &'static str {
    match which {
        Which::Old => "old",
        Which::New => "new",
    }
}

/// Which day of a filing is known, as in JSON.
pub(in crate::output) fn date_kind(kind: DateKind) -> &'static str {
    match kind {
        DateKind::Filed => "filed",
        DateKind::PeriodEnd => "period_end",
        DateKind::LastPeriod => "last_period",
    }
}

/// The date of a filing, with what day it is.
pub(in crate::output) fn date(date: &FilingDate) -> String {
    match date.kind {
        DateKind::Filed => format!("filed {}", date.date),
        DateKind::PeriodEnd => format!("for the period to {}", date.date),
        DateKind::LastPeriod => format!("last period to {}", date.date),
    }
}

/// What is known of a filing beside its name: its kind, its facts, its last period, its date.
pub(super) fn about(filing: &Filing) -> String {
    let until = filing.covers.first().map_or(String::new(), |period| format!(", {period}"));
    let document = filing.document.as_deref().map_or(String::new(), |document| format!("{document}, "));
    let date = filing.date.as_ref().map_or(String::new(), |date| format!(", {}", self::date(date)));
    format!("{document}{} facts{until}{date}", filing.facts)
}

/// So many values of a class, in words.
fn counted(class: Class, count: usize) -> String {
    match class {
        Class::Uncovered => format!("{count} for periods that the other filing does not cover"),
        Class::Movement if count != 1 => format!("{count} movements"),
        Class::Contradiction if count != 1 => format!("{count} contradictions"),
        class => format!("{count} {}", class.name()),
    }
}

/// All classes that occur, with their counts.
pub(super) fn summary(comparison: &Comparison) -> String {
    let count = |class: &Class| comparison.counts.get(class).copied().unwrap_or(0);
    let found = Class::ALL.iter().filter(|class| count(class) > 0);
    let mut parts: Vec<String> = found.map(|class| counted(*class, count(class))).collect();
    if parts.is_empty() {
        parts.push("nothing to compare".to_owned());
    }
    parts.join(", ")
}

/// What the user did not ask to see; empty where nothing is left out.
pub(super) fn left_out(comparison: &Comparison) -> String {
    let parts: Vec<String> = comparison.left_out.iter().map(|(class, count)| counted(*class, *count)).collect();
    if parts.is_empty() { String::new() } else { format!("not shown: {}", parts.join(", ")) }
}

/// What is to be known of the ends of a movement.
pub(super) fn ends(movement: &Movement) -> impl Iterator<Item = &'static str> {
    let (from, to) = (&movement.from, &movement.to);
    let contradicted = (from.contradicted || to.contradicted).then_some("the filing contradicts itself here");
    contradicted.into_iter().chain(derived(from.derived, to.derived))
}

/// Which ends of a movement were derived.
pub(super) fn derived(from: bool, to: bool) -> Option<&'static str> {
    match (from, to) {
        (true, true) => Some("both derived"),
        (true, false) => Some("from a derived value"),
        (false, true) => Some("to a derived value"),
        (false, false) => None,
    }
}

/// A kind of movement, as in JSON.
pub(super) fn kind_name(kind: MovementKind) -> &'static str {
    match kind {
        MovementKind::QuarterOverQuarter => "quarter_over_quarter",
        MovementKind::PeriodOverPeriod => "period_over_period",
        MovementKind::YearOverYear => "year_over_year",
        MovementKind::OpeningToClosing => "opening_to_closing",
    }
}

/// A kind of movement as a heading.
pub(super) fn kind_title(kind: MovementKind) -> &'static str {
    match kind {
        MovementKind::QuarterOverQuarter => "Quarter over quarter",
        MovementKind::PeriodOverPeriod => "From the period before",
        MovementKind::YearOverYear => "Year over year",
        MovementKind::OpeningToClosing => "Opening to closing",
    }
}

/// What shows that a difference is of its class, in a few words; `None` for changed words.
pub(super) fn evidence(evidence: &Evidence) -> Option<String> {
    Some(match evidence {
        Evidence::PowerOfTen(power) => format!("times 10^{power}"),
        Evidence::LastPlace => "by one in the last place".to_owned(),
        Evidence::Units { old, new, ratio, fault } => {
            let ratio = ratio.as_ref().map_or(String::new(), |ratio| format!(", {ratio} for one"));
            let fault = if *fault { ": another kind of quantity" } else { "" };
            format!("{old} became {new}{ratio}{fault}")
        }
        Evidence::SplitRatio(ratio) => format!("{ratio}"),
        Evidence::Sign { label, balance } => match (label, balance) {
            (true, true) => "its label and its balance changed too".to_owned(),
            (true, false) => "its label changed too".to_owned(),
            (false, true) => "its balance changed too".to_owned(),
            (false, false) => "its label and balance are the same".to_owned(),
        },
        Evidence::Words(_) => return None,
    })
}

/// How many columns a text takes: two for the wide characters of East Asian scripts.
pub(in crate::output) fn width(text: &str) -> usize {
    text.chars().map(width_of).sum()
}

fn width_of(character: char) -> usize {
    match character {
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

/// The text in lines of at most so many columns: broken at spaces, in longer words before capitals,
/// and else where a line is full.
pub(in crate::output) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    let mut add = |piece: &str| {
        if used > 0 && used + width(piece.trim_end()) > columns {
            lines.push(String::new());
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(piece);
        }
        used += width(piece);
    };
    for word in text.split_inclusive(' ') {
        if width(word.trim_end()) <= columns {
            add(word);
            continue;
        }
        for piece in at_capitals(word) {
            if width(piece.trim_end()) <= columns {
                add(piece);
            } else {
                piece.char_indices().for_each(|(at, character)| add(&piece[at..at + character.len_utf8()]));
            }
        }
    }
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}

/// The pieces of a compound such as `NetIncomeLoss`, each from a capital to the next.
fn at_capitals(word: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut last = ' ';
    for (at, character) in word.char_indices() {
        if at > start && character.is_uppercase() && !last.is_uppercase() {
            pieces.push(&word[start..at]);
            start = at;
        }
        last = character;
    }
    pieces.push(&word[start..]);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        Decimal::parse(text).expect(text)
    }

    #[test]
    fn thousands_are_set_apart() {
        for (text, shown) in [("0", "0"), ("-123", "-123"), ("1234", "1,234"), ("-1234567.891", "-1,234,567.891")] {
            assert_eq!(grouped(&number(text)), shown);
        }
    }

    #[test]
    fn figures_are_shown_in_the_largest_scale_that_keeps_them_whole() {
        let scale_of = |texts: &[&str]| {
            let numbers: Vec<Decimal> = texts.iter().map(|text| number(text)).collect();
            scale(&numbers.iter().collect::<Vec<_>>()).0
        };
        assert_eq!(scale_of(&["110100000000", "110087000000"]), 6);
        assert_eq!(scale_of(&["11617002000", "0"]), 3);
        assert_eq!(scale_of(&["5", "7000"]), 0);
        assert_eq!(scale_of(&["0", "0"]), 0);
    }

    #[test]
    fn lines_break_at_spaces_and_count_wide_characters_twice() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("売上高合計", 6), ["売上高", "合計"]);
        assert_eq!(wrap("", 8), [""]);
        assert_eq!(wrap("unbreakable", 4), ["unbr", "eaka", "ble"]);
        assert_eq!(wrap("of NetIncomeLossUSD", 9), ["of Net", "Income", "LossUSD"]);
    }
}
