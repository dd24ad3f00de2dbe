//! What the numerals and figures of invented phrases are.

use super::*;

mod odd;

/// Gives each numeral as its words and value, `?` for none.
fn read(text: &str) -> Vec<(String, String)> {
    let characters: Vec<char> = text.chars().collect();
    let value = |numeral: &Numeral| numeral.value.map_or_else(|| "?".to_owned(), |value| value.to_string());
    let words = |numeral: &Numeral| characters[numeral.start..numeral.end].iter().collect();
    numerals(text)
        .iter()
        .map(|numeral| (words(numeral), value(numeral)))
        .collect()
}

/// Checks that a phrase holds exactly these numerals, each as `words=value`.
fn check(text: &str, expected: &[&str]) {
    let found: Vec<String> = read(text)
        .into_iter()
        .map(|(words, value)| format!("{words}={value}"))
        .collect();
    assert_eq!(found, expected, "{text}");
}

/// Gives each figure as `words=minimum..maximum`, then `%`, the currency, `money`.
fn described(text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let mut described = Vec::new();
    for figure in figures(text) {
        let words: String = characters[figure.start..figure.end].iter().collect();
        let mut line = format!("{words}={}", figure.minimum);
        if figure.maximum != figure.minimum {
            line.push_str(&format!("..{}", figure.maximum));
        }
        for (holds, mark) in [(figure.percent, "%"), (figure.money, "money")] {
            if holds {
                line.push_str(&format!(" {mark}"));
            }
        }
        if let Some(currency) = figure.currency {
            line.push_str(&format!(" {currency}"));
        }
        described.push(line);
    }
    described
}

#[test]
fn digits_are_grouped_as_they_are_written() {
    check("40 000 vaches", &["40 000=40000"]);
    check("3\u{a0}100\u{202f}000", &["3\u{a0}100=3100", "000=0"]);
    check("3\u{202f}100\u{202f}000", &["3\u{202f}100\u{202f}000=3100000"]);
    check("70.000Paul", &["70.000=70000"]);
    check(
        "63.82% et 1,5 et 1.234,5",
        &["63.82=63.82", "1,5=1.5", "1.234,5=1234.5"],
    );
    check("1,000,000 or 1,234.5", &["1,000,000=1000000", "1,234.5=1234.5"]);
    check("en 1999 300 moutons", &["1999=1999", "300=300"]);
    check("le 03.04.1999", &["03=3", "04=4", "1999=1999"]);
    check("500 100.5.5", &["500 100=500100", "5=5", "5=5"]);
    check("à 9h45, le 7", &["9=9", "45=45", "7=7"]);
    check("3\n100", &["3=3", "100=100"]);
    check(
        "le 1er, la 2ème, 3e, 4ᵉ, H100",
        &["1er=1", "2ème=2", "3e=3", "4ᵉ=4", "100=100"],
    );
    check(&"9".repeat(200), &[&format!("{}=?", "9".repeat(200))]);
}

#[test]
fn scale_words_belong_to_their_digits() {
    check("600 millions", &["600 millions=600000000"]);
    check("7,5 milliards", &["7,5 milliards=7500000000"]);
    check("2 millions et demi de vaches", &["2 millions et demi=2500000"]);
    check(
        "30 M€, 4 Mds d’euros, 80k€",
        &["30 M=30000000", "4 Mds=4000000000", "80k=80000"],
    );
    check("30 M. Petit", &["30=30"]);
    check("1 000 milliards", &["1 000 milliards=1000000000000"]);
}

