//! The shapes of times in tables, and what holds for any text.

use proptest::prelude::*;

use super::*;

/// The words, ISO 8601 text, and signs (`c` computed, `a` approximate) of the times of a text.
fn read_all(text: &str, language: &str, published: Option<&str>) -> Vec<String> {
    let found = times(text, Language::of(language).unwrap(), published);
    let line = |time: &Time| {
        let words: String = text.chars().skip(time.place.start).take(time.place.len()).collect();
        let computed = if time.basis == Basis::Computed { " c" } else { "" };
        let about = if time.approximate { " a" } else { "" };
        format!("{words} = {}{computed}{about}", time.text.as_deref().unwrap_or("?"))
    };
    found.iter().map(line).collect()
}

/// Each line: a text, `:` and its times, separated by `;`.
fn check(language: &str, published: Option<&str>, table: &str) {
    for line in table.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (text, expected) = line.split_once(" :").unwrap();
        let expected: Vec<&str> = expected
            .split(';')
            .map(str::trim)
            .filter(|time| !time.is_empty())
            .collect();
        assert_eq!(read_all(text, language, published), expected, "{text}");
    }
}

const WEDNESDAY: Option<&str> = Some("2024-05-22");

#[test]
fn dates_are_read_with_their_precision() {
    check(
        "fr",
        WEDNESDAY,
        "le 21 mai 2024 : 21 mai 2024 = 2024-05-21
        le 1ᵉʳ mars 2024 : 1ᵉʳ mars 2024 = 2024-03-01
        LE MARDI 21 MAI 2024 : MARDI 21 MAI 2024 = 2024-05-21
        le 14-Juillet : 14-Juillet = 2023-07-14 c
        le 21/05/2024, le 21.5.2024 : 21/05/2024 = 2024-05-21; 21.5.2024 = 2024-05-21
        le 03/04 : 03/04 = 2024-04-03 c
        05/2024 et 2024-06 : 05/2024 = 2024-05; 2024-06 = 2024-06
        janv. 2024, le 3 sept. 2023 : janv. 2024 = 2024-01; 3 sept. 2023 = 2023-09-03
        en 1789, d'ici 2100 : 1789 = 1789; d'ici 2100 = ../2100
        T3 2024 et S2 2025 : T3 2024 = 2024-07/2024-09; S2 2025 = 2025-07/2025-12
        le 2e trimestre 2023 : 2e trimestre 2023 = 2023-04/2023-06
        l’hiver 2024-2025 : hiver 2024-2025 = 2024-12/2025-02
        les neuf premiers mois de 2024 : neuf premiers mois de 2024 = 2024-01/2024-09
        le 30 février 2024, le 31/02/2024 : février 2024 = 2024-02
        en mai 68 : mai 68 = 1968-05",
    );
    check(
        "en",
        WEDNESDAY,
        "on May 21, 2024 : May 21, 2024 = 2024-05-21
        the 21st of May 2024 : 21st of May 2024 = 2024-05-21
        21-May-2024, 5/21/2024, 21/05/2024 : 21-May-2024 = 2024-05-21; 5/21/2024 = 2024-05-21; 21/05/2024 = 2024-05-21
        June 3, 4 and 6, 2024 : June 3 = 2024-06-03; 4 = 2024-06-04; 6, 2024 = 2024-06-06
        Q3 2024, 1Q24, H1 of 2025 : Q3 2024 = 2024-07/2024-09; 1Q24 = 2024-01/2024-03; H1 of 2025 = 2025-01/2025-06
        the last three months of 2023 : last three months of 2023 = 2023-10/2023-12
        in fiscal 2024, FY25 : fiscal 2024 = 2024; FY25 = 2025
        the 2025 budget, its 2023 results : 2025 = 2025; 2023 = 2023
        2024-05-21T09:30:00Z. : 2024-05-21T09:30:00Z = 2024-05-21",
    );
}

#[test]
fn relative_dates_are_counted_from_the_document() {
    check(
        "fr",
        WEDNESDAY,
        "mercredi : mercredi = 2024-05-22 c
        mardi : mardi = 2024-05-21 c
        il recevra les élus jeudi : jeudi = 2024-05-23 c
        mercredi prochain : mercredi prochain = 2024-05-29 c
        le jeudi 16 : jeudi 16 = 2024-05-16 c
        ils ont voté mercredi 1,6 million d’euros : mercredi = 2024-05-22 c
        il a versé samedi 2 400 euros : samedi = 2024-05-18 c
        avant-hier et après-demain : avant-hier = 2024-05-20 c; après-demain = 2024-05-24 c
        la semaine prochaine : la semaine prochaine = 2024-05-27/2024-06-02 c
        le trimestre dernier : le trimestre dernier = 2024-01/2024-03 c
        cette décennie : cette décennie = 2020/2029 c
        en mars de l’an dernier : mars de l’an dernier = 2023-03 c
        plus tôt cette année : plus tôt cette année = 2024-01/2024-05 c
        il y a deux ans et demi : il y a deux ans et demi = 2021-11 c
        il y a une semaine : il y a une semaine = 2024-05-13/2024-05-19 c
        d’ici cinq ans : d’ici cinq ans = 2024/2029 c
        les cinq dernières années : les cinq dernières années = 2019/2024 c
        cette année-là : ",
    );
    check(
        "en",
        WEDNESDAY,
        "last Wednesday : last Wednesday = 2024-05-15 c
        it will open on Thursday : Thursday = 2024-05-23 c
        last May, next May : last May = 2023-05 c; next May = 2025-05 c
        late last year : late last year = 2023-10/2023-12 c a
        by year-end : by year-end = ../2024-12 c
        a decade ago : a decade ago = 2014 c
        in two years’ time : in two years’ time = 2026 c
        over the past decade : over the past decade = 2014/2024 c
        later this year : later this year = 2024-05/2024-12 c",
    );
}

