//! Debug.
#[test]
fn show() {
    let Ok(text) = std::fs::read_to_string("/tmp/ex/in.txt") else {
        return;
    };
    for line in text.lines() {
        let (tag, line) = line.split_at(2);
        let line = line.trim();
        let chars: Vec<char> = line.chars().collect();
        println!("{tag} {line}");
        let sc = text::scan::scan(line, text::language::Language::of(tag).unwrap(), Some("2024-05-22"));
        for u in &sc.unread {
            println!("   UNREAD {}", chars[u.clone()].iter().collect::<String>());
        }
        for t in &sc.times {
            println!(
                "   time {} = {:?}",
                chars[t.place.clone()].iter().collect::<String>(),
                t.text
            );
        }
        for q in sc.quantities {
            let w = |r: &std::ops::Range<usize>| chars[r.clone()].iter().collect::<String>();
            let mut out = format!(
                "   [{}] {}",
                w(&q.place),
                q.minimum.map_or("?".into(), |v| v.to_string())
            );
            if q.maximum != q.minimum {
                out += &format!("..{}", q.maximum.map_or("?".into(), |v| v.to_string()));
            }
            if let Some(u) = q.unit {
                out += &format!(" {u:?}");
            }
            out += &format!(" {:?}", q.form);
            if let Some(x) = &q.counted {
                out += &format!(" counted={}", w(x));
            }
            if let Some(x) = &q.wording {
                out += &format!(" {:?}({})", x.kind, w(&x.place));
            }
            if let Some(x) = &q.per {
                out += &format!(" per {:?}({})", x.period, w(&x.place));
            }
            if let Some(x) = &q.part {
                out += &format!(" part({})", w(x));
            }
            if q.restates {
                out += " restates";
            }
            if let Some(x) = q.prices {
                out += &format!(" prices {x}");
            }
            if q.sign != text::quantity::Sign::None {
                out += &format!(" {:?}", q.sign);
            }
            if q.carried {
                out += " carried";
            }
            if q.within_range {
                out += " within";
            }
            println!("{out}");
        }
    }
}
