//! The orders on a customer's card.

use crate::browser::Browser;
use crate::look::{Look, any, named};
use anyhow::Result;
use thirtyfour::WebElement;

/// The orders on a customer's card.
#[derive(Debug)]
pub struct Orders<'a>(&'a Browser);

impl<'a> Orders<'a> {
    /// The section is here.
    ///
    /// # Errors
    /// If it is not.
    pub async fn here(browser: &'a Browser) -> Result<Self> {
        let it = Self(browser);
        browser.sees(&it.section()?).await?;
        Ok(it)
    }

    /// Signs an order.
    ///
    /// # Errors
    /// If it is not saved.
    pub async fn sign(&self, model: &str, price: &str, deposit: &str, vin: &str) -> Result<()> {
        self.begin("order.make").await?;
        let words = self.0.words();
        let fields =
            [("order.model", model), ("order.price_yuan", price), ("order.deposit_yuan", deposit), ("order.vin", vin)];
        for (key, value) in fields {
            self.0.write(&named("textbox", words.get(key)?), value).await?;
        }
        self.0.press(&named("button", words.get("order.sign")?).within(any("dialog"))).await?;
        self.0.sees_no(&any("dialog")).await
    }

    /// The customer asks for the delivery.
    ///
    /// # Errors
    /// If that cannot be recorded.
    pub async fn request(&self) -> Result<()> {
        self.0.press(&self.button("order.request")?).await?;
        self.0.sees_no(&self.button("order.request")?).await
    }

    /// Opens a sheet by the button of that key.
    ///
    /// # Errors
    /// If it does not open.
    pub async fn begin(&self, key: &str) -> Result<()> {
        self.0.press(&self.button(key)?).await?;
        self.0.sees(&any("dialog")).await
    }

    /// Somebody signs the slip on the glass, in the box of that name: first without a stroke, which is refused.
    ///
    /// # Errors
    /// If it is not kept.
    pub async fn signs(&self, who: &str) -> Result<()> {
        self.begin("sign.open").await?;
        self.signs_here(who).await?;
        self.0.press(&named("button", self.0.words().get("common.close")?).within(any("dialog"))).await?;
        self.0.sees_no(&any("dialog")).await
    }

    /// Signs in the sheet that is open.
    ///
    /// # Errors
    /// If it is not kept.
    pub async fn signs_here(&self, who: &str) -> Result<()> {
        let words = self.0.words();
        let who = words.get(who)?;
        let save = named("button", words.get("sign.save")?).within(any("dialog"));
        self.0.choose(&named("radio", who).starting().within(any("dialog"))).await?;
        self.0.press(&save).await?;
        self.0.sees(&named("alert", words.get("sign.too_little")?).having()).await?;
        self.0.scribble(&named("img", &words.with("sign.pad", &[("who", who)])?)).await?;
        self.0.press(&save).await?;
        self.0.sees(&named("radio", &words.with("sign.chip_signed", &[("who", who)])?)).await
    }

    /// Confirms the delivery: first without the last check, which is refused, then with all.
    ///
    /// # Errors
    /// If it is not as it should be.
    pub async fn confirm(&self) -> Result<()> {
        self.begin("order.confirm").await?;
        let words = self.0.words();
        let confirm = named("button", words.get("order.confirm")?).within(any("dialog"));
        let mut checks = self.0.all(&any("checkbox").within(any("dialog"))).await?;
        let last = checks.pop();
        for check in checks {
            self.tick(&check).await?;
        }
        self.0.press(&confirm).await?;
        self.0.sees(&named("alert", words.get("rule.check_missing")?).having()).await?;
        if let Some(last) = last {
            self.tick(&last).await?;
        }
        self.0.press(&confirm).await?;
        self.0.sees_no(&any("dialog")).await
    }

    /// Ticks a check, which may lie below the foot of the sheet.
    async fn tick(&self, check: &WebElement) -> Result<()> {
        let script = "const label = arguments[0].labels[0]; label.scrollIntoView({ block: 'center' }); label.click();";
        self.0.driver().execute(script, vec![check.to_json()?]).await?;
        Ok(())
    }

    /// Waits until an order stands at a state.
    ///
    /// # Errors
    /// If it does not come to.
    pub async fn stands(&self, state: &str) -> Result<()> {
        let said = self.0.words().get(&format!("order_state.{state}"))?;
        self.0.sees(&named("text", said).within(self.section()?)).await
    }

    /// Waits until the button of that key is there.
    ///
    /// # Errors
    /// If it is not.
    pub async fn offers(&self, key: &str) -> Result<()> {
        self.0.sees(&self.button(key)?).await
    }

    /// The button of that key is not there now.
    ///
    /// # Errors
    /// If it is.
    pub async fn does_not_offer(&self, key: &str) -> Result<()> {
        self.0.sees_no(&self.button(key)?).await
    }

    /// Opens the slip and waits until it shows its number and its code.
    ///
    /// # Errors
    /// If it does not.
    pub async fn slip(&self) -> Result<String> {
        self.0.press(&named("link", self.0.words().get("order.slip")?)).await?;
        self.0.sees(&named("heading", self.0.words().get("slip.title")?)).await?;
        let number = self.0.words().with("slip.number", &[("number", "20")])?;
        self.0.text(&named("text", &number).starting()).await
    }

    /// Waits until the slip shows somebody's signature.
    ///
    /// # Errors
    /// If it does not.
    pub async fn is_signed_by(&self, who: &str) -> Result<()> {
        let words = self.0.words();
        self.0.sees(&named("img", &words.with("sign.drawn", &[("who", words.get(who)?)])?)).await
    }

    fn section(&self) -> Result<Look> {
        Ok(named("region", self.0.words().get("order.title")?).starting())
    }

    fn button(&self, key: &str) -> Result<Look> {
        Ok(named("button", self.0.words().get(key)?).within(self.section()?))
    }
}
