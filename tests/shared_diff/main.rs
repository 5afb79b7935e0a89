//! Comparisons of real filings: what differs between them was looked up, line by line, in the filings.

mod coly;
mod netflix;
mod planted;

use std::path::{Path, PathBuf};

use factum::diff::{
    Class, Comparison, ConceptChangeKind, Difference, Labels, Options, Refusal, SeriesOptions, Side, TotalPart, Value,
    Vocabulary, Which, compare, series,
};
use factum::filing::{self, Filing, Form};
use factum::model::Documents;
use factum::taxonomy::{Address, Locations};

fn shared() -> PathBuf {
    let shared = std::env::var_os("FACTUM_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    assert!(shared.is_dir(), "the shared filings are not at {}; set FACTUM_SHARED", shared.display());
    shared
}

struct Opened {
    filing: Filing,
    documents: Documents,
    vocabulary: Vocabulary,
}

fn open(path: &Path) -> Opened {
    let mut documents = Documents::new();
    let locations = Locations { directories: vec![shared().join("taxonomies")], ..Locations::default() };
    let filing = filing::open(path, &locations, &mut documents).expect("it can be read");
    let report = filing.report.as_ref().expect("a report");
    let vocabulary = Vocabulary::of(&filing.taxonomy, &documents, report, &Labels::default());
    Opened { filing, documents, vocabulary }
}

impl Opened {
    fn side<'a>(&'a self, name: &'a str) -> Side<'a> {
        let report = self.filing.report.as_ref().expect("a report");
        Side { name, report, documents: &self.documents, vocabulary: &self.vocabulary }
    }
}

fn compared(old: &str, new: &str) -> Comparison {
    compared_with(old, new, &Options::default())
}

fn compared_with(old: &str, new: &str, options: &Options) -> Comparison {
    let at = |path: &str| open(&shared().join("filings/SEC").join(path));
    let (old, new) = (at(old), at(new));
    compare(old.side("old"), new.side("new"), options)
}

fn compared_at(old: &Path, new: &Path) -> Comparison {
    let (old, new) = (open(old), open(new));
    compare(old.side("old"), new.side("new"), &Options::default())
}

fn value(value: Option<&Value>) -> String {
    value.map_or("-".to_owned(), |value| value.value.clone().unwrap_or("nil".to_owned()))
}

/// The differences of some classes, in a line each.
fn lines(comparison: &Comparison, classes: &[Class]) -> Vec<String> {
    let line = |difference: &Difference| {
        let (old, new) = (value(difference.old.as_ref()), value(difference.new.as_ref()));
        let concept = &difference.thing.concept;
        format!("{} {concept} {} {old} {new}", difference.class.name(), difference.period)
    };
    comparison.differences.iter().filter(|difference| classes.contains(&difference.class)).map(line).collect()
}

/// The recasts, each as its sum and parts.
fn recasts(comparison: &Comparison) -> Vec<String> {
    let local = |name: &str| name.split_once(':').map_or(name, |(_, local)| local).to_owned();
    let part = |part: &factum::diff::RecastPart| {
        let members: Vec<String> = part.thing.dimensions.iter().map(|member| local(&member.member)).collect();
        let name =
            format!("{}{}", local(&part.thing.concept), members.iter().map(|m| format!("[{m}]")).collect::<String>());
        format!("{name} {} {}", value(part.old.as_ref()), value(part.new.as_ref()))
    };
    let line = |recast: &factum::diff::Recast| {
        let parts: Vec<String> = recast.parts.iter().map(part).collect();
        format!("{} {}: {}", recast.period, recast.sum, parts.join(", "))
    };
    let mut lines: Vec<String> = comparison.recasts.iter().map(line).collect();
    lines.sort();
    lines
}

const CHANGED: [Class; 7] =
    [Class::Restated, Class::Sign, Class::Scale, Class::Split, Class::Unit, Class::Nil, Class::Text];

/// Apple's annual reports of 2022 and 2023: a dozen figures of the same concept and period differ.
///
/// - Hedge accounting adjustments of term debt: the same amount with the other sign; the concept's
///   balance was turned.
/// - Deferred tax, gross and net, and deferred tax liabilities: 1,582 million of depreciation moved
///   from the net of the assets to the liabilities, so the net of both holds; other deferred tax assets
///   took up goodwill and intangibles, and gave up capitalized research.
/// - Other items of the cash flow statement, two years each: deferred taxes and deferred revenue
///   and payments for acquisitions are no longer lines of their own.
/// - Other items of the tax reconciliation: the effect of the Act is in it.
#[test]
fn apple_2022_against_2023() {
    let comparison = compared("aapl-10k-2022/aapl-20220924_htm.xml", "aapl-10k-2023/aapl-20230930_htm.xml");
    assert_eq!(
        lines(&comparison, &CHANGED),
        [
            "restated us-gaap:DeferredTaxAssetsOther 2022-09-24 1596000000 3407000000",
            "restated us-gaap:DeferredTaxAssetsGross 2022-09-24 27624000000 29206000000",
            "sign aapl:HedgeAccountingAdjustmentsRelatedToLongTermDebt 2022-09-24 -1363000000 1363000000",
        ]
    );
    let mut expected = vec![
        // Taken out of a line for business combinations, told under investing activities before.
        "2020-09-27..2021-09-25 -385000000: PaymentsForProceedsFromOtherInvestingActivities 352000000 385000000, \
         PaymentsToAcquireBusinessesNetOfCashAcquired 33000000 -",
        "2021-09-26..2022-09-24 -2086000000: PaymentsForProceedsFromOtherInvestingActivities 1780000000 2086000000, \
         PaymentsToAcquireBusinessesNetOfCashAcquired 306000000 -",
        // Deferred income tax is in "Other" of the adjustments to net income.
        "2020-09-27..2021-09-25 -4921000000: DeferredIncomeTaxExpenseBenefit -4774000000 -, \
         OtherNoncashIncomeExpense 147000000 4921000000",
        "2021-09-26..2022-09-24 1006000000: DeferredIncomeTaxExpenseBenefit 895000000 -, \
         OtherNoncashIncomeExpense -111000000 -1006000000",
        // Deferred revenue is in "Other current and non-current liabilities".
        "2020-09-27..2021-09-25 7475000000: IncreaseDecreaseInOtherOperatingLiabilities 5799000000 7475000000, \
         IncreaseDecreaseInContractWithCustomerLiability 1676000000 -",
        "2021-09-26..2022-09-24 6110000000: IncreaseDecreaseInOtherOperatingLiabilities 5632000000 6110000000, \
         IncreaseDecreaseInContractWithCustomerLiability 478000000 -",
        // The impacts of the Act are in "Other" of the tax reconciliation.
        "2021-09-26..2022-09-24 456000000: EffectiveIncomeTaxRateReconciliationTaxCutsAndJobsActOf2017Amount \
         542000000 -, IncomeTaxReconciliationOtherAdjustments -86000000 456000000",
        // Depreciation is a deferred tax liability now, no longer netted among the assets.
        "2022-09-24 14537000000: DeferredTaxAssetsNet 20094000000 21676000000, \
         DeferredIncomeTaxLiabilities 5557000000 7139000000",
        // The fourth quarter's notes of 2022 are among those of 2013 to 2022; none of 2023 were there then.
        "2022-09-24 111824000000: DebtInstrumentCarryingAmount[A20132022DebtIssuancesMember][FixedRateNotesMember] \
         106324000000 111824000000, \
         DebtInstrumentCarryingAmount[FourthQuarter2022DebtIssuanceMember][FixedRateNotesMember] 5500000000 -, \
         DebtInstrumentCarryingAmount[ThirdQuarter2023DebtIssuanceMember][FixedRateNotesMember] - 0",
        // Hedged items are told without the member that said in which lines they stand.
        "2022-09-24 13378000000: \
         HedgedAssetFairValueHedge[CurrentMarketableSecuritiesandNonCurrentMarketableSecuritiesMember] 13378000000 -, \
         HedgedAssetFairValueHedge - 13378000000",
        "2022-09-24 18739000000: HedgedLiabilityFairValueHedge[CurrentTermDebtandNonCurrentTermDebtMember] 18739000000 -, \
         HedgedLiabilityFairValueHedge - 18739000000",
    ];
    expected.sort_unstable();
    assert_eq!(recasts(&comparison), expected);
}

/// Apple's third quarter of 2023 against its year: nothing is restated; long-term debt is told to a
/// hundred million in one, to a million in the other.
#[test]
fn apple_third_quarter_against_the_year() {
    let comparison = compared("aapl-10q-2023q3/aapl-20230701_htm.xml", "aapl-10k-2023/aapl-20230930_htm.xml");
    assert_eq!(lines(&comparison, &CHANGED), [""; 0]);
    assert_eq!(
        lines(&comparison, &[Class::Precision]),
        ["precision us-gaap:LongTermDebt 2022-09-24 110100000000 110087000000"]
    );
}

/// Apple's fourth quarter of 2023, which no filing tells: the year less nine months of the quarterly report;
/// of net sales 383,285 less 293,787 million dollars.
#[test]
fn apple_fourth_quarter_of_2023_is_derived() {
    let options = Options { derive: true, ..Options::default() };
    let comparison =
        compared_with("aapl-10q-2023q3/aapl-20230701_htm.xml", "aapl-10k-2023/aapl-20230930_htm.xml", &options);
    let of = |concept: &str| {
        let is = |derived: &&factum::diff::DerivedValue| {
            &*derived.thing.concept == concept && derived.thing.dimensions.is_empty()
        };
        let derived = comparison.derived.iter().find(is).expect(concept);
        assert_eq!(&*derived.period, "2023-07-02..2023-09-30");
        assert_eq!((derived.whole.filing, derived.before.filing), (Which::New, Which::Old));
        derived.value.to_string()
    };
    assert_eq!(of("us-gaap:RevenueFromContractWithCustomerExcludingAssessedTax"), "89498000000");
    assert_eq!(of("us-gaap:GrossProfit"), "40427000000");
    assert_eq!(of("us-gaap:OperatingIncomeLoss"), "26969000000");
    assert_eq!(of("us-gaap:NetIncomeLoss"), "22956000000");
    let refused = |concept: &str| {
        comparison.refused.iter().find(|refused| &*refused.thing.concept == concept).map(|refused| refused.reason)
    };
    assert_eq!(refused("us-gaap:EarningsPerShareDiluted"), Some(Refusal::PerShare));
    assert_eq!(refused("us-gaap:WeightedAverageNumberOfDilutedSharesOutstanding"), Some(Refusal::Shares));
    assert_eq!(refused("us-gaap:EffectiveIncomeTaxRateContinuingOperations"), Some(Refusal::Ratio));
    assert_eq!(refused("us-gaap:Assets"), Some(Refusal::Instant));
}

/// What the two taxonomies of Apple's annual reports make of what changed: hedge adjustments turned from a
/// credit to a debit, and the totals lost and gained the lines that were regrouped.
#[test]
fn apple_taxonomies_of_2022_and_2023_differ_where_the_figures_do() {
    let comparison = compared("aapl-10k-2022/aapl-20220924_htm.xml", "aapl-10k-2023/aapl-20230930_htm.xml");
    let of = |concept: &str| comparison.taxonomy.concepts.iter().find(|change| &*change.concept == concept);
    let hedge = of("aapl:HedgeAccountingAdjustmentsRelatedToLongTermDebt").expect("the adjustments");
    assert!(matches!(hedge.kind, ConceptChangeKind::Balance { .. }), "{hedge:?}");
    let names = |parts: &[TotalPart], sign: &str| {
        parts.iter().map(|part| format!(" {sign}{}", part.concept.replace("us-gaap:", ""))).collect::<String>()
    };
    let totals: Vec<String> = comparison
        .taxonomy
        .totals
        .iter()
        .map(|total| {
            assert!(total.reweighted.is_empty());
            let (gained, lost) = (names(&total.gained, "+"), names(&total.lost, "-"));
            format!("{}: {}{gained}{lost}", total.statement, total.total.replace("us-gaap:", ""))
        })
        .collect();
    assert_eq!(
        totals,
        [
            "Income Taxes - Significant Components of Deferred Tax Assets and Liabilities (Details): \
             DeferredIncomeTaxLiabilities +DeferredTaxLiabilitiesPropertyPlantAndEquipment",
            "Income Taxes - Significant Components of Deferred Tax Assets and Liabilities (Details): \
             DeferredTaxAssetsGross +aapl:DeferredTaxAssetsCapitalizedResearchAndDevelopment \
             -DeferredTaxAssetsGoodwillAndIntangibleAssets",
            "Income Taxes - Reconciliation of Provision for Income Taxes to Amount Computed by Applying the \
             Statutory Federal Income Tax Rate to Income Before Provision for Income Taxes (Details): \
             IncomeTaxExpenseBenefit -EffectiveIncomeTaxRateReconciliationTaxCutsAndJobsActOf2017Amount",
            "CONSOLIDATED STATEMENTS OF CASH FLOWS: NetCashProvidedByUsedInInvestingActivities \
             -PaymentsToAcquireBusinessesNetOfCashAcquired",
            "CONSOLIDATED STATEMENTS OF CASH FLOWS: NetCashProvidedByUsedInOperatingActivities \
             -DeferredIncomeTaxExpenseBenefit -IncreaseDecreaseInContractWithCustomerLiability",
            "Earnings Per Share - Computation of Basic and Diluted Earnings Per Share (Details): \
             WeightedAverageNumberOfDilutedSharesOutstanding \
             +IncrementalCommonSharesAttributableToShareBasedPaymentArrangements \
             -WeightedAverageNumberDilutedSharesOutstandingAdjustment",
        ]
    );
    let roll = comparison.roll_forward.expect("a roll-forward");
    assert_eq!((roll.at.as_str(), roll.carried, roll.changed, roll.not_told), ("2022-09-24", 191, 9, 64));
}

/// Each filing against itself.
#[test]
fn a_filing_does_not_differ_from_itself() {
    for path in ["ko-10q-2023q2/ko-20230630_htm.xml", "aeon-10q-2023q3/aeon-20230930x10q_htm.xml"] {
        let comparison = compared(path, path);
        assert_eq!((comparison.differences.len(), comparison.movements.len()), (0, 0), "{path}");
        assert_eq!((comparison.recasts.len(), comparison.renamings.len()), (0, 0), "{path}");
    }
}

/// A filing against its own xBRL-JSON, and that against the filing.
#[test]
fn a_filing_does_not_differ_from_its_own_xbrl_json() {
    let folder = tempfile::tempdir().expect("a folder");
    let filings = [
        "SEC/aapl-10k-2023/aapl-20230930_htm.xml",
        "SEC/nflx-10q-2024q1/nflx-20240331_htm.xml",
        "SEC/ko-10q-2023q2/ko-20230630_htm.xml",
        "SEC/aeon-10q-2023q3/aeon-20230930x10q_htm.xml",
    ];
    for path in filings {
        let path = shared().join("filings").join(path);
        let opened = open(&path);
        let target = folder.path().join("report.json");
        let address = Address::path(&target);
        let converted = filing::convert(&opened.filing, &opened.documents, Form::Json, &address).expect("it can be");
        std::fs::write(&target, converted.text).expect("written");
        for (old, new) in [(&path, &target), (&target, &path)] {
            let comparison = compared_at(old, new);
            let found: Vec<Class> =
                comparison.counts.iter().filter(|(_, count)| **count > 0).map(|(class, _)| *class).collect();
            assert!(
                found.iter().all(|class| [Class::Equal, Class::Contradiction].contains(class)),
                "{old:?} {found:?}"
            );
            assert_eq!((comparison.differences.len(), comparison.movements.len()), (0, 0), "{old:?}");
            assert_eq!((comparison.recasts.len(), comparison.renamings.len()), (0, 0), "{old:?}");
            assert!(comparison.taxonomy.is_empty(), "{old:?}");
            assert_eq!(comparison.old.facts, comparison.new.facts, "{old:?}");
        }
    }
}

/// Apple over three filings: gross deferred tax assets of 2022 were restated by the report of 2023, long-term debt
/// of 2022 was told rounded by the quarterly report between; what was reported first stays first.
#[test]
fn apple_in_series() {
    let paths = [
        "aapl-10k-2023/aapl-20230930_htm.xml",
        "aapl-10k-2022/aapl-20220924_htm.xml",
        "aapl-10q-2023q3/aapl-20230701_htm.xml",
    ];
    let opened = paths.map(|path| open(&shared().join("filings/SEC").join(path)));
    let sides: Vec<Side<'_>> = opened.iter().zip(paths).map(|(opened, path)| opened.side(path)).collect();
    let concepts = ["us-gaap:DeferredTaxAssetsGross", "Assets", "Total shareholders\u{2019} equity"];
    let options = SeriesOptions { concepts: concepts.map(String::from).to_vec(), ..SeriesOptions::default() };
    let found = series(&sides, &options);
    let files: Vec<&str> = found.filings.iter().map(|filing| filing.file.as_str()).collect();
    assert_eq!(files, [paths[1], paths[2], paths[0]]);
    let of = |concept: &str, period: &str| {
        let line = found.lines.iter().find(|line| &*line.thing.concept == concept).expect(concept);
        let point = line.points.iter().find(|point| &*point.period == period).expect(period);
        let values: Vec<String> =
            point.values.iter().map(|telling| format!("{}@{}", value(Some(&telling.value)), telling.filing)).collect();
        (values.join(" "), point.class)
    };
    let restated = ("27624000000@0 29206000000@2".to_owned(), Some(Class::Restated));
    assert_eq!(of("us-gaap:DeferredTaxAssetsGross", "2022-09-24"), restated);
    let told_thrice = ("352755000000@0 352755000000@1 352755000000@2".to_owned(), Some(Class::Equal));
    assert_eq!(of("us-gaap:Assets", "2022-09-24"), told_thrice);
    assert_eq!(of("us-gaap:Assets", "2023-07-01"), ("335038000000@1".to_owned(), None));
    assert_eq!(of("us-gaap:StockholdersEquity", "2023-09-30"), ("62146000000@2".to_owned(), None));
}

/// What Apple calls the shares that awards would add to the diluted average: another concept in 2023 than in
/// 2022 and in the quarterly report between. The two annual reports show that it is one.
#[test]
fn apple_in_series_is_followed_under_new_names() {
    let paths = [
        "aapl-10k-2022/aapl-20220924_htm.xml",
        "aapl-10q-2023q3/aapl-20230701_htm.xml",
        "aapl-10k-2023/aapl-20230930_htm.xml",
    ];
    let opened = paths.map(|path| open(&shared().join("filings/SEC").join(path)));
    let sides: Vec<Side<'_>> = opened.iter().zip(paths).map(|(opened, path)| opened.side(path)).collect();
    let (older, newer) = (
        "us-gaap:WeightedAverageNumberDilutedSharesOutstandingAdjustment",
        "us-gaap:IncrementalCommonSharesAttributableToShareBasedPaymentArrangements",
    );
    let options = SeriesOptions { concepts: vec![older.to_owned()], ..SeriesOptions::default() };
    let found = series(&sides, &options);
    let [line] = found.lines.as_slice() else { panic!("one line: {:?}", found.lines) };
    assert_eq!(&*line.thing.concept, newer);
    let told: Vec<String> = line
        .points
        .iter()
        .map(|point| {
            let values = point.values.iter().map(|telling| {
                let name =
                    telling.concept.as_deref().map_or("newer", |name| if name == older { "older" } else { name });
                format!("{}@{} {name}", value(Some(&telling.value)), telling.filing)
            });
            format!("{} {}", point.period, values.collect::<Vec<_>>().join(", "))
        })
        .collect();
    assert_eq!(
        told[..5],
        [
            "2019-09-29..2020-09-26 176095000@0 older",
            "2020-09-27..2021-09-25 163647000@0 older, 163647000@2 newer",
            "2021-09-26..2022-09-24 109856000@0 older, 109856000@2 newer",
            "2022-09-25..2023-09-30 68316000@2 newer",
            "2021-09-26..2022-06-25 117113000@1 older",
        ]
    );
}
