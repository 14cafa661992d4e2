//! Who may use which route: made from the capability list, so that a new route is tried without
//! anybody writing a test, and proved able to find a hole by planting some.

use std::collections::{BTreeMap, BTreeSet};

use axum::Router;
use axum::routing::get;
use base::{Access, Capability, Permission, Route};
use http::Method;
use serde_json::json;
use testkit::{Answer, Client, PASSWORD, ROLES, TestApp};

/// Routes that anybody may use. A new one is a decision: it is written down here.
const OPEN: &[&str] = &[
    "GET /",
    "GET /api/docs",
    "GET /api/openapi.json",
    "POST /api/v1/auth/login",
    "POST /api/v1/auth/logout",
    "POST /api/v1/auth/refresh",
    "POST /api/v1/auth/register",
    "GET /forgot",
    "GET /invitation/{token}",
    "GET /language/{code}",
    "GET /login",
    "GET /platform/styleguide",
    "GET /reset",
    "GET /signup",
    "POST /api/v1/auth/password",
    "POST /api/v1/auth/password-resets",
    "POST /forgot",
    "POST /login",
    "POST /logout",
    "POST /reset",
    "POST /signup",
];

/// Routes for everybody who is signed in, whatever their role: each acts on the person's own
/// account, or shows only what the person may see.
const FOR_ALL_ROLES: &[&str] = &[
    "DELETE /api/v1/auth/tokens/{id}",
    "GET /admin",
    "GET /admin/palette",
    "GET /admin/settings/tokens",
    "GET /api/v1/auth/me",
    "GET /api/v1/auth/tokens",
    "GET /files/{id}",
    "POST /admin/settings/tokens",
    "POST /admin/settings/tokens/{id}/revoke",
    "POST /api/v1/auth/tokens",
    "POST /admin/views",
    "POST /admin/views/{id}/delete",
];

/// The people who try the doors.
struct Strangers {
    nobody: Client,
    other_tenant: Client,
    /// By role.
    roles: BTreeMap<&'static str, Client>,
}

impl Strangers {
    async fn of(t: &TestApp) -> Self {
        let mut roles = BTreeMap::new();
        for role in ROLES {
            roles.insert(*role, t.as_user("acme", role).await);
        }
        roles.insert("powerless", powerless(t).await);
        let other_tenant = t.as_user("padma", "owner").await.at("acme");
        Self { nobody: t.stranger("acme"), other_tenant, roles }
    }

    fn through(self, router: &Router) -> Self {
        let through = |client: Client| client.through(router.clone());
        Self {
            nobody: through(self.nobody),
            other_tenant: through(self.other_tenant),
            roles: self.roles.into_iter().map(|(role, c)| (role, through(c))).collect(),
        }
    }
}

/// Somebody who may do nothing at all, for what every built-in role may do.
async fn powerless(t: &TestApp) -> Client {
    let person = json!({ "name": "powerless", "email": "powerless@acme.example",
        "password": PASSWORD, "roles": ["viewer"] });
    let owner = t.as_user("acme", "owner").await;
    let _ = owner.post("/api/v1/users", &person).await.expect(201);
    let mut tx = t.tx("acme").await;
    sqlx::query(
        "delete from user_roles where user_id in (select id from users where name = 'powerless')",
    )
    .execute(tx.conn())
    .await
    .unwrap();
    tx.commit().await.unwrap();
    t.leave_jobs();
    t.as_user("acme", "powerless").await
}

/// Everything that lets somebody in who should be refused.
async fn holes(strangers: &Strangers, capabilities: &[Capability]) -> Vec<String> {
    let permissions: Vec<Permission> =
        capabilities.iter().flat_map(|c| c.permissions.iter().copied()).collect();
    let mut holes = Vec::new();
    for route in capabilities.iter().flat_map(|c| &c.routes) {
        let name = format!("{} {}", route.method, route.path);
        let known: &[&str] = match route.access {
            Access::Public | Access::Visitor => OPEN,
            Access::SignedIn => FOR_ALL_ROLES,
            Access::Needs(_) => &[],
        };
        if !matches!(route.access, Access::Needs(_)) && !known.contains(&name.as_str()) {
            holes.push(format!("{name} names no permission and stands on no list here"));
        }
        if matches!(route.access, Access::Public | Access::Visitor) {
            continue;
        }
        for (who, client) in
            [("nobody", &strangers.nobody), ("another tenant's token", &strangers.other_tenant)]
        {
            let answer = client.call(route.method.clone(), &address(route)).await;
            if !turned_away(route, &answer) {
                holes.push(format!("{name} answers {} to {who}", answer.status));
            }
        }
        if let Access::Needs(permission) = route.access {
            holes.extend(try_roles(strangers, &permissions, route, permission).await);
        }
    }
    holes
}

