//! The tokens of a SPARQL query, and limits on how many there are and how deeply they nest.
//!
//! Takes a text that need not be valid; finds the place at which it exceeds a limit. The parser, the planner and the
//! evaluator recurse at each nesting, and at each element of a chain such as `a || b || c` or of a group. Tokens are those
//! of SPARQL 1.2, section 19.8 (`<https://www.w3.org/TR/sparql12-query/#sparqlGrammar>`).

use std::iter::Peekable;
use std::str::CharIndices;

/// The maximum nesting of brackets, of operators before an operand, and of quoted triples.
pub const DEEPEST: usize = 128;

/// The maximum number of tokens outside of the data of VALUES and of lists such as `IN (1, 2, 3)`.
pub const MOST_TOKENS: usize = 4_096;

/// The maximum size of a query in bytes.
pub const MOST_BYTES: usize = 1 << 20;

/// A query exceeds a limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excess {
    /// The byte at which it does.
    pub at: usize,
    /// Why.
    pub why: String,
    /// What is allowed.
    pub valid: String,
}

/// The kind of a token, as far as nesting and counting need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    /// `(`, `[`, `{`, `{|`, `<<` and `<<(`.
    Open,
    /// Their counterparts.
    Close,
    /// A variable, IRI, literal or name that is no keyword of interest.
    Operand,
    /// `!`, `+`, `-` or `^`.
    Sign,
    /// The keyword VALUES.
    Values,
    /// `,`.
    Comma,
    /// Anything else.
    Other,
}

/// Finds where a query exceeds a limit.
///
/// # Errors
/// The first place at which it does.
pub fn limit(text: &str) -> Result<(), Excess> {
    if text.len() > MOST_BYTES {
        return Err(Excess {
            at: (0..=MOST_BYTES)
                .rev()
                .find(|at| text.is_char_boundary(*at))
                .unwrap_or(0),
            why: format!("it has {} bytes", text.len()),
            valid: format!("at most {MOST_BYTES} bytes; long lists belong into a table"),
        });
    }
    let mut tokens = Tokens::new(text);
    let (mut depth, mut signs, mut count) = (0_usize, 0_usize, 0_usize);
    let mut data = Data::Outside;
    let mut before = Token::Other;
    while let Some((at, token)) = tokens.next() {
        signs = if token == Token::Sign { signs + 1 } else { 0 };
        match token {
            Token::Open => depth += 1,
            Token::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth + signs > DEEPEST {
            let why = format!("it nests more than {DEEPEST} deep");
            let valid = format!("brackets, signs before an operand and quoted triples at most {DEEPEST} deep");
            return Err(Excess { at, why, valid });
        }
        data = data.after(token, &text[at..], depth);
        count += usize::from(!matches!(data, Data::Inside(_)) && !tokens.is_item(before, token));
        before = token;
        if count + tokens.hyphens > MOST_TOKENS {
            let why = format!("it has more than {MOST_TOKENS} tokens");
            let valid =
                format!("at most {MOST_TOKENS} names, operators and brackets, without the data of VALUES and IN");
            return Err(Excess { at, why, valid });
        }
    }
    Ok(())
}

/// Where a token stands: the rows of VALUES are data, which nothing recurses into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Data {
    Outside,
    /// Between VALUES and its opening brace.
    Variables,
    /// After the brace that brought the nesting to this depth.
    Inside(usize),
}

impl Data {
    fn after(self, token: Token, text: &str, depth: usize) -> Self {
        match (self, token) {
            (Self::Outside, Token::Values) => Self::Variables,
            (Self::Variables, Token::Open) if text.starts_with('{') => Self::Inside(depth),
            (Self::Inside(start), Token::Close) if depth < start => Self::Outside,
            (other, _) => other,
        }
    }
}

/// The bytes at which a variable of this name begins, outside of comments, strings and IRIs.
pub fn occurrences(text: &str, variable: &str) -> Vec<usize> {
    let mut tokens = Tokens::new(text);
    let mut found = Vec::new();
    while let Some((at, _)) = tokens.next() {
        let name = text[at..].strip_prefix(['?', '$']);
        let rest = name.and_then(|name| name.strip_prefix(variable));
        if rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_')) {
            found.push(at);
        }
    }
    found
}

