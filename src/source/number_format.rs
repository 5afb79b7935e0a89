//! What a spreadsheet shows for a number: its number formats, as far as figures use them.
//!
//! A format fixes the printed precision: 0.26688 with `0.0%` is printed as `26.7%`, and is read so.
//! A number without a format has the digits that it needs, at most [`DIGITS`].

use crate::model::Decimal;
use crate::model::decimal::Rounding;

/// The significant digits that a spreadsheet keeps; what binary arithmetic leaves behind them is noise.
const DIGITS: usize = 15;

/// The most decimals that a format can ask for.
const MAX_DECIMALS: usize = 30;

/// The longest format that a spreadsheet takes, in characters.
const LONGEST: usize = 255;

/// The text that stands in a cell with that number and that format. A format that isn't one of
/// figures (fractions, exponents, conditions) is passed over.
pub(super) fn show(number: f64, format: &str) -> String {
    let Some(exact) = exact(number) else { return number.to_string() };
    let sections = split_sections(if format.len() > 4 * LONGEST { "General" } else { format });
    let (section, negate) = match sections.as_slice() {
        [_, _, zero, ..] if exact.is_zero() => (*zero, false),
        [_, negative, ..] if exact.is_negative() => (*negative, false),
        [first, ..] => (*first, exact.is_negative()),
        [] => return exact.to_string(),
    };
    match Section::parse(section) {
        Some(section) => section.show(&exact.abs(), negate),
        None => exact.to_string(),
    }
}

/// The decimal number that a binary one stands for.
fn exact(number: f64) -> Option<Decimal> {
    Decimal::parse_scientific(&format!("{number:.*e}", DIGITS - 1))
}

