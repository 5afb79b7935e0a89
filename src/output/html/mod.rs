//! HTML pages: templates as files, one style for all of them, each page whole in itself.

use minijinja::Environment;
use minijinja::value::Serde;
use serde::Serialize;

/// The templates, the styles and the scripts, by the names that they include each other by.
const FILES: [(&str, &str); 6] = [
    ("base.css", include_str!("base.css")),
    ("diff.css", include_str!("diff.css")),
    ("diff.js", include_str!("diff.js")),
    ("diff.html", include_str!("diff.html")),
    ("statement.css", include_str!("statement.css")),
    ("statement.html", include_str!("statement.html")),
];

/// Why a page could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the page {name} can't be made: {source}")]
pub struct PageError {
    /// The template's name.
    name: &'static str,
    source: minijinja::Error,
}

/// Renders a template; what it shows is escaped.
pub(super) fn render(name: &'static str, page: &impl Serialize) -> Result<String, PageError> {
    let wrong = |source| PageError { name, source };
    let mut environment = Environment::new();
    for (name, text) in FILES {
        environment.add_template(name, text).map_err(wrong)?;
    }
    environment.get_template(name).and_then(|template| template.render(Serde(page))).map_err(wrong)
}
