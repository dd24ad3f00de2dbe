// Has Comunica ask a SPARQL endpoint, and prints what it found as JSON: node comunica.cjs MODULES ENDPOINT
const { createRequire } = require("node:module");
const [modules, endpoint] = process.argv.slice(2);
const load = createRequire(`${modules}/`);
const { QueryEngine } = load("@comunica/query-sparql");

const CLAIMS = "SELECT ?c ?l WHERE { ?c a <https://w3id.org/sourcier/ns#Claim> ; <http://purl.org/dc/terms/identifier> ?l } ORDER BY ?c ?l";

async function rows(engine, text, source) {
  const bindings = await (await engine.queryBindings(text, { sources: [source] })).toArray();
  return bindings.map(row => [...row].map(([name, term]) => [name.value, term.value]).sort());
}

(async () => {
  const engine = new QueryEngine();
  const found = {};
  // It finds out by itself what is there, by the description of the service; and it is told.
  found.guessed = await rows(engine, CLAIMS, endpoint);
  found.told = await rows(engine, CLAIMS, { type: "sparql", value: endpoint });
  found.ask = await engine.queryBoolean("ASK { ?c a <https://w3id.org/sourcier/ns#Claim> }", { sources: [endpoint] });
  const quads = await engine.queryQuads("CONSTRUCT { ?c a ?k } WHERE { ?c a ?k }", { sources: [endpoint] });
  found.quads = (await quads.toArray()).length;
  console.log(JSON.stringify(found));
})().catch(error => {
  console.error(error);
  process.exit(1);
});