/// The sections of a format: for positive numbers, negative ones, zero, and text.
fn split_sections(format: &str) -> Vec<&str> {
    let mut sections = Vec::new();
    let mut start = 0;
    let (mut quoted, mut escaped) = (false, false);
    for (at, character) in format.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '"' => quoted = !quoted,
            '\\' | '_' | '*' if !quoted => escaped = true,
            ';' if !quoted => {
                sections.push(&format[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    sections.push(&format[start..]);
    sections
}

/// A section of a format, taken apart.
#[derive(Default)]
struct Section {
    before: String,
    /// The digits' placeholders with their commas and point, such as `#,##0.0`.
    digits: String,
    behind: String,
    percent: bool,
}

impl Section {
    /// `None` for what isn't a format of a figure.
    fn parse(text: &str) -> Option<Section> {
        let mut section = Section::default();
        let mut characters = text.chars();
        while let Some(character) = characters.next() {
            match character {
                '#' | '0' | '?' | '.' | ',' => {
                    if !section.behind.is_empty() {
                        return None;
                    }
                    section.digits.push(character);
                }
                '"' => characters.by_ref().take_while(|c| *c != '"').for_each(|c| section.literal(c)),
                '\\' | '!' => section.literal(characters.next()?),
                '_' => {
                    characters.next()?;
                    section.literal(' ');
                }
                '*' => drop(characters.next()?),
                '[' => {
                    let inside: String = characters.by_ref().take_while(|c| *c != ']').collect();
                    section.bracketed(&inside)?;
                }
                '%' => {
                    section.percent = true;
                    section.literal('%');
                }
                _ if character.is_ascii_alphanumeric() || matches!(character, '/' | '@') => return None,
                _ => section.literal(character),
            }
        }
        let decimals = section.digits.split_once('.').map_or("", |(_, decimals)| decimals);
        (decimals.len() <= MAX_DECIMALS && !decimals.contains('.')).then_some(section)
    }

    fn literal(&mut self, character: char) {
        if self.digits.is_empty() { &mut self.before } else { &mut self.behind }.push(character);
    }

    /// A colour, a currency (`$¥-411`), a language; a condition is passed over with its format.
    fn bracketed(&mut self, inside: &str) -> Option<()> {
        if inside.starts_with(['<', '>', '=']) {
            return None;
        }
        if let Some(currency) = inside.strip_prefix('$') {
            currency.split('-').next().unwrap_or_default().chars().for_each(|c| self.literal(c));
        }
        Some(())
    }

    fn show(&self, magnitude: &Decimal, negate: bool) -> String {
        let sign = if negate { "-" } else { "" };
        let digits = if self.digits.is_empty() { String::new() } else { self.number(magnitude) };
        format!("{sign}{}{digits}{}", self.before, self.behind).trim().to_owned()
    }

    fn number(&self, magnitude: &Decimal) -> String {
        let (whole, decimals) = self.digits.split_once('.').unwrap_or((&self.digits, ""));
        let trailing = |part: &str| part.len() - part.trim_end_matches(',').len();
        let thousands = trailing(whole) + trailing(decimals);
        let whole = whole.trim_end_matches(',');
        let decimals = decimals.trim_end_matches(',');
        let shift = if self.percent { 2 } else { 0 } - 3 * thousands as i32;
        let rounded = magnitude.shift(shift).round(decimals.len() as i32, Rounding::HalfUp).to_string();
        let (digits, fraction) = rounded.split_once('.').unwrap_or((&rounded, ""));
        let digits = if digits == "0" { "" } else { digits };
        let needed = whole.bytes().filter(|byte| *byte == b'0').count();
        let digits = format!("{}{digits}", "0".repeat(needed.saturating_sub(digits.len())));
        let digits = if whole.contains(',') { grouped(&digits) } else { digits };
        // A decimal that is no zero is there only where the number needs it.
        let shown = decimals.rfind('0').map_or(0, |last| last + 1).max(fraction.len());
        let point = if self.digits.contains('.') { "." } else { "" };
        format!("{digits}{point}{fraction}{}", "0".repeat(shown - fraction.len()))
    }
}

fn grouped(digits: &str) -> String {
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_shows_a_number_as_a_spreadsheet_does() {
        for (number, format, shown) in [
            (1234567.0, "#,##0", "1,234,567"),
            (0.0, "#,##0", "0"),
            (0.0, "#,###", ""),
            (12.0, "#,##0", "12"),
            (123.0, "#,##0", "123"),
            (-1234.5, "#,##0", "-1,235"),
            (-1234.5, "#,##0.0_);(#,##0.0)", "(1,234.5)"),
            (-1234.5, "#,##0 ;[Red](#,##0)", "(1,235)"),
            (0.26688, "0.0%", "26.7%"),
            (-0.072, "0.0%;(0.0%)", "(7.2%)"),
            (100.0, "0.0", "100.0"),
            (2.5, "0.0##", "2.5"),
            (2.0, "0.0##", "2.0"),
            (2.125, "0.0#", "2.13"),
            (5.0, "000", "005"),
            (3100452.0, "#,##0,", "3,100"),
            (3100452.0, "0.0,,", "3.1"),
            (0.0, "_(* #,##0_);_(* (#,##0);_(* \"-\"_);_(@_)", "-"),
            (0.0, "_(* #,##0.00_);_(* (#,##0.00);_(* \"-\"??_);_(@_)", "-"),
            (5.0, "_($* #,##0_);_($* (#,##0)", "$5"),
            (-5.0, "[$¥-411]#,##0;△[$¥-411]#,##0", "△¥5"),
            (5.0, "#,##0\"百万円\"", "5百万円"),
            (1.0, "\\(0\\)", "(1)"),
            (7.0, "\"a;b\"0", "a;b7"),
        ] {
            assert_eq!(show(number, format), shown, "{number} {format}");
        }
    }

    #[test]
    fn without_a_format_of_a_figure_a_number_has_the_digits_that_it_needs() {
        for (number, format, shown) in [
            (0.1 + 0.2, "General", "0.3"),
            (1234.5, "General", "1234.5"),
            (12862132.0, "General", "12862132"),
            (-1e-7, "General", "-0.0000001"),
            (1e21, "General", "1000000000000000000000"),
            (0.5, "# ?/?", "0.5"),
            (1234.5, "0.00E+00", "1234.5"),
            (0.5, "[<1]0%;0", "0.5"),
            (5.0, "000-000", "5"),
            (f64::NAN, "0", "NaN"),
        ] {
            assert_eq!(show(number, format), shown, "{number} {format}");
        }
    }
}
