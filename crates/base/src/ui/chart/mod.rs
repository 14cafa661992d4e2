//! Charts drawn on the server as SVG without letters: every word is HTML, so it never shrinks, and
//! the drawing may be turned round for Arabic. Each has its table behind it, each mark may be a
//! link to what it sums, and none needs a script.
//!
//! Values are whole numbers of any unit (minor units of money, micros of a quantity); how they
//! read is the caller's word.

mod donut;
mod scale;
mod series;

pub use donut::Donut;
pub use series::{Chart, Point, Series};

use maud::{Markup, html};

use super::Texts;
use scale::Scale;

/// The side of the square in which everything is drawn before it is stretched.
const SIDE: i64 = 10_000;

/// A small line without axes, as beside a number.
pub(super) fn sparkline(values: &[i64]) -> Markup {
    let low = values.iter().copied().min().unwrap_or(0);
    let high = values.iter().copied().max().unwrap_or(0);
    let scale = Scale { low, high: high.max(low.saturating_add(1)), step: 1 };
    let line = path(values, |i| across(i, values.len()), &scale);
    html! {
        svg.sparkline viewBox=(format!("0 0 {SIDE} {SIDE}")) preserveAspectRatio="none"
            focusable="false" {
            path.wash d=(format!("{line}L{SIDE} {SIDE}L0 {SIDE}Z")) {}
            path.curve d=(line) {}
        }
    }
}

/// Where the `i`th of `count` points lies when they reach from edge to edge.
fn across(i: usize, count: usize) -> i64 {
    let (i, gaps) = (i64::try_from(i).unwrap_or(0), i64::try_from(count).unwrap_or(1) - 1);
    if gaps < 1 { SIDE / 2 } else { SIDE * i / gaps }
}

fn path(values: &[i64], x: impl Fn(usize) -> i64, scale: &Scale) -> String {
    use std::fmt::Write as _;
    let mut d = String::new();
    for (i, value) in values.iter().enumerate() {
        let to = if i == 0 { 'M' } else { 'L' };
        // Writing to a string cannot fail.
        let _ = write!(d, "{to}{} {}", x(i), scale.y(*value));
    }
    d
}

/// The table behind a drawing.
fn table_behind(texts: &Texts, caption: &str, head: &[&str], rows: &[Vec<&str>]) -> Markup {
    html! {
        details {
            summary { (texts.as_table) }
            table.table aria-label=(caption) {
                thead {
                    tr {
                        @for (i, name) in head.iter().enumerate() {
                            th.numeric[i > 0] scope="col" { (name) }
                        }
                    }
                }
                tbody {
                    @for row in rows {
                        tr {
                            @for (i, cell) in row.iter().enumerate() {
                                @if i == 0 { th scope="row" { (cell) } }
                                @else { td.numeric { bdi { (cell) } } }
                            }
                        }
                    }
                }
            }
        }
    }
}
