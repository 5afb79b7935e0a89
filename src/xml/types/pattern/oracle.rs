//! Tests of the translation: a naive matcher of the syntax tree says what a pattern means.

use proptest::prelude::*;

use super::Pattern;
use super::parse::{Atom, Class, Escape, Expression, Member, Piece, Set, parse};

/// The texts' alphabet: members and strangers of every set that is generated.
const ALPHABET: &[char] = &['a', 'b', 'Z', '5', '-', '^', '$', '.', '&', '~', ' ', '\n', ':', '_', 'é', 'α', '日'];

fn in_set(set: Set, c: char) -> bool {
    match set {
        Set::Space => matches!(c, ' ' | '\t' | '\n' | '\r'),
        Set::NameStart => c.is_alphabetic() || matches!(c, ':' | '_'),
        Set::NameChar => c.is_alphanumeric() || matches!(c, ':' | '_' | '-' | '.'),
        Set::Digit => c.is_numeric(),
        Set::Word => c.is_alphanumeric() || matches!(c, '^' | '$' | '~'),
        Set::Category("L") => c.is_alphabetic(),
        Set::Category("Lu") => c.is_uppercase(),
        Set::Category(other) => panic!("{other} is not generated"),
        Set::Block(block) => block.ranges.iter().any(|(low, high)| (*low..=*high).contains(&c)),
    }
}

fn in_escape(escape: Escape, c: char) -> bool {
    in_set(escape.set, c) != escape.negative
}

fn in_class(class: &Class, c: char) -> bool {
    let is_member = class.members.iter().any(|member| match member {
        Member::Range(low, high) => (*low..=*high).contains(&c),
        Member::Escape(escape) => in_escape(*escape, c),
    });
    is_member != class.negative && !class.less.as_ref().is_some_and(|less| in_class(less, c))
}

/// All places at which a match of the expression that begins at `start` can end.
fn ends(expression: &Expression, text: &[char], start: usize) -> Vec<usize> {
    let mut found = Vec::new();
    for branch in &expression.branches {
        let mut places = vec![start];
        for piece in branch {
            places = unique(places.into_iter().flat_map(|place| piece_ends(piece, text, place)).collect());
        }
        found.extend(places);
    }
    unique(found)
}

fn piece_ends(piece: &Piece, text: &[char], start: usize) -> Vec<usize> {
    let (mut places, mut found) = (vec![start], Vec::new());
    // More rounds than characters and least repetitions only come back to places that were seen.
    let rounds = piece.most.unwrap_or(piece.least + text.len() as u32 + 1);
    for round in 0..=rounds {
        if round >= piece.least {
            found.extend_from_slice(&places);
        }
        places = unique(places.into_iter().flat_map(|place| atom_ends(&piece.atom, text, place)).collect());
    }
    unique(found)
}

fn atom_ends(atom: &Atom, text: &[char], start: usize) -> Vec<usize> {
    let one = |sound: &dyn Fn(char) -> bool| match text.get(start) {
        Some(c) if sound(*c) => vec![start + 1],
        _ => Vec::new(),
    };
    match atom {
        Atom::Character(own) => one(&|c| c == *own),
        Atom::Wildcard => one(&|c| c != '\n' && c != '\r'),
        Atom::Escape(escape) => one(&|c| in_escape(*escape, c)),
        Atom::Class(class) => one(&|c| in_class(class, c)),
        Atom::Group(expression) => ends(expression, text, start),
    }
}

fn unique(mut places: Vec<usize>) -> Vec<usize> {
    places.sort_unstable();
    places.dedup();
    places
}

fn escapes() -> impl Strategy<Value = String> {
    let names = ["\\s", "\\S", "\\i", "\\I", "\\c", "\\C", "\\d", "\\D", "\\w", "\\W", "\\p{L}", "\\P{Lu}"];
    let blocks = ["\\p{IsGreek}", "\\P{IsBasicLatin}", "\\p{IsHighSurrogates}", "\\-", "\\.", "\\^", "\\n"];
    prop::sample::select([&names[..], &blocks[..]].concat()).prop_map(str::to_owned)
}

fn classes() -> impl Strategy<Value = String> {
    let member = prop_oneof![
        prop::sample::select(vec![
            "a", "b", "Z", "5", "$", ".", "&", "&&", "~~", " ", "é", "日", "a-b", "A-Z", "0-z", "!-~"
        ])
        .prop_map(str::to_owned),
        escapes(),
    ];
    let members = (any::<bool>(), prop::collection::vec(member, 1..4))
        .prop_map(|(negative, members)| format!("{}{}", if negative { "^" } else { "" }, members.concat()));
    let class = members.clone().prop_map(|members| format!("[{members}]"));
    class.prop_recursive(2, 4, 1, move |less| {
        (members.clone(), less).prop_map(|(members, less)| format!("[{members}-{less}]"))
    })
}

fn patterns() -> impl Strategy<Value = String> {
    let character = prop::sample::select(vec!["a", "b", "Z", "5", "-", "^", "$", "&", "~", ":", "日", ".", "\\."]);
    let leaf = prop_oneof![3 => character.prop_map(str::to_owned), 1 => escapes(), 2 => classes()];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let quantifier = prop::sample::select(vec!["", "", "?", "*", "+", "{2}", "{0,2}", "{1,}", "{0}"]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|pieces| pieces.concat()),
            (prop::collection::vec(inner, 1..3), quantifier)
                .prop_map(|(branches, quantifier)| format!("({}){quantifier}", branches.join("|"))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn translated_patterns_match_what_the_tree_means(
        pattern in patterns(),
        texts in prop::collection::vec(prop::collection::vec(prop::sample::select(ALPHABET), 0..6), 1..12),
    ) {
        let tree = parse(&pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
        let compiled = Pattern::compile(&pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
        for text in texts {
            let meant = ends(&tree, &text, 0).contains(&text.len());
            let text: String = text.into_iter().collect();
            prop_assert_eq!(compiled.matches(&text), meant, "{} on {:?}", &pattern, text);
        }
    }

    #[test]
    fn no_text_makes_the_parser_panic(pattern in "[\\PC\n]{0,30}|[-\\[\\]()^\\\\{},a-c|*+?pPsi0-9]{0,20}") {
        let _ = parse(&pattern);
    }
}