#[test]
fn a_document_known_to_the_month_or_year_gives_wider_bounds() {
    check(
        "fr",
        Some("2025-02"),
        "mardi 11 février : mardi 11 février = 2025-02-11 c",
    );
    check("fr", Some("2025-02"), "hier : hier = 2025-01-31/2025-02-27 c");
    check("fr", Some("2025-02"), "le mois dernier : le mois dernier = 2025-01 c");
    check("fr", Some("2025"), "l’an dernier : l’an dernier = 2024 c");
    check(
        "fr",
        Some("2025"),
        "le mois dernier : le mois dernier = 2024-12/2025-11 c",
    );
    for unknown in [None, Some(""), Some("hier"), Some("2025-13")] {
        check(
            "fr",
            unknown,
            "mardi, il y a deux ans : mardi = ? c; il y a deux ans = ? c",
        );
        check(
            "fr",
            unknown,
            "en mai 2024, depuis mars : mai 2024 = 2024-05; depuis mars = ? c",
        );
    }
}

#[test]
fn parts_and_bounds_of_dates_are_spans() {
    check(
        "fr",
        WEDNESDAY,
        "fin 2025 : fin 2025 = 2025-10/2025-12 a
        à la mi-mars 2024 : mi-mars 2024 = 2024-03-10/2024-03-20 a
        au début des années 2030 : début des années 2030 = 2030/2033 a
        d’ici la fin de la décennie : d’ici la fin de la décennie = ../2029 c
        avant fin juin 2025 : avant fin juin 2025 = ../2025-06
        pas avant 2028 : pas avant 2028 = 2028/..
        après le 3 mai 2024 : après le 3 mai 2024 = 2024-05-04/..
        vers 2035, à l’horizon 2040 : vers 2035 = 2035 a; à l’horizon 2040 = 2040 a",
    );
    check(
        "en",
        WEDNESDAY,
        "from mid-2023 to late 2024 : from mid-2023 to late 2024 = 2023-05/2024-12 a
        before the end of 2025 : before the end of 2025 = ../2025-12
        between now and 2030 : between now and 2030 = ../2030
        through March 2025 : through March 2025 = ../2025-03
        the early 1990s : early 1990s = 1990/1993 a",
    );
}

#[test]
fn ranges_share_their_month_and_year() {
    check(
        "fr",
        WEDNESDAY,
        "du 28 décembre au 3 janvier : du 28 décembre au 3 janvier = 2023-12-28/2024-01-03 c
        d’octobre à février 2024 : d’octobre à février 2024 = 2023-10/2024-02
        de mars à juin 2024 : de mars à juin 2024 = 2024-03/2024-06
        mars et juin 2024 : mars = 2024-03; juin 2024 = 2024-06
        du lundi 3 au vendredi 7 juin : du lundi 3 au vendredi 7 juin = 2024-06-03/2024-06-07 c
        2012–13, 2009-10, 2021/22 : 2012–13 = 2012/2013; 2009-10 = 2009/2010; 2021/22 = 2021/2022",
    );
    check(
        "en",
        WEDNESDAY,
        "May 10–12, 2025 : May 10–12, 2025 = 2025-05-10/2025-05-12
        3 June–5 July 2024 : 3 June–5 July 2024 = 2024-06-03/2024-07-05
        from Monday to Friday : from Monday to Friday = 2024-05-20/2024-05-24 c
        2035 to 2040 : 2035 to 2040 = 2035/2040",
    );
}

#[test]
fn lengths_of_time_are_durations() {
    check(
        "fr",
        None,
        "en moins de deux semaines : en moins de deux semaines = P2W a
        six mois à un an : six mois à un an = P6M/P1Y
        une dizaine d’années : une dizaine d’années = P10Y a
        un an et trois mois : un an et trois mois = P1Y3M
        un demi-siècle, une demi-heure : un demi-siècle = P50Y; une demi-heure = PT30M
        entre 18 et 24 mois : entre 18 et 24 mois = P18M/P24M
        un jour, une heure, par an :",
    );
    check(
        "en",
        None,
        "a 20- to 25-year loan : 20- to 25-year = P20Y/P25Y
        half a century : half a century = P50Y
        a year and a half : a year and a half = P1Y6M
        it will last three weeks : three weeks = P3W
        €5m a year :",
    );
}

