//! What a user of the matcher would notice.

use super::*;

fn same_class(class: Option<Class>) -> Hints {
    Hints {
        class_a: class,
        class_b: class,
    }
}

fn value(a: &str, b: &str, class: Option<Class>) -> f64 {
    score(a, b, &same_class(class)).value
}

const SAME: &[(&str, &str)] = &[
    ("CNRS", "Centre national de la recherche scientifique"),
    ("CNRS", "French National Centre for Scientific Research"),
    (
        "Inria",
        "Institut national de recherche en informatique et en automatique",
    ),
    ("CEA", "Commissariat à l'énergie atomique"),
    ("Bpifrance", "BPI France"),
    ("Bpifrance", "BpiFrance SA"),
    ("Commission européenne", "European Commission"),
    ("Ministère de l’Économie", "Ministry of Economy"),
    ("Banque mondiale", "The World Bank"),
    ("SoftBank", "SoftBank Group Corp."),
    ("Siemens", "SIEMENS Aktiengesellschaft"),
    ("Intesa Sanpaolo", "Intesa Sanpaolo S.p.A."),
    ("Procter & Gamble", "Procter and Gamble"),
    ("Ørsted", "Orsted A/S"),
    ("Hugging Face", "HuggingFace"),
    ("Hugging Face", "Huging Face, Inc."),
    ("University of Oxford", "Université d'Oxford"),
    ("Université Paris I", "Université Paris 1"),
    ("France 2030", "plan d'investissement France 2030"),
    ("AI Act", "Règlement sur l'IA"),
    ("Sénat", "Sénat français"),
    ("L'Oréal", "Loreal"),
    ("Lukoil", "ОАО «Лукойл»"),
    ("Rosneft", "Public Joint Stock Company Rosneft"),
    ("Orlen", "Orlen Sp. z o.o."),
    ("Cemex", "CEMEX S.A.B. de C.V."),
    ("Bank Mandiri", "PT Bank Mandiri Tbk"),
    ("Kone", "KONE Oyj"),
    ("Petrobras", "Petrobras Ltda."),
    ("Bosch", "Bosch GmbH & Co. KG"),
    ("Škoda Auto", "Skoda Auto a.s."),
    ("First National Bank", "1st National Bank"),
    ("Regiment Twenty-One", "Regiment 21"),
    ("Hezbollah", "Hizbollah"),
    ("Lindqvist Tools AB  KV204-771", "Lindqvist Tools"),
    ("J. Halloran & Sons Ltd", "Jeremiah Halloran & Sons Limited"),
    ("Cantina Valdoro Soc. Coop. Agr.", "Cantina Valdoro"),
    ("Ninety Percenters", "90%ers"),
    ("Nordvik Chem. Inds. Ltd", "Nordvik Chemical Industries Limited"),
    (
        "Norway as represented by the Director General of the Coastal Survey Agency",
        "Coastal Survey Agency",
    ),
    (
        "Board of Regents of the University of Veldoria",
        "University of Veldoria",
    ),
    ("Centre for Tidal Power Studies CTPS", "Centre for Tidal Power Studies"),
    ("Nordvik Paints Inc., a Delaware corporation", "Nordvik Paints"),
    ("Nordvik Paints (formerly known as Berk Varnish)", "Berk Varnish AB"),
    ("UniversitÃ¤t Veldoria", "Universität Veldoria"),
    ("Universit&eacute; de Veldor", "Université de Veldor"),
    ("General Paint Products Company", "General Paint Products"),
    ("Nordvik Paints Kabushika Kaisha", "Nordvik Paints K.K."),
    ("Nordvik Paints Compnay", "Nordvik Paints"),
    ("Universidade de Veldoria", "Veldoria University"),
    ("Société Anonyme dite: Nordvik Peintures", "Nordvik Peintures"),
    ("Nordvik Paints CNT SE2 COD 03", "Nordvik Paints"),
    (
        "University of Veldoria/Université de Veldoria",
        "University of Veldoria",
    ),
    (
        "University of Veldoria, Harbour Building University of Veldoria",
        "University of Veldoria, Harbour Building",
    ),
];

