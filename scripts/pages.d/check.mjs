// Checks a report in Chromium: check.mjs SITE (dossier|hostile|large) [SCREENSHOTS]. Prints findings, then counts; exit 1 if there are findings.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { network, pictures as walk } from "./graph.mjs";
import { fromFile, onServer, serve } from "./sparql.mjs";

// `require` looks into NODE_PATH, `import` does not.
const require = createRequire(import.meta.url);
const { chromium } = require("playwright-core");
// Software draws what a graphics card would.
const GRAPHICS = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"];
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const vnu = require("vnu-jar");

const [site, sort, screenshots] = process.argv.slice(2);
const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };
const root = pathToFileURL(site + sep).href;
const address = (page) => new URL(page.split(sep).map(encodeURIComponent).join("/"), root).href;

const findings = new Set();
const counts = {};
const find = (check, page, message) => {
  const finding = `${check}: ${page}: ${String(message).slice(0, 600)}`;
  if (!findings.has(finding)) console.log(finding);
  findings.add(finding);
};
const count = (check, number = 1) => (counts[check] = (counts[check] ?? 0) + number);

const done = () => Object.entries(counts).map(([check, number]) => `${number} ${check}`).join(", ");

/** A server of the report, for the page that cannot answer from a file. */
let server;

const pages = readdirSync(site, { recursive: true }).filter((path) => path.endsWith(".html")).sort();
const text = new Map(pages.map((page) => [page, readFileSync(join(site, page), "utf8")]));

/** The page of each kind that has the most on it, in the first language and in the other. */
function kinds() {
  const single = ["index", "sums", "sums-funder", "disagreements", "targets", "timeline", "documents", "names", "questions", "pictures", "method",
    "downloads", "search", "sparql", "corrections"];
  const chosen = new Map(single.filter((name) => text.has(`${name}.html`)).map((name) => [name, `${name}.html`]));
  const largest = (folder, having) => pages
    .filter((page) => page.startsWith(`${folder}${sep}`) && text.get(page).includes(having))
    .sort((one, other) => text.get(other).length - text.get(one).length)[0];
  const wanted = { "claim": ["claim", "<mark>"], "claim-with-conflict": ["claim", 'class="pair"'], "entity": ["entity", "<h1"],
    "entity-with-sums": ["entity", "<svg"], "document": ["document", "<h1"], "question": ["question", "<table"], "picture": ["picture", "<h1"] };
  for (const [name, [folder, having]] of Object.entries(wanted)) {
    const page = largest(folder, having);
    if (page) chosen.set(name, page);
    else if (sort === "dossier") find("kinds", folder, `no page has ${having}`);
  }
  return [...chosen].flatMap(([name, page]) => [[name, page], [`${name}.en`, join("en", page)]]).filter(([, page]) => text.has(page));
}

/** A context whose pages report dialogs, errors, broken policies and requests that leave the folder. */
async function context(browser, options = {}) {
  const made = await browser.newContext({ viewport: WIDE, ...options });
  const at = (page) => relative(site, decodeURIComponent(page.url().replace(/^file:\/\//, "").replace(/#.*/, "")));
  made.on("page", (page) => {
    page.on("dialog", (dialog) => {
      find("dialog", at(page), dialog.message());
      return dialog.dismiss();
    });
    page.on("console", (message) => message.type() === "error" && find("console", at(page), message.text()));
    page.on("pageerror", (error) => find("script", at(page), error.message));
    page.on("request", (request) => {
      const within = [root, server?.root, "data:", "blob:"].some((start) => start && request.url().startsWith(start));
      if (!within) find("request leaves the folder", at(page), request.url());
    });
    page.on("requestfailed", (request) => find("request fails", at(page), `${request.url()} ${request.failure()?.errorText}`));
  });
  await made.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
  });
  return made;
}

/** The HTML checker of the W3C, on pages of each kind at once. */
function html() {
  const most = { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "ignore", "pipe"] };
  const read = [...new Set([...sample(), ...chosen.map(([, page]) => page)])];
  let said = "";
  try {
    execFileSync("java", ["-Xss8m", "-jar", vnu, "--errors-only", "--format", "json", ...read.map((page) => join(site, page))], most);
  } catch (error) {
    said = error.stderr ?? "";
    if (!said.includes('"messages"')) find("vnu", site, said || error.message);
  }
  if (said.includes('"messages"')) {
    for (const one of JSON.parse(said).messages) find("vnu", one.url.replace(root, ""), `line ${one.lastLine}: ${one.message}`);
  }
  count("pages read by vnu", read.length);
}

