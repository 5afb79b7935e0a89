//! A fact as its object says it, before anything of it is understood.

use super::cursor::{Cursor, Seen, Stop, Str};
use crate::model::Place;
use crate::oim::rules::json::INVALID_STRUCTURE;

/// The members of a fact.
pub(super) struct Draft<'d> {
    pub(super) id: Str<'d>,
    /// None where there is none that can be told; `Some(None)` for null.
    pub(super) value: Option<Option<Str<'d>>>,
    pub(super) decimals: Option<(i32, Place)>,
    pub(super) dimensions: Option<Fields<'d>>,
    pub(super) links: Vec<DraftLink<'d>>,
}

/// The members of a fact's `dimensions`.
#[derive(Default)]
pub(super) struct Fields<'d> {
    pub(super) concept: Option<Str<'d>>,
    pub(super) entity: Option<Str<'d>>,
    pub(super) period: Option<Str<'d>>,
    pub(super) unit: Option<Str<'d>>,
    pub(super) language: Option<Str<'d>>,
    pub(super) note_id: Option<Str<'d>>,
    /// The taxonomy's dimensions with their members; none for null.
    pub(super) members: Vec<(Str<'d>, Option<Str<'d>>)>,
    /// Whether something of it can't be told, so that the fact would say something else without it.
    pub(super) broken: bool,
}

/// Links of one type and group.
pub(super) struct DraftLink<'d> {
    pub(super) kind: Str<'d>,
    pub(super) group: Str<'d>,
    pub(super) targets: Vec<Str<'d>>,
}

/// Reads a fact's object.
pub(super) fn read<'d>(json: &mut Cursor<'d>, id: Str<'d>) -> Result<Option<Draft<'d>>, Stop> {
    if !json.object("a fact")? {
        return Ok(None);
    }
    let mut draft = Draft { id, value: None, decimals: None, dimensions: None, links: Vec::new() };
    let mut seen = Seen::default();
    let mut missing = [Some("value"), Some("dimensions")];
    while let Some(name) = json.member(&mut seen)? {
        missing.iter_mut().for_each(|missing| _ = missing.take_if(|missing| *missing == name.text));
        match &*name.text {
            "value" => draft.value = json.string_or_null("value")?,
            "decimals" => draft.decimals = decimals(json)?,
            "dimensions" => draft.dimensions = dimensions(json)?,
            "links" => draft.links = links(json)?,
            _ => json.other_member(&name, "a fact", "value, decimals, dimensions, links, or a name with a prefix")?,
        }
    }
    for missing in missing.into_iter().flatten() {
        let message = format!("the fact {} has no {missing}", draft.id.text);
        json.find(&INVALID_STRUCTURE, draft.id.place, message);
    }
    Ok(Some(draft))
}

fn decimals(json: &mut Cursor<'_>) -> Result<Option<(i32, Place)>, Stop> {
    let Some((text, place)) = json.number("decimals")? else { return Ok(None) };
    if let Ok(places) = text.parse() {
        return Ok(Some((places, place)));
    }
    let finding = json.find(&INVALID_STRUCTURE, place, format!("decimals can't be {text}"));
    finding.expected = Some("a whole number, or no decimals for a value that is exact".to_owned());
    Ok(None)
}

fn dimensions<'d>(json: &mut Cursor<'d>) -> Result<Option<Fields<'d>>, Stop> {
    if !json.object("dimensions")? {
        return Ok(None);
    }
    let mut fields = Fields::default();
    let mut seen = Seen::default();
    while let Some(name) = json.member(&mut seen)? {
        let core = match &*name.text {
            "concept" => &mut fields.concept,
            "entity" => &mut fields.entity,
            "period" => &mut fields.period,
            "unit" => &mut fields.unit,
            "language" => &mut fields.language,
            "noteId" => &mut fields.note_id,
            own if own.contains(':') => {
                match json.string_or_null(own)? {
                    Some(member) => fields.members.push((name, member)),
                    None => fields.broken = true,
                }
                continue;
            }
            _ => {
                let known = "concept, entity, period, unit, language, noteId, or the name of a taxonomy's dimension";
                json.other_member(&name, "dimensions", known)?;
                fields.broken = true;
                continue;
            }
        };
        *core = json.string(&name.text)?;
        fields.broken |= core.is_none();
    }
    Ok(Some(fields))
}

fn links<'d>(json: &mut Cursor<'d>) -> Result<Vec<DraftLink<'d>>, Stop> {
    let mut links = Vec::new();
    if !json.object("links")? {
        return Ok(links);
    }
    let mut kinds = Seen::default();
    while let Some(kind) = json.member(&mut kinds)? {
        if !json.object("a link type")? {
            continue;
        }
        let mut groups = Seen::default();
        while let Some(group) = json.member(&mut groups)? {
            let targets = json.strings("a link group")?;
            links.push(DraftLink { kind: kind.clone(), group, targets });
        }
    }
    Ok(links)
}
