// Uses the page for SPARQL of a running server in Chromium: serve.mjs ADDRESS FOLDER [SCREENSHOTS]. Prints findings, then counts; exit 1 if
// there are findings.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, request as forward } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";

// `require` looks into NODE_PATH, `import` does not.
const require = createRequire(import.meta.url);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const vnu = require("vnu-jar");
const yasgui = (file) => readFileSync(join(require.resolve("@zazuko/yasgui/package.json"), "..", "build", file));

const [root, folder, screenshots] = process.argv.slice(2);
const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };
const WORDS = {
  "sparql.html": { page: "Page", last: "Dernière", next: "Suivante", picture: "Image", raw: "Brut", cut: /s’est arrêtée après 100\s000 lignes/, line: /Ligne 2/, yes: "Oui" },
  "en/sparql.html": { page: "Page", last: "Last", next: "Next", picture: "Picture", raw: "Raw", cut: /stopped after 100,000 rows/, line: /Line 2/, yes: "Yes" },
};

const findings = new Set();
const counts = {};
const find = (check, message) => {
  const finding = `${check}: ${String(message).slice(0, 600)}`;
  if (!findings.has(finding)) console.log(finding);
  findings.add(finding);
};
const count = (check, number = 1) => (counts[check] = (counts[check] ?? 0) + number);

/** A page that reports dialogs, errors, broken policies and requests to others. A query that is refused is an error to the console, too. */
async function opened(browser, options = {}, origin = root) {
  const context = await browser.newContext({ viewport: WIDE, acceptDownloads: true, ...options });
  await context.addInitScript(() => document.addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`)));
  const page = await context.newPage();
  page.on("dialog", (dialog) => {
    find("dialog", dialog.message());
    return dialog.dismiss();
  });
  page.on("console", (message) => message.type() === "error" && !/status of 400/.test(message.text()) && find("console", message.text()));
  page.on("pageerror", (error) => find("script", error.message));
  page.on("request", (request) => {
    if (![origin, root, "data:", "blob:"].some((start) => request.url().startsWith(start))) find("request elsewhere", request.url());
  });
  return page;
}

const state = (page) => page.locator("#editor-state").textContent();
const text = (page) => page.evaluate(() => document.querySelector(".CodeMirror").CodeMirror.getValue());
const rows = (page) => page.locator("#editor-results tbody tr").count();

/** Types a query by the keyboard, in place of the one that is there. The editor takes over what is typed within some milliseconds. */
async function type(page, query) {
  const has = (wanted) => page
    .waitForFunction((text) => document.querySelector(".CodeMirror").CodeMirror.getValue() === text, wanted, { timeout: 5_000 })
    .catch(async () => find("typing", `${JSON.stringify(wanted)} became ${JSON.stringify(await text(page))}`));
  await page.locator(".CodeMirror textarea").focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await has("");
  await page.keyboard.insertText(query);
  await has(query);
}

async function answered(page) {
  await page.waitForFunction(() => document.getElementById("editor-stop").disabled && !/…|^$/.test(document.getElementById("editor-state").textContent), null, { timeout: 60_000 });
  return state(page);
}

async function ask(page, query) {
  if (query !== undefined) await type(page, query);
  await page.locator("#editor-run").click();
  return answered(page);
}

async function examine(page, where) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  for (const one of violations) find("axe", `${where}: ${one.id} (${one.impact}): ${one.nodes.map((node) => node.html.slice(0, 200)).slice(0, 3).join(" ")}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) find("width", `${where}: ${wide} pixels too wide`);
  count("states examined by axe-core");
}

/** The number of records of a CSV without its head. */
function records(csv) {
  let [quoted, lines] = [false, 0];
  for (const sign of csv) {
    if (sign === '"') quoted = !quoted;
    else if (sign === "\n" && !quoted) lines += 1;
  }
  return Math.max(0, lines - 1);
}

