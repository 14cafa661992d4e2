//! Reorder rules, each with how its item stands in its warehouse.

use base::problem::constraint;
use base::{Date, List, Problem, Quantity, Sort, Text, Tx};
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use crate::inventory::document::WarehouseName;
use crate::inventory::reorder::{NewReorderRule, ReorderQuery, ReorderRule, proposal};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    variant_id: Uuid,
    sku: String,
    name: Text,
    unit: String,
    warehouse_id: Uuid,
    warehouse_code: String,
    warehouse_name: Text,
    minimum: Quantity,
    maximum: Quantity,
    multiple: Quantity,
    lead_days: i32,
    active: bool,
    available: Quantity,
    in_transit: Quantity,
    coming: Quantity,
    wanted_on: Option<Date>,
    version: i32,
    #[sqlx(default)]
    sort_value: String,
}

impl Row {
    fn rule(self) -> ReorderRule {
        let micros = |quantity: Quantity| quantity.micros();
        let numbers = (micros(self.minimum), micros(self.maximum), micros(self.multiple));
        let there = micros(self.available)
            .saturating_add(micros(self.in_transit))
            .saturating_add(micros(self.coming));
        let (id, code, name) = (self.warehouse_id, self.warehouse_code, self.warehouse_name);
        let wanted = if self.active { proposal(numbers, there) } else { 0 };
        ReorderRule {
            id: self.id,
            variant_id: self.variant_id,
            sku: self.sku,
            name: self.name,
            unit: self.unit,
            warehouse: WarehouseName { id, code, name },
            minimum: self.minimum,
            maximum: self.maximum,
            multiple: self.multiple,
            lead_days: self.lead_days,
            active: self.active,
            available: self.available,
            in_transit: self.in_transit,
            wanted: self.coming,
            wanted_on: self.wanted_on,
            proposal: Quantity::from_micros(wanted),
            version: self.version,
        }
    }
}

/// Everything of a rule as one table `r`; `$1` is the company, `$2` today. What purchasers were
/// told of counts as coming until its time is over, or a receipt came in since.
const RULES: &str = "with r as (
        select r.id, r.variant_id, v.sku, p.name, p.unit, r.warehouse_id,
            w.code as warehouse_code, w.name as warehouse_name, r.minimum, r.maximum, r.multiple,
            r.lead_days, r.active, r.wanted_on, r.version,
            coalesce(s.available, 0)::bigint as available,
            coalesce(t.quantity, 0)::bigint as in_transit,
            case when r.wanted_on + r.lead_days >= $2::date and not exists (
                    select from stock_days d
                    join locations l on l.tenant_id = $1 and l.id = d.location_id
                        and l.warehouse_id = r.warehouse_id
                    where d.tenant_id = $1 and d.variant_id = r.variant_id
                        and d.date > r.wanted_on and d.quantity > 0)
                then r.wanted else 0 end as coming
        from reorder_rules r
        join variants v on v.tenant_id = $1 and v.id = r.variant_id
        join products p on p.tenant_id = $1 and p.id = v.product_id
        join warehouses w on w.tenant_id = $1 and w.id = r.warehouse_id
        left join lateral (
            select sum(s.on_hand - s.reserved) as available from stock_levels s
            join locations l on l.tenant_id = $1 and l.id = s.location_id
                and l.warehouse_id = r.warehouse_id
            where s.tenant_id = $1 and s.variant_id = r.variant_id
        ) s on true
        left join lateral (
            select sum(o.quantity - o.received - o.lost) as quantity from transfer_lines o
            join stock_documents d on d.tenant_id = $1 and d.id = o.document_id
            join locations l on l.tenant_id = $1 and l.id = d.to_location_id
                and l.warehouse_id = r.warehouse_id
            where o.tenant_id = $1 and o.variant_id = r.variant_id
                and o.received + o.lost < o.quantity
        ) t on true
        where r.tenant_id = $1
    )";

