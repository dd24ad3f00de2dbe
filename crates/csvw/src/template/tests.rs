mod properties;

use super::*;
use proptest::prelude::*;
use std::ops::Range;

/// A value that a test holds.
#[derive(Debug, Clone)]
enum Held {
    Undefined,
    Text(String),
    Number(u64),
    List(String, Vec<Range<usize>>),
}

impl Held {
    fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// A list whose items stand in one text, with something between them.
    fn list<T: AsRef<str>>(items: &[T]) -> Self {
        let mut text = String::new();
        let mut ranges = Vec::new();
        for item in items {
            text.push('|');
            let from = text.len();
            text.push_str(item.as_ref());
            ranges.push(from..text.len());
        }
        Self::List(text, ranges)
    }

    fn value(&self) -> Value<'_> {
        match self {
            Self::Undefined => Value::Undefined,
            Self::Text(text) => Value::Text(text),
            Self::Number(number) => Value::Number(*number),
            Self::List(text, items) => Value::List(text, items),
        }
    }
}

type Variables = Vec<(&'static str, Held)>;

fn parse(text: &str, variables: &Variables) -> Result<Template, TemplateError> {
    Template::parse(text, &mut |name| variables.iter().position(|(known, _)| *known == name))
}

fn expand(text: &str, variables: &Variables) -> String {
    let mut out = String::from(">");
    parse(text, variables)
        .unwrap()
        .expand(|slot| variables[slot].1.value(), &mut out);
    out.strip_prefix('>').unwrap().to_owned()
}

/// The variables of RFC 6570, section 3.2, without its associative arrays.
fn specification() -> Variables {
    vec![
        ("count", Held::list(&["one", "two", "three"])),
        ("dom", Held::list(&["example", "com"])),
        ("dub", Held::text("me/too")),
        ("hello", Held::text("Hello World!")),
        ("half", Held::text("50%")),
        ("var", Held::text("value")),
        ("who", Held::text("fred")),
        ("base", Held::text("http://example.com/home/")),
        ("path", Held::text("/foo/bar")),
        ("list", Held::list(&["red", "green", "blue"])),
        ("v", Held::text("6")),
        ("x", Held::text("1024")),
        ("y", Held::text("768")),
        ("empty", Held::text("")),
        ("undef", Held::Undefined),
        ("empty_list", Held::list::<&str>(&[])),
        ("semi", Held::text(";")),
    ]
}

fn assert_all(variables: &Variables, cases: &[(&str, &str)]) {
    for (template, expected) in cases {
        assert_eq!(expand(template, variables), *expected, "{template}");
    }
}

#[test]
fn levels_of_section_1_2() {
    assert_all(
        &specification(),
        &[
            ("{var}", "value"),
            ("{hello}", "Hello%20World%21"),
            ("{+var}", "value"),
            ("{+hello}", "Hello%20World!"),
            ("{+path}/here", "/foo/bar/here"),
            ("here?ref={+path}", "here?ref=/foo/bar"),
            ("X{#var}", "X#value"),
            ("X{#hello}", "X#Hello%20World!"),
            ("map?{x,y}", "map?1024,768"),
            ("{x,hello,y}", "1024,Hello%20World%21,768"),
            ("{+x,hello,y}", "1024,Hello%20World!,768"),
            ("{+path,x}/here", "/foo/bar,1024/here"),
            ("{#x,hello,y}", "#1024,Hello%20World!,768"),
            ("{#path,x}/here", "#/foo/bar,1024/here"),
            ("X{.var}", "X.value"),
            ("X{.x,y}", "X.1024.768"),
            ("{/var}", "/value"),
            ("{/var,x}/here", "/value/1024/here"),
            ("{;x,y}", ";x=1024;y=768"),
            ("{;x,y,empty}", ";x=1024;y=768;empty"),
            ("{?x,y}", "?x=1024&y=768"),
            ("{?x,y,empty}", "?x=1024&y=768&empty="),
            ("?fixed=yes{&x}", "?fixed=yes&x=1024"),
            ("{&x,y,empty}", "&x=1024&y=768&empty="),
            ("{var:3}", "val"),
            ("{var:30}", "value"),
            ("{list}", "red,green,blue"),
            ("{list*}", "red,green,blue"),
            ("{+path:6}/here", "/foo/b/here"),
            ("{+list}", "red,green,blue"),
            ("{+list*}", "red,green,blue"),
            ("{#path:6}/here", "#/foo/b/here"),
            ("{#list}", "#red,green,blue"),
            ("{#list*}", "#red,green,blue"),
            ("X{.var:3}", "X.val"),
            ("X{.list}", "X.red,green,blue"),
            ("X{.list*}", "X.red.green.blue"),
            ("{/var:1,var}", "/v/value"),
            ("{/list}", "/red,green,blue"),
            ("{/list*}", "/red/green/blue"),
            ("{/list*,path:4}", "/red/green/blue/%2Ffoo"),
            ("{;hello:5}", ";hello=Hello"),
            ("{;list}", ";list=red,green,blue"),
            ("{;list*}", ";list=red;list=green;list=blue"),
            ("{?var:3}", "?var=val"),
            ("{?list}", "?list=red,green,blue"),
            ("{?list*}", "?list=red&list=green&list=blue"),
            ("{&var:3}", "&var=val"),
            ("{&list}", "&list=red,green,blue"),
            ("{&list*}", "&list=red&list=green&list=blue"),
        ],
    );
}

#[test]
fn variable_simple_and_reserved_expansion_of_section_3_2() {
    assert_all(
        &specification(),
        &[
            // 2.4.1
            ("{semi}", "%3B"),
            ("{semi:2}", "%3B"),
            // 3.2.1
            ("{count}", "one,two,three"),
            ("{count*}", "one,two,three"),
            ("{/count}", "/one,two,three"),
            ("{/count*}", "/one/two/three"),
            ("{;count}", ";count=one,two,three"),
            ("{;count*}", ";count=one;count=two;count=three"),
            ("{?count}", "?count=one,two,three"),
            ("{?count*}", "?count=one&count=two&count=three"),
            ("{&count*}", "&count=one&count=two&count=three"),
            // 3.2.2
            ("{half}", "50%25"),
            ("O{empty}X", "OX"),
            ("O{undef}X", "OX"),
            ("{x,y}", "1024,768"),
            ("?{x,empty}", "?1024,"),
            ("?{x,undef}", "?1024"),
            ("?{undef,y}", "?768"),
            // 3.2.3
            ("{+half}", "50%25"),
            ("{base}index", "http%3A%2F%2Fexample.com%2Fhome%2Findex"),
            ("{+base}index", "http://example.com/home/index"),
            ("O{+empty}X", "OX"),
            ("O{+undef}X", "OX"),
            ("up{+path}{var}/here", "up/foo/barvalue/here"),
        ],
    );
}

#[test]
fn expansion_by_the_other_operators_of_section_3_2() {
    assert_all(
        &specification(),
        &[
            // 3.2.4
            ("{#var}", "#value"),
            ("{#hello}", "#Hello%20World!"),
            ("{#half}", "#50%25"),
            ("foo{#empty}", "foo#"),
            ("foo{#undef}", "foo"),
            // 3.2.5
            ("{.who}", ".fred"),
            ("{.who,who}", ".fred.fred"),
            ("{.half,who}", ".50%25.fred"),
            ("www{.dom*}", "www.example.com"),
            ("X{.empty}", "X."),
            ("X{.undef}", "X"),
            ("X{.empty_list}", "X"),
            ("X{.empty_list*}", "X"),
            // 3.2.6
            ("{/who}", "/fred"),
            ("{/who,who}", "/fred/fred"),
            ("{/half,who}", "/50%25/fred"),
            ("{/who,dub}", "/fred/me%2Ftoo"),
            ("{/var,empty}", "/value/"),
            ("{/var,undef}", "/value"),
            // 3.2.7
            ("{;who}", ";who=fred"),
            ("{;half}", ";half=50%25"),
            ("{;empty}", ";empty"),
            ("{;v,empty,who}", ";v=6;empty;who=fred"),
            ("{;v,bar,who}", ";v=6;who=fred"),
            ("{;x,y,undef}", ";x=1024;y=768"),
            // 3.2.8
            ("{?who}", "?who=fred"),
            ("{?half}", "?half=50%25"),
            ("{?x,y,undef}", "?x=1024&y=768"),
            // 3.2.9
            ("{&who}", "&who=fred"),
            ("{&half}", "&half=50%25"),
            ("{&x,y,undef}", "&x=1024&y=768"),
        ],
    );
}

#[test]
fn what_the_specification_leaves_to_others() {
    let variables = vec![
        ("id", Held::list(&["person", "albums"])),
        ("last.name", Held::text("Doe")),
        ("Some%20Thing", Held::text("foo")),
        ("number", Held::Number(6)),
        ("42", Held::Number(u64::MAX)),
        ("word", Held::text("drücken")),
        ("Stra%C3%9Fe", Held::text("Grüner Weg")),
        ("uri", Held::text("http://example.org/?uri=http%3A%2F%2Fexample.org%2F")),
        ("pct", Held::text("admin%2F")),
        ("not_pct", Held::text("%foo")),
        ("list", Held::list(&["red%25", "%2Fgreen", "blue "])),
        ("none", Held::list::<&str>(&[])),
        ("one_empty", Held::list(&[""])),
        ("accents", Held::text("é%C3%A9%C3%A9x")),
        ("broken", Held::text("%C3%41%A9")),
    ];
    assert_all(
        &variables,
        &[
            ("{/id*}{?last.name}", "/person/albums?last.name=Doe"),
            ("/test{/Some%20Thing}", "/test/foo"),
            ("/set{?number}", "/set?number=6"),
            ("{42}", "18446744073709551615"),
            ("{42:2}", "18"),
            ("/service{?word}", "/service?word=dr%C3%BCcken"),
            ("{word:3}", "dr%C3%BC"),
            ("{+word:3}", "dr%C3%BC"),
            ("/lookup{?Stra%C3%9Fe}", "/lookup?Stra%C3%9Fe=Gr%C3%BCner%20Weg"),
            (
                "/go{?uri}",
                "/go?uri=http%3A%2F%2Fexample.org%2F%3Furi%3Dhttp%253A%252F%252Fexample.org%252F",
            ),
            ("{+pct}", "admin%2F"),
            ("{#pct}", "#admin%2F"),
            ("{pct}", "admin%252F"),
            ("{+pct:6}", "admin%2F"),
            ("{pct:6}", "admin%25"),
            ("{+not_pct}", "%25foo"),
            ("{not_pct}", "%25foo"),
            ("{+list}", "red%25,%2Fgreen,blue%20"),
            ("{#list*}", "#red%25,%2Fgreen,blue%20"),
            ("{list}", "red%2525,%252Fgreen,blue%20"),
            ("{list:1}", "red%2525,%252Fgreen,blue%20"),
            ("{/none}{?none*}", ""),
            ("{;one_empty}{;one_empty*}", ";one_empty=;one_empty"),
            ("{?one_empty}{&one_empty*}", "?one_empty=&one_empty="),
            ("{+accents:2}", "%C3%A9%C3%A9"),
            ("{+broken:2}", "%C3%41"),
            // Literals: what no URI may hold is percent-encoded, but the letters of IRIs stay.
            (
                "straße/%zz%C3 \"<>\\^`|\u{E000}\u{7f}'",
                "straße/%25zz%C3%20%22%3C%3E%5C%5E%60%7C%EE%80%80%7F'",
            ),
        ],
    );
}

#[test]
fn what_is_known_of_a_template() {
    let variables: Variables = vec![("a", Held::text("1")), ("b", Held::text("2"))];
    let template = parse("{b}/{?a,c,b}{d}{c}", &variables).unwrap();
    assert_eq!(template.slots().collect::<Vec<_>>(), [1, 0, 1]);
    assert_eq!(template.undefined(), ["c", "d"]);
    assert_eq!(template.constant(), None);
    assert_eq!(parse("x{d}y{?d,e}", &variables).unwrap().constant(), Some("xy"));
    assert_eq!(parse("", &variables).unwrap().constant(), Some(""));
}

#[test]
fn templates_that_are_none() {
    let refused = |text: &str| parse(text, &specification()).unwrap_err().to_string();
    for (text, says) in [
        ("a{/id*", "`{` at byte 1 is never closed"),
        ("/id*}", "`}` at byte 4 closes nothing"),
        ("{/?id}", "`?id` at byte 2 is no variable name"),
        ("{var:prefix}", "`:prefix` at byte 4 is no length"),
        ("{hello:2*}", "`hello:2*` at byte 1 has both"),
        ("{hello*:2}", "`hello*:2` at byte 1 has both"),
        ("{hello:0}", "`:0` at byte 6"),
        ("{hello:}", "`:` at byte 6"),
        ("{hello:10000}", "from 1 to 9999"),
        ("{x,hello:+5}", "`:+5` at byte 8"),
        ("{??hello}", "`?hello` at byte 2"),
        ("{!hello}", "`!` at byte 1 is reserved"),
        ("{=path}", "the operators are `+`, `#`"),
        ("{@var}", "`@`"),
        ("{,var}", "`,`"),
        ("{|var*}", "`|`"),
        ("{$var}", "`$var` at byte 1"),
        ("{*keys?}", "is no variable name"),
        ("{?empty=default,var}", "`empty=default` at byte 2"),
        ("{var}{-prefix|/-/|var}", "`-prefix|/-/|var` at byte 6"),
        ("?q={x}&amp;c={example:color?}", "`:color?`"),
        ("/h{#hello+}", "`hello+`"),
        ("?{-join|&|var,list}", "`-join|&|var`"),
        ("/people/{~thing}", "`~thing`"),
        ("/sparql{?query){&default-graph-uri*}", "`query){&default-graph-uri`"),
        ("/resolution{?x, y}", "` y` at byte 15"),
        ("{}", "`` at byte 1"),
        ("{x,}", "`` at byte 3"),
        ("{größe}", "any other letter is percent-encoded"),
        ("{a..b}", "`a..b`"),
        ("{a.}", "`a.`"),
        ("{%4}", "`%4`"),
    ] {
        let message = refused(text);
        assert!(message.contains(says), "{text}: {message}");
    }
}

const BASE: &str = "http://example.org/data/table.csv?v=1#top";

fn namespace(prefix: &str) -> Option<&'static str> {
    match prefix {
        "schema" => Some("http://schema.org/"),
        "x" => Some("urn:x:"),
        "bare" => Some("urn:"),
        _ => None,
    }
}

