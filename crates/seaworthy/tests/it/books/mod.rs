//! The properties of the books: random sequences of documents against an oracle that calculates
//! with exact fractions. Each property is seen to fail for a planted fault.

mod back;
mod deeds;
mod examples;
mod late;
mod lives;
mod oracle;
mod properties;
mod red;
mod together;
mod torn;

use proptest::test_runner::{Config, TestCaseError, TestError, TestRunner};
use std::future::Future;

use deeds::Deed;

/// What a property finds out: nothing, or why it does not hold.
type Held = Result<(), String>;

/// Tries a property on random sequences of documents, each in a company of its own, and shrinks
/// the first sequence for which it does not hold.
fn holds<F>(cases: u32, most_deeds: usize, property: impl Fn(Vec<Deed>) -> F)
where
    F: Future<Output = Held>,
{
    let config =
        Config { cases, max_shrink_iters: 40, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new(config);
    let outcome = runner.run(&deeds::some(most_deeds), |deeds| {
        let held = tokio::task::block_in_place(|| {
            tokio::runtime::Handle::current().block_on(property(deeds))
        });
        held.map_err(TestCaseError::fail)
    });
    match outcome {
        Ok(()) => {}
        Err(TestError::Fail(why, deeds)) => panic!("{why}\nafter {deeds:#?}"),
        Err(TestError::Abort(why)) => panic!("{why}"),
    }
}