/** What is wider than the page although it stands in no box that scrolls. Runs in the page. */
function overflow() {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth) return null;
  const scrolls = (element) => element && (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
  const wide = [...document.body.querySelectorAll("*")].filter((element) => element.getBoundingClientRect().right > page.clientWidth + 1 && !scrolls(element.parentElement));
  return `${page.scrollWidth} wide: ${wide.slice(-1).map((element) => element.outerHTML.slice(0, 200))}`;
}

/** The most pages of a folder, such as `claim`, that are opened: of many, those at equal distances. */
const MOST = 24;

/** All pages of no folder, and some of each. */
function sample() {
  const folders = new Map();
  for (const page of pages) folders.set(dirname(page), [...(folders.get(dirname(page)) ?? []), page]);
  const spread = (all) => (all.length <= MOST ? all : Array.from({ length: MOST }, (_, at) => all[Math.floor((at * all.length) / MOST)]));
  return [...folders].flatMap(([folder, all]) => (/^(en|fr|\.)$/.test(folder) ? all : spread(all)));
}

/** Pages of each kind, at both widths. */
async function open(browser) {
  const rest = sample();
  const worker = async () => {
    const page = await (await context(browser)).newPage();
    for (let path = rest.shift(); path; path = rest.shift()) {
      await page.goto(address(path));
      const now = page.viewportSize().width;
      for (const size of now === WIDE.width ? [WIDE, NARROW] : [NARROW, WIDE]) {
        if (size.width !== now) await page.setViewportSize(size);
        const wide = await page.evaluate(overflow);
        if (wide) find(`scrolls sideways at ${size.width}`, path, wide);
      }
      count("pages opened");
    }
    await page.context().close();
  };
  await Promise.all([worker(), worker()]);
}

/** axe-core on a page as it is. */
async function examine(page, path, how = "as walked") {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ["violations"], preload: false }));
  for (const { id, help, nodes } of violations) {
    find(`axe ${how}`, path, `${id}: ${help} (${nodes.length}): ${nodes[0].html.slice(0, 200)} ${nodes[0].any[0]?.message ?? ""}`);
  }
  count("views examined by axe-core");
}

/** axe-core on a page of each kind: wide and light, narrow and dark; in the other language, narrow and light. */
async function accessible(browser, chosen) {
  const views = [["light", WIDE, false], ["dark", NARROW, false], ["light", NARROW, true]];
  for (const [colorScheme, viewport, other] of views) {
    const page = await (await context(browser, { colorScheme, viewport })).newPage();
    for (const [, path] of chosen.filter(([name]) => name.endsWith(".en") === other)) {
      await page.goto(address(path));
      await examine(page, path, `${viewport.width} ${colorScheme}`);
    }
    await page.context().close();
  }
}

/** Each kind of page as PNG, wide and narrow, light and dark. */
async function pictures(browser, chosen) {
  mkdirSync(screenshots, { recursive: true });
  for (const colorScheme of ["light", "dark"]) {
    for (const viewport of [WIDE, NARROW]) {
      const page = await (await context(browser, { colorScheme, viewport })).newPage();
      for (const [name, path] of chosen.filter(([name]) => !name.endsWith(".en"))) {
        await page.goto(address(path));
        await page.screenshot({ path: join(screenshots, `${name}-${viewport.width}-${colorScheme}.png`), fullPage: true });
        count("screenshots");
      }
      await page.context().close();
    }
  }
}

