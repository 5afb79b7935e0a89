//! The blocks of Unicode 3.1 by the names that patterns have for them (part 2, F.1.1).

/// A block of characters.
#[derive(Debug)]
pub(super) struct Block {
    name: &'static str,
    /// Empty where it has no characters, only surrogates.
    pub(super) ranges: &'static [(char, char)],
}

/// The block of a name, without the `Is` in front.
pub(super) fn find(name: &str) -> Option<&'static Block> {
    BLOCKS.iter().find(|block| block.name == name)
}

const fn block(name: &'static str, ranges: &'static [(char, char)]) -> Block {
    Block { name, ranges }
}

static BLOCKS: &[Block] = &[
    block("BasicLatin", &[('\u{0}', '\u{7F}')]),
    block("Latin-1Supplement", &[('\u{80}', '\u{FF}')]),
    block("LatinExtended-A", &[('\u{100}', '\u{17F}')]),
    block("LatinExtended-B", &[('\u{180}', '\u{24F}')]),
    block("IPAExtensions", &[('\u{250}', '\u{2AF}')]),
    block("SpacingModifierLetters", &[('\u{2B0}', '\u{2FF}')]),
    block("CombiningDiacriticalMarks", &[('\u{300}', '\u{36F}')]),
    block("Greek", &[('\u{370}', '\u{3FF}')]),
    block("Cyrillic", &[('\u{400}', '\u{4FF}')]),
    block("Armenian", &[('\u{530}', '\u{58F}')]),
    block("Hebrew", &[('\u{590}', '\u{5FF}')]),
    block("Arabic", &[('\u{600}', '\u{6FF}')]),
    block("Syriac", &[('\u{700}', '\u{74F}')]),
    block("Thaana", &[('\u{780}', '\u{7BF}')]),
    block("Devanagari", &[('\u{900}', '\u{97F}')]),
    block("Bengali", &[('\u{980}', '\u{9FF}')]),
    block("Gurmukhi", &[('\u{A00}', '\u{A7F}')]),
    block("Gujarati", &[('\u{A80}', '\u{AFF}')]),
    block("Oriya", &[('\u{B00}', '\u{B7F}')]),
    block("Tamil", &[('\u{B80}', '\u{BFF}')]),
    block("Telugu", &[('\u{C00}', '\u{C7F}')]),
    block("Kannada", &[('\u{C80}', '\u{CFF}')]),
    block("Malayalam", &[('\u{D00}', '\u{D7F}')]),
    block("Sinhala", &[('\u{D80}', '\u{DFF}')]),
    block("Thai", &[('\u{E00}', '\u{E7F}')]),
    block("Lao", &[('\u{E80}', '\u{EFF}')]),
    block("Tibetan", &[('\u{F00}', '\u{FFF}')]),
    block("Myanmar", &[('\u{1000}', '\u{109F}')]),
    block("Georgian", &[('\u{10A0}', '\u{10FF}')]),
    block("HangulJamo", &[('\u{1100}', '\u{11FF}')]),
    block("Ethiopic", &[('\u{1200}', '\u{137F}')]),
    block("Cherokee", &[('\u{13A0}', '\u{13FF}')]),
    block("UnifiedCanadianAboriginalSyllabics", &[('\u{1400}', '\u{167F}')]),
    block("Ogham", &[('\u{1680}', '\u{169F}')]),
    block("Runic", &[('\u{16A0}', '\u{16FF}')]),
    block("Khmer", &[('\u{1780}', '\u{17FF}')]),
    block("Mongolian", &[('\u{1800}', '\u{18AF}')]),
    block("LatinExtendedAdditional", &[('\u{1E00}', '\u{1EFF}')]),
    block("GreekExtended", &[('\u{1F00}', '\u{1FFF}')]),
    block("GeneralPunctuation", &[('\u{2000}', '\u{206F}')]),
    block("SuperscriptsandSubscripts", &[('\u{2070}', '\u{209F}')]),
    block("CurrencySymbols", &[('\u{20A0}', '\u{20CF}')]),
    block("CombiningMarksforSymbols", &[('\u{20D0}', '\u{20FF}')]),
    block("LetterlikeSymbols", &[('\u{2100}', '\u{214F}')]),
    block("NumberForms", &[('\u{2150}', '\u{218F}')]),
    block("Arrows", &[('\u{2190}', '\u{21FF}')]),
    block("MathematicalOperators", &[('\u{2200}', '\u{22FF}')]),
    block("MiscellaneousTechnical", &[('\u{2300}', '\u{23FF}')]),
    block("ControlPictures", &[('\u{2400}', '\u{243F}')]),
    block("OpticalCharacterRecognition", &[('\u{2440}', '\u{245F}')]),
    block("EnclosedAlphanumerics", &[('\u{2460}', '\u{24FF}')]),
    block("BoxDrawing", &[('\u{2500}', '\u{257F}')]),
    block("BlockElements", &[('\u{2580}', '\u{259F}')]),
    block("GeometricShapes", &[('\u{25A0}', '\u{25FF}')]),
    block("MiscellaneousSymbols", &[('\u{2600}', '\u{26FF}')]),
    block("Dingbats", &[('\u{2700}', '\u{27BF}')]),
    block("BraillePatterns", &[('\u{2800}', '\u{28FF}')]),
    block("CJKRadicalsSupplement", &[('\u{2E80}', '\u{2EFF}')]),
    block("KangxiRadicals", &[('\u{2F00}', '\u{2FDF}')]),
    block("IdeographicDescriptionCharacters", &[('\u{2FF0}', '\u{2FFF}')]),
    block("CJKSymbolsandPunctuation", &[('\u{3000}', '\u{303F}')]),
    block("Hiragana", &[('\u{3040}', '\u{309F}')]),
    block("Katakana", &[('\u{30A0}', '\u{30FF}')]),
    block("Bopomofo", &[('\u{3100}', '\u{312F}')]),
    block("HangulCompatibilityJamo", &[('\u{3130}', '\u{318F}')]),
    block("Kanbun", &[('\u{3190}', '\u{319F}')]),
    block("BopomofoExtended", &[('\u{31A0}', '\u{31BF}')]),
    block("EnclosedCJKLettersandMonths", &[('\u{3200}', '\u{32FF}')]),
    block("CJKCompatibility", &[('\u{3300}', '\u{33FF}')]),
    block("CJKUnifiedIdeographsExtensionA", &[('\u{3400}', '\u{4DB5}')]),
    block("CJKUnifiedIdeographs", &[('\u{4E00}', '\u{9FFF}')]),
    block("YiSyllables", &[('\u{A000}', '\u{A48F}')]),
    block("YiRadicals", &[('\u{A490}', '\u{A4CF}')]),
    block("HangulSyllables", &[('\u{AC00}', '\u{D7A3}')]),
    block("HighSurrogates", &[]),
    block("HighPrivateUseSurrogates", &[]),
    block("LowSurrogates", &[]),
    block("PrivateUse", &[('\u{E000}', '\u{F8FF}'), ('\u{F0000}', '\u{FFFFD}'), ('\u{100000}', '\u{10FFFD}')]),
    block("CJKCompatibilityIdeographs", &[('\u{F900}', '\u{FAFF}')]),
    block("AlphabeticPresentationForms", &[('\u{FB00}', '\u{FB4F}')]),
    block("ArabicPresentationForms-A", &[('\u{FB50}', '\u{FDFF}')]),
    block("CombiningHalfMarks", &[('\u{FE20}', '\u{FE2F}')]),
    block("CJKCompatibilityForms", &[('\u{FE30}', '\u{FE4F}')]),
    block("SmallFormVariants", &[('\u{FE50}', '\u{FE6F}')]),
    block("ArabicPresentationForms-B", &[('\u{FE70}', '\u{FEFE}')]),
    block("Specials", &[('\u{FEFF}', '\u{FEFF}'), ('\u{FFF0}', '\u{FFFD}')]),
    block("HalfwidthandFullwidthForms", &[('\u{FF00}', '\u{FFEF}')]),
    block("OldItalic", &[('\u{10300}', '\u{1032F}')]),
    block("Gothic", &[('\u{10330}', '\u{1034F}')]),
    block("Deseret", &[('\u{10400}', '\u{1044F}')]),
    block("ByzantineMusicalSymbols", &[('\u{1D000}', '\u{1D0FF}')]),
    block("MusicalSymbols", &[('\u{1D100}', '\u{1D1FF}')]),
    block("MathematicalAlphanumericSymbols", &[('\u{1D400}', '\u{1D7FF}')]),
    block("CJKUnifiedIdeographsExtensionB", &[('\u{20000}', '\u{2A6D6}')]),
    block("CJKCompatibilityIdeographsSupplement", &[('\u{2F800}', '\u{2FA1F}')]),
    block("Tags", &[('\u{E0000}', '\u{E007F}')]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_disjoint_and_run_forwards() {
        let mut ranges: Vec<_> = BLOCKS.iter().flat_map(|block| block.ranges).collect();
        ranges.sort_unstable();
        assert!(ranges.iter().all(|(low, high)| low <= high));
        assert!(ranges.windows(2).all(|pair| pair[0].1 < pair[1].0));
    }
}
