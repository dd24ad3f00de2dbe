//! The maps that ship with the program: of formats that many publish in.

use std::sync::LazyLock;

use text::fold::fold_words;

use crate::map::Map;

use super::layout::Layout;

const MAPS: [&str; 3] = [
    include_str!("../../maps/scdl-subventions.toml"),
    include_str!("../../maps/360giving.toml"),
    include_str!("../../maps/followthemoney-payment.toml"),
];

static SHIPPED: LazyLock<Vec<Map>> = LazyLock::new(|| MAPS.iter().filter_map(|text| Map::parse(text).ok()).collect());

/// The maps that ship with the program: SCDL subventions, 360Giving, FollowTheMoney's payments.
pub fn shipped_maps() -> &'static [Map] {
    &SHIPPED
}

/// The map of a table, if it has the headings by which one is recognised.
pub(super) fn of(layout: &Layout) -> Option<Map> {
    let headings: Vec<String> = layout
        .headings
        .iter()
        .map(|heading| fold_words(&heading.text))
        .collect();
    let has = |wanted: &String| headings.contains(&fold_words(wanted));
    SHIPPED
        .iter()
        .find(|map| !map.recognise.is_empty() && map.recognise.iter().all(has))
        .cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_map_can_be_read_and_has_a_name() {
        for text in MAPS {
            let map = Map::parse(text).unwrap();
            assert!(map.name.is_some() && !map.recognise.is_empty() && !map.columns.is_empty());
        }
        assert_eq!(shipped_maps().len(), MAPS.len());
    }
}
