//! The files of a site that are the same for all languages: those that `scripts/web` builds from `web/`, and data.

/// Files that all languages share, with their media types.
pub const FILES: [(&str, &str); 14] = [
    ("assets/site.css", CSS),
    ("assets/site.js", SCRIPT),
    ("assets/graph.js", SCRIPT),
    (NETWORK, SCRIPT),
    ("assets/sparql.js", SCRIPT),
    ("assets/sparql-worker.js", SCRIPT),
    ("assets/oxigraph.wasm.gz", "application/gzip"),
    ("assets/search.en.js", SCRIPT),
    ("assets/search.fr.js", SCRIPT),
    ("data/graph.ttl", "text/turtle"),
    ("data/graph.nq", "application/n-quads"),
    ("data/graph.jsonld", "application/ld+json"),
    ("data/claims.jsonld", "application/ld+json"),
    (CLAIMS, "text/csv; charset=utf-8"),
];

/// Files that only a live site has, with their media types.
pub const LIVE: [(&str, &str); 2] = [("assets/editor.css", CSS), ("assets/editor.js", SCRIPT)];

/// The path of the table of all claims.
pub const CLAIMS: &str = "data/claims.csv";

/// The script that draws large graphs by WebGL; a site without such a graph does not have it.
pub const NETWORK: &str = "assets/network.js";

const CSS: &str = "text/css";
const SCRIPT: &str = "text/javascript";

/// A file that `scripts/web` made; `None` if it made no such file.
pub fn built(path: &str) -> Option<&'static [u8]> {
    Some(match path {
        "assets/site.css" => include_bytes!("../../web/dist/site.css"),
        "assets/site.js" => include_bytes!("../../web/dist/site.js"),
        "assets/graph.js" => include_bytes!("../../web/dist/graph.js"),
        NETWORK => include_bytes!("../../web/dist/network.js"),
        "assets/sparql.js" => include_bytes!("../../web/dist/sparql.js"),
        "assets/sparql-worker.js" => include_bytes!("../../web/dist/sparql-worker.js"),
        "assets/oxigraph.wasm.gz" => include_bytes!("../../web/dist/oxigraph.wasm.gz"),
        "assets/editor.css" => include_bytes!("../../web/dist/editor.css"),
        "assets/editor.js" => include_bytes!("../../web/dist/editor.js"),
        _ => return None,
    })
}
