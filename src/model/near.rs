//! Near misses: which of the known names a misspelt one may mean.

use similar::TextDiff;

/// How alike two names must be, from 0 to 1, for one to be offered in place of the other.
const ALIKE: f32 = 0.7;

/// `did you mean …?` with up to three of the candidates that are most like `word`, or nothing.
#[must_use]
pub fn hint<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let lower = word.to_lowercase();
    let mut scored: Vec<(f32, &str)> = candidates
        .into_iter()
        .map(|candidate| (TextDiff::from_chars(&lower, candidate.to_lowercase().as_str()).ratio(), candidate))
        .filter(|(ratio, _)| *ratio >= ALIKE)
        .collect();
    scored.sort_by(|left, right| right.0.total_cmp(&left.0).then(left.1.cmp(right.1)));
    scored.dedup_by_key(|(_, candidate)| *candidate);
    let names: Vec<String> = scored.iter().take(3).map(|(_, name)| format!("`{name}`")).collect();
    (!names.is_empty()).then(|| format!("did you mean {}?", names.join(" or ")))
}

#[cfg(test)]
mod tests {
    use super::hint;

    #[test]
    fn offers_what_is_alike_and_nothing_else() {
        let labels = ["Dedicated access services", "Dial-up access services", "Other"];
        let offered = hint("Dedicated acess services", labels).expect("one is alike");
        assert!(offered.starts_with("did you mean `Dedicated access services`"), "{offered}");
        assert_eq!(hint("Goodwill", labels), None);
    }
}
