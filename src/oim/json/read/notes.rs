//! Footnotes: facts of the concept `xbrl:note` (Open Information Model 1.0, 3.5.1.1).

use super::cursor::Str;
use super::facts::FactReader;
use super::fields::Fields;
use crate::model::report::Footnote;
use crate::model::{Name, Place};
use crate::oim::rules::model::{
    INVALID_NOTE_ID, INVALID_XHTML, MISPLACED_DECIMALS, MISPLACED_NOTE_DIMENSION, MISSING_NOTE_ID,
    NOTE_WITHOUT_LANGUAGE, XHTML_NAMESPACE,
};
use crate::xml;

impl<'d> FactReader<'d, '_> {
    /// Adds a footnote to the report; none where it has no text.
    pub(super) fn note(
        &mut self,
        id: &Str<'d>,
        value: Option<Str<'d>>,
        decimals: Option<(i32, Place)>,
        fields: &Fields<'d>,
    ) -> Option<()> {
        if let Some((_, place)) = decimals {
            self.json.find(&MISPLACED_DECIMALS, place, format!("decimals are given for the footnote {}", id.text));
        }
        match &fields.note_id {
            None => _ = self.json.find(&MISSING_NOTE_ID, id.place, format!("the footnote {} has no noteId", id.text)),
            Some(note_id) if note_id.text != id.text => {
                let message = format!("the footnote {} has the noteId {:?}", id.text, &*note_id.text);
                self.json.find(&INVALID_NOTE_ID, note_id.place, message).expected = Some(id.text.to_string());
            }
            Some(_) => {}
        }
        let core = [&fields.entity, &fields.period, &fields.unit].into_iter().flatten();
        let first = core.chain(fields.members.iter().map(|(dimension, _)| dimension)).next();
        if let Some(field) = first {
            let message = format!("the footnote {} has another dimension than noteId and language", id.text);
            self.json.find(&MISPLACED_NOTE_DIMENSION, field.place, message);
        }
        if fields.language.is_none() {
            let message = format!("the footnote {} has no language", id.text);
            self.json.find(&NOTE_WITHOUT_LANGUAGE, id.place, message);
        }
        let language = fields.language.as_ref().and_then(|language| self.language(language));
        let Some(value) = value else {
            self.json.find(&INVALID_XHTML, id.place, format!("the footnote {} has null for its text", id.text));
            return None;
        };
        self.check_markup(&value);
        self.report.footnotes.push(Footnote {
            id: Some(id.kept()),
            role: Name::FOOTNOTE_ROLE,
            language,
            content: value.kept(),
            place: id.place,
        });
        Some(())
    }

    fn check_markup(&mut self, value: &Str<'d>) {
        if !value.text.contains(['<', '&', ']']) {
            return;
        }
        let element = format!("<note>{}</note>", value.text);
        let tree = match xml::parse(value.place.document, &element) {
            Ok(tree) => tree,
            Err(finding) => {
                let message = format!("the footnote is no XHTML: {}", finding.message);
                self.json.find(&INVALID_XHTML, value.place, message);
                return;
            }
        };
        let stranger = tree
            .root()
            .descendants()
            .skip(1)
            .find(|node| node.name().namespace != Name::XHTML || !node.prefix().is_empty());
        if let Some(node) = stranger {
            let message = format!("the element {} is not in XHTML's namespace as the default one", node.name().local);
            self.json.find(&XHTML_NAMESPACE, value.place, message).expected = Some(Name::XHTML.as_str().to_owned());
        }
    }
}
