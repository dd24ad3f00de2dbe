// Adds entities, a document and a claim with hostile texts to a copy of the invented dossier.

import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";

const dossier = process.argv[2];
const HOSTILE = [
  "</script><script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "javascript:alert(1)",
  "x".repeat(10_000),
  "\u202eright to left",
  "שלום עולם",
  "../../x",
  "'); alert(1); ('",
];

/** A row of a table, from the values of some of its columns. */
function row(table, values) {
  const columns = readFileSync(join(dossier, "data", table), "utf8").split("\n")[0].trim().split(",");
  for (const column of Object.keys(values)) if (!columns.includes(column)) throw new Error(`${table} has no column ${column}`);
  const cells = columns.map((column) => `"${(values[column] ?? "").replaceAll('"', '""')}"`);
  appendFileSync(join(dossier, "data", table), `${cells.join(",")}\n`);
}

HOSTILE.forEach((text, at) => {
  row("entities.csv", { key: `hostile-${at}`, class: "Programme", label_fr: text, label_en: text, note: text });
  row("claims.csv", {
    key: `hostile-${at}`, document: "gazette-2024", start: "22", end: "128", as_written: "12 millions d’euros",
    about: `hostile-${at}`, kind: "funding", minimum: "12000000", maximum: "12000000", unit: "EUR", unit_basis: "written", wording: "exact",
    measure_role: "total", speaker: `hostile-${(at + 1) % HOSTILE.length}`, funder: `hostile-${at}`, occasion: "piscine",
    modality: "announced", when: "2024-09-03", when_basis: "written", reading: "clear", note: text,
  });
  row("claim-links.csv", { claim: `hostile-${at}`, relation: "does-not-fit", other: "g-plan", reason: text });
});
row("documents.csv", {
  key: "hostile", title: HOSTILE[0], publisher: "hostile-5", author: "hostile-0", published: "2024-09-04", published_basis: "written",
  address: HOSTILE[2], language: "fr", file: "../../x", completeness: "whole", note: HOSTILE[1],
});
