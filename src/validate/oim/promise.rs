//! What a report promises of its duplicates (xBRL-JSON 1.0, 6.1.2).

use crate::rules;

rules! {
    class Duplicates, "xBRL-JSON 1.0";

    PROMISED_NOT_TO_BE = Error "xbrlje.6.1.2:disallowedDuplicateFacts" at "6.1.2" {
        title: "a report has duplicates that it promises not to have",
        why: "Whoever relies on the promise takes the first fact that fits for the only one.",
        example: "\"xbrl:allowedDuplicates\": \"none\" … two facts of one concept with the same dimensions",
        mended: "\"xbrl:allowedDuplicates\": \"all\", or one of the two facts",
    }
}
