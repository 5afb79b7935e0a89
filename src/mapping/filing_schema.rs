//! `NAME.schema.json`: a JSON Schema that this filing's xBRL-JSON meets and damaged copies of it don't.
//!
//! It is made from the filing's own JSON, so that names, periods and units stand in it as they are
//! written there, and from the concepts' types.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

/// What values a concept has.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Values {
    /// A decimal number.
    Number,
    /// A whole number, not negative.
    Count,
    /// Text.
    Text,
}

/// What the facts of a concept look like; concepts of one shape share a definition.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Shape {
    values: Values,
    instant: bool,
    nil: bool,
    /// The units; none where the unit is pure, which xBRL-JSON leaves out.
    units: BTreeSet<String>,
    without_unit: bool,
    /// For each axis its members; an axis that not all facts have is optional.
    axes: BTreeMap<String, BTreeSet<String>>,
    required_axes: BTreeSet<String>,
}

/// The dimensions that OIM itself defines.
const CORE: [&str; 6] = ["concept", "entity", "period", "unit", "language", "noteId"];

/// The schema of a filing.
///
/// `values` tells what values the concept of a name has, as the JSON writes it.
pub(super) fn schema(name: &str, filing: &Value, values: &dyn Fn(&str) -> Values) -> Value {
    let facts = filing["facts"].as_object().cloned().unwrap_or_default();
    let dimensions = |fact: &Value| fact["dimensions"].as_object().cloned().unwrap_or_default();
    let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut shapes: BTreeMap<String, Shape> = BTreeMap::new();
    let (mut instants, mut durations, mut entities) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for fact in facts.values() {
        let own = dimensions(fact);
        let concept = text(own.get("concept"));
        if concept == NOTE {
            continue;
        }
        let period = text(own.get("period"));
        let instant = !period.contains('/');
        if instant {
            instants.insert(period)
        } else {
            durations.insert(period)
        };
        entities.insert(text(own.get("entity")));
        let axes: BTreeMap<&String, &Value> = own.iter().filter(|(axis, _)| !CORE.contains(&axis.as_str())).collect();
        let values = values(&concept);
        let shape = shapes.entry(concept).or_insert_with(|| Shape {
            values,
            instant,
            nil: false,
            units: BTreeSet::new(),
            without_unit: false,
            axes: BTreeMap::new(),
            required_axes: axes.keys().map(|axis| (*axis).clone()).collect(),
        });
        shape.nil |= fact["value"].is_null();
        shape.units.extend(own.get("unit").map(|unit| text(Some(unit))));
        shape.without_unit |= !own.contains_key("unit");
        shape.required_axes.retain(|axis| axes.contains_key(axis));
        for (axis, member) in axes {
            shape.axes.entry(axis.clone()).or_default().insert(text(Some(member)));
        }
    }
    let mut by_shape: BTreeMap<Shape, Vec<String>> = BTreeMap::new();
    for (concept, shape) in shapes {
        by_shape.entry(shape).or_default().push(concept);
    }
    let concepts: Vec<&String> = by_shape.values().flatten().collect();
    let mut all_concepts: Vec<&str> = concepts.iter().map(|concept| concept.as_str()).collect();
    let has_notes = facts.values().any(|fact| fact["dimensions"]["concept"] == NOTE);
    if has_notes {
        all_concepts.push(NOTE);
    }
    let mut definitions = Map::new();
    definitions.insert("fact".to_owned(), json!({}));
    definitions.insert("entity".to_owned(), json!({ "enum": entities }));
    definitions.insert("instant".to_owned(), json!({ "enum": instants }));
    definitions.insert("duration".to_owned(), json!({ "enum": durations }));
    let mut rules = Vec::new();
    for (number, (shape, concepts)) in by_shape.iter().enumerate() {
        let key = format!("shape{}", number + 1);
        rules.push(when(&json!({ "enum": concepts }), &key));
        definitions.insert(key, shape.schema());
    }
    if has_notes {
        rules.push(when(&json!({ "const": NOTE }), "note"));
        definitions.insert("note".to_owned(), note());
    }
    definitions["fact"] = fact(&all_concepts, &rules);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("xBRL-JSON of the filing {name}"),
        "type": "object",
        "required": ["documentInfo", "facts"],
        "additionalProperties": false,
        "properties": {
            "documentInfo": document_info(&filing["documentInfo"]),
            "facts": {
                "type": "object",
                "propertyNames": { "pattern": "^[^\\s]+$" },
                "additionalProperties": { "$ref": "#/$defs/fact" },
            },
        },
        "$defs": definitions,
    })
}

