//! A copy of Apple's annual report of 2023 with faults planted in it, and saved anew: every one is found as its
//! class, and the saving alone is no difference.

use std::fs;
use std::path::Path;

use factum::diff::{Class, Comparison, Confidence, Evidence, RecastKind, TotalChange};
use factum::model::Decimal;
use factum::model::decimal::Rounding;
use regex::{Captures, Regex};
use tempfile::TempDir;

use super::{compared_at, lines, shared, value};

const NAME: &str = "aapl-20230930_htm.xml";

/// The year before, as the report's contexts have it, and the year.
const LAST_YEAR: &str = "c-20";
const YEAR: &str = "c-1";

fn folder() -> std::path::PathBuf {
    shared().join("filings/SEC/aapl-10k-2023")
}

fn original() -> String {
    fs::read_to_string(folder().join(NAME)).expect("the report")
}

/// The filing with another instance, in a folder of its own.
fn saved(instance: &str) -> TempDir {
    let copy = tempfile::tempdir().expect("a folder");
    for entry in fs::read_dir(folder()).expect("the filing") {
        let path = entry.expect("a file").path();
        let name = path.file_name().expect("a name");
        if name != NAME {
            fs::write(copy.path().join(name), fs::read(&path).expect("a file")).expect("written");
        }
    }
    fs::write(copy.path().join(NAME), instance).expect("written");
    copy
}

fn against(copy: &Path) -> Comparison {
    compared_at(&folder().join(NAME), &copy.join(NAME))
}

