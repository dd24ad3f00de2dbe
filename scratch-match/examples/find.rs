//! Times `find` against a made list: real names of the evaluation set among invented ones.
//! Arguments: how many candidates, the files of pairs.

use std::time::Instant;

use scratch_match::matcher::{Candidate, Class, Matcher, Name};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let count: usize = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let mut pairs = Vec::new();
    for path in arguments {
        let text = std::fs::read_to_string(path).expect("a readable file");
        pairs.extend(
            text.lines()
                .skip(1)
                .map(|line| line.split('\t').map(str::to_owned).collect::<Vec<_>>()),
        );
    }
    let mut candidates: Vec<Candidate> = Vec::new();
    let class = |text: &str| match text {
        "person" => Some(Class::Person),
        "org" => Some(Class::Organisation),
        _ => Some(Class::Programme),
    };
    let same: Vec<&Vec<String>> = pairs.iter().filter(|pair| pair[0] == "1").collect();
    for pair in &same {
        candidates.push(Candidate {
            id: format!("Q{}", candidates.len()),
            labels: vec![pair[3].clone()],
            aliases: vec![],
            class: class(&pair[1]),
        });
    }
    let parts: Vec<&str> = pairs.iter().flat_map(|pair| pair[3].split_whitespace()).collect();
    let mut seed: u64 = 7;
    let mut random = |n: usize| {
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (seed >> 33) as usize % n
    };
    while candidates.len() < count {
        let invented: String = (0..3)
            .map(|_| {
                [
                    "ba", "re", "tor", "mi", "lan", "cu", "so", "ver", "din", "gal", "pe", "fou", "che",
                ][random(13)]
            })
            .collect();
        let mut more = || -> String {
            (0..3)
                .map(|_| {
                    [
                        "bo", "ri", "ter", "ma", "lon", "ca", "su", "var", "don", "gil", "pa", "fa", "cho",
                    ][random(13)]
                })
                .collect()
        };
        let (second, third) = (more(), more());
        let real = parts[random(parts.len())];
        let label = if random(3) > 0 {
            format!("{second} {third} {invented}")
        } else {
            format!("{real} {second} {invented}")
        };
        candidates.push(Candidate {
            id: format!("Q{}", candidates.len()),
            labels: vec![label],
            aliases: vec![],
            class: None,
        });
    }
    let start = Instant::now();
    let matcher = Matcher::new(&candidates);
    println!("index of {count}: {:.2} s", start.elapsed().as_secs_f64());
    let (mut found, mut first) = (0, 0);
    let mut times = Vec::new();
    for (index, pair) in same.iter().enumerate() {
        let start = Instant::now();
        let matches = matcher.find(&Name {
            labels: vec![pair[2].clone()],
            aliases: vec![],
            class: class(&pair[1]),
        });
        times.push(start.elapsed().as_secs_f64() * 1000.0);
        if times[times.len() - 1] > 5.0 && std::env::var_os("SHOW").is_some() {
            println!("  slow: {} {:.1} ms", pair[2], times[times.len() - 1]);
        }
        let hints = scratch_match::matcher::Hints {
            class_a: class(&pair[1]),
            class_b: class(&pair[1]),
        };
        let pairwise = scratch_match::matcher::score(&pair[2], &pair[3], &hints).value >= 0.5;
        let here = matches.iter().find(|found| found.candidate_index == index);
        if pairwise && here.is_none_or(|found| found.score < 0.5) && std::env::var_os("SHOW").is_some() {
            println!(
                "  missed: {} | {} {:?}; first {:?}",
                pair[2],
                pair[3],
                here.map(|found| found.score),
                matches.first().map(|found| (&found.theirs, found.score))
            );
        }
        let theirs = &candidates[index].labels[0];
        found += usize::from(
            matches
                .iter()
                .any(|found| found.candidate_index == index && found.score >= 0.5),
        );
        first += usize::from(
            matches
                .first()
                .is_some_and(|found| &candidates[found.candidate_index].labels[0] == theirs || found.score >= 0.5),
        );
    }
    times.sort_by(f64::total_cmp);
    println!(
        "{} names: median {:.2} ms, 95 % {:.2} ms, longest {:.2} ms; with its item at 0.5 or more: {found}; with any first: {first}",
        times.len(),
        times[times.len() / 2],
        times[times.len() * 95 / 100],
        times[times.len() - 1]
    );
}
