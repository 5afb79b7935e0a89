//! A printed figure as a number: `(1,016.1)`, `5.8%`, `¥3,100`, `△7.2`, `-`.

use crate::model::Decimal;

/// The longest text that can be a figure, in bytes: more digits than any number of a report has.
const MAX_LENGTH: usize = 256;

/// How many characters of a text an error repeats.
const QUOTED: usize = 60;

/// What a value cell says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Figure {
    /// Nothing is printed.
    Empty,
    /// A dash: printed where there is no amount.
    Dash,
    /// A number.
    Number {
        /// The number as printed: `(7.2%)` is -7.2.
        value: Decimal,
        /// How many digits are printed behind the decimal point.
        places: i32,
        /// Whether a percent sign is printed.
        percent: bool,
    },
}

/// Why a text is no figure.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum FigureError {
    /// The text has letters, or no digits.
    #[error("`{0}` is not a number")]
    Text(String),
    /// There is more than one decimal point.
    #[error("`{0}` has more than one decimal point")]
    Points(String),
    /// No digit stands behind, or around, the decimal point.
    #[error("`{0}` has a decimal point without a digit behind it")]
    NoFraction(String),
    /// Commas don't set off groups of three digits.
    #[error("`{0}` has a comma that sets off no group of three digits")]
    Groups(String),
    /// A bracket lacks its other half.
    #[error("`{0}` has a bracket that is not closed, or not opened")]
    Brackets(String),
    /// There is more than one sign, brackets counted as one.
    #[error("`{0}` has more than one sign")]
    Signs(String),
}

/// Reads a printed figure.
///
/// Brackets, `-`, `−` and the Japanese `△` and `▲` mean less than zero; a currency sign is passed
/// over; a dash alone is [`Figure::Dash`]; full-width characters count as their plain ones.
///
/// ```
/// use factum::source::{Figure, parse_figure};
/// let Ok(Figure::Number { value, places, percent }) = parse_figure("(7.2%)") else { panic!() };
/// assert_eq!((value.to_string().as_str(), places, percent), ("-7.2", 1, true));
/// assert_eq!(parse_figure("1,2345").unwrap_err().to_string(), "`1,2345` has a comma that sets off no group of three digits");
/// ```
///
/// # Errors
///
/// When the text is no number, with what is wrong about it.
pub fn parse_figure(text: &str) -> Result<Figure, FigureError> {
    if text.len() > MAX_LENGTH {
        return Err(FigureError::Text(quoted(text)));
    }
    let plain: String = text.chars().map(plain).collect();
    let plain = plain.trim();
    if plain.is_empty() {
        return Ok(Figure::Empty);
    }
    if is_dash(plain) {
        return Ok(Figure::Dash);
    }
    let parts = Parts::of(plain);
    if !parts.digits.bytes().any(|byte| byte.is_ascii_digit()) || !parts.all || parts.percents > 1 {
        return Err(FigureError::Text(quoted(text)));
    }
    let negative = match (parts.brackets, parts.signs.as_slice()) {
        ((0, 0), []) | ((0, 0), ['+']) => false,
        ((1, 1), []) | ((0, 0), ['-' | '△']) => true,
        ((1, 1), _) | ((0, 0), _) => return Err(FigureError::Signs(quoted(text))),
        _ => return Err(FigureError::Brackets(quoted(text))),
    };
    let (number, places) = unsigned(parts.digits, text)?;
    let value = if negative { -&number } else { number };
    Ok(Figure::Number { value, places, percent: parts.percents == 1 })
}

/// A text as an error repeats it.
fn quoted(text: &str) -> String {
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A figure taken apart.
struct Parts<'a> {
    /// Digits, commas and points.
    digits: &'a str,
    /// The signs before the digits.
    signs: Vec<char>,
    /// How many brackets open before the digits, and close behind them.
    brackets: (usize, usize),
    /// How many percent signs stand behind the digits.
    percents: usize,
    /// Whether there is nothing else.
    all: bool,
}

impl Parts<'_> {
    fn of(text: &str) -> Parts<'_> {
        let is_digit = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
        let start = text.find(is_digit).unwrap_or(text.len());
        let end = text.rfind(is_digit).map_or(start, |end| end + 1);
        let (before, digits, behind) = (&text[..start], &text[start..end], &text[end..]);
        let count = |part: &str, wanted: char| part.chars().filter(|c| *c == wanted).count();
        let mut all = digits.chars().all(is_digit);
        // The currency's letters need their sign: `US$5`, and no other letters.
        let before = before.strip_prefix("US$").unwrap_or(before);
        all &= before.chars().all(|c| c.is_whitespace() || matches!(c, '(' | '-' | '+' | '△') || is_currency(c));
        all &= behind.chars().all(|c| c.is_whitespace() || matches!(c, ')' | '%'));
        Parts {
            digits,
            signs: before.chars().filter(|c| matches!(c, '-' | '+' | '△')).collect(),
            brackets: (count(before, '('), count(behind, ')')),
            percents: count(behind, '%'),
            all,
        }
    }
}

/// Whether a text is one to three dashes, with a currency or a percent sign at most.
fn is_dash(text: &str) -> bool {
    let dashes = text.chars().filter(|c| *c == '-').count();
    (1..=3).contains(&dashes) && text.chars().all(|c| c == '-' || c == '%' || c.is_whitespace() || is_currency(c))
}

fn is_currency(character: char) -> bool {
    matches!(character, '$' | '¥' | '€' | '£')
}

/// The plain form of a character that is written in more than one way.
fn plain(character: char) -> char {
    match character {
        '\u{FF01}'..='\u{FF5E}' => char::from((character as u32 - 0xFEE0) as u8),
        '￥' => '¥',
        '−' | '‐' | '‑' | '‒' | '–' | '—' | '―' => '-',
        '▲' => '△',
        _ => character,
    }
}