#[test]
fn cardinals_are_read_in_words() {
    for numeral in [
        "zéro=0",
        "seize=16",
        "dix-sept=17",
        "vingt et un=21",
        "VINGT-DEUX=22",
        "soixante et onze=71",
        "soixante-dix-neuf=79",
        "septante=70",
        "quatre-vingts=80",
        "quatre-vingt-un=81",
        "quatre-vingt-dix-neuf=99",
        "cent=100",
        "cent vingt=120",
        "deux cents=200",
        "deux cent trois=203",
        "douze cents=1200",
        "mille=1000",
        "deux mille vingt-quatre=2024",
        "mille neuf cent quatre-vingt-dix=1990",
        "trois cent mille=300000",
        "un million=1000000",
        "un milliard=1000000000",
        "six cents millions=600000000",
        "mille milliards=1000000000000",
        "deux millions cinq cent mille=2500000",
        "trois millions et demi=3500000",
        "un demi-milliard=500000000",
        "neuf=9",
        "huitante-deux=82",
    ] {
        let (words, _) = numeral.split_once('=').unwrap_or((numeral, ""));
        check(words, &[numeral]);
        check(&format!("des ({words})."), &[numeral]);
    }
}

#[test]
fn neighbours_that_make_no_number_stay_apart() {
    check("dix deux", &["dix=10", "deux=2"]);
    check("deux ou trois, sept à 10", &["deux=2", "trois=3", "sept=7", "10=10"]);
    check("quatorze à dix-neuf mois", &["quatorze=14", "dix-neuf=19"]);
    check("des millions", &["millions=?"]);
    check("un ou deux, une à trois", &["un=1", "deux=2", "une=1", "trois=3"]);
}

#[test]
fn words_that_only_look_like_numerals_are_none() {
    for text in [
        "un centre",
        "une vache",
        "septembre",
        "quartier",
        "dixit",
        "les cents",
        "innovation",
        "secondes",
        "vingts",
        "IA",
        "I",
        "CD",
        "CV",
        "MIDI",
        "DI",
        "MIX",
        "Le",
        "Ce",
        "De",
        "Vers",
        "Mme",
        "XL",
        "pays tiers",
        "doublon",
        "vie",
        "il a ou non",
        "onzes",
        "unième",
        "énième",
    ] {
        check(text, &[]);
    }
}

#[test]
fn ordinals_and_roman_numerals_have_their_rank() {
    check(
        "premier, Première, second, seconde",
        &["premier=1", "Première=1", "second=2", "seconde=2"],
    );
    check(
        "deuxième, cinquième, neuvièmes",
        &["deuxième=2", "cinquième=5", "neuvièmes=9"],
    );
    check(
        "vingt et unième, dix-septième",
        &["vingt et unième=21", "dix-septième=17"],
    );
    check(
        "quatre-vingt-dixième, centième",
        &["quatre-vingt-dixième=90", "centième=100"],
    );
    check("le vingtième et un autre", &["vingtième=20"]);
    check(
        "XIXème, XXe, Ier, Ve, Xème",
        &["XIXème=19", "XXe=20", "Ier=1", "Ve=5", "Xème=10"],
    );
    check(
        "Henri IV, II, MCMXCIX, XXI",
        &["IV=4", "II=2", "MCMXCIX=1999", "XXI=21"],
    );
    check("CDème, IIII, VX", &["CDème=400"]);
    let forms: Vec<Form> = numerals("1er troisième XXe")
        .iter()
        .map(|numeral| numeral.form)
        .collect();
    assert_eq!(forms, [Form::Ordinal, Form::Ordinal, Form::Roman]);
}

#[test]
fn fractions_and_multiples_have_their_value() {
    check(
        "un quart, trois quarts, la moitié",
        &["un quart=0.25", "trois quarts=0.75", "moitié=0.5"],
    );
    check(
        "un tiers, deux tiers, le tiers",
        &["un tiers=?", "deux tiers=?", "tiers=?"],
    );
    check(
        "deux cinquièmes, un dixième des",
        &["deux cinquièmes=0.4", "un dixième=0.1"],
    );
    check("trois centièmes", &["trois centièmes=0.03"]);
    check("un cinquième fonds", &["cinquième=5"]);
    check(
        "une demi-heure, deux ans et demi",
        &["une demi=0.5", "deux=2", "demi=0.5"],
    );
    check("½", &["½=0.5"]);
    check(
        "doublé, doublait, Triplement",
        &["doublé=2", "doublait=2", "Triplement=3"],
    );
}

