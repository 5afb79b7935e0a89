//! Colours of what people read on a terminal.

use std::fmt::Display;

use anstyle::{AnsiColor, Style};

use crate::model::Severity;

/// How the parts of a text are set off; [`Styles::PLAIN`] for all that is no terminal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Styles {
    error: Style,
    warning: Style,
    note: Style,
    /// What frames a text: places, margins, words such as `expected`.
    pub frame: Style,
    /// What stands out: messages, headings.
    pub strong: Style,
}

impl Styles {
    /// No colours, nothing set off.
    pub const PLAIN: Styles = Styles {
        error: Style::new(),
        warning: Style::new(),
        note: Style::new(),
        frame: Style::new(),
        strong: Style::new(),
    };

    /// Colours.
    pub const COLOURED: Styles = Styles {
        error: AnsiColor::BrightRed.on_default().bold(),
        warning: AnsiColor::Yellow.on_default().bold(),
        note: AnsiColor::BrightCyan.on_default().bold(),
        frame: AnsiColor::BrightBlue.on_default(),
        strong: Style::new().bold(),
    };

    /// The style of a severity.
    #[must_use]
    pub fn severity(&self, severity: Severity) -> Style {
        match severity {
            Severity::Error => self.error,
            Severity::Warning => self.warning,
            Severity::Note => self.note,
        }
    }
}

/// A text in a style, which ends with it.
pub fn styled(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}