/// The facts of a concept in a context, each put in other words; there has to be one.
fn change(instance: &mut String, concept: &str, context: &str, write: impl Fn(&Captures<'_>) -> String) {
    let name = regex::escape(concept);
    let pattern =
        format!(r#"<(?P<name>{name})(?P<attributes>\s[^>]*contextRef="{context}"[^>]*)>(?P<value>[^<]*)</{name}>"#);
    let pattern = Regex::new(&pattern).expect("a pattern");
    assert!(pattern.is_match(instance), "{concept} in {context}");
    *instance = pattern.replace_all(instance, write).into_owned();
}

/// The facts of a concept in a context get another value.
fn set(instance: &mut String, concept: &str, context: &str, value: &str) {
    change(instance, concept, context, |fact| {
        let (name, attributes) = (&fact["name"], &fact["attributes"]);
        format!("<{name}{attributes}>{value}</{name}>")
    });
}

/// The instance with other ids and prefixes, and all its contexts, units and facts the last one first.
fn resaved(instance: &str) -> String {
    let ids = Regex::new(r#"\sid="f-\d+""#).expect("a pattern");
    let mut text = ids.replace_all(instance, "").into_owned();
    let renamed = [("\"c-", "\"context."), ("us-gaap:", "g:"), ("xmlns:us-gaap", "xmlns:g"), ("aapl:", "own:")];
    for (old, new) in renamed.into_iter().chain([("xmlns:aapl", "xmlns:own")]) {
        text = text.replace(old, new);
    }
    let document = roxmltree::Document::parse(&text).expect("well-formed");
    let children: Vec<_> = document.root_element().children().filter(roxmltree::Node::is_element).collect();
    let (reference, rest) = children.split_first().expect("a reference to the schema");
    assert_eq!(reference.tag_name().name(), "schemaRef");
    let reversed: Vec<&str> = rest.iter().rev().map(|child| &text[child.range()]).collect();
    format!("{}\n{}\n</xbrl>\n", &text[..reference.range().end], reversed.join("\n"))
}

/// Every share count twice as large, every per-share figure half as large, but for the par value.
fn split(instance: &str) -> String {
    let pattern =
        r#"<(?P<name>[\w:-]+)(?P<attributes>\s[^>]*unitRef="(?P<unit>shares|usdPerShare)"[^>]*)>(?P<value>[\d.]+)<"#;
    let pattern = Regex::new(pattern).expect("a pattern");
    let written = pattern.replace_all(instance, |fact: &Captures<'_>| {
        let value = Decimal::parse(&fact["value"]).expect("a number");
        let value = match &fact["unit"] {
            "shares" => &value + &value,
            _ if fact["name"].contains("ParOrStatedValue") => value,
            // What is told exactly is halved exactly.
            _ => {
                let decimals = if fact["attributes"].contains("decimals=\"INF\"") { 3 } else { 2 };
                value.divide(&Decimal::from(2), decimals, Rounding::HalfUp).expect("a half")
            }
        };
        format!("<{}{}>{value}<", &fact["name"], &fact["attributes"])
    });
    written.into_owned()
}

/// Apple's report with all that is planted.
fn planted() -> String {
    let mut instance = split(&original());
    set(&mut instance, "us-gaap:ResearchAndDevelopmentExpense", LAST_YEAR, "26391000000");
    set(&mut instance, "us-gaap:NonoperatingIncomeExpense", LAST_YEAR, "334000000");
    change(&mut instance, "us-gaap:InventoryNet", "c-23", |fact| {
        let attributes = fact["attributes"].replace("decimals=\"-6\"", "decimals=\"-3\"");
        format!("<us-gaap:InventoryNet{attributes}>4946000</us-gaap:InventoryNet>")
    });
    change(&mut instance, "us-gaap:AccountsPayableCurrent", "c-22", |_| String::new());
    let (old, new) = ("us-gaap:SellingGeneralAndAdministrativeExpense", "us-gaap:GeneralAndAdministrativeExpense");
    instance =
        instance.replace(&format!("<{old} "), &format!("<{new} ")).replace(&format!("</{old}>"), &format!("</{new}>"));
    // The context of foreign governments' debt, fair value at level 2, of 2023.
    let start = instance.find("<context id=\"c-70\">").expect("the context");
    let end = start + instance[start..].find("</context>").expect("its end");
    let moved = instance[start..end].replace("ForeignGovernmentDebtSecuritiesMember", "SovereignDebtSecuritiesMember");
    instance.replace_range(start..end, &moved);
    set(&mut instance, "us-gaap:OperatingIncomeLoss", "c-163", "60683000000");
    set(&mut instance, "us-gaap:OperatingIncomeLoss", "c-166", "37233000000");
    change(&mut instance, "us-gaap:FiscalPeriod", YEAR, |fact| {
        let words = fact["value"].replace("last Saturday of September", "last Sunday of September");
        assert_ne!(words, fact["value"]);
        format!("<us-gaap:FiscalPeriod{}>{words}</us-gaap:FiscalPeriod>", &fact["attributes"])
    });
    instance
}

/// What was planted, found as its class, and nothing else; names have the newer filing's prefix.
fn check(comparison: &Comparison, prefix: &str) {
    let plain = |text: &str| text.replace(&format!("{prefix}:"), "us-gaap:");
    let lines = |comparison, classes| lines(comparison, classes).iter().map(|line| plain(line)).collect::<Vec<_>>();
    let changed = [Class::Restated, Class::Sign, Class::Scale, Class::Removed, Class::Added, Class::Unit, Class::Nil];
    assert_eq!(
        lines(comparison, changed.as_slice()),
        [
            "restated us-gaap:ResearchAndDevelopmentExpense 2021-09-26..2022-09-24 26251000000 26391000000",
            "sign us-gaap:NonoperatingIncomeExpense 2021-09-26..2022-09-24 -334000000 334000000",
            "scale us-gaap:InventoryNet 2022-09-24 4946000000 4946000",
            "removed us-gaap:AccountsPayableCurrent 2023-09-30 62611000000 -",
        ]
    );
    let restated = &comparison.differences[0];
    let total = restated.total.as_ref().expect("a total above");
    assert_eq!((plain(&total.concept).as_str(), total.outcome), ("us-gaap:OperatingExpenses", TotalChange::Unchanged));
    let of = |class| comparison.differences.iter().filter(move |difference| difference.class == class);
    let scale = of(Class::Scale).next().expect("a scale");
    assert_eq!(scale.evidence, Some(Evidence::PowerOfTen(-3)));
    let splits: Vec<_> = of(Class::Split).collect();
    assert!(splits.len() > 20, "{}", splits.len());
    for difference in splits {
        assert_eq!(difference.evidence, Some(Evidence::SplitRatio("2:1".into())), "{:?}", difference.thing);
        assert!(matches!(difference.thing.unit.as_deref(), Some("shares" | "USD/shares")), "{:?}", difference.thing);
    }
    let text: Vec<_> = of(Class::Text).collect();
    assert_eq!(text.len(), 1);
    let Some(Evidence::Words(edits)) = &text[0].evidence else { panic!("words") };
    assert!(edits.iter().any(|edit| edit.text.contains("Sunday")), "{edits:?}");
    let renamed: Vec<String> = comparison
        .renamings
        .iter()
        .map(|renaming| {
            format!(
                "{} {} {:?} {}",
                plain(&renaming.from),
                plain(&renaming.to),
                renaming.confidence,
                renaming.equal_values
            )
        })
        .collect();
    let name = "us-gaap:SellingGeneralAndAdministrativeExpense us-gaap:GeneralAndAdministrativeExpense";
    assert_eq!(renamed, [format!("{name} {:?} 3", Confidence::High)]);
    let recut: Vec<_> = comparison.recasts.iter().filter(|recast| recast.kind == RecastKind::Recut).collect();
    assert_eq!(recut.len(), 1, "{recut:?}");
    assert_eq!(recut[0].axis.as_deref().map(plain).as_deref(), Some("us-gaap:StatementBusinessSegmentsAxis"));
    let parts: Vec<_> =
        recut[0].parts.iter().map(|part| (value(part.old.as_ref()), value(part.new.as_ref()))).collect();
    let pair = |old: &str, new: &str| (old.to_owned(), new.to_owned());
    assert_eq!(parts, [pair("62683000000", "60683000000"), pair("35233000000", "37233000000")]);
    let moved: Vec<_> = comparison.recasts.iter().filter(|recast| recast.kind == RecastKind::Moved).collect();
    assert_eq!(moved.len() + recut.len(), comparison.recasts.len());
    let securities = moved.iter().find(|recast| recast.sum.to_string() == "16491000000").expect("the securities");
    let members: Vec<String> = securities
        .parts
        .iter()
        .flat_map(|part| part.thing.dimensions.iter())
        .map(|member| plain(&member.member))
        .collect();
    assert!(members.contains(&"us-gaap:ForeignGovernmentDebtSecuritiesMember".to_owned()), "{members:?}");
    assert!(members.contains(&"us-gaap:SovereignDebtSecuritiesMember".to_owned()), "{members:?}");
}

#[test]
fn what_is_planted_is_found_as_its_class() {
    let copy = saved(&planted());
    check(&against(copy.path()), "us-gaap");
}

#[test]
fn saving_anew_hides_nothing_of_it() {
    let copy = saved(&resaved(&planted()));
    check(&against(copy.path()), "g");
}

#[test]
fn saving_anew_alone_is_no_difference() {
    let copy = saved(&resaved(&original()));
    let comparison = against(copy.path());
    let found: Vec<(Class, usize)> =
        comparison.counts.iter().filter(|(_, count)| **count > 0).map(|(class, count)| (*class, *count)).collect();
    assert!(matches!(found.as_slice(), [(Class::Equal, _)]), "{found:?}");
    assert_eq!((comparison.recasts.len(), comparison.renamings.len(), comparison.movements.len()), (0, 0, 0));
    assert_eq!((comparison.differences.len(), comparison.relabellings.len()), (0, 0));
    assert!(comparison.taxonomy.is_empty());
}

/// No file declares the concepts then, and still they are the same.
#[test]
fn another_scheme_of_a_namespace_is_no_difference() {
    let instance = original().replace("xmlns:us-gaap=\"http://", "xmlns:us-gaap=\"https://");
    let comparison = against(saved(&instance).path());
    let changed = [Class::Restated, Class::Removed, Class::Added, Class::Unit, Class::Nil];
    assert_eq!(lines(&comparison, changed.as_slice()), [""; 0]);
    assert_eq!((comparison.differences.len(), comparison.movements.len()), (0, 0));
}

/// A fault, planted alone in Apple's report, and what is found of it.
struct Fault {
    name: &'static str,
    found: &'static [(Class, usize)],
    plant: fn(&mut String),
}

const FAULTS: [Fault; 10] = [
    Fault {
        name: "nothing is told in place of an amount",
        found: &[(Class::Nil, 1)],
        plant: |instance| {
            change(instance, "us-gaap:AccountsPayableCurrent", "c-22", |fact| {
                let attributes = fact["attributes"].replace(" decimals=\"-6\"", "");
                format!(
                    "<us-gaap:AccountsPayableCurrent{attributes} xsi:nil=\"true\" \
                     xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"/>"
                )
            });
        },
    },
    Fault {
        name: "earnings per share in dollars",
        found: &[(Class::Unit, 1)],
        plant: |instance| {
            change(instance, "us-gaap:EarningsPerShareBasic", LAST_YEAR, |fact| {
                let attributes = fact["attributes"].replace("usdPerShare", "usd");
                format!("<us-gaap:EarningsPerShareBasic{attributes}>{}</us-gaap:EarningsPerShareBasic>", &fact["value"])
            });
        },
    },
    Fault {
        name: "an amount told in billions",
        found: &[(Class::Precision, 1)],
        plant: |instance| {
            change(instance, "us-gaap:AccountsPayableCurrent", "c-22", |fact| {
                let attributes = fact["attributes"].replace("decimals=\"-6\"", "decimals=\"-9\"");
                format!("<us-gaap:AccountsPayableCurrent{attributes}>63000000000</us-gaap:AccountsPayableCurrent>")
            });
        },
    },
    Fault {
        name: "one in the last place",
        found: &[(Class::Restated, 1)],
        plant: |instance| set(instance, "us-gaap:AccountsPayableCurrent", "c-22", "62612000000"),
    },
    Fault {
        name: "a line of its own",
        found: &[(Class::Added, 1)],
        plant: |instance| add(instance, "us-gaap:Goodwill", "1234000000"),
    },
    Fault {
        name: "an amount told twice and otherwise",
        found: &[(Class::Contradiction, 1)],
        plant: |instance| add(instance, "us-gaap:AccountsPayableCurrent", "62613000000"),
    },
    Fault {
        name: "a rate in percent",
        found: &[(Class::Scale, 1)],
        plant: |instance| set(instance, "us-gaap:EffectiveIncomeTaxRateContinuingOperations", YEAR, "14.7"),
    },
    Fault {
        name: "a member under another name",
        found: &[(Class::Renamed, 3)],
        plant: |instance| *instance = instance.replace("aapl:IPhoneMember<", "aapl:IPhonesMember<"),
    },
    Fault {
        name: "half a billion moved from one line to another",
        found: &[(Class::Recast, 2)],
        plant: |instance| {
            set(instance, "us-gaap:ShareBasedCompensation", LAST_YEAR, "8538000000");
            set(instance, "us-gaap:DepreciationDepletionAndAmortization", LAST_YEAR, "11604000000");
        },
    },
    Fault {
        name: "days that end at 24:00",
        found: &[],
        plant: |instance| *instance = instance.replace("</instant>", "T24:00:00</instant>"),
    },
];

/// A fact of the end of 2023 in dollars, behind all others.
fn add(instance: &mut String, concept: &str, value: &str) {
    let fact = format!("<{concept} contextRef=\"c-22\" unitRef=\"usd\" decimals=\"-6\">{value}</{concept}>\n</xbrl>");
    *instance = instance.replace("</xbrl>", &fact);
}

#[test]
fn a_fault_alone_is_found_as_its_class_and_nothing_else() {
    let original = original();
    for Fault { name, found, plant } in FAULTS {
        let mut instance = original.clone();
        plant(&mut instance);
        assert_ne!(instance, original, "{name}");
        let copy = saved(&instance);
        let counts = against(copy.path()).counts;
        // A movement is told of what stands in one filing alone; it is no difference.
        let is_difference = |class: &Class| ![Class::Equal, Class::Movement].contains(class);
        let counted = counts.into_iter().filter(|(class, count)| is_difference(class) && *count > 0);
        assert_eq!(counted.collect::<Vec<_>>(), found, "{name}");
    }
}
