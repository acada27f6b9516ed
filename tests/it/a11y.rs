//! Everybody can use it: axe finds nothing on any screen, and the keyboard is enough.

mod keyboard;
mod screens;
