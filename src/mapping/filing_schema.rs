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
    /// The periods that its facts are of: all instants, or all durations.
    periods: BTreeSet<String>,
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

/// The concept of notes.
const NOTE: &str = "xbrl:note";

/// The schema of a filing.
///
/// `values` tells what values the concept of a name has, as the JSON writes it.
pub(super) fn schema(name: &str, filing: &Value, values: &dyn Fn(&str) -> Values) -> Value {
    let facts = Facts::of(filing, values);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("xBRL-JSON of the filing {name}"),
        "type": "object",
        "required": ["documentInfo", "facts"],
        "additionalProperties": false,
        "properties": {
            "documentInfo": document_info(&filing["documentInfo"]),
            "facts": facts.schema(),
        },
        "$defs": facts.definitions(),
    })
}

/// What the facts of a filing have in common.
#[derive(Default)]
struct Facts {
    shapes: BTreeMap<String, Shape>,
    entities: BTreeSet<String>,
    /// The notes' identifiers with what their dimension repeats of them.
    notes: BTreeMap<String, String>,
    /// What facts are linked to, by the link's type and group.
    links: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
}

fn text(value: Option<&Value>) -> String {
    value.and_then(Value::as_str).unwrap_or_default().to_owned()
}

impl Facts {
    fn of(filing: &Value, values: &dyn Fn(&str) -> Values) -> Facts {
        let mut facts = Facts::default();
        for (id, fact) in filing["facts"].as_object().into_iter().flatten() {
            let Some(dimensions) = fact["dimensions"].as_object() else { continue };
            facts.add_links(fact);
            if dimensions.get("concept").is_some_and(|concept| concept == NOTE) {
                facts.notes.insert(id.clone(), text(dimensions.get("noteId")));
            } else {
                facts.add(fact, dimensions, values);
            }
        }
        facts
    }

    fn add(&mut self, fact: &Value, dimensions: &Map<String, Value>, values: &dyn Fn(&str) -> Values) {
        let concept = text(dimensions.get("concept"));
        self.entities.insert(text(dimensions.get("entity")));
        let axes = dimensions.iter().filter(|(axis, _)| !CORE.contains(&axis.as_str()));
        let axes: BTreeMap<&String, &Value> = axes.collect();
        let values = values(&concept);
        let shape = self.shapes.entry(concept).or_insert_with(|| Shape {
            values,
            periods: BTreeSet::new(),
            nil: false,
            units: BTreeSet::new(),
            without_unit: false,
            axes: BTreeMap::new(),
            required_axes: axes.keys().map(|axis| (*axis).clone()).collect(),
        });
        shape.periods.insert(text(dimensions.get("period")));
        shape.nil |= fact["value"].is_null();
        shape.units.extend(dimensions.get("unit").map(|unit| text(Some(unit))));
        shape.without_unit |= !dimensions.contains_key("unit");
        shape.required_axes.retain(|axis| axes.contains_key(axis));
        for (axis, member) in axes {
            shape.axes.entry(axis.clone()).or_default().insert(text(Some(member)));
        }
    }

    fn add_links(&mut self, fact: &Value) {
        for (kind, groups) in fact["links"].as_object().into_iter().flatten() {
            let known = self.links.entry(kind.clone()).or_default();
            for (group, targets) in groups.as_object().into_iter().flatten() {
                let targets = targets.as_array().into_iter().flatten().map(|target| text(Some(target)));
                known.entry(group.clone()).or_default().extend(targets);
            }
        }
    }

    /// All facts: none but those of the filing's concepts, its notes under their names, what is linked to present.
    fn schema(&self) -> Value {
        let notes = self.notes.iter().map(|(id, note)| {
            let own = json!({ "properties": { "dimensions": { "required": ["noteId"], "properties": {
                "concept": { "const": NOTE }, "noteId": { "const": note },
            } } } });
            (id.clone(), json!({ "allOf": [{ "$ref": "#/$defs/fact" }, own] }))
        });
        let notes: Map<String, Value> = notes.collect();
        let targets: BTreeSet<&String> = self.links.values().flat_map(BTreeMap::values).flatten().collect();
        json!({
            "type": "object",
            "minProperties": 1,
            "required": targets,
            "propertyNames": { "pattern": "^[^\\s]+$" },
            "properties": notes,
            "additionalProperties": { "$ref": "#/$defs/fact" },
        })
    }

