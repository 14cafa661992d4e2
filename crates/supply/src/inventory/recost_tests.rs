#![allow(clippy::unwrap_used)]

use base::Lang;

use super::*;

fn owned(whole: i64, value: i64) -> Owned {
    Owned {
        variant_id: Uuid::nil(),
        sku: "ROPE".to_owned(),
        name: Text::new(Lang::En, "Rope").unwrap(),
        unit: "piece".to_owned(),
        quantity: Quantity::whole(whole),
        value,
    }
}

fn change(value: i64, roles: &[(&'static str, i64)]) -> Change {
    Change { value, roles: roles.iter().copied().collect() }
}

#[test]
fn of_nothing_there_is_no_value() {
    let plan = bounded(owned(0, 0), change(-500, &[("cogs", 500)]));
    assert_eq!((plan.value, plan.roles.len()), (0, 0));
    // What one account bears less, another may still bear more.
    let roles = [("cogs", 700), ("stock_adjustment", -200)];
    let plan = bounded(owned(0, 0), change(-500, &roles));
    let moved = BTreeMap::from([("cogs", 200), ("stock_adjustment", -200)]);
    assert_eq!((plan.value, plan.roles), (0, moved));
}

#[test]
fn an_item_is_never_worth_less_than_nothing() {
    let plan = bounded(owned(1, 51), change(-495, &[("cogs", 495)]));
    assert_eq!((plan.value, plan.debit("cogs")), (-51, 51));
    assert_eq!(plan.difference, -495);
    let plan = bounded(owned(1, 51), change(495, &[("cogs", -495)]));
    assert_eq!((plan.value, plan.debit("cogs")), (495, -495));
}

#[test]
fn a_month_is_recosted_as_far_as_it_has_come() {
    let today = Date::of(2026, 3, 15);
    let month = |text| Span::parse(text, today).map(|month| (month.days.from, month.date));
    assert_eq!(month("2026-03"), Some((Date::of(2026, 3, 1), today)));
    assert_eq!(month("2026-02"), Some((Date::of(2026, 2, 1), Date::of(2026, 2, 28))));
    assert_eq!(month("2026-04"), None);
    assert_eq!(month("soon"), None);
}
