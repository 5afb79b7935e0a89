//! What can be wrong with a mapping, or with the definitions that it uses.

use crate::model::Rule;

crate::rules! {
    class Mapping, "factum mapping";

    SYNTAX = Error "mapping:syntax" at "mapping" {
        title: "the file isn't what a mapping or a definitions file is",
        why: "A key that is misspelt would otherwise be left out in silence.",
        example: "captoin = [\"Table 1. Revenues\"]",
        mended: "caption = [\"Table 1. Revenues\"]",
    }
    UNREADABLE = Error "mapping:unreadable" at "mapping" {
        title: "a file that the mapping names can't be read",
        why: "Without the definitions there are no concepts, without the source no figures.",
        example: "definitions = \"definition.toml\"",
        mended: "definitions = \"definitions.toml\"",
    }
    BAD_VALUE = Error "mapping:badValue" at "mapping" {
        title: "a date, a unit, a rate or a name is not of the form that it must have",
        why: "It would be written into the filing and make it invalid.",
        example: "4Q03 = { start = \"2004-01-01\", end = \"2004-02-30\" }",
        mended: "4Q03 = { start = \"2004-01-01\", end = \"2004-03-31\" }",
    }
    UNKNOWN_NAME = Error "mapping:unknownName" at "mapping" {
        title: "a period, unit, column, statement, axis, member or table is named that the files don't define",
        why: "What is meant can't be guessed.",
        example: "columns = [{ header = \"4Q03\", period = \"Q403\", unit = \"JPY\" }]",
        mended: "columns = [{ header = \"4Q03\", period = \"4Q03\", unit = \"JPY\" }]",
    }
    UNKNOWN_CONCEPT = Error "mapping:unknownConcept" at "mapping" {
        title: "a concept is named that neither the definitions nor a taxonomy has",
        why: "A fact of an undeclared concept makes a filing invalid.",
        example: "rows = [{ label = \"Total revenues\", concept = \"iij:Revenus\" }]",
        mended: "rows = [{ label = \"Total revenues\", concept = \"iij:Revenues\" }]",
    }
    OUTLINE = Error "mapping:outline" at "definitions" {
        title: "the lines of a statement or of an axis are not an outline",
        why: "Each line stands one level below the one that it belongs to: two spaces a level.",
        example: "lines = [\"Heading\", \"    Revenues\"]",
        mended: "lines = [\"Heading\", \"  Revenues\"]",
    }
    NO_LABEL = Error "mapping:noLabel" at "definitions" {
        title: "a line asks for a label that its concept doesn't have",
        why: "A preferred label must exist, or the line is shown without one (XBRL 2.1, 5.2.4.2.1).",
        example: "lines = [\"Heading\", \"  Revenues total\"] # Revenues has a standard label only",
        mended: "Revenues = { …, label = { standard = \"Revenues\", total = \"Total revenues\" } }",
    }
    BALANCE = Error "mapping:balance" at "definitions" {
        title: "a part is subtracted or added against its balance",
        why: "A debit adds to a debit and is subtracted from a credit; a sum that says otherwise is no sum of the books (XBRL 2.1, 5.1.1.2).",
        example: "{ total = \"OperatingIncome\", parts = [\"Revenues\", \"-Gains\"] } # both are credits",
        mended: "{ total = \"OperatingIncome\", parts = [\"Revenues\", \"Gains\"] }",
    }
    CONCEPT_SHAPE = Error "mapping:conceptShape" at "definitions" {
        title: "a concept has a period or a balance that its type can't have, or lacks the period that it must have",
        why: "What has values holds at a moment or over a time; only amounts of money have a balance.",
        example: "Contracts = { type = \"count\", balance = \"debit\", label = \"Contracts\" }",
        mended: "Contracts = { type = \"count\", period = \"instant\", label = \"Contracts\" }",
    }
    TABLE_NOT_FOUND = Error "mapping:tableNotFound" at "mapping" {
        title: "no table of the source has these captions",
        why: "The facts of the table would be missing from the filing.",
        example: "caption = [\"Table 1. Revenue\"] # the source has \"Table 1: Revenue\"",
        mended: "caption = [\"Table 1: Revenue\"]",
    }
    TABLE_AMBIGUOUS = Error "mapping:tableAmbiguous" at "mapping" {
        title: "several tables of the source have these captions",
        why: "The wrong one could be read.",
        example: "caption = [\"Table 1\"] # Table 10 begins so too",
        mended: "caption = [\"Table 1. Revenues\"]",
    }
    COLUMN_NOT_FOUND = Error "mapping:columnNotFound" at "mapping" {
        title: "the table has no column with this header",
        why: "The facts of the column would be missing from the filing.",
        example: "{ header = \"4Q2003\", period = \"4Q03\", unit = \"JPY\" } # the table has 4Q03",
        mended: "{ header = \"4Q03\", period = \"4Q03\", unit = \"JPY\" }",
    }
    COLUMN_AMBIGUOUS = Error "mapping:columnAmbiguous" at "mapping" {
        title: "several columns of the table have this header",
        why: "The wrong one could be read.",
        example: "{ header = \"JPY\", period = \"4Q03\", unit = \"JPY\" } # under each of three dates",
        mended: "{ header = [\"Mar 31, 2004\", \"JPY\"], period = \"4Q03\", unit = \"JPY\" }",
    }
    ROW_NOT_FOUND = Error "mapping:rowNotFound" at "mapping" {
        title: "the table has no row with this label",
        why: "The facts of the row would be missing from the filing.",
        example: "{ label = \"Dedicated acess services\", concept = \"iij:DedicatedAccess\" }",
        mended: "{ label = \"Dedicated access services\", concept = \"iij:DedicatedAccess\" }",
    }
    ROW_AMBIGUOUS = Error "mapping:rowAmbiguous" at "mapping" {
        title: "several rows of the table have this label",
        why: "The wrong one could be read.",
        example: "{ label = \"Other\", concept = \"iij:OtherOperating\" }",
        mended: "{ label = \"Other\", under = \"Operating activities\", concept = \"iij:OtherOperating\" }",
    }
    ROW_TOO_SHORT = Error "mapping:rowTooShort" at "mapping" {
        title: "a row of the source has fewer cells than the table has columns",
        why: "A cell that is left out moves all that follow it: none of the row's figures can be trusted.",
        example: "Revenues<TAB>3,100<TAB>3,341 # under four headers",
        mended: "Revenues<TAB>3,100<TAB>3,341<TAB><TAB>3,204",
    }
    NOT_A_NUMBER = Error "mapping:notANumber" at "mapping" {
        title: "a cell has text where a number was expected",
        why: "A fact needs a value.",
        example: "Revenues<TAB>3.100.5",
        mended: "Revenues<TAB>3,100.5",
    }
    PERIOD_TYPE = Error "mapping:periodType" at "mapping" {
        title: "a concept that holds over a time is bound to a moment, or one that holds at a moment to a time",
        why: "The fact would contradict its concept (XBRL 2.1, 4.7.2).",
        example: "{ label = \"Cash, end of period\", concept = \"iij:Cash\" } # in a column for a quarter",
        mended: "{ label = \"Cash, end of period\", concept = \"iij:Cash\", at = \"end\" }",
    }
    UNIT = Error "mapping:unit" at "mapping" {
        title: "a concept is bound to a unit that its type can't have",
        why: "Money is told in a currency, shares in shares, a ratio in nothing (XBRL 2.1, 4.8.2).",
        example: "{ header = \"4Q03\", period = \"4Q03\", unit = \"pure\" } # a column of revenues",
        mended: "{ header = \"4Q03\", period = \"4Q03\", unit = \"JPY\" }",
    }
    CELL_BOUND_TWICE = Error "mapping:cellBoundTwice" at "mapping" {
        title: "one cell is bound by two rows or two columns of the mapping",
        why: "One figure would become two facts.",
        example: "rows = [{ label = \"Revenues\", concept = \"iij:A\" }, { label = \"Revenues\", concept = \"iij:B\" }]",
        mended: "rows = [{ label = \"Revenues\", concept = \"iij:A\" }]",
    }
    FACT_BOUND_TWICE = Error "mapping:factBoundTwice" at "mapping" {
        title: "two cells of one column are bound to one fact",
        why: "The fact would have two values; one of the rows is bound to the wrong concept or member.",
        example: "rows = [{ label = \"Costs\", concept = \"iij:Costs\" }, { label = \"Other costs\", concept = \"iij:Costs\" }]",
        mended: "rows = [{ label = \"Costs\", concept = \"iij:Costs\" }, { label = \"Other costs\", concept = \"iij:OtherCosts\" }]",
    }
    NOT_A_TOTAL = Error "mapping:notATotal" at "mapping" {
        title: "a row is said to be a total, and the definitions don't say what it sums",
        why: "The total could not be checked.",
        example: "{ label = \"Equipment sales\", concept = \"iij:EquipmentSales\", total = true }",
        mended: "{ label = \"Equipment sales\", concept = \"iij:EquipmentSales\" }",
    }
    NOTE_WITHOUT_TEXT = Error "mapping:noteWithoutText" at "mapping" {
        title: "a table has a note mark that the mapping has no note for",
        why: "What the company says of the figure would be lost.",
        example: "Others ⁴<TAB>677",
        mended: "[[notes]]\nmark = \"4\"\ntext = \"…\"",
    }
    NOTE_WITHOUT_MARK = Error "mapping:noteWithoutMark" at "mapping" {
        title: "a note is for a mark that none of its tables has",
        why: "It would be left out of the filing in silence; the mark may be misspelt.",
        example: "[[notes]]\nmark = \"44\"\ntext = \"…\" # the table has ⁴",
        mended: "[[notes]]\nmark = \"4\"\ntext = \"…\"",
    }
    UNKNOWN_AXIS = Error "mapping:unknownAxis" at "mapping" {
        title: "a row has an axis that the table's statement doesn't span",
        why: "The fact would be dimensionally invalid (Dimensions 1.0, 3.1).",
        example: "dimensions = { \"iij:ServiceAxis\" = \"iij:DialUpMember\" } # in a statement without a hypercube",
        mended: "[statement.hypercube] # with the axis and the member",
    }
    UNKNOWN_MEMBER = Error "mapping:unknownMember" at "mapping" {
        title: "a row has a member that the axis of the table's statement doesn't have",
        why: "The fact would be dimensionally invalid (Dimensions 1.0, 3.1).",
        example: "dimensions = { \"iij:ServiceAxis\" = \"iij:DialUpMembr\" }",
        mended: "dimensions = { \"iij:ServiceAxis\" = \"iij:DialUpMember\" }",
    }
    MEMBER_MISSING = Error "mapping:memberMissing" at "mapping" {
        title: "a row has no member on an axis on which the table's other rows of its concept have one",
        why: "Its figure would be reported for all members together; only a total is that.",
        example: "{ label = \"Others\", concept = \"iij:NumberOfContracts\" }",
        mended: "{ label = \"Others\", concept = \"iij:NumberOfContracts\", dimensions = { \"iij:ServiceAxis\" = \"iij:OtherMember\" } }",
    }
    NOT_IN_STATEMENT = Error "mapping:notInStatement" at "mapping" {
        title: "a row has a concept of the filing's own taxonomy that its table's statement doesn't show",
        why: "Readers look for the fact in the statement that the table is; its totals are checked there.",
        example: "statement = \"IncomeStatements\" # with a row of a concept of the balance sheet",
        mended: "lines = [\"IncomeStatementHeading\", \"  Revenues\"] # the statement, with the concept",
    }
    PERCENT = Error "mapping:percent" at "mapping" {
        title: "a figure in percent is bound to an amount",
        why: "The percent sign would be dropped, and 7.2 % become an amount of 0.072.",
        example: "{ header = \"YoY % change\", period = \"4Q03\", unit = \"JPY\" }",
        mended: "{ header = \"YoY % change\", check = { change = { of = \"4Q03\", from = \"4Q02\" } } }",
    }
    SCALE = Error "mapping:scale" at "mapping" {
        title: "the lines above a table tell another scale than the mapping",
        why: "Every amount of the table would be wrong by a power of ten.",
        example: "caption = [\"Table 1. Revenues (JPY in millions)\"]\nscale = 3",
        mended: "caption = [\"Table 1. Revenues (JPY in millions)\"]\nscale = 6",
    }
}

/// The rules that can't be judged without the source.
pub(super) static OF_THE_SOURCE: [&Rule; 2] = [&TABLE_NOT_FOUND, &NOTE_WITHOUT_MARK];
