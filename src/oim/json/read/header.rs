//! `documentInfo`: the type of document, what prefixes and aliases stand for, the taxonomy, features.

use indexmap::IndexMap;

use super::cursor::{Cursor, Seen, Stop, Str};
use crate::model::ids::is_ncname;
use crate::model::{Diagnostic, Name, Place};
use crate::oim::json::DOCUMENT_TYPE;
use crate::oim::names::{RESERVED_LINK_GROUPS, RESERVED_LINK_TYPES, RESERVED_PREFIXES, is_absolute_uri};
use crate::oim::rules::common::{
    ALIAS_FOR_RESERVED_URI, INVALID_URI, INVALID_URI_ALIAS, MULTIPLE_ALIASES, UNBOUND_PREFIX,
    UNSUPPORTED_DOCUMENT_TYPE, URI_FOR_RESERVED_ALIAS,
};
use crate::oim::rules::json::INVALID_STRUCTURE;
use crate::oim::rules::model::NO_TAXONOMY;

/// What a report says of itself before its facts.
#[derive(Clone, Debug, Default)]
pub struct Header {
    /// Prefixes with their namespaces.
    pub namespaces: IndexMap<String, Name>,
    /// Aliases of arcroles.
    pub link_types: IndexMap<String, Name>,
    /// Aliases of roles.
    pub link_groups: IndexMap<String, Name>,
    /// The references to the taxonomy, with their places.
    pub taxonomy: Vec<(String, Place)>,
    /// What the references are relative to, where that isn't the document itself.
    pub base_url: Option<String>,
    /// What the report promises of itself.
    pub features: Features,
    /// What was found while it was read.
    pub findings: Vec<Diagnostic>,
}

/// What a report promises of itself (6.1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Features {
    /// Where it says that all values are canonical.
    pub canonical_values: Option<Place>,
    /// Which duplicates it says that there may be at most, and where: `all`, `complete`, `consistent`, `none`.
    pub allowed_duplicates: Option<(String, Place)>,
}

/// What is said of the members of `documentInfo` where one is unknown.
const MEMBERS: &str =
    "documentType, namespaces, linkTypes, linkGroups, taxonomy, baseURL, features, or a name with a prefix";

/// Reads `documentInfo`. Of another type of document nothing is read.
pub(super) fn read(json: &mut Cursor<'_>, name: &Str<'_>) -> Result<Header, Stop> {
    let mut header = Header::default();
    if !json.object("documentInfo")? {
        return Err(unsupported(name.place, None));
    }
    let mut seen = Seen::default();
    let (mut has_type, mut has_taxonomy) = (false, false);
    let mut feature_names = Vec::new();
    while let Some(member) = json.member(&mut seen)? {
        match &*member.text {
            "documentType" => {
                let found = json.string("documentType")?;
                has_type = found.as_ref().is_some_and(|found| found.text == DOCUMENT_TYPE);
                if !has_type {
                    return Err(unsupported(member.place, found));
                }
            }
            "namespaces" => header.namespaces = aliases(json, "namespaces", RESERVED_PREFIXES)?,
            "linkTypes" => header.link_types = aliases(json, "linkTypes", RESERVED_LINK_TYPES)?,
            "linkGroups" => header.link_groups = aliases(json, "linkGroups", RESERVED_LINK_GROUPS)?,
            "taxonomy" => {
                has_taxonomy = true;
                let references = json.strings("taxonomy")?;
                if references.is_empty() {
                    json.find(&NO_TAXONOMY, member.place, "the report names no taxonomy");
                }
                header.taxonomy = references.into_iter().map(|href| (href.text.into_owned(), href.place)).collect();
            }
            "baseURL" => header.base_url = json.string("baseURL")?.map(|url| url.text.into_owned()),
            "features" => (header.features, feature_names) = features(json)?,
            _ => json.other_member(&member, "documentInfo", MEMBERS)?,
        }
    }
    if !has_type {
        return Err(unsupported(name.place, None));
    }
    if !has_taxonomy {
        json.find(&NO_TAXONOMY, name.place, "documentInfo has no taxonomy");
    }
    // The namespaces may stand behind the features.
    for (prefix, place) in feature_names {
        if !header.namespaces.contains_key(&prefix) {
            let message = format!("the prefix {prefix:?} of a feature is not bound to a namespace");
            json.find(&UNBOUND_PREFIX, place, message);
        }
    }
    Ok(header)
}