/** Own queries: rows, pages, errors, links, a share link. */
async function queries(browser, path) {
  const words = WORDS[path];
  const page = await opened(browser);
  await page.goto(`${root}${path}`);
  if (!(await text(page)).includes("PREFIX s: <https://w3id.org/sourcier/ns#>")) find(path, "the prefixes of the dossier are not declared");
  await examine(page, `${path} as it opens`);
  // By keyboard alone.
  await type(page, "SELECT ?claim ?about WHERE { ?claim a s:Claim ; s:about ?about } ORDER BY ?claim LIMIT 5");
  await page.keyboard.press("Control+Enter");
  await answered(page);
  if ((await rows(page)) !== 5) find(path, `5 rows were asked for, there are ${await rows(page)}: ${await state(page)}`);
  if (!(await text(page)).startsWith("PREFIX s: <https://w3id.org/sourcier/ns#>\nSELECT")) find(path, `a prefix of the dossier is not declared: ${await text(page)}`);
  await page.locator("#editor-results td a[href*='claim/']").first().waitFor();
  const link = await page.locator("#editor-results tbody a").first().evaluate((one) => one.href);
  if (!link.includes("/claim/") || !(await page.request.get(link)).ok()) find(path, `a claim leads to ${link}`);
  await page.locator(".CodeMirror textarea").focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  if ((await page.evaluate(() => document.activeElement.id)) !== "editor-run") find(path, `Tab does not lead from the editor to the button: ${await page.evaluate(() => document.activeElement.outerHTML.slice(0, 200))}`);
  await examine(page, `${path} with rows`);
  // The address is the link to the query.
  const shared = await opened(browser);
  await shared.goto(page.url());
  if (!(await text(shared)).includes("LIMIT 5")) find(path, "a share link does not open its query");
  await shared.goto(`${root}${path}?query=${encodeURIComponent("ASK { ?a ?b 'c+d' }")}`);
  if ((await text(shared)) !== "ASK { ?a ?b 'c+d' }") find(path, `?query= opens ${await text(shared)}`);
  await shared.context().close();
  await large(page, path, words);
  await ask(page, "ASK { ?s ?p ?o }");
  if ((await state(page)) !== words.yes) find(path, `ASK is answered by ${await state(page)}`);
  // A query that is not valid: the editor says where, and so does the server.
  await ask(page, "SELECT ?x WHERE {\n  ?x ?y }");
  const refused = await page.locator(".refused").textContent();
  if (!/the query:2:\d+/.test(refused)) find(path, `the server's error has no place: ${refused}`);
  await page.locator("#editor-error:not(:empty)").waitFor();
  if (!words.line.test(await page.locator("#editor-error").textContent())) find(path, `the editor's error has no place: ${await page.locator("#editor-error").textContent()}`);
  await examine(page, `${path} with an error`);
  await page.context().close();
  count("visits by keyboard and mouse");
}

/** 196 million rows: 100,000 are read, and there are pages of them. A sum that takes too long is stopped. */
async function large(page, path, words) {
  const said = await ask(page, "SELECT * { ?a ?b ?c . ?d ?e ?f }");
  if (!words.cut.test(said)) find(path, `of 196 million rows it says: ${said}`);
  if ((await rows(page)) !== 100) find(path, `a page has ${await rows(page)} rows`);
  const first = () => page.locator("#editor-results tbody tr").first().textContent();
  const before = await first();
  await page.getByRole("button", { name: words.next, exact: true }).click();
  if ((await first()) === before) find(path, "the second page has the rows of the first");
  await page.getByRole("button", { name: words.last, exact: true }).click();
  if ((await page.locator("#editor-page").inputValue()) !== "1000" || (await rows(page)) !== 100) find(path, `the last page is ${await page.locator("#editor-page").inputValue()} with ${await rows(page)} rows`);
  await page.locator("#editor-page").fill("500");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => /49[.,\s\u202f]?901/.test(document.querySelector("nav.pager").textContent));
  const heap = await page.evaluate(() => performance.memory.usedJSHeapSize / 1e6);
  if (heap > 400) find(path, `the page takes ${Math.round(heap)} MB`);
  counts["MB of the page's heap with 100000 rows"] = Math.round(heap);
  await page.getByRole("button", { name: words.raw, exact: true }).click();
  if (!(await page.locator("#editor-results pre").textContent()).startsWith("?a\t?b")) find(path, "the raw answer is not there");
  // The query takes its whole time at the server unless it is stopped.
  await type(page, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }");
  await page.locator("#editor-run").click();
  await page.locator("#editor-stop:not([disabled])").click();
  await answered(page);
  if ((await ask(page, "ASK { ?s <urn:none> ?o }")) === words.yes) find(path, "after a stop the answer is wrong");
  count("pages of 100,000 rows", 4);
}