const NOTE: &str = "xbrl:note";

/// What holds of every fact; `rules` say what holds of each concept's.
fn fact(concepts: &[&str], rules: &[Value]) -> Value {
    json!({
        "type": "object",
        "required": ["value", "dimensions"],
        "additionalProperties": false,
        "properties": {
            "value": { "type": ["string", "null"] },
            "decimals": { "type": "integer" },
            "dimensions": {
                "type": "object",
                "required": ["concept"],
                "properties": { "concept": { "enum": concepts } },
            },
            "links": { "type": "object" },
        },
        "allOf": rules,
    })
}

/// A rule for the facts of some concepts.
fn when(concept: &Value, definition: &str) -> Value {
    json!({
        "if": {
            "required": ["dimensions"],
            "properties": { "dimensions": { "required": ["concept"], "properties": { "concept": concept } } },
        },
        "then": { "$ref": format!("#/$defs/{definition}") },
    })
}

/// The document's type, its taxonomy and its namespaces are this filing's.
fn document_info(info: &Value) -> Value {
    let constants = |object: &Value| {
        let members = object.as_object().cloned().unwrap_or_default();
        members.into_iter().map(|(key, value)| (key, json!({ "const": value }))).collect::<Map<_, _>>()
    };
    let required: Vec<String> = info.as_object().map(|info| info.keys().cloned().collect()).unwrap_or_default();
    let mut properties = constants(info);
    if let Some(namespaces) = properties.get_mut("namespaces") {
        let bound = constants(&info["namespaces"]);
        let names: Vec<&String> = bound.keys().collect();
        *namespaces =
            json!({ "type": "object", "required": names, "properties": bound, "additionalProperties": false });
    }
    json!({ "type": "object", "required": required, "properties": properties, "additionalProperties": false })
}

fn note() -> Value {
    json!({
        "properties": {
            "value": { "type": "string" },
            "decimals": false,
            "dimensions": {
                "required": ["concept", "noteId", "language"],
                "properties": {
                    "concept": true,
                    "noteId": { "type": "string" },
                    "language": { "type": "string" },
                },
                "additionalProperties": false,
            },
        },
    })
}

impl Shape {
    fn schema(&self) -> Value {
        let number = self.values != Values::Text;
        let pattern = match self.values {
            Values::Number => Some("^-?(0|[1-9][0-9]*)(\\.[0-9]+)?$"),
            Values::Count => Some("^(0|[1-9][0-9]*)$"),
            Values::Text => None,
        };
        let mut value = json!({ "type": if self.nil { json!(["string", "null"]) } else { json!("string") } });
        if let Some(pattern) = pattern {
            value["pattern"] = json!(pattern);
        }
        let period = if self.instant { "#/$defs/instant" } else { "#/$defs/duration" };
        let mut dimensions = Map::new();
        dimensions.insert("concept".to_owned(), json!(true));
        dimensions.insert("entity".to_owned(), json!({ "$ref": "#/$defs/entity" }));
        dimensions.insert("period".to_owned(), json!({ "$ref": period }));
        let mut required = vec!["concept", "entity", "period"];
        if number {
            if !self.units.is_empty() {
                dimensions.insert("unit".to_owned(), json!({ "enum": self.units }));
            }
            if !self.without_unit {
                required.push("unit");
            }
        } else {
            dimensions.insert("language".to_owned(), json!({ "type": "string" }));
        }
        for (axis, members) in &self.axes {
            dimensions.insert(axis.clone(), json!({ "enum": members }));
        }
        required.extend(self.required_axes.iter().map(String::as_str));
        json!({
            "properties": {
                "value": value,
                "decimals": if number { json!({ "type": "integer" }) } else { json!(false) },
                "dimensions": { "required": required, "properties": dimensions, "additionalProperties": false },
            },
        })
    }
}
