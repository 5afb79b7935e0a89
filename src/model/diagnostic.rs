//! What a check has to say: a rule, declared once, and its findings with the places of both parties.

use super::place::Place;

/// How grave a finding is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Severity {
    /// What is looked at breaks a specification, or can't be used.
    Error,
    /// What is looked at is allowed, and most likely not meant.
    Warning,
    /// Worth knowing.
    Note,
}

/// The classes in which findings are counted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Class {
    /// A file can't be read, or isn't what it should be: XML, encodings, missing files.
    Input,
    /// XBRL 2.1, XML Schema, XLink.
    Specification,
    /// XBRL Dimensions 1.0.
    Dimensions,
    /// Summations that don't hold.
    Calculations,
    /// The Units Registry.
    Units,
    /// Facts reported more than once.
    Duplicates,
    /// A regulator's filing rules.
    FilingRules,
    /// What is allowed and looks wrong.
    DataQuality,
    /// A mapping and the tables that it binds.
    Mapping,
}

impl Severity {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

impl Class {
    /// All classes.
    pub const ALL: [Class; 9] = [
        Class::Input,
        Class::Specification,
        Class::Dimensions,
        Class::Calculations,
        Class::Units,
        Class::Duplicates,
        Class::FilingRules,
        Class::DataQuality,
        Class::Mapping,
    ];

    /// The name that users know it by.
    ///
    /// ```
    /// use factum::model::Class;
    /// assert_eq!(Class::FilingRules.name(), "filing-rules");
    /// ```
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Class::Input => "input",
            Class::Specification => "specification",
            Class::Dimensions => "dimensions",
            Class::Calculations => "calculations",
            Class::Units => "units",
            Class::Duplicates => "duplicates",
            Class::FilingRules => "filing-rules",
            Class::DataQuality => "data-quality",
            Class::Mapping => "mapping",
        }
    }
}

/// A rule: everything that is ever said of it, declared in one place with the [`rules!`](crate::rules) macro.
#[derive(PartialEq, Eq, Hash, Debug)]
pub struct Rule {
    /// The code, as users see it: the specification's own where it has one, else `xbrl.CLAUSE:name`.
    pub code: &'static str,
    /// How grave a finding is by default.
    pub severity: Severity,
    /// The class it is counted in.
    pub class: Class,
    /// The specification's name, such as `XBRL 2.1`.
    pub specification: &'static str,
    /// The clause, such as `4.7.2`.
    pub clause: &'static str,
    /// What is wrong, in one line without a full stop.
    pub title: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// A fragment that breaks the rule.
    pub example: &'static str,
    /// The fragment, mended.
    pub mended: &'static str,
}

/// Declares the rules of a room, each as a static, and `RULES`, the list of them all.
///
/// ```
/// factum::rules! {
///     class Specification, "XBRL 2.1";
///
///     PERIOD_RUNS_BACKWARDS = Error "xbrl.4.7.2:periodRunsBackwards" at "4.7.2" {
///         title: "a period ends before it starts",
///         why: "A duration covers the time from its start to its end; there is none between these.",
///         example: "<startDate>2004-04-01</startDate><endDate>2004-03-31</endDate>",
///         mended: "<startDate>2004-01-01</startDate><endDate>2004-03-31</endDate>",
///     }
/// }
/// assert_eq!(RULES[0].code, "xbrl.4.7.2:periodRunsBackwards");
/// ```
#[macro_export]
macro_rules! rules {
    (class $class:ident, $specification:literal;
     $($(#[$meta:meta])* $name:ident = $severity:ident $code:literal at $clause:literal {
        title: $title:literal,
        why: $why:literal,
        example: $example:literal,
        mended: $mended:literal $(,)?
     })*) => {
        $(
            $(#[$meta])*
            #[doc = concat!("`", $code, "`: ", $title, ".")]
            pub static $name: $crate::model::Rule = $crate::model::Rule {
                code: $code,
                severity: $crate::model::Severity::$severity,
                class: $crate::model::Class::$class,
                specification: $specification,
                clause: $clause,
                title: $title,
                why: $why,
                example: $example,
                mended: $mended,
            };
        )*
        /// Every rule that is declared here, in the order of the declarations.
        pub static RULES: &[&$crate::model::Rule] = &[$(&$name),*];
    };
}

/// Another place that a finding speaks of, and what stands there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Related {
    /// What stands there, such as `first declared here`.
    pub message: String,
    /// Where.
    pub place: Place,
}

/// One finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// The rule that is broken.
    pub rule: &'static Rule,
    /// What is wrong, with the offending value: a sentence without a full stop.
    pub message: String,
    /// Where the first party stands; none for a file that could not be read.
    pub place: Option<Place>,
    /// What was expected.
    pub expected: Option<String>,
    /// What was found.
    pub found: Option<String>,
    /// The other parties of the conflict.
    pub related: Vec<Related>,
    /// What to do about it: near misses, options.
    pub hints: Vec<String>,
}

impl Diagnostic {
    /// A finding of a rule at a place.
    pub fn new(rule: &'static Rule, place: impl Into<Option<Place>>, message: impl Into<String>) -> Self {
        Diagnostic {
            rule,
            message: message.into(),
            place: place.into(),
            expected: None,
            found: None,
            related: Vec::new(),
            hints: Vec::new(),
        }
    }

    /// Says what was expected.
    #[must_use]
    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = Some(expected.into());
        self
    }

    /// Says what was found.
    #[must_use]
    pub fn found(mut self, found: impl Into<String>) -> Self {
        self.found = Some(found.into());
        self
    }

    /// Points at another party of the conflict.
    #[must_use]
    pub fn related(mut self, place: Place, message: impl Into<String>) -> Self {
        self.related.push(Related { message: message.into(), place });
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}
