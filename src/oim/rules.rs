//! What reading the Open Information Model's forms may find.

/// Names, prefixes, units and periods as all forms write them.
pub mod common {
    crate::rules! {
        class Specification, "OIM Common Definitions 1.0";

        UNSUPPORTED_DOCUMENT_TYPE = Error "oimce:unsupportedDocumentType" at "2" {
            title: "a document doesn't say that it is an xBRL-JSON report",
            why: "What the rest of the document means follows from its type; of another type nothing is known.",
            example: "{\"documentInfo\": {\"documentType\": \"https://example.com/report\"}}",
            mended: "{\"documentInfo\": {\"documentType\": \"https://xbrl.org/2021/xbrl-json\"}}",
        }

        UNBOUND_PREFIX = Error "oimce:unboundPrefix" at "3.1" {
            title: "a prefix is not bound to a namespace",
            why: "Without its namespace nobody knows which taxonomy's thing is meant by a name.",
            example: "\"concept\": \"exx:Assets\"",
            mended: "\"namespaces\": {\"ex\": \"http://example.com\"} … \"concept\": \"ex:Assets\"",
        }

        INVALID_SQNAME = Error "oimce:invalidSQName" at "3.1" {
            title: "an entity is not a prefix, a colon and an identifier",
            why: "Who reports is an identifier in a scheme; the prefix stands for the scheme.",
            example: "\"entity\": \"0000320193\"",
            mended: "\"entity\": \"cik:0000320193\"",
        }

        INVALID_URI = Error "oimce:invalidURI" at "3.3" {
            title: "a prefix or an alias stands for what is no absolute URI",
            why: "Namespaces, roles and arcroles are absolute URIs; nothing else can be compared between reports.",
            example: "\"namespaces\": {\"ex\": \"example\"}",
            mended: "\"namespaces\": {\"ex\": \"http://example.com\"}",
        }

        INVALID_URI_ALIAS = Error "oimce:invalidURIAlias" at "3.3" {
            title: "a prefix or an alias is no name",
            why: "A prefix with a colon or a space in it can't be told from the name that it stands before.",
            example: "\"namespaces\": {\"my ex\": \"http://example.com\"}",
            mended: "\"namespaces\": {\"my_ex\": \"http://example.com\"}",
        }

        MULTIPLE_ALIASES = Error "oimce:multipleAliasesForURI" at "3.3" {
            title: "two prefixes or aliases stand for one URI",
            why: "Each URI has one alias, so that equal names are written alike.",
            example: "\"namespaces\": {\"ex\": \"http://example.com\", \"eg\": \"http://example.com\"}",
            mended: "\"namespaces\": {\"ex\": \"http://example.com\"}",
        }

        URI_FOR_RESERVED_ALIAS = Error "oimce:invalidURIForReservedAlias" at "3.3" {
            title: "a reserved prefix or alias stands for another URI than its own",
            why: "Readers may rely on reserved aliases without looking them up.",
            example: "\"namespaces\": {\"iso4217\": \"http://example.com\"}",
            mended: "\"namespaces\": {\"iso4217\": \"http://www.xbrl.org/2003/iso4217\"}",
        }

        ALIAS_FOR_RESERVED_URI = Error "oimce:invalidAliasForReservedURI" at "3.3" {
            title: "a URI that has a reserved prefix or alias is given another one",
            why: "Readers may rely on reserved aliases without looking them up.",
            example: "\"namespaces\": {\"currency\": \"http://www.xbrl.org/2003/iso4217\"}",
            mended: "\"namespaces\": {\"iso4217\": \"http://www.xbrl.org/2003/iso4217\"}",
        }

        INVALID_UNIT = Error "oimce:invalidUnitStringRepresentation" at "3.4" {
            title: "a unit is not written as measures multiplied and divided",
            why: "A unit has one way to be written, sorted and without needless parentheses, so that equal units are equal.",
            example: "\"unit\": \"xbrli:shares*iso4217:USD\"",
            mended: "\"unit\": \"iso4217:USD*xbrli:shares\"",
        }

        INVALID_PERIOD = Error "oimce:invalidPeriodRepresentation" at "3.5" {
            title: "a period is neither a time nor two times with a slash between them",
            why: "Each moment is written in full, and a day's end as the midnight after, so that periods can be compared.",
            example: "\"period\": \"2024\"",
            mended: "\"period\": \"2024-01-01T00:00:00/2025-01-01T00:00:00\"",
        }
    }
}

