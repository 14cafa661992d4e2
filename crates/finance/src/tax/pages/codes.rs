//! Tax codes: their list, the page of one, and the form.

use base::ui::{
    Badge, Button, Card, Column, Facts, Field, Icon, PageHeader, Row, Table, Tone, bdi, fields,
    form_actions,
};
use base::{Cx, L, Lang, Problem, Text};
use maud::{Markup, html};
use platform::audit::{AuditEntry, timeline_markup};
use uuid::Uuid;

use super::super::store::TaxAccount;
use super::super::{Category, TaxCodeDetail, TaxKind, TaxSide, boxes};
use super::typed::{PARTS, Typed, TypedRate};
use crate::forms::{error, mistakes, texts};

/// What a form lets people choose from.
pub(super) struct Choices<'a> {
    pub codes: &'a [TaxCodeDetail],
    pub accounts: &'a [TaxAccount],
}

pub(super) fn list(cx: &Cx, codes: &[TaxCodeDetail]) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    html! {
        (PageHeader::new(&texts, l.t("tax-title")).subtitle(l.t("tax-text")).actions(html! {
            @if cx.may("tax.report") {
                (Button::link(l.t("tax-report"), "/admin/reports/tax").icon(Icon::File))
            }
            @if cx.may("tax.manage") {
                (Button::link(l.t("tax-new"), "/admin/taxes/new").primary().icon(Icon::Plus)
                    .key('c'))
            }
        }))
        (Card::new(html! { (table(cx, codes)) }).flush())
    }
}

fn table(cx: &Cx, codes: &[TaxCodeDetail]) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("tax-code")).title(),
        Column::new(l.t("tax-name")),
        Column::new(l.t("tax-category")),
        Column::new(l.t("tax-rate")).numeric(),
        Column::new(l.t("tax-sale-box")),
        Column::new(l.t("tax-purchase-box")),
        Column::new(l.t("tax-use")),
    ];
    let rows = codes.iter().map(|code| {
        let cells = vec![
            bdi(&code.code.code),
            bdi(l.text(&code.code.name)),
            html! { (category(l, code)) },
            bdi(&l.percent(code.code.rate)),
            bdi(code.sale_box.as_deref().unwrap_or("–")),
            bdi(code.purchase_box.as_deref().unwrap_or("–")),
            use_of(l, code),
        ];
        let id = code.code.id;
        Row::linked(id.to_string(), &code.code.code, super::address(id), cells)
    });
    Table::new(l.t("tax-title"), columns).rows(rows)
}

fn category(l: &L, code: &TaxCodeDetail) -> String {
    match code.kind {
        TaxKind::Withholding => l.t("tax-kind-withholding"),
        TaxKind::Tax => category_name(l, code.code.category),
    }
}

fn category_name(l: &L, category: Category) -> String {
    l.t(&format!("tax-category-{}", category.code().to_lowercase()))
}

fn use_of(l: &L, code: &TaxCodeDetail) -> Markup {
    html! {
        @if code.code.is_default { (Badge::new(Tone::Info, l.t("tax-default"))) }
        @if !code.active { (Badge::new(Tone::Neutral, l.t("tax-retired"))) }
        @if code.cash_basis { (Badge::new(Tone::Info, l.t("tax-cash-basis-short"))) }
        @if !code.parts.is_empty() { (Badge::new(Tone::Neutral, l.t("tax-composite"))) }
    }
}