/** Texts, tables and pictures of a page as a reader sees them. Runs in the page. */
function shown() {
  const main = document.querySelector("main");
  const pictures = [...main.querySelectorAll("svg, img")].map((picture) => picture.getBoundingClientRect());
  return { text: main.innerText, rows: main.querySelectorAll("tr").length, pictures: pictures.filter((box) => box.width > 50 && box.height > 20).length };
}

/** A text without blanks: lines of a picture have none between them where no script put any. */
const bare = (text) => text.replace(/\s/g, "");

/** Without JavaScript all is there but the search, which says so. */
async function withoutScripts(browser, chosen) {
  const off = await (await context(browser, { javaScriptEnabled: false })).newPage();
  const on = await (await context(browser)).newPage();
  for (const [name, path] of chosen) {
    await Promise.all([off.goto(address(path)), on.goto(address(path))]);
    const [without, having] = [await off.evaluate(shown), await on.evaluate(shown)];
    if (name.startsWith("search")) {
      if (!/JavaScript/.test(without.text)) find("without JavaScript", path, "the search does not say that it needs JavaScript");
    } else if (name.startsWith("sparql")) {
      if (!/JavaScript/.test(without.text)) find("without JavaScript", path, "the page does not say that it needs JavaScript");
    } else if (name.startsWith("picture.") || name === "picture") {
      // With JavaScript there are controls besides.
      const missing = without.text.split("\n").filter((line) => line.trim() !== "" && !bare(having.text).includes(bare(line)));
      const said = missing.filter((line) => !/JavaScript/.test(line));
      if (said.length > 0 || having.rows !== without.rows) find("without JavaScript", path, `the page has texts or rows that it lacks with JavaScript: ${said.slice(0, 3)}`);
    } else if (JSON.stringify(without) !== JSON.stringify(having)) {
      find("without JavaScript", path, "the page has other texts, rows or pictures than with it");
    }
    if (text.get(path).split("<main")[1].includes("<svg") && without.pictures === 0) find("without JavaScript", path, "its picture is not seen");
    count("pages read without JavaScript");
  }
  await Promise.all([off.context().close(), on.context().close()]);
}

