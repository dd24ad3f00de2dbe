// Walks the pictures as a reader would: filters, search, surroundings of a name, links to a state, downloads, keyboard.

import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What the picture, the list and the line above the picture say is shown. Runs in the page. */
function state() {
  const marks = [...document.querySelectorAll("figure.view svg [data-edges]")].filter((mark) => !mark.closest(".gone"));
  const nodes = [...document.querySelectorAll("figure.view svg [data-node]")].filter((mark) => !mark.closest(".gone"));
  const numbers = (document.getElementById("graph-state")?.textContent ?? "").match(/\d+/g)?.map(Number) ?? [];
  return {
    drawn: new Set(marks.flatMap((mark) => mark.dataset.edges.split(" "))).size,
    names: new Set(nodes.map((node) => node.dataset.node)).size,
    said: numbers.slice(0, 4),
    rows: document.querySelectorAll("#graph-list tbody tr").length,
    text: document.getElementById("graph-state")?.textContent,
    box: document.querySelector("figure.view svg")?.getAttribute("viewBox"),
    list: document.querySelector("#graph-list tbody")?.textContent,
    focus: document.activeElement?.closest("#graph-details, figure.view, #graph-controls")?.id || document.activeElement?.closest("figure")?.className || "",
  };
}

/** The lines and words of the picture that are of no link of a stage. Runs in the page. */
function others(stage) {
  const { stages, edges } = window.sourcierGraph;
  const place = stages.findIndex(([key]) => key === stage);
  const is = (number) => edges[number][4].includes(place);
  const seen = [...document.querySelectorAll("figure.view svg :is([data-edges], [data-lines])")].filter((mark) => !mark.closest(".gone"));
  const numbers = (mark) => (mark.dataset.lines ?? mark.dataset.edges).split(" ").map(Number);
  return seen.filter((mark) => !(mark.dataset.lines ? numbers(mark).some(is) : numbers(mark).every(is))).map((mark) => mark.textContent);
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** The entries of the legend that are of no link that is shown, or between which a row is empty. Runs in the page. */
function legend() {
  const seen = new Set([...document.querySelectorAll("figure.view svg [data-edges]")].filter((mark) => !mark.closest(".gone")).flatMap((mark) => mark.dataset.edges.split(" ")));
  const entries = [...document.querySelectorAll("figure.view svg [data-part=legend] > g")].filter((entry) => !entry.closest(".gone"));
  const wrong = entries.filter((entry) => entry.dataset.shows !== undefined && !entry.dataset.shows.split(" ").some((edge) => seen.has(edge))).map((entry) => entry.textContent);
  const rows = [...new Set(entries.map((entry) => Number(/ ([\d.]+)\)/.exec(entry.getAttribute("transform"))?.[1])))].sort((one, other) => one - other);
  return [...wrong, ...rows.slice(1).flatMap((row, at) => (row - rows[at] > 40 ? [`an empty row above ${row}`] : []))];
}

/** Files that a button gives. */
async function downloaded(page, name) {
  const [file] = await Promise.all([page.waitForEvent("download", { timeout: 10_000 }), page.locator(".acts button", { hasText: name }).click()]);
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), "utf8") };
}

