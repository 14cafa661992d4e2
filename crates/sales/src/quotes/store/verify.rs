//! What `ledger verify` asks about quotes.

use base::{Offender, Problem, Tx};
use uuid::Uuid;

/// Every number of the series in use.
pub(in crate::quotes) const NUMBERS: &str =
    "select number from quotes where tenant_id = $1 and number is not null";

/// A quote comes to what its lines come to.
pub(in crate::quotes) async fn miscounted(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    let tenant = tx.tenant_id();
    type Row = (Uuid, i64, i64, i64, i64, i64, i64);
    let row: Option<Row> = sqlx::query_as(
        "with sums as (
            select quote_id, sum(net)::bigint as net, sum(tax)::bigint as tax,
                sum(gross)::bigint as gross
            from quote_lines where tenant_id = $1 group by quote_id
         )
         select q.id, q.net, q.tax, q.gross, coalesce(s.net, 0), coalesce(s.tax, 0),
            coalesce(s.gross, 0)
         from quotes q left join sums s on s.quote_id = q.id
         where q.tenant_id = $1
            and (q.net, q.tax, q.gross) is distinct from (s.net, s.tax, s.gross)
         order by q.id limit 1",
    )
    .bind(tenant)
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|(id, net, tax, gross, line_net, line_tax, line_gross)| Offender {
        kind: "quote",
        id: id.to_string(),
        detail: format!(
            "the quote says net {net}, tax {tax}, gross {gross}; its lines {line_net}, \
             {line_tax}, {line_gross} (minor units)"
        ),
    }))
}
