//! The page where a company signs up.

use std::time::Duration;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use base::request::{FormData, redirect};
use base::ui::{Button, Card, Field};
use base::{App, Country, Currency, L, Lang, Problem, Visit};
use maud::{Markup, html};

use super::{NewCompany, sign_up};
use crate::limits::Limit;
use crate::mistakes::Wrong;

/// Companies from one place: twenty at once, then one a minute.
pub(super) const LIMIT: Limit =
    Limit { name: "sign-up", burst: 20, refill: Duration::from_secs(60) };

/// Countries to choose from; the books of the first two have charts of their own.
const COUNTRIES: [&str; 14] =
    ["SA", "BD", "AE", "BH", "DE", "EG", "GB", "IN", "JO", "KW", "OM", "PK", "QA", "US"];
const CURRENCIES: [&str; 14] = [
    "SAR", "BDT", "AED", "BHD", "EUR", "EGP", "GBP", "INR", "JOD", "KWD", "OMR", "PKR", "QAR",
    "USD",
];

pub(super) async fn form(State(app): State<App>, visit: Visit) -> Response {
    let body = markup(&app, &visit.l, &FormData::default(), None);
    visit.page(&visit.l.t("sign-up-title"), "/signup", body).into_response()
}

pub(super) async fn submit(
    State(app): State<App>,
    visit: Visit,
    form: FormData,
) -> Result<Response, Problem> {
    LIMIT.take(&app, &visit.ip.map(|ip| ip.to_string()).unwrap_or_default())?;
    let done = match read(&form) {
        Ok(new) => sign_up(&app, new).await,
        Err(problem) => Err(problem),
    };
    match done {
        // A session cookie of this host would not be sent to the company's, and handing a token
        // over in an address would leave it in histories and logs. The owner knows the password:
        // signing in once on the new host is the safe way, and teaches the address.
        Ok(done) => {
            // The new host knows nothing of the language chosen here, so it is told.
            let (url, lang) = (app.config().tenant_url(&done.tenant.slug), done.tenant.lang);
            let next = "/login%3Fsaid%3Dready";
            Ok(redirect(&format!("{url}/language/{}?next={next}", lang.code()), None))
        }
        Err(problem) if problem.is_mendable() => {
            let body = markup(&app, &visit.l, &form, Some(&problem));
            let page = visit.page(&visit.l.t("sign-up-title"), "/signup", body);
            Ok((problem.status(), page).into_response())
        }
        Err(problem) => Err(problem),
    }
}

fn read(form: &FormData) -> Result<NewCompany, Problem> {
    let country = form.text("country").parse::<Country>();
    let currency = form.some("currency").map(Currency::parse).transpose();
    let language = form.some("language").map(str::parse::<Lang>).transpose();
    let mut check = Problem::invalid();
    for (path, bad) in [
        ("country", country.is_err()),
        ("currency", currency.is_err()),
        ("language", language.is_err()),
    ] {
        if bad {
            check = check.field(path, "unknown");
        }
    }
    let (Ok(country), Ok(currency), Ok(language)) = (country, currency, language) else {
        return Err(check);
    };
    Ok(NewCompany {
        company: form.text("company").to_owned(),
        subdomain: form.text("subdomain").to_owned(),
        country,
        currency,
        language,
        time_zone: None,
        name: form.text("name").to_owned(),
        email: form.text("email").to_owned(),
        password: form.text("password").into(),
    })
}

fn markup(app: &App, l: &L, typed: &FormData, problem: Option<&Problem>) -> Markup {
    let wrong = Wrong::new(l, problem);
    let or = |name: &str, usual: &str| typed.some(name).unwrap_or(usual).to_owned();
    let field = |field: Field, name: &str| {
        field.value(typed.text(name)).error(wrong.at(name)).required(true)
    };
    let root = format!(".{}", app.config().root_host());
    let countries = COUNTRIES.map(|code| (code, l.t(&format!("country-{}", code.to_lowercase()))));
    let currencies = std::iter::once(("", l.t("sign-up-currency-usual")))
        .chain(CURRENCIES.map(|code| (code, code.to_owned())));
    let languages = Lang::ALL.map(|lang| (lang.code(), lang.native_name()));
    let body = base::ui::form(
        "/signup",
        &[],
        html! {
            (field(Field::text("company", l.t("sign-up-company")).autocomplete("organization"),
                "company"))
            (field(Field::text("subdomain", l.t("sign-up-subdomain"))
                .after(root).ltr().maxlength(40)
                .hint(l.t("sign-up-subdomain-hint")), "subdomain"))
            (base::ui::fields(html! {
                (Field::select("country", l.t("sign-up-country"), countries)
                    .value(or("country", "SA")).error(wrong.at("country")))
                (Field::select("currency", l.t("sign-up-currency"), currencies)
                    .value(or("currency", "")).error(wrong.at("currency")))
                (Field::select("language", l.t("sign-up-language"), languages)
                    .value(or("language", l.lang().code())).error(wrong.at("language")))
            }))
            (field(Field::text("name", l.t("sign-up-name")).autocomplete("name"), "name"))
            (field(Field::email("email", l.t("sign-up-email")), "email"))
            (Field::password("password", l.t("sign-up-password")).autocomplete("new-password")
                .hint(l.t("sign-up-password-hint")).error(wrong.at("password")).required(true))
            (base::ui::form_actions(html! {
                (Button::submit(l.t("sign-up-submit")).primary().wide())
            }))
        },
    );
    let card =
        Card::new(html! { (wrong.summary()) (body) }).title(l.t("sign-up-title")).whole_page();
    html! { (card) }
}
