//! The form in which money moves between us and a customer or supplier: how much, and which of
//! what is open it settles.

use base::ui::{
    Banner, Button, Field, Mistakes, PageHeader, Query, Tone, fields, form, form_actions,
};
use base::{Currency, Cx, Date, FormData, Money, Problem};
use maud::{Markup, html};
use uuid::Uuid;

use super::super::{Direction, Method, Part, Payer, Settlement};
use super::withheld::{self, TypedWithholding};
use crate::forms::{error, texts};
use crate::ledger::Account;
use crate::open_items::OpenItem;
use crate::tax::TaxCodeDetail;

/// What was typed.
#[derive(Default)]
pub(super) struct SettleForm {
    method: String,
    account: String,
    amount: String,
    currency: String,
    base: String,
    date: String,
    reference: String,
    withheld: TypedWithholding,
    /// The item and how much of it.
    parts: Vec<(Uuid, String)>,
}

/// What the form can offer.
pub(super) struct Offer {
    pub(super) payer: Payer,
    pub(super) direction: Direction,
    /// What this money can settle.
    pub(super) items: Vec<OpenItem>,
    /// The accounts that money lies on, beside those of the methods.
    pub(super) accounts: Vec<Account>,
    pub(super) currencies: Vec<Currency>,
    /// The codes by which tax may be kept back of this money.
    pub(super) withholdings: Vec<TaxCodeDetail>,
}

impl SettleForm {
    /// Into or out of the bank, today: all that is open of the item that the address names, or
    /// of the only one.
    pub(super) fn of(cx: &Cx, today: Date, items: &[OpenItem]) -> Self {
        let asked = Query::parse(cx.path(), cx.query());
        let asked: Option<Uuid> = asked.get("item").and_then(|id| id.parse().ok());
        let chosen = match (asked, items) {
            (Some(id), _) => items.iter().find(|item| item.id == id),
            (None, [only]) => Some(only),
            (None, _) => None,
        };
        let open = chosen.map(|item| open_of(item).to_decimal_string()).unwrap_or_default();
        let own = cx.actor.tenant.currency;
        Self {
            method: Method::Bank.name().to_owned(),
            currency: chosen.map_or(own, |item| item.open.currency).code().to_owned(),
            date: today.to_string(),
            parts: chosen.iter().map(|item| (item.id, open.clone())).collect(),
            amount: open,
            ..Self::default()
        }
    }

    pub(super) fn read(data: &FormData) -> Self {
        let text = |name: &str| data.text(name).to_owned();
        let part = |at| {
            let id = data.cell("parts", at, "item").parse().ok()?;
            Some((id, data.cell("parts", at, "amount").to_owned()))
        };
        Self {
            method: text("method"),
            account: text("account_id"),
            amount: text("amount"),
            currency: text("currency"),
            base: text("base"),
            date: text("date"),
            reference: text("reference"),
            withheld: TypedWithholding::read(data),
            parts: data.rows("parts").into_iter().filter_map(part).collect(),
        }
    }

    fn typed(&self, item: Uuid) -> &str {
        let found = self.parts.iter().find(|(id, _)| *id == item);
        found.map(|(_, amount)| amount.as_str()).unwrap_or_default()
    }

    /// The items beside which something was typed, in the order in which they are sent.
    fn sent(&self) -> impl Iterator<Item = &(Uuid, String)> {
        self.parts.iter().filter(|(_, typed)| !typed.is_empty())
    }

    pub(super) fn to_new(
        &self,
        cx: &Cx,
        payer: &Payer,
        direction: Direction,
    ) -> Result<Settlement, Problem> {
        let own = cx.actor.tenant.currency;
        let mut problem = Problem::invalid();
        let mut wrong = |name: String, code| {
            let mut kept = Problem::invalid();
            std::mem::swap(&mut kept, &mut problem);
            problem = kept.field(name, code);
        };
        let currency = self.currency.parse::<Currency>().unwrap_or(own);
        let mut money =
            |name: String, typed: &str, currency| match Money::parse_local(typed, currency) {
                Ok(money) => Some(money),
                Err(_) => {
                    wrong(name, "not_a_number");
                    None
                }
            };
        let amount = money("amount".to_owned(), &self.amount, currency);
        let base = match self.base.as_str() {
            "" => None,
            typed => money("base".to_owned(), typed, own),
        };
        let mut parts = Vec::new();
        for (at, (item_id, typed)) in self.sent().enumerate() {
            if let Some(amount) = money(format!("parts[{at}].amount"), typed, currency) {
                parts.push(Part { item_id: *item_id, amount });
            }
        }
        let date = self.date.parse::<Date>().ok();
        if date.is_none() {
            wrong("date".to_owned(), "not_a_date");
        }
        let account_id = match self.account.as_str() {
            "" => None,
            id => id.parse::<Uuid>().map_err(|_| wrong("account_id".to_owned(), "unknown")).ok(),
        };
        let method = self.method.parse::<Method>();
        if method.is_err() {
            wrong("method".to_owned(), "unknown");
        }
        problem.or_ok()?;
        let (withholding, certificate) = self.withheld.to_new(currency)?;
        let (Some(amount), Ok(method)) = (amount, method) else {
            return Err(Problem::invalid().field("amount", "not_a_number"));
        };
        Ok(Settlement {
            id: None,
            side: payer.side,
            direction,
            party_id: payer.id,
            party: payer.name.clone(),
            method,
            account_id,
            amount,
            base,
            date,
            reference: self.reference.clone(),
            parts,
            deductions: Vec::new(),
            withholding,
            certificate,
        })
    }

