//! The page for SPARQL of a served dossier, as the server writes it; scripts/serve-pages uses it in a browser.

use super::Served;

#[test]
fn the_page_for_sparql_is_an_editor_of_the_endpoint_and_loads_nothing_from_elsewhere() {
    let served = Served::new(&[]);
    let page = served.get("/en/sparql.html").text();
    assert!(
        page.contains("connect-src 'self'") && !page.contains("unsafe"),
        "{page}"
    );
    assert!(
        page.contains(r#"id="editor-query""#) && !page.contains("sparql-worker"),
        "{page}"
    );
    let data = served.get("/assets/editor.en.js");
    assert_eq!(data.status, 200);
    let data = data.text();
    let start = "window.sourcierEditor=";
    let json = data
        .strip_prefix(start)
        .and_then(|rest| rest.strip_suffix(";\n"))
        .unwrap();
    let data: serde_json::Value = serde_json::from_str(json).unwrap();
    // Addresses are relative, for a proxy that serves the dossier below a path.
    assert_eq!(
        (&data["endpoint"], &data["network"]),
        (&"../sparql".into(), &"../assets/network.js".into())
    );
    let pool = serde_json::json!(["piscine", "Tilleuls swimming pool"]);
    let keys = &data["keys"]["https://example.org/valmoret/id/"];
    assert!(keys.as_array().unwrap().contains(&pool), "{keys}");
    let claim = serde_json::json!(["https://w3id.org/sourcier/ns#Claim", "claim"]);
    assert!(
        data["classes"].as_array().unwrap().contains(&claim),
        "{}",
        data["classes"]
    );
    for name in ["editor.js", "editor.css", "network.js"] {
        assert_eq!(served.get(&format!("/assets/{name}")).status, 200, "{name}");
    }
    // Each question is SPARQL with its defaults, and with values in the places of its parameters.
    let questions = data["questions"].as_object().unwrap();
    assert!(questions.len() > 10);
    for (name, question) in questions {
        let answer = served.query(question["text"].as_str().unwrap(), &[]);
        assert_eq!(answer.status, 200, "{name}: {}", answer.text());
        let Some(template) = question["template"].as_str() else {
            continue;
        };
        let parameters = question["parameters"].as_array().unwrap();
        let places = parameters
            .iter()
            .map(|parameter| format!("<urn:sourcier:parameter:{}>", parameter["name"].as_str().unwrap()));
        let filled = places.fold(template.to_owned(), |text, place| {
            assert!(text.contains(&place), "{name}: {place} is not in {text}");
            text.replace(&place, "1")
        });
        assert!(!filled.contains("urn:sourcier:parameter"), "{name}: {filled}");
    }
}
