//! The chart of accounts as people see it.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{
    Badge, Button, Card, Column, Confirm, Field, Icon, PageHeader, Row, Table, Tone, bdi, fields,
    form, form_actions,
};
use base::{Access, Cx, Flash, FormData, Lang, Path, Problem, Route, Text, Tx};
use maud::{Markup, html};
use uuid::Uuid;

use super::keep::Holds;
use super::{ChangeAccount, ChartAccount, NewAccount};
use crate::forms;
use crate::ledger::AccountType;

const READ: Access = Access::Needs("ledger.read");
const EDIT: Access = Access::Needs("accounts.edit");
const LIST: &str = "/admin/ledger/accounts";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(LIST, READ, list),
        Route::get("/admin/ledger/accounts/new", EDIT, new),
        Route::post("/admin/ledger/accounts/new", EDIT, create),
        Route::get("/admin/ledger/accounts/{id}/edit", EDIT, edit),
        Route::post("/admin/ledger/accounts/{id}/edit", EDIT, change),
        Route::post("/admin/ledger/accounts/{id}/retire", EDIT, retire),
    ]
}

async fn list(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let chart = super::chart(&mut tx).await?;
    let (l, texts) = (&cx.l, forms::texts(&cx));
    let may_edit = cx.may("accounts.edit");
    let new = Button::link(l.t("accounts-new"), format!("{LIST}/new"));
    let body = html! {
        (PageHeader::new(&texts, l.t("ledger-accounts")).subtitle(l.t("ledger-accounts-text"))
            .actions(html! { @if may_edit { (new.primary().icon(Icon::Plus).key('c')) } }))
        @for kind in AccountType::ALL {
            @let title = l.t(&format!("ledger-type-{}", kind.name()));
            @let rows = chart.iter().filter(|a| a.kind == kind).map(|a| row(&cx, a));
            (Card::new(html! {
                (table(&cx, &title, may_edit).rows(rows))
            }).title(&title).flush())
        }
    };
    Ok(cx.page(&l.t("ledger-accounts"), body))
}

fn table(cx: &Cx, title: &str, may_edit: bool) -> Table {
    let l = &cx.l;
    let mut columns = vec![
        Column::new(l.t("ledger-code")),
        Column::new(l.t("ledger-account")).title(),
        Column::new(l.t("ledger-control")),
        Column::new(l.t("ledger-state")),
    ];
    if may_edit {
        columns.push(Column::new(l.t("accounts-change")));
    }
    Table::new(title, columns)
}

fn row(cx: &Cx, account: &ChartAccount) -> Row {
    let l = &cx.l;
    let (tone, key) = match account.active {
        true => (Tone::Success, "ledger-active"),
        false => (Tone::Neutral, "ledger-retired"),
    };
    let name = l.text(&account.name);
    let mut cells = vec![
        bdi(&account.code),
        html! {
            // A part stands behind a dash a step, which reads well on paper and on a phone.
            @for _ in 0..account.depth { span.muted aria-hidden="true" { "– " } }
            (bdi(name))
        },
        html! { (l.t(&format!("ledger-control-{}", account.control.name()))) },
        html! { (Badge::new(tone, l.t(key))) },
    ];
    if cx.may("accounts.edit") {
        let href = format!("{LIST}/{}/edit", account.id);
        let label = l.with("accounts-edit-title", &[("name", name.into())]);
        cells.push(html! {
            (Button::link(label, href).small().icon(Icon::Edit).icon_only())
        });
    }
    Row::linked(account.id.to_string(), name, format!("{LIST}/{}", account.id), cells)
}

/// What was typed.
#[derive(Debug, Default)]
struct Typed {
    version: Option<i32>,
    code: String,
    /// In the order of the languages.
    names: [String; 3],
    kind: String,
    parent: String,
    holds: String,
}

impl Typed {
    fn read(data: &FormData) -> Self {
        let text = |name: &str| data.text(name).to_owned();
        Self {
            version: forms::version(data),
            code: text("code"),
            names: Lang::ALL.map(|lang| text(&format!("name_{}", lang.code()))),
            kind: text("type"),
            parent: text("parent_id"),
            holds: text("holds"),
        }
    }