const DIFFERENT: &[(&str, &str)] = &[
    ("France 2030", "France 2025"),
    ("Plan IA 1", "Plan IA 2"),
    ("Apollo XI", "Apollo XII"),
    ("Université Paris 1", "Université Paris 8"),
    ("Google", "Google DeepMind"),
    ("Microsoft", "Microsoft France"),
    ("CNRS", "CNES"),
    ("INRIA", "INRAE"),
    ("Ministère de la Culture", "Ministère de l'Agriculture"),
    ("Ministry of Health", "Ministry of Wealth"),
    ("Deutsche Bank", "Deutsche Bahn"),
    ("Commission européenne", "Conseil européen"),
    ("Horizon Europe", "Horizon 2020"),
    ("École polytechnique", "École polytechnique fédérale de Lausanne"),
    ("ministère de la Justice", "ministère italien de la Justice"),
    ("Bosch AG", "Bosch GmbH"),
    ("Durand SA", "Durand SARL"),
    ("Second National Bank", "Third National Bank"),
    ("Regiment Twenty-One", "Regiment Twenty-Two"),
    ("Sia Partners", "Sun Partners"),
    ("Lindqvist Tools KV204-771", "Lindqvist Tools KV204-772"),
    ("Pelt Products", "Pelk Products"),
    ("J. Halloran & Sons Ltd", "Thomas Halloran & Sons Limited"),
    ("Harwell Solutions, Inc.", "Harwell Solutions II, Inc."),
    (
        "Norway as represented by the Coastal Survey",
        "Sweden as represented by the Coastal Survey",
    ),
    ("Veldoria State University", "University of Veldoria"),
];

const ONE_PERSON: &[(&str, &str)] = &[
    ("Emmanuel Macron", "Macron, Emmanuel"),
    ("Emmanuel Macron", "E. Macron"),
    ("Emmanuel Macron", "M. Macron"),
    ("Emmanuel Macron", "le président Emmanuel Macron"),
    ("Emmanuel Macron", "Emmanuel Jean-Michel Frédéric Macron"),
    ("Jean-Noël Barrot", "J.-N. Barrot"),
    ("Jean-Luc Beylat", "JL Beylat"),
    ("Keir Starmer", "Sir Keir Rodney Starmer"),
    ("Bill Gates", "William Gates"),
    ("Vladimir Poutine", "Vladimir Putin"),
    ("Jürgen Schmidhuber", "Juergen Schmidhuber"),
    ("Antoine Petit", "M. Antoine Petit, PDG du CNRS"),
    ("Clara Chappaz", "Clara Chapaz"),
    ("Boris Eltsine", "Boris Yeltsin"),
    ("Youssef Chahine", "Yousef Shahin"),
    ("Abdelaziz Bouteflika", "Abd al-Aziz Buteflika"),
    ("Mikhaïl Gorbatchev", "Михаил Горбачёв"),
    ("Mikhail Gorbachev", "Michail Gorbatschow"),
    ("Alexis Tsipras", "Αλέξης Τσίπρας"),
    ("Mahmoud Darwish", "محمود درويش"),
    ("Anna Merz", "Anna Mertz"),
    ("Tarik Hadi Noor Iqbal Zaman", "Tarik Hadi Noor Iqbal Laman"),
    ("Bartholomew Finch", "Bart Finch"),
    ("Anna Berta Finch", "A.B. Finch"),
    ("Anna M. Finch", "Anna Maria Finch"),
    ("Stephen King", "S. King"),
    ("Anna Beck", "Anna Beck, M.D."),
    ("Jakob Finch", "JM Finch"),
    ("Peter St. Finch", "Peter Saint Finch"),
];

