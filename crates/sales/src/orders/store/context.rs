//! Everything that an order is made of: the variants with their products, the customer and the
//! prices in one statement, the tax codes and the warehouse from what the company has set up.
//! Asking each capability through its own door would be four round trips on the busiest path of
//! the program.

use base::{
    Country, Currency, Date, Lang, Money, Problem, Quantity, Rate, Setup, Text, Tx, UnitPrice,
};
use finance::invoices::Party;
use finance::tax::Codes;
use supply::inventory::{CUSTOMERS, Cost};
use uuid::Uuid;

use crate::orders::approval::ApprovalRules;
use crate::orders::draft::{Known, KnownVariant, Listed, NewLine};
use crate::orders::order::{OrderCustomer, PriceRule};

/// What an order is made of.
pub(in crate::orders) struct Context {
    /// The customer, if the company has it.
    pub(in crate::orders) buyer: Option<Buyer>,
    /// The same customer as its invoices have it.
    pub(in crate::orders) billed: Option<Billed>,
    /// The warehouse that was asked for, or the default one.
    pub(in crate::orders) warehouse: Option<Warehouse>,
    /// From when on orders need approval.
    pub(in crate::orders) rules: ApprovalRules,
    /// One for each line asked, in order.
    pub(in crate::orders) lines: Vec<Known>,
}

/// The customer as far as an order needs it.
#[derive(Debug, Clone)]
pub(in crate::orders) struct Buyer {
    pub(in crate::orders) customer: OrderCustomer,
    pub(in crate::orders) email: String,
    pub(in crate::orders) lang: Lang,
    /// What its orders are in, unless they say otherwise.
    pub(in crate::orders) currency: Currency,
    pub(in crate::orders) credit_limit: Option<Money>,
    pub(in crate::orders) active: bool,
}

/// The customer as far as an invoice needs it.
#[derive(Debug, Clone)]
pub(in crate::orders) struct Billed {
    pub(in crate::orders) party: Party,
    /// How many days after its issue an invoice is due.
    pub(in crate::orders) payment_days: i32,
}

/// The warehouse as far as an order needs it.
#[derive(Debug, Clone)]
pub(in crate::orders) struct Warehouse {
    pub(in crate::orders) id: Uuid,
    pub(in crate::orders) code: String,
    pub(in crate::orders) active: bool,
    /// Where what leaves for customers goes.
    pub(in crate::orders) customers: Option<Uuid>,
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
    tax_code_id: Option<Uuid>,
    customer_id: Option<Uuid>,
    customer_code: Option<String>,
    customer_name: Option<String>,
    customer_email: Option<String>,
    customer_lang: Option<Lang>,
    customer_currency: Option<Currency>,
    customer_limit: Option<i64>,
    customer_active: Option<bool>,
    customer_tax_number: Option<String>,
    customer_address: Option<String>,
    customer_city: Option<String>,
    customer_country: Option<Country>,
    customer_days: Option<i32>,
    // Not read where the company has no price lists, or no rules.
    #[sqlx(default)]
    listed_price: Option<UnitPrice>,
    #[sqlx(default)]
    listed_from: Option<Quantity>,
    #[sqlx(default)]
    listed_by: Option<String>,
    #[sqlx(default)]
    listed_currency: Option<Currency>,
    #[sqlx(default)]
    owned_quantity: Option<Quantity>,
    #[sqlx(default)]
    owned_value: Option<i64>,
    #[sqlx(default)]
    discount_limit: Option<Rate>,
    #[sqlx(default)]
    below_cost: Option<bool>,
}

/// What the company has set up for its orders.
#[derive(Debug, PartialEq)]
struct Desk {
    /// With the default one among them, if there is one.
    warehouses: Vec<House>,
    /// Where what leaves for customers goes.
    customers: Option<Uuid>,
    /// Whether there are price lists.
    lists: bool,
    /// Whether anything that is given away needs approval.
    rules: bool,
}

#[derive(Debug, PartialEq, sqlx::FromRow)]
struct House {
    id: Uuid,
    code: String,
    active: bool,
    is_default: bool,
}

