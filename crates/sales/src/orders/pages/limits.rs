//! The page of the limits: from when on orders wait for approval, for everybody and by role.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{Button, Card, Field, Icon, PageHeader, fields, form, form_actions};
use base::{Cx, Flash, FormData, Problem, Rate};
use maud::{Markup, html};

use super::super::{
    ApprovalRules, NewRoleLimit, RoleLimit, approval_rules, role_limits, set_approval_rules,
    set_role_limits,
};
use crate::forms;

const LIMITS: &str = "/admin/settings/approvals";

/// What stands in the form.
struct Typed {
    limit: String,
    below_cost: bool,
    /// By role, in the order of the page.
    roles: Vec<String>,
}

pub(super) async fn show(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let rules = approval_rules(&mut tx).await?;
    let roles = limited(role_limits(&mut tx).await?);
    let percent = |rate: Option<Rate>| rate.map(Rate::to_percent_string).unwrap_or_default();
    let typed = Typed {
        limit: percent(rules.discount_limit),
        below_cost: rules.below_cost,
        roles: roles.iter().map(|role| percent(role.discount_limit)).collect(),
    };
    Ok(cx.page(&cx.l.t("orders-limits"), page(&cx, &typed, &roles, None)))
}

/// The roles that have a limit at all.
fn limited(roles: Vec<RoleLimit>) -> Vec<RoleLimit> {
    roles.into_iter().filter(|role| !role.unlimited).collect()
}

pub(super) async fn save(cx: Cx, data: FormData) -> Result<Response, Problem> {
    match saved(&cx, &data).await {
        Err(problem) if problem.is_mendable() => {
            let roles = limited(role_limits(&mut cx.read().await?).await?);
            let cell = |i| data.cell("limits", i, "discount_limit").to_owned();
            let typed = Typed {
                limit: data.text("discount_limit").to_owned(),
                below_cost: data.has("below_cost"),
                roles: (0..roles.len()).map(cell).collect(),
            };
            let body = page(&cx, &typed, &roles, Some(&problem));
            Ok(cx.page_with(StatusCode::UNPROCESSABLE_ENTITY, &cx.l.t("orders-limits"), body))
        }
        answer => answer,
    }
}

async fn saved(cx: &Cx, data: &FormData) -> Result<Response, Problem> {
    let mut problem = Problem::invalid();
    let limit = data.some("discount_limit").map(Rate::parse_percent_local).transpose();
    let discount_limit = limit.unwrap_or_else(|_| {
        problem = std::mem::replace(&mut problem, Problem::invalid())
            .field("discount_limit", "not_a_number");
        None
    });
    let mut roles = Vec::new();
    for row in data.rows("limits") {
        let role_id = data.cell("limits", row, "role_id").parse().unwrap_or_default();
        let limit = match data.cell("limits", row, "discount_limit") {
            "" => Ok(None),
            text => Rate::parse_percent_local(text).map(Some),
        };
        match limit {
            Ok(discount_limit) => roles.push(NewRoleLimit { role_id, discount_limit }),
            Err(_) => {
                let path = format!("limits[{row}].discount_limit");
                problem = problem.field(path, "not_a_number");
            }
        }
    }
    problem.or_ok()?;
    let rules = ApprovalRules { discount_limit, below_cost: data.has("below_cost") };
    let mut tx = cx.begin().await?;
    set_approval_rules(&mut tx, rules).await?;
    set_role_limits(&mut tx, &roles).await?;
    tx.redirect(LIMITS, Flash::done("orders-limits-saved")).await
}

fn page(cx: &Cx, typed: &Typed, roles: &[RoleLimit], problem: Option<&Problem>) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    html! {
        (PageHeader::new(&texts, l.t("orders-limits")))
        (forms::mistakes(l, &texts, problem))
        (form(LIMITS, &cx.hidden(), html! {
            p.muted { (l.t("orders-limits-text")) }
            (fields(html! {
                (Field::decimal("discount_limit", l.t("orders-limits-discount"))
                    .value(&typed.limit).after("%").hint(l.t("orders-limits-discount-hint"))
                    .error(forms::error(l, problem, "discount_limit")))
                (Field::checkbox("below_cost", l.t("orders-limits-below-cost"), typed.below_cost))
            }))
            (Card::new(html! {
                p.muted { (l.t("orders-limits-roles-text")) }
                (fields(html! {
                    @for (i, (role, limit)) in roles.iter().zip(&typed.roles).enumerate() {
                        (of_role(cx, i, role, limit, problem))
                    }
                }))
            }).title(l.t("orders-limits-roles")))
            (form_actions(html! {
                (Button::submit(l.t("orders-limits-save")).primary().icon(Icon::Check))
            }))
        }))
    }
}

fn of_role(cx: &Cx, i: usize, role: &RoleLimit, limit: &str, problem: Option<&Problem>) -> Markup {
    let l = &cx.l;
    let error = ["discount_limit", "role_id"]
        .into_iter()
        .find_map(|field| forms::error(l, problem, &format!("limits[{i}].{field}")));
    html! {
        input type="hidden" name=(format!("limits[{i}][role_id]")) value=(role.role_id);
        (Field::decimal(format!("limits[{i}][discount_limit]"), l.text(&role.name))
            .value(limit).after("%").error(error))
    }
}
