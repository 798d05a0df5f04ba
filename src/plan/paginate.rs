//! Cuts lists into pages that are numbered from the oldest entry.
//!
//! A full page never changes again: page 1 holds the oldest entries, the list's own address the newest. The newest
//! page takes in up to one entry less than two pages' worth before it is cut, so that it is never nearly empty. It
//! stands at its numbered address too, so that the page before it can link to it for good.

use crate::view::Slice;

/// The pages of a list of `total` entries, `size` to a page; a list without entries has one empty page.
pub(super) fn slices(total: usize, size: usize) -> Vec<Slice> {
    let pages = (total / size).max(1);
    let mut slices = Vec::with_capacity(pages + 1);
    for number in 1..=pages {
        let oldest = (number - 1) * size;
        let newest = if number == pages { total } else { number * size };
        let range = total - newest..total - oldest;
        let slice = |first| Slice { number: number as u32, pages: pages as u32, first, range: range.clone() };
        if pages > 1 {
            slices.push(slice(false));
        }
        if number == pages {
            slices.push(slice(true));
        }
    }
    slices
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(total: usize) -> Vec<(u32, bool, usize, usize)> {
        slices(total, 3).into_iter().map(|s| (s.number, s.first, s.range.start, s.range.end)).collect()
    }

    #[test]
    fn a_short_list_has_its_own_address_alone() {
        assert_eq!(shape(0), [(1, true, 0, 0)]);
        assert_eq!(shape(5), [(1, true, 0, 5)]);
    }

    #[test]
    fn pages_are_numbered_from_the_oldest() {
        assert_eq!(shape(6), [(1, false, 3, 6), (2, false, 0, 3), (2, true, 0, 3)]);
        assert_eq!(shape(8), [(1, false, 5, 8), (2, false, 0, 5), (2, true, 0, 5)]);
    }

    #[test]
    fn a_full_page_keeps_its_entries_when_one_is_added() {
        for total in 6..60 {
            let oldest_first = |total: usize| -> Vec<(u32, usize, usize)> {
                let full = slices(total, 3).into_iter().filter(|s| !s.first && s.number < s.pages);
                full.map(|s| (s.number, total - s.range.end, total - s.range.start)).collect()
            };
            let before = oldest_first(total);
            assert_eq!(before[..], oldest_first(total + 1)[..before.len()]);
        }
    }
}