/// The page of a code.
pub(super) fn page(
    cx: &Cx,
    code: &TaxCodeDetail,
    choices: &Choices<'_>,
    happened: &[AuditEntry],
    typed: &TypedRate,
    problem: Option<&Problem>,
) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let taxed = matches!(code.code.category, Category::Standard | Category::ReverseCharge);
    let edit = format!("{}/edit", super::address(code.code.id));
    html! {
        (PageHeader::new(&texts, &code.code.code)
            .crumb(l.t("tax-title"), "/admin/taxes")
            .subtitle(l.text(&code.code.name))
            .beside(use_of(l, code))
            .actions(html! {
                @if cx.may("tax.manage") { (Button::link(l.t("tax-edit"), edit)) }
            }))
        (mistakes(l, &texts, problem))
        div.split {
            div.stack {
                (Card::new(html! { (facts(cx, code, choices)) }).title(l.t("tax-about")))
                @if !code.parts.is_empty() {
                    (Card::new(html! { (parts(cx, code, choices)) }).title(l.t("tax-parts"))
                        .flush())
                }
                (Card::new(html! { (rates(cx, code)) }).title(l.t("tax-rates")).flush())
                @if cx.may("tax.manage") && taxed && code.parts.is_empty() {
                    (Card::new(rate_form(cx, code, typed, problem)).title(l.t("tax-new-rate")))
                }
            }
            div.stack {
                (Card::new(timeline_markup(l, happened)).title(l.t("tax-happened")))
            }
        }
    }
}

fn account(l: &L, choices: &Choices<'_>, id: Uuid) -> String {
    let found = choices.accounts.iter().find(|account| account.id == id);
    found.map(|one| format!("{} {}", one.code, l.text(&one.name))).unwrap_or_default()
}

fn facts(cx: &Cx, code: &TaxCodeDetail, choices: &Choices<'_>) -> Facts {
    let l = &cx.l;
    let claimed = code.input_account_id.map(|id| account(l, choices, id)).unwrap_or_default();
    let reason = code.exemption_reason.as_ref().map(|text| l.text(text)).unwrap_or_default();
    let mut facts = Facts::new()
        .text(l.t("tax-category"), &category(l, code))
        .text(l.t("tax-rate"), &l.percent(code.code.rate))
        .text(l.t("tax-account"), &account(l, choices, code.code.account_id));
    for (label, said) in [
        ("tax-input-account", claimed.as_str()),
        ("tax-reason", reason),
        ("tax-sale-box", code.sale_box.as_deref().unwrap_or_default()),
        ("tax-purchase-box", code.purchase_box.as_deref().unwrap_or_default()),
    ] {
        if !said.is_empty() {
            facts = facts.text(l.t(label), said);
        }
    }
    match code.used_until {
        Some(until) => facts.text(l.t("tax-used-until"), &l.date(until)),
        None => facts,
    }
}

fn parts(cx: &Cx, code: &TaxCodeDetail, choices: &Choices<'_>) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("tax-code")).title(),
        Column::new(l.t("tax-rate")).numeric(),
        Column::new(l.t("tax-on")),
    ];
    let rows = code.parts.iter().filter_map(|part| {
        let found = choices.codes.iter().find(|one| one.code.id == part.tax_code_id)?;
        let on = l.t(if part.on_tax { "tax-on-tax" } else { "tax-on-price" });
        let cells = vec![bdi(&found.code.code), bdi(&l.percent(found.code.rate)), html! { (on) }];
        let id = found.code.id;
        Some(Row::linked(id.to_string(), &found.code.code, super::address(id), cells))
    });
    Table::new(l.t("tax-parts"), columns).rows(rows)
}

fn rates(cx: &Cx, code: &TaxCodeDetail) -> Table {
    let l = &cx.l;
    let columns =
        vec![Column::new(l.t("tax-valid-from")).title(), Column::new(l.t("tax-rate")).numeric()];
    let first =
        Row::new(vec![html! { (l.t("tax-from-the-start")) }, bdi(&l.percent(code.first_rate))]);
    let later = code
        .rates
        .iter()
        .map(|rate| Row::new(vec![bdi(&l.date(rate.valid_from)), bdi(&l.percent(rate.rate))]));
    Table::new(l.t("tax-rates"), columns).rows(std::iter::once(first).chain(later))
}

