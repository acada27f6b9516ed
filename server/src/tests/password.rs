//! Passwords and the delay after failed sign-ins.

use crate::auth::password::{Passwords, delay};

#[tokio::test]
async fn a_password_fits_its_own_hash_only() {
    let passwords = Passwords::for_testing();
    let hash = passwords.hash("secret").await.unwrap();
    assert!(hash.starts_with("$argon2id$"));
    assert!(passwords.verify("secret", Some(&hash)).await.unwrap());
    assert!(!passwords.verify("Secret", Some(&hash)).await.unwrap());
    assert!(!passwords.verify("nobody's password", None).await.unwrap());
}

#[test]
fn the_delay_doubles_and_ends_at_a_quarter_of_an_hour() {
    let seconds: Vec<i64> = (0..18).map(|it| delay(it) / 1000).collect();
    assert_eq!(seconds, [0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
}
