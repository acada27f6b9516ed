//! The stored projection, for the first paint. Read, never written: the engine alone owns the database.

use domain::port::Projection;
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbOpenDbRequest, IdbRequest, IdbTransaction};

/// The projection of a person on this device, if this build wrote one.
pub async fn read(user: domain::id::StaffId, build: &str) -> Option<Projection> {
    let bytes = bytes(&format!("genjin-{user}")).await.ok()?;
    let found: Projection = postcard::from_bytes(&bytes?).ok()?;
    (found.build == build && found.user == user).then_some(found)
}

async fn bytes(name: &str) -> Result<Option<Vec<u8>>, JsValue> {
    let Some(factory) = window().indexed_db()? else { return Ok(None) };
    if !exists(&factory, name).await? {
        return Ok(None);
    }
    let request = factory.open(name)?;
    let refuse = refuse_upgrade(&request);
    let opened = done(&request).await;
    drop(refuse);
    let database: IdbDatabase = opened?.unchecked_into();
    let found = stored(&database).await;
    database.close();
    Ok(found?.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec))
}

/// What lies under the key; an error if the store is not there.
async fn stored(database: &IdbDatabase) -> Result<JsValue, JsValue> {
    let store = database.transaction_with_str("meta")?.object_store("meta")?;
    done(&store.get(&"projection".into())?).await
}

/// Whether there is such a database, where the browser can tell; else true.
async fn exists(factory: &web_sys::IdbFactory, name: &str) -> Result<bool, JsValue> {
    let Ok(list) = Reflect::get(factory, &"databases".into())?.dyn_into::<Function>() else { return Ok(true) };
    let all: Array = JsFuture::from(list.call0(factory)?.unchecked_into::<Promise>()).await?.unchecked_into();
    Ok(all.iter().any(|it| Reflect::get(&it, &"name".into()).is_ok_and(|it| it.as_string().as_deref() == Some(name))))
}

/// Opening what does not exist would create it: that transaction is aborted.
fn refuse_upgrade(request: &IdbOpenDbRequest) -> Closure<dyn FnMut(web_sys::Event)> {
    let refuse = Closure::new(move |event: web_sys::Event| {
        let request = event.target().map(JsCast::unchecked_into::<IdbOpenDbRequest>);
        let transaction: Option<IdbTransaction> = request.and_then(|it| it.transaction());
        if let Some(it) = transaction {
            let _ = it.abort();
        }
    });
    request.set_onupgradeneeded(Some(refuse.as_ref().unchecked_ref()));
    refuse
}

/// The result of a request, once it is there.
async fn done(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let waiting = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    JsFuture::from(waiting).await?;
    request.result()
}
