//! What an order is made of: the variants with their products and last prices in one statement,
//! the supplier and the warehouse in another, the tax codes from what the company has set up.

use std::collections::HashMap;

use base::round::{self, Rounding};
use base::{Currency, Date, Lang, Problem, Quantity, Text, Tx, UnitPrice};
use finance::currencies::{self, ExchangeRate};
use finance::tax::Codes;
use uuid::Uuid;

use super::super::draft::{Known, KnownVariant, NewPurchaseLine};
use super::super::order::PurchaseSupplier;

/// What an order is made of.
pub(in super::super) struct Context {
    /// The supplier, if the company has it.
    pub(in super::super) seller: Option<Seller>,
    /// The warehouse that was asked for, or the default one.
    pub(in super::super) warehouse: Option<Warehouse>,
    /// The currency of the order, and what it is counted at.
    pub(in super::super) rate: ExchangeRate,
    /// One for each line asked, in order.
    pub(in super::super) lines: Vec<Known>,
}

/// The supplier as far as an order needs it.
#[derive(Debug, Clone)]
pub(in super::super) struct Seller {
    pub(in super::super) supplier: PurchaseSupplier,
    pub(in super::super) lang: Lang,
    pub(in super::super) active: bool,
}

/// The warehouse as far as an order needs it.
#[derive(Debug, Clone)]
pub(in super::super) struct Warehouse {
    pub(in super::super) id: Uuid,
    pub(in super::super) code: String,
    pub(in super::super) active: bool,
}

#[derive(sqlx::FromRow)]
struct PartiesRow {
    supplier_id: Option<Uuid>,
    supplier_code: Option<String>,
    supplier_name: Option<String>,
    supplier_lang: Option<Lang>,
    supplier_currency: Option<Currency>,
    supplier_active: Option<bool>,
    warehouse_id: Option<Uuid>,
    warehouse_code: Option<String>,
    warehouse_active: Option<bool>,
}

/// Reads what the lines, the supplier and the warehouse are.
pub(in super::super) async fn context(
    tx: &mut Tx,
    supplier_id: Uuid,
    warehouse_id: Option<Uuid>,
    (currency, day): (Option<Currency>, Date),
    lines: &[NewPurchaseLine],
) -> Result<Context, Problem> {
    let tenant = tx.tenant_id();
    let row: PartiesRow = sqlx::query_as(
        "select s.id as supplier_id, s.code as supplier_code, s.name as supplier_name,
            s.lang as supplier_lang, s.currency as supplier_currency,
            s.active as supplier_active, w.id as warehouse_id,
            w.code as warehouse_code, w.active as warehouse_active
         from (select 1) as one
         left join suppliers s on s.tenant_id = $1 and s.id = $2
         left join warehouses w on w.tenant_id = $1 and w.id = coalesce($3,
            (select d.id from warehouses d where d.tenant_id = $1 and d.is_default))",
    )
    .bind(tenant)
    .bind(supplier_id)
    .bind(warehouse_id)
    .fetch_one(tx.conn())
    .await?;
    let (seller, warehouse) = (row.seller(), row.warehouse());
    let currency = currency.or(row.supplier_currency).unwrap_or(tx.currency());
    let rate = currencies::fix(tx, currency, day, None).await?;
    let lines = known(tx, Some(supplier_id), &rate, lines).await?;
    Ok(Context { seller, warehouse, rate, lines })
}

impl PartiesRow {
    fn seller(&self) -> Option<Seller> {
        Some(Seller {
            supplier: PurchaseSupplier {
                id: self.supplier_id?,
                code: self.supplier_code.clone()?,
                name: self.supplier_name.clone()?,
            },
            lang: self.supplier_lang?,
            active: self.supplier_active?,
        })
    }

    fn warehouse(&self) -> Option<Warehouse> {
        Some(Warehouse {
            id: self.warehouse_id?,
            code: self.warehouse_code.clone()?,
            active: self.warehouse_active?,
        })
    }
}

#[derive(sqlx::FromRow)]
struct LineRow {
    variant_id: Option<Uuid>,
    sku: Option<String>,
    options: Option<Vec<String>>,
    name: Option<Text>,
    unit: Option<String>,
    tracked: Option<bool>,
    archived: Option<bool>,
    last_price: Option<UnitPrice>,
    owned: Option<Quantity>,
    owned_value: Option<i64>,
    tax_code_id: Option<Uuid>,
}

