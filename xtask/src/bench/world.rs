//! The company that is measured, and what is asked of it.

use serde_json::{Value, json};

use super::Failure;
use super::server::{PORT, Postgres};
use crate::client::{Ask, Connection};

/// One thing to measure.
#[derive(Clone, Copy)]
pub struct Scenario {
    /// Its name in the table.
    pub name: &'static str,
    /// The status that every answer must have.
    pub status: u16,
    /// How many different requests its floor is made of.
    pub captures: u64,
    /// The n-th request.
    pub ask: fn(&World, u64) -> Ask,
}

/// The four scenarios.
pub const SCENARIOS: &[Scenario] = &[
    Scenario { name: "list of 20", status: 200, captures: 1, ask: list },
    Scenario { name: "search", status: 200, captures: 20, ask: search },
    Scenario { name: "order, 3 lines", status: 201, captures: 1, ask: order },
    Scenario { name: "stock move", status: 201, captures: 1, ask: stock_move },
];

/// An invoice of three lines that takes the goods out of the stock.
pub const SALE: Scenario =
    Scenario { name: "invoice with stock", status: 201, captures: 1, ask: sale };

/// The company.
#[derive(Clone)]
pub struct World {
    /// Its host name, without the port.
    pub host: String,
    /// Its id.
    pub tenant: String,
    /// A token of its owner.
    pub token: String,
    customer: String,
    /// How many products it has.
    pub products: u32,
}

const FIRST: [&str; 10] = [
    "Fresh", "Frozen", "Smoked", "Dried", "Organic", "Premium", "Whole", "Sliced", "Salted", "Wild",
];
const SECOND: [&str; 10] = [
    "salmon", "bream", "shrimp", "tilapia", "tuna", "mackerel", "sardine", "grouper", "mullet",
    "anchovy",
];
const THIRD: [&str; 10] = [
    "fillet", "steak", "portion", "carton", "bucket", "barrel", "packet", "bundle", "basket",
    "tray",
];

/// The id of product and variant `n`, which pgbench can write as well.
pub fn item_id(n: u64) -> String {
    format!("00000000-0000-7000-8000-{n:012}")
}

// Spread over all items without a generator's state.
fn pick(world: &World, n: u64) -> u64 {
    n.wrapping_mul(0x9E37_79B9_7F4A_7C15) % u64::from(world.products) + 1
}

fn list(_: &World, _: u64) -> Ask {
    Ask::get("/api/v1/products?limit=20")
}

fn search(_: &World, n: u64) -> Ask {
    // One letter is left out, as people do.
    let word = SECOND[(n % 10) as usize];
    let slip = 1 + (n / 10) as usize % (word.len() - 1);
    let misspelt = format!("{}{}", &word[..slip], &word[slip + 1..]);
    Ask::get(format!("/api/v1/products?limit=20&q={misspelt}+{}", THIRD[(n / 7 % 10) as usize]))
}

fn order(world: &World, n: u64) -> Ask {
    let line = |k| json!({ "variant_id": item_id(pick(world, n * 3 + k)), "quantity": "1" });
    let body = json!({ "customer_id": world.customer, "confirm": true,
        "lines": [line(0), line(1), line(2)] });
    Ask::post("/api/v1/orders", &body)
}

fn sale(world: &World, n: u64) -> Ask {
    let line = |k| json!({ "variant_id": item_id(pick(world, n * 3 + k)), "quantity": "1" });
    let body = json!({ "customer_id": world.customer, "lines": [line(0), line(1), line(2)] });
    Ask::post("/api/v1/sales", &body)
}

fn stock_move(world: &World, n: u64) -> Ask {
    let body = json!({ "reason": "count",
        "lines": [{ "variant_id": item_id(pick(world, n)), "quantity": "1" }] });
    Ask::post("/api/v1/stock/adjustments", &body)
}

impl World {
    /// Signs a company up and gives it products, a customer and stock enough for hours.
    pub async fn build(postgres: &Postgres, slug: &str, products: u32) -> Result<Self, Failure> {
        let world = Self::without_stock(postgres, slug, products).await?;
        let mut client = Connection::open(PORT, &world.host, &world.token).await?;
        for chunk in (1..=products).collect::<Vec<_>>().chunks(1000) {
            let line = |n: &u32| {
                json!({ "variant_id": item_id(u64::from(*n)), "quantity": "1000000",
                    "unit_cost": "12.50" })
            };
            let lines: Vec<Value> = chunk.iter().map(line).collect();
            client.json(&Ask::post("/api/v1/stock/receipts", &json!({ "lines": lines }))).await?;
        }
        postgres.sql("bench", "vacuum analyze")?;
        Ok(world)
    }

    /// A company with products and a customer.
    pub async fn without_stock(
        postgres: &Postgres,
        slug: &str,
        products: u32,
    ) -> Result<Self, Failure> {
        let mut root = Connection::open(PORT, "localhost", "").await?;
        let email = format!("owner@{slug}.example");
        let wanted = json!({ "company": "Bench", "subdomain": slug, "country": "SA",
            "currency": "SAR", "language": "en", "name": "Owner",
            "email": email, "password": "a long quiet river 7" });
        let answer = root.json(&Ask::post("/api/v1/auth/register", &wanted)).await?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let tenant = text(&answer["tenant"]["id"]);
        let login = json!({ "email": email, "password": "a long quiet river 7" });
        let host = format!("{slug}.localhost");
        let mut client = Connection::open(PORT, &host, "").await?;
        let token =
            text(&client.json(&Ask::post("/api/v1/auth/login", &login)).await?["access_token"]);
        postgres.sql("bench", &products_sql(&tenant, products))?;
        let mut client = Connection::open(PORT, &host, &token).await?;
        let customer =
            client.json(&Ask::post("/api/v1/customers", &json!({ "name": "Khalid" }))).await?;
        Ok(Self { host, tenant, token, customer: text(&customer["id"]), products })
    }
}

fn products_sql(tenant: &str, products: u32) -> String {
    let array = |words: &[&str]| format!("array['{}']", words.join("','"));
    let (first, second, third) = (array(&FIRST), array(&SECOND), array(&THIRD));
    format!(
        "with named as (
            select n, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid as id,
                ({first})[1 + n % 10] || ' ' || ({second})[1 + n / 10 % 10] || ' '
                || ({third})[1 + n / 100 % 10] || ' ' || n as name
            from generate_series(1, {products}) n
        ), p as (
            insert into products (tenant_id, id, handle, name, tax_code_id, search_text, sort_name,
                created_at, updated_at)
            select '{tenant}', id, 'item-' || n, jsonb_build_object('en', name),
                (select t.id from tax_codes t where t.tenant_id = '{tenant}' and t.is_default),
                lower(name) || ' sku-' || n, lower(name), now(), now() from named
        )
        insert into variants (tenant_id, id, product_id, sku, price)
        select '{tenant}', id, id, 'SKU-' || n, 20000000 from named"
    )
}
