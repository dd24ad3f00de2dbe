fn main() {
    let d = sourcier::dossier::Dossier::find(&std::env::current_dir().unwrap()).unwrap();
    let mut r = sourcier::diagnostic::Report::default();
    let t = std::time::Instant::now();
    let x = std::env::var_os("SOURCIER_TEXTS").map(std::path::PathBuf::from);
    let l = sourcier::check::check(&d, x.as_deref(), &mut r).unwrap();
    print!(
        "{}",
        sourcier::diagnostic::human(&r, sourcier::diagnostic::Style::Plain)
    );
    println!("{} {:?} {:?}", l.loaded.graph.len().unwrap(), t.elapsed(), l.verified);
}