const TWO_PEOPLE: &[(&str, &str)] = &[
    ("Emmanuel Macron", "Brigitte Macron"),
    ("Emmanuel Macron", "Mme Macron"),
    ("Jean Dupont", "Jeanne Dupont"),
    ("François Martin", "Françoise Martin"),
    ("Martine Aubry", "Martin Aubry"),
    ("Jean Martin", "Jean-Pierre Martin"),
    ("J. Martin", "Pierre Martin"),
    ("J.-P. Dubois", "Jean-Luc Dubois"),
    ("Louis XIV", "Louis XVI"),
    ("Édouard Philippe", "Philippe Édouard Martin"),
    ("N.N.", "Nadia Nassar"),
    ("N. N.", "Nadia Nassar"),
    ("Tariq bin Yusuf", "Yusuf bin Tariq"),
    ("Hassan Nasri", "Hussein Nasri"),
    ("Hamid Karimi", "Ahmad Karimi"),
    ("김민수", "김민호"),
    ("Anna Lena Beck", "Anna Lena Heck"),
    ("Anna F. Beck", "Anna Fink"),
    ("Anna M. Beck", "Anna H. Beck"),
    ("Carl J. King", "Carl J. Pope"),
    ("Anna Clara Finch", "A.B. Finch"),
];

#[test]
fn names_of_one_thing_pass_and_others_do_not() {
    let lists = [
        (SAME, None, true),
        (DIFFERENT, None, false),
        (ONE_PERSON, Some(Class::Person), true),
        (TWO_PEOPLE, Some(Class::Person), false),
    ];
    for (pairs, class, expected) in lists {
        for (a, b) in pairs {
            for (a, b) in [(a, b), (b, a)] {
                let value = value(a, b, class);
                assert_eq!(value >= THRESHOLD, expected, "{a} | {b}: {value}");
            }
        }
    }
}

#[test]
fn people_are_told_apart_without_a_class() {
    for (a, b) in ONE_PERSON {
        assert!(value(a, b, None) >= THRESHOLD, "{a} | {b}");
    }
    for (a, b) in TWO_PEOPLE {
        assert!(value(a, b, None) < THRESHOLD, "{a} | {b}");
    }
}

#[test]
fn any_text_has_a_score() {
    let texts = [
        "", " ", "()", "(", "…", "the", "SA", "M.", "&", "+", "1", "IV", "’s", "a.b.c.", "🙂", "\u{301}", "éé", "- -",
        ",,", "l’", "中国", "X", "H",
    ];
    for a in texts {
        for b in texts {
            for class in [None, Some(Class::Person), Some(Class::Organisation)] {
                let value = value(a, b, class);
                assert!((0.0..=1.0).contains(&value), "{a} | {b}: {value}");
            }
        }
    }
}

#[test]
fn a_reason_names_what_was_seen() {
    let reasons = |a, b| score(a, b, &Hints::default()).reasons;
    assert_eq!(reasons("GENCI", "genci"), [Reason::SameName]);
    assert!(matches!(
        reasons("CNRS", "Centre national de la recherche scientifique")[..],
        [Reason::Acronym(..)]
    ));
    assert!(reasons("France 2030", "France 2025").contains(&Reason::DifferentNumbers("2030".into(), "2025".into())));
    assert!(reasons("Google", "Google DeepMind").contains(&Reason::OnlyOne("deepmind".into())));
}

