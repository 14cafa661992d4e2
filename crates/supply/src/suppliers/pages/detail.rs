//! One supplier: who it is, its terms, how well it does and what happened.

use base::ui::{Badge, Button, Card, Confirm, Facts, Icon, PageHeader, Tone};
use base::{Cx, Money, Problem, Rate, Tx};
use finance::open_items::{self, Side};
use maud::{Markup, html};
use platform::audit::{self, AuditEntry};
use uuid::Uuid;

use super::super::{Supplier, SupplierRating, find, rating};
use super::form::country_name;
use super::index::state_badge;
use crate::forms;

/// Everything that the page shows.
pub(super) struct Seen {
    pub(super) supplier: Supplier,
    rating: SupplierRating,
    /// What we owe it in the company's currency, and what of that is past its day; none where
    /// the reader may not know.
    owed: Option<(Money, Money)>,
    happened: Vec<AuditEntry>,
}

/// Reads what the page shows.
pub(super) async fn gather(cx: &Cx, tx: &mut Tx, id: Uuid) -> Result<Seen, Problem> {
    let supplier = find(tx, id).await?;
    let owed =
        match cx.may("open_items.read") && open_items::is_known(tx, Side::Payable, id).await? {
            true => Some(open_items::owed(tx, Side::Payable, id).await?),
            false => None,
        };
    let own = tx.currency();
    let money = |minor| Money::new(minor, own);
    Ok(Seen {
        owed: owed.map(|(open, late)| (money(open), money(late))),
        rating: rating(tx, id).await?,
        happened: audit::timeline(tx, "supplier", id).await?,
        supplier,
    })
}

/// The page of a supplier.
pub(super) fn page(cx: &Cx, seen: &Seen) -> Markup {
    let (l, texts, s) = (&cx.l, forms::texts(cx), &seen.supplier);
    html! {
        (PageHeader::new(&texts, &s.name)
            .crumb(l.t("suppliers-title"), "/admin/suppliers")
            .beside(state_badge(cx, s))
            .subtitle(&s.code)
            .actions(actions(cx, seen)))
        div.split {
            div.stack {
                (Card::new(rated(cx, &seen.rating)).title(l.t("suppliers-rating")))
                (Card::new(html! { (who(cx, s)) }).title(l.t("suppliers-who")))
            }
            div.stack {
                (Card::new(html! { (terms(cx, seen)) }).title(l.t("suppliers-terms")))
                (Card::new(audit::timeline_markup(l, &seen.happened))
                    .title(l.t("suppliers-timeline")))
            }
        }
    }
}

fn actions(cx: &Cx, seen: &Seen) -> Markup {
    let (l, s) = (&cx.l, &seen.supplier);
    let mut hidden = cx.hidden();
    hidden.push(("version".to_owned(), s.version.to_string()));
    html! {
        @if cx.may("suppliers.edit") {
            (Confirm {
                id: "remove".to_owned(),
                label: l.t("suppliers-remove"),
                icon: Some(Icon::Trash),
                title: l.with("suppliers-remove-title", &[("name", (&s.name).into())]),
                consequence: l.t("suppliers-remove-text"),
                verb: l.t("suppliers-remove"),
                cancel: l.t("ui-cancel"),
                action: format!("/admin/suppliers/{}/remove", s.id),
                hidden,
                danger: true,
            })
            (Button::link(l.t("suppliers-edit"), format!("/admin/suppliers/{}/edit", s.id))
                .icon(Icon::Edit).key('e'))
        }
        @if cx.may("bills.read") {
            (Button::link(l.t("suppliers-bills"), format!("/admin/bills?supplier={}", s.id)))
        }
        @if cx.may("purchasing.read") {
            (Button::link(l.t("suppliers-orders"),
                format!("/admin/purchase-orders?supplier_id={}", s.id)))
        }
        @if seen.owed.is_some() {
            (Button::link(l.t("open-items-statement"),
                format!("/admin/statements/payable/{}", s.id)).icon(Icon::File))
        }
        @if cx.may("payments.pay") {
            (Button::link(l.t("payments-pay"), format!("/admin/suppliers/{}/payment", s.id))
                .icon(Icon::Money))
        }
        @if s.active && cx.may("purchasing.edit") {
            (Button::link(l.t("suppliers-order"),
                format!("/admin/purchase-orders/new?supplier={}", s.id))
                .icon(Icon::Plus).primary())
        }
    }
}

