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

    /// Ticks or chooses: the label is what one touches, and the mark is what shows that it was heard.
    ///
    /// # Errors
    /// If it cannot be done until the deadline, or was not heard.
    pub async fn choose(&self, look: &Look) -> Result<()> {
        let before = "const [it] = arguments; it.wasChecked = it.type === 'checkbox' && it.checked;
            return it.labels[0] ?? it;";
        let mut touched = None;
        self.act(look, async |it| {
            let label = it.handle().execute(before, vec![it.to_json()?]).await?.element()?;
            touched = Some(it);
            label.click().await
        })
        .await?;
        let Some(it) = touched else { return Ok(()) };
        let heard = "const [it] = arguments; return !it.isConnected || it.checked !== it.wasChecked;";
        until(&format!("{look} to be chosen"), async || {
            match it.handle().execute(heard, vec![it.to_json()?]).await {
                Ok(said) => Ok((said.json().as_bool() == Some(true)).then_some(())),
                // What was chosen has changed the page.
                Err(error) if is_passing(&error) => Ok(Some(())),
                Err(error) => Err(error.into()),
            }
        })
        .await
        .with_context(|| self.name().to_owned())
    }

    /// Opens what a summary hides. WebKitGTK's driver now and then presses beside a summary: whoever sees it closed presses it.
    ///
    /// # Errors
    /// If it stays closed.
    pub async fn unfold(&self, look: &Look) -> Result<()> {
        let open = "return arguments[0].closest('details').open;";
        until(&format!("{look} to be open"), async || {
            let it = self.find(look).await?;
            if it.handle().execute(open, vec![it.to_json()?]).await?.json().as_bool() == Some(true) {
                return Ok(Some(()));
            }
            self.press(look).await?;
            Ok(None)
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

    /// Draws two strokes with the mouse within one thing, from its middle.
    ///
    /// # Errors
    /// If it cannot be done until the deadline.
    pub async fn scribble(&self, look: &Look) -> Result<()> {
        self.act(look, async |it| {
            let hand = self.driver().action_chain().move_to_element_center(&it).click_and_hold();
            let hand = hand.move_by_offset(40, -30).move_by_offset(30, 45).move_by_offset(-90, 10).release();
            hand.move_by_offset(70, -20).click_and_hold().move_by_offset(60, 25).release().perform().await
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
                Ok(done) => Ok(done.then_some(())),
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

/// Scrolls as people do, away from the bars at the edges, and acts once the thing lies where it lay when last looked at.
async fn aim_and(
    act: &mut impl AsyncFnMut(WebElement) -> WebDriverResult<()>,
    it: WebElement,
) -> WebDriverResult<bool> {
    let aim = "const it = arguments[0].labels?.[0] ?? arguments[0];
        it.scrollIntoView({ block: 'center', behavior: 'instant' });
        const { x, y, width, height } = it.getBoundingClientRect();
        const lay = it.lay; it.lay = [x, y, width, height].join();
        return lay === it.lay;";
    let still = it.handle().execute(aim, vec![it.to_json()?]).await?;
    if still.json().as_bool() != Some(true) {
        return Ok(false);
    }
    act(it).await?;
    Ok(true)
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
