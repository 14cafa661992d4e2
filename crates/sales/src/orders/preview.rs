//! What lines would come to, while somebody still types.

use base::{Currency, Date, Lang, Problem, Tx};
use finance::currencies::{self, ExchangeRate};
use finance::tax::Prices;
use uuid::Uuid;

use super::draft::{self, Known, NewLine, Priced};
use super::store;

/// Prices those lines that can be; each comes with a mark of the caller's, and the marks of the
/// priced ones come back. None when no line can be priced yet.
pub(super) async fn preview<M: Copy>(
    tx: &mut Tx,
    customer: Option<Uuid>,
    currency: Option<Currency>,
    day: Option<Date>,
    lines: &[(M, NewLine)],
    prices: Prices,
) -> Result<Option<(Priced, Vec<M>)>, Problem> {
    if lines.is_empty() {
        return Ok(None);
    }
    let asked: Vec<NewLine> = lines.iter().map(|(_, line)| line.clone()).collect();
    let day = day.unwrap_or_else(|| tx.today());
    let customer = customer.unwrap_or_default();
    let found = store::context(tx, customer, None, currency, day, &asked).await?;
    let currency = currency.or(found.buyer.map(|buyer| buyer.currency));
    let currency = currency.unwrap_or(tx.currency());
    let rate = match currencies::fix(tx, currency, day, None).await {
        Ok(rate) => rate,
        // Whoever saves the order is told; prices that are typed can be summed all the same.
        Err(problem) if problem.is_mendable() => {
            ExchangeRate::new(currency, tx.currency(), day, 1_000_000, 1)
        }
        Err(problem) => return Err(problem),
    };
    let known = draft::in_currency(found.lines, &rate)?;
    let able = |line: &NewLine, known: &Known| {
        let one = std::slice::from_ref(line);
        draft::price(one, std::slice::from_ref(known), Lang::En, currency, prices).is_ok()
    };
    let whole: Vec<(M, NewLine, Known)> = lines
        .iter()
        .zip(known)
        .filter(|((_, line), known)| able(line, known))
        .map(|((mark, line), known)| (*mark, line.clone(), known))
        .collect();
    let marks = whole.iter().map(|(mark, _, _)| *mark).collect();
    let (asked, known): (Vec<NewLine>, Vec<Known>) =
        whole.into_iter().map(|(_, line, known)| (line, known)).unzip();
    // The sum of lines that can be priced one by one may still be too large.
    match draft::price(&asked, &known, Lang::En, currency, prices) {
        Ok(priced) => Ok(Some((priced, marks))),
        Err(_) => Ok(None),
    }
}