/// What facts must be, whatever their form.
pub mod model {
    crate::rules! {
        class Specification, "Open Information Model 1.0";

        NO_TAXONOMY = Error "oime:noTaxonomy" at "3.2" {
            title: "a report names no taxonomy",
            why: "Facts without a taxonomy are names and figures that nobody defined.",
            example: "\"taxonomy\": []",
            mended: "\"taxonomy\": [\"company-2024.xsd\"]",
        }

        MISSING_CONCEPT = Error "oime:missingConceptDimension" at "3.4" {
            title: "a fact has no concept",
            why: "Without a concept a fact is a value of nobody knows what.",
            example: "\"dimensions\": {\"entity\": \"ex:company\"}",
            mended: "\"dimensions\": {\"concept\": \"ex:Assets\", \"entity\": \"ex:company\"}",
        }

        ILLEGAL_PURE_UNIT = Error "oime:illegalPureUnit" at "3.4" {
            title: "a pure number is given a unit",
            why: "A number without a unit is pure; to say so besides would make two ways of writing one fact.",
            example: "\"unit\": \"xbrli:pure\"",
            mended: "a numeric fact without \"unit\"",
        }

        INVALID_LANGUAGE = Error "oime:invalidLanguage" at "3.4" {
            title: "a language is no language tag",
            why: "Readers choose among texts by their languages' tags (BCP 47).",
            example: "\"language\": \"in english\"",
            mended: "\"language\": \"en\"",
        }

        MISPLACED_UNIT = Error "oime:misplacedUnitDimension" at "3.4" {
            title: "a fact whose values are no numbers has a unit",
            why: "Only numbers are measured in units; the unit or the concept is mistaken.",
            example: "\"concept\": \"ex:CompanyName\", \"unit\": \"iso4217:USD\"",
            mended: "\"concept\": \"ex:CompanyName\"",
        }

        MISPLACED_DECIMALS = Error "oime:misplacedDecimalsProperty" at "3.3" {
            title: "a fact that has no number for its value has decimals",
            why: "Decimals say how exact a number is; a text, or null, has none.",
            example: "\"value\": null, \"decimals\": 0",
            mended: "\"value\": null",
        }

        MISPLACED_LANGUAGE = Error "oime:misplacedLanguageDimension" at "3.4" {
            title: "a fact whose values are in no language has one",
            why: "Only texts are in a language; the language or the concept is mistaken.",
            example: "\"concept\": \"ex:Cash\", \"language\": \"en\"",
            mended: "\"concept\": \"ex:Cash\"",
        }

        RESERVED_IDENTIFIER = Error "oime:invalidUseOfReservedIdentifier" at "3" {
            title: "a name that the model keeps for itself is used for something else",
            why: "Names in the model's own namespace mean what its specifications say, in every report.",
            example: "\"concept\": \"xbrl:Assets\"",
            mended: "\"concept\": \"ex:Assets\"",
        }

        ILLEGAL_FOOTNOTE_TARGET = Error "oime:illegalStandardFootnoteTarget" at "3.5.1" {
            title: "a footnote link leads to a fact that is no footnote",
            why: "A link of the standard footnote type leads from a fact to its footnote.",
            example: "\"links\": {\"footnote\": {\"_\": [\"assets\"]}}",
            mended: "\"links\": {\"footnote\": {\"_\": [\"note1\"]}}",
        }

        MISSING_NOTE_ID = Error "oime:missingNoteIDDimension" at "3.5.1.1" {
            title: "a footnote has no noteId",
            why: "The noteId keeps footnotes with equal texts apart.",
            example: "\"dimensions\": {\"concept\": \"xbrl:note\", \"language\": \"en\"}",
            mended: "\"dimensions\": {\"concept\": \"xbrl:note\", \"noteId\": \"n1\", \"language\": \"en\"}",
        }

        INVALID_NOTE_ID = Error "oime:invalidNoteIDValue" at "3.5.1.1" {
            title: "a footnote's noteId is not its identifier",
            why: "The noteId repeats the footnote's identifier, which no other fact has.",
            example: "\"n1\": {\"dimensions\": {\"concept\": \"xbrl:note\", \"noteId\": \"n2\", …}}",
            mended: "\"n1\": {\"dimensions\": {\"concept\": \"xbrl:note\", \"noteId\": \"n1\", …}}",
        }

        MISPLACED_NOTE_ID = Error "oime:misplacedNoteIDDimension" at "3.5.1.1" {
            title: "a fact that is no footnote has a noteId",
            why: "Only footnotes are told apart by identifiers; other facts by what they say.",
            example: "\"dimensions\": {\"concept\": \"ex:Assets\", \"noteId\": \"n1\", …}",
            mended: "\"dimensions\": {\"concept\": \"ex:Assets\", …}",
        }

        MISPLACED_NOTE_DIMENSION = Error "oime:misplacedNoteFactDimension" at "3.5.1.1" {
            title: "a footnote has a dimension that footnotes can't have",
            why: "A footnote belongs to the facts that link to it, and has no entity, period, unit or members of its own.",
            example: "\"dimensions\": {\"concept\": \"xbrl:note\", \"entity\": \"ex:company\", …}",
            mended: "\"dimensions\": {\"concept\": \"xbrl:note\", \"noteId\": \"n1\", \"language\": \"en\"}",
        }

        NOTE_WITHOUT_LANGUAGE = Error "oime:missingLanguageForNoteFact" at "3.5.1.1" {
            title: "a footnote has no language",
            why: "A footnote is text, and text is in a language.",
            example: "\"dimensions\": {\"concept\": \"xbrl:note\", \"noteId\": \"n1\"}",
            mended: "\"dimensions\": {\"concept\": \"xbrl:note\", \"noteId\": \"n1\", \"language\": \"en\"}",
        }

        UNUSED_NOTE = Error "oime:unusedNoteFact" at "3.5.1.1" {
            title: "no fact links to a footnote",
            why: "A footnote that belongs to no fact is shown nowhere.",
            example: "\"n1\": {\"dimensions\": {\"concept\": \"xbrl:note\", …}}",
            mended: "\"assets\": {…, \"links\": {\"footnote\": {\"_\": [\"n1\"]}}}",
        }

        INVALID_XHTML = Error "oime:invalidXHTMLFragment" at "3.5.1.1" {
            title: "a footnote is no piece of XHTML",
            why: "Footnotes are markup: a bare & or < makes them unreadable for whoever shows them.",
            example: "\"value\": \"R & D\"",
            mended: "\"value\": \"R &amp; D\"",
        }

        XHTML_NAMESPACE = Error "oime:xhtmlElementInNonDefaultNamespace" at "3.5.1.1" {
            title: "an element of a footnote is not in XHTML's namespace as the default one",
            why: "Readers show footnotes as XHTML without looking prefixes up.",
            example: "\"value\": \"<p>Restated</p>\"",
            mended: "\"value\": \"<p xmlns=\\\"http://www.w3.org/1999/xhtml\\\">Restated</p>\"",
        }
    }
}

