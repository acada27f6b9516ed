//! Customers come from a workbook and from a text of the old kind, and go into a workbook, all without a network.

use anyhow::{Context, Result, ensure};
use calamine::{Data, Reader, Xlsx};
use encoding_rs::GBK;
use rust_xlsxwriter::{Workbook, XlsxError};
use std::io::Cursor;
use tests::browser::{Browser, Engine, TABLET};
use tests::look::named;
use tests::page::sign_in::SignIn;
use tests::poll::until;
use tests::{World, story};

/// The bytes of what the page gives as a file are kept here, too.
const KEEP: &str = "window.taken = []; const make = URL.createObjectURL;
    URL.createObjectURL = (blob) => {
      blob.arrayBuffer().then((it) => window.taken.push(Array.from(new Uint8Array(it)))); return make(blob);
    };";

#[test]
fn customers_are_imported_undone_and_taken_away_without_a_network() {
    story(async |world| imports(world).await);
}

async fn imports(world: &World) -> Result<()> {
    let advisor = world.browser("the advisor", Engine::Chromium, TABLET).await?;
    let words = advisor.words().clone();
    let shell = SignIn::open(&advisor).await?.enter("advisor1").await?;
    shell.all_is_uploaded().await?;
    shell.opens_offline().await?;
    world
        .outage(None, async || {
            shell.new_customer().await?.who("沈旧客", "13977660100").await?.level("P2").await?.save("沈旧客").await?;
            let import = shell.customers().await?.import().await?;
            let rows = [
                ["客户姓名", "手机号", "级别", "星座"],
                ["闻导入", "139 7766 1001", "H", "狮子"],
                ["邬无号", "12", "A", ""],
                ["沈重复", "+86 13977660100", "B", ""],
            ];
            import.pick("leads.xlsx", &workbook(&rows)?).await?;
            import.column("星座", "import.rest").await?;
            import.preview().await?;
            import.part("import.problems", 1).await?;
            import.tells(words.get("refusal.phone_wrong")?).await?;
            import.part("import.duplicates", 1).await?;
            import.tells(&words.with("import.twin", &[("name", "沈旧客")])?).await?;
            import.part("import.ready", 1).await?;
            import.tells("闻导入").await?;
            import.save(1).await?;
            shell.customers().await?.open("闻导入").await?;
            advisor.sees(&named("text", "星座：狮子").having()).await?;

            // The record is in the cards: it is there after a reload, and takes them back together.
            shell.customers().await?.import().await?.undo().await?;
            shell.toast(&words.with("import.undone", &[("n", "1")])?).await?;
            let customers = shell.customers().await?;
            customers.search("闻导入").await?;
            customers.shows_no("闻导入").await?;
            customers.search("").await?;

            let import = customers.import().await?;
            let text = GBK.encode("姓名,手机,级别,备注\r\n=郑国标,013977661002,C,\"两行\r\n备注\"\r\n").0;
            import.pick("old.csv", &text).await?;
            import.preview().await?;
            import.save(1).await?;
            advisor.script(KEEP).await?;
            let customers = shell.customers().await?;
            customers.search("013977661002").await?;
            customers.shows("=郑国标").await?;
            customers.exchange().await?;
            advisor.press(&named("button", words.get("customers.take_away_xlsx")?)).await?;
            let table = table(&taken(&advisor).await?)?;
            ensure!(table.len() == 2, "a heading and one customer: {table:?}");
            let cell = |name: &str| {
                let place = table.first()?.iter().position(|it| it == name)?;
                table.get(1)?.get(place).cloned()
            };
            ensure!(cell("姓名").as_deref() == Some("=郑国标"), "no formula: {table:?}");
            ensure!(cell("电话").as_deref() == Some("013977661002"), "a phone is text: {table:?}");
            ensure!(cell("级别").as_deref() == Some("P4"), "a letter is a level: {table:?}");
            ensure!(cell("备注").as_deref() == Some("两行\n备注"), "{table:?}");
            // Days since the end of 1899: the 19th of March 2026.
            ensure!(table.get(1).is_some_and(|it| it.iter().any(|it| it == "day 46100")), "a date is one: {table:?}");
            Ok(())
        })
        .await?;
    shell.all_is_uploaded().await
}

fn workbook(rows: &[[&str; 4]]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (number, row) in (0..).zip(rows) {
        for (column, text) in (0..).zip(row) {
            sheet.write_string(number, column, *text)?;
        }
    }
    book.save_to_buffer()
}

/// The cells of the first sheet; each that is not empty is text or a date.
fn table(bytes: &[u8]) -> Result<Vec<Vec<String>>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
    let range = book.worksheet_range_at(0).context("a sheet")??;
    let cell = |it: &Data| match it {
        Data::String(text) => Ok(text.clone()),
        Data::DateTime(it) => Ok(format!("day {}", it.as_f64())),
        Data::Empty => Ok(String::new()),
        other => Err(anyhow::anyhow!("neither text nor date: {other:?}")),
    };
    range.rows().map(|row| row.iter().map(cell).collect()).collect()
}

async fn taken(browser: &Browser) -> Result<Vec<u8>> {
    let bytes = until("a file", async || {
        let found = browser.script("return window.taken[0] ?? null;").await?;
        Ok(found.as_array().map(|all| all.iter().filter_map(|it| u8::try_from(it.as_u64()?).ok()).collect()))
    });
    bytes.await.with_context(|| browser.name().to_owned())
}
