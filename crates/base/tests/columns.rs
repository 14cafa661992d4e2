//! The values against a real PostgreSQL: what is written reads back equal, as the type it should.

#![allow(clippy::unwrap_used)]

use std::fmt::Debug;

use base::{Country, Currency, Date, Id, Lang, Quantity, Rate, Text, Timestamp, UnitPrice};
use sqlx::postgres::{PgConnectOptions, PgConnection, PgHasArrayType, PgRow};
use sqlx::{ConnectOptions, Decode, Encode, Postgres, Row, Type};

#[derive(Debug)]
struct Boat;

async fn connect() -> PgConnection {
    let server = pg::testing::shared_test_server().await.unwrap();
    PgConnectOptions::new()
        .socket(server.socket_dir())
        .port(server.port())
        .username(server.superuser())
        .password(server.password())
        .database("postgres")
        .disable_statement_logging()
        .connect()
        .await
        .unwrap()
}

/// Sends the value as a parameter and gets it back: alone, missing and in a list.
async fn round_trip<T>(to: &mut PgConnection, value: T, column: &str)
where
    T: Type<Postgres> + PgHasArrayType + Clone + PartialEq + Debug + Send + Sync + Unpin + 'static,
    T: for<'q> Encode<'q, Postgres> + for<'r> Decode<'r, Postgres>,
{
    let all = vec![value.clone(), value.clone()];
    let row: PgRow = sqlx::query("select $1, pg_typeof($1)::text, $2, $3")
        // Prepared anew each time: the same words have other types each time.
        .persistent(false)
        .bind(value.clone())
        .bind(None::<T>)
        .bind(all.clone())
        .fetch_one(&mut *to)
        .await
        .unwrap();
    assert_eq!(row.get::<T, _>(0), value);
    assert_eq!(row.get::<String, _>(1), column);
    assert_eq!(row.get::<Option<T>, _>(2), None);
    assert_eq!(row.get::<Vec<T>, _>(3), all);
}

#[tokio::test]
async fn every_value_reads_back_equal() {
    let mut to = connect().await;
    round_trip(&mut to, Id::<Boat>::new(), "uuid").await;
    round_trip(&mut to, Currency::BHD, "text").await;
    round_trip(&mut to, Country::SA, "text").await;
    round_trip(&mut to, Lang::Bn, "text").await;
    round_trip(&mut to, Quantity::parse("-1.500001").unwrap(), "bigint").await;
    round_trip(&mut to, UnitPrice::parse("0.0125").unwrap(), "bigint").await;
    round_trip(&mut to, Rate::parse_percent("7.5").unwrap(), "bigint").await;
    round_trip(&mut to, Date::of(1999, 12, 31), "date").await;
    round_trip(&mut to, Date::of(2028, 2, 29), "date").await;
    let text = Text::from_parts([(Lang::En, "Rice"), (Lang::Ar, "أرز"), (Lang::Bn, "চাল")]);
    round_trip(&mut to, text.unwrap(), "jsonb").await;
    for moment in ["2026-01-31T09:30:00.123456Z", "1969-12-31T23:59:59.999999Z"] {
        let moment: Timestamp = moment.parse().unwrap();
        round_trip(&mut to, moment, "timestamp with time zone").await;
    }
}

#[tokio::test]
async fn narrow_text_columns_are_read_and_wrong_codes_refused() {
    let mut to = connect().await;
    let row = sqlx::query("select 'SAR'::char(3), 'XAU'::text, 'SA'::varchar(2), '{}'::jsonb")
        .fetch_one(&mut to)
        .await
        .unwrap();
    assert_eq!(row.get::<Currency, _>(0), Currency::SAR);
    let error = row.try_get::<Currency, _>(1).unwrap_err().to_string();
    assert!(error.contains("“XAU” is not a currency"), "{error}");
    assert_eq!(row.get::<Country, _>(2), Country::SA);
    assert!(row.try_get::<Text, _>(3).is_err());
}

#[tokio::test]
async fn the_text_protocol_reads_the_same() {
    let mut to = connect().await;
    sqlx::raw_sql("set timezone to 'Asia/Riyadh'").execute(&mut to).await.unwrap();
    let row = sqlx::raw_sql(
        "select '2026-01-31'::date, '2026-01-31 09:30:00.25+00'::timestamptz, 1500000::bigint",
    )
    .fetch_one(&mut to)
    .await
    .unwrap();
    assert_eq!(row.get::<Date, _>(0), Date::of(2026, 1, 31));
    assert_eq!(row.get::<Timestamp, _>(1), "2026-01-31T09:30:00.25Z".parse().unwrap());
    assert_eq!(row.get::<Quantity, _>(2).to_string(), "1.5");
}
