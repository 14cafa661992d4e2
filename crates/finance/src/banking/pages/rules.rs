//! The rules.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{Badge, Button, Card, Confirm, Field, PageHeader, Tone, bdi, fields, form};
use base::{Cx, Flash, FormData, Path, Problem};
use maud::{Markup, html};
use uuid::Uuid;

use super::super::{BankRule, NewRule, Way};
use super::free_accounts;
use crate::forms::{error, mistakes, texts};

pub(super) async fn list(cx: Cx) -> Result<Response, Problem> {
    answer(&cx, None, None).await
}

pub(super) async fn write(cx: Cx, data: FormData) -> Result<Response, Problem> {
    match written(&cx, &data).await {
        Err(problem) if problem.is_mendable() => answer(&cx, Some(&data), Some(&problem)).await,
        answer => answer,
    }
}

async fn written(cx: &Cx, data: &FormData) -> Result<Response, Problem> {
    let missing = |_| Problem::invalid().field("account_id", "required");
    let new = NewRule {
        bank_account_id: None,
        contains: data.text("contains").to_owned(),
        direction: data.text("direction").parse().unwrap_or_default(),
        account_id: data.text("account_id").parse().map_err(missing)?,
        party_id: None,
        cost_centre_id: None,
        project_id: None,
        memo: data.text("memo").to_owned(),
    };
    let mut tx = cx.begin().await?;
    let rule = super::super::write_rule(&mut tx, new).await?;
    tx.redirect("/admin/bank/rules", Flash::done("banking-rule-written").name(rule.contains)).await
}

pub(super) async fn forget(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    super::super::forget_rule(&mut tx, id).await?;
    tx.redirect("/admin/bank/rules", Flash::done("banking-rule-forgotten")).await
}

async fn answer(
    cx: &Cx,
    typed: Option<&FormData>,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let rules = super::super::rules(&mut tx, None).await?;
    let accounts = free_accounts(cx, &mut tx).await?;
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let body = page(cx, &rules, accounts, typed, problem);
    Ok(cx.page_with(status, &cx.l.t("banking-rules"), body))
}

fn page(
    cx: &Cx,
    rules: &[BankRule],
    accounts: Vec<(String, String)>,
    typed: Option<&FormData>,
    problem: Option<&Problem>,
) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let was = |name: &str| typed.map(|data| data.text(name).to_owned()).unwrap_or_default();
    let ways = Way::ALL.map(|way| (way.name(), l.t(&format!("banking-way-{}", way.name()))));
    html! {
        (PageHeader::new(&texts, l.t("banking-rules"))
            .crumb(l.t("banking-title"), "/admin/bank").subtitle(l.t("banking-rules-text")))
        (mistakes(l, &texts, problem))
        @if cx.may("banking.reconcile") {
            (Card::new(form("/admin/bank/rules", &cx.hidden(), html! {
                (fields(html! {
                    (Field::text("contains", l.t("banking-contains")).value(was("contains"))
                        .required(true).maxlength(200).error(error(l, problem, "contains")))
                    (Field::select("direction", l.t("banking-way"), ways).value(was("direction")))
                    (Field::select("account_id", l.t("banking-account"), accounts)
                        .value(was("account_id")).required(true)
                        .error(error(l, problem, "account_id")))
                    (Field::text("memo", l.t("banking-memo")).value(was("memo")).maxlength(200))
                }))
                div.row { (Button::submit(l.t("banking-rule-write")).primary()) }
            })).title(l.t("banking-rule-new")))
        }
        (Card::new(html! {
            @if rules.is_empty() { p.muted { (l.t("banking-no-rules")) } }
            ul { @for (n, rule) in rules.iter().enumerate() { li { (row(cx, n, rule)) } } }
        }).title(l.t("banking-rules")))
    }
}

fn row(cx: &Cx, n: usize, rule: &BankRule) -> Markup {
    let l = &cx.l;
    html! {
        div.row {
            (l.with("banking-rule-says", &[
                ("words", rule.contains.as_str().into()), ("account", rule.code.as_str().into()),
            ]))
            " " span.muted { (l.t(&format!("banking-way-{}", rule.direction.name()))) }
            @if rule.learnt { " " (Badge::new(Tone::Info, l.t("banking-learnt"))) }
            @if !rule.memo.is_empty() { " " (bdi(&rule.memo)) }
            @if cx.may("banking.reconcile") {
                (Confirm {
                    id: format!("forget-{n}"),
                    label: l.t("banking-forget"),
                    icon: None,
                    title: l.with("banking-forget-title",
                        &[("name", rule.contains.as_str().into())]),
                    consequence: l.t("banking-forget-text"),
                    verb: l.t("banking-forget"),
                    cancel: l.t("ui-cancel"),
                    action: format!("/admin/bank/rules/{}/forget", rule.id),
                    hidden: cx.hidden(),
                    danger: true,
                })
            }
        }
    }
}
