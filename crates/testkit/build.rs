//! Fetches axe-core, the accessibility checker that browser tests run in the page, as pinned in
//! `package-lock.json`.

use std::process::ExitCode;

fn main() -> ExitCode {
    npm::build(|| {
        let packages = npm::fetch("the accessibility checker of browser tests", &[])?;
        packages.copy("axe-core/axe.min.js", "axe.min.js")?;
        packages.discard();
        Ok(())
    })
}
