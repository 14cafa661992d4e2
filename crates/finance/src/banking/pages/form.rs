//! The form of an account at a bank, with how its tables are read.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{Button, Card, Field, PageHeader, fields, form, form_actions};
use base::{Currency, Cx, Date, Flash, FormData, Lang, Money, Path, Problem, Text, Tx};
use maud::{Markup, html};
use uuid::Uuid;

use super::super::{BankAccount, ChangeBankAccount, Columns, DateOrder, NewBankAccount};
use super::address;
use crate::forms::{error, mistakes, texts};
use crate::ledger::{self, Control};

/// What was typed.
#[derive(Default)]
struct Typed {
    version: Option<i32>,
    names: [String; 3],
    fields: Vec<(&'static str, String)>,
    active: bool,
}

const FIELDS: [&str; 7] =
    ["account_id", "bank", "number", "currency", "days", "begins_on", "begins_balance"];
/// The columns of a table, in the order of the form.
pub(super) const COLUMNS: [&str; 9] = [
    "date",
    "value_date",
    "description",
    "amount",
    "debit",
    "credit",
    "balance",
    "reference",
    "counterparty",
];

impl Typed {
    fn read(data: &FormData) -> Self {
        Self {
            version: crate::forms::version(data),
            names: Lang::ALL.map(|lang| data.text(&format!("name_{}", lang.code())).to_owned()),
            fields: FIELDS.map(|name| (name, data.text(name).to_owned())).to_vec(),
            active: data.has("active"),
        }
    }

    fn of(account: &BankAccount) -> Self {
        let begins = account.begins_on.map(|day| day.to_string()).unwrap_or_default();
        let values = [
            account.account_id.to_string(),
            account.bank.clone(),
            account.number.clone(),
            account.currency.code().to_owned(),
            account.days.to_string(),
            begins,
            account.begins_balance.to_decimal_string(),
        ];
        Self {
            version: Some(account.version),
            names: Lang::ALL.map(|l| account.name.exact(l).unwrap_or_default().to_owned()),
            fields: FIELDS.into_iter().zip(values).collect(),
            active: account.active,
        }
    }

    fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| *field == name).map_or("", |(_, text)| text)
    }

    fn change(&self, own: Currency) -> Result<(ChangeBankAccount, Currency), Problem> {
        let mut problem = Problem::invalid();
        let names = Lang::ALL.into_iter().zip(self.names.iter().map(String::as_str));
        let name = Text::from_parts(names);
        if name.is_err() {
            problem = problem.field("name_en", "required");
        }
        let currency = match self.get("currency") {
            "" => Ok(own),
            code => Currency::parse(code),
        };
        if currency.is_err() {
            problem = problem.field("currency", "unknown");
        }
        let currency = currency.unwrap_or(own);
        let day = self.get("begins_on");
        let begins_on = (!day.is_empty()).then(|| day.parse::<Date>());
        if matches!(begins_on, Some(Err(_))) {
            problem = problem.field("begins_on", "not_a_date");
        }
        let balance = self.get("begins_balance");
        let balance = (!balance.is_empty()).then(|| Money::parse_local(balance, currency));
        if matches!(balance, Some(Err(_))) {
            problem = problem.field("begins_balance", "not_a_number");
        }
        let days = base::digits::to_ascii(self.get("days")).parse::<i32>();
        if days.is_err() && !self.get("days").is_empty() {
            problem = problem.field("days", "not_a_number");
        }
        problem.or_ok()?;
        let change = ChangeBankAccount {
            version: self.version,
            name: name.ok(),
            bank: Some(self.get("bank").to_owned()),
            number: Some(self.get("number").to_owned()),
            days: days.ok(),
            begins_on: begins_on.and_then(Result::ok),
            begins_balance: balance.and_then(Result::ok),
            columns: None,
            active: Some(self.active),
        };
        Ok((change, currency))
    }
}

pub(super) async fn new(cx: Cx) -> Result<Response, Problem> {
    let days = [("days", "5".to_owned())];
    page(&cx, None, &Typed { fields: days.to_vec(), ..Typed::default() }, None).await
}

