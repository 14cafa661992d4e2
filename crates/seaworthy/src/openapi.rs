//! The OpenAPI document as a fold over the routes of the capabilities.

use std::collections::BTreeMap;

use base::route::SchemaOf;
use base::{Access, Capability, Route};
use http::Method;
use utoipa::openapi::path::{HttpMethod, OperationBuilder, Parameter, ParameterIn, Paths};
use utoipa::openapi::request_body::{RequestBody, RequestBodyBuilder};
use utoipa::openapi::schema::{
    AdditionalProperties, ComponentsBuilder, KnownFormat, ObjectBuilder, SchemaFormat, Type,
};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    Content, Info, OpenApi, OpenApiBuilder, Ref, RefOr, Required, Response, ResponseBuilder, Schema,
};

const SECURITY: &str = "bearer";
const PROBLEM: &str = "Problem";

/// The document of the whole API.
#[must_use]
pub fn document(capabilities: &[Capability]) -> OpenApi {
    let mut schemas = Schemas::default();
    schemas.0.insert(PROBLEM.to_owned(), problem_schema());
    let (mut paths, mut tags) = (Paths::new(), Vec::new());
    for capability in capabilities {
        let routes: Vec<&Route> = capability.routes.iter().filter(|r| r.is_api()).collect();
        if !routes.is_empty() {
            tags.push(TagBuilder::new().name(capability.name).build());
        }
        for route in routes {
            let operation = operation(capability.name, route, &mut schemas);
            let method = http_method(&route.method);
            paths.add_path_operation(template(route.path), vec![method], operation);
        }
    }
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("The `access_token` of a sign-in, or an API token."))
        .build();
    let mut components =
        ComponentsBuilder::new().security_scheme(SECURITY, SecurityScheme::Http(bearer));
    for (name, schema) in schemas.0 {
        components = components.schema(name, schema);
    }
    let mut info = Info::new("Seaworthy", env!("CARGO_PKG_VERSION"));
    info.description = Some(INTRODUCTION.to_owned());
    OpenApiBuilder::new()
        .info(info)
        .paths(paths)
        .components(Some(components.build()))
        .tags(Some(tags))
        .build()
}

const INTRODUCTION: &str = "Every company has its own host name, and its tokens are good there \
only.\n\nMoney is `{\"amount\": \"12.50\", \"currency\": \"SAR\"}`; quantities and unit prices \
are decimal strings. Lists are `{\"items\": [...], \"next\": null}`: give `next` as `after` for \
the page that follows. Writing requests may carry an `Idempotency-Key`: the same key with the same \
request gets the same answer and acts once. What cannot be done is answered with a problem \
document (RFC 9457) whose `code` is stable and whose `detail` is a sentence in the language of \
`Accept-Language`.";

#[derive(Default)]
struct Schemas(BTreeMap<String, RefOr<Schema>>);

impl Schemas {
    /// A reference to the schema, which is put among the components with all that it refers to.
    /// Where two types share a name, the second is written out in place.
    fn refer(&mut self, of: SchemaOf) -> RefOr<Schema> {
        let mut referred = Vec::new();
        (of.references)(&mut referred);
        for (name, schema) in referred {
            self.0.entry(name).or_insert(schema);
        }
        let (name, schema) = ((of.name)().into_owned(), (of.schema)());
        let is_object = matches!(&schema, RefOr::T(Schema::Object(o)) if !o.properties.is_empty());
        if !is_object {
            return schema;
        }
        match self.0.get(&name) {
            Some(known) if *known != schema => schema,
            _ => {
                self.0.insert(name.clone(), schema);
                Ref::from_schema_name(name).into()
            }
        }
    }
}

fn operation(tag: &str, route: &Route, schemas: &mut Schemas) -> OperationBuilder {
    let mut operation = OperationBuilder::new()
        .tag(tag)
        .operation_id(Some(operation_id(&route.method, route.path)))
        .summary(Some(route.doc.summary));
    operation = match route.access {
        Access::Public | Access::Visitor => operation.securities(Some([])),
        Access::SignedIn => operation.security(bearer()),
        Access::Needs(permission) => {
            let needs = format!("Needs the permission `{permission}`.");
            operation.security(bearer()).description(Some(needs))
        }
    };
    for name in path_parameters(route.path) {
        operation = operation.parameter(path_parameter(name));
    }
    for parameter in route.doc.query.map(|query| query()).unwrap_or_default() {
        operation = operation.parameter(parameter);
    }
    let writes = route.method != Method::GET;
    if writes {
        operation = operation.parameter(key_parameter());
    }
    if route.method == Method::PATCH {
        operation = operation.parameter(version_parameter());
    }
    operation = operation.request_body(request_body(route, schemas));
    let (status, schema) = route.doc.answer.unwrap_or((200, None));
    operation
        .response(status.to_string(), answer(status, schema, schemas))
        .response("default", problem_response())
}

