//! Everything that an order is made of, in one statement: the variants with their products and
//! tax codes, the customer and the warehouse. Asking each capability through its own door would
//! be four round trips on the busiest path of the program.

use base::{Date, Lang, Money, Problem, Rate, Text, Tx, UnitPrice};
use finance::tax::{Category, TaxCode};
use uuid::Uuid;

use crate::orders::draft::{Known, KnownVariant, NewLine};
use crate::orders::order::OrderCustomer;

/// What an order is made of.
pub(in crate::orders) struct Context {
    /// The customer, if the company has it.
    pub(in crate::orders) buyer: Option<Buyer>,
    /// The warehouse that was asked for, or the default one.
    pub(in crate::orders) warehouse: Option<Warehouse>,
    /// One for each line asked, in order.
    pub(in crate::orders) lines: Vec<Known>,
}

/// The customer as far as an order needs it.
#[derive(Debug, Clone)]
pub(in crate::orders) struct Buyer {
    pub(in crate::orders) customer: OrderCustomer,
    pub(in crate::orders) email: String,
    pub(in crate::orders) lang: Lang,
    pub(in crate::orders) credit_limit: Option<Money>,
    pub(in crate::orders) active: bool,
}

/// The warehouse as far as an order needs it.
#[derive(Debug, Clone)]
pub(in crate::orders) struct Warehouse {
    pub(in crate::orders) id: Uuid,
    pub(in crate::orders) code: String,
    pub(in crate::orders) active: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    variant_id: Option<Uuid>,
    sku: Option<String>,
    options: Option<Vec<String>>,
    price: Option<UnitPrice>,
    name: Option<Text>,
    unit: Option<String>,
    tracked: Option<bool>,
    sellable: Option<bool>,
    tax_id: Option<Uuid>,
    tax_code: Option<String>,
    tax_name: Option<Text>,
    tax_category: Option<Category>,
    tax_rate: Option<Rate>,
    tax_account_id: Option<Uuid>,
    tax_is_default: Option<bool>,
    customer_id: Option<Uuid>,
    customer_code: Option<String>,
    customer_name: Option<String>,
    customer_email: Option<String>,
    customer_lang: Option<Lang>,
    customer_limit: Option<i64>,
    customer_active: Option<bool>,
    warehouse_id: Option<Uuid>,
    warehouse_code: Option<String>,
    warehouse_active: Option<bool>,
}

/// Reads what the lines, the customer and the warehouse are; `lines` must not be empty.
pub(in crate::orders) async fn context(
    tx: &mut Tx,
    customer_id: Uuid,
    warehouse_id: Option<Uuid>,
    lines: &[NewLine],
    day: Date,
) -> Result<Context, Problem> {
    let (tenant, currency) = (tx.tenant_id(), tx.currency());
    let rows: Vec<Row> = sqlx::query_as(
        "select v.id as variant_id, v.sku, v.option_values as options, v.price,
            p.name, p.unit, p.tracked, v.active and p.state = 'active' as sellable,
            t.id as tax_id, t.code as tax_code, t.name as tax_name,
            t.category as tax_category, tax_rate_on(t, $7) as tax_rate,
            t.account_id as tax_account_id, t.is_default as tax_is_default,
            c.id as customer_id, c.code as customer_code, c.name as customer_name,
            c.email as customer_email, c.lang as customer_lang,
            c.credit_limit as customer_limit, c.active as customer_active,
            w.id as warehouse_id, w.code as warehouse_code, w.active as warehouse_active
         from unnest($2::uuid[], $3::text[], $4::uuid[]) with ordinality
            as l(variant_id, sku, tax_code_id, n)
         left join variants v on v.tenant_id = $1 and v.id = coalesce(l.variant_id,
            (select s.id from variants s where s.tenant_id = $1 and s.sku = l.sku))
         left join products p on p.tenant_id = $1 and p.id = v.product_id
         left join tax_codes t on t.tenant_id = $1 and t.active
            and t.kind = 'tax' and t.id = coalesce(l.tax_code_id, p.tax_code_id)
         left join customers c on c.tenant_id = $1 and c.id = $5
         left join warehouses w on w.tenant_id = $1 and w.id = coalesce($6,
            (select d.id from warehouses d where d.tenant_id = $1 and d.is_default))
         order by l.n",
    )
    .bind(tenant)
    .bind(lines.iter().map(|line| line.variant_id).collect::<Vec<_>>())
    .bind(lines.iter().map(|line| line.sku.as_deref().map(str::trim)).collect::<Vec<_>>())
    .bind(lines.iter().map(|line| line.tax_code_id).collect::<Vec<_>>())
    .bind(customer_id)
    .bind(warehouse_id)
    .bind(day)
    .fetch_all(tx.conn())
    .await?;
    let first = rows.first();
    let buyer = first.and_then(|row| row.buyer(currency));
    let warehouse = first.and_then(Row::warehouse);
    Ok(Context { buyer, warehouse, lines: rows.into_iter().map(Row::known).collect() })
}

impl Row {
    fn buyer(&self, currency: base::Currency) -> Option<Buyer> {
        Some(Buyer {
            customer: OrderCustomer {
                id: self.customer_id?,
                code: self.customer_code.clone()?,
                name: self.customer_name.clone()?,
            },
            email: self.customer_email.clone()?,
            lang: self.customer_lang?,
            credit_limit: self.customer_limit.map(|minor| Money::new(minor, currency)),
            active: self.customer_active?,
        })
    }

    fn warehouse(&self) -> Option<Warehouse> {
        Some(Warehouse {
            id: self.warehouse_id?,
            code: self.warehouse_code.clone()?,
            active: self.warehouse_active?,
        })
    }

    fn known(self) -> Known {
        Known { tax: self.tax(), variant: self.variant() }
    }

    fn tax(&self) -> Option<TaxCode> {
        Some(TaxCode {
            id: self.tax_id?,
            code: self.tax_code.clone()?,
            name: self.tax_name.clone()?,
            category: self.tax_category?,
            rate: self.tax_rate?,
            account_id: self.tax_account_id?,
            is_default: self.tax_is_default?,
        })
    }

    fn variant(self) -> Option<KnownVariant> {
        Some(KnownVariant {
            id: self.variant_id?,
            sku: self.sku?,
            name: self.name?,
            options: self.options?,
            unit: self.unit?,
            price: self.price?,
            tracked: self.tracked?,
            sellable: self.sellable?,
        })
    }
}