pub(super) async fn create(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let typed = Typed::read(&data);
    match created(&cx, &typed).await {
        Err(problem) if problem.is_mendable() => page(&cx, None, &typed, Some(&problem)).await,
        answer => answer,
    }
}

async fn created(cx: &Cx, typed: &Typed) -> Result<Response, Problem> {
    let (said, currency) = typed.change(cx.actor.tenant.currency)?;
    let account = typed.get("account_id").parse();
    let missing = || Problem::invalid().field("account_id", "required");
    let new = NewBankAccount {
        id: None,
        account_id: account.map_err(|_| missing())?,
        name: said.name.ok_or_else(missing)?,
        bank: said.bank.unwrap_or_default(),
        number: said.number.unwrap_or_default(),
        currency: Some(currency),
        days: said.days,
        begins_on: said.begins_on,
        begins_balance: said.begins_balance,
    };
    let mut tx = cx.begin().await?;
    let account = super::super::take_up(&mut tx, new).await?;
    let done = Flash::done("banking-taken-up").name(super::named(&cx.l, &account));
    tx.redirect(&address(account.id), done).await
}

pub(super) async fn edit(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let account = super::super::find(&mut tx, id).await?;
    drop(tx);
    page(&cx, Some(&account), &Typed::of(&account), None).await
}

pub(super) async fn change(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let typed = Typed::read(&data);
    match changed(&cx, id, &typed).await {
        Err(problem) if problem.is_mendable() => {
            let mut tx = cx.read().await?;
            let account = super::super::find(&mut tx, id).await?;
            drop(tx);
            page(&cx, Some(&account), &typed, Some(&problem)).await
        }
        answer => answer,
    }
}

async fn changed(cx: &Cx, id: Uuid, typed: &Typed) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let old = super::super::find(&mut tx, id).await?;
    let (change, _) = typed.change(old.currency)?;
    let account = super::super::change(&mut tx, id, change).await?;
    let done = Flash::done("banking-changed").name(super::named(&cx.l, &account));
    tx.redirect(&address(id), done).await
}

/// The ledger accounts of banks that no bank account has yet.
async fn free(cx: &Cx, tx: &mut Tx) -> Result<Vec<(String, String)>, Problem> {
    let taken = super::super::list(tx).await?;
    let chart = ledger::accounts(tx).await?;
    let free = chart.into_iter().filter(|account| {
        let used = taken.iter().any(|bank| bank.account_id == account.id);
        account.active && account.control == Control::Bank && !used
    });
    let named =
        |a: ledger::Account| (a.id.to_string(), format!("{} · {}", a.code, cx.l.text(&a.name)));
    Ok(free.map(named).collect())
}

async fn page(
    cx: &Cx,
    account: Option<&BankAccount>,
    typed: &Typed,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let free = match account {
        None => free(cx, &mut tx).await?,
        Some(_) => Vec::new(),
    };
    let title = match account {
        Some(account) => super::named(&cx.l, account),
        None => cx.l.t("banking-new"),
    };
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let body = body(cx, &title, account, typed, problem, free);
    Ok(cx.page_with(status, &title, body))
}

