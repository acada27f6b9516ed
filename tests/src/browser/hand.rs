//! What a hand does: pressing, choosing and writing, as soon as the thing is there and holds still.

use super::Browser;
use crate::look::Look;
use crate::poll::until;
use anyhow::{Context, Result};
use thirtyfour::error::{WebDriverErrorInner, WebDriverResult};
use thirtyfour::{Key, WebElement};

impl Browser {
    /// Presses one thing: as soon as it is there, holds still and nothing covers it.
    ///
    /// # Errors
    /// If it cannot be pressed until the deadline.
    pub async fn press(&self, look: &Look) -> Result<()> {
        self.act(look, async |it| it.click().await).await
    }

    /// Ticks or chooses: the label is what one touches.
    ///
    /// # Errors
    /// If it cannot be done until the deadline.
    pub async fn choose(&self, look: &Look) -> Result<()> {
        self.act(look, async |it| {
            let label =
                it.handle().execute("return arguments[0].labels[0] ?? arguments[0];", vec![it.to_json()?]).await?;
            label.element()?.click().await
        })
        .await
    }

    /// Writes into a field, in the place of what is there; nothing empties it.
    ///
    /// # Errors
    /// If it cannot be done until the deadline.
    pub async fn write(&self, look: &Look, text: &str) -> Result<()> {
        self.act(look, async |it| {
            if text.is_empty() {
                // As a hand does it: what the driver clears, the page does not hear of.
                return it.send_keys(Key::Control + "a" + Key::Delete).await;
            }
            it.clear().await?;
            it.send_keys(text).await
        })
        .await
    }

    /// Takes one thing up with the mouse, carries it over another, and lets it go there.
    ///
    /// # Errors
    /// If it cannot be done until the deadline.
    pub async fn drag(&self, look: &Look, to: &Look) -> Result<()> {
        let to = self.find(to).await?;
        self.act(look, async |it| {
            let hand = self.driver().action_chain().click_and_hold_element(&it);
            hand.move_to_element_center(&to).release().perform().await
        })
        .await
    }

    /// Gives a date or time field its value, as its picker would.
    ///
    /// # Errors
    /// If it cannot be done until the deadline.
    pub async fn set(&self, look: &Look, value: &str) -> Result<()> {
        let script = "const [it, value] = arguments; it.focus(); it.value = value;
            it.dispatchEvent(new Event('input', { bubbles: true })); it.dispatchEvent(new Event('change', { bubbles: true }));";
        self.act(look, async |it| it.handle().execute(script, vec![it.to_json()?, value.into()]).await.map(drop)).await
    }

    /// Chooses one of a list that opens, by what it says.
    ///
    /// # Errors
    /// If there is none, or none that says so.
    pub async fn pick(&self, look: &Look, option: &str) -> Result<()> {
        let script = "const [it, said] = arguments; const one = [...it.options].find((o) => o.text.startsWith(said));
            if (!one) throw new Error('no such option'); it.value = one.value;
            it.dispatchEvent(new Event('change', { bubbles: true }));";
        self.act(look, async |it| it.handle().execute(script, vec![it.to_json()?, option.into()]).await.map(drop)).await
    }

    async fn act(&self, look: &Look, mut act: impl AsyncFnMut(WebElement) -> WebDriverResult<()>) -> Result<()> {
        let what = format!("{look} to hold still");
        let mut why = String::new();
        let done = until(&what, async || {
            let it = self.find(look).await?;
            match aim_and(&mut act, it).await {
                Ok(()) => Ok(Some(())),
                // The page was just drawing anew, or something moved over it: nothing has been done yet.
                Err(error) if is_passing(&error) => {
                    why = error.to_string();
                    Ok(None)
                }
                Err(error) => Err(error.into()),
            }
        });
        done.await.with_context(|| format!("{}: {why}", self.name()))
    }
}

/// Scrolls as people do, away from the bars at the edges, and acts.
async fn aim_and(act: &mut impl AsyncFnMut(WebElement) -> WebDriverResult<()>, it: WebElement) -> WebDriverResult<()> {
    let aim = "(arguments[0].labels?.[0] ?? arguments[0]).scrollIntoView({ block: 'center', behavior: 'instant' });";
    it.handle().execute(aim, vec![it.to_json()?]).await?;
    act(it).await
}

fn is_passing(error: &thirtyfour::error::WebDriverError) -> bool {
    matches!(
        error.as_inner(),
        WebDriverErrorInner::StaleElementReference(_)
            | WebDriverErrorInner::ElementClickIntercepted(_)
            | WebDriverErrorInner::ElementNotInteractable(_)
            | WebDriverErrorInner::MoveTargetOutOfBounds(_)
    )
}
