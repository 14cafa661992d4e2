//! The part of a payment's form that says what tax was kept back of it, and on which paper.

use base::ui::{Field, fields};
use base::{Currency, Cx, FormData, Money, Problem};
use maud::{Markup, html};

use super::super::{Certificate, Direction};
use crate::forms::error;
use crate::tax::{NewWithholding, TaxCodeDetail};

/// What was typed.
#[derive(Default)]
pub(super) struct TypedWithholding {
    code: String,
    base: String,
    number: String,
    date: String,
}

impl TypedWithholding {
    pub(super) fn read(data: &FormData) -> Self {
        let text = |name: &str| data.text(name).to_owned();
        Self {
            code: text("withholding.tax_code_id"),
            base: text("withholding.base"),
            number: text("certificate.number"),
            date: text("certificate.date"),
        }
    }

    /// What is kept back, in the payment's currency, and the paper about it.
    pub(super) fn to_new(
        &self,
        currency: Currency,
    ) -> Result<(Option<NewWithholding>, Option<Certificate>), Problem> {
        let mut problem = Problem::invalid();
        let withholding = match (self.code.as_str(), Money::parse_local(&self.base, currency)) {
            ("", _) => None,
            (code, Ok(base)) => match code.parse() {
                Ok(tax_code_id) => Some(NewWithholding { tax_code_id, base }),
                Err(_) => {
                    problem = problem.field("withholding.tax_code_id", "unknown");
                    None
                }
            },
            (_, Err(_)) => {
                problem = problem.field("withholding.base", "not_a_number");
                None
            }
        };
        let date = match self.date.as_str() {
            "" => None,
            text => match text.parse() {
                Ok(date) => Some(date),
                Err(_) => {
                    problem = problem.field("certificate.date", "not_a_date");
                    None
                }
            },
        };
        problem.or_ok()?;
        let written = !self.number.is_empty() || date.is_some();
        let certificate = written.then(|| Certificate { number: self.number.clone(), date });
        Ok((withholding, certificate))
    }
}

/// The fields; nothing where the company keeps no such codes.
pub(super) fn part(
    cx: &Cx,
    codes: &[TaxCodeDetail],
    direction: Direction,
    typed: &TypedWithholding,
    problem: Option<&Problem>,
) -> Markup {
    let l = &cx.l;
    if codes.is_empty() {
        return html! {};
    }
    let mut choices = vec![(String::new(), l.t("payments-withholding-none"))];
    choices.extend(codes.iter().map(|code| {
        let rate = l.percent(code.code.rate);
        (code.code.id.to_string(), format!("{} · {rate}", l.text(&code.code.name)))
    }));
    let hint = match direction {
        Direction::In => "payments-withholding-in",
        Direction::Out => "payments-withholding-out",
    };
    html! {
        fieldset {
            legend { (l.t("payments-withholding")) }
            p.muted { (l.t(hint)) }
            (fields(html! {
                (Field::select("withholding.tax_code_id", l.t("payments-withholding-code"), choices)
                    .value(&typed.code).error(error(l, problem, "withholding.tax_code_id")))
                (Field::decimal("withholding.base", l.t("payments-withholding-base"))
                    .value(&typed.base).hint(l.t("payments-withholding-base-hint"))
                    .error(error(l, problem, "withholding.base")))
                (Field::text("certificate.number", l.t("payments-certificate"))
                    .value(&typed.number).maxlength(60)
                    .error(error(l, problem, "certificate.number")))
                (Field::date("certificate.date", l.t("payments-certificate-date"))
                    .value(&typed.date).error(error(l, problem, "certificate.date")))
            }))
        }
    }
}
