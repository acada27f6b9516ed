//! IndexedDB with strict durability: each transaction issues all its requests at once and is awaited as a whole.
//!
//! web-sys hides the transaction's options behind an unstable flag, so this little is bound by hand.

use js_sys::{Array, Function, Promise, Uint8Array};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbFactory, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = js_sys::Object, js_name = IDBDatabase, typescript_type = "IDBDatabase")]
    type Strict;

    #[wasm_bindgen(method, catch, js_name = transaction)]
    fn transaction_with_options(
        this: &Strict,
        stores: &Array,
        mode: &str,
        options: &JsValue,
    ) -> Result<IdbTransaction, JsValue>;

    #[wasm_bindgen(method, catch, js_name = close)]
    fn close_it(this: &Strict) -> Result<(), JsValue>;
}

/// What a request was refused with: the browser's name and words.
pub(crate) fn words(error: &JsValue) -> String {
    let part = |name: &str| js_sys::Reflect::get(error, &JsValue::from_str(name)).ok().and_then(|it| it.as_string());
    match (part("name"), part("message")) {
        (Some(name), Some(message)) => format!("{name}: {message}"),
        _ => format!("{error:?}"),
    }
}

/// An open database. One that the browser closes – it does so when its disk takes nothing any more – is opened again when it is used.
#[derive(Clone)]
pub(crate) struct Database(Rc<Inner>);

struct Inner {
    name: String,
    stores: &'static [&'static str],
    db: RefCell<IdbDatabase>,
    state: Cell<State>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    /// The browser has closed it.
    Lost,
    /// It was closed here, or to let another tab delete it.
    Closed,
}

fn factory() -> Result<IdbFactory, JsValue> {
    js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str("indexedDB"))?.dyn_into()
}

/// Runs `settle` with the promise's two functions.
fn promise(settle: impl FnOnce(Function, Function)) -> Promise {
    let mut settle = Some(settle);
    Promise::new(&mut |resolve, reject| {
        if let Some(settle) = settle.take() {
            settle(resolve, reject);
        }
    })
}

async fn answer(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let asked = request.clone();
    let done = promise(|resolve, reject| {
        asked.set_onsuccess(Some(&resolve));
        asked.set_onerror(Some(&reject));
    });
    match JsFuture::from(done).await {
        Ok(_) => request.result(),
        Err(_) => Err(request.error().ok().flatten().map_or(JsValue::from_str("unknown"), Into::into)),
    }
}

async fn complete(tx: &IdbTransaction) -> Result<(), JsValue> {
    let watched = tx.clone();
    let done = promise(|resolve, reject| {
        watched.set_oncomplete(Some(&resolve));
        watched.set_onabort(Some(&reject));
        watched.set_onerror(Some(&reject));
    });
    JsFuture::from(done).await.map(|_| ()).map_err(|_| tx.error().map_or(JsValue::from_str("aborted"), Into::into))
}

/// Opens a database; makes its stores if it is new, and tells so. With `is_there` one that is new is left unmade, and refused.
async fn connect(name: &str, stores: &'static [&'static str], is_there: bool) -> Result<(IdbDatabase, bool), JsValue> {
    let request: IdbOpenDbRequest = factory()?.open_with_u32(name, 1)?;
    let fresh = Rc::new(Cell::new(false));
    let (made, asked) = (fresh.clone(), request.clone());
    let upgrade = Closure::<dyn FnMut()>::new(move || {
        made.set(true);
        if is_there {
            // It fails only where nothing is being made any more.
            let _ = asked.transaction().map(|it| it.abort());
            return;
        }
        let Ok(db) = asked.result().and_then(JsCast::dyn_into::<IdbDatabase>) else { return };
        for store in stores {
            // It fails only where the store is there already.
            let _ = db.create_object_store(store);
        }
    });
    request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
    Ok((answer(&request).await?.dyn_into()?, fresh.get()))
}

