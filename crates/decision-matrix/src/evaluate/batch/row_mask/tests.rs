use super::{BLOCK_ROWS, RowMask};

#[test]
fn rows_come_back_rising() {
    let mut mask = RowMask::NONE;
    assert!(mask.is_empty());
    let rows = [0, 1, 63, 64, 200, BLOCK_ROWS - 1];
    for row in rows {
        mask.insert(row);
    }
    assert!(mask.rows().eq(rows) && !mask.is_empty());
    mask.insert(BLOCK_ROWS);
    assert_eq!(mask.rows().count(), rows.len());
}

#[test]
fn the_first_rows_are_cut_at_any_place() {
    for len in 0..=BLOCK_ROWS {
        assert!(RowMask::first(len).rows().eq(0..len), "{len}");
    }
    assert_eq!(RowMask::first(BLOCK_ROWS), RowMask::ALL);
}

#[test]
fn masks_are_sets() {
    let (small, large) = (RowMask::first(70), RowMask::first(300));
    assert_eq!(small.and(&large), small);
    assert_eq!(small.or(&large), large);
    assert!(large.without(&small).rows().eq(70..300));
}
