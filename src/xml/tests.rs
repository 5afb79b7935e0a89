//! What the tree says of a document. Well-formedness has its cases in `tests/xml/`.

use super::limits::{MAX_ATTRIBUTES, MAX_DEPTH};
use super::{Content, Node, QNameError, Reader, Tree, parse, rules};
use crate::model::{DocumentId, Name, QName, Span};

const DOCUMENT: DocumentId = DocumentId(7);

fn read(text: &str) -> Tree<'_> {
    parse(DOCUMENT, text).expect("well-formed")
}

fn code(text: &str) -> Option<&'static str> {
    parse(DOCUMENT, text).err().map(|fault| fault.rule.code)
}

/// The element of a local name.
fn find<'a, 't>(tree: &'a Tree<'t>, local: &str) -> Node<'a, 't> {
    tree.root().descendants().find(|node| node.name().local.as_str() == local).expect("an element of the name")
}

fn names<'a, 't: 'a>(nodes: impl Iterator<Item = Node<'a, 't>>) -> Vec<&'static str> {
    nodes.map(|node| node.name().local.as_str()).collect()
}

#[test]
fn elements_are_walked_in_document_order() {
    let tree = read("<a><b><c/><d/></b><e/><f><g/></f></a>");
    assert_eq!(names(tree.root().children()), ["b", "e", "f"]);
    assert_eq!(names(tree.root().descendants()), ["a", "b", "c", "d", "e", "f", "g"]);
    assert_eq!(names(find(&tree, "b").descendants()), ["b", "c", "d"]);
    assert_eq!(names(find(&tree, "e").children()), [""; 0]);
    assert_eq!(names(find(&tree, "g").ancestors()), ["g", "f", "a"]);
    let ids: Vec<_> = tree.root().descendants().map(Node::id).collect();
    assert!(ids.is_sorted());
    assert!(ids.iter().all(|id| tree.node(*id).id() == *id));
    assert_eq!(tree.len(), 7);
}

#[test]
fn names_and_attributes_are_found_by_name_and_by_string() {
    let tree = read("<p:a xmlns:p='u' xmlns='v' b='1' p:b='2'/>");
    let root = tree.root();
    let (u, b) = (Name::new("u"), Name::new("b"));
    assert!(root.is(u, "a") && root.is(u, Name::new("a")) && !root.is(Name::new("v"), "a") && !root.is(u, "b"));
    assert_eq!(root.prefix(), "p");
    assert_eq!((root.attribute("b"), root.attribute(b), root.attribute("c")), (Some("1"), Some("1"), None));
    assert_eq!(root.attribute_ns(QName::new(u, "b")), Some("2"));
    assert_eq!(root.attribute_node(QName::new(u, "b")).map(|found| found.value_place().offset), Some(38));
    assert_eq!(root.attributes().count(), 2);
}

#[test]
fn prefixes_are_resolved_where_they_stand() {
    let tree = read("<a xmlns='u' xmlns:p='v'><b xmlns='' xmlns:q='w'/><c xmlns:p='x'/></a>");
    let (b, c) = (find(&tree, "b"), find(&tree, "c"));
    assert_eq!(b.resolve_prefix(""), Some(Name::EMPTY));
    assert_eq!(b.resolve_prefix("p"), Some(Name::new("v")));
    assert_eq!(c.resolve_prefix("p"), Some(Name::new("x")));
    assert_eq!(c.resolve_prefix("q"), None);
    assert_eq!(c.resolve_prefix("xml"), Some(Name::XML));
    assert_eq!(c.resolve_qname(" \n p:e "), Ok(QName::new(Name::new("x"), "e")));
    assert_eq!(c.resolve_qname("e"), Ok(QName::new(Name::new("u"), "e")));
    assert_eq!(b.resolve_qname("e"), Ok(QName::new(Name::EMPTY, "e")));
    assert_eq!(c.resolve_qname("q:e"), Err(QNameError::UnboundPrefix("q".to_owned())));
    assert_eq!(c.resolve_qname("p:1"), Err(QNameError::NotAQName("p:1".to_owned())));
    assert_eq!(c.resolve_qname("a b"), Err(QNameError::NotAQName("a b".to_owned())));
    assert_eq!(b.namespaces().collect::<Vec<_>>(), [("q", Name::new("w")), ("p", Name::new("v"))]);
    assert_eq!(c.namespaces().collect::<Vec<_>>(), [("p", Name::new("x")), ("", Name::new("u"))]);
    let without = read("<a/>");
    assert_eq!(without.root().resolve_prefix(""), Some(Name::EMPTY));
}

