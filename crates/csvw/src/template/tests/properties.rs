//! The shortcuts of compiled templates change nothing, whatever the template and the row.

use super::*;

/// What the specification says, step by step.
fn slow(template: &Template, base: &str, values: &[Held]) -> Result<String, String> {
    let mut text = String::new();
    template.expand(|slot| values[slot].value(), &mut text);
    if let Some((prefix, local)) = text.split_once(':')
        && let Some(namespace) = namespace(prefix)
    {
        text = format!("{namespace}{local}");
    }
    let resolved = oxiri::Iri::parse(base).unwrap().resolve(&text);
    resolved.map(|iri| iri.into_inner()).map_err(|_| text)
}

fn values() -> impl Strategy<Value = Vec<Held>> {
    let text = prop_oneof![
        3 => "[./:?#]{0,3}",
        2 => "[a-z.%/: é\\[]{0,5}",
        1 => prop::sample::select(vec!["schema", "schema:a", "x", "bare", "http://a.org/b", "%C3%A9", "..", ".", ""])
            .prop_map(str::to_owned),
        1 => ".{0,4}",
    ];
    let held = prop_oneof![
        1 => Just(Held::Undefined),
        1 => any::<u64>().prop_map(Held::Number),
        6 => text.clone().prop_map(Held::Text),
        2 => prop::collection::vec(text, 0..3).prop_map(|items| Held::list(&items)),
    ];
    prop::collection::vec(held, 3)
}

/// Templates out of what resolution looks at.
fn templates() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[{][+#./;?&]?[xyz](:[12]|[*])?(,[xyz])?[}]",
        3 => prop::sample::select(vec![
            "/", "/", ".", "..", "../", "./", "//", "a", "a/", "?", "#", ":", "a:", "@", "[", "é", " ", "%", "{none}",
        ])
        .prop_map(str::to_owned),
    ];
    let start = prop::sample::select(vec![
        "",
        "",
        "",
        "schema:",
        "x:",
        "bare:",
        "http://e.org/",
        "http://e.org",
        "http://",
        "urn:",
        "urn:a:",
        "urn:/",
        "/",
        "//",
        "#",
        "?",
        "item/",
        "item",
        "..",
        "../",
        "..//",
        ".",
        "s",
        "1:",
    ]);
    (start, prop::collection::vec(piece, 0..6)).prop_map(|(start, pieces)| format!("{start}{}", pieces.concat()))
}

fn bases() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        BASE,
        "http://example.org",
        "http://example.org/",
        "file:///a/b.csv",
        "urn:table",
        "urn:/a/b",
        "urn:/a",
        "urn:",
        "http://e.org/a/../b/./c",
    ])
}

fn numbered(name: &str) -> Option<usize> {
    ["x", "y", "z"].iter().position(|known| *known == name)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn nothing_panics(text in prop_oneof![".{0,30}", "[{}a%:*,.+/?é0-9]{0,20}"], values in values(), base in bases()) {
        let mut slots = 0..3;
        if let Ok(template) = Template::parse(&text, &mut |_| slots.next()) {
            let mut out = String::new();
            template.expand(|slot| values[slot].value(), &mut out);
            prop_assert_eq!(template.constant().is_some(), template.slots().next().is_none());
            if let Ok(iri) = IriTemplate::compile(template, base, namespace) {
                let _ = iri.expand(|slot| values[slot].value(), &mut out);
            }
        }
    }

    #[test]
    fn plain_values_come_back(text in ".{0,20}") {
        let template = Template::parse("{a}", &mut |_| Some(0)).unwrap();
        let mut out = String::new();
        template.expand(|_| Value::Text(&text), &mut out);
        prop_assert!(out.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte)));
        let mut bytes = Vec::new();
        let mut rest = out.as_bytes();
        while let [first, tail @ ..] = rest {
            rest = match (first, tail) {
                (b'%', [high, low, after @ ..]) => {
                    let pair = [*high, *low];
                    bytes.push(u8::from_str_radix(str::from_utf8(&pair).unwrap(), 16).unwrap());
                    after
                }
                _ => {
                    bytes.push(*first);
                    tail
                }
            };
        }
        prop_assert_eq!(String::from_utf8(bytes).unwrap(), text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn shortcuts_change_nothing(text in templates(), base in bases(), rows in prop::collection::vec(values(), 1..8)) {
        let template = Template::parse(&text, &mut numbered).unwrap();
        let letters = vec![Held::text("x"), Held::text("x"), Held::text("x")];
        let iri = match IriTemplate::compile(template.clone(), base, namespace) {
            Ok(iri) => iri,
            Err(_) => {
                prop_assert!(slow(&template, base, &letters).is_err());
                return Ok(());
            }
        };
        for values in &rows {
            let mut out = String::from("before ");
            let outcome = iri.expand(|slot| values[slot].value(), &mut out);
            let written = out.strip_prefix("before ").unwrap();
            prop_assert!(outcome.is_ok() || iri.may_fail());
            if outcome.is_ok() {
                prop_assert!(oxiri::Iri::parse(written).is_ok());
                if let Some(constant) = iri.constant() {
                    prop_assert_eq!(written, constant);
                }
            } else {
                prop_assert_eq!(written, "");
            }
            let written = written.to_owned();
            prop_assert_eq!(outcome.map(|()| written), slow(&template, base, values));
        }
    }
}