    fn definitions(&self) -> Map<String, Value> {
        let mut by_shape: BTreeMap<&Shape, Vec<&str>> = BTreeMap::new();
        for (concept, shape) in &self.shapes {
            by_shape.entry(shape).or_default().push(concept);
        }
        let mut concepts: Vec<&str> = by_shape.values().flatten().copied().collect();
        let mut definitions = Map::new();
        definitions.insert("fact".to_owned(), json!({}));
        definitions.insert("entity".to_owned(), json!({ "enum": self.entities }));
        definitions.insert("links".to_owned(), self.links());
        let mut rules = Vec::new();
        for (number, (shape, concepts)) in by_shape.iter().enumerate() {
            let key = format!("shape{}", number + 1);
            rules.push(when(&json!({ "enum": concepts }), &key));
            definitions.insert(key, shape.schema());
        }
        if !self.notes.is_empty() {
            concepts.push(NOTE);
            rules.push(when(&json!({ "const": NOTE }), "note"));
            definitions.insert("note".to_owned(), note(self.notes.values()));
        }
        definitions["fact"] = fact(&concepts, &rules);
        definitions
    }

    /// The links of a fact: of the filing's types and groups, to what it links to so.
    fn links(&self) -> Value {
        let closed = |properties: Map<String, Value>| json!({ "type": "object", "minProperties": 1, "properties": properties, "additionalProperties": false });
        let group = |targets: &BTreeSet<String>| json!({ "type": "array", "minItems": 1, "uniqueItems": true, "items": { "enum": targets } });
        let kinds = self.links.iter().map(|(kind, groups)| {
            let groups = groups.iter().map(|(name, targets)| (name.clone(), group(targets)));
            (kind.clone(), closed(groups.collect()))
        });
        closed(kinds.collect())
    }
}

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
            "links": { "$ref": "#/$defs/links" },
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

fn note<'n>(ids: impl Iterator<Item = &'n String>) -> Value {
    json!({
        "properties": {
            "value": { "type": "string", "minLength": 1 },
            "decimals": false,
            "dimensions": {
                "required": ["concept", "noteId", "language"],
                "properties": {
                    "concept": true,
                    "noteId": { "enum": ids.collect::<Vec<_>>() },
                    "language": { "type": "string", "pattern": "^[a-z]{1,8}(-[a-z0-9]{1,8})*$" },
                },
                "additionalProperties": false,
            },
        },
    })
}

impl Shape {
    fn schema(&self) -> Value {
        let is_number = self.values != Values::Text;
        let mut schema = json!({ "properties": { "value": self.value(), "dimensions": self.dimensions(is_number) } });
        schema["properties"]["decimals"] = if is_number { json!({ "type": "integer" }) } else { json!(false) };
        if is_number && self.nil {
            // What has no value is not exact to anything.
            schema["if"] = json!({ "properties": { "value": { "type": "null" } } });
            schema["then"] = json!({ "properties": { "decimals": false } });
            schema["else"] = json!({ "required": ["decimals"] });
        } else if is_number {
            schema["required"] = json!(["decimals"]);
        }
        schema
    }

    fn value(&self) -> Value {
        let pattern = match self.values {
            Values::Number => Some("^-?(0|[1-9][0-9]*)(\\.[0-9]+)?$"),
            Values::Count => Some("^(0|[1-9][0-9]*)$"),
            Values::Text => None,
        };
        let mut value = json!({ "type": if self.nil { json!(["string", "null"]) } else { json!("string") } });
        if let Some(pattern) = pattern {
            value["pattern"] = json!(pattern);
        }
        value
    }

    fn dimensions(&self, is_number: bool) -> Value {
        let mut dimensions = Map::new();
        dimensions.insert("concept".to_owned(), json!(true));
        dimensions.insert("entity".to_owned(), json!({ "$ref": "#/$defs/entity" }));
        dimensions.insert("period".to_owned(), json!({ "enum": self.periods }));
        let mut required = vec!["concept", "entity", "period"];
        if is_number {
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
        json!({ "required": required, "properties": dimensions, "additionalProperties": false })
    }
}