    /// The name that the verb's path has in this form: it counts only what was sent to it.
    fn named(&self, offer: &Offer, path: &str) -> String {
        let at = path.strip_prefix("parts[").and_then(|rest| rest.split_once("]."));
        let item = at.and_then(|(at, _)| self.sent().nth(at.parse().ok()?)).map(|(id, _)| *id);
        let place = item.and_then(|id| offer.items.iter().position(|item| item.id == id));
        place.map_or_else(|| path.to_owned(), name_of)
    }
}

/// What is open of it, whoever owes whom.
fn open_of(item: &OpenItem) -> Money {
    Money::new(item.open.minor.saturating_abs(), item.open.currency)
}

fn name_of(at: usize) -> String {
    format!("parts[{at}][amount]")
}

pub(super) fn page(
    cx: &Cx,
    offer: &Offer,
    typed: &SettleForm,
    action: &str,
    problem: Option<&Problem>,
) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let named: Vec<(String, String)> = problem
        .map(Problem::fields)
        .unwrap_or_default()
        .iter()
        .map(|field| (typed.named(offer, &field.path), field.sentence(l)))
        .collect();
    let mut mistakes = Mistakes::new(&texts);
    for (name, sentence) in &named {
        mistakes = mistakes.field(name, sentence);
    }
    if let Some(problem) = problem.filter(|problem| problem.fields().is_empty()) {
        mistakes = mistakes.general(problem.sentence(l));
    }
    html! {
        (PageHeader::new(&texts, l.t(title(offer)))
            .crumb(l.t("payments-title"), "/admin/payments")
            .subtitle(&offer.payer.name))
        (mistakes)
        (form(action, &cx.hidden(), html! {
            (money(cx, offer, typed, problem))
            (withheld::part(cx, &offer.withholdings, offer.direction, &typed.withheld, problem))
            fieldset {
                legend { (l.t("payments-parts")) }
                @if offer.items.is_empty() {
                    (Banner::new(Tone::Info, l.t("payments-parts-none")))
                } @else {
                    p.muted { (l.t("payments-parts-hint")) }
                    (fields(html! {
                        @for (at, item) in offer.items.iter().enumerate() {
                            (part(cx, at, item, typed, &named))
                        }
                    }))
                }
            }
            (form_actions(html! {
                (Button::submit(l.t(title(offer))).primary())
                (Button::link(l.t("ui-cancel"), "/admin/payments"))
            }))
        }))
    }
}

/// What this movement of money is called.
pub(super) fn title(offer: &Offer) -> &'static str {
    use crate::open_items::Side::{Payable, Receivable};
    match (offer.payer.side, offer.direction) {
        (Receivable, Direction::In) => "payments-receive",
        (Receivable, Direction::Out) => "payments-refund-customer",
        (Payable, Direction::Out) => "payments-pay",
        (Payable, Direction::In) => "payments-refund-supplier",
    }
}

fn money(cx: &Cx, offer: &Offer, typed: &SettleForm, problem: Option<&Problem>) -> Markup {
    let l = &cx.l;
    let own = cx.actor.tenant.currency;
    let methods = Method::ALL.map(|m| (m.name(), l.t(&format!("payments-method-{}", m.name()))));
    let mut accounts = vec![(String::new(), l.t("payments-account-usual"))];
    accounts.extend(offer.accounts.iter().map(|account| {
        (account.id.to_string(), format!("{} · {}", account.code, l.text(&account.name)))
    }));
    let currencies = offer.currencies.iter().map(|c| (c.code(), c.code()));
    let method = match offer.direction {
        Direction::In => "payments-into",
        Direction::Out => "payments-out-of",
    };
    fields(html! {
        (Field::decimal("amount", l.t("payments-amount")).value(&typed.amount).required(true)
            .autofocus().error(error(l, problem, "amount")))
        @if offer.currencies.len() > 1 {
            (Field::select("currency", l.t("invoices-currency"), currencies)
                .value(&typed.currency).error(error(l, problem, "currency")))
            (Field::money("base", l.t("payments-base"), own.code()).value(&typed.base)
                .hint(l.t("payments-base-hint")).error(error(l, problem, "base")))
        }
        (Field::date("date", l.t("payments-day")).value(&typed.date).required(true)
            .error(error(l, problem, "date")))
        (Field::radios("method", l.t(method), methods).value(&typed.method)
            .required(true).error(error(l, problem, "method")))
        (Field::select("account_id", l.t("payments-account"), accounts).value(&typed.account)
            .error(error(l, problem, "account_id")))
        (Field::text("reference", l.t("payments-reference")).value(&typed.reference)
            .maxlength(200).hint(l.t("payments-reference-hint"))
            .error(error(l, problem, "reference")))
    })
}

fn part(
    cx: &Cx,
    at: usize,
    item: &OpenItem,
    typed: &SettleForm,
    named: &[(String, String)],
) -> Markup {
    let l = &cx.l;
    let open = open_of(item);
    let name = name_of(at);
    let wrong = named.iter().find(|(other, _)| *other == name);
    let label = format!("{} · {}", item.number, l.date(item.due_date));
    html! {
        input type="hidden" name=(format!("parts[{at}][item]")) value=(item.id);
        (Field::money(&name, label, open.currency.code())
            .value(typed.typed(item.id))
            .hint(l.with("payments-open", &[("open", l.money(open).into())]))
            .error(wrong.map(|(_, sentence)| sentence.clone())))
    }
}