fn bearer() -> SecurityRequirement {
    SecurityRequirement::new(SECURITY, [] as [&str; 0])
}

fn request_body(route: &Route, schemas: &mut Schemas) -> Option<RequestBody> {
    let schema = schemas.refer(route.doc.body?);
    let kind = if route.doc.upload { "multipart/form-data" } else { "application/json" };
    let content = Content::new(Some(schema));
    Some(RequestBodyBuilder::new().content(kind, content).required(Some(Required::True)).build())
}

fn answer(status: u16, schema: Option<SchemaOf>, schemas: &mut Schemas) -> Response {
    let reason = http::StatusCode::from_u16(status).ok().and_then(|s| s.canonical_reason());
    let response = ResponseBuilder::new().description(reason.unwrap_or("Done"));
    match schema {
        Some(schema) => {
            let content = Content::new(Some(schemas.refer(schema)));
            response.content("application/json", content).build()
        }
        None => response.build(),
    }
}

fn problem_response() -> Response {
    let content = Content::new(Some(Ref::from_schema_name(PROBLEM)));
    ResponseBuilder::new()
        .description("Why it could not be done")
        .content("application/problem+json", content)
        .build()
}

fn text(description: &str) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).description(Some(description))
}

fn problem_schema() -> RefOr<Schema> {
    let field = ObjectBuilder::new()
        .property("path", text("The field, such as `lines[2].quantity`."))
        .property("code", text("What is wrong with it; stable."))
        .property("detail", text("A sentence for a person."));
    let facts = ObjectBuilder::new()
        .additional_properties(Some(AdditionalProperties::FreeForm(true)))
        .description(Some("The values in the sentence."));
    let status = ObjectBuilder::new().schema_type(Type::Integer);
    ObjectBuilder::new()
        .property("type", text("Names the kind of problem."))
        .property("title", text("The meaning of the status."))
        .property("status", status)
        .property("code", text("What refused; stable."))
        .property("detail", text("A sentence for a person, in the language asked for."))
        .property("instance", text("The path of the request."))
        .property("facts", facts)
        .property("fields", field.to_array_builder())
        .required("status")
        .required("code")
        .required("detail")
        .description(Some("A problem document (RFC 9457)."))
        .build()
        .into()
}

fn header(name: &str, description: &str) -> Parameter {
    let mut parameter = Parameter::new(name);
    parameter.parameter_in = ParameterIn::Header;
    parameter.required = Required::False;
    parameter.description = Some(description.to_owned());
    parameter.schema = Some(ObjectBuilder::new().schema_type(Type::String).build().into());
    parameter
}

fn key_parameter() -> Parameter {
    header("Idempotency-Key", "A new value for each command; with it, a repeated one acts once.")
}

fn version_parameter() -> Parameter {
    header("If-Match", "The `ETag` that was read; if somebody changed it since, 412.")
}

fn path_parameter(name: &str) -> Parameter {
    let mut schema = ObjectBuilder::new().schema_type(Type::String);
    if name == "id" || name.ends_with("_id") {
        schema = schema.format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)));
    }
    let mut parameter = Parameter::new(name);
    parameter.parameter_in = ParameterIn::Path;
    parameter.required = Required::True;
    parameter.schema = Some(schema.build().into());
    parameter
}

/// The names in the braces of a path.
pub fn path_parameters(path: &str) -> impl Iterator<Item = &str> {
    path.split('/')
        .filter_map(|part| Some(part.strip_prefix('{')?.strip_suffix('}')?.trim_start_matches('*')))
}

/// OpenAPI knows no star for a rest of the path.
fn template(path: &str) -> String {
    path.replace("{*", "{")
}

/// `POST /api/v1/orders/{id}/confirmation` is `post_orders_id_confirmation`.
fn operation_id(method: &Method, path: &str) -> String {
    let path = path.trim_start_matches("/api/").trim_start_matches("v1/");
    let words = path.split('/').map(|word| word.trim_matches(['{', '}', '*']));
    let words: Vec<String> = words.map(|word| word.replace(['-', '.'], "_")).collect();
    format!("{}_{}", method.as_str().to_ascii_lowercase(), words.join("_"))
}

fn http_method(method: &Method) -> HttpMethod {
    match *method {
        Method::POST => HttpMethod::Post,
        Method::PUT => HttpMethod::Put,
        Method::PATCH => HttpMethod::Patch,
        Method::DELETE => HttpMethod::Delete,
        Method::HEAD => HttpMethod::Head,
        _ => HttpMethod::Get,
    }
}

#[cfg(test)]
#[path = "openapi_tests.rs"]
mod tests;
