//! The form of the levels: days, subject and words in every language.

use base::ui::{Button, Card, Field, PageHeader, fields, form, form_actions};
use base::{Cx, FormData, Lang, Problem, Text};
use maud::{Markup, html};

use super::super::{Level, NewLevel};
use crate::forms::{error, mistakes, texts};

/// A level as it was typed; the texts in the order of the languages.
#[derive(Default, Clone)]
struct Typed {
    days: String,
    subject: [String; 3],
    body: [String; 3],
}

impl Typed {
    fn is_empty(&self) -> bool {
        let texts = self.subject.iter().chain(&self.body);
        self.days.is_empty() && texts.into_iter().all(String::is_empty)
    }
}

/// What was typed: as many levels as there may be, the last of them empty.
pub(super) struct LevelsForm(Vec<Typed>);

/// As many levels as the form has room for.
const ROOM: usize = 5;

impl LevelsForm {
    pub(super) fn of(levels: &[Level]) -> Self {
        let texts = |text: &Text| Lang::ALL.map(|lang| text.exact(lang).unwrap_or("").to_owned());
        let typed = |level: &Level| Typed {
            days: level.days.to_string(),
            subject: texts(&level.subject),
            body: texts(&level.body),
        };
        let mut all: Vec<Typed> = levels.iter().map(typed).collect();
        all.resize(ROOM, Typed::default());
        Self(all)
    }

    pub(super) fn read(data: &FormData) -> Self {
        let typed = |at: usize| {
            let texts = |name: &str| {
                Lang::ALL.map(|lang| {
                    data.cell("levels", at, &format!("{name}_{}", lang.code())).to_owned()
                })
            };
            let days = data.cell("levels", at, "days").to_owned();
            Typed { days, subject: texts("subject"), body: texts("body") }
        };
        Self((0..ROOM).map(typed).collect())
    }

    /// The command; empty levels at the end are none.
    pub(super) fn to_new(&self) -> Result<Vec<NewLevel>, Problem> {
        let used = self.0.iter().rposition(|typed| !typed.is_empty()).map_or(0, |last| last + 1);
        let (mut new, mut problem) = (Vec::new(), Problem::invalid());
        for (at, typed) in self.0.iter().take(used).enumerate() {
            let text = |words: &[String; 3]| {
                let parts = Lang::ALL.into_iter().zip(words.iter().map(String::as_str));
                Text::from_parts(parts.filter(|(_, words)| !words.is_empty())).ok()
            };
            let (days, subject, body) =
                (typed.days.parse().ok(), text(&typed.subject), text(&typed.body));
            for (missing, name, code) in [
                (days.is_none(), "days", "not_a_number"),
                (subject.is_none(), "subject", "required"),
                (body.is_none(), "body", "required"),
            ] {
                if missing {
                    problem = problem.field(format!("levels[{at}].{name}"), code);
                }
            }
            if let (Some(days), Some(subject), Some(body)) = (days, subject, body) {
                new.push(NewLevel { days, subject, body });
            }
        }
        problem.or_ok()?;
        Ok(new)
    }
}

pub(super) fn page(cx: &Cx, typed: &LevelsForm, problem: Option<&Problem>) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    html! {
        (PageHeader::new(&texts, l.t("reminders-title")).subtitle(l.t("reminders-levels-text")))
        (super::tabs(cx, 2))
        (mistakes(l, &texts, problem))
        (form("/admin/reminders/levels", &cx.hidden(), html! {
            @for (at, level) in typed.0.iter().enumerate() {
                (Card::new(level_fields(cx, at, level, problem))
                    .title(l.with("reminders-at-level", &[("level", (at + 1).into())])))
            }
            (form_actions(html! { (Button::submit(l.t("reminders-set")).primary()) }))
        }))
    }
}

fn level_fields(cx: &Cx, at: usize, level: &Typed, problem: Option<&Problem>) -> Markup {
    let l = &cx.l;
    let wrong = |name: &str| error(l, problem, &format!("levels[{at}].{name}"));
    // A mistake in a text stands beside its first language.
    let text = |name: &'static str, n: usize, lang: Lang| {
        let field = format!("levels[{at}][{name}_{}]", lang.code());
        let label = format!("{} ({})", l.t(&format!("reminders-{name}")), lang.code());
        (field, label, (n == 0).then(|| wrong(name)).flatten())
    };
    fields(html! {
        (Field::integer(format!("levels[{at}][days]"), l.t("reminders-days")).value(&level.days)
            .error(wrong("days")))
        @for (n, lang) in Lang::ALL.into_iter().enumerate() {
            @let (name, label, wrong) = text("subject", n, lang);
            (Field::text(name, label).value(&level.subject[n]).span().error(wrong))
        }
        @for (n, lang) in Lang::ALL.into_iter().enumerate() {
            @let (name, label, wrong) = text("body", n, lang);
            (Field::textarea(name, label).value(&level.body[n]).span().error(wrong))
        }
    })
}