    fn of(account: &ChartAccount) -> Self {
        Self {
            version: Some(account.version),
            code: account.code.clone(),
            names: Lang::ALL.map(|lang| account.name.exact(lang).unwrap_or_default().to_owned()),
            kind: account.kind.name().to_owned(),
            parent: account.parent_id.map(|id| id.to_string()).unwrap_or_default(),
            holds: String::new(),
        }
    }

    fn name(&self) -> Result<Text, Problem> {
        let parts = Lang::ALL.into_iter().zip(self.names.iter().map(String::as_str));
        let own = format!("name_{}", Lang::ALL[0].code());
        Text::from_parts(parts).map_err(|_| Problem::invalid().field(own, "required"))
    }

    fn to_new(&self) -> Result<NewAccount, Problem> {
        let kind = AccountType::ALL.into_iter().find(|kind| kind.name() == self.kind);
        Ok(NewAccount {
            id: None,
            code: self.code.clone(),
            name: self.name()?,
            kind: kind.ok_or_else(|| Problem::invalid().field("type", "required"))?,
            parent_id: self.parent.parse().ok(),
            holds: match self.holds.as_str() {
                "bank" => Holds::Bank,
                "cash" => Holds::Cash,
                _ => Holds::None,
            },
        })
    }

    fn to_change(&self) -> Result<ChangeAccount, Problem> {
        Ok(ChangeAccount {
            version: self.version,
            code: Some(self.code.clone()),
            name: Some(self.name()?),
            parent_id: Some(self.parent.parse().ok()),
            active: None,
        })
    }
}

async fn new(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    page(&cx, &mut tx, None, &Typed::default(), None).await
}

async fn create(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let typed = Typed::read(&data);
    let done = async {
        let mut tx = cx.begin().await?;
        let account = super::create(&mut tx, typed.to_new()?).await?;
        let done = Flash::done("accounts-saved").name(cx.l.text(&account.name));
        tx.redirect(LIST, done).await
    };
    match done.await {
        Err(problem) if problem.is_mendable() => {
            let mut tx = cx.read().await?;
            page(&cx, &mut tx, None, &typed, Some(&problem)).await
        }
        answer => answer,
    }
}

async fn edit(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let account = super::find(&mut tx, id).await?;
    page(&cx, &mut tx, Some(&account), &Typed::of(&account), None).await
}

async fn change(cx: Cx, Path(id): Path<Uuid>, data: FormData) -> Result<Response, Problem> {
    let typed = Typed::read(&data);
    let done = async {
        let mut tx = cx.begin().await?;
        let account = super::change(&mut tx, id, typed.to_change()?).await?;
        let done = Flash::done("accounts-saved").name(cx.l.text(&account.name));
        tx.redirect(LIST, done).await
    };
    let done = done.await;
    or_again(&cx, id, &typed, done).await
}

/// Retires an account, or brings it back.
async fn retire(cx: Cx, Path(id): Path<Uuid>, data: FormData) -> Result<Response, Problem> {
    let active = data.has("bring_back");
    let done = async {
        let mut tx = cx.begin().await?;
        let version = forms::version(&data);
        let change = ChangeAccount { version, active: Some(active), ..ChangeAccount::default() };
        let account = super::change(&mut tx, id, change).await?;
        let key = if active { "accounts-brought-back" } else { "accounts-was-retired" };
        tx.redirect(LIST, Flash::done(key).name(cx.l.text(&account.name))).await
    };
    let done = done.await;
    let account = super::find(&mut cx.read().await?, id).await?;
    or_again(&cx, id, &Typed::of(&account), done).await
}

async fn or_again(
    cx: &Cx,
    id: Uuid,
    typed: &Typed,
    done: Result<Response, Problem>,
) -> Result<Response, Problem> {
    match done {
        Err(problem) if problem.is_mendable() => {
            let mut tx = cx.read().await?;
            let account = super::find(&mut tx, id).await?;
            page(cx, &mut tx, Some(&account), typed, Some(&problem)).await
        }
        answer => answer,
    }
}