/** Every question of the dossier gives the rows of its page; another value of its parameter gives others. */
async function questions(browser, path, language) {
  const page = await opened(browser);
  await page.goto(`${root}${path}`);
  for (const option of await page.locator("#editor-question option").all()) {
    const name = await option.getAttribute("value");
    if (name === "") continue;
    if ((await option.textContent()).trim() === "") find(path, `${name} has no title`);
    await page.locator("#editor-question").selectOption(name);
    const said = await ask(page);
    if (await page.locator("#editor-state.warning").count()) find(path, `${name}: ${said} ${await page.locator("#editor-results").textContent()}`);
    const csv = await page.request.get(`${root}data/question/${name}.${language}.csv`);
    const expected = csv.ok() ? records(await csv.text()) : 0;
    const lines = await rows(page);
    if (lines !== Math.min(100, expected)) find(path, `${name}: ${lines} rows, but its page has ${expected}`);
    count("questions asked in the browser");
  }
  await page.locator("#editor-question").selectOption("actor");
  const offered = await page.locator("#editor-parameter-actor-keys option[value=mistral-ai]").textContent();
  if (offered !== "Mistral AI") find(path, `the parameter offers ${offered} for mistral-ai`);
  await page.locator("#editor-parameter-actor").fill("mistral-ai");
  await page.locator("#editor-parameter-actor").press("Tab");
  if (!(await text(page)).includes("/id/mistral-ai>")) find(path, "a parameter does not come into the query");
  await ask(page);
  if (!(await page.locator("#editor-results").textContent()).includes("Le Chat")) find(path, `an actor's rows are not there: ${await state(page)}`);
  await examine(page, `${path} with parameters`);
  await page.goto(`${root}${path}#question=facility`);
  await page.reload();
  if ((await page.locator("#editor-question").inputValue()) !== "facility") find(path, "a link to a question does not open it");
  await page.context().close();
}

/** Files of the whole answer, and pictures. */
async function results(browser, path) {
  const words = WORDS[path];
  const page = await opened(browser);
  await page.goto(`${root}${path}`);
  await ask(page, "SELECT ?claim ?about WHERE { ?claim s:about ?about }");
  const file = async (name) => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name, exact: true }).click()]);
    return readFileSync(await download.path(), "utf8");
  };
  const csv = await file("CSV");
  const shown = await page.locator("nav.pager").textContent();
  if (!csv.startsWith("claim,about") || !shown.includes(String(records(csv)))) find(path, `the CSV has ${records(csv)} rows, the page says ${shown}`);
  await drawn(page, path, words, "rows");
  await ask(page, "DESCRIBE <https://w3id.org/sourcier/ia-france/id/mistral-ai>");
  if (!(await file("Turtle")).includes("mistral-ai")) find(path, "the Turtle is empty");
  await drawn(page, path, words, "a description");
  await page.getByRole("button", { name: "SVG" }).click();
  await examine(page, `${path} with a picture`);
  // A name in the picture is chosen by keyboard, and leads to its page.
  await page.locator("summary", { hasText: /Names|Noms/ }).focus();
  await page.keyboard.press("Enter");
  await page.locator("#graph-names button").first().press("Enter");
  await page.locator("#graph-details h2").waitFor();
  const link = await page.locator("#graph-details a").first().evaluate((one) => one.href);
  if (!(await page.request.get(link)).ok()) find(path, `a name in the picture leads to ${link}`);
  await page.context().close();
}

async function drawn(page, path, words, what) {
  await page.getByRole("button", { name: words.picture, exact: true }).click();
  const figure = page.locator("figure.network .canvas");
  await figure.waitFor();
  await figure.scrollIntoViewIfNeeded();
  await page.waitForTimeout(500);
  const picture = await figure.screenshot();
  // One colour packs to almost nothing.
  if (picture.length < 8_000) find(path, `the picture of ${what} is empty: ${picture.length} bytes`);
  count("pictures drawn");
}