impl Setup for Desk {
    async fn load(tx: &mut Tx) -> Result<Self, Problem> {
        let tenant = tx.tenant_id();
        let warehouses = sqlx::query_as(
            "select id, code, active, is_default from warehouses where tenant_id = $1
             order by id limit 5000",
        );
        let warehouses = warehouses.bind(tenant).fetch_all(tx.conn()).await?;
        let (customers, lists, rules) = sqlx::query_as(
            "select (select id from locations
                    where tenant_id = $1 and path = $2 and kind <> 'internal'),
                exists (select from price_lists where tenant_id = $1),
                exists (select from approval_rules where tenant_id = $1)
                    or exists (select from discount_limits where tenant_id = $1)",
        )
        .bind(tenant)
        .bind(CUSTOMERS)
        .fetch_one(tx.conn())
        .await?;
        Ok(Self { warehouses, customers, lists, rules })
    }
}

impl Desk {
    /// The warehouse that was asked for, or the default one.
    fn warehouse(&self, asked: Option<Uuid>) -> Option<Warehouse> {
        let wanted = |house: &&House| asked.map_or(house.is_default, |id| house.id == id);
        let house = self.warehouses.iter().find(wanted)?;
        let (id, code, active) = (house.id, house.code.clone(), house.active);
        Some(Warehouse { id, code, active, customers: self.customers })
    }
}

const COLUMNS: &str = "v.id as variant_id, v.sku, v.option_values as options, v.price,
    p.name, p.unit, p.tracked, v.active and p.state = 'active' as sellable, p.tax_code_id,
    c.id as customer_id, c.code as customer_code, c.name as customer_name,
    c.email as customer_email, c.lang as customer_lang, c.currency as customer_currency,
    c.credit_limit as customer_limit, c.active as customer_active,
    c.tax_number as customer_tax_number, c.address as customer_address,
    c.city as customer_city, c.country as customer_country, c.payment_days as customer_days";

const FROM: &str = "from unnest($2::uuid[], $3::text[], $4::bigint[]) with ordinality
        as l(variant_id, sku, quantity, n)
 left join variants u on u.tenant_id = $1 and u.sku = l.sku
 left join variants v on v.tenant_id = $1
    and v.id = case when l.variant_id is null then u.id else l.variant_id end
 left join products p on p.tenant_id = $1 and p.id = v.product_id
 left join customers c on c.tenant_id = $1 and c.id = $5";

/// Columns and joins of what the customer pays by the price lists.
const LISTED: [&str; 2] = [
    "r.unit_price as listed_price, r.from_quantity as listed_from, r.name as listed_by,
    r.currency as listed_currency",
    "left join customer_prices k on k.tenant_id = $1 and k.customer_id = c.id
 left join customer_groups g on g.tenant_id = $1 and g.id = k.group_id
 left join lateral (
    select r.unit_price, r.from_quantity, b.name, b.currency from prices r
    join price_lists b on b.tenant_id = $1 and b.id = r.price_list_id
    where r.tenant_id = $1 and r.variant_id = v.id and r.from_quantity <= l.quantity
        and r.price_list_id in (k.price_list_id, g.price_list_id)
        and b.active and b.currency in ($7, coalesce($9, c.currency, $7))
        and coalesce(b.valid_from <= $6, true) and coalesce(b.valid_to >= $6, true)
    order by (b.currency = coalesce($9, c.currency, $7)) desc,
        (b.id = k.price_list_id) desc nulls last, r.from_quantity desc
    limit 1
 ) r on true",
];

/// Columns and joins of what needs approval. How much its writer gives away is the widest limit of
/// the roles, the company's where a role has none; the owner has none at all.
const RULED: [&str; 2] = [
    "s.quantity as owned_quantity, s.value as owned_value,
    case when m.free is null then a.discount_limit when not m.free then m.most end
        as discount_limit,
    a.below_cost",
    "left join approval_rules a on a.tenant_id = $1
 cross join (
    select bool_or(r.slug = 'owner'
            or coalesce(d.discount_limit, a.discount_limit) is null) as free,
        max(coalesce(d.discount_limit, a.discount_limit)) as most
    from user_roles m
    join roles r on r.tenant_id = $1 and r.id = m.role_id
    left join discount_limits d on d.tenant_id = $1 and d.role_id = m.role_id
    left join approval_rules a on a.tenant_id = $1
    where m.tenant_id = $1 and m.user_id = $8
 ) m
 left join lateral (
    select sum(x.quantity)::bigint as quantity, sum(x.value)::bigint as value
    from stock_costs x where x.tenant_id = $1 and x.variant_id = v.id and a.below_cost
 ) s on true",
];