/// Every built-in role that does not hold the permission is refused.
async fn try_roles(
    strangers: &Strangers,
    permissions: &[Permission],
    route: &Route,
    permission: &'static str,
) -> Vec<String> {
    let name = format!("{} {}", route.method, route.path);
    let Some(known) = permissions.iter().find(|p| p.key == permission) else {
        return vec![format!("{name} needs {permission}, which no capability declares")];
    };
    let mut holes = Vec::new();
    let without = strangers.roles.iter().filter(|(role, _)| !known.roles.contains(role));
    for (role, client) in without {
        let answer = client.call(route.method.clone(), &address(route)).await;
        if answer.status != 403 {
            holes.push(format!("{name} answers {} to a {role}", answer.status));
        }
    }
    holes
}

/// API: 401, or 404 for what is not theirs. Pages: the way to sign-in.
fn turned_away(route: &Route, answer: &Answer) -> bool {
    let to_login = answer.header("location").is_some_and(|to| to.starts_with("/login"));
    match answer.status {
        401 | 404 => true,
        303 => !route.is_api() && to_login,
        _ => false,
    }
}

/// The route's address with something in the place of its parameters.
fn address(route: &Route) -> String {
    let id = "01990000-0000-7000-8000-000000000000";
    let part = |part: &str| -> String {
        match part.strip_prefix('{') {
            Some(name) if name.starts_with("id") || name.ends_with("id}") => id.to_owned(),
            Some(_) => "1".to_owned(),
            None => part.to_owned(),
        }
    };
    route.path.split('/').map(part).collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn every_route_refuses_strangers_other_tenants_and_roles_without_the_permission() {
    let t = TestApp::start().await;
    let strangers = Strangers::of(&t).await;
    let capabilities = seaworthy::capabilities();
    let guarded = capabilities.iter().flat_map(|c| &c.routes).filter(|r| needs_somebody(r)).count();
    assert!(guarded > 20, "only {guarded} routes were tried");
    let holes = holes(&strangers, &capabilities).await;
    assert!(holes.is_empty(), "{holes:#?}");
}

fn needs_somebody(route: &Route) -> bool {
    matches!(route.access, Access::SignedIn | Access::Needs(_))
}

#[tokio::test]
async fn a_route_whose_guard_was_forgotten_is_found() {
    let t = TestApp::start().await;
    let capabilities = seaworthy::capabilities();
    let victim = capabilities
        .iter()
        .flat_map(|c| &c.routes)
        .find(|r| r.method == Method::GET && !r.path.contains('{') && needs_permission(r))
        .unwrap();
    let whole = seaworthy::router(t.app.clone());
    let leaky =
        Router::new().route(victim.path, get(|| async { "everything" })).fallback_service(whole);
    let strangers = Strangers::of(&t).await.through(&leaky);
    let found = holes(&strangers, &capabilities).await;
    let about = |what: &str| {
        let start = format!("GET {} answers 200 to {what}", victim.path);
        found.iter().any(|hole| hole.starts_with(&start))
    };
    assert!(about("nobody") && about("another tenant's token") && about("a "), "{found:#?}");
    assert!(found.iter().all(|hole| hole.contains(victim.path)), "{found:#?}");
}

fn needs_permission(route: &Route) -> bool {
    matches!(route.access, Access::Needs(_))
}

#[tokio::test]
async fn a_route_that_names_no_permission_is_found() {
    let t = TestApp::start().await;
    let strangers = Strangers::of(&t).await;
    let open = Route::get("/api/v1/everything", Access::Public, || async { "everything" });
    let planted = Capability { name: "planted", routes: vec![open], ..Capability::default() };
    let found = holes(&strangers, &[planted]).await;
    assert_eq!(found, ["GET /api/v1/everything names no permission and stands on no list here"]);
}

#[tokio::test]
async fn what_does_not_exist_is_not_found() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    for route in seaworthy::capabilities().iter().flat_map(|c| &c.routes) {
        if route.method == Method::GET && route.path.contains("{id}") && needs_somebody(route) {
            let answer = owner.get(&address(route)).await;
            assert_eq!(answer.status, 404, "{}: {}", route.path, answer.text());
        }
    }
}

#[test]
fn every_permission_guards_something() {
    let capabilities = seaworthy::capabilities();
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for capability in &capabilities {
        used.extend(capability.navigation.iter().map(|item| item.permission));
        used.extend(capability.routes.iter().filter_map(|route| match route.access {
            Access::Needs(permission) => Some(permission),
            _ => None,
        }));
    }
    for permission in capabilities.iter().flat_map(|c| &c.permissions) {
        assert!(used.contains(permission.key), "{} guards nothing", permission.key);
        let known = |role: &&str| ROLES.contains(role);
        assert!(permission.roles.iter().all(known), "{} names a role", permission.key);
    }
}