/** Classes and properties are completed, by their labels, too; the prefix is declared. */
async function completion(browser, path) {
  const page = await opened(browser);
  await page.goto(`${root}${path}`);
  const hints = async () => {
    await page.locator(".CodeMirror-hints").waitFor();
    await page.waitForTimeout(200);
    return (await page.locator(".CodeMirror-hint").allTextContents()).join("\n");
  };
  await type(page, "SELECT * { ?x a ");
  await page.keyboard.press("Control+Space");
  if (!(await hints()).includes("s:Claim")) find(path, "no classes are suggested");
  await page.keyboard.type("Clai");
  if (!(await hints()).startsWith("s:Claim")) find(path, `of Clai it suggests ${await hints()}`);
  await page.keyboard.press("Enter");
  await page.keyboard.type(" ; s:abo");
  if (!(await hints()).startsWith("s:about")) find(path, `of s:abo it suggests ${await hints()}`);
  await page.keyboard.press("Enter");
  await page.keyboard.type(" ?y }");
  if ((await text(page)) !== "PREFIX s: <https://w3id.org/sourcier/ns#>\nSELECT * { ?x a s:Claim ; s:about ?y }") find(path, `completed: ${await text(page)}`);
  await ask(page);
  if ((await rows(page)) !== 100) find(path, `the completed query has ${await rows(page)} rows`);
  count("completions");
  await page.context().close();
}

