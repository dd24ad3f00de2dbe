use std::io::Read;
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let t = std::time::Instant::now();
    let d = sourcier::describe::describe("x.csv", &mut || {
        Ok(Box::new(std::fs::File::open(&path)?) as Box<dyn Read + Send>)
    })
    .unwrap();
    println!("{:#}\n{}\n{:?}", d.metadata, d.notes.join("\n"), t.elapsed());
}
