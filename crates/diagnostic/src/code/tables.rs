//! The codes about tables of a dossier as people keep them.

use super::draft::{Draft, at};
use super::{Diagnostic, ManualPage, Place, Severity, first, listed};

/// The numbers of lines in words: `line 3`, `lines 3, 5 and 7`.
fn numbered(lines: &[u64]) -> String {
    const MOST: usize = 20;
    let shown: Vec<String> = lines.iter().take(MOST).map(u64::to_string).collect();
    match (shown.split_last(), lines.len() > MOST) {
        (Some((last, [])), _) => format!("line {last}"),
        (Some((last, before)), false) => format!("lines {} and {last}", before.join(", ")),
        (_, true) => format!("lines {} and {} more", shown.join(", "), lines.len() - MOST),
        (None, false) => "no line".to_owned(),
    }
}

/// Names and what is said of them: "`a`, `b` and `c`".
fn quoted(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => names.concat(),
    }
}

/// A verb for one thing or several.
fn verb<'a>(lines: &[u64], one: &'a str, several: &'a str) -> &'a str {
    if lines.len() == 1 { one } else { several }
}

codes! {
    /// A table has two versions of some lines, which Git could not merge.
    ///
    /// From `<<<<<<<` to `=======` and from there to `>>>>>>>` are the two versions; between `|||||||` and `=======` is what both had
    /// before. Until one version is left, nothing of the table is read.
    "T030" Error fn merge_conflict(place: Place, lines: &[u64]) {
        let marks = verb(lines, "is a mark", "are marks");
        at(place, format!("{} {marks} of a merge that Git did not finish: the table is not read", numbered(lines)))
            .help("keep the lines that are right, and remove those that begin with `<<<<<<<`, `|||||||`, `=======` and `>>>>>>>`")
    }
    /// No line of a table has headings that its metadata describe.
    ///
    /// The headings are looked for in the first twenty lines, with commas, semicolons, tabs and vertical bars between them. They are
    /// names or titles of columns, in any order and in small or capital letters.
    "T032" Error fn no_headings(place: Place, found: &[&str], known: &[&str], meant: &[(&str, &str)]) {
        let draft = at(place, format!("no line of this table has the headings of its columns; the first has {}", listed(found.iter().copied())))
            .valid(format!("a first line with some of these, and commas, semicolons, tabs or `|` between them: {}", listed(known.iter().copied())));
        let meant: Vec<String> = meant.iter().map(|(heading, column)| format!("`{heading}` is to be `{column}`")).collect();
        if meant.is_empty() {
            draft.help("write the headings into the first line; `sourcier import` reads spreadsheets with headings of their own")
        } else {
            draft.help(format!("perhaps {}", meant.join(" and ")))
        }
    }
    /// Lines stand above the headings of a table, such as a title or the names of groups of columns.
    ///
    /// The table is read from its headings on.
    "T033" Error fn lines_above_header(place: Place, lines: &[u64], text: &str, header_line: u64) {
        let stand = verb(lines, "stands", "stand");
        at(place, format!("{} (`{text}`) {stand} above the headings, which are in line {header_line}", numbered(lines)))
            .help(format!("remove {}, so that the headings come first", numbered(lines)))
    }
    /// A line below the headings of a table has headings, too, or explains them.
    ///
    /// A table has one line of headings. One that stands again, as where several files were joined, enters nothing.
    "T034" Error fn second_header(place: Place, lines: &[u64], text: &str, header_line: u64) {
        let are = verb(lines, "is a further line of headings", "are further lines of headings");
        at(place, format!("{} (`{text}`) {are}; those in line {header_line} are read", numbered(lines)))
            .help(format!("remove {}", numbered(lines)))
    }
    /// A table has no rows, and cells of other tables name some.
    "T035" Error fn no_rows(place: Place, cells: usize, names: &[&str]) {
        const MOST: usize = 8;
        let shown = quoted(&names[..names.len().min(MOST)]);
        let more = if names.len() > MOST { format!(", and {} more", names.len() - MOST) } else { String::new() };
        let (who, its) = if cells == 1 { ("1 cell of another table names one".to_owned(), "it") } else { (format!("{cells} cells of other tables name some"), "each of them") };
        at(place, format!("this table has no rows, and {who}"))
            .help(format!("write a row for {its}: {shown}{more}"))
    }
    /// A column has dates with the day first and dates with the month first, so that others may be either.
    ///
    /// `14/05/2024` has the day first and `04/25/2024` the month; `03/04/2024` may then be in March or in April.
    "T036" Error fn mixed_dates(place: Place, told: [&str; 2], unsure: &[String], cells: usize) {
        let [day, month] = told;
        let more = if cells > unsure.len() { format!(" and {} more", cells - unsure.len()) } else { String::new() };
        at(place, format!("this column has dates with the day first, {day}, and with the month first, {month}; others may be either: {}{more}", unsure.join(", ")))
            .help("write these with the year first, such as 2024-04-03")
    }
    /// Dates may have the day or the month first, and are read in one of the two ways.
    ///
    /// In tables, the day comes first, unless another date of the column tells that the month does.
    "T037" Note fn unsure_dates(place: Place, text: &str, read: &str, because: Option<&str>, cells: usize) {
        let why = because.map_or_else(
            || "the day is taken to come first".to_owned(),
            |other| format!("`{other}` in this column has the month first"),
        );
        let others = match cells { 0 | 1 => String::new(), cells => format!(", and {} more in this way", cells - 1) };
        at(place, format!("`{text}` is read as {read}{others}: {why}"))
            .help("write dates with the year first if this is wrong, such as 2024-04-03")
    }
    /// A cell names several things, and its column takes one.
    "T038" Error fn several_in_cell(place: Place, known: &[&str], others: &[&str], help: &str) {
        let unknown = match (known, others) {
            (_, []) => String::new(),
            ([], others) => format!("{}, of which nothing has the name", quoted(others)),
            (_, others) => format!(", and {}, of which nothing has the name", quoted(others)),
        };
        let draft = at(place, format!("this column takes one, and the cell names {}{unknown}", quoted(known))).help(help);
        if known.is_empty() { draft } else { draft.valid(listed(known.iter().copied())) }
    }
    /// What follows from faults of other tables is not told.
    ///
    /// Cells that refer to a table which could not be read, or in which a key stands twice, are not compared with it; and the checks wait.
    "T039" Note fn not_compared(place: Place, cells: usize, table: &str) {
        let refer = if cells == 1 { "1 cell refers".to_owned() } else { format!("{cells} cells refer") };
        at(place, format!("{refer} to {table}, which has errors: what follows from these is not told, and the checks wait"))
    }
    /// Numbers have one comma or point with three digits behind it, which groups digits or is the decimal sign.
    ///
    /// Other numbers of the column tell which: beside `12.500.000,00`, `1.234` is 1234. Where none does, a point is a decimal one, and so is a
    /// comma in French; in English a comma groups digits.
    "T040" Note fn unsure_numbers(place: Place, text: &str, read: &str, because: &str, cells: usize) {
        let others = match cells { 0 | 1 => String::new(), cells => format!(", and {} more in this way", cells - 1) };
        at(place, format!("`{text}` is read as {read}{others}: {because}"))
            .help("write numbers without signs between groups of digits if this is wrong, such as 5000 or 5.25")
    }
}