/** The page below a path behind a proxy asks the endpoint there. */
async function proxied(browser) {
  const proxy = createServer((request, response) => {
    if (!request.url.startsWith("/public/money/")) {
      response.writeHead(404).end();
      return;
    }
    const { host } = new URL(root);
    const [hostname, port] = host.split(":");
    request.pipe(forward({ hostname, port, path: request.url.slice("/public/money".length), method: request.method, headers: { ...request.headers, host } }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    }));
  });
  await new Promise((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${proxy.address().port}/public/money/`;
  const page = await opened(browser, {}, origin);
  page.on("request", (request) => request.url().startsWith(root) && find("proxy", `the page asks ${request.url()}`));
  await page.goto(`${origin}en/sparql.html`);
  await ask(page, "SELECT ?claim { ?claim a s:Claim } LIMIT 3");
  if ((await rows(page)) !== 3) find("proxy", await state(page));
  count("visits behind a proxy");
  await page.context().close();
  proxy.close();
}

/** Yasgui as it is, on a page of another site. */
async function other(browser) {
  const html = `<!DOCTYPE html><meta charset="utf-8"><title>Yasgui</title><link rel="icon" href="data:,"><link rel="stylesheet" href="yasgui.min.css"><div id="y"></div><script src="yasgui.min.js"></script>
<script>window.yasgui = new Yasgui(document.getElementById("y"), { requestConfig: { endpoint: "${root}sparql" } });</script>`;
  const site = createServer((request, response) => {
    const file = request.url.slice(1);
    const type = file.endsWith(".js") ? "text/javascript" : file.endsWith(".css") ? "text/css" : "text/html";
    response.writeHead(200, { "Content-Type": type }).end(file === "" ? html : yasgui(file));
  });
  await new Promise((resolve) => site.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${site.address().port}/`;
  const page = await opened(browser, {}, origin);
  await page.goto(origin);
  await page.evaluate(() => {
    const tab = window.yasgui.getTab();
    tab.getYasqe().setValue("SELECT ?claim WHERE { ?claim a <https://w3id.org/sourcier/ns#Claim> } LIMIT 7");
    return tab.query();
  });
  await page.locator(".yasr table tbody tr").first().waitFor();
  const found = await page.locator(".yasr table tbody tr").count();
  if (found !== 7) find("Yasgui of another site", `${found} rows`);
  count("visits with Yasgui on another site");
  await page.context().close();
  site.close();
}

/** The HTML checker of the W3C. */
async function html(browser) {
  const page = await opened(browser);
  const files = [];
  for (const path of Object.keys(WORDS)) {
    const file = join(folder, path.replace("/", "-"));
    writeFileSync(file, await (await page.request.get(`${root}${path}`)).body());
    files.push(file);
  }
  try {
    execFileSync("java", ["-Xss8m", "-jar", vnu, "--errors-only", ...files], { encoding: "utf8", stdio: ["ignore", "ignore", "pipe"] });
  } catch (error) {
    find("vnu", error.stderr || error.message);
  }
  count("pages read by vnu", files.length);
  await page.context().close();
}

/** Explore narrows a view down by what its fields offer, and goes on to a page of a thing. */
async function explore(browser) {
  for (const [viewport, colorScheme] of [[WIDE, "light"], [NARROW, "dark"]]) {
    const page = await opened(browser, { viewport, colorScheme });
    const path = "en/explore.html";
    await page.goto(`${root}${path}`);
    await examine(page, `${path} whole`);
    const lines = () => page.locator("main tbody tr").count();
    const document = await page.locator("#explore-document option:not([value=''])").first().getAttribute("value");
    await page.locator("#explore-document").selectOption(document);
    await page.locator("#explore-modality").fill("announced");
    await page.getByRole("button", { name: "Show" }).click();
    if ((await lines()) === 0) find(path, `nothing is found in ${document}`);
    if ((await page.locator("main svg").count()) === 0) find(path, "the part is not drawn");
    if ((await page.locator("#explore-document").inputValue()) !== document) find(path, "the document is not kept in the form");
    await examine(page, `${path} of a document`);
    await page.goto(`${root}${path}?around=Mistral+AI&view=money`);
    if ((await lines()) === 0) find(path, "nothing is around Mistral AI");
    await page.goto(`${root}${path}?kind=nope`);
    if (!(await page.getByRole("alert").textContent()).includes("nope")) find(path, "a kind that is not there is not told");
    count("parts of views", 4);
    await page.context().close();
  }
}

async function shoot(browser) {
  mkdirSync(screenshots, { recursive: true });
  for (const path of Object.keys(WORDS)) {
    for (const [size, viewport] of [["wide", WIDE], ["narrow", NARROW]]) {
      for (const colorScheme of ["light", "dark"]) {
        const page = await opened(browser, { viewport, colorScheme });
        await page.goto(`${root}${path}`);
        const name = join(screenshots, `sparql-${path.startsWith("en") ? "en" : "fr"}-${size}-${colorScheme}`);
        await page.locator("#editor-question").selectOption("actor");
        await ask(page);
        await examine(page, `${path} ${size} ${colorScheme}`);
        await page.screenshot({ path: `${name}.png`, fullPage: true });
        await ask(page, "CONSTRUCT { ?actor s:about ?about } { ?link s:rule ?rule ; rdf:subject ?actor ; rdf:object ?about }");
        await page.getByRole("button", { name: WORDS[path].picture, exact: true }).click();
        await page.locator("figure.network .canvas").waitFor();
        await page.waitForTimeout(800);
        await page.screenshot({ path: `${name}-picture.png`, fullPage: true });
        await page.context().close();
      }
    }
  }
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--enable-precise-memory-info"] });
try {
  for (const [path, language] of [["sparql.html", "fr"], ["en/sparql.html", "en"]]) {
    await queries(browser, path);
    await questions(browser, path, language);
    await results(browser, path);
    await completion(browser, path);
  }
  const small = await opened(browser, { viewport: NARROW, colorScheme: "dark" });
  await small.goto(`${root}sparql.html`);
  await ask(small, "SELECT * { ?a ?b ?c } LIMIT 20");
  await examine(small, "narrow and dark");
  await small.context().close();
  await explore(browser);
  await proxied(browser);
  await other(browser);
  await html(browser);
  if (screenshots) await shoot(browser);
} catch (error) {
  find("check", error.stack ?? error.message);
} finally {
  await browser.close();
}
console.log(`${findings.size} findings; ${Object.entries(counts).map(([check, number]) => `${number} ${check}`).join(", ")}`);
process.exit(findings.size > 0 ? 1 : 0);