/// The score, and each part of it with the numbers that it was made of.
fn rated(cx: &Cx, rating: &SupplierRating) -> Markup {
    let l = &cx.l;
    let Some(score) = rating.score else {
        return html! { p.muted { (l.t("suppliers-not-rated")) } };
    };
    let tone = match score {
        80.. => Tone::Success,
        50..80 => Tone::Warning,
        _ => Tone::Danger,
    };
    let said = l.with("suppliers-score", &[("score", score.into())]);
    let since = l.with("suppliers-since", &[("date", l.date(rating.since).into())]);
    let [on_time, complete, price, kept] = rating.parts();
    let counts = [("part", rating.on_time.into()), ("whole", rating.promised.into())];
    let off =
        [("part", l.money(rating.off_price).into()), ("whole", l.money(rating.billed).into())];
    let fulfilled =
        [("part", l.money(rating.fulfilled).into()), ("whole", l.money(rating.ordered).into())];
    let back =
        [("part", l.money(rating.returned).into()), ("whole", l.money(rating.received).into())];
    let part = |share: Option<i64>, numbers: String| {
        let share = share.map(|share| l.percent(Rate::from_micros(share)));
        html! {
            bdi { (share.as_deref().unwrap_or("–")) }
            @if share.is_some() { p.small.muted { (numbers) } }
        }
    };
    let facts = Facts::new()
        .markup(l.t("suppliers-on-time"), part(on_time, l.with("suppliers-of-lines", &counts)))
        .markup(
            l.t("suppliers-complete"),
            part(complete, l.with("suppliers-of-ordered", &fulfilled)),
        )
        .markup(l.t("suppliers-as-agreed"), part(price, l.with("suppliers-off-price", &off)))
        .markup(l.t("suppliers-kept"), part(kept, l.with("suppliers-given-back", &back)));
    html! {
        p { (Badge::new(tone, said)) " " span.small.muted { (since) } }
        (facts)
    }
}

fn terms(cx: &Cx, seen: &Seen) -> Facts {
    let (l, s) = (&cx.l, &seen.supplier);
    let days = l.with("suppliers-days", &[("n", s.payment_days.into())]);
    let mut facts = Facts::new();
    if let Some((open, late)) = seen.owed {
        facts = facts.text(l.t("suppliers-owed"), &l.money(open));
        if late.is_positive() {
            let late = html! { (Badge::new(Tone::Danger, l.money(late))) };
            facts = facts.markup(l.t("suppliers-overdue"), late);
        }
    }
    facts
        .text(l.t("suppliers-payment-days"), &days)
        .text(l.t("suppliers-currency"), s.currency.code())
        .text(l.t("suppliers-price-tolerance"), &l.percent(s.price_tolerance))
        .text(l.t("suppliers-quantity-tolerance"), &l.percent(s.quantity_tolerance))
}

fn who(cx: &Cx, s: &Supplier) -> Facts {
    let l = &cx.l;
    let mail = html! {
        @if s.email.is_empty() { "–" }
        @else { a href={ "mailto:" (s.email) } { bdi { (s.email) } } }
    };
    let phone = html! {
        @if s.phone.is_empty() { "–" }
        @else { a href={ "tel:" (s.phone.replace(' ', "")) } { bdi dir="ltr" { (s.phone) } } }
    };
    Facts::new()
        .text(l.t("suppliers-contact"), &s.contact)
        .markup(l.t("suppliers-email"), mail)
        .markup(l.t("suppliers-phone"), phone)
        .text(l.t("suppliers-tax-number"), &s.tax_number)
        .text(l.t("suppliers-address"), &s.address)
        .text(l.t("suppliers-city"), &s.city)
        .text(l.t("suppliers-country"), &country_name(cx, s.country.code()))
        .text(l.t("suppliers-lang"), s.lang.native_name())
        .text(l.t("suppliers-note"), &s.note)
}
