//! Generated documents, well-formed and not, read as roxmltree reads them.

#[path = "support/referee.rs"]
mod referee;
#[path = "support/streaming.rs"]
mod streaming;

use factum::model::DocumentId;
use factum::xml;
use proptest::prelude::*;

/// Names with prefixes that are mostly declared.
fn name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["a", "b", "p:a", "p:b", "q:a", "ä", "p:売上", "xml:lang", "r:a", "_1.-"])
}

/// Character data and values, with what is hard in them.
fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "x", " ", "\n", "\r\n", "\r", "\t", "&lt;", "&amp;", "&#10;", "&#xD;", "&#x20AC;", "売上", "]]", ">", "é",
        "\u{FEFF}", "&#32;", "&quot;", "'",
    ]);
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

fn attributes() -> impl Strategy<Value = String> {
    let namespace = prop::sample::select(vec!["u", "v", "u", "w"]);
    let declaration = (prop::sample::select(vec!["xmlns", "xmlns:p", "xmlns:q"]), namespace)
        .prop_map(|(name, value)| format!(" {name}='{value}'"));
    let space = prop::sample::select(vec![" ", "\n ", "\t"]);
    let plain = (space, name(), text()).prop_map(|(space, name, value)| format!("{space}{name} = \"{value}\""));
    prop::collection::vec(prop_oneof![declaration, plain], 0..4).prop_map(|all| all.concat())
}

fn element() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        6 => text(),
        1 => text().prop_map(|text| format!("<![CDATA[{}]]>", text.replace("]]", ""))),
        1 => Just("<!-- c -->".to_owned()),
        1 => Just("<?p i?>".to_owned()),
        2 => (name(), attributes()).prop_map(|(name, attributes)| format!("<{name}{attributes}/>")),
    ];
    leaf.prop_recursive(4, 24, 5, |inner| {
        (name(), attributes(), prop::collection::vec(inner, 0..5))
            .prop_map(|(name, attributes, inner)| format!("<{name}{attributes}>{}</{name} >", inner.concat()))
    })
}

fn document() -> impl Strategy<Value = String> {
    let prolog = prop::sample::select(vec!["", "<?xml version='1.0'?>", "<!-- c -->\n", "<?p?>"]);
    (prolog, element()).prop_map(|(prolog, element)| {
        format!("{prolog}<root xmlns:p='u' xmlns:q='v' xmlns='w'>{element}</root>\n<!-- c -->")
    })
}

/// A document with a few characters put in, taken out or doubled.
fn damaged() -> impl Strategy<Value = String> {
    let bits = prop::sample::select(vec![
        "<",
        ">",
        "&",
        "\"",
        "'",
        "/",
        "=",
        ":",
        "--",
        "]]>",
        "<!--",
        "<![CDATA[",
        "<?xml?>",
        "xmlns",
        ";",
        " ",
        "\u{1}",
        "\u{FFFE}",
        "&#0;",
        "</a>",
        "<a>",
        "é",
        "!",
        "?",
        "-",
        "1",
    ]);
    let edit = (any::<prop::sample::Index>(), 0..4_usize, bits);
    (document(), prop::collection::vec(edit, 1..4)).prop_map(|(document, edits)| {
        let mut characters: Vec<char> = document.chars().collect();
        for (at, removed, inserted) in edits {
            let at = at.index(characters.len() + 1);
            let end = (at + removed).min(characters.len());
            characters.splice(at..end, inserted.chars());
        }
        characters.into_iter().collect()
    })
}

/// What a text's characters may be, the hard ones often.
fn any_text() -> impl Strategy<Value = String> {
    let hard = prop::sample::select(vec!['<', '&', '>', '"', '\'', '\t', '\n', '\r', ' ', ']', '\u{85}', '\u{FEFF}']);
    let allowed = any::<char>().prop_filter("a character that XML holds", |c| xml::name::is_char(*c));
    prop::collection::vec(prop_oneof![hard, allowed], 1..12).prop_map(|all| all.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn generated_documents_are_read_as_the_referee_reads_them(text in document()) {
        prop_assert_eq!(referee::compare(&text), Ok(()));
        prop_assert_eq!(streaming::compare(&text), Ok(()));
    }

    #[test]
    fn spans_hold_the_text_that_they_stand_for(text in document()) {
        let tree = xml::parse(DocumentId(0), &text);
        for node in tree.iter().flat_map(|tree| tree.root().descendants()) {
            if let Some(span) = node.text_span() {
                prop_assert_eq!(&text[span.range()], node.text());
            }
            let content = &text[node.content_span().range()];
            prop_assert!(text[..node.content_span().start as usize].ends_with('>'));
            prop_assert_eq!(node.has_text(), !xml::name::trim(&node.text()).is_empty());
            prop_assert_eq!(content.is_empty(), node.contents().next().is_none() && !content.contains('<'));
        }
    }

    #[test]
    fn what_is_written_is_read_back(value in any_text(), text in any_text(), comment in any_text()) {
        let mut writer = xml::Writer::new();
        let written = (|| {
            writer.comment(&comment)?.start("a")?.attribute("b", &value)?;
            writer.start("c")?.comment(&comment)?.end();
            writer.element("d", &[("e", &value)], &text)?.end();
            Ok::<(), xml::writer::WriteError>(())
        })();
        prop_assert_eq!(written, Ok(()));
        let out = writer.finish();
        prop_assert_eq!(referee::compare(&out), Ok(()));
        let tree = xml::parse(DocumentId(0), &out).map_err(|fault| TestCaseError::fail(format!("{fault:?}")))?;
        let root = tree.root();
        prop_assert_eq!(root.attribute("b"), Some(value.as_str()));
        let last = root.children().last().map(|last| (last.attribute("e"), last.text()));
        prop_assert_eq!(last, Some((Some(value.as_str()), text.into())));
        prop_assert!(!root.has_text());
    }

    #[test]
    fn damaged_documents_are_judged_as_the_referee_judges_them(text in damaged()) {
        prop_assert_eq!(referee::compare(&text), Ok(()));
        prop_assert_eq!(streaming::compare(&text), Ok(()));
    }
}
