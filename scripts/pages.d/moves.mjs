// Measures how a large picture moves in Chromium without a graphics card: moves.mjs PAGE. For docs/benchmarks.md; no test.
//
//     node scripts/pages.d/large.mjs deals.csv 20000 50000; sourcier init large --tables deals.csv
//     sed -i /^LIMIT/d large/queries/views/links.rq; sourcier -C large report -o site
//     NODE_PATH=... node scripts/pages.d/moves.mjs site/picture/links.html

import { loadavg } from "node:os";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const { chromium } = createRequire(import.meta.url)("playwright-core");
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"] });
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
page.setDefaultTimeout(120_000);

/** Frames a second for five seconds, in each of which `draw` changes something. Runs in the page. */
function frames(what) {
  const canvas = document.querySelector(what === "blank" ? "canvas" : ".canvas");
  const gl = what === "blank" ? canvas.getContext("webgl2") : null;
  return new Promise((done) => {
    const start = performance.now();
    let count = 0;
    const step = () => {
      count += 1;
      if (gl) {
        gl.clearColor(count % 2, 0, 0, 1);
        gl.clear(gl.COLOR_BUFFER_BIT);
      } else canvas.dispatchEvent(new KeyboardEvent("keydown", { key: count % 40 < 20 ? "ArrowLeft" : "ArrowRight" }));
      const passed = performance.now() - start;
      if (passed < 5000) requestAnimationFrame(step);
      else done(Math.round((count / passed) * 10_000) / 10);
    };
    requestAnimationFrame(step);
  });
}

await page.setContent('<canvas width="1038" height="675"></canvas>');
console.log(`an empty canvas: ${await page.evaluate(frames, "blank")} frames a second (load ${loadavg()[0].toFixed(1)})`);
await page.goto(pathToFileURL(resolve(process.argv[2])).href);
await page.locator("figure.network canvas").first().waitFor();
await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
const ready = await page.evaluate(() => Math.round(performance.now()));
console.log(`${await page.locator("#graph-state").textContent()} Drawn ${ready} ms after it was opened.`);
for (const round of [1, 2, 3]) console.log(`moves ${round}: ${await page.evaluate(frames, "picture")} frames a second`);
const times = await page.evaluate(() => {
  const from = performance.now();
  const input = document.getElementById("graph-search");
  input.value = "company 00001";
  input.dispatchEvent(new Event("input"));
  const found = performance.now();
  document.querySelector("#graph-found button").click();
  const chosen = performance.now();
  document.querySelector("#graph-details button").click();
  return [found - from, chosen - found, performance.now() - chosen].map(Math.round);
});
console.log(`search ${times[0]} ms, choice of a name ${times[1]} ms, its neighbours ${times[2]} ms`);
await browser.close();