fn rate_form(
    cx: &Cx,
    code: &TaxCodeDetail,
    typed: &TypedRate,
    problem: Option<&Problem>,
) -> Markup {
    let l = &cx.l;
    let action = format!("{}/rates", super::address(code.code.id));
    base::ui::form(
        &action,
        &cx.hidden(),
        html! {
            (fields(html! {
                (Field::decimal("rate", l.t("tax-rate")).value(&typed.rate).after("%")
                    .required(true).error(error(l, problem, "rate")))
                (Field::date("valid_from", l.t("tax-valid-from")).value(&typed.valid_from)
                    .required(true).hint(l.t("tax-valid-from-hint"))
                    .error(error(l, problem, "valid_from")))
            }))
            (form_actions(html! { (Button::submit(l.t("tax-set-rate"))) }))
        },
    )
}

/// The form of a code, new or not.
pub(super) fn form(
    cx: &Cx,
    code: Option<&TaxCodeDetail>,
    typed: &Typed,
    problem: Option<&Problem>,
    choices: &Choices<'_>,
) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let (action, back) = match code {
        Some(code) => {
            (format!("{}/edit", super::address(code.code.id)), super::address(code.code.id))
        }
        None => ("/admin/taxes/new".to_owned(), "/admin/taxes".to_owned()),
    };
    let title = code.map_or_else(|| l.t("tax-new"), |code| code.code.code.clone());
    let mut hidden = cx.hidden();
    hidden.extend(typed.version.map(|version| ("version".to_owned(), version.to_string())));
    let body = html! {
        (fields(html! {
            @if code.is_none() { (identity(l, typed, problem)) }
            (named(l, "name", "tax-name", &typed.names, problem, "name"))
            (rate_field(l, code, typed, problem))
            (accounts(l, code, typed, problem, choices))
            (boxes_of(cx, typed, problem))
            (named(l, "reason", "tax-reason", &typed.reasons, problem, "exemption_reason"))
            @if let Some(code) = code {
                (Field::checkbox("is_default", l.t("tax-default-yes"), typed.is_default)
                    .disabled(code.code.is_default).error(error(l, problem, "is_default")))
                (Field::checkbox("active", l.t("tax-active"), typed.active)
                    .error(error(l, problem, "active")))
            }
        }))
        @if code.is_none() { (part_fields(l, typed, problem, choices)) }
        (form_actions(html! {
            (Button::submit(l.t("tax-save")).primary().icon(Icon::Check))
            (Button::link(&texts.cancel, back))
        }))
    };
    html! {
        (PageHeader::new(&texts, title).crumb(l.t("tax-title"), "/admin/taxes"))
        (mistakes(l, &texts, problem))
        (base::ui::form(&action, &hidden, body))
    }
}

fn identity(l: &L, typed: &Typed, problem: Option<&Problem>) -> Markup {
    let kinds = TaxKind::ALL.map(|k| (k.name(), l.t(&format!("tax-kind-{}", k.name()))));
    let categories = Category::ALL.map(|c| (c.code(), category_name(l, c)));
    html! {
        (Field::text("code", l.t("tax-code")).value(&typed.code).required(true).maxlength(20)
            .hint(l.t("tax-code-hint")).autofocus().error(error(l, problem, "code")))
        (Field::radios("kind", l.t("tax-kind"), kinds).value(&typed.kind).required(true)
            .error(error(l, problem, "kind")))
        (Field::select("category", l.t("tax-category"), categories).value(&typed.category)
            .error(error(l, problem, "category")))
    }
}

fn named(
    l: &L,
    name: &str,
    label: &str,
    words: &[(Lang, String)],
    problem: Option<&Problem>,
    path: &str,
) -> Markup {
    html! {
        @for (lang, word) in words {
            (Field::text(format!("{name}_{}", lang.code()),
                    format!("{} ({})", l.t(label), lang.native_name()))
                .value(word).maxlength(200).error(error(l, problem, path)))
        }
    }
}

