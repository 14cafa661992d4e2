//! Rust source with comments and texts taken out, so that rules see code only; and the texts.

/// A piece of text in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// Its line, from 1.
    pub line: usize,
    /// What it says, escapes undone as far as rules care.
    pub text: String,
}

/// A source without its comments and the insides of its texts; lines stay where they are.
#[derive(Debug, Default)]
pub struct Code {
    /// The bare code.
    pub bare: String,
    /// The texts in it.
    pub texts: Vec<Literal>,
}

impl Code {
    /// Takes a source apart.
    #[must_use]
    pub fn of(source: &str) -> Self {
        let mut reader =
            Reader { chars: source.chars().collect(), at: 0, line: 1, code: Self::default() };
        while reader.at < reader.chars.len() {
            reader.step();
        }
        reader.code
    }

    /// The lines inside of test modules, as pairs of first and last.
    #[must_use]
    pub fn test_lines(&self) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(at) = self.bare[from..].find("#[cfg(test)]").map(|at| at + from) {
            from = at + 12;
            let rest = &self.bare[from..];
            let end = rest.find(['{', ';']).unwrap_or(rest.len());
            let is_module = rest[..end].contains("mod ") && rest[end..].starts_with('{');
            if is_module {
                let close = from + end + block_length(&rest[end..]);
                found.push((line_of(&self.bare, at), line_of(&self.bare, close)));
                from = close;
            }
        }
        found
    }
}

/// The line of a byte offset, from 1.
#[must_use]
pub fn line_of(text: &str, at: usize) -> usize {
    text[..at.min(text.len())].matches('\n').count() + 1
}

/// How long the block is that begins with the first brace of the text.
#[must_use]
pub fn block_length(text: &str) -> usize {
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    text.len()
}

struct Reader {
    chars: Vec<char>,
    at: usize,
    line: usize,
    code: Code,
}

impl Reader {
    fn peek(&self, ahead: usize) -> char {
        self.chars.get(self.at + ahead).copied().unwrap_or('\0')
    }

    /// Goes on by one character, keeping it or leaving a gap.
    fn pass(&mut self, keep: bool) -> char {
        let c = self.peek(0);
        self.at += 1;
        if c == '\n' {
            self.line += 1;
        }
        match keep || c == '\n' {
            true => self.code.bare.push(c),
            // As many bytes, so that places in the bare code are places in the source.
            false => self.code.bare.extend(std::iter::repeat_n(' ', c.len_utf8())),
        }
        c
    }

    fn step(&mut self) {
        match (self.peek(0), self.peek(1)) {
            ('/', '/') => {
                while self.at < self.chars.len() && self.peek(0) != '\n' {
                    self.pass(false);
                }
            }
            ('/', '*') => self.block_comment(),
            ('"', _) => self.text(),
            ('\'', _) => self.quote(),
            ('r', '"' | '#') if !self.follows_a_word() => self.raw(),
            _ => {
                self.pass(true);
            }
        }
    }

    /// Whether the last character belongs to a word, so that an `r` here is its end; the `b` and
    /// `c` of byte and C texts are no words.
    fn follows_a_word(&self) -> bool {
        let before = |n: usize| self.at.checked_sub(n).map_or('\0', |at| self.chars[at]);
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let prefix = matches!(before(1), 'b' | 'c') && !is_word(before(2));
        is_word(before(1)) && !prefix
    }

    fn block_comment(&mut self) {
        let mut depth = 0;
        while self.at < self.chars.len() {
            match (self.peek(0), self.peek(1)) {
                ('/', '*') => {
                    depth += 1;
                    self.pass(false);
                }
                ('*', '/') => {
                    depth -= 1;
                    self.pass(false);
                }
                _ => {}
            }
            self.pass(false);
            if depth == 0 {
                return;
            }
        }
    }

    fn text(&mut self) {
        let (line, mut text) = (self.line, String::new());
        self.pass(true);
        while self.at < self.chars.len() && self.peek(0) != '"' {
            if self.peek(0) == '\\' {
                self.pass(false);
                match self.pass(false) {
                    'n' => text.push('\n'),
                    '\n' => self.skip_indent(),
                    other => text.push(other),
                }
            } else {
                text.push(self.pass(false));
            }
        }
        self.pass(true);
        self.code.texts.push(Literal { line, text });
    }

    fn skip_indent(&mut self) {
        while self.at < self.chars.len() && self.peek(0).is_whitespace() {
            self.pass(false);
        }
    }

    fn raw(&mut self) {
        let hashes = (1..).take_while(|n| self.peek(*n) == '#').count();
        if self.peek(hashes + 1) != '"' {
            // `r#type` is a name.
            self.pass(true);
            return;
        }
        let (line, mut text) = (self.line, String::new());
        for _ in 0..hashes + 2 {
            self.pass(true);
        }
        let closes =
            |reader: &Self| reader.peek(0) == '"' && (1..=hashes).all(|n| reader.peek(n) == '#');
        while self.at < self.chars.len() && !closes(self) {
            text.push(self.pass(false));
        }
        for _ in 0..=hashes {
            self.pass(true);
        }
        self.code.texts.push(Literal { line, text });
    }

    /// A character or a lifetime.
    fn quote(&mut self) {
        self.pass(true);
        if self.peek(0) == '\\' {
            self.pass(false);
            self.pass(false);
            while self.at < self.chars.len() && self.peek(0) != '\'' {
                self.pass(false);
            }
            self.pass(true);
        } else if self.peek(1) == '\'' {
            self.pass(false);
            self.pass(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<String> {
        Code::of(source).texts.into_iter().map(|literal| literal.text).collect()
    }

    #[test]
    fn comments_and_texts_are_no_code() {
        let code = Code::of("let a = \"x // y\"; // \"no\"\n/* a /* b */ c */ let b = 'c';");
        assert_eq!(code.bare.lines().next().unwrap_or("").trim(), "let a = \"      \";");
        assert!(code.bare.contains("let b = ' ';"));
        assert_eq!(code.texts, [Literal { line: 1, text: "x // y".to_owned() }]);
    }

    #[test]
    fn every_kind_of_text_is_read() {
        assert_eq!(texts(r##"f(r"a\", r#"b"c"#, b"d", br"e")"##), ["a\\", "b\"c", "d", "e"]);
        assert_eq!(texts("f(\"a\\\"b\", '\"', \"c \\\n    d\")"), ["a\"b", "c d"]);
        assert_eq!(texts("fn f<'a>(x: &'a str) { g(\"y\", '\\'', \"z\") }"), ["y", "z"]);
    }

    #[test]
    fn a_test_module_is_known_by_its_lines() {
        let code = Code::of("fn a() {}\n#[cfg(test)]\nmod t;\n#[cfg(test)]\nmod u {\n  {}\n}\nx");
        assert_eq!(code.test_lines(), [(4, 7)]);
    }
}