/** Filters of a picture: picture, list and line agree, and each choice leaves something. */
async function filters(page, path, { find }) {
  const whole = await page.evaluate(state);
  if (whole.drawn !== whole.said[0] || whole.said[0] !== whole.said[1] || whole.names !== whole.said[3]) find("graph", path, `the whole picture: ${JSON.stringify(whole.said)}`);
  let narrower = 0;
  for (const select of await page.locator("#graph-controls select").all()) {
    const options = await select.locator("option").all();
    let chosen = 0;
    for (const option of options.slice(1)) {
      await select.selectOption(await option.getAttribute("value"));
      const now = await page.evaluate(state);
      // Links side by side are one line: it stays while one of them is shown.
      if (now.drawn < now.said[0] || now.names !== now.said[2] || now.rows === 0 || now.rows > now.drawn) find("graph", path, `${await option.textContent()}: drawn ${now.drawn}, ${now.names}; said ${now.said}; ${now.rows} rows`);
      if ((await select.getAttribute("id")) === "graph-stage") {
        const wrong = await page.evaluate(others, await option.getAttribute("value"));
        if (wrong.length > 0) find("graph", path, `${await option.textContent()}: the picture shows other stages: ${wrong}`);
      }
      narrower += now.said[0] < whole.said[0] ? 1 : 0;
      chosen += now.said[0];
    }
    // A link has one unit, none, or no amount.
    if ((await select.getAttribute("id")) === "graph-unit" && chosen !== whole.said[0]) find("graph", path, `its units choose ${chosen} of ${whole.said[0]} links`);
    await select.selectOption("");
  }
  if (narrower === 0 && (await page.locator("#graph-controls select").count()) > 0) find("graph", path, "no filter leaves anything out");
  const again = await page.evaluate(state);
  if (!same({ ...again, focus: "" }, { ...whole, focus: "" })) find("graph", path, "after all filters the picture or the list is not as before");
  return whole;
}