#[test]
fn figures_carry_scale_unit_and_currency() {
    assert_eq!(
        described("600 millions d'euros"),
        ["600 millions d'euros=600000000 money EUR"]
    );
    assert_eq!(
        described("neuf cents millions d’euros"),
        ["neuf cents millions d’euros=900000000 money EUR"]
    );
    assert_eq!(
        described("3 milliards de dollars"),
        ["3 milliards de dollars=3000000000 money USD"]
    );
    assert_eq!(described("30 M€"), ["30 M€=30000000 money EUR"]);
    assert_eq!(described("$40"), ["$40=40 money USD"]);
    assert_eq!(
        described("8 livres sterling, 8 livres"),
        ["8 livres sterling=8 money GBP", "8=8"]
    );
    assert_eq!(described("35 %, 35 pour cent"), ["35 %=35 %", "35 pour cent=35 %"]);
    assert_eq!(described("un quart ou un tiers"), ["un quart=25 %"]);
    assert_eq!(described("tripler"), ["tripler=3"]);
    assert_eq!(described("troisième, XXI"), Vec::<String>::new());
}

#[test]
fn millions_without_currency_are_money_unless_they_count_something_else() {
    assert_eq!(described("30 milliards"), ["30 milliards=30000000000 money"]);
    assert_eq!(
        described("30 milliards d'investissements"),
        ["30 milliards=30000000000 money"]
    );
    assert_eq!(described("2 millions d’habitants"), ["2 millions=2000000"]);
    let two = described("60 millions et Zoé 70 millions d'euros");
    assert_eq!(
        two,
        ["60 millions=60000000 money", "70 millions d'euros=70000000 money EUR"]
    );
}

#[test]
fn ranges_come_with_both_ends() {
    assert_eq!(described("six à 12 fermes"), ["six=6", "six à 12=6..12", "12=12"]);
    assert_eq!(
        described("trois ou quatre"),
        ["trois=3", "trois ou quatre=3..4", "quatre=4"]
    );
    assert_eq!(
        described("de 20 000 à 70 000"),
        ["20 000=20000", "20 000 à 70 000=20000..70000", "70 000=70000"]
    );
    assert_eq!(described("entre 2 et 4"), ["2=2", "2 et 4=2..4", "4=4"]);
    assert_eq!(described("2 et 4"), ["2=2", "4=4"]);
    assert_eq!(described("2-4 et 1999-01-02").len(), 6);
    assert_eq!(described("4 % à 9 %")[1], "4 % à 9 %=4..9 %");
    let shared = "6 à 12 millions d'euros";
    assert_eq!(described(shared)[1], format!("{shared}=6000000..12000000 money EUR"));
    assert_eq!(described("six à douze mille")[1], "six à douze mille=6000..12000");
    assert_eq!(described("12 à 6"), ["12=12", "6=6"]);
}

#[test]
fn a_text_states_its_bounds() {
    for (text, bound) in [
        ("six cents millions d'euros", "600000000"),
        ("35 %", "35.0"),
        ("un quart", "25"),
        ("un quart", "0.25"),
        ("doubler", "2"),
        ("1er", "1"),
        ("XIXème", "19"),
        ("6 à 12 millions", "6000000"),
        ("−3 %", "-3"),
        ("baisse de -3 %", "-3"),
        ("deux ou trois", "3"),
        ("2,5", "2.50"),
    ] {
        assert!(states(text, bound), "{text} states {bound}");
    }
    for (text, bound) in [
        ("600 millions", "600"),
        ("35 %", "0.35"),
        ("un tiers", "33"),
        ("6", ""),
        ("6", "six"),
    ] {
        assert!(!states(text, bound), "{text} does not state {bound}");
    }
}