fn iri(text: &str, base: &str, variables: &Variables) -> Result<IriTemplate, TemplateError> {
    IriTemplate::compile(parse(text, variables)?, base, namespace)
}

/// The IRI of a row in which `x`, `y` and `z` are as given.
fn row(text: &str, values: [&str; 3]) -> Result<String, String> {
    let variables = vec![
        ("x", Held::text(values[0])),
        ("y", Held::text(values[1])),
        ("z", Held::text(values[2])),
    ];
    let mut out = String::from("<");
    let outcome = iri(text, BASE, &variables)
        .unwrap()
        .expand(|slot| variables[slot].1.value(), &mut out);
    let text = out.strip_prefix('<').unwrap().to_owned();
    assert!(outcome.is_ok() || text.is_empty());
    outcome.map(|()| text)
}

#[test]
fn iris_of_rows() {
    for (template, values, expected) in [
        ("http://e.org/{x}", ["a b", "", ""], "http://e.org/a%20b"),
        ("http://e.org/{x}", ["é", "", ""], "http://e.org/%C3%A9"),
        ("http://e.org/é/{x}", ["a", "", ""], "http://e.org/é/a"),
        ("schema:{x}", ["Person", "", ""], "http://schema.org/Person"),
        ("{+x}", ["schema:Person", "", ""], "http://schema.org/Person"),
        ("{+x}", ["https://a.org/b?c#d", "", ""], "https://a.org/b?c#d"),
        ("{+x}", ["../up", "", ""], "http://example.org/up"),
        ("{+x}/{y}", ["http://a.org", "b", ""], "http://a.org/b"),
        (
            "{x}",
            ["schema:Person", "", ""],
            "http://example.org/data/schema%3APerson",
        ),
        ("{x}", ["a", "", ""], "http://example.org/data/a"),
        ("{x}", ["", "", ""], "http://example.org/data/table.csv?v=1"),
        ("{x}", ["..", "", ""], "http://example.org/"),
        ("{x}", [".a", "", ""], "http://example.org/data/.a"),
        ("item/{x}", ["..", "", ""], "http://example.org/data/"),
        ("item/{x}", [".", "", ""], "http://example.org/data/item/"),
        ("item/{x}", ["", "", ""], "http://example.org/data/item/"),
        ("item/.{x}", ["", "", ""], "http://example.org/data/item/"),
        ("item/{x}/{y}", ["..", "b", ""], "http://example.org/data/b"),
        ("item-{x}", ["..", "", ""], "http://example.org/data/item-.."),
        ("../{x}", ["a", "", ""], "http://example.org/a"),
        ("/{x}/{y}", ["a", "b", ""], "http://example.org/a/b"),
        ("/{x}/{y}", ["", "b", ""], "http://b"),
        ("//{x}/{y}", ["a", "b", ""], "http://a/b"),
        ("#{x}", ["a", "", ""], "http://example.org/data/table.csv?v=1#a"),
        (
            "#row-{x}",
            ["..", "", ""],
            "http://example.org/data/table.csv?v=1#row-..",
        ),
        ("{#x}", ["a/b", "", ""], "http://example.org/data/table.csv?v=1#a/b"),
        ("?q={x}", ["a", "", ""], "http://example.org/data/table.csv?q=a"),
        ("{?x}", ["a", "", ""], "http://example.org/data/table.csv?x=a"),
        ("{/x,y}", ["a", "b", ""], "http://example.org/a/b"),
        ("", ["", "", ""], "http://example.org/data/table.csv?v=1"),
        ("#top", ["", "", ""], "http://example.org/data/table.csv?v=1#top"),
        ("schema:name", ["", "", ""], "http://schema.org/name"),
        // An absolute IRI is left as it is, dots and all.
        ("http://e.org/a/{x}", ["..", "", ""], "http://e.org/a/.."),
    ] {
        assert_eq!(row(template, values).as_deref(), Ok(expected), "{template} {values:?}");
    }
}

