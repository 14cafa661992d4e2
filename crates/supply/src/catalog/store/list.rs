//! The list of products: the page is found first, by one index; what is shown beside each
//! product is then read for the rows of the page alone.

use base::{List, Problem, Sort, Tx};
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use crate::catalog::list::{ProductQuery, ProductSummary, StockFilter, is_searchable};

#[derive(sqlx::FromRow)]
struct Listed {
    #[sqlx(flatten)]
    summary: ProductSummary,
    sort_value: String,
}

pub(in crate::catalog) async fn list(
    tx: &mut Tx,
    query: &ProductQuery,
    sort: Sort,
    categories: Option<Vec<Uuid>>,
) -> Result<List<ProductSummary>, Problem> {
    let limit = query.list.limit();
    let cursor = query.list.cursor()?;
    let tenant = tx.tenant_id();
    let mut sql = QueryBuilder::<Postgres>::new(format!(
        "with page as (
            select p.id, p.handle, p.name, p.state, p.vendor, p.type_id, p.category_id, p.unit,
                p.tracked, p.version, p.updated_at, {} as sort_key, {} as sort_value
            from products p",
        sort.column,
        sort.as_text()
    ));
    narrow(&mut sql, tenant, query, categories);
    sort.finish(&mut sql, "p.id", cursor.as_ref(), limit);
    sql.push(
        ")
        select page.*, coalesce(v.sku, '') as sku, coalesce(v.price, 0) as price,
            coalesce(n.variant_count, 0) as variant_count,
            coalesce(n.available, 0)::bigint as available, i.thumbnail_id
         from page
         left join lateral (
            select sku, price from variants
            where tenant_id = ",
    );
    sql.push_bind(tenant).push(
        " and product_id = page.id order by position, id limit 1) v on true
         left join lateral (
            select count(distinct x.id) as variant_count, sum(l.on_hand - l.reserved) as available
            from variants x
            left join stock_levels l on l.tenant_id = x.tenant_id and l.variant_id = x.id
            where x.tenant_id = ",
    );
    sql.push_bind(tenant).push(
        " and x.product_id = page.id) n on true
         left join lateral (
            select thumbnail_id from product_images
            where tenant_id = ",
    );
    let direction = if sort.descending { "desc" } else { "asc" };
    sql.push_bind(tenant).push(format!(
        " and product_id = page.id order by position, id limit 1) i on true
         order by page.sort_key {direction}, page.id {direction}"
    ));
    let rows: Vec<Listed> = sql.build_query_as().fetch_all(tx.conn()).await?;
    let page = List::of(rows, limit, |row| (row.sort_value.clone(), row.summary.id));
    Ok(page.map(|row| row.summary))
}

fn narrow(
    sql: &mut QueryBuilder<Postgres>,
    tenant: Uuid,
    query: &ProductQuery,
    categories: Option<Vec<Uuid>>,
) {
    let (filter, q) = (&query.filter, query.list.search());
    if let Some(q) = q.filter(|q| is_searchable(q)) {
        sql.push(" join search_products(").push_bind(q.to_owned()).push(", 500) s on s.id = p.id");
    }
    sql.push(" where p.tenant_id = ").push_bind(tenant);
    if let Some(q) = q.filter(|q| !is_searchable(q)) {
        begins_with(sql, tenant, q);
    }
    if let Some(state) = filter.state {
        sql.push(" and p.state = ").push_bind(state);
    }
    if let Some(categories) = categories {
        sql.push(" and p.category_id = any(").push_bind(categories).push(")");
    }
    if let Some(id) = filter.type_id {
        sql.push(" and p.type_id = ").push_bind(id);
    }
    if let Some(vendor) = &filter.vendor {
        sql.push(" and p.vendor = ").push_bind(vendor.clone());
    }
    if let Some(tag) = &filter.tag {
        sql.push(" and ").push_bind(tag.clone()).push(" = any(p.tags)");
    }
    let levels = "select from variants x left join stock_levels l
        on l.tenant_id = x.tenant_id and l.variant_id = x.id where x.tenant_id = p.tenant_id
        and x.product_id = p.id";
    match filter.stock {
        Some(StockFilter::In) => {
            sql.push(format!(" and exists ({levels} and l.on_hand > l.reserved)"));
        }
        Some(StockFilter::Out) => {
            sql.push(format!(
                " and p.tracked and not exists ({levels} and l.on_hand > l.reserved)"
            ));
        }
        Some(StockFilter::Low) => {
            sql.push(format!(
                " and p.tracked and exists ({levels} and x.active and x.low_stock is not null
                    group by x.id, x.low_stock
                    having coalesce(sum(l.on_hand - l.reserved), 0) <= x.low_stock)"
            ));
        }
        None => {}
    }
}

/// One or two letters: what begins so, as a range of an index.
fn begins_with(sql: &mut QueryBuilder<Postgres>, tenant: Uuid, q: &str) {
    let range = |sql: &mut QueryBuilder<Postgres>, column: &str, from: String| {
        sql.push_bind(tenant).push(format!(" and {column} >= ")).push_bind(from.clone());
        sql.push(format!(" and {column} < ")).push_bind(from).push(" || U&'\\FFFF' limit 500)");
    };
    sql.push(" and p.id in ((select id from products where tenant_id = ");
    range(sql, "sort_name", q.to_lowercase());
    sql.push(" union all (select product_id from variants where tenant_id = ");
    range(sql, "sku", q.to_uppercase());
    sql.push(")");
}

/// Every vendor once, by leaping from one to the next in the index: as quick with a hundred
/// thousand products as with ten.
pub(in crate::catalog) async fn vendors(tx: &mut Tx) -> Result<Vec<String>, Problem> {
    let tenant = tx.tenant_id();
    let vendors = sqlx::query_scalar(
        "with recursive leap (vendor) as (
            (select vendor from products where tenant_id = $1 and vendor > ''
             order by vendor limit 1)
            union all
            select (select p.vendor from products p
                where p.tenant_id = $1 and p.vendor > leap.vendor order by p.vendor limit 1)
            from leap where leap.vendor is not null
        )
        select vendor from leap where vendor is not null limit 100",
    )
    .bind(tenant)
    .fetch_all(tx.conn())
    .await?;
    Ok(vendors)
}
