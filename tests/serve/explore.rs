//! Explore, the live page of a view under conditions, and questions with parameters.

use super::{COUNT, Served};

/// The rows of Explore's table, without its head.
fn rows(served: &Served, asked: &str) -> Vec<String> {
    let response = served.get(&format!("/en/explore.csv?{asked}"));
    assert_eq!(response.status, 200, "{asked}\n{}", response.text());
    response.text().lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn each_condition_leaves_a_part_of_a_view() {
    let served = Served::new(&[]);
    let all = rows(&served, "");
    for (asked, holds) in [
        (
            "document=radio-2025",
            &(|row: &str| row.contains("€15m") || row.contains("Radio Valmoret")) as &dyn Fn(&str) -> bool,
        ),
        ("period=2025", &|row| row.contains("2025")),
        ("modality=announced", &|row| row.contains("announced")),
        ("modality=!=announced", &|row| !row.contains("announced")),
        ("kind=duration", &|row| row.contains("duration,18")),
        ("unit=EUR&amount=%3E12+M%E2%82%AC", &|row| row.contains("€15m")),
        ("where=document%3Dgazette-2024&where=kind%3Dleads", &|row| {
            row.contains("leads")
        }),
        ("around=Tilleuls+swimming+pool", &|row| {
            row.contains("Tilleuls swimming pool")
        }),
    ] {
        let found = rows(&served, asked);
        assert!(
            !found.is_empty() && found.len() < all.len() && found.iter().all(|row| holds(row)),
            "{asked}: {found:#?}"
        );
        assert!(found.iter().all(|row| all.contains(row)), "{asked}");
    }
}

#[test]
fn what_does_not_fit_is_told_in_the_table_and_on_the_page() {
    let served = Served::new(&[]);
    for (asked, told) in [
        ("kind=nope", "nope"),
        ("document=nope", "nope"),
        ("view=nope", "There is no picture `nope`: "),
        ("period=garbage", "a period is a year"),
    ] {
        let table = served.get(&format!("/en/explore.csv?{asked}"));
        assert_eq!(table.status, 400, "{asked}");
        assert!(table.text().contains(told), "{asked}\n{}", table.text());
        let page = served.get(&format!("/en/explore.html?{asked}"));
        assert!(page.text().contains("role=\"alert\""), "{asked}");
    }
    let page = served.get("/en/explore.html").text();
    assert!(page.contains("<option value=\"radio-2025\">Radio Valmoret"), "{page}");
}

#[test]
fn a_question_says_which_of_the_names_that_were_given_it_does_not_know() {
    let served = Served::new(&[]);
    let page = served.get("/en/question/actor.html?who=x").text();
    assert!(page.contains("no parameter `who`"), "{page}");
    let twice = served
        .get("/en/question/actor.html?actor=les-palmes&actor=piscine")
        .text();
    assert!(twice.contains("`actor` is given twice"), "{twice}");
    let once = served.get("/en/question/actor.html?actor=les-palmes").text();
    assert!(
        !once.contains("no parameter") && !once.contains("given twice"),
        "{once}"
    );
    assert!(once.contains("Les Palmes"), "{once}");
}

#[test]
fn what_is_private_is_used_by_no_page_of_another_site() {
    let private = Served::new(&["--private"]);
    let status = |headers: &[&str]| private.request("GET", "/en/index.html", headers, "").status;
    // As a browser sends them with the source of a script, a frame, and for its own pages.
    assert_eq!(status(&["Sec-Fetch-Site: cross-site", "Sec-Fetch-Dest: script"]), 403);
    let framed = [
        "Sec-Fetch-Site: same-site",
        "Sec-Fetch-Mode: navigate",
        "Sec-Fetch-Dest: iframe",
    ];
    assert_eq!(status(&framed), 403);
    assert_eq!(status(&["Sec-Fetch-Site: same-origin"]), 200);
    assert_eq!(status(&["Sec-Fetch-Site: none"]), 200);
    let followed = [
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Mode: navigate",
        "Sec-Fetch-Dest: document",
    ];
    assert_eq!(status(&followed), 200);
    let answer = private.query(COUNT, &[]);
    assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"));
    let open = Served::new(&[]);
    assert_eq!(open.query(COUNT, &["Sec-Fetch-Site: cross-site"]).status, 200);
}