/// A page of rules.
pub(in crate::inventory) async fn list(
    tx: &mut Tx,
    query: &ReorderQuery,
    sort: Sort,
) -> Result<List<ReorderRule>, Problem> {
    let (tenant, today, limit) = (tx.tenant_id(), tx.today(), query.list.limit());
    // The company and the day are the first two binds, as in the other questions.
    let mut sql = QueryBuilder::<Postgres>::new("with company as (select ");
    sql.push_bind(tenant).push("::uuid as id), day as (select ").push_bind(today);
    sql.push("::date as today) ").push(RULES.replacen("with r as", ", r as", 1).as_str());
    sql.push(format!(" select r.*, {} as sort_value from r where true", sort.as_text()));
    if let Some(warehouse) = query.warehouse {
        sql.push(" and r.warehouse_id = ").push_bind(warehouse);
    }
    if query.state.as_deref() == Some("due") {
        sql.push(" and r.active and r.available + r.in_transit + r.coming < r.minimum");
    }
    if let Some(q) = query.list.search() {
        let like = format!("{}%", q.replace(['\\', '%', '_'], ""));
        sql.push(" and r.sku ilike ").push_bind(like);
    }
    sort.finish(&mut sql, "r.id", query.list.cursor()?.as_ref(), limit);
    let rows: Vec<Row> = sql.build_query_as().fetch_all(tx.conn()).await?;
    let page = List::of(rows, limit, |row| (row.sort_value.clone(), row.id));
    Ok(page.map(Row::rule))
}

/// One rule.
pub(in crate::inventory) async fn find(
    tx: &mut Tx,
    id: Uuid,
) -> Result<Option<ReorderRule>, Problem> {
    let (tenant, today) = (tx.tenant_id(), tx.today());
    let sql = format!("{RULES} select * from r where id = $3");
    let query = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(tenant).bind(today).bind(id);
    let row: Option<Row> = query.fetch_optional(tx.conn()).await?;
    Ok(row.map(Row::rule))
}

/// The rules of which something is to be ordered, at most so many.
pub(in crate::inventory) async fn due(tx: &mut Tx, most: i64) -> Result<Vec<ReorderRule>, Problem> {
    let (tenant, today) = (tx.tenant_id(), tx.today());
    let sql = format!(
        "{RULES} select * from r
         where active and available + in_transit + coming < minimum order by sku, id limit $3"
    );
    let query = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(tenant).bind(today).bind(most);
    let rows: Vec<Row> = query.fetch_all(tx.conn()).await?;
    Ok(rows.into_iter().map(Row::rule).collect())
}

/// Makes a rule.
pub(in crate::inventory) async fn insert(
    tx: &mut Tx,
    id: Uuid,
    variant: Uuid,
    warehouse: Uuid,
    new: &NewReorderRule,
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "insert into reorder_rules (tenant_id, id, variant_id, warehouse_id, minimum, maximum,
            multiple, lead_days)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(tenant)
    .bind(id)
    .bind(variant)
    .bind(warehouse)
    .bind(new.minimum)
    .bind(new.maximum)
    .bind(new.multiple)
    .bind(new.lead_days)
    .execute(tx.conn())
    .await
    .map_err(|error| match constraint(&error) {
        Some("reorder_rules_pkey") => Problem::conflict("already_exists"),
        Some(_) => Problem::conflict("rule_taken"),
        None => Problem::from(error),
    })?;
    Ok(())
}

/// Locks a rule until the transaction ends.
pub(in crate::inventory) async fn lock(tx: &mut Tx, id: Uuid) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query("select id from reorder_rules where tenant_id = $1 and id = $2 for update")
        .bind(tenant)
        .bind(id)
        .fetch_optional(tx.conn())
        .await?;
    Ok(())
}

/// Writes a locked rule.
pub(in crate::inventory) async fn update(tx: &mut Tx, new: &ReorderRule) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "update reorder_rules set minimum = $3, maximum = $4, multiple = $5, lead_days = $6,
            active = $7, version = version + 1
         where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(new.id)
    .bind(new.minimum)
    .bind(new.maximum)
    .bind(new.multiple)
    .bind(new.lead_days)
    .bind(new.active)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Takes a rule away.
pub(in crate::inventory) async fn delete(tx: &mut Tx, id: Uuid) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query("delete from reorder_rules where tenant_id = $1 and id = $2")
        .bind(tenant)
        .bind(id)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Keeps that the purchasers were told of these today.
pub(in crate::inventory) async fn wanted(
    tx: &mut Tx,
    rules: &[ReorderRule],
) -> Result<(), Problem> {
    let (tenant, today) = (tx.tenant_id(), tx.today());
    sqlx::query(
        "update reorder_rules r set wanted_on = $2, wanted = w.quantity
         from unnest($3::uuid[], $4::bigint[]) as w(id, quantity)
         where r.tenant_id = $1 and r.id = w.id",
    )
    .bind(tenant)
    .bind(today)
    .bind(rules.iter().map(|rule| rule.id).collect::<Vec<_>>())
    .bind(
        rules
            .iter()
            .map(|rule| rule.proposal.micros().saturating_add(rule.wanted.micros()))
            .collect::<Vec<_>>(),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
