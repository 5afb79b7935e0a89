//! factum turns the tables of a company's results release into an XBRL filing, validates filings
//! of any regime, and says what changed between two of them.

pub mod conformance;
pub mod diff;
pub mod facts;
pub mod filing;
pub mod instance;
pub mod mapping;
pub mod model;
pub mod oim;
pub mod output;
pub mod rules;
pub mod source;
pub mod statement;
pub mod taxonomy;
pub mod validate;
pub mod xml;
