// The whole answer of a query as a file, in the formats that the endpoint has.

import { fill } from "../graph/data.js";
import { button, make } from "../graph/details.js";
import { MOST_BYTES, Refused, whole } from "./answer.js";
import type { Data } from "./data.js";

const ROWS: [string, string, string][] = [
  ["CSV", "text/csv", "csv"], ["TSV", "text/tab-separated-values", "tsv"], ["JSON", "application/sparql-results+json", "srj"], ["XML", "application/sparql-results+xml", "srx"],
];
const GRAPHS: [string, string, string][] = [
  ["Turtle", "text/turtle", "ttl"], ["N-Triples", "application/n-triples", "nt"], ["JSON-LD", "application/ld+json", "jsonld"], ["RDF/XML", "application/rdf+xml", "rdf"],
];

/** Buttons for the formats of an answer. */
export function files(data: Data, endpoint: string, query: string, name: string, graph: boolean): HTMLElement {
  const { words, language } = data;
  const box = make("p", "", { class: "acts" });
  const state = make("span", "", { role: "status" });
  const megabytes = (bytes: number) => new Intl.NumberFormat(language, { maximumSignificantDigits: 3 }).format(bytes / 1e6);
  const made = (graph ? GRAPHS : ROWS).map(([title, type, extension]) => button(title, () => {
    for (const one of made) one.disabled = true;
    const stop = new AbortController();
    window.addEventListener("pagehide", () => stop.abort(), { once: true });
    whole(endpoint, query, type, stop.signal, (bytes) => (state.textContent = fill(words.received, megabytes(bytes))))
      .then((file) => {
        if (file === "large") {
          state.textContent = fill(words.notSaved, fill(words.tooLarge, megabytes(MOST_BYTES)));
          return;
        }
        const link = make("a", "", { href: URL.createObjectURL(file), download: `${name}.${extension}` });
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
        state.textContent = fill(words.saved, link.download, megabytes(file.size));
      })
      .catch((error: unknown) => {
        const why = error instanceof Refused ? error.message : error instanceof Error ? error.message : String(error);
        state.textContent = fill(words.notSaved, why);
      })
      .finally(() => made.forEach((one) => (one.disabled = false)));
  }));
  box.append(make("span", words.download ?? ""), ...made, state);
  return box;
}
