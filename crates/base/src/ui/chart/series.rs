//! Bars and lines over a row of names.

use maud::{Markup, Render, html};

use super::{SIDE, Scale, Texts, path, table_behind};

/// One value of a series.
#[derive(Debug, Clone, Default)]
pub struct Point {
    /// Its size in whole numbers.
    pub value: i64,
    /// How it reads.
    pub text: String,
    /// The list behind it.
    pub href: Option<String>,
}

/// One series: a name and a value for each name of the axis.
#[derive(Debug, Clone, Default)]
pub struct Series {
    /// What it is.
    pub name: String,
    /// Its values.
    pub points: Vec<Point>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Bars,
    Lines,
}

/// Bars or lines.
pub struct Chart<'a> {
    texts: &'a Texts,
    shape: Shape,
    title: String,
    names: Vec<String>,
    series: Vec<Series>,
    axis: Box<dyn Fn(i64) -> String + 'a>,
}

impl<'a> Chart<'a> {
    /// Bars, for things beside each other.
    pub fn bars(texts: &'a Texts, title: impl Into<String>) -> Self {
        Self::new(texts, Shape::Bars, title.into())
    }

    /// Lines, for one thing over time.
    pub fn lines(texts: &'a Texts, title: impl Into<String>) -> Self {
        Self::new(texts, Shape::Lines, title.into())
    }

    fn new(texts: &'a Texts, shape: Shape, title: String) -> Self {
        let axis = Box::new(|value: i64| value.to_string());
        Self { texts, shape, title, names: Vec::new(), series: Vec::new(), axis }
    }

    /// The names below: months, countries.
    #[must_use]
    pub fn names<L: Into<String>>(mut self, names: impl IntoIterator<Item = L>) -> Self {
        self.names = names.into_iter().map(Into::into).collect();
        self
    }

    /// Adds a series; six are told apart by colour.
    #[must_use]
    pub fn series(mut self, series: Series) -> Self {
        self.series.push(series);
        self
    }

    /// How a number reads at its line, short: "1.2 k".
    #[must_use]
    pub fn axis(mut self, text: impl Fn(i64) -> String + 'a) -> Self {
        self.axis = Box::new(text);
        self
    }

    fn slot(&self) -> i64 {
        SIDE / i64::try_from(self.names.len().max(1)).unwrap_or(1)
    }

    fn middle(&self, i: usize) -> i64 {
        let count = i64::try_from(self.names.len().max(1)).unwrap_or(1);
        SIDE * (2 * i64::try_from(i).unwrap_or(0) + 1) / (2 * count)
    }

    /// What a mark says when it is read out or pointed at.
    fn said(&self, at: usize, series: &Series, point: &Point) -> String {
        let name = self.names.get(at).map_or("", String::as_str);
        if self.series.len() > 1 {
            format!("{name}, {}: {}", series.name, point.text)
        } else {
            format!("{name}: {}", point.text)
        }
    }

    fn bars_of(&self, s: usize, series: &Series, scale: &Scale) -> Markup {
        let slot = self.slot();
        let count = i64::try_from(self.series.len()).unwrap_or(1);
        let width = slot * 7 / 10 / count;
        let offset = slot * 15 / 100 + width * i64::try_from(s).unwrap_or(0);
        let nought = scale.y(0);
        html! {
            g class=(class(s)) {
                @for (i, point) in series.points.iter().enumerate().take(self.names.len()) {
                    @let y = scale.y(point.value);
                    @let x = slot * i64::try_from(i).unwrap_or(0) + offset;
                    (mark(point, &self.said(i, series, point), html! {
                        rect.mark x=(x) y=(y.min(nought)) width=(width * 9 / 10)
                            height=((y - nought).abs()) {}
                    }))
                }
            }
        }
    }

    fn line_of(&self, s: usize, series: &Series, scale: &Scale) -> Markup {
        let values: Vec<i64> = series.points.iter().map(|point| point.value).collect();
        let slot = self.slot();
        html! {
            g class=(class(s)) {
                path.curve d=(path(&values, |i| self.middle(i), scale)) {}
                @for (i, point) in series.points.iter().enumerate().take(self.names.len()) {
                    @let (x, y) = (self.middle(i), scale.y(point.value));
                    (mark(point, &self.said(i, series, point), html! {
                        // With one series the whole column is the target, not only the dot.
                        @if self.series.len() == 1 {
                            rect.hit x=(x - slot / 2) y="0" width=(slot) height=(SIDE) {}
                        }
                        path.dot d=(format!("M{x} {y}h.01")) {}
                    }))
                }
            }
        }
    }

    fn legend(&self) -> Markup {
        html! {
            @if self.series.len() > 1 {
                ul.legend {
                    @for (s, series) in self.series.iter().enumerate() {
                        li class=(class(s)) { span.swatch {} (series.name) }
                    }
                }
            }
        }
    }

    fn table(&self) -> Markup {
        let head: Vec<&str> =
            std::iter::once("").chain(self.series.iter().map(|s| s.name.as_str())).collect();
        let text = |series: &'_ Series, i: usize| series.points.get(i).map(|p| p.text.clone());
        let texts: Vec<Vec<String>> = (0..self.names.len())
            .map(|i| self.series.iter().map(|s| text(s, i).unwrap_or_default()).collect())
            .collect();
        let rows: Vec<Vec<&str>> = self
            .names
            .iter()
            .zip(&texts)
            .map(|(name, row)| {
                std::iter::once(name.as_str()).chain(row.iter().map(String::as_str)).collect()
            })
            .collect();
        table_behind(self.texts, &self.title, &head, &rows)
    }
}

impl Render for Chart<'_> {
    fn render(&self) -> Markup {
        let values = self.series.iter().flat_map(|s| s.points.iter().map(|p| p.value));
        let scale = Scale::of(values);
        let ticks = scale.ticks();
        // Many names would run into each other, so only the ends are written.
        let ends = self.names.len() > 14;
        let names: Vec<&String> = if ends {
            self.names.first().into_iter().chain(self.names.last()).collect()
        } else {
            self.names.iter().collect()
        };
        html! {
            figure.chart {
                figcaption { (self.title) }
                (self.legend())
                div.plot {
                    div.ticks aria-hidden="true" {
                        @for tick in &ticks { bdi { ((self.axis)(*tick)) } }
                    }
                    svg.area viewBox=(format!("0 0 {SIDE} {SIDE}")) preserveAspectRatio="none"
                        role="group" aria-label=(self.title) {
                        @for tick in &ticks {
                            @let y = scale.y(*tick);
                            path.gridline d=(format!("M0 {y}H{SIDE}")) {}
                        }
                        @for (s, series) in self.series.iter().enumerate() {
                            @match self.shape {
                                Shape::Bars => { (self.bars_of(s, series, &scale)) }
                                Shape::Lines => { (self.line_of(s, series, &scale)) }
                            }
                        }
                    }
                    div.names.ends[ends] aria-hidden="true" {
                        @for name in names { span { (name) } }
                    }
                }
                (self.table())
            }
        }
    }
}

pub(super) fn class(s: usize) -> String {
    format!("series-{}", s % 6 + 1)
}

/// A mark, as a link where there is a list behind it.
pub(super) fn mark(point: &Point, said: &str, drawing: Markup) -> Markup {
    html! {
        @if let Some(href) = &point.href {
            a href=(href) aria-label=(said) { title { (said) } (drawing) }
        } @else {
            g role="img" aria-label=(said) { title { (said) } (drawing) }
        }
    }
}