/** Searches as a reader types, and opens the first result. */
async function searches(browser) {
  // These are questions about the dossier of this repository.
  if (!text.get("index.html").includes("w3id.org/sourcier/ia-france")) return;
  const page = await (await context(browser)).newPage();
  const wanted = [["search.html", "109 milliards", /109/, /claim\//], ["search.html", "elysee", /Élysée/, /(claim|entity|document)\//],
    ["en/search.html", "109", /109/, /claim\//],
    // The questions of readers, as they ask them.
    ["en/search.html", "Who pays the 109 billion?", /€109bn/, /claim\//], ["search.html", "Qui paie les 109 milliards ?", /109\u00a0Md€/u, /claim\//],
    ["en/search.html", "Do the 400 add to the 500 million?", /€400m/, /claim\//], ["search.html", "Les 400 s’ajoutent-ils aux 500 millions ?", /400\u00a0M€/u, /claim\//],
    ["en/search.html", "What became of the ten billion?", /10bn/, /claim\//], ["search.html", "Que sont devenus les dix milliards ?", /10\u00a0Md/u, /claim\//],
    ["en/search.html", "half a billion", /€500m/, /claim\//], ["search.html", "un demi-milliard", /500\u00a0M€/u, /claim\//],
    ["en/search.html", "four hundred million", /€400m/, /claim\//], ["en/search.html", "€0.4bn", /€400m/, /claim\//],
    ["search.html", "0,4 milliard", /400\u00a0M€/u, /claim\//], ["search.html", "cinq cents millions", /500\u00a0M€/u, /claim\//]];
  // Rather nothing than another figure.
  for (const [path, words] of [["en/search.html", "5 billion"], ["search.html", "cinq milliards"]]) {
    await page.goto(address(path));
    await page.locator("#search-words:not([disabled])").pressSequentially(words);
    const found = await page.locator("#search-results a").allTextContents();
    if (found.length > 0) find("search", path, `"${words}" finds ${found[0]}`);
  }
  for (const [path, words, expected, place] of wanted) {
    await page.goto(address(path));
    await page.locator("#search-words:not([disabled])").pressSequentially(words);
    const first = page.locator("#search-results a").first();
    const found = await first.textContent({ timeout: 5000 }).catch(() => null);
    if (!found || !expected.test(found)) {
      find("search", path, `"${words}" finds ${found ?? "nothing"}`);
      continue;
    }
    await first.click();
    await page.waitForLoadState();
    const heading = await page.locator("h1").textContent();
    if (!place.test(page.url()) || !expected.test(await page.locator("main").innerText())) {
      find("search", path, `the first result of "${words}" opens ${page.url()}, ${heading}`);
    }
    count("searches");
  }
  await page.context().close();
}

/** From the start page to a passage by keyboard alone. */
async function keyboard(browser) {
  for (const start of ["index.html", "en/index.html"]) {
    const page = await (await context(browser)).newPage();
    await page.goto(address(start));
    const focused = () => page.evaluate(() => {
      const element = document.activeElement;
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      return { skip: element.matches(".skip"), main: !!element.closest("main"), href: element.href ?? "", seen: box.left >= 0 && box.width > 0,
        outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 };
    });
    await page.keyboard.press("Tab");
    const first = await focused();
    if (!first.skip || !first.seen) find("keyboard", start, "the first Tab does not show the skip link");
    await page.keyboard.press("Enter");
    let tabs = 0;
    let now;
    do {
      await page.keyboard.press("Tab");
      now = await focused();
      tabs += 1;
      if (!now.main) find("keyboard", start, `Tab ${tabs} after the skip link leaves the content`);
      if (!now.outlined) find("keyboard", start, `what has the focus is not outlined: ${now.href}`);
    } while (now.main && !/\/claim\//.test(now.href) && tabs < 60);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/claim\//, { timeout: 5000 }).catch(() => find("keyboard", start, `no claim opens, after ${tabs} Tabs`));
    if (!(await page.locator("main blockquote mark").first().isVisible())) find("keyboard", page.url(), "no figure is marked in its words");
    count("walks by keyboard");
    await page.context().close();
  }
}

const chosen = kinds();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", ...GRAPHICS] });
const tools = { address, context, count, examine, find, sizes: [WIDE, NARROW] };
const drawn = pages.filter((page) => /(^|[/\\])picture[/\\]/.test(page) && text.get(page).includes("assets/graph.js"));

/** The page that answers SPARQL, in both languages. */
async function sparql() {
  server = await serve(site);
  for (const path of ["sparql.html", "en/sparql.html", "fr/sparql.html"].filter((path) => text.has(path))) {
    const language = /<html lang="(\w+)"/.exec(text.get(path))[1];
    await fromFile(browser, path, tools);
    await onServer(browser, path, language, site, { ...tools, server });
  }
  server.close();
}

/** Pictures: the largest in the first language, the next in the other; those by WebGL. */
async function graphs() {
  const large = drawn.filter((page) => text.get(page).includes("assets/network.js"));
  for (const path of large) await network(browser, path, tools);
  const own = drawn.filter((page) => !large.includes(page)).sort((one, other) => text.get(other).length - text.get(one).length);
  const [first, other] = [own.filter((page) => !/^(en|fr)\b/.test(page)), own.filter((page) => /^(en|fr)\b/.test(page))];
  const money = own.filter((page) => page.endsWith("money.html"));
  await walk(browser, [...new Set([...first.slice(0, 1), ...other.slice(1, 2), ...money])], tools);
}

const checks = [() => withoutScripts(browser, chosen), () => accessible(browser, chosen), () => open(browser)];
if (sort !== "hostile") checks.unshift(graphs);
if (sort === "dossier") checks.unshift(sparql);
if (screenshots) checks.push(() => pictures(browser, chosen));
if (sort === "dossier") checks.unshift(() => searches(browser), () => keyboard(browser));
try {
  for (const check of checks) {
    await check();
    console.log(`${sort}: so far ${done()}`);
  }
} finally {
  await browser.close();
}
html();
console.log(`${sort}: ${done()}; ${findings.size === 0 ? "nothing found" : `${findings.size} findings`}`);
process.exitCode = findings.size === 0 ? 0 : 1;
