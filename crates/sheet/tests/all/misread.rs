//! Cells that look like something else: what they are is taken, or told.

use sheet::Role;

use super::{figures, reason, roles, understood};

#[test]
fn a_post_code_is_no_sum() {
    let read = understood(
        "Bénéficiaire;Adresse;CP;Ville;Objet;Montant\n\
         Atelier du Port;1 quai Nord;29200;Brest;Phare;1500\n\
         Club de Voile;2 rue Haute;02100;Laon;Régate;800\n",
    );
    assert_eq!(figures(&read), ["1500 - exact", "800 - exact"]);
    assert_eq!(reason(&read, "C2"), "`CP` has post codes");
    let read = understood("Bénéficiaire;CP;Objet;Aide\nAtelier du Port;29200;Phare;1500\n");
    assert_eq!(figures(&read), ["1500 - exact"]);
    // Payment credit, beside commitment authorisations or where the cells are money.
    for sheet in [
        "Programme;Action;AE;CP\nSud;Lampes;12000;10500\n",
        "Programme;Action;CP\nSud;Lampes;10500 €\n",
        "Programme;Action;CP\nSud;Lampes;40,5\n",
    ] {
        let read = understood(sheet);
        assert_eq!(roles(&read).last(), Some(&Role::Amount), "{sheet}");
        let credit = read.columns.last().map(|column| column.becomes.as_str());
        assert!(
            credit.is_some_and(|credit| credit.contains("payment-credit")),
            "{credit:?}"
        );
    }
}

#[test]
fn a_telephone_number_is_no_sum() {
    for (heading, cell) in [
        ("Téléphone", "298445566"),
        ("Tél.", "02 98 44 55 66"),
        ("Phone", "0298445566"),
        ("Standard", "0298445566"),
    ] {
        let read = understood(&format!(
            "Bénéficiaire;Objet;{heading}\nAtelier;Phare;{cell}\nClub;Régate;{cell}\n"
        ));
        assert_ne!(roles(&read).last(), Some(&Role::Amount), "{heading}");
    }
}
