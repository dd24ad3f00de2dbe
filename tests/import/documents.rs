//! Documents of which a sheet has no more than a title that others have, too.

use super::{column, empty, import, table};
use crate::support::output;

const HEADINGS: &str = "Who pays;Project;Amount;Date;Source;Link\n";

#[test]
fn documents_of_one_title_have_keys_and_a_note_that_tell_them_apart() {
    let folder = empty();
    let rows = "State;Quay;5 M€;2024-02-01;Le Monde;https://lemonde.example/2024/quai-nord.html?x=1\n\
        State;Quay;7 M€;2024-02-03;Le Monde;https://lemonde.example/2024/quai-cher/\n\
        State;Tower;1 M€;2024-03-07;Le Monde;\nState;Port;2 M€;2024-03-07;Gazette;https://gazette.example/port\n";
    let sheet = format!("{HEADINGS}{rows}");
    let said = import(folder.path(), "s.csv", sheet.as_bytes(), &[]);
    assert!(
        said.contains("Le Monde (le-monde-quai-nord, le-monde-quai-cher)"),
        "{said}"
    );
    let expected = ["le-monde-quai-nord", "le-monde-quai-cher", "le-monde", "gazette"];
    assert_eq!(column(folder.path(), "document"), expected);
    assert_eq!(column(folder.path(), "key")[0], "le-monde-quai-nord-quay-state");
    // Another address of a title that the tables have.
    let other = format!("{HEADINGS}State;Dam;2 M€;2024-05-07;Gazette;https://gazette.example/dam\n");
    import(folder.path(), "t.csv", other.as_bytes(), &[]);
    assert!(table(folder.path(), "documents").contains("\ngazette-dam,Gazette,"));
    output(folder.path(), &["-C", "d", "check"]);
    // The next version says it no more, and changes no key.
    let said = import(folder.path(), "s.csv", sheet.replace("5 M€", "6 M€").as_bytes(), &[]);
    assert!(!said.contains("One title at several addresses"), "{said}");
    assert_eq!(column(folder.path(), "document")[..4], expected);
}
