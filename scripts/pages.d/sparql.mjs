// Asks every question on the page that answers SPARQL, from a local server, and compares with the answers of the program.

import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join, normalize } from "node:path";

const TYPES = { html: "text/html; charset=utf-8", js: "text/javascript", css: "text/css", gz: "application/gzip", nq: "application/n-quads", csv: "text/csv" };

/** A server of a folder, at a free port of this machine. */
export function serve(folder) {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    const file = join(folder, path);
    if (!file.startsWith(folder) || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "Content-Type": TYPES[path.split(".").pop()] ?? "application/octet-stream" }).end(readFileSync(file));
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve({ root: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() })));
}

/** The number of records of a CSV without its head. */
function records(text) {
  let [quoted, lines] = [false, 0];
  for (const sign of text) {
    if (sign === '"') quoted = !quoted;
    else if (sign === "\n" && !quoted) lines += 1;
  }
  return Math.max(0, lines - 1);
}

const ready = (page) => page.locator("#sparql-run:not([disabled])").waitFor({ timeout: 60_000 });

async function ask(page, text) {
  if (text !== undefined) await page.locator("#sparql-query").fill(text);
  await page.locator("#sparql-run").click();
  await ready(page);
  return page.locator("#sparql-state").textContent();
}

/** All questions of the dossier, in one language. */
async function questions(page, path, language, site, { find, count }) {
  for (const option of await page.locator("#sparql-question option").all()) {
    const name = await option.getAttribute("value");
    if (name === "") continue;
    await page.locator("#sparql-question").selectOption(name);
    const said = await ask(page);
    if (await page.locator("#sparql-state.warning").count()) {
      find("sparql", path, `${name}: ${said}`);
      continue;
    }
    const file = join(site, "data/question", `${name}.${language}.csv`);
    const expected = existsSync(file) ? records(readFileSync(file, "utf8")) : 0;
    const rows = await page.locator("#sparql-results tbody tr").count();
    const own = await page.locator("#sparql-results").count();
    if (own && existsSync(file) && rows !== Math.min(expected, 500)) find("sparql", path, `${name}: ${rows} rows, but the program finds ${expected}`);
    count("questions asked in the browser");
  }
}

/** The page on a server: questions, own queries, links, errors, a query that is stopped. */
export async function onServer(browser, path, language, site, tools) {
  const { find, count, context, examine, server } = tools;
  const page = await (await context(browser, { acceptDownloads: true })).newPage();
  await page.goto(`${server.root}${path}`);
  await ready(page);
  if (!/\d/.test(await page.locator("#sparql-state").textContent())) find("sparql", path, "it does not say how much it has read");
  await questions(page, path, language, site, tools);
  await ask(page, "PREFIX s: <https://w3id.org/sourcier/ns#>\n# SELECT\nSELECT ?claim WHERE { ?claim a s:Claim } ORDER BY ?claim LIMIT 3");
  const link = await page.locator("#sparql-results tbody a").first().evaluate((one) => one.href);
  const answered = await page.request.get(link);
  if (!answered.ok() || !link.includes("/claim/")) find("sparql", path, `a claim leads to ${link}`);
  await examine(page, path);
  const wrong = await ask(page, "SELECT ?x WHERE { ?x ");
  if (!(await page.locator("#sparql-state.warning").count()) || wrong.length < 20) find("sparql", path, `an error of syntax is not shown: ${wrong}`);
  await ask(page, "ASK { ?s ?p ?o }");
  if (!/^(Yes|Oui)$/.test(await page.locator("#sparql-state").textContent())) find("sparql", path, "ASK is not answered");
  await ask(page, "PREFIX s: <https://w3id.org/sourcier/ns#> CONSTRUCT { ?c a s:Claim } WHERE { ?c a s:Claim } LIMIT 2");
  if (!(await page.locator("#sparql-results pre").textContent()).includes("#Claim")) find("sparql", path, "CONSTRUCT is not answered");
  await page.locator("#sparql-query").fill("SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }");
  await page.locator("#sparql-run").click();
  await page.locator("#sparql-stop").click();
  await ready(page);
  if (/\d/.test(await ask(page, "ASK { ?s <urn:none> ?o }"))) find("sparql", path, "after a stop nothing is answered");
  count("visits to the SPARQL page");
  await page.context().close();
}

/** The page from a file says why it does not answer. */
export async function fromFile(browser, path, { find, context, address, examine, count }) {
  const page = await (await context(browser)).newPage();
  await page.goto(address(path));
  const said = await page.locator("#sparql-state").textContent();
  if (!/http\.server/.test(said) || (await page.locator("#sparql form").isVisible())) find("sparql", path, `from a file it says “${said}”`);
  await examine(page, path);
  count("visits to the SPARQL page from a file");
  await page.context().close();
}