fn body(
    cx: &Cx,
    title: &str,
    account: Option<&BankAccount>,
    typed: &Typed,
    problem: Option<&Problem>,
    free: Vec<(String, String)>,
) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let wrong = |path: &str| error(l, problem, path);
    let (action, back) = match account {
        Some(account) => (format!("{}/edit", address(account.id)), address(account.id)),
        None => ("/admin/bank/new".to_owned(), "/admin/bank".to_owned()),
    };
    let mut hidden = cx.hidden();
    hidden.extend(typed.version.map(|v| ("version".to_owned(), v.to_string())));
    html! {
        (PageHeader::new(&texts, title).crumb(l.t("banking-title"), "/admin/bank"))
        (mistakes(l, &texts, problem))
        (form(&action, &hidden, html! {
            (Card::new(fields(html! {
                @for (lang, name) in Lang::ALL.into_iter().zip(&typed.names) {
                    (Field::text(format!("name_{}", lang.code()),
                        l.with("banking-name-in", &[("language", lang.native_name().into())]))
                        .value(name).required(lang == Lang::En && account.is_none())
                        .maxlength(100).error(wrong(&format!("name_{}", lang.code()))))
                }
                @if account.is_none() {
                    (Field::select("account_id", l.t("banking-ledger-account"), free)
                        .value(typed.get("account_id")).required(true)
                        .hint(l.t("banking-ledger-account-hint")).error(wrong("account_id")))
                    (Field::text("currency", l.t("banking-currency")).value(typed.get("currency"))
                        .maxlength(3).ltr().placeholder(cx.actor.tenant.currency.code())
                        .error(wrong("currency")))
                }
                (Field::text("bank", l.t("banking-bank")).value(typed.get("bank")).maxlength(100)
                    .error(wrong("bank")))
                (Field::text("number", l.t("banking-number")).value(typed.get("number"))
                    .maxlength(50).ltr().hint(l.t("banking-number-hint")).error(wrong("number")))
                (Field::integer("days", l.t("banking-days")).value(typed.get("days"))
                    .hint(l.t("banking-days-hint")).error(wrong("days")))
                (Field::date("begins_on", l.t("banking-begins-on")).value(typed.get("begins_on"))
                    .hint(l.t("banking-begins-hint")).error(wrong("begins_on")))
                (Field::decimal("begins_balance", l.t("banking-begins-balance"))
                    .value(typed.get("begins_balance")).error(wrong("begins_balance")))
                @if account.is_some() {
                    (Field::checkbox("active", l.t("banking-active"), typed.active))
                }
            })))
            (form_actions(html! {
                (Button::submit(l.t("banking-save")).primary())
                (Button::link(&texts.cancel, back))
            }))
        }))
    }
}

/// The fields that say which columns of a table hold what.
pub(super) fn columns(cx: &Cx, columns: &Columns, problem: Option<&Problem>) -> Markup {
    let l = &cx.l;
    let said = [
        &columns.date,
        &columns.value_date,
        &columns.description,
        &columns.amount,
        &columns.debit,
        &columns.credit,
        &columns.balance,
        &columns.reference,
        &columns.counterparty,
    ];
    let orders = [DateOrder::Dmy, DateOrder::Mdy, DateOrder::Ymd]
        .map(|order| (order_name(order), l.t(&format!("banking-order-{}", order_name(order)))));
    fields(html! {
        @for (name, value) in COLUMNS.into_iter().zip(said) {
            (Field::text(format!("column_{name}"),
                l.t(&format!("banking-column-{}", name.replace('_', "-"))))
                .value(value).maxlength(100))
        }
        (Field::select("order", l.t("banking-order"), orders).value(order_name(columns.order)))
        (Field::text("encoding", l.t("banking-encoding")).value(&columns.encoding)
            .maxlength(30).ltr().placeholder("windows-1256")
            .error(error(l, problem, "encoding")))
    })
}

fn order_name(order: DateOrder) -> &'static str {
    match order {
        DateOrder::Dmy => "dmy",
        DateOrder::Mdy => "mdy",
        DateOrder::Ymd => "ymd",
    }
}

/// The columns as they were typed.
pub(super) fn typed_columns(data: &FormData) -> Columns {
    let text = |name: &str| data.text(&format!("column_{name}")).to_owned();
    Columns {
        date: text("date"),
        value_date: text("value_date"),
        description: text("description"),
        amount: text("amount"),
        debit: text("debit"),
        credit: text("credit"),
        balance: text("balance"),
        reference: text("reference"),
        counterparty: text("counterparty"),
        order: match data.text("order") {
            "mdy" => DateOrder::Mdy,
            "ymd" => DateOrder::Ymd,
            _ => DateOrder::Dmy,
        },
        encoding: data.text("encoding").to_owned(),
    }
}
