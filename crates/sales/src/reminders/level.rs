//! The levels of a company: after how many days, in which words.

use base::{Lang, Problem, Text, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::store;

/// The most levels.
const MOST: usize = 5;

/// The longest text of a level.
const MOST_CHARS: usize = 2000;

/// A level.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema, sqlx::FromRow)]
pub struct Level {
    /// The first is 1.
    pub level: i32,
    /// Reached when something is overdue by so many days.
    pub days: i32,
    /// The subject of the mail.
    pub subject: Text,
    /// What the mail says before the list; `{customer}`, `{company}` and `{amount}` are filled
    /// in.
    pub body: Text,
}

/// A level about to be set; the first of the list is level 1.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLevel {
    /// Reached when something is overdue by so many days.
    pub days: i32,
    /// The subject of the mail.
    pub subject: Text,
    /// What the mail says before the list.
    pub body: Text,
}

/// The levels, the first first.
///
/// # Errors
/// When the database is away.
pub async fn levels(tx: &mut Tx) -> Result<Vec<Level>, Problem> {
    store::levels(tx).await
}

/// Sets all levels anew.
///
/// # Errors
/// When there are none or too many, the days do not rise, or a text is missing or too long.
pub async fn set_levels(tx: &mut Tx, new: Vec<NewLevel>) -> Result<Vec<Level>, Problem> {
    if new.is_empty() || new.len() > MOST {
        return Err(Problem::invalid().field_with("levels", "reminder_levels", &[("most", &MOST)]));
    }
    let mut problem = Problem::invalid();
    let mut before = 0;
    for (at, level) in new.iter().enumerate() {
        if level.days <= before || level.days > 3660 {
            problem = problem.field(format!("levels[{at}].days"), "reminder_days_rise");
        }
        before = level.days.max(before);
        for (name, text) in [("subject", &level.subject), ("body", &level.body)] {
            let path = format!("levels[{at}].{name}");
            if text.iter().any(|(_, text)| text.chars().count() > MOST_CHARS) {
                problem = problem.field_with(path, "too_long", &[("most", &MOST_CHARS)]);
            }
        }
    }
    problem.or_ok()?;
    store::set_levels(tx, &new).await?;
    let (tenant, days) = (tx.tenant_id(), new.iter().map(|level| level.days).collect::<Vec<_>>());
    tx.audit("reminders.set_levels", "tenant", tenant, json!({"days": days}));
    levels(tx).await
}

/// Gives a new company three levels in every language.
pub(super) async fn furnish(tx: &mut Tx) -> Result<(), Problem> {
    let text = |words: [&str; 3]| {
        Text::from_parts(Lang::ALL.into_iter().zip(words)).map_err(Problem::internal)
    };
    let mut new = Vec::new();
    for (days, subject, body) in START {
        new.push(NewLevel { days, subject: text(subject)?, body: text(body)? });
    }
    store::set_levels(tx, &new).await
}

/// Days, subject and words of a level in English, Arabic and Bangla.
type Start = (i32, [&'static str; 3], [&'static str; 3]);

const START: [Start; 3] = [
    (
        7,
        ["A friendly reminder", "تذكير ودّي", "একটি সবিনয় স্মারক"],
        [
            "Dear {customer}, perhaps it escaped you: {amount} is past its day. Please pay it in \
             the next days. If it is already on its way, thank you.",
            "السادة {customer}، لعلّه فاتكم: مبلغ {amount} تجاوز موعد استحقاقه. نرجو سداده خلال \
             الأيام القادمة، وإن كان قد سُدّد فشكرًا لكم.",
            "প্রিয় {customer}, হয়তো খেয়াল করেননি: {amount} পরিশোধের তারিখ পেরিয়ে গেছে। অনুগ্রহ করে আগামী \
             কয়েক দিনের মধ্যে পরিশোধ করুন। ইতিমধ্যে পাঠিয়ে থাকলে ধন্যবাদ।",
        ],
    ),
    (
        21,
        ["Second reminder", "التذكير الثاني", "দ্বিতীয় স্মারক"],
        [
            "Dear {customer}, {amount} is still open. Please pay within seven days, or tell us \
             what stands in the way.",
            "السادة {customer}، ما زال مبلغ {amount} غير مسدد. نرجو السداد خلال سبعة أيام أو \
             إخبارنا بما يعيق ذلك.",
            "প্রিয় {customer}, {amount} এখনও বাকি আছে। অনুগ্রহ করে সাত দিনের মধ্যে পরিশোধ করুন, অথবা কী \
             অসুবিধা তা আমাদের জানান।",
        ],
    ),
    (
        45,
        ["Last reminder", "التذكير الأخير", "শেষ স্মারক"],
        [
            "Dear {customer}, in spite of our reminders {amount} is open. Please pay at once; \
             until then {company} cannot deliver on credit.",
            "السادة {customer}، رغم تذكيراتنا ما زال مبلغ {amount} غير مسدد. نرجو السداد فورًا، ولا \
             تستطيع {company} التوريد بالأجل حتى ذلك الحين.",
            "প্রিয় {customer}, আমাদের স্মারক সত্ত্বেও {amount} বাকি আছে। অনুগ্রহ করে অবিলম্বে পরিশোধ করুন; ততদিন \
             {company} বাকিতে পণ্য দিতে পারবে না।",
        ],
    ),
];