/// The statement, without what the company has nothing of.
fn statement(desk: &Desk) -> String {
    let parts = [(desk.lists, LISTED), (desk.rules, RULED)];
    let (mut columns, mut joins) = (COLUMNS.to_owned(), FROM.to_owned());
    for (_, [more, from]) in parts.into_iter().filter(|(wanted, _)| *wanted) {
        columns = format!("{columns}, {more}");
        joins = format!("{joins} {from}");
    }
    // Parameters that only a part that was left out names need a type all the same; there is
    // always a day.
    let typed = "$6::date is not null or $7::text = $9::text or $8::uuid is null";
    format!("select {columns} {joins} where {typed} order by l.n")
}

/// Reads what the lines, the customer and the warehouse are, and what the customer pays on that
/// day by its price lists: one in the currency asked for (the customer's, when none is) goes
/// before one in the company's, the customer's own before its group's, and of the prices that the
/// quantity reaches, the one from the highest is it. `lines` must not be empty.
pub(in crate::orders) async fn context(
    tx: &mut Tx,
    customer_id: Uuid,
    warehouse_id: Option<Uuid>,
    asked: Option<Currency>,
    day: Date,
    lines: &[NewLine],
) -> Result<Context, Problem> {
    let (tenant, currency, writer) = (tx.tenant_id(), tx.currency(), tx.actor().user_id());
    let (desk, codes) = (tx.setup::<Desk>().await?, tx.setup::<Codes>().await?);
    let rows: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(statement(&desk)))
        .bind(tenant)
        .bind(lines.iter().map(|line| line.variant_id).collect::<Vec<_>>())
        .bind(lines.iter().map(|line| line.sku.as_deref().map(str::trim)).collect::<Vec<_>>())
        .bind(lines.iter().map(|line| line.quantity).collect::<Vec<_>>())
        .bind(customer_id)
        .bind(day)
        .bind(currency)
        .bind(writer)
        .bind(asked)
        .fetch_all(tx.conn())
        .await?;
    let first = rows.first();
    let buyer = first.and_then(|row| row.buyer(currency));
    let billed = first.and_then(Row::billed);
    let warehouse = desk.warehouse(warehouse_id);
    let rules = first.map(Row::rules).unwrap_or_default();
    Ok(Context {
        buyer,
        billed,
        warehouse,
        rules,
        lines: rows
            .into_iter()
            .zip(lines)
            .map(|(row, line)| row.known(line, &codes, day))
            .collect(),
    })
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
            currency: self.customer_currency.unwrap_or(currency),
            credit_limit: self.customer_limit.map(|minor| Money::new(minor, currency)),
            active: self.customer_active?,
        })
    }

    fn billed(&self) -> Option<Billed> {
        Some(Billed {
            party: Party {
                name: self.customer_name.clone()?,
                tax_number: self.customer_tax_number.clone()?,
                address: self.customer_address.clone()?,
                city: self.customer_city.clone()?,
                country: self.customer_country?,
                email: self.customer_email.clone()?,
                phone: String::new(),
                lang: self.customer_lang?,
                note: String::new(),
            },
            payment_days: self.customer_days?,
        })
    }

    fn rules(&self) -> ApprovalRules {
        let below_cost = self.below_cost.unwrap_or_default();
        ApprovalRules { discount_limit: self.discount_limit, below_cost }
    }

    fn known(self, line: &NewLine, codes: &Codes, day: Date) -> Known {
        let cost = self.owned_quantity.zip(self.owned_value);
        let cost = cost.map(|(quantity, value)| Cost { quantity, value });
        let tax = line.tax_code_id.or(self.tax_code_id).and_then(|id| codes.offered(id, day));
        Known { tax, listed: self.listed(), cost, variant: self.variant() }
    }

    fn listed(&self) -> Option<Listed> {
        let rule = PriceRule { list: self.listed_by.clone()?, from: self.listed_from? };
        Some(Listed { price: self.listed_price?, currency: self.listed_currency?, rule })
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