/// The number of a text of digits, commas and points, and how many digits stand behind the point.
fn unsigned(digits: &str, text: &str) -> Result<(Decimal, i32), FigureError> {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if fraction.contains('.') {
        return Err(FigureError::Points(quoted(text)));
    }
    if digits.ends_with('.') {
        return Err(FigureError::NoFraction(quoted(text)));
    }
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let grouped = whole.contains(',');
    if fraction.contains(',') || grouped && !(1..=3).contains(&first.len()) || groups.any(|group| group.len() != 3) {
        return Err(FigureError::Groups(quoted(text)));
    }
    let number = Decimal::parse(&digits.replace(',', "")).ok_or_else(|| FigureError::Text(quoted(text)))?;
    Ok((number, fraction.len() as i32))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> String {
        match parse_figure(text) {
            Ok(Figure::Empty) => "empty".to_owned(),
            Ok(Figure::Dash) => "dash".to_owned(),
            Ok(Figure::Number { value, places, percent }) => {
                format!("{value} to {places}{}", if percent { " percent" } else { "" })
            }
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn printed_figures_are_numbers() {
        for (text, figure) in [
            ("", "empty"),
            (" \u{A0}", "empty"),
            ("-", "dash"),
            ("–", "dash"),
            ("—", "dash"),
            ("－", "dash"),
            ("--", "dash"),
            ("$ —", "dash"),
            ("— %", "dash"),
            ("0", "0 to 0"),
            ("0.0", "0 to 1"),
            ("(1)", "-1 to 0"),
            ("(7.2%)", "-7.2 to 1 percent"),
            ("(7.2)%", "-7.2 to 1 percent"),
            ("5.8%", "5.8 to 1 percent"),
            ("5.8 %", "5.8 to 1 percent"),
            ("(1,016.1)", "-1016.1 to 1"),
            ("76,623,702", "76623702 to 0"),
            ("12862132", "12862132 to 0"),
            (".5", "0.5 to 1"),
            ("1.50", "1.5 to 2"),
            ("-3", "-3 to 0"),
            ("−3", "-3 to 0"),
            ("+3.0", "3 to 1"),
            ("△7.2", "-7.2 to 1"),
            ("▲ 1,234", "-1234 to 0"),
            ("¥3,100", "3100 to 0"),
            ("$ (1,234)", "-1234 to 0"),
            ("($1,234)", "-1234 to 0"),
            ("US$1.00", "1 to 2"),
            ("-$5", "-5 to 0"),
            ("１，２３４．５", "1234.5 to 1"),
            ("（７％）", "-7 to 0 percent"),
        ] {
            assert_eq!(read(text), figure, "{text}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_figure_is_said_in_plain_words() {
        let texts = [
            "1.2.3",
            "1.234.567",
            "1,2345",
            "1234,567",
            ",123",
            "1,23",
            "1.5,000",
            "5.",
            "(5",
            "5)",
            "((5))",
            "(-5)",
            "+-5",
            "4Q03",
            "Mar 31, 2004",
            "USD",
            "%",
            "$",
            "()",
            "5%%",
            "1 234",
            "2004-03-31",
            "1e3",
            "n/a",
            "△",
            "----",
            "JPY 5",
            "12:00",
            "٣",
            "year-over-year",
            "-a",
        ];
        insta::assert_snapshot!(texts.map(read).join("\n"), @r"
        `1.2.3` has more than one decimal point
        `1.234.567` has more than one decimal point
        `1,2345` has a comma that sets off no group of three digits
        `1234,567` has a comma that sets off no group of three digits
        `,123` has a comma that sets off no group of three digits
        `1,23` has a comma that sets off no group of three digits
        `1.5,000` has a comma that sets off no group of three digits
        `5.` has a decimal point without a digit behind it
        `(5` has a bracket that is not closed, or not opened
        `5)` has a bracket that is not closed, or not opened
        `((5))` has a bracket that is not closed, or not opened
        `(-5)` has more than one sign
        `+-5` has more than one sign
        `4Q03` is not a number
        `Mar 31, 2004` is not a number
        `USD` is not a number
        `%` is not a number
        `$` is not a number
        `()` is not a number
        `5%%` is not a number
        `1 234` is not a number
        `2004-03-31` is not a number
        `1e3` is not a number
        `n/a` is not a number
        `△` is not a number
        `----` is not a number
        `JPY 5` is not a number
        `12:00` is not a number
        `٣` is not a number
        `year-over-year` is not a number
        `-a` is not a number
        ");
    }

    proptest! {
        #[test]
        fn reads_what_a_formatter_writes(mantissa in any::<i64>(), places in 0u32..8, percent in any::<bool>(), brackets in any::<bool>()) {
            let digits = format!("{:0width$}", mantissa.unsigned_abs(), width = places as usize + 1);
            let (whole, fraction) = digits.split_at(digits.len() - places as usize);
            let groups: Vec<&str> = whole.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).unwrap_or("")).collect();
            let mut text = groups.join(",");
            if places > 0 {
                text = format!("{text}.{fraction}");
            }
            if percent {
                text.push('%');
            }
            if mantissa < 0 {
                text = if brackets { format!("({text})") } else { format!("-{text}") };
            }
            let value = Decimal::new(i128::from(mantissa), i64::from(places));
            prop_assert_eq!(parse_figure(&text), Ok(Figure::Number { value, places: places as i32, percent }));
        }

        #[test]
        fn no_text_makes_it_panic(text in "[-0-9.,()%$¥△ –a-z１]{0,12}", any in ".*") {
            let _ = parse_figure(&text);
            let _ = parse_figure(&any);
        }
    }
}
