//! Values that were found to be sound lately: documents have few values of most of their attributes, over and over.

use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

/// How many values are remembered.
const SLOTS: usize = 256;

/// The longest value that is remembered, in bytes.
const LONGEST: usize = 51;

/// Values of attributes that need not be looked at again, each remembered until another one takes its slot.
pub(super) struct SoundValues {
    slots: Box<[Slot; SLOTS]>,
}

/// As large as a cache line.
#[derive(Clone, Copy)]
struct Slot {
    /// What the value is one of.
    declaration: usize,
    scope: u32,
    length: u8,
    text: [u8; LONGEST],
}

const _: () = assert!(size_of::<Slot>() == 64);

impl Default for SoundValues {
    fn default() -> SoundValues {
        let free = Slot { declaration: 0, scope: 0, length: 0, text: [0; LONGEST] };
        SoundValues { slots: Box::new([free; SLOTS]) }
    }
}

impl SoundValues {
    fn slot(&mut self, declaration: usize, text: &str) -> &mut Slot {
        &mut self.slots[FxBuildHasher.hash_one((declaration, text)) as usize % SLOTS]
    }

    /// Whether a text was found to be a sound value by a declaration, where some namespaces are in scope.
    pub(super) fn has<D>(&mut self, declaration: &D, scope: u32, text: &str) -> bool {
        let declaration = std::ptr::from_ref(declaration).addr();
        let slot = self.slot(declaration, text);
        slot.declaration == declaration
            && slot.scope == scope
            && slot.text.get(..slot.length.into()) == Some(text.as_bytes())
    }

    /// Remembers that it was. The declaration must stay where it is.
    pub(super) fn add<D>(&mut self, declaration: &D, scope: u32, text: &str) {
        if text.len() <= LONGEST {
            let declaration = std::ptr::from_ref(declaration).addr();
            let slot = self.slot(declaration, text);
            (slot.declaration, slot.scope, slot.length) = (declaration, scope, text.len() as u8);
            slot.text[..text.len()].copy_from_slice(text.as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_sound_for_one_declaration_in_one_scope() {
        let (one, other) = ([1], [1]);
        let mut sound = SoundValues::default();
        assert!(!sound.has(&one, 0, ""));
        for text in ["", "true", &"x".repeat(LONGEST)] {
            sound.add(&one, 0, text);
            assert!(sound.has(&one, 0, text));
            assert!(!sound.has(&one, 1, text) && !sound.has(&other, 0, text));
        }
        sound.add(&one, 0, &"x".repeat(LONGEST + 1));
        assert!(!sound.has(&one, 0, &"x".repeat(LONGEST + 1)));
    }
}
