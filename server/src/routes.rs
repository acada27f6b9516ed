//! The table of routes; the folders below mirror it.

pub mod api;
pub mod dev;
pub mod metrics;
pub mod ready;
pub mod sync;

use crate::app::App;
use crate::error::ApiError;
use crate::layers::{headers, limits, origin, request_log};
use crate::site;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{MethodFilter, on};

/// Routes, and a list of them for the description's test.
#[derive(Default)]
pub struct Table {
    router: Router<App>,
    /// Each method and path.
    pub listed: Vec<(Method, &'static str)>,
}

impl Table {
    fn get<T: 'static>(self, path: &'static str, handler: impl Handler<T, App>) -> Self {
        self.add(Method::GET, MethodFilter::GET, path, handler)
    }

    fn post<T: 'static>(self, path: &'static str, handler: impl Handler<T, App>) -> Self {
        self.add(Method::POST, MethodFilter::POST, path, handler)
    }

    fn delete<T: 'static>(self, path: &'static str, handler: impl Handler<T, App>) -> Self {
        self.add(Method::DELETE, MethodFilter::DELETE, path, handler)
    }

    fn add<T: 'static>(
        mut self,
        method: Method,
        filter: MethodFilter,
        path: &'static str,
        handler: impl Handler<T, App>,
    ) -> Self {
        self.listed.push((method, path));
        Self { router: self.router.route(path, on(filter, handler)), listed: self.listed }
    }
}

/// The routes that are the contract.
#[must_use]
pub fn table() -> Table {
    Table::default()
        .get("/api/session", api::session::get)
        .post("/api/session", api::session::post)
        .delete("/api/session", api::session::delete)
        .post("/api/devices", api::devices::post)
        .get("/api/team", api::team::get)
        .get("/api/team/events", api::team::events::get)
        .get("/api/team/{advisor}/customers", api::team::customers::get)
        .get("/api/team/{advisor}/hand-over", api::team::hand_over::get)
        .post("/api/team/{advisor}/hand-over", api::team::hand_over::post.layer(DefaultBodyLimit::max(limits::LIST)))
        .get("/api/locks", api::locks::get)
        .post("/api/locks/{customer}/ruling", api::locks::ruling::post)
        .get("/api/customers/{customer}", api::customers::get)
        .get("/api/pool", api::pool::get)
        .post("/api/pool/{customer}/claim", api::pool::claim::post)
        .get("/api/phones", api::phones::get)
        .post("/api/phones", api::phones::post)
        .get("/api/reception", api::reception::get)
        .post("/api/reception", api::reception::post)
        .post("/api/reception/{arrival}", api::reception::change)
        .get("/api/staff", api::staff::get)
        .post("/api/staff", api::staff::post)
        .post("/api/staff/{person}", api::staff::change)
        .post("/api/staff/{person}/password", api::staff::reset)
        .post("/api/devices/{device}/revoke", api::staff::revoke)
        .get("/api/house", api::house::get)
        .post("/api/house/policy", api::house::policy)
        .post("/api/house/closed", api::house::closed)
        .post("/api/house/leave", api::house::leave)
        .post("/api/house/sources", api::house::source)
        .post("/api/house/items", api::house::item)
        .get("/api/audit", api::audit::get)
        .get("/api/call-backs", api::call_backs::get)
        .post("/api/call-backs/{order}", api::call_backs::post)
        .get("/api/deliveries", api::deliveries::get)
        .post("/api/deliveries/{order}/decision", api::deliveries::decision::post)
        .get("/api/funnel", api::funnel::get)
        .get("/api/funnel.xlsx", api::funnel::sheet)
        .get("/api/months/{month}/{advisor}", api::months::get)
        .post("/api/months/{month}/{advisor}/close", api::months::close::post)
        .get("/api/daily/{day}", api::daily::get)
        .post("/api/instructions", api::daily::post)
        .get("/api/targets/{month}", api::targets::get)
        .post("/api/targets/{month}", api::targets::post)
        .post("/api/setup", api::setup::post)
        .get("/api/openapi.json", api::openapi::get)
        .get("/sync", sync::get)
        .get("/healthz", ready::alive)
        .get("/readyz", ready::ready)
        .get("/metrics", metrics::get)
}

/// Everything that the server answers.
pub fn router(app: App) -> Router {
    let mut router = table().router;
    if app.web.dev {
        router = router.route("/dev/reload", axum::routing::get(dev::reload));
    }
    router
        .method_not_allowed_fallback(async || ApiError::method_not_allowed())
        .fallback(site::serve)
        .layer(DefaultBodyLimit::max(limits::BODY))
        .layer(from_fn_with_state(app.clone(), origin::check))
        .layer(from_fn(headers::add))
        .layer(from_fn_with_state(app.clone(), request_log::add))
        .with_state(app)
}