/// The tokens of a text, with the byte at which each begins; blanks and comments are left out.
struct Tokens<'a> {
    text: &'a str,
    chars: Peekable<CharIndices<'a>>,
    /// The open brackets, and whether each is round: directly within such a one `<` may be an operator.
    open: Vec<bool>,
    /// The number of hyphens in names so far.
    hyphens: usize,
    before: Token,
}

impl<'a> Tokens<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            chars: text.char_indices().peekable(),
            open: Vec::new(),
            hyphens: 0,
            before: Token::Other,
        }
    }

    fn next(&mut self) -> Option<(usize, Token)> {
        loop {
            let (at, first) = self.chars.next()?;
            match first {
                ' ' | '\t' | '\n' | '\r' => {}
                '#' => while self.chars.next_if(|(_, c)| !matches!(c, '\n' | '\r')).is_some() {},
                _ => {
                    let token = self.token(at, first);
                    self.before = token;
                    return Some((at, token));
                }
            }
        }
    }

    fn opened(&mut self, is_round: bool) -> Token {
        self.open.push(is_round);
        Token::Open
    }

    fn closed(&mut self) -> Token {
        self.open.pop();
        Token::Close
    }

    fn is_in_round(&self) -> bool {
        self.open.last() == Some(&true)
    }

    /// Whether a token is an item of a list between round brackets, or the comma after it. In a collection, which has no
    /// commas, items become triples and count.
    fn is_item(&self, before: Token, token: Token) -> bool {
        match token {
            Token::Comma => self.is_in_round(),
            Token::Operand => self.is_in_round() && matches!(before, Token::Open | Token::Comma),
            _ => false,
        }
    }

    /// The byte at which the next character begins.
    fn position(&mut self) -> usize {
        self.chars.peek().map_or(self.text.len(), |(at, _)| *at)
    }

    fn rest(&mut self) -> &'a str {
        let at = self.position();
        &self.text[at..]
    }

    fn skip(&mut self, bytes: usize) {
        let end = self.position() + bytes;
        while self.chars.next_if(|(at, _)| *at < end).is_some() {}
    }

    fn token(&mut self, at: usize, first: char) -> Token {
        match first {
            '(' | '[' | '{' => self.opened(first == '('),
            ')' if self.rest().starts_with(">>") => {
                self.skip(2);
                self.closed()
            }
            ')' | ']' | '}' => self.closed(),
            '"' | '\'' => self.string(at, first),
            '<' => self.less_or_iri(),
            '>' if self.rest().starts_with('>') => {
                self.skip(1);
                self.closed()
            }
            // `!=` is one operator, `!` a sign.
            '!' if self.rest().starts_with('=') => {
                self.skip(1);
                Token::Other
            }
            '^' if self.rest().starts_with('^') => {
                self.skip(1);
                Token::Other
            }
            ',' => Token::Comma,
            '!' | '+' | '-' | '^' => Token::Sign,
            first if is_name(first) => self.name(at, first),
            _ => Token::Other,
        }
    }

    /// A string, short or long; one without an end reaches to the end of its line or of the text.
    fn string(&mut self, at: usize, quote: char) -> Token {
        let long = self.text[at..].chars().take(3).filter(|c| *c == quote).count() == 3;
        if long {
            self.skip(2);
        }
        let mut quotes = 0;
        while let Some((_, c)) = self.chars.next_if(|(_, c)| long || !matches!(c, '\n' | '\r')) {
            match c {
                '\\' => {
                    self.chars.next();
                    quotes = 0;
                }
                c if c == quote => {
                    quotes += 1;
                    if !long || quotes == 3 {
                        break;
                    }
                }
                _ => quotes = 0,
            }
        }
        Token::Operand
    }

    /// An IRI, `<<`, `<=` or `<`. Between round brackets and after an operand, `<` may be an operator even where an IRI
    /// could begin: the tokens within that IRI are then counted one by one.
    fn less_or_iri(&mut self) -> Token {
        let rest = self.rest();
        if rest.starts_with('<') {
            self.skip(if rest.starts_with("<(") { 2 } else { 1 });
            return self.opened(false);
        }
        let is_operator = self.is_in_round() && matches!(self.before, Token::Operand | Token::Close);
        let end = rest.find(|c: char| c <= ' ' || "<>\"{}|^`\\".contains(c));
        match end.filter(|end| !is_operator && rest[*end..].starts_with('>')) {
            Some(end) => {
                self.skip(end + 1);
                Token::Operand
            }
            None => Token::Other,
        }
    }

    /// A keyword, variable, number, language tag or prefixed name. Hyphens in names count as well: `true-1` is a subtraction
    /// unless `true-1` is a prefix.
    fn name(&mut self, at: usize, first: char) -> Token {
        let is_word = !first.is_ascii_digit() && !matches!(first, '?' | '$' | '.');
        let may_have = |c: char| is_name(c) || (is_word && matches!(c, '-' | '\\'));
        while let Some((_, c)) = self.chars.next_if(|(_, c)| may_have(*c)) {
            match c {
                '-' => self.hyphens += 1,
                // A local name may escape punctuation.
                '\\' => _ = self.chars.next(),
                _ => {}
            }
        }
        let end = self.position();
        if self.text[at..end].eq_ignore_ascii_case("VALUES") {
            Token::Values
        } else {
            Token::Operand
        }
    }
}

