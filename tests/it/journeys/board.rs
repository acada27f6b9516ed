//! The board: a card is dragged, moved without dragging, and goes back where a rule holds it.

use anyhow::Result;
use tests::browser::{DESK, Engine};
use tests::look::named;
use tests::page::board::Board;
use tests::page::customer::Customer;
use tests::page::orders::Orders;
use tests::page::sign_in::SignIn;
use tests::{World, story};

#[test]
fn a_card_on_the_board_moves_by_hand_and_by_its_button_and_not_against_the_rules() {
    story(async |world| board(world).await);
}

async fn board(world: &World) -> Result<()> {
    let advisor = world.browser("the advisor", Engine::Chromium, DESK).await?;
    let words = advisor.words().clone();
    let shell = SignIn::open(&advisor).await?.enter("advisor1").await?;
    shell.new_customer().await?.who("周看板", "13977664411").await?.level("P3").await?.save("周看板").await?;

    // By hand, and back again.
    let board = Board::open(shell, &advisor).await?;
    board.search("周看板").await?;
    board.shows("周看板", "P3").await?;
    board.drag("周看板", "P1").await?;
    shell.toast(&words.with("judge.confirmed", &[("level", "P1")])?).await?;
    board.shows("周看板", "P1").await?;
    shell.undo().await?;
    board.shows("周看板", "P3").await?;

    // By its button.
    board.move_to("周看板", "P2").await?;
    shell.toast(&words.with("judge.confirmed", &[("level", "P2")])?).await?;

    // Who has ordered stays at P0.
    advisor.press(&named("link", "周看板")).await?;
    Customer::here(&advisor, "周看板").await?;
    Orders::here(&advisor).await?.sign("星越L", "159800", "5000", "LSVAA4187E2184322").await?;
    let board = Board::open(shell, &advisor).await?;
    board.search("周看板").await?;
    board.drag("周看板", "P2").await?;
    board.refuses("周看板", "rule.order_open").await?;
    board.shows("周看板", "P0").await?;
    shell.all_is_uploaded().await
}
