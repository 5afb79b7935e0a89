//! The bare cost that others are measured by: quick-xml's events and attributes, read and dropped.

use quick_xml::Reader;
use quick_xml::events::Event;

/// Counts the events and attributes of a text.
pub(crate) fn events(text: &str) -> usize {
    let mut reader = Reader::from_str(text);
    let mut count = 0;
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Eof => return count,
            Event::Start(tag) | Event::Empty(tag) => {
                count += 1 + tag.attributes().with_checks(false).filter_map(Result::ok).count();
            }
            _ => count += 1,
        }
    }
}