/// Whether a character can be in a keyword, variable, number, language tag or prefixed name.
fn is_name(c: char) -> bool {
    c.is_alphanumeric() || !c.is_ascii() || matches!(c, '_' | ':' | '?' | '$' | '@' | '%' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<(&str, Token)> {
        let mut tokens = Tokens::new(text);
        let mut found = Vec::new();
        while let Some((at, token)) = tokens.next() {
            let end = tokens.chars.peek().map_or(text.len(), |(at, _)| *at);
            found.push((text[at..end].trim(), token));
        }
        found
    }

    #[test]
    fn strings_iris_and_comments_hide_their_brackets_and_nothing_else() {
        let text = "{ ?s <a({> \"((\\\"((\" # ((\n '''('\\''((''' ex:a\\(b <<( ?a ?b ?c )>> }";
        let kinds: Vec<Token> = tokens(text).into_iter().map(|(_, token)| token).collect();
        use Token::{Close, Open, Operand, Other};
        // `<a({>` is no IRI, since `{` cannot be in one.
        assert_eq!(
            kinds,
            [
                Open, Operand, Other, Operand, Open, Open, Other, Operand, Operand, Operand, Open, Operand, Operand,
                Operand, Close, Close
            ]
        );
    }

    #[test]
    fn a_comment_or_an_escaped_quotation_mark_between_brackets_changes_nothing() {
        for between in ["", "#)\n", "'\\'' = ", "\"\\\\\" = ", "<x> = ", "'''\\'''' = "] {
            let text = format!(
                "ASK {{ FILTER({}1{}) }}",
                format!("({between}").repeat(127),
                ")".repeat(127)
            );
            let excess = limit(&text).unwrap_err();
            assert!(excess.why.contains("128"), "{between}: {}", excess.why);
        }
        assert_eq!(
            limit(&format!("ASK {{ {}{} }}", "{".repeat(127), "}".repeat(127))),
            Ok(())
        );
    }

    #[test]
    fn signs_and_quoted_triples_nest() {
        for text in ["!", "- ", "+\n", "<<", "<<(", "! - + ^"] {
            assert!(limit(&format!("ASK {{ FILTER {}", text.repeat(129))).is_err(), "{text}");
        }
    }

    #[test]
    fn chains_are_counted_and_the_data_of_values_is_not() {
        let long = |element: &str| limit(&format!("SELECT * {{ FILTER(?a{}) }}", element.repeat(9_000)));
        for element in [" || ?a", "<?a&&?a>", "-1", "/?a", "-true-true"] {
            assert!(long(element).is_err(), "{element}");
        }
        assert!(limit(&format!("ASK {{ FILTER(true{}) }}", "-true".repeat(9_000))).is_err());
        assert!(limit(&format!("ASK {{ ?a ?b ({}) }}", " 1".repeat(5_000))).is_err());
        assert_eq!(
            limit(&format!("ASK {{ FILTER(?a IN (1{})) }}", ", <a>".repeat(5_000))),
            Ok(())
        );
        let objects = ", 1".repeat(5_000);
        assert!(limit(&format!("ASK {{ FILTER(EXISTS {{ ?a ?b 1{objects} }}) }}")).is_err());
        let rows = "(<a> -1)".repeat(20_000);
        assert_eq!(limit(&format!("SELECT * {{ VALUES (?a ?b) {{ {rows} }} }}")), Ok(()));
        let after = format!("SELECT * {{ VALUES ?a {{ 1 }} {} }}", "?a ?b ?c .".repeat(5_000));
        assert!(limit(&after).is_err());
    }
}
