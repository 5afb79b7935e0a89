//! Published taxonomies and the filings on them: what is discovered, beside the reference processor's counts.

use std::path::PathBuf;

use factum::model::{Documents, Name, QName};
use factum::taxonomy::{ConceptKind, EntryPoint, Loaded, Locations, Process, SourceKind, Taxonomy, Validation, load};
use factum::xml;

fn shared() -> PathBuf {
    let shared = std::env::var_os("FACTUM_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    assert!(shared.is_dir(), "{} is not there; set FACTUM_SHARED", shared.display());
    shared
}

fn load_shared(file: &str) -> (Loaded, Documents) {
    let shared = shared();
    let locations = Locations { directories: vec![shared.join("taxonomies")], ..Locations::default() };
    let entry = EntryPoint::named(&shared.join(file).display().to_string());
    let mut documents = Documents::new();
    (load(&[entry], &locations, &mut documents), documents)
}

fn size(taxonomy: &Taxonomy, documents: &Documents) -> usize {
    taxonomy.sources().iter().map(|source| documents.get(source.document).text().len()).sum()
}

fn relationships(taxonomy: &Taxonomy, arcrole: &str) -> usize {
    taxonomy.networks(Name::new(arcrole)).map(|network| network.relationships().len()).sum()
}

/// Counts of relationships by the last part of their arcrole.
fn check_relationships(taxonomy: &Taxonomy, expected: &[(&str, usize)]) {
    for (arcrole, count) in expected {
        assert_eq!(relationships(taxonomy, arcrole), *count, "{arcrole}");
    }
}

#[test]
fn us_gaap_2024_is_410_documents_of_which_one_is_missing() {
    let (loaded, documents) =
        load_shared("taxonomies/xbrl.fasb.org/us-gaap/2024/entire/us-gaap-entryPoint-std-2024.xsd");
    let taxonomy = &loaded.taxonomy;
    assert_eq!(taxonomy.sources().len(), 410);
    assert!(taxonomy.sources().iter().all(|source| source.in_set));
    assert!(size(taxonomy, &documents) > 39_000_000);
    let missing: Vec<String> = taxonomy.missing().iter().map(|missing| missing.address.to_string()).collect();
    assert_eq!(missing.len(), 1);
    assert!(missing[0].ends_with("us-gaap-lab-2024.xml"));
    assert_eq!(loaded.diagnostics.len(), 1);
    assert_eq!((taxonomy.unresolved(), taxonomy.duplicates()), (&[][..], &[][..]));
}

#[test]
fn apples_annual_report_is_what_the_reference_processor_discovers() {
    let (loaded, documents) = load_shared("filings/SEC/aapl-10k-2023/aapl-20230930_htm.xml");
    let taxonomy = &loaded.taxonomy;
    assert_eq!(taxonomy.sources().len(), 27);
    assert!(loaded.diagnostics.is_empty());
    // The reference processor counts `xbrli:item` and `xbrli:tuple` among the concepts.
    assert_eq!(taxonomy.concepts().len() + 2, 18_445);
    let count = |test: fn(&factum::taxonomy::Concept) -> bool| taxonomy.concepts().filter(|(_, one)| test(one)).count();
    assert_eq!(count(|concept| concept.item_type.numeric), 8_953);
    assert_eq!(count(|concept| concept.item_type.text_block), 1_057);
    assert_eq!(count(|concept| concept.kind == ConceptKind::Tuple), 0);
    assert_eq!((taxonomy.role_types().len(), taxonomy.arcrole_types().len()), (700, 6));
    check_relationships(
        taxonomy,
        &[
            ("http://www.xbrl.org/2003/arcrole/concept-label", 1485),
            ("http://www.xbrl.org/2003/arcrole/concept-reference", 190),
            ("http://www.xbrl.org/2003/arcrole/parent-child", 768),
            ("http://www.xbrl.org/2003/arcrole/summation-item", 215),
            ("http://xbrl.org/int/dim/arcrole/all", 37),
            ("http://xbrl.org/int/dim/arcrole/dimension-default", 38),
            ("http://xbrl.org/int/dim/arcrole/dimension-domain", 38),
            ("http://xbrl.org/int/dim/arcrole/domain-member", 924),
            ("http://xbrl.org/int/dim/arcrole/hypercube-dimension", 61),
        ],
    );
    let revenue =
        QName::new(Name::new("http://fasb.org/us-gaap/2023"), "RevenueFromContractWithCustomerExcludingAssessedTax");
    let revenue = taxonomy.concept(revenue).expect("a concept");
    let label = taxonomy.label(revenue, Name::STANDARD_LABEL, "en").expect("a label");
    assert_eq!(label.text.get(&documents), "Revenue from Contract with Customer, Excluding Assessed Tax");
    assert_eq!(taxonomy.get(revenue).item_type.base.as_str(), "monetaryItemType");
}

#[test]
fn colys_securities_report_is_34_documents_and_two_are_missing() {
    let (loaded, documents) = load_shared(
        "filings/EDINET/coly-asr-2024-01-31/PublicDoc/jpcrp030000-asr-001_E36322-000_2024-01-31_01_2024-04-26.xbrl",
    );
    let taxonomy = &loaded.taxonomy;
    assert_eq!(taxonomy.sources().len(), 34);
    assert!(size(taxonomy, &documents) > 11_000_000);
    assert_eq!(taxonomy.missing().len(), 2);
    assert_eq!(loaded.diagnostics.len(), 2);
    assert_eq!(taxonomy.concepts().len() + 2, 6_522);
    assert_eq!((taxonomy.role_types().len(), taxonomy.arcrole_types().len()), (1386, 7));
    check_relationships(
        taxonomy,
        &[
            ("http://www.xbrl.org/2003/arcrole/concept-label", 9773),
            ("http://www.xbrl.org/2003/arcrole/general-special", 5),
            ("http://www.xbrl.org/2003/arcrole/parent-child", 583),
            ("http://www.xbrl.org/2003/arcrole/summation-item", 102),
            ("http://xbrl.org/arcrole/2008/element-label", 520),
            ("http://xbrl.org/int/dim/arcrole/domain-member", 336),
        ],
    );
    // Concept labels alone: 4,942 and 4,831; 520 labels of roles in English.
    assert_eq!(taxonomy.label_counts(), [(Name::new("en"), 4831 + 520), (Name::new("ja"), 4942)]);
}

/// Validates the linkbases and instances of a set by its own schemas.
fn invalid(loaded: &Loaded, documents: &Documents) -> Vec<String> {
    let kinds = [SourceKind::Linkbase, SourceKind::Instance];
    let sources = loaded.taxonomy.sources().iter().filter(|source| kinds.contains(&source.kind));
    let findings = sources.flat_map(|source| {
        let text = documents.get(source.document).text();
        let tree = xml::parse(source.document, text).expect("well-formed");
        let mut validation = Validation::new(&loaded.taxonomy, documents);
        validation.element(tree.root(), Process::Strict);
        validation.finish()
    });
    findings.map(|finding| format!("{}: {:?}", finding.message, finding.place.map(|at| documents.locate(at)))).collect()
}

#[test]
fn published_linkbases_and_filings_are_valid_by_their_schemas() {
    let files = [
        "filings/SEC/aapl-10k-2023/aapl-20230930_htm.xml",
        "filings/EDINET/coly-asr-2024-01-31/PublicDoc/jpcrp030000-asr-001_E36322-000_2024-01-31_01_2024-04-26.xbrl",
        "taxonomies/xbrl.fasb.org/us-gaap/2024/entire/us-gaap-entryPoint-std-2024.xsd",
    ];
    for file in files {
        let (loaded, documents) = load_shared(file);
        assert_eq!(invalid(&loaded, &documents), Vec::<String>::new(), "{file}");
        assert_eq!(loaded.taxonomy.type_problems(), [], "{file}");
    }
}

#[test]
fn any_number_of_threads_discovers_the_same() {
    let summary = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let (loaded, documents) = pool.install(|| load_shared("filings/SEC/aapl-10k-2023/aapl-20230930_htm.xml"));
        let names: Vec<String> =
            loaded.taxonomy.sources().iter().map(|source| documents.get(source.document).name.clone()).collect();
        let concepts: Vec<QName> = loaded.taxonomy.concepts().map(|(_, concept)| concept.name).collect();
        let arcs: Vec<_> =
            loaded.taxonomy.all_networks().flat_map(|network| network.relationships().to_vec()).collect();
        (names, concepts, arcs)
    };
    assert!(summary(1) == summary(4));
}