#[test]
fn languages_and_bases_come_from_around() {
    let tree = read("<a xml:lang='de' xml:base='x/'><b xml:base='y/'><c xml:lang=''/></b></a>");
    assert_eq!(find(&tree, "b").language(), Some("de"));
    assert_eq!(find(&tree, "c").language(), None);
    assert_eq!(find(&tree, "c").base(), ["x/", "y/"]);
    assert_eq!(tree.root().base(), ["x/"]);
}

#[test]
fn text_is_that_of_the_element_itself() {
    let tree = read("<a>1<b>2<c>3</c></b>4<!-- c -->5</a>");
    assert_eq!(tree.root().text(), "145");
    assert_eq!(tree.root().full_text(), "12345");
    assert_eq!(find(&tree, "b").full_text(), "23");
    let contents: Vec<String> = tree
        .root()
        .contents()
        .map(|content| match content {
            Content::Element(node) => node.name().to_string(),
            Content::Text(text, place) => format!("{text}@{}", place.offset),
        })
        .collect();
    assert_eq!(contents, ["1@3", "b", "45@20"]);
}

#[test]
fn text_that_stands_letter_for_letter_has_a_span() {
    let span = |text: &str| read(text).root().text_span().map(Span::range);
    assert_eq!(span("<a>text</a>"), Some(3..7));
    assert_eq!(span("<a></a>"), Some(3..3));
    assert_eq!(span("<a/>"), Some(4..4));
    assert_eq!(span("<a><b/>text<b/></a>"), Some(7..11));
    assert_eq!(span("<a><!-- c -->text</a>"), Some(13..17));
    for text in ["<a>a&amp;b</a>", "<a><![CDATA[b]]></a>", "<a>1<!-- c -->2</a>", "<a>1\r\n</a>", "<a>1<b/>2</a>"] {
        assert_eq!(span(text), None, "{text}");
    }
    let entity = "<!DOCTYPE a [<!ENTITY e 'text'>]><a>&e;</a>";
    assert_eq!(span(entity), None);
    let besides = "<!DOCTYPE a [<!ENTITY e 'text'>]><a><b>&e;</b><c>1</c></a>";
    assert_eq!(find(&read(besides), "c").text_span().map(Span::range), Some(49..50));
}

#[test]
fn content_spans_hold_all_between_the_tags() {
    let text = "<a><b x='1'>1<c/>2<!-- c --></b ></a>";
    let tree = read(text);
    assert_eq!(&text[find(&tree, "b").content_span().range()], "1<c/>2<!-- c -->");
    assert!(find(&tree, "c").content_span().range().is_empty());
}

#[test]
fn white_space_is_no_text_of_its_own() {
    for text in ["<a> \n<b/>\t\r</a>", "<a/>", "<a>&#32;</a>", "<a><![CDATA[ ]]></a>", "<a><!-- c --><?p?></a>"] {
        assert!(!read(text).root().has_text(), "{text}");
    }
    let at = |text: &str| read(text).root().has_text().then_some(read(text).root().text_place().offset);
    assert_eq!(at("<a> \n 1</a>"), Some(6));
    assert_eq!(at("<a><b/> &amp;</a>"), Some(8));
    assert_eq!(at("<a><![CDATA[ 1]]></a>"), Some(13));
    assert_eq!(read("<a> </a>").root().text_place().offset, 3);
}

#[test]
fn text_is_borrowed_where_it_can_be() {
    use std::borrow::Cow;
    assert!(matches!(read("<a>text</a>").root().text(), Cow::Borrowed("text")));
    assert!(matches!(read("<a><b/>text<b/></a>").root().text(), Cow::Borrowed("text")));
    assert!(matches!(read("<a>a&amp;b</a>").root().text(), Cow::Owned(_)));
}

