//! Builds XML text: indented, escaped, the same for the same calls.

use super::name::{is_char, is_name};
use crate::model::DocumentId;

/// Why something can't be written.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum WriteError {
    /// A character that XML 1.0 can't hold, not even as a reference.
    #[error("the character U+{:04X} can't stand in XML", u32::from(*.0))]
    Character(char),
    /// A text that is no name, as an element's or attribute's name.
    #[error("{0:?} is not a name")]
    Name(String),
    /// A text that is to be markup and isn't well-formed.
    #[error("{0:?} is not well-formed XML")]
    Markup(String),
}

/// Writes a document, element by element.
///
/// Elements that hold only elements are indented by two spaces a level; an element with text is
/// left as it is, with all inside. Names are written as given: the caller declares the namespaces
/// of their prefixes, by attributes named `xmlns:…`.
///
/// ```
/// let mut writer = factum::xml::Writer::new();
/// writer.start("a")?;
/// writer.attribute("b", "1 < 2")?;
/// writer.start("c")?;
/// writer.text("x & y")?;
/// writer.end();
/// writer.empty("d", &[("e", "f")])?;
/// writer.end();
/// assert_eq!(
///     writer.finish(),
///     "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a b=\"1 &lt; 2\">\n  <c>x &amp; y</c>\n  <d e=\"f\"/>\n</a>\n"
/// );
/// # Ok::<(), factum::xml::writer::WriteError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Writer {
    out: String,
    open: Vec<Level>,
    /// Whether the last start tag still lacks its `>`.
    in_tag: bool,
    /// Whether the root was ended.
    is_done: bool,
}

/// An element that isn't ended yet.
#[derive(Clone, Debug)]
struct Level {
    name: String,
    /// Whether it, or one around it, has text, so that white space inside would be content.
    has_text: bool,
    has_children: bool,
}

impl Default for Writer {
    fn default() -> Self {
        Writer::new()
    }
}

impl Writer {
    /// A document with an XML declaration and nothing else.
    #[must_use]
    pub fn new() -> Writer {
        let out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
        Writer { out, open: Vec::new(), in_tag: false, is_done: false }
    }

    /// Starts an element inside the one that was started last and isn't ended.
    ///
    /// # Errors
    /// The name is no name.
    ///
    /// # Panics
    /// If the root was ended before.
    pub fn start(&mut self, name: &str) -> Result<&mut Writer, WriteError> {
        assert!(!self.is_done, "a document has one root");
        check_name(name)?;
        self.close_tag();
        let has_text = self.open.last().is_some_and(|level| level.has_text);
        if let Some(level) = self.open.last_mut() {
            level.has_children = true;
        }
        if !has_text && !self.open.is_empty() {
            self.line();
        }
        self.out.push('<');
        self.out.push_str(name);
        self.open.push(Level { name: name.to_owned(), has_text, has_children: false });
        self.in_tag = true;
        Ok(self)
    }

    /// Adds an attribute, or a namespace declaration, to the element that was just started.
    ///
    /// Tabs and line ends are written as references, so that they are read as they are.
    ///
    /// # Errors
    /// The name is no name, or the value has a character that XML can't hold.
    ///
    /// # Panics
    /// If no element was just started: the attributes of an element are written before its content.
    pub fn attribute(&mut self, name: &str, value: &str) -> Result<&mut Writer, WriteError> {
        assert!(self.in_tag, "an attribute is written before its element's content");
        check_name(name)?;
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        push_escaped(&mut self.out, value, Within::Value)?;
        self.out.push('"');
        Ok(self)
    }

    /// Adds text to the element that was started last and isn't ended.
    ///
    /// # Errors
    /// The text has a character that XML can't hold.
    ///
    /// # Panics
    /// If no element is open.
    pub fn text(&mut self, text: &str) -> Result<&mut Writer, WriteError> {
        assert!(!self.open.is_empty(), "text stands inside an element");
        self.close_tag();
        if let Some(level) = self.open.last_mut() {
            level.has_text = true;
        }
        push_escaped(&mut self.out, text, Within::Text)?;
        Ok(self)
    }

    /// Adds markup, as it is, to the element that was started last and isn't ended.
    ///
    /// # Errors
    /// The markup is not well-formed where it stands by itself, prefixes of namespaces included.
    pub fn markup(&mut self, markup: &str) -> Result<&mut Writer, WriteError> {
        if super::parse(DocumentId(0), &format!("<markup>{markup}</markup>")).is_err() {
            return Err(WriteError::Markup(markup.to_owned()));
        }
        self.close_tag();
        if let Some(level) = self.open.last_mut() {
            level.has_text = true;
        }
        self.out.push_str(markup);
        Ok(self)
    }