/// Nothing is known of the document.
pub(super) fn unsupported(place: Place, found: Option<Str<'_>>) -> Stop {
    let message = "the document doesn't say that it is an xBRL-JSON report";
    let finding = Diagnostic::new(&UNSUPPORTED_DOCUMENT_TYPE, place, message);
    let finding = finding.expected(format!("documentInfo with the documentType {DOCUMENT_TYPE}"));
    Box::new(match found {
        Some(found) => finding.found(found.text.into_owned()),
        None => finding,
    })
}

/// Reads a map from prefixes or aliases to URIs (OIM Common Definitions 1.0, 3.2 and 3.3).
fn aliases(json: &mut Cursor<'_>, what: &str, reserved: &[(&str, Name)]) -> Result<IndexMap<String, Name>, Stop> {
    let mut known: IndexMap<String, Name> = IndexMap::new();
    if !json.object(what)? {
        return Ok(known);
    }
    let mut first: IndexMap<Name, Place> = IndexMap::new();
    let mut seen = Seen::default();
    while let Some(alias) = json.member(&mut seen)? {
        let Some(uri) = json.string(what)? else { continue };
        if !is_ncname(&alias.text) {
            json.find(&INVALID_URI_ALIAS, alias.place, format!("{:?} is no name without a colon", &*alias.text));
            continue;
        }
        if !is_absolute_uri(&uri.text) {
            let message = format!("{} stands for {:?}, which is no absolute URI", alias.text, &*uri.text);
            json.find(&INVALID_URI, uri.place, message);
            continue;
        }
        let name = Name::new(&uri.text);
        check_reserved(json, &alias, &uri, name, reserved);
        if let Some(other) = first.insert(name, alias.place) {
            let message = format!("{} is given another alias, {}", uri.text, alias.text);
            let finding = json.find(&MULTIPLE_ALIASES, alias.place, message);
            *finding = finding.clone().related(other, "its first alias");
        }
        known.insert(alias.text.into_owned(), name);
    }
    Ok(known)
}

fn check_reserved(json: &mut Cursor<'_>, alias: &Str<'_>, uri: &Str<'_>, name: Name, reserved: &[(&str, Name)]) {
    for (reserved_alias, reserved_uri) in reserved {
        let (same_alias, same_uri) = (alias.text == *reserved_alias, name == *reserved_uri);
        if same_alias && !same_uri {
            let message = format!("{reserved_alias} is reserved, and stands for {} here", uri.text);
            json.find(&URI_FOR_RESERVED_ALIAS, uri.place, message).expected = Some(reserved_uri.as_str().to_owned());
        }
        if same_uri && !same_alias {
            let message = format!("{} has a reserved alias, and is given {}", uri.text, alias.text);
            json.find(&ALIAS_FOR_RESERVED_URI, alias.place, message).expected = Some((*reserved_alias).to_owned());
        }
    }
}

/// Reads the features, and gives the prefixes of their names.
fn features(json: &mut Cursor<'_>) -> Result<(Features, Vec<(String, Place)>), Stop> {
    let (mut features, mut prefixes) = (Features::default(), Vec::new());
    if !json.object("features")? {
        return Ok((features, prefixes));
    }
    let mut seen = Seen::default();
    while let Some(name) = json.member(&mut seen)? {
        if let Some((prefix, _)) = name.text.split_once(':') {
            prefixes.push((prefix.to_owned(), name.place));
        }
        match &*name.text {
            "xbrl:canonicalValues" => {
                let promised = json.boolean("xbrl:canonicalValues")? == Some(true);
                features.canonical_values = promised.then_some(name.place);
            }
            "xbrl:allowedDuplicates" => {
                let Some(value) = json.string("xbrl:allowedDuplicates")? else { continue };
                if matches!(&*value.text, "all" | "complete" | "consistent" | "none") {
                    features.allowed_duplicates = Some((value.text.into_owned(), value.place));
                } else {
                    let message = format!("xbrl:allowedDuplicates can't be {:?}", &*value.text);
                    let finding = json.find(&INVALID_STRUCTURE, value.place, message);
                    finding.expected = Some("all, complete, consistent or none".to_owned());
                }
            }
            _ => json.other_member(&name, "features", "names with prefixes")?,
        }
    }
    Ok((features, prefixes))
}