/// What is known of lines that are asked for, in their order. A price that is not said is the
/// last one of this supplier in the currency of `rate`, or the average cost.
pub(in crate::purchasing) async fn known(
    tx: &mut Tx,
    supplier_id: Option<Uuid>,
    rate: &ExchangeRate,
    lines: &[NewPurchaseLine],
) -> Result<Vec<Known>, Problem> {
    let (tenant, own, today) = (tx.tenant_id(), tx.currency(), tx.today());
    let codes = tx.setup::<Codes>().await?;
    let rows: Vec<LineRow> = sqlx::query_as(
        "select v.id as variant_id, v.sku, v.option_values as options, p.name, p.unit,
            p.tracked, p.state = 'archived' as archived, last.unit_price as last_price,
            c.quantity as owned, c.value as owned_value, p.tax_code_id
         from unnest($2::uuid[], $3::text[]) with ordinality as l(variant_id, sku, n)
         left join variants u on u.tenant_id = $1 and u.sku = l.sku
         left join variants v on v.tenant_id = $1
            and v.id = case when l.variant_id is null then u.id else l.variant_id end
         left join products p on p.tenant_id = $1 and p.id = v.product_id
         left join stock_costs c on c.tenant_id = $1 and c.variant_id = v.id
         left join lateral (
            select b.unit_price from purchase_order_lines b
            join purchase_orders o on o.tenant_id = b.tenant_id and o.id = b.order_id
            where b.tenant_id = $1 and b.variant_id = v.id
                and o.state not in ('draft', 'cancelled') and o.currency = $5
            order by (o.supplier_id is not distinct from $4) desc, o.order_date desc, o.id desc
            limit 1
         ) last on true
         order by l.n",
    )
    .bind(tenant)
    .bind(lines.iter().map(|line| line.variant_id).collect::<Vec<_>>())
    .bind(lines.iter().map(|line| line.sku.as_deref().map(str::trim)).collect::<Vec<_>>())
    .bind(supplier_id)
    .bind(rate.currency)
    .fetch_all(tx.conn())
    .await?;
    let known = |(row, line): (LineRow, &NewPurchaseLine)| {
        let tax = line.tax_code_id.or(row.tax_code_id).and_then(|id| codes.offered(id, today));
        Ok(Known { tax, variant: row.variant(own, rate).transpose()? })
    };
    rows.into_iter().zip(lines).map(known).collect()
}

impl LineRow {
    fn variant(self, own: Currency, rate: &ExchangeRate) -> Option<Result<KnownVariant, Problem>> {
        let average = match (self.last_price, self.owned, self.owned_value) {
            (None, Some(owned), Some(value)) => average(owned, value, own),
            _ => None,
        };
        let average = match average.map(|price| rate.price(price)).transpose() {
            Ok(average) => average,
            Err(problem) => return Some(Err(problem)),
        };
        Some(Ok(KnownVariant {
            id: self.variant_id?,
            sku: self.sku?,
            name: self.name?,
            options: self.options?,
            unit: self.unit?,
            tracked: self.tracked?,
            archived: self.archived?,
            price: self.last_price.or(average),
        }))
    }
}

/// What one unit is worth on average.
fn average(owned: Quantity, value: i64, currency: Currency) -> Option<UnitPrice> {
    if !owned.is_positive() {
        return None;
    }
    // Minor units over micros of the unit, as micros of the major unit.
    let micros = i128::from(value) * 10_i128.pow(12 - currency.exponent());
    let micros = round::div(micros, i128::from(owned.micros()), Rounding::HalfEven);
    i64::try_from(micros).ok().map(UnitPrice::from_micros)
}

/// What these things cost the last time they were ordered, or on average.
pub(in crate::purchasing) async fn last_prices(
    tx: &mut Tx,
    variants: &[Uuid],
) -> Result<HashMap<Uuid, UnitPrice>, Problem> {
    let asked: Vec<NewPurchaseLine> = variants
        .iter()
        .map(|id| NewPurchaseLine { variant_id: Some(*id), ..NewPurchaseLine::default() })
        .collect();
    let (own, today) = (tx.currency(), tx.today());
    let rate = currencies::rate(tx, own, today).await?;
    let known = known(tx, None, &rate, &asked).await?;
    let priced = known.into_iter().filter_map(|known| known.variant);
    Ok(priced.filter_map(|variant| Some((variant.id, variant.price?))).collect())
}
