//! The SQL of landed costs.

use base::{Currency, Date, List, Money, Problem, Quantity, Sort, Timestamp, Tx};
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::land::LandedBasis;
use super::list::{LandedCost, LandedCostQuery, LandedItem, LandedTarget};

/// Every number of a landed cost.
pub(super) const NUMBERS: &str = "select number from landed_costs where tenant_id = $1";

/// Writes a landed cost with its items and targets in one statement.
pub(super) async fn insert(tx: &mut Tx, new: &LandedCost) -> Result<(), Problem> {
    let (tenant, user) = (tx.tenant_id(), tx.actor().user_id());
    sqlx::query(
        "with c as (
            insert into landed_costs (tenant_id, id, number, cost_date, basis, note, amount, held,
                gone, entry_id, created_by, recorded_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ), i as (
            insert into landed_cost_items (tenant_id, landed_cost_id, n, description, supplier_id,
                account_id, amount)
            select $1, $2, i.* from unnest($13::int[], $14::text[], $15::uuid[], $16::uuid[],
                $17::bigint[]) as i
         )
         insert into landed_cost_targets (tenant_id, landed_cost_id, n, receipt_id, receipt_line,
            amount, held, gone)
         select $1, $2, t.* from unnest($18::int[], $19::uuid[], $20::int[], $21::bigint[],
            $22::bigint[], $23::bigint[]) as t",
    )
    .bind(tenant)
    .bind(new.id)
    .bind(&new.number)
    .bind(new.date)
    .bind(new.basis.as_str())
    .bind(&new.note)
    .bind(new.amount.minor)
    .bind(new.on_hand.minor)
    .bind(new.gone.minor)
    .bind(new.entry_id)
    .bind(user)
    .bind(new.recorded_at)
    .bind(new.items.iter().map(|i| i.n).collect::<Vec<_>>())
    .bind(new.items.iter().map(|i| i.description.clone()).collect::<Vec<_>>())
    .bind(new.items.iter().map(|i| i.supplier_id).collect::<Vec<_>>())
    .bind(new.items.iter().map(|i| i.account_id).collect::<Vec<_>>())
    .bind(new.items.iter().map(|i| i.amount.minor).collect::<Vec<_>>())
    .bind(new.targets.iter().map(|t| t.n).collect::<Vec<_>>())
    .bind(new.targets.iter().map(|t| t.receipt_id).collect::<Vec<_>>())
    .bind(new.targets.iter().map(|t| t.receipt_line).collect::<Vec<_>>())
    .bind(new.targets.iter().map(|t| t.amount.minor).collect::<Vec<_>>())
    .bind(new.targets.iter().map(|t| t.on_hand.minor).collect::<Vec<_>>())
    .bind(new.targets.iter().map(|t| t.gone.minor).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}

const COLUMNS: &str = "c.id, c.number, c.cost_date as date, c.basis, c.note, c.amount, c.held, \
    c.gone, c.entry_id, c.recorded_at";

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    number: String,
    date: Date,
    #[sqlx(try_from = "String")]
    basis: LandedBasis,
    note: String,
    amount: i64,
    held: i64,
    gone: i64,
    entry_id: Uuid,
    recorded_at: Timestamp,
    #[sqlx(default)]
    sort_value: String,
}

impl Row {
    fn landed(self, currency: Currency) -> LandedCost {
        LandedCost {
            id: self.id,
            number: self.number,
            date: self.date,
            basis: self.basis,
            note: self.note,
            amount: Money::new(self.amount, currency),
            on_hand: Money::new(self.held, currency),
            gone: Money::new(self.gone, currency),
            entry_id: self.entry_id,
            recorded_at: self.recorded_at,
            items: Vec::new(),
            targets: Vec::new(),
        }
    }
}

#[derive(sqlx::FromRow)]
struct TargetRow {
    n: i32,
    receipt_id: Uuid,
    receipt_number: String,
    receipt_line: i32,
    sku: String,
    quantity: Quantity,
    held_quantity: Quantity,
    amount: i64,
    held: i64,
    gone: i64,
}

pub(super) async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<LandedCost>, Problem> {
    let (tenant, currency) = (tx.tenant_id(), tx.currency());
    let sql = format!("select {COLUMNS} from landed_costs c where c.tenant_id = $1 and c.id = $2");
    let row: Option<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(id)
        .fetch_optional(tx.conn())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let mut landed = row.landed(currency);
    let items: Vec<(i32, String, Option<Uuid>, Uuid, i64)> = sqlx::query_as(
        "select n, description, supplier_id, account_id, amount from landed_cost_items
         where tenant_id = $1 and landed_cost_id = $2 order by n limit 500",
    )
    .bind(tenant)
    .bind(id)
    .fetch_all(tx.conn())
    .await?;
    let item = |(n, description, supplier_id, account_id, amount)| {
        let amount = Money::new(amount, currency);
        LandedItem { n, description, supplier_id, account_id, amount }
    };
    landed.items = items.into_iter().map(item).collect();
    let targets: Vec<TargetRow> = sqlx::query_as(
        "select t.n, t.receipt_id, d.number as receipt_number, t.receipt_line, v.sku,
            coalesce(s.quantity, r.quantity) as quantity, coalesce(s.held, 0) as held_quantity,
            t.amount, t.held, t.gone
         from landed_cost_targets t
         join received_lines r on r.tenant_id = t.tenant_id and r.receipt_id = t.receipt_id
            and r.line = t.receipt_line
         join stock_documents d on d.tenant_id = t.tenant_id and d.id = t.receipt_id
         join variants v on v.tenant_id = t.tenant_id and v.id = r.variant_id
         left join stock_revaluations s on s.tenant_id = t.tenant_id
            and s.source_type = 'landed_cost' and s.source_id = t.landed_cost_id
            and s.source_line = t.n
         where t.tenant_id = $1 and t.landed_cost_id = $2 order by t.n limit 500",
    )
    .bind(tenant)
    .bind(id)
    .fetch_all(tx.conn())
    .await?;
    let target = |row: TargetRow| LandedTarget {
        n: row.n,
        receipt_id: row.receipt_id,
        receipt_number: row.receipt_number,
        receipt_line: row.receipt_line,
        sku: row.sku,
        quantity: row.quantity,
        held: row.held_quantity,
        amount: Money::new(row.amount, currency),
        on_hand: Money::new(row.held, currency),
        gone: Money::new(row.gone, currency),
    };
    landed.targets = targets.into_iter().map(target).collect();
    Ok(Some(landed))
}

pub(super) async fn list(
    tx: &mut Tx,
    query: &LandedCostQuery,
    sort: Sort,
) -> Result<List<LandedCost>, Problem> {
    let (tenant, currency, limit) = (tx.tenant_id(), tx.currency(), query.list.limit());
    let cursor = query.list.cursor()?;
    let mut sql = QueryBuilder::<Postgres>::new(format!(
        "select {COLUMNS}, {} as sort_value from landed_costs c where c.tenant_id = ",
        sort.as_text()
    ));
    sql.push_bind(tenant);
    if let Some(text) = query.list.search() {
        let text = text.trim_start_matches('#').to_lowercase();
        sql.push(" and (position(").push_bind(text.clone()).push(" in lower(c.number)) > 0");
        sql.push(" or position(").push_bind(text).push(" in lower(c.note)) > 0)");
    }
    sort.finish(&mut sql, "c.id", cursor.as_ref(), limit);
    let rows: Vec<Row> = sql.build_query_as().fetch_all(tx.conn()).await?;
    let page = List::of(rows, limit, |row| (row.sort_value.clone(), row.id));
    Ok(page.map(|row| row.landed(currency)))
}