fn rate_field(
    l: &L,
    code: Option<&TaxCodeDetail>,
    typed: &Typed,
    problem: Option<&Problem>,
) -> Markup {
    let fixed = code.is_some_and(|code| code.is_used() || !code.rates.is_empty());
    let hint = if fixed { "tax-rate-fixed" } else { "tax-rate-hint" };
    html! {
        (Field::decimal("rate", l.t("tax-rate")).value(&typed.rate).after("%").readonly(fixed)
            .hint(l.t(hint)).error(error(l, problem, "rate")))
    }
}

fn accounts(
    l: &L,
    code: Option<&TaxCodeDetail>,
    typed: &Typed,
    problem: Option<&Problem>,
    choices: &Choices<'_>,
) -> Markup {
    let used = code.is_some_and(TaxCodeDetail::is_used);
    let choice = |owed: bool| {
        let mut all = vec![(String::new(), l.t("tax-account-usual"))];
        let fitting = choices.accounts.iter().filter(|account| account.owed == owed);
        all.extend(fitting.map(|a| (a.id.to_string(), format!("{} {}", a.code, l.text(&a.name)))));
        all
    };
    html! {
        (Field::select("account_id", l.t("tax-account"), choice(true)).value(&typed.account_id)
            .disabled(used).error(error(l, problem, "account_id")))
        (Field::select("input_account_id", l.t("tax-input-account"), choice(false))
            .value(&typed.input_account_id).disabled(used)
            .error(error(l, problem, "input_account_id")))
        (Field::checkbox("cash_basis", l.t("tax-cash-basis"), typed.cash_basis).disabled(used)
            .error(error(l, problem, "cash_basis")))
    }
}

fn boxes_of(cx: &Cx, typed: &Typed, problem: Option<&Problem>) -> Markup {
    let l = &cx.l;
    let choice = |side: TaxSide| {
        let mut all = vec![(String::new(), l.t("tax-no-box"))];
        let mine = boxes(cx.actor.tenant.country).iter().filter(|one| one.side == side);
        all.extend(mine.filter_map(|one| {
            let name: Text = super::super::name(one.names).ok()?;
            Some((one.code.to_owned(), format!("{} · {}", one.code, l.text(&name))))
        }));
        all
    };
    html! {
        (Field::select("sale_box", l.t("tax-sale-box"), choice(TaxSide::Sale))
            .value(&typed.sale_box).error(error(l, problem, "sale_box")))
        (Field::select("purchase_box", l.t("tax-purchase-box"), choice(TaxSide::Purchase))
            .value(&typed.purchase_box).error(error(l, problem, "purchase_box")))
    }
}

fn part_fields(l: &L, typed: &Typed, problem: Option<&Problem>, choices: &Choices<'_>) -> Markup {
    let mut plain = vec![(String::new(), l.t("tax-no-part"))];
    let able = choices.codes.iter().filter(|code| {
        code.active
            && code.kind == TaxKind::Tax
            && code.parts.is_empty()
            && code.code.category == Category::Standard
    });
    plain.extend(able.map(|code| (code.code.id.to_string(), code.code.code.clone())));
    let row = |i: usize| typed.parts.get(i).cloned().unwrap_or_default();
    html! {
        fieldset {
            legend { (l.t("tax-parts")) }
            p.muted { (l.t("tax-parts-hint")) }
            @if let Some(error) = error(l, problem, "parts") { p.error { (error) } }
            (fields(html! {
                @for i in 0..PARTS {
                    (Field::select(format!("parts[{i}][tax_code_id]"),
                            l.with("tax-part", &[("n", i64::try_from(i + 1).unwrap_or(0).into())]),
                            plain.clone())
                        .value(row(i).0)
                        .error(error(l, problem, &format!("parts[{i}].tax_code_id"))))
                    (Field::checkbox(format!("parts[{i}][on_tax]"), l.t("tax-on-tax"), row(i).1))
                }
            }))
        }
    }
}
