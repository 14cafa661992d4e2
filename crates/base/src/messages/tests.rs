#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use super::*;
use crate::currency::Currency;
use crate::dates::TimeZone;
use crate::locale::{Country, Locale};
use crate::money::Money;

const CART: Catalogue = Catalogue {
    name: "cart",
    en: "cart-title = Cart\n    .hint = What you chose\n\
         cart-items = { $n ->\n    [one] One item\n   *[other] { $n } items\n}\n\
         cart-thanks = Thank you, { $name }!\n",
    ar: "cart-title = السلة\n    .hint = ما اخترته\n\
         cart-items = { $n ->\n    [zero] لا أصناف\n    [one] صنف واحد\n    [two] صنفان\n    \
         [few] { $n } أصناف\n    [many] { $n } صنفًا\n   *[other] { $n } صنف\n}\n\
         cart-thanks = شكرًا لك يا { $name }!\n",
    bn: "cart-title = ঝুড়ি\n    .hint = আপনি যা বেছে নিয়েছেন\n\
         cart-items = { $n ->\n   *[other] { $n }টি পণ্য\n}\n\
         cart-thanks = ধন্যবাদ, { $name }!\n",
};

fn problems(catalogues: &[Catalogue]) -> Vec<String> {
    let error = Messages::build(catalogues).unwrap_err();
    error.problems.iter().map(ToString::to_string).collect()
}

#[test]
fn every_language_says_it_with_its_own_plurals_and_digits() {
    let messages = Messages::build(&[CART]).unwrap();
    let items = |lang, n: i64| messages.t_with(lang, "cart-items", &[("n", n.into())]);
    assert_eq!(items(Lang::En, 1), "One item");
    assert_eq!(items(Lang::En, 12_345), "12,345 items");
    assert_eq!(items(Lang::Ar, 0), "لا أصناف");
    assert_eq!(items(Lang::Ar, 2), "صنفان");
    assert_eq!(items(Lang::Ar, 3), "٣ أصناف");
    assert_eq!(items(Lang::Ar, 11), "١١ صنفًا");
    assert_eq!(items(Lang::Ar, 100), "١٠٠ صنف");
    assert_eq!(items(Lang::Ar, 103), "١٠٣ أصناف");
    assert_eq!(items(Lang::Ar, 111), "١١١ صنفًا");
    assert_eq!(items(Lang::Ar, -3), "\u{61c}-٣ أصناف");
    assert_eq!(items(Lang::Bn, 123_456), "১,২৩,৪৫৬টি পণ্য");
    assert_eq!(messages.t(Lang::Bn, "cart-title"), "ঝুড়ি");
    assert_eq!(messages.t(Lang::En, "cart-title.hint"), "What you chose");
    assert_eq!(messages.failures(), 0);
}

#[test]
fn exact_numbers_and_words_choose_their_own_variant() {
    let text = r#"
x = { $n ->
    [0] none
    [one] one
    [12] a dozen
   *[other] { $n }
}
y = { $state ->
    [draft] Draft
    [many] Lots
   *[other] Else
}
z =
    First line
    { "{" } second, { $n ->
        [one] "one"
       *[other] { $n ->
            [0] nil
           *[other] more
        }
    }
"#;
    let x = Catalogue { name: "x", en: text, ar: text, bn: text };
    let messages = Messages::build(&[x]).unwrap();
    let n = |key, n: i64| messages.t_with(Lang::En, key, &[("n", n.into())]);
    assert_eq!([0, 1, 12, 7].map(|i| n("x", i)), ["none", "one", "a dozen", "7"]);
    assert_eq!(
        [0, 1, 2].map(|i| n("z", i)).map(|s| s.replace('\n', "/")),
        ["First line/{ second, nil", "First line/{ second, \"one\"", "First line/{ second, more",]
    );
    let state = |word: &str| messages.t_with(Lang::En, "y", &[("state", word.into())]);
    assert_eq!(["draft", "many", "sent"].map(state), ["Draft", "Lots", "Else"]);
    assert_eq!(messages.failures(), 0);
}

#[test]
fn a_latin_name_is_isolated_in_arabic_only() {
    let messages = Messages::build(&[CART]).unwrap();
    let thanks = |lang, name: &str| messages.t_with(lang, "cart-thanks", &[("name", name.into())]);
    assert_eq!(thanks(Lang::En, "Acme"), "Thank you, Acme!");
    assert_eq!(thanks(Lang::Ar, "Acme"), "شكرًا لك يا \u{2068}Acme\u{2069}!");
    assert_eq!(thanks(Lang::Ar, "سارة"), "شكرًا لك يا سارة!");
}