#[test]
fn other_numbers_and_words_are_no_times() {
    for text in [
        "20 Minutes et France 2, Vivatech 2023, le plan France 2030",
        "2000 personnes, 2024 emplois, de 2000 à 2500 tonnes, 1950 euros",
        "à 18 heures, 12h30, 8 h 05, 24/7, 09:15",
        "page 2024, l’article 2019, le règlement 2016/679, n° 2023-45",
        "la planète Mars, Avril Lavigne, sept des dix",
        "100M, 1/2, 01 42 19 20 21, 1.2.3, 2024-02-30",
        "il est parti vendredi saint",
    ] {
        assert_eq!(read_all(text, "fr", WEDNESDAY), [""; 0], "{text}");
    }
    for text in [
        "Theresa May may march 15 miles in the Sunday Times",
        "at 6 p.m., 6.30pm, 18:30, 24/7",
        "pp. 2019-2023, version 2.1.2024, Boeing 737",
        "in recent years, in the coming months, the following year",
        "2,024 people, 2000 workers, the Paris 2024 Olympics",
    ] {
        assert_eq!(read_all(text, "en", WEDNESDAY), [""; 0], "{text}");
    }
    assert_eq!(
        times("le 21 mai, depuis 2018, 2021-2027", Language::digits(), WEDNESDAY).len(),
        1
    );
}

#[test]
fn clock_times_and_names_with_years_are_told_apart() {
    let language = Language::of("fr").unwrap();
    let text = "Vivatech 2023 ouvre à 18h30 le 14 juin 2023";
    let tokens = blocks(text, &language.vocabulary).next().unwrap();
    let found = read(&tokens, language, None);
    assert_eq!(found.others, [9..13, 22..27]);
}

/// The days of a text as ISO 8601 writes it.
fn days_of(text: &str) -> (Option<Day>, Option<Day>) {
    let (first, last) = text.split_once('/').unwrap_or((text, text));
    let date = |text: &str| day::Date::parse(text);
    (
        date(first).map(day::Date::first_day),
        date(last).map(day::Date::last_day),
    )
}

const WORDS: &[&str] = &[
    "le",
    "du",
    "de",
    "au",
    "à",
    "et",
    "la",
    "l’",
    "d’",
    "en",
    "depuis",
    "entre",
    "fin",
    "mi-",
    "début",
    "il y a",
    "dans",
    "les",
    "sur",
    "21",
    "1er",
    "3",
    "31",
    "2024",
    "2030",
    "0000",
    "99",
    "9999",
    "12:30",
    "18h",
    "-",
    "–",
    "/",
    ",",
    ".",
    "'",
    "s",
    "mai",
    "mars",
    "février",
    "sept.",
    "mardi",
    "dernier",
    "prochaine",
    "semaine",
    "ans",
    "mois",
    "siècle",
    "XXIe",
    "trimestre",
    "T3",
    "été",
    "cinq",
    "dix-huit",
    "et demi",
    "un",
    "années",
    "plus de",
    "hier",
    "the",
    "from",
    "to",
    "until",
    "May",
    "March",
    "last",
    "next",
    "years",
    "ago",
    "half",
    "of",
    "Q3",
    "FY",
    "decade",
    "within",
    "five-year",
    "and",
    "by",
    "in",
    "a",
    "week",
    "€",
    "%",
    "personnes",
    "\n\n",
    "🙂",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_words_give_times_in_order_with_the_days_of_their_text(
        words in proptest::collection::vec(proptest::sample::select(WORDS), 0..24),
        glue in proptest::collection::vec(any::<bool>(), 24),
        published in proptest::sample::select(vec![None, WEDNESDAY, Some("2024-02-29"), Some("2023-06"), Some("0001"), Some("9999-12-31")]),
        language in proptest::sample::select(vec!["fr", "en"]),
    ) {
        let mut text = String::new();
        for (word, glue) in words.iter().zip(glue) {
            text.push_str(word);
            text.push_str(if glue { "" } else { " " });
        }
        let mut end = 0;
        for time in times(&text, Language::of(language).unwrap(), published) {
            prop_assert!(time.place.start >= end && time.place.end > time.place.start, "{text} {time:?}");
            end = time.place.end;
            if let (Some(earliest), Some(latest)) = (time.earliest, time.latest) {
                prop_assert!(earliest <= latest, "{text} {time:?}");
            }
            if time.kind == TimeKind::Duration {
                prop_assert!(time.text.is_some_and(|text| text.starts_with('P')));
            } else if let Some(written) = time.text.filter(|written| !written.contains("-0") && written.len() >= 4) {
                prop_assert_eq!(days_of(&written), (time.earliest, time.latest), "{} {}", text, written);
            } else {
                prop_assert!(time.basis == Basis::Computed || time.earliest.is_some() || time.latest.is_some(), "{text}");
            }
        }
        prop_assert!(end <= text.chars().count());
    }

    #[test]
    fn any_text_is_read(text in "(\\PC|[ \n0-9/.:'-]){0,60}") {
        for language in ["fr", "en"] {
            let places = times(&text, Language::of(language).unwrap(), WEDNESDAY);
            prop_assert!(places.iter().all(|time| time.place.end <= text.chars().count()));
        }
    }
}
