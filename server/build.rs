//! Tells cargo when what is embedded has changed: the migrations, and for a release the site.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=migrations");
    // A debug build reads the site from the disk, and must not be made anew with each change of a style.
    if std::env::var("PROFILE").is_ok_and(|it| it == "release") {
        let site = std::path::Path::new("../target/site");
        // A path that is missing would make the server anew each time.
        let _ = std::fs::create_dir_all(site);
        println!("cargo:rerun-if-changed={}", site.display());
    }
}