/// The JSON form.
pub mod json {
    crate::rules! {
        class Specification, "xBRL-JSON 1.0";

        INVALID_JSON = Error "xbrlje:invalidJSON" at "2.1" {
            title: "a document is not valid JSON",
            why: "What breaks JSON's syntax, or names one thing twice in one object, is read differently by every reader.",
            example: "{\"documentInfo\": {}, \"documentInfo\": {}}",
            mended: "{\"documentInfo\": {…}}",
        }

        INVALID_STRUCTURE = Error "xbrlje:invalidJSONStructure" at "2.3" {
            title: "something is not built as an xBRL-JSON report is",
            why: "Objects have the members that the specification names, of the types that it names.",
            example: "\"value\": 5",
            mended: "\"value\": \"5\"",
        }

        INVALID_DIMENSION_VALUE = Error "xbrlje:invalidDimensionValue" at "5.2" {
            title: "a dimension has a value that it can't have",
            why: "Concepts and members are names with prefixes; only typed dimensions can be null.",
            example: "\"concept\": \"Assets\"",
            mended: "\"concept\": \"ex:Assets\"",
        }

        LANGUAGE_CASE = Error "xbrlje:invalidLanguageCodeCase" at "5.2" {
            title: "a language is not written in lower case",
            why: "Languages are compared letter for letter in this form.",
            example: "\"language\": \"en-US\"",
            mended: "\"language\": \"en-us\"",
        }

        UNKNOWN_LINK_TYPE = Error "xbrlje:unknownLinkType" at "5.3" {
            title: "a link's type is not declared",
            why: "Without the arcrole behind its alias nobody knows what the link means.",
            example: "\"links\": {\"because\": {…}}",
            mended: "\"linkTypes\": {\"because\": \"http://example.com/because\"}",
        }

        UNKNOWN_LINK_GROUP = Error "xbrlje:unknownLinkGroup" at "5.3" {
            title: "a link's group is not declared",
            why: "Without the role behind its alias nobody knows which group the link belongs to.",
            example: "\"links\": {\"footnote\": {\"balance\": […]}}",
            mended: "\"linkGroups\": {\"balance\": \"http://example.com/balance\"}",
        }

        UNKNOWN_LINK_TARGET = Error "xbrlje:unknownLinkTarget" at "5.3" {
            title: "a link leads to a fact that is not there",
            why: "What the link was to tell is lost.",
            example: "\"links\": {\"footnote\": {\"_\": [\"nowhere\"]}}",
            mended: "\"links\": {\"footnote\": {\"_\": [\"note1\"]}}",
        }

        LINK_FROM_NOTE = Error "xbrlje.5.3:linkFromNote" at "5.3" {
            title: "a link begins at a footnote",
            why: "Links lead from facts to footnotes or to other facts; in no other form can a footnote have links.",
            example: "\"n1\": {\"dimensions\": {\"concept\": \"xbrl:note\", …}, \"links\": {…}}",
            mended: "\"assets\": {…, \"links\": {\"footnote\": {\"_\": [\"n1\"]}}}",
        }
    }
}