#[test]
fn iris_that_rows_spoil() {
    assert_eq!(row("{+x}", ["http://[", "", ""]), Err("http://[".to_owned()));
    assert_eq!(
        row("http://e.org/{+x}", ["a[", "", ""]),
        Err("http://e.org/a[".to_owned())
    );
    assert_eq!(
        row("http://e.org:{x}/", ["a", "", ""]),
        Err("http://e.org:a/".to_owned())
    );
    assert_eq!(
        row("schema:a{#x}#{y}", ["a", "b", ""]),
        Err("http://schema.org/a#a#b".to_owned())
    );
    assert_eq!(row("urn:/{x}/a:b", ["", "", ""]), Err("urn://a:b".to_owned()));
    assert_eq!(row("/{x}/a:b", ["", "", ""]), Err("//a:b".to_owned()));
    assert_eq!(row("{x}:{y}", ["1", "b", ""]), Err("1:b".to_owned()));
}

#[test]
fn what_is_known_of_an_iri_template() {
    let variables: Variables = vec![("x", Held::text("1")), ("y", Held::text("2"))];
    for text in [
        "http://e.org/{x}",
        "schema:{x}",
        "item/{x}/{y}",
        "{x}",
        "#{x}",
        "/{x}/{y}",
        "a?{&x}",
        "urn:{x}",
        "b",
    ] {
        assert!(!iri(text, BASE, &variables).unwrap().may_fail(), "{text}");
    }
    for text in [
        "{+x}",
        "http://e.org/{+x}",
        "http://{x}/",
        "a{#x}",
        "{x}:b",
        "/{x}/a:b",
        "urn:{x}/b",
        "http:{/x}",
    ] {
        assert!(iri(text, BASE, &variables).unwrap().may_fail(), "{text}");
    }
    assert_eq!(
        iri("a{z}", BASE, &variables).unwrap().constant(),
        Some("http://example.org/data/a")
    );
    assert_eq!(iri("a{x}", BASE, &variables).unwrap().constant(), None);
    for text in [
        "1:{x}",
        "http://e.org/[{x}",
        "item/{x}[",
        "item#{x}#",
        "http://e.org:port/{x}",
        "1:",
        "[{x}",
    ] {
        let refused = iri(text, BASE, &variables).unwrap_err();
        assert!(matches!(refused, TemplateError::NotIri { .. }), "{text}: {refused}");
    }
    let refused = iri("{x}", "table.csv", &variables).unwrap_err();
    assert_eq!(refused, TemplateError::Base("table.csv".to_owned()));
}
