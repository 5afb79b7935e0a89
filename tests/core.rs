//! The built-in core schemas, used as filings use them: found by their URLs, sound as schemas, and saying of instances
//! and linkbases what the specifications say.

use std::path::{Path, PathBuf};

use factum::model::Documents;
use factum::taxonomy::{EntryPoint, Loaded, Locations, Process, Validation, load};
use factum::xml;

/// Declares what `2001/xml.xsd` does, in an older way: no set has both.
const OLD_XML: &str = "www.w3.org/2001/03/xml.xsd";

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
    found.sort();
}

fn load_built_in(is_wanted: impl Fn(&str) -> bool) -> (Loaded, Documents) {
    let core = Path::new(env!("CARGO_MANIFEST_DIR")).join("taxonomy/core");
    let mut paths = Vec::new();
    files(&core, &mut paths);
    let urls = paths.iter().map(|path| path.strip_prefix(&core).expect("within").to_str().expect("a name"));
    let entries: Vec<_> =
        urls.filter(|url| is_wanted(url)).map(|url| EntryPoint::named(&format!("http://{url}"))).collect();
    let mut documents = Documents::new();
    (load(&entries, &Locations::default(), &mut documents), documents)
}

#[test]
fn all_of_them_load_without_a_finding() {
    for (loaded, _) in [load_built_in(|url| url != OLD_XML), load_built_in(|url| url == OLD_XML)] {
        let taxonomy = &loaded.taxonomy;
        assert_eq!(loaded.diagnostics, []);
        assert_eq!(taxonomy.missing(), []);
        assert_eq!(taxonomy.unresolved(), []);
        assert_eq!(taxonomy.duplicates(), []);
        assert_eq!(taxonomy.type_problems(), []);
    }
}

/// What is found in a document by the declarations of all core schemas, as messages.
fn findings(loaded: &Loaded, documents: &mut Documents, text: &str) -> Vec<String> {
    let document = documents.add("test.xml", text.to_owned());
    let tree = xml::parse(document, text).unwrap_or_else(|error| panic!("{}: {text}", error.message));
    let mut validation = Validation::new(&loaded.taxonomy, documents);
    validation.element(tree.root(), Process::Strict);
    validation.finish().into_iter().map(|finding| finding.message).collect()
}

const PREFIXES: &str = "xmlns='http://www.xbrl.org/2003/instance' xmlns:link='http://www.xbrl.org/2003/linkbase' \
    xmlns:xlink='http://www.w3.org/1999/xlink' xmlns:iso4217='http://www.xbrl.org/2003/iso4217' \
    xmlns:xbrldi='http://xbrl.org/2006/xbrldi'";

/// An instance with this inside.
fn instance(inside: &str) -> String {
    let schema = "<link:schemaRef xlink:type='simple' xlink:href='a.xsd'/>";
    format!("<xbrl {PREFIXES}>{schema}{inside}</xbrl>")
}

/// A linkbase with this inside.
fn linkbase(inside: &str) -> String {
    format!("<link:linkbase {PREFIXES}>{inside}</link:linkbase>")
}

/// A context whose period is this.
fn context(period: &str) -> String {
    let entity = "<entity><identifier scheme='http://a'>1</identifier></entity>";
    instance(&format!("<context id='c'>{entity}<period>{period}</period></context>"))
}

fn arc(name: &str, attributes: &str) -> String {
    let link = name.replace("Arc", "Link");
    let loc = "<link:loc xlink:type='locator' xlink:href='a.xsd#a' xlink:label='a'/>";
    linkbase(&format!(
        "<link:{link} xlink:type='extended' xlink:role='http://r'>{loc}<link:{name} xlink:type='arc' \
         xlink:arcrole='http://a' xlink:from='a' xlink:to='a' {attributes}/></link:{link}>"
    ))
}

#[test]
fn what_the_specifications_allow_is_valid() {
    let (loaded, mut documents) = load_built_in(|url| url != OLD_XML);
    let member = "<segment><xbrldi:explicitMember dimension='iso4217:a'>iso4217:b</xbrldi:explicitMember></segment>";
    for text in [
        instance(""),
        context("<instant>2004-03-31</instant>"),
        context("<instant> 2004-03-31T24:00:00 </instant>"),
        context("<startDate>2004-01-01</startDate><endDate>2004-03-31T00:00:00Z</endDate>"),
        context("<forever/>"),
        context("<forever/>").replace("</entity>", &format!("{member}</entity>")),
        instance("<unit id='u'><measure>iso4217:JPY</measure><measure>pure</measure></unit>"),
        instance(
            "<unit id='u'><divide><unitNumerator><measure>iso4217:JPY</measure></unitNumerator>\
             <unitDenominator><measure>shares</measure></unitDenominator></divide></unit>",
        ),
        linkbase(""),
        arc("presentationArc", "order='1.5' preferredLabel='http://l'"),
        arc("calculationArc", "weight='-1' use='prohibited' priority='2'"),
        arc("definitionArc", "order='1'"),
    ] {
        assert_eq!(findings(&loaded, &mut documents, &text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn what_the_specifications_forbid_is_invalid() {
    let (loaded, mut documents) = load_built_in(|url| url != OLD_XML);
    for (text, words) in [
        (format!("<xbrl {PREFIXES}/>"), "xbrl is not complete"),
        (instance("<link:roleRef xlink:type='simple' xlink:href='a.xsd#a'/>"), "must have the attribute roleURI"),
        (
            context("<instant>2004-02-30</instant>"),
            "instant is not a day or offset that exists and not a date and time",
        ),
        (context("<startDate>2004-01-01</startDate>"), "period is not complete"),
        (context("<forever>now</forever>"), "forever must be empty"),
        (context("<forever/>").replace(" id='c'", ""), "must have the attribute id"),
        (context("<forever/>").replace("http://a", ""), "scheme is shorter than 1 character"),
        (context("<forever/>").replace("</entity>", "<segment/></entity>"), "segment is not complete"),
        (instance("<unit id='u'/>"), "unit is not complete"),
        (
            instance("<unit id='u'><measure>nowhere:JPY</measure></unit>"),
            "measure is a name whose prefix \"nowhere\" is not declared",
        ),
        (
            instance("<unit id='u'><measure>pure</measure></unit><unit id='u'><measure>pure</measure></unit>"),
            "the id \"u\" is there twice",
        ),
        (arc("presentationArc", "preferredLabel=''"), "preferredLabel is shorter than 1 character"),
        (arc("calculationArc", ""), "must have the attribute weight"),
        (arc("calculationArc", "weight='1e3'"), "weight is not a decimal number"),
        (arc("definitionArc", "use='maybe'"), "use is not one of 2 values: optional, prohibited"),
        (arc("definitionArc", "priority='1.0'"), "priority is not an integer"),
        (arc("definitionArc", "weight='1'"), "can't have the attribute weight"),
        (
            linkbase("<link:labelLink xlink:type='extended'/>"),
            "must have the attribute {http://www.w3.org/1999/xlink}role",
        ),
        (linkbase("<link:labelLink xlink:type='simple' xlink:role='http://r'/>"), "type is fixed"),
    ] {
        let found = findings(&loaded, &mut documents, &text);
        assert!(found.len() == 1 && found[0].contains(words), "{text}: {found:?}");
    }
}
