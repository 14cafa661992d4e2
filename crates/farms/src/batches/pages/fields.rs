//! The fields of each form.

use base::ui::{Field, fields};
use base::{Cx, Date, FormData, Problem, Tx};
use finance::ledger;
use maud::{Markup, html};
use supply::inventory;

use super::super::allocate::is_free;
use super::super::{Batch, Mode};
use super::deed::Deed;
use crate::forms::error;

type Choices = Vec<(String, String)>;

/// What the lists of a form offer.
pub(super) struct Offered {
    pub today: Date,
    warehouses: Choices,
    accounts: Choices,
}

impl Offered {
    /// Only what this form shows is asked for.
    pub(super) async fn gather(cx: &Cx, tx: &mut Tx, deed: Deed) -> Result<Self, Problem> {
        let mut offered = Self { today: tx.today(), warehouses: Vec::new(), accounts: Vec::new() };
        if matches!(deed, Deed::Stock | Deed::Harvest) {
            let open = inventory::warehouses(tx).await?.into_iter().filter(|one| one.active);
            let named = open.map(|one| {
                (one.id.to_string(), format!("{} · {}", one.code, cx.l.text(&one.name)))
            });
            offered.warehouses = named.collect();
        }
        if deed == Deed::Apply {
            let chart = ledger::accounts(tx).await?;
            let role =
                |account: &&ledger::Account| account.role.as_deref() == Some("applied_costs");
            let usual = chart.iter().find(role).map(|usual| (String::new(), name(cx, usual)));
            let others = chart.iter().filter(|account| is_free(account) && !role(account));
            let others = others.map(|account| (account.id.to_string(), name(cx, account)));
            offered.accounts = usual.into_iter().chain(others).collect();
        }
        Ok(offered)
    }
}

fn name(cx: &Cx, account: &ledger::Account) -> String {
    format!("{} · {}", account.code, cx.l.text(&account.name))
}

/// Draws the fields with what was typed and what is wrong with it.
pub(super) struct Pen<'a> {
    pub cx: &'a Cx,
    pub typed: &'a FormData,
    pub problem: Option<&'a Problem>,
}

impl Pen<'_> {
    fn filled(&self, field: Field, name: &str) -> Field {
        let wrong = error(&self.cx.l, self.problem, name);
        field.value(self.typed.text(name)).error(wrong)
    }

    fn label(&self, key: &str) -> String {
        self.cx.l.t(&format!("batches-{key}"))
    }

    fn text(&self, name: &'static str, key: &str) -> Field {
        self.filled(Field::text(name, self.label(key)), name)
    }

    fn decimal(&self, name: &'static str, key: &str) -> Field {
        self.filled(Field::decimal(name, self.label(key)), name)
    }

    fn integer(&self, name: &'static str, key: &str) -> Field {
        self.filled(Field::integer(name, self.label(key)), name)
    }

    fn money(&self, name: &'static str, key: &str) -> Field {
        let code = self.cx.actor.tenant.currency.code();
        self.filled(Field::money(name, self.label(key), code), name)
    }

    fn item(&self) -> Field {
        let shown = self.typed.text("variant_id_text");
        let url = "/admin/products/lookup";
        let field = Field::lookup("variant_id", self.label("item"), url, shown).required(true);
        self.filled(field, "variant_id")
    }

    /// What the day is when nobody typed one.
    fn date(&self, today: Date) -> Field {
        let field = Field::date("date", self.label("date")).required(true);
        let day = self.typed.some("date").map_or_else(|| today.to_string(), str::to_owned);
        self.filled(field, "date").value(day)
    }
}

/// All fields of a form.
pub(super) fn of(pen: &Pen<'_>, deed: Deed, batch: &Batch, offered: Offered) -> Markup {
    let today = offered.today;
    let body = match deed {
        Deed::Stock => stock(pen, offered),
        Deed::Apply => html! {
            (pen.money("amount", "amount").required(true).autofocus())
            (pen.filled(
                Field::select("account_id", pen.label("from-account"), offered.accounts)
                    .hint(pen.label("from-account-hint")), "account_id"))
        },
        Deed::Weigh => html! {
            (pen.integer("count", "count").hint(pen.label("count-same-hint")).autofocus())
            (pen.decimal("biomass_kg", "biomass").required(true).after("kg"))
        },
        Deed::Die | Deed::Lose => html! {
            (pen.integer("count", "dead").required(true).autofocus())
            (pen.decimal("biomass_kg", "weight").after("kg").hint(pen.label("weight-hint")))
        },
        Deed::Revalue => prices(pen, true),
        Deed::Harvest => harvest(pen, batch, offered),
    };
    fields(html! {
        (body)
        (pen.date(today))
        (pen.text("note", "note").maxlength(500).span())
    })
}

fn warehouse(pen: &Pen<'_>, choices: Choices) -> Field {
    let field = Field::select("warehouse_id", pen.label("warehouse"), choices).required(true);
    pen.filled(field, "warehouse_id")
}

fn stock(pen: &Pen<'_>, offered: Offered) -> Markup {
    html! {
        (pen.item().autofocus())
        (pen.decimal("quantity", "quantity").required(true))
        (warehouse(pen, offered.warehouses))
        (pen.text("lot", "lot").maxlength(50).hint(pen.label("lot-out-hint")))
        (pen.decimal("second_quantity", "second").hint(pen.label("second-hint")))
        (pen.integer("count", "young").hint(pen.label("young-hint")))
        (pen.decimal("biomass_kg", "young-weight").after("kg"))
    }
}

fn prices(pen: &Pen<'_>, first: bool) -> Markup {
    let price = pen.money("price", "price").required(true);
    html! {
        (if first { price.autofocus() } else { price })
        (pen.money("costs_to_sell", "costs-to-sell").hint(pen.label("costs-to-sell-hint")))
    }
}

fn harvest(pen: &Pen<'_>, batch: &Batch, offered: Offered) -> Markup {
    let last = Field::checkbox("last", pen.label("last"), pen.typed.has("last"));
    html! {
        (pen.decimal("weight_kg", "weight").required(true).after("kg").autofocus())
        (pen.integer("count", "harvested-count"))
        (last.hint(pen.label("last-hint")))
        @if batch.mode == Mode::FairValue { (prices(pen, false)) }
        (pen.item())
        (pen.decimal("quantity", "quantity").hint(pen.label("quantity-kg-hint")))
        (warehouse(pen, offered.warehouses))
        (pen.text("lot", "lot").maxlength(50).hint(pen.label("lot-in-hint")))
        (pen.decimal("second_quantity", "second").hint(pen.label("second-hint")))
    }
}
