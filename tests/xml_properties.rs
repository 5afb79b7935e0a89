//! Generated documents, well-formed and not, read as roxmltree reads them.

#[path = "support/referee.rs"]
mod referee;
#[path = "support/streaming.rs"]
mod streaming;

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

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn generated_documents_are_read_as_the_referee_reads_them(text in document()) {
        prop_assert_eq!(referee::compare(&text), Ok(()));
        prop_assert_eq!(streaming::compare(&text), Ok(()));
    }

    #[test]
    fn damaged_documents_are_judged_as_the_referee_judges_them(text in damaged()) {
        prop_assert_eq!(referee::compare(&text), Ok(()));
        prop_assert_eq!(streaming::compare(&text), Ok(()));
    }
}
