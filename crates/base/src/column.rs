//! How our values lie in a column: each as one plain PostgreSQL type.

/// Lets `$value` travel as `$column`: `$to` gives the column's value, `$from` reads it back.
macro_rules! stored_as {
    ($value:ty, $column:ty, $to:expr, $from:expr $(, <$param:ident>)?) => {
        impl$(<$param>)? sqlx::Type<sqlx::Postgres> for $value {
            fn type_info() -> sqlx::postgres::PgTypeInfo {
                <$column as sqlx::Type<sqlx::Postgres>>::type_info()
            }

            fn compatible(ty: &sqlx::postgres::PgTypeInfo) -> bool {
                <$column as sqlx::Type<sqlx::Postgres>>::compatible(ty)
            }
        }

        impl$(<$param>)? sqlx::postgres::PgHasArrayType for $value {
            fn array_type_info() -> sqlx::postgres::PgTypeInfo {
                <$column as sqlx::postgres::PgHasArrayType>::array_type_info()
            }

            fn array_compatible(ty: &sqlx::postgres::PgTypeInfo) -> bool {
                <$column as sqlx::postgres::PgHasArrayType>::array_compatible(ty)
            }
        }

        impl<'q $(, $param)?> sqlx::Encode<'q, sqlx::Postgres> for $value {
            fn encode_by_ref(
                &self,
                buf: &mut sqlx::postgres::PgArgumentBuffer,
            ) -> Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
                let to: fn(&$value) -> $column = $to;
                <$column as sqlx::Encode<'q, sqlx::Postgres>>::encode_by_ref(&to(self), buf)
            }
        }

        impl<'r $(, $param)?> sqlx::Decode<'r, sqlx::Postgres> for $value {
            fn decode(
                value: sqlx::postgres::PgValueRef<'r>,
            ) -> Result<Self, sqlx::error::BoxDynError> {
                let from: fn($column) -> Result<$value, sqlx::error::BoxDynError> = $from;
                from(<$column as sqlx::Decode<'r, sqlx::Postgres>>::decode(value)?)
            }
        }
    };
}

/// Describes `$value` to the OpenAPI document as a string.
macro_rules! string_schema {
    ($value:ty, $name:expr, $build:expr $(, <$param:ident>)?) => {
        impl$(<$param>)? utoipa::PartialSchema for $value {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                let build: fn(
                    utoipa::openapi::schema::ObjectBuilder,
                ) -> utoipa::openapi::schema::ObjectBuilder = $build;
                build(
                    utoipa::openapi::schema::ObjectBuilder::new()
                        .schema_type(utoipa::openapi::schema::Type::String),
                )
                .into()
            }
        }

        impl$(<$param>)? utoipa::ToSchema for $value {
            fn name() -> std::borrow::Cow<'static, str> {
                std::borrow::Cow::Borrowed($name)
            }
        }
    };
}

/// Serializes `$value` through `Display` and reads it back through `FromStr`.
macro_rules! serde_as_string {
    ($value:ty $(, <$param:ident>)?) => {
        impl$(<$param>)? serde::Serialize for $value {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de $(, $param)?> serde::Deserialize<'de> for $value {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

pub(crate) use {serde_as_string, stored_as, string_schema};
