//! A route with everything that is known about it: who may use it and what OpenAPI says.

use axum::handler::Handler;
use axum::routing::{MethodFilter, MethodRouter, on};
use http::Method;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{IntoParams, ToSchema};

use crate::App;

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody, on any host.
    Public,
    /// Anybody, on a company's host.
    Visitor,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever holds the permission.
    Needs(&'static str),
}

/// A page or an API route.
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path with its parameters: `/api/v1/orders/{id}`.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
    /// What serves it.
    pub handler: MethodRouter<App>,
    /// What OpenAPI says; pages say nothing.
    pub doc: Doc,
}

/// What OpenAPI says about a route.
#[derive(Default)]
pub struct Doc {
    /// One line.
    pub summary: &'static str,
    /// Its query parameters.
    pub query: Option<fn() -> Vec<Parameter>>,
    /// The schema of its body.
    pub body: Option<SchemaOf>,
    /// Whether the body is a form with a file (multipart) instead of JSON.
    pub upload: bool,
    /// The status and schema of its answer.
    pub answer: Option<(u16, Option<SchemaOf>)>,
}

/// A schema with its name and all schemas that it refers to.
#[derive(Clone, Copy)]
pub struct SchemaOf {
    /// Its name in the document.
    pub name: fn() -> std::borrow::Cow<'static, str>,
    /// The schema itself.
    pub schema: fn() -> RefOr<Schema>,
    /// Everything it refers to.
    pub references: fn(&mut Vec<(String, RefOr<Schema>)>),
}

impl SchemaOf {
    /// The schema of a type.
    #[must_use]
    pub fn of<T: ToSchema>() -> Self {
        Self { name: T::name, schema: T::schema, references: T::schemas }
    }
}

impl Route {
    /// A route; its doc can be added by the methods below.
    pub fn new<H, T>(method: Method, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let filter = MethodFilter::try_from(method.clone()).unwrap_or(MethodFilter::GET);
        Self { method, path, access, handler: on(filter, handler), doc: Doc::default() }
    }

    /// `GET`.
    pub fn get<H, T>(path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        Self::new(Method::GET, path, access, handler)
    }

    /// `POST`.
    pub fn post<H, T>(path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        Self::new(Method::POST, path, access, handler)
    }

    /// `PATCH`: changes the fields that are sent.
    pub fn patch<H, T>(path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        Self::new(Method::PATCH, path, access, handler)
    }

    /// `DELETE`.
    pub fn delete<H, T>(path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        Self::new(Method::DELETE, path, access, handler)
    }

    /// One line about what it does.
    #[must_use]
    pub fn summary(mut self, summary: &'static str) -> Self {
        self.doc.summary = summary;
        self
    }

    /// Its query parameters.
    #[must_use]
    pub fn query<Q: IntoParams>(mut self) -> Self {
        self.doc.query = Some(|| Q::into_params(|| Some(ParameterIn::Query)));
        self
    }

    /// It is a list: takes [`crate::ListQuery`] and filters of its own.
    #[must_use]
    pub fn list_query<F: IntoParams>(mut self) -> Self {
        self.doc.query = Some(|| {
            let mut all = crate::ListQuery::into_params(|| Some(ParameterIn::Query));
            all.extend(F::into_params(|| Some(ParameterIn::Query)));
            all
        });
        self
    }

    /// The JSON that it takes.
    #[must_use]
    pub fn body<B: ToSchema>(mut self) -> Self {
        self.doc.body = Some(SchemaOf::of::<B>());
        self
    }

    /// The form with a file that it takes.
    #[must_use]
    pub fn upload<B: ToSchema>(mut self) -> Self {
        self.doc.body = Some(SchemaOf::of::<B>());
        self.doc.upload = true;
        self
    }

    /// The JSON that it answers.
    #[must_use]
    pub fn answers<A: ToSchema>(mut self, status: u16) -> Self {
        self.doc.answer = Some((status, Some(SchemaOf::of::<A>())));
        self
    }

    /// It answers with a status alone.
    #[must_use]
    pub fn answers_empty(mut self, status: u16) -> Self {
        self.doc.answer = Some((status, None));
        self
    }

    /// Whether it belongs to the API.
    #[must_use]
    pub fn is_api(&self) -> bool {
        self.path.starts_with("/api/")
    }
}
