//! The program as people and scripts call it.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

/// A folder to stand in, which goes with its test.
struct Here(PathBuf);

impl Here {
    fn new(name: &str) -> Self {
        let name = format!("seaworthy-cli-{name}-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn run(&self, args: &[&str], environment: &[(&str, &str)]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_seaworthy"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("SEAWORTHY_")) {
            command.env_remove(name);
        }
        command.args(args).envs(environment.iter().copied()).current_dir(&self.0).output().unwrap()
    }
}

impl Drop for Here {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn said(output: &Output) -> String {
    [&output.stdout[..], &output.stderr[..]].map(String::from_utf8_lossy).concat()
}

#[test]
fn init_writes_a_private_file_that_passes_its_own_check() {
    let here = Here::new("init");
    let args = ["init", "--profile", "production", "--public-url", "https://erp.acme.test"];
    let made = here.run(&args, &[]);
    assert!(made.status.success(), "{}", said(&made));
    let mode = std::fs::metadata(here.0.join("seaworthy.toml")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let check = here.run(&["config", "check"], &[]);
    assert!(check.status.success(), "{}", said(&check));
    let secret = std::fs::read_to_string(here.0.join("seaworthy.toml")).unwrap();
    let secret = secret.lines().find_map(|line| line.strip_prefix("secret_key = ")).unwrap();
    assert!(!said(&check).contains(secret.trim_matches('"')), "a secret was printed");
    let again = here.run(&args, &[]);
    assert!(!again.status.success());
    assert!(said(&again).contains("exists already"), "{}", said(&again));
}

#[test]
fn everything_wrong_is_said_at_once_wherever_it_stands() {
    let here = Here::new("check");
    std::fs::write(here.0.join("seaworthy.toml"), "listn = \"x\"\nsecret_key = \"short\"\n")
        .unwrap();
    let environment = [("SEAWORTHY_PROFILE", "production"), ("SEAWORTHY_WORKER", "maybe")];
    let check = here.run(&["config", "check", "--json"], &environment);
    assert!(!check.status.success());
    let report: Value = serde_json::from_slice(&check.stdout).unwrap();
    assert_eq!(report["ok"], false);
    let errors = report["errors"].to_string();
    for wanted in [
        "listn in ",
        "did you mean listen?",
        "SEAWORTHY_WORKER is “maybe”",
        "secret_key has 5 characters",
        "public_url is missing",
        "others may read it",
        "mail.from must be an address of your own",
    ] {
        assert!(errors.contains(wanted), "{wanted}: {errors}");
    }
    let serve = here.run(&["serve"], &environment);
    assert!(!serve.status.success());
    assert!(said(&serve).contains("did you mean listen?"), "{}", said(&serve));
}

#[test]
fn the_document_and_the_completions_need_no_configuration() {
    let here = Here::new("print");
    let document = here.run(&["openapi"], &[]);
    let document: Value = serde_json::from_slice(&document.stdout).unwrap();
    assert_eq!(document["info"]["title"], "Seaworthy");
    let completions = here.run(&["completions", "bash"], &[]);
    assert!(said(&completions).contains("seaworthy"));
    assert!(std::fs::read_dir(&here.0).unwrap().next().is_none(), "something was left behind");
}

#[test]
fn a_server_that_is_not_there_is_not_healthy() {
    let here = Here::new("health");
    let health = here.run(&["healthcheck", "--address", "127.0.0.1:9"], &[]);
    assert!(!health.status.success());
    assert!(said(&health).contains("does not answer"), "{}", said(&health));
}

#[test]
fn a_race_for_the_last_one_is_exact_and_leaves_nothing_behind() {
    let here = Here::new("race");
    let race = ["bench", "race", "--orders", "20", "--stock", "1", "--json"];
    let temporary = [("TMPDIR", here.0.to_str().unwrap())];
    let raced = here.run(&race, &temporary);
    assert!(raced.status.success(), "{}", said(&raced));
    let report: Value = serde_json::from_slice(&raced.stdout).unwrap();
    assert_eq!(report["exact"], true, "{report}");
    assert_eq!((&report["taken"], &report["out_of_stock"]), (&1.into(), &19.into()), "{report}");
    assert!(report["other"].as_object().unwrap().is_empty(), "{report}");
    assert_eq!(report["ledger"]["ok"], true, "{report}");
    assert!(std::fs::read_dir(&here.0).unwrap().next().is_none(), "something was left behind");
}

#[test]
fn a_company_and_its_second_owner_are_made_and_refusals_are_sentences() {
    let here = Here::new("tenant");
    let company = ["tenant", "create", "--company", "Acme Trading", "--country", "SA", "--name"];
    let owner = ["Amina Saleh", "--email", "amina@acme.example", "--json", "--subdomain"];
    let sign_up = |slug| here.run(&[&company[..], &owner[..], &[slug]].concat(), &[]);
    let made = sign_up("acme");
    assert!(made.status.success(), "{}", said(&made));
    let answer: Value = serde_json::from_slice(&made.stdout).unwrap();
    assert_eq!(
        (&answer["tenant"]["slug"], &answer["tenant"]["currency"]),
        (&"acme".into(), &"SAR".into())
    );
    assert_eq!(answer["owner"]["roles"][0], "owner");
    assert_eq!(answer["password"].as_str().unwrap().len(), 20);
    for (slug, why) in [("acme", "subdomain: "), ("a", "subdomain: ")] {
        let refused = sign_up(slug);
        assert!(!refused.status.success());
        assert!(said(&refused).contains(why), "{}", said(&refused));
    }
    let taken = said(&sign_up("acme"));
    assert_eq!(taken.matches("This address is taken").count(), 1, "{taken}");
    let admin = |tenant| {
        let who = ["--email", "omar@acme.example", "--name", "Omar", "--json", "--tenant", tenant];
        here.run(&[&["admin", "create"][..], &who[..]].concat(), &[])
    };
    let made = admin("acme");
    assert!(made.status.success(), "{}", said(&made));
    let answer: Value = serde_json::from_slice(&made.stdout).unwrap();
    assert_eq!(answer["user"]["roles"][0], "owner");
    assert!(said(&admin("nobody")).contains("there is no company nobody"));
    let list = here.run(&["tenant", "list"], &[]);
    assert!(said(&list).contains("Acme Trading"), "{}", said(&list));
}

#[test]
fn a_file_is_tried_out_then_taken_in_and_its_mistakes_are_listed() {
    let here = Here::new("import");
    let company = ["tenant", "create", "--company", "Acme", "--country", "SA", "--name", "Amina"];
    let owner = ["--email", "amina@acme.example", "--subdomain", "acme"];
    let made = here.run(&[&company[..], &owner[..]].concat(), &[]);
    assert!(made.status.success(), "{}", said(&made));
    let good = "Handle,Title,Variant SKU,Variant Price\nrope,Rope,R-1,12.50\nnet,Net,N-1,7\n";
    std::fs::write(here.0.join("good.csv"), good).unwrap();
    std::fs::write(here.0.join("wrong.csv"), good.replace(",7\n", ",cheap\n")).unwrap();
    let import = |tenant, kind, file, more: &[&str]| {
        let args = ["import", "--tenant", tenant, "--kind", kind, "--file", file];
        here.run(&[&args[..], more].concat(), &[])
    };
    for (args, why) in [
        (("acme", "products", "none.csv"), "cannot read none.csv: "),
        (("acme", "products", "."), "cannot read .: it is a folder"),
        (
            ("acme", "nets", "good.csv"),
            "there is no kind of file nets; there is: opening_accounts, ",
        ),
        (("nobody", "products", "good.csv"), "there is no company nobody"),
    ] {
        let refused = import(args.0, args.1, args.2, &[]);
        assert!(!refused.status.success());
        assert!(said(&refused).contains(why), "{}", said(&refused));
    }
    let tried = import("acme", "products", "good.csv", &["--dry-run"]);
    assert!(tried.status.success(), "{}", said(&tried));
    for words in ["rows read: 2", "Rope (R-1 · 12.5", "Nothing was changed", "Variant SKU"] {
        assert!(said(&tried).contains(words), "{words}: {}", said(&tried));
    }
    let wrong = ["--json", "--errors", "left-out.csv"];
    let wrong = import("acme", "products", "wrong.csv", &wrong);
    assert!(!wrong.status.success(), "a row was left out: {}", said(&wrong));
    let report: Value = serde_json::from_slice(&wrong.stdout).unwrap();
    assert_eq!((&report["state"], &report["created"]), (&"committed".into(), &1.into()));
    let price = report["errors"].as_array().unwrap().iter().find(|e| e["field"] == "price");
    assert_eq!(price.unwrap()["row"], 3, "{report}");
    let left_out = std::fs::read_to_string(here.0.join("left-out.csv")).unwrap();
    assert!(left_out.contains("net,Net,N-1,cheap,Row 3: "), "{left_out}");
    let done = import("acme", "products", "good.csv", &["--json"]);
    assert!(done.status.success(), "{}", said(&done));
    let report: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!((&report["created"], &report["unchanged"]), (&1.into(), &1.into()), "{report}");
    let again = import("acme", "products", "good.csv", &["--dry-run", "--json"]);
    let report: Value = serde_json::from_slice(&again.stdout).unwrap();
    assert_eq!((&report["state"], &report["unchanged"]), (&"previewed".into(), &2.into()));
    assert!(report["import_id"].is_null(), "{report}");
}