#[test]
fn an_unknown_key_is_shown_and_counted() {
    let messages = Messages::build(&[CART]).unwrap();
    assert_eq!(messages.t(Lang::Ar, "cart-nothing"), "cart-nothing");
    assert_eq!(messages.t(Lang::Ar, "cart-title.nothing"), "cart-title.nothing");
    assert_eq!(messages.t(Lang::En, "cart-thanks"), "Thank you, {$name}!");
    assert_eq!(messages.failures(), 3);
    assert!(messages.has("cart-title.hint") && !messages.has("cart-nothing"));
}

#[test]
fn a_sentence_missing_in_a_language_is_a_problem() {
    let lacking =
        Catalogue { name: "x", en: "x-a = A\nx-b = B\n", ar: "x-a = أ\n", bn: "x-c = গ" };
    assert_eq!(
        problems(&[lacking]),
        [
            "x (en): “x-c” is missing",
            "x (ar): “x-b” is missing",
            "x (ar): “x-c” is missing",
            "x (bn): “x-a” is missing",
            "x (bn): “x-b” is missing",
        ]
    );
}

#[test]
fn a_key_may_stand_only_once() {
    let twice = Catalogue { name: "x", en: "x = A\nx = B\n", ar: "x = أ\n", bn: "x = ক\n" };
    let again = Catalogue { name: "y", ..twice };
    assert_eq!(problems(&[twice]), ["x (en): “x” stands already in x"]);
    let across = problems(&[Catalogue { en: "x = A\n", ..twice }, Catalogue { en: "", ..again }]);
    assert_eq!(across, ["y (ar): “x” stands already in x", "y (bn): “x” stands already in x"]);
}

#[test]
fn every_language_speaks_about_the_same_values() {
    let x = Catalogue {
        name: "x",
        en: "x = { $n ->\n    [one] One\n   *[other] { $n } of { y }\n}\ny = { $total }\n",
        ar: "x = { $n } { $total }\ny = { $total }\n",
        bn: "x = { y }\ny = { $sum }\n",
    };
    assert_eq!(
        problems(&[x]),
        [
            "x (bn): “x” uses $sum, in English it uses $n, $total",
            "x (bn): “y” uses $sum, in English it uses $total",
        ]
    );
}

#[test]
fn references_must_lead_somewhere() {
    let x = Catalogue {
        name: "x",
        en: "x = { -brand } { NUMBER($n) } { y.z }\n",
        ar: "-brand = س\nx = { -brand } { $n }\n",
        bn: "x = { $n }\n",
    };
    let found = problems(&[x]).join("\n");
    for reference in ["-brand", "NUMBER()", "y.z"] {
        assert!(found.contains(&format!("x (en): “x” refers to “{reference}”")), "{found}");
    }
}

#[test]
fn a_syntax_error_names_its_line() {
    let x = Catalogue { name: "x", en: "x = A\n\ny = { $\n", ar: "x = أ\n", bn: "x = ক\n" };
    let found = problems(&[x]);
    assert!(found[0].starts_with("x (en), line 3: "), "{found:?}");
}

#[test]
fn messages_that_go_in_a_circle_do_not_hang_the_check() {
    let text = "x = { y }\ny = { x }\n";
    let messages = Messages::build(&[Catalogue { name: "x", en: text, ar: text, bn: text }]);
    assert!(!messages.unwrap().t(Lang::En, "x").is_empty());
}

#[test]
fn the_handle_speaks_for_one_reader() {
    let messages = Arc::new(Messages::build(&[CART]).unwrap());
    let locale = Locale::new(Lang::Ar, Some(Country::SA), TimeZone::UTC);
    let l = L::new(Arc::clone(&messages), Arc::new(locale.clone()));
    assert_eq!(l.t("cart-title"), "السلة");
    assert_eq!(l.with("cart-items", &[("n", 3.into())]), "٣ أصناف");
    assert_eq!(l.amount(Money::new(1250, Currency::SAR)), "١٢٫٥٠");
    assert_eq!(l.dir(), "rtl");
    let latin = L::new(messages, Arc::new(locale.with_digits(Digits::Latin)));
    assert_eq!(latin.with("cart-items", &[("n", 1003.into())]), "1,003 أصناف");
}
