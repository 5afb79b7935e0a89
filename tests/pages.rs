//! The pages of `docs/rules/` are those that the rules' declarations give; `UPDATE=1` rewrites them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use factum::output::rules::pages;

#[test]
fn the_pages_of_the_rules_are_current() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules");
    let pages = pages(factum::rules::all());
    if std::env::var_os("UPDATE").is_some() {
        _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("the folder can be made");
        for (name, text) in &pages {
            fs::write(folder.join(name), text).expect("a page can be written");
        }
    }
    let kept: BTreeSet<String> = fs::read_dir(&folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(kept, pages.iter().map(|(name, _)| name.clone()).collect());
    for (name, text) in &pages {
        let kept = fs::read_to_string(folder.join(name)).expect("it is there");
        assert!(kept == *text, "docs/rules/{name} is stale; UPDATE=1 cargo test --test pages rewrites it");
    }
}

/// Links from the list of rules lead to headings that are there once.
#[test]
fn the_links_lead_somewhere() {
    let pages = pages(factum::rules::all());
    let (_, index) = pages.first().expect("the list comes first");
    let mut seen = BTreeSet::new();
    for link in index.split("](").skip(1) {
        let (page, rest) = link.split_once('#').expect("a page and a heading");
        let (anchor, _) = rest.split_once(')').expect("a link ends");
        let (_, text) = pages.iter().find(|(name, _)| name == page).expect("the page is there");
        let headings = text.lines().filter_map(|line| line.strip_prefix("## "));
        let slug = |heading: &str| heading.to_lowercase().replace(|letter: char| ".:".contains(letter), "");
        assert_eq!(headings.filter(|heading| slug(heading) == anchor).count(), 1, "{page}#{anchor}");
        assert!(seen.insert((page, anchor)), "{page}#{anchor} is there twice");
    }
    assert_eq!(seen.len(), factum::rules::all().count());
}