#[test]
fn names_that_are_not_the_same_are_not_said_to_be() {
    let reasons = |a, b| {
        let reasons = score(a, b, &Hints::default()).reasons;
        reasons.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    for (a, b, reason) in [
        (
            "DeepSeek (model)",
            "DeepSeek (entreprise)",
            "“model” is not “entreprise”",
        ),
        ("DeepSeek", "DeepSeek (entreprise)", "same name but for “entreprise”"),
        (
            "universités",
            "université",
            "“universites” has another ending than “universite”",
        ),
        (
            "SIEMENS Aktiengesellschaft",
            "Siemens AG",
            "same name but for “aktiengesellschaft” and “ag”",
        ),
        ("la Gazette", "Gazette", "same name but for “la”"),
        ("Hugging Face", "HUGGING-FACE", "same name"),
    ] {
        assert_eq!(reasons(a, b), [reason], "{a} | {b}");
    }
}

fn candidate(id: &str, labels: &[&str], aliases: &[&str], class: Option<Class>) -> Candidate {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    Candidate {
        id: id.to_owned(),
        labels: texts(labels),
        aliases: texts(aliases),
        class,
    }
}

fn list() -> Vec<Candidate> {
    let (person, organisation) = (Some(Class::Person), Some(Class::Organisation));
    vec![
        candidate("Q3052772", &["Emmanuel Macron"], &[], person),
        candidate("Q0-brigitte", &["Brigitte Macron"], &[], person),
        candidate(
            "Q280413",
            &[
                "Centre national de la recherche scientifique",
                "French National Centre for Scientific Research",
            ],
            &["CNRS"],
            organisation,
        ),
        candidate("Q8880", &["European Commission"], &[], organisation),
        candidate("Q2362964", &["Bpifrance"], &[], organisation),
        candidate("Q0-zay", &["Jean Zay"], &[], person),
        candidate(
            "Q0-machine",
            &["Jean Zay"],
            &["supercalculateur Jean Zay"],
            Some(Class::Other),
        ),
        candidate("Q0-gorbatchev", &["Михаил Горбачёв"], &[], person),
    ]
}

fn find(text: &str, class: Option<Class>) -> Vec<(String, f64)> {
    let list = list();
    let found = Matcher::new(&list).find(&Name {
        labels: vec![text.to_owned()],
        aliases: Vec::new(),
        class,
    });
    found
        .into_iter()
        .map(|found| (list[found.candidate_index].id.clone(), found.score))
        .collect()
}

#[test]
fn the_likeliest_stands_first() {
    for (text, class, id) in [
        ("Cnrs", Some(Class::Organisation), "Q280413"),
        (
            "Centre National de la Recherche Scientifque",
            Some(Class::Organisation),
            "Q280413",
        ),
        ("la Commission européenne", Some(Class::Organisation), "Q8880"),
        ("BPI France", Some(Class::Organisation), "Q2362964"),
        ("M. Emmanuel Macron", Some(Class::Person), "Q3052772"),
        ("Mme Macron", Some(Class::Person), "Q0-brigitte"),
        ("supercalculateur Jean Zay", Some(Class::Other), "Q0-machine"),
        ("Mikhail Gorbachev", Some(Class::Person), "Q0-gorbatchev"),
    ] {
        let found = find(text, class);
        assert!(
            found
                .first()
                .is_some_and(|(first, score)| first == id && *score >= THRESHOLD),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn a_person_is_not_the_machine_of_that_name() {
    let found = find("Jean Zay", Some(Class::Other));
    assert_eq!(found[0].0, "Q0-machine");
    let other =
        |id: &str, found: &[(String, f64)]| found.iter().find(|(known, _)| known == id).map(|(_, score)| *score);
    // It is still a candidate, marked with its reason.
    assert!(
        other("Q0-zay", &found).is_some_and(|score| score < THRESHOLD),
        "{found:?}"
    );
    let found = find("Jean Zay", Some(Class::Person));
    assert_eq!(found[0].0, "Q0-zay");
    assert!(
        other("Q0-machine", &found).is_some_and(|score| score < THRESHOLD),
        "{found:?}"
    );
}

#[test]
fn a_surname_of_two_people_is_of_neither() {
    let found = find("Macron", Some(Class::Person));
    assert!(found.iter().all(|(_, score)| *score < THRESHOLD), "{found:?}");
}

#[test]
fn nothing_is_found_where_nothing_is_like() {
    assert_eq!(find("Zimbabwe Mining Trust", None), []);
    assert_eq!(find("", None), []);
    assert!(
        Matcher::new(&[])
            .find(&Name {
                labels: vec!["CNRS".into()],
                ..Name::default()
            })
            .is_empty()
    );
}

#[test]
fn the_same_question_has_the_same_answer() {
    assert_eq!(find("Macron", None), find("Macron", None));
}
