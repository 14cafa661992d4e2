//! The house rules, as an ordinary test.

#[test]
fn the_house_is_tidy() {
    if let Err(wrong) = xtask::tidy::check(&xtask::root()) {
        panic!("\n{wrong}\n");
    }
}