    /// Adds a comment on a line of its own. Hyphens that would end it are parted by spaces.
    ///
    /// # Errors
    /// The comment has a character that XML can't hold.
    pub fn comment(&mut self, text: &str) -> Result<&mut Writer, WriteError> {
        if let Some(bad) = text.chars().find(|c| !is_char(*c)) {
            return Err(WriteError::Character(bad));
        }
        self.close_tag();
        match self.open.last_mut() {
            Some(level) if !level.has_text => {
                level.has_children = true;
                self.line();
            }
            _ => {}
        }
        let text = text.replace("--", "- -").replace("--", "- -");
        self.out.push_str("<!-- ");
        self.out.push_str(&text);
        self.out.push_str(" -->");
        if self.open.is_empty() {
            self.out.push('\n');
        }
        Ok(self)
    }

    /// Ends the element that was started last; one without content becomes an empty-element tag.
    pub fn end(&mut self) -> &mut Writer {
        let Some(level) = self.open.pop() else { return self };
        if self.in_tag {
            self.out.push_str("/>");
            self.in_tag = false;
        } else {
            if level.has_children && !level.has_text {
                self.line();
            }
            self.out.push_str("</");
            self.out.push_str(&level.name);
            self.out.push('>');
        }
        if self.open.is_empty() {
            self.out.push('\n');
            self.is_done = true;
        }
        self
    }

    /// An element with attributes and without content.
    ///
    /// # Errors
    /// As of [`start`](Writer::start) and [`attribute`](Writer::attribute).
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> Result<&mut Writer, WriteError> {
        self.start(name)?;
        for (name, value) in attributes {
            self.attribute(name, value)?;
        }
        Ok(self.end())
    }

    /// An element with attributes and text.
    ///
    /// # Errors
    /// As of [`start`](Writer::start), [`attribute`](Writer::attribute) and [`text`](Writer::text).
    pub fn element(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) -> Result<&mut Writer, WriteError> {
        self.start(name)?;
        for (name, value) in attributes {
            self.attribute(name, value)?;
        }
        self.text(text)?;
        Ok(self.end())
    }

    /// The document; elements that are still open are ended.
    #[must_use]
    pub fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.end();
        }
        self.out
    }

    fn close_tag(&mut self) {
        if self.in_tag {
            self.out.push('>');
            self.in_tag = false;
        }
    }

    fn line(&mut self) {
        self.out.push('\n');
        for _ in &self.open {
            self.out.push_str("  ");
        }
    }
}

fn check_name(name: &str) -> Result<(), WriteError> {
    if is_name(name) { Ok(()) } else { Err(WriteError::Name(name.to_owned())) }
}

/// Where escaped text goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Text,
    /// An attribute's value in double quotes.
    Value,
}

fn push_escaped(out: &mut String, text: &str, within: Within) -> Result<(), WriteError> {
    for c in text.chars() {
        match (c, within) {
            ('<', _) => out.push_str("&lt;"),
            ('&', _) => out.push_str("&amp;"),
            ('\r', _) => out.push_str("&#13;"),
            ('>', Within::Text) => out.push_str("&gt;"),
            ('"', Within::Value) => out.push_str("&quot;"),
            ('\t', Within::Value) => out.push_str("&#9;"),
            ('\n', Within::Value) => out.push_str("&#10;"),
            _ if is_char(c) => out.push(c),
            _ => return Err(WriteError::Character(c)),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_with_text_is_not_indented() {
        let mut writer = Writer::new();
        writer.start("p").expect("a name");
        writer.text("a").expect("text").empty("b", &[]).expect("a name").text("\tc\n").expect("text");
        assert!(writer.finish().ends_with("?>\n<p>a<b/>\tc\n</p>\n"));
    }

    #[test]
    fn white_space_in_attributes_is_read_back_as_it_was() {
        let mut writer = Writer::new();
        writer.empty("a", &[("b", "1\t2\n3\r4\"'<&>")]).expect("names");
        let text = writer.finish();
        let tree = super::super::parse(DocumentId(0), &text).expect("well-formed");
        assert_eq!(tree.root().attribute("b"), Some("1\t2\n3\r4\"'<&>"));
    }

    #[test]
    fn what_xml_can_not_hold_is_refused() {
        let mut writer = Writer::new();
        assert_eq!(writer.start("1a").err(), Some(WriteError::Name("1a".to_owned())));
        writer.start("a").expect("a name");
        assert_eq!(writer.attribute("b", "\u{1}").err(), Some(WriteError::Character('\u{1}')));
        assert_eq!(writer.text("\u{FFFE}").err(), Some(WriteError::Character('\u{FFFE}')));
    }

    #[test]
    fn markup_is_left_as_it_is_and_has_to_be_well_formed() {
        let mut writer = Writer::new();
        writer.start("a").expect("a name").markup("x &amp; <b>y</b>").expect("markup");
        assert!(writer.clone().finish().ends_with("<a>x &amp; <b>y</b></a>\n"));
        for bad in ["</a><a>", "<b>", "&", "<p:b/>"] {
            assert_eq!(writer.markup(bad).err(), Some(WriteError::Markup(bad.to_owned())), "{bad}");
        }
    }

    #[test]
    fn comments_can_not_end_early() {
        let mut writer = Writer::new();
        writer.start("a").expect("a name");
        writer.comment("x ---> y-").expect("characters");
        assert!(writer.finish().contains("<!-- x - - -> y- -->"));
    }
}
