//! Columns `Titre` or `Title` beside those of newspapers and links: the title of an article, and not what money is for.

use crate::map::Role;
use crate::understood::Basis;
use crate::words::LISTS;

use super::Spec;

/// Takes such a column for the document, whose newspaper another column has.
pub(super) fn take(specs: &mut [Spec]) {
    let is_open = |spec: &Spec| spec.basis == Basis::Heading;
    let is_paper = |spec: &Spec| is_open(spec) && LISTS.whole("newspaper-heading", &spec.heading.text).is_some();
    let has = |role: Role| specs.iter().any(|spec| spec.role() == role);
    let is_press = specs.iter().any(is_paper) && (has(Role::Link) || has(Role::Quote) || has(Role::Speaker));
    let is_title = |spec: &Spec| {
        is_open(spec) && spec.role() == Role::About && LISTS.whole("title-heading", &spec.heading.text).is_some()
    };
    let Some(place) = specs.iter().position(is_title).filter(|_| is_press) else {
        return;
    };
    for spec in specs.iter_mut().filter(|spec| is_paper(spec)) {
        spec.map.role = Role::Publisher;
    }
    if let Some(spec) = specs.get_mut(place) {
        spec.map.role = Role::Source;
    }
}