/** From a search by keyboard to the surroundings of a name and its claims; the address and the files say the same. */
async function surroundings(page, path, whole, tools) {
  const { find, context, browser } = tools;
  // The name that most links of the list begin with.
  const name = await page.evaluate(() => {
    const all = [...document.querySelectorAll("#graph-list tbody td:first-child")].map((cell) => cell.textContent);
    return all.sort((one, other) => all.filter((cell) => cell === other).length - all.filter((cell) => cell === one).length)[0];
  });
  await page.locator("#graph-search").fill(name.slice(0, 30));
  const found = page.locator("#graph-found button").first();
  await found.focus();
  await page.keyboard.press("Enter");
  const chosen = await page.evaluate(state);
  if (chosen.focus !== "graph-details") find("graph", path, `the focus is not at the details of “${name}”, but at ${chosen.focus}`);
  const buttons = page.locator("#graph-details button");
  await buttons.first().click();
  const near = await page.evaluate(state);
  const links = await page.locator("#graph-details > ul > li").count();
  if (near.said[0] !== links || near.drawn < links) find("graph", path, `around “${name}”: ${links} links are listed, ${near.drawn} drawn, ${near.said[0]} said`);
  if (near.said[0] >= whole.said[0] && whole.said[0] > 3) find("graph", path, `the surroundings of “${name}” are the whole picture`);
  const unseen = await page.evaluate(legend);
  if (unseen.length > 0) find("graph", path, `around “${name}” the legend has ${unseen}`);
  const wide = await page.evaluate(() => document.querySelector("figure.view svg")?.viewBox.baseVal.width ?? 0);
  if (wide > Number(whole.box?.split(" ")[2])) find("graph", path, `a picture of ${links} links is ${wide} wide`);
  const other = await (await context(browser)).newPage();
  await other.goto(await page.locator("#graph-link").evaluate((link) => link.href));
  if (!same((await other.evaluate(state)).text, near.text)) find("graph", path, "the link to this state shows another one");
  await other.goto(await page.locator("a.language").evaluate((link) => link.href));
  if (!same((await other.evaluate(state)).said, near.said)) find("graph", path, "the page in the other language shows another state");
  await other.context().close();
  const svg = await downloaded(page, "SVG");
  const [title, circles] = await page.evaluate((text) => {
    const read = new DOMParser().parseFromString(text, "image/svg+xml");
    return [read.querySelector("parsererror")?.textContent ?? read.documentElement.textContent, read.querySelectorAll("g > text, circle").length];
  }, svg.text);
  const heading = await page.locator("h1").textContent();
  if (!title.includes(heading) || !/20\d\d/.test(title) || circles === 0 || !svg.name.endsWith(".svg")) find("graph", path, `the SVG lacks title, date or names: ${svg.name} ${title.slice(0, 200)}`);
  const csv = await downloaded(page, "CSV");
  const rows = csv.text.split("\r\n").length - 2;
  if (rows !== near.said[0]) find("graph", path, `the CSV has ${rows} rows of ${near.said[0]}`);
  if (!/https?:\/\/\S+\/claim\//.test(csv.text)) find("graph", path, "the CSV names no claim by its permanent address");
}

/** By keyboard: Tab reaches the picture, arrow keys its elements, Enter shows claims, Escape leads back. */
async function keyboard(page, path, { find }) {
  await page.locator("#graph-search").focus();
  const inside = () => page.evaluate(() => document.activeElement.closest("figure.view svg") !== null);
  for (let tabs = 0; tabs < 12 && !(await inside()); tabs += 1) await page.keyboard.press("Tab");
  const first = await page.evaluate(() => document.activeElement.outerHTML.slice(0, 300));
  await page.keyboard.press("ArrowRight");
  const second = await page.evaluate(() => document.activeElement.outerHTML.slice(0, 300));
  if (first === second || !(await inside())) find("graph", path, "the arrow keys do not move in the picture");
  await page.keyboard.press("Enter");
  const shown = await page.evaluate(state);
  if (shown.focus !== "graph-details") find("graph", path, "Enter shows no details");
  const claims = page.locator('#graph-details a[href*="claim/"]');
  const address = (await claims.count()) === 0 ? "" : await claims.first().evaluate((link) => link.href);
  if (address === "" || !existsSync(fileURLToPath(address))) find("graph", path, `the details lead to no claim: “${address}”`);
  await page.keyboard.press("Escape");
  if (!(await page.evaluate(state)).focus.includes("view") || (await page.locator("#graph-details").isVisible())) find("graph", path, "Escape does not lead back into the picture");
}

/** Pictures of the program's own drawing. */
export async function pictures(browser, paths, tools) {
  const { context, address, count, examine } = tools;
  for (const path of paths) {
    const page = await (await context(browser, { acceptDownloads: true })).newPage();
    await page.goto(address(path));
    await page.locator("#graph-controls").waitFor();
    const whole = await filters(page, path, tools);
    await keyboard(page, path, tools);
    await surroundings(page, path, whole, { ...tools, browser });
    await examine(page, path);
    await page.locator("figure.view svg [data-node]:visible").first().hover();
    if ((await page.locator("figure.view svg.dim .lit").count()) === 0) tools.find("graph", path, "hovering lights nothing");
    await page.locator("#graph-controls > button").click();
    const again = await page.evaluate(state);
    if (!same({ ...again, focus: "" }, { ...whole, focus: "" })) tools.find("graph", path, "“Show everything” does not show the picture as it was");
    count("pictures walked");
    await page.context().close();
  }
}

/** A picture that is drawn by WebGL. */
export async function network(browser, path, tools) {
  const { context, address, count, find, examine } = tools;
  for (const viewport of tools.sizes) {
    const page = await (await context(browser, { acceptDownloads: true, viewport })).newPage();
    await page.goto(address(path));
    await page.locator("figure.network canvas").first().waitFor();
    const [all] = (await page.evaluate(state)).said;
    await page.waitForTimeout(500);
    // An empty picture of this size has some three thousand bytes.
    const shot = await page.locator("figure.network .canvas").screenshot();
    if (shot.length < 10_000) find("network", path, `the picture is empty: ${shot.length} bytes as PNG`);
    if ((await page.locator("figure.network .legend .sample.line").count()) === 0) find("network", path, "the legend does not say what lines are");
    await page.locator("#graph-search").fill("company 00001");
    await page.locator("#graph-found button").first().click();
    await page.locator("#graph-details button").first().click();
    const near = await page.evaluate(state);
    const links = await page.locator("#graph-details > ul > li").count();
    if (near.said[0] !== links || near.said[0] >= all) find("network", path, `around a name: ${links} listed, ${near.text}`);
    const svg = await downloaded(page, "SVG");
    if (!svg.text.includes("<circle") || !/20\d\d|Source/.test(svg.text)) find("network", path, "the SVG has no names or no source");
    await page.locator(".canvas").focus();
    for (const key of ["ArrowLeft", "+", "-", "0"]) await page.keyboard.press(key);
    await examine(page, path);
    count("large pictures walked");
    await page.context().close();
  }
}