impl Database {
    /// Opens a database and makes its stores; tells whether it had to be made.
    pub(crate) async fn open(name: &str, stores: &'static [&'static str]) -> Result<(Self, bool), JsValue> {
        let (db, fresh) = connect(name, stores, false).await?;
        let state = Cell::new(State::Open);
        let it = Self(Rc::new(Inner { name: name.to_owned(), stores, db: RefCell::new(db.clone()), state }));
        it.watch(&db);
        Ok((it, fresh))
    }

    fn watch(&self, db: &IdbDatabase) {
        // Another tab wants to delete or upgrade: do not stand in its way.
        let it = self.clone();
        let changed = Closure::<dyn FnMut()>::new(move || it.close());
        db.set_onversionchange(Some(changed.as_ref().unchecked_ref()));
        changed.forget();
        let it = self.clone();
        let lost = Closure::<dyn FnMut()>::new(move || it.0.state.set(State::Lost));
        db.set_onclose(Some(lost.as_ref().unchecked_ref()));
        lost.forget();
    }

    /// The connection; a new one if the browser has closed the former. A database that is not there any more stays so: what was in it is
    /// what a next start misses and says.
    async fn connection(&self) -> Result<IdbDatabase, JsValue> {
        if self.0.state.get() == State::Lost {
            let (db, _) = connect(&self.0.name, self.0.stores, true).await?;
            if self.0.state.get() == State::Lost {
                self.watch(&db);
                self.0.db.replace(db);
                self.0.state.set(State::Open);
            } else {
                db.close();
            }
        }
        Ok(self.0.db.borrow().clone())
    }

    /// Deletes a database.
    pub(crate) async fn delete(name: &str) -> Result<(), JsValue> {
        let request = factory()?.delete_database(name)?;
        answer(&request).await.map(|_| ())
    }

    /// Closes it.
    pub(crate) fn close(&self) {
        self.0.state.set(State::Closed);
        self.0.db.borrow().close();
    }

    /// All keys and values of a store.
    pub(crate) async fn all(&self, store: &str) -> Result<Vec<(String, Vec<u8>)>, JsValue> {
        let tx = self.connection().await?.transaction_with_str(store)?;
        let store = tx.object_store(store)?;
        let (keys, values) = (store.get_all_keys()?, store.get_all()?);
        let keys = answer(&keys);
        let values = answer(&values);
        let (keys, values) = (keys.await?, values.await?);
        let keys = Array::from(&keys).iter().map(|it| it.as_string().unwrap_or_default()).collect::<Vec<_>>();
        let values = Array::from(&values).iter().map(|it| Uint8Array::new(&it).to_vec()).collect::<Vec<_>>();
        Ok(keys.into_iter().zip(values).collect())
    }

    /// Writes and deletes in one transaction. Done means done: with `strict`, flushed to the disk.
    pub(crate) async fn write(&self, edits: &[Edit], strict: bool) -> Result<(), JsValue> {
        let names: std::collections::BTreeSet<&str> = edits.iter().map(Edit::store).collect();
        let stores = names.iter().map(|it| JsValue::from_str(it)).collect::<Array>();
        let options = js_sys::Object::new();
        let durability = if strict { "strict" } else { "relaxed" };
        js_sys::Reflect::set(&options, &JsValue::from_str("durability"), &JsValue::from_str(durability))?;
        let db: Strict = self.connection().await?.unchecked_into();
        let tx = db.transaction_with_options(&stores, "readwrite", &options)?;
        for edit in edits {
            let store: IdbObjectStore = tx.object_store(edit.store())?;
            match edit {
                Edit::Put(_, key, value) => {
                    store.put_with_key(&Uint8Array::from(value.as_slice()), &JsValue::from_str(key))?;
                }
                Edit::Delete(_, key) => {
                    store.delete(&JsValue::from_str(key))?;
                }
            }
        }
        complete(&tx).await
    }
}

/// One request of a transaction.
#[derive(Clone)]
pub(crate) enum Edit {
    /// Puts a value: store, key, value.
    Put(&'static str, String, Vec<u8>),
    /// Deletes: store, key.
    Delete(&'static str, String),
}

impl Edit {
    const fn store(&self) -> &'static str {
        match self {
            Self::Put(store, ..) | Self::Delete(store, _) => store,
        }
    }
}