async fn page(
    cx: &Cx,
    tx: &mut Tx,
    account: Option<&ChartAccount>,
    typed: &Typed,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let chart = super::chart(tx).await?;
    let (title, action) = match account {
        Some(account) => {
            let title = l.with("accounts-edit-title", &[("name", l.text(&account.name).into())]);
            (title, format!("{LIST}/{}/edit", account.id))
        }
        None => (l.t("accounts-new"), format!("{LIST}/new")),
    };
    let mut hidden = cx.hidden();
    hidden.extend(typed.version.map(|v| ("version".to_owned(), v.to_string())));
    let body = html! {
        (PageHeader::new(&texts, &title).crumb(l.t("ledger-accounts"), LIST)
            .actions(html! { @if let Some(account) = account { (retiring(cx, account)) } }))
        (forms::mistakes(l, &texts, problem))
        (form(&action, &hidden, html! {
            (inputs(cx, account, typed, problem, &chart))
            (form_actions(html! {
                (Button::submit(l.t("accounts-save")).primary().icon(Icon::Check))
                (Button::link(&texts.cancel, LIST))
            }))
        }))
    };
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    Ok(cx.page_with(status, &title, body))
}

fn inputs(
    cx: &Cx,
    account: Option<&ChartAccount>,
    typed: &Typed,
    problem: Option<&Problem>,
    chart: &[ChartAccount],
) -> Markup {
    let l = &cx.l;
    let wrong = |path: &str| forms::error(l, problem, path);
    let kinds =
        AccountType::ALL.map(|kind| (kind.name(), l.t(&format!("ledger-type-{}", kind.name()))));
    let none = (String::new(), l.t("accounts-no-parent"));
    let wholes = chart
        .iter()
        .filter(|one| account.is_none_or(|own| one.id != own.id && one.kind == own.kind))
        .map(|one| (one.id.to_string(), format!("{} · {}", one.code, l.text(&one.name))));
    let wholes: Vec<(String, String)> = std::iter::once(none).chain(wholes).collect();
    let holds = ["none", "bank", "cash"].map(|word| (word, l.t(&format!("accounts-holds-{word}"))));
    html! {
        (fields(html! {
            (Field::text("code", l.t("ledger-code")).value(&typed.code).required(true).ltr()
                .maxlength(20).error(wrong("code")))
            @for (lang, name) in Lang::ALL.into_iter().zip(&typed.names) {
                @let path = format!("name_{}", lang.code());
                (Field::text(&path, format!("{} ({})", l.t("ledger-account"), lang.native_name()))
                    .value(name).maxlength(120).error(wrong(&path)))
            }
            @if account.is_none() {
                (Field::select("type", l.t("ledger-type"), kinds).value(&typed.kind)
                    .error(wrong("type")))
                (Field::select("holds", l.t("accounts-holds"), holds).value(&typed.holds)
                    .error(wrong("holds")))
            }
            (Field::select("parent_id", l.t("accounts-parent"), wholes).value(&typed.parent)
                .hint(l.t("accounts-parent-hint")).error(wrong("parent_id")))
        }))
    }
}

fn retiring(cx: &Cx, account: &ChartAccount) -> Markup {
    let l = &cx.l;
    let mut hidden = cx.hidden();
    hidden.push(("version".to_owned(), account.version.to_string()));
    let action = format!("{LIST}/{}/retire", account.id);
    if !account.active {
        hidden.push(("bring_back".to_owned(), "1".to_owned()));
        return form(&action, &hidden, html! { (Button::submit(l.t("accounts-bring-back"))) });
    }
    if account.is_protected() {
        return html! {};
    }
    html! {
        (Confirm {
            id: "retire".to_owned(),
            label: l.t("accounts-retire"),
            icon: Some(Icon::Close),
            title: l.with("accounts-retire-title", &[("name", l.text(&account.name).into())]),
            consequence: l.t("accounts-retire-text"),
            verb: l.t("accounts-retire"),
            cancel: l.t("ui-cancel"),
            action,
            hidden,
            danger: true,
        })
    }
}
