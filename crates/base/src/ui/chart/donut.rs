//! The parts of a whole.

use maud::{Markup, Render, html};

use super::series::{class, mark};
use super::{Point, Texts, table_behind};

/// A ring of parts, with the sum in the middle and the parts named beside it.
pub struct Donut<'a> {
    texts: &'a Texts,
    title: String,
    sum: (String, String),
    parts: Vec<(String, Point)>,
}

impl<'a> Donut<'a> {
    /// A ring without parts; `sum` is the text in the middle and `of` the word below it.
    pub fn new(
        texts: &'a Texts,
        title: impl Into<String>,
        sum: impl Into<String>,
        of: impl Into<String>,
    ) -> Self {
        Self { texts, title: title.into(), sum: (sum.into(), of.into()), parts: Vec::new() }
    }

    /// Adds a part; a value below nought counts as nought. Six are told apart by colour.
    #[must_use]
    pub fn part(mut self, name: impl Into<String>, point: Point) -> Self {
        self.parts.push((name.into(), point));
        self
    }

    /// Where each part begins and how far it reaches, in ten-thousandths of the ring.
    fn arcs(&self) -> Vec<(i128, i128)> {
        let size = |point: &Point| i128::from(point.value.max(0));
        let whole: i128 = self.parts.iter().map(|(_, point)| size(point)).sum();
        let mut before = 0_i128;
        let mut arcs = Vec::new();
        for (_, point) in &self.parts {
            let from = before * 10_000 / whole.max(1);
            before += size(point);
            arcs.push((from, before * 10_000 / whole.max(1) - from));
        }
        arcs
    }
}

impl Render for Donut<'_> {
    fn render(&self) -> Markup {
        let parts = || self.parts.iter().zip(self.arcs()).enumerate();
        let rows: Vec<Vec<&str>> =
            self.parts.iter().map(|(name, p)| vec![name.as_str(), p.text.as_str()]).collect();
        html! {
            figure.chart {
                figcaption { (self.title) }
                div.donut {
                    div.hub {
                        svg viewBox="0 0 120 120" role="group" aria-label=(self.title) {
                            circle.track cx="60" cy="60" r="50" {}
                            @for (s, ((name, point), (from, length))) in parts() {
                                @if length > 0 {
                                    g class=(class(s)) {
                                        (mark(point, &format!("{name}: {}", point.text), html! {
                                            circle.ring cx="60" cy="60" r="50" pathLength="10000"
                                                stroke-dasharray=(format!("{length} 10000"))
                                                stroke-dashoffset=(-from)
                                                transform="rotate(-90 60 60)" {}
                                        }))
                                    }
                                }
                            }
                        }
                        div.hub-text { bdi { (self.sum.0) } small { (self.sum.1) } }
                    }
                    ul.legend.tall {
                        @for (s, (name, point)) in self.parts.iter().enumerate() {
                            li class=(class(s)) {
                                span.swatch {}
                                @if let Some(href) = &point.href { a href=(href) { (name) } }
                                @else { (name) }
                                span.legend-value { bdi { (point.text) } }
                            }
                        }
                    }
                }
                (table_behind(self.texts, &self.title, &["", &self.sum.1], &rows))
            }
        }
    }
}
