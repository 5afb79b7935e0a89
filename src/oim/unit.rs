//! Units as a string (OIM Common Definitions 1.0, 3.4): `iso4217:USD`, `iso4217:USD/xbrli:shares`, `(a:m*a:kg)/(a:s*a:s)`.

/// The names of the measures that a unit multiplies and divides by, as written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Measures<'t> {
    pub(super) numerators: Vec<&'t str>,
    pub(super) denominators: Vec<&'t str>,
}

/// Takes a unit apart; none where it is not written in the one way that there is: measures in the
/// order of their letters, and parentheses around several of them where there is a division, and nowhere else.
pub(super) fn split(text: &str) -> Option<Measures<'_>> {
    let (over, under) = text.split_once('/').map_or((text, None), |(over, under)| (over, Some(under)));
    let divided = under.is_some();
    let numerators = measures(over, divided)?;
    let denominators = under.map_or(Some(Vec::new()), |under| measures(under, true))?;
    Some(Measures { numerators, denominators })
}

fn measures(text: &str, divided: bool) -> Option<Vec<&str>> {
    let inner = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    let names: Vec<&str> = inner.unwrap_or(text).split('*').collect();
    let parentheses = divided && names.len() > 1;
    let is_plain = |name: &&str| !name.is_empty() && !name.contains(['(', ')', '/', '*', ' ']);
    (inner.is_some() == parentheses && names.iter().all(is_plain) && names.is_sorted()).then_some(names)
}

/// Joins names by `*` in the order of their letters, in parentheses where a division needs them.
pub(super) fn joined(mut names: Vec<String>, divided: bool) -> String {
    names.sort();
    let joined = names.join("*");
    if divided && names.len() > 1 { format!("({joined})") } else { joined }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_written_in_one_way() {
        let split = |text| split(text).map(|measures| (measures.numerators, measures.denominators));
        assert_eq!(split("a:x"), Some((vec!["a:x"], vec![])));
        assert_eq!(split("a:x*a:y"), Some((vec!["a:x", "a:y"], vec![])));
        assert_eq!(split("a:x/(a:y*a:z)"), Some((vec!["a:x"], vec!["a:y", "a:z"])));
        for bad in ["", "a:y*a:x", "(a:x)", "(a:x*a:y)", "a:x/a:y*a:z", "a:x/(a:y)", "a:x/", "a:x/a:y/a:z", "a:x *a:y"]
        {
            assert_eq!(split(bad), None, "{bad}");
        }
    }
}