#[test]
fn the_reader_gives_one_child_at_a_time() {
    let text = "<a xmlns:p='u' b='1'> <p:b c='2'>1</p:b>x<!-- c --><c><d/></c> <e/>y</a><!-- c -->";
    let mut reader = Reader::new(DOCUMENT, text).expect("well-formed");
    assert_eq!(reader.root().attribute("b"), Some("1"));
    assert_eq!(reader.root().children().count(), 0);
    let mut tree = reader.tree();
    let mut seen = Vec::new();
    while reader.next_child(&mut tree).expect("well-formed") {
        let root = tree.root();
        assert_eq!(root.attribute("b"), Some("1"));
        let child = root.children().next().expect("a child");
        assert_eq!(child.parent().map(Node::id), Some(root.id()));
        assert_eq!(child.resolve_prefix("p"), Some(Name::new("u")));
        seen.push((child.name().local.as_str(), child.descendants().count(), root.text().into_owned()));
    }
    assert_eq!(seen, [("b", 1, " ".to_owned()), ("c", 2, "x".to_owned()), ("e", 1, " ".to_owned())]);
    assert_eq!((tree.root().children().count(), tree.root().text().into_owned()), (0, "y".to_owned()));
    assert!(!reader.next_child(&mut tree).expect("well-formed"));
}

#[test]
fn the_reader_looks_at_what_follows_the_root() {
    for (text, expected) in [("<a><b/></a><c/>", "xml.2.1:twoRoots"), ("<a/>x", "xml.2.1:textOutsideRoot")] {
        let mut reader = Reader::new(DOCUMENT, text).expect("a good start");
        let mut tree = reader.tree();
        let fault = loop {
            match reader.next_child(&mut tree) {
                Ok(true) => {}
                Ok(false) => panic!("{text} is not well-formed"),
                Err(fault) => break fault,
            }
        };
        assert_eq!(fault.rule.code, expected);
    }
}

#[test]
fn documents_are_read_up_to_the_limits_and_not_beyond() {
    let nested = |depth: usize| "<a>".repeat(depth) + &"</a>".repeat(depth);
    assert_eq!(code(&nested(MAX_DEPTH)), None);
    assert_eq!(code(&nested(MAX_DEPTH + 1)), Some("xml.3:tooDeep"));
    let wide = |count: usize| {
        let attributes: String = (0..count).map(|number| format!(" xmlns:p{number}='u{number}'")).collect();
        format!("<a{attributes}/>")
    };
    assert_eq!(code(&wide(MAX_ATTRIBUTES)), None);
    assert_eq!(code(&wide(MAX_ATTRIBUTES + 1)), Some("xml.3.1:tooManyAttributes"));
}

#[test]
fn attributes_beyond_a_handful_are_compared_too() {
    let mut text = "<a xmlns:p='u' xmlns:q='u'".to_owned();
    for number in 0..40 {
        text.push_str(&format!(" p:a{number}=''"));
    }
    assert_eq!(code(&format!("{text}/>")), None);
    assert_eq!(code(&format!("{text} q:a7=''/>")), Some("xmlns.6.3:duplicateAttribute"));
    assert_eq!(code(&format!("{text} p:a7=''/>")), Some("xml.3.1:duplicateAttribute"));
}

#[test]
fn a_byte_order_mark_is_passed_over_at_the_start_only() {
    let tree = read("\u{FEFF}<?xml version='1.0'?><a/>");
    assert_eq!(tree.root().place().offset, 24);
    for text in ["\u{FEFF}\u{FEFF}<a/>", "<!DOCTYPE a>\u{FEFF}<a/>", "<a/>\u{FEFF}", "<?p?>\u{FEFF}<a/>"] {
        assert_eq!(code(text), Some("xml.2.1:textOutsideRoot"), "{text:?}");
    }
}

#[test]
fn each_rule_is_broken_by_its_example_and_kept_by_what_is_mended() {
    // Their examples are too long to write, or no text.
    let others = [
        &rules::TOO_DEEP,
        &rules::TOO_MANY_ATTRIBUTES,
        &rules::TOO_LONG,
        &rules::EXPANSION,
        &rules::ENCODING_UNKNOWN,
        &rules::ENCODING_INVALID,
        &rules::ENCODING_CONTRADICTION,
    ];
    let all = [rules::well_formed::RULES, rules::namespaces::RULES].concat();
    for rule in all.into_iter().filter(|rule| !others.iter().any(|other| std::ptr::eq(*other, *rule))) {
        assert_eq!(code(rule.example), Some(rule.code), "{}", rule.example);
        // What is mended is at times a part of a document.
        let fault = parse(DOCUMENT, rule.mended).err().filter(|fault| fault.rule.code != "xml.2.1:noRoot");
        assert_eq!(fault, None, "{}", rule.mended);
    }
}
