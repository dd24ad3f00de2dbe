// Names and pages of things, asked of the endpoint once for each.

import { post } from "./answer.js";
import type { Data } from "./data.js";

export interface Named {
  label?: string;
  page?: string;
}

const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const LABELS = ["http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/2004/02/skos/core#prefLabel", "http://purl.org/dc/terms/title"];
/** The most IRIs of one question. */
const MOST = 400;

interface Row {
  thing: { value: string };
  property: { value: string };
  value: { value: string; "xml:lang"?: string };
}

export class Names {
  private readonly known = new Map<string, Named>();

  constructor(private readonly data: Data, private readonly endpoint: string) {}

  get(iri: string): Named {
    return this.known.get(iri) ?? {};
  }

  /** Asks for those that are not known. Without an answer, things are shown by their IRIs. */
  async ask(iris: Iterable<string>): Promise<void> {
    const asked = [...new Set(iris)].filter((iri) => !this.known.has(iri) && !/[<>"{}|^`\\\s]/.test(iri));
    for (let at = 0; at < asked.length; at += MOST) {
      const some = asked.slice(at, at + MOST);
      const list = (all: string[]) => all.map((iri) => `<${iri}>`).join(" ");
      const query = `SELECT ?thing ?property ?value { VALUES ?property { ${list([TYPE, ...LABELS])} } VALUES ?thing { ${list(some)} } ?thing ?property ?value }`;
      try {
        const response = await post(this.endpoint, query, "application/sparql-results+json");
        const found = (await response.json()) as { results: { bindings: Row[] } };
        for (const iri of some) this.known.set(iri, {});
        for (const row of found.results.bindings) this.add(row);
      } catch {
        return;
      }
    }
  }

  private add({ thing, property, value }: Row): void {
    const known = this.known.get(thing.value);
    if (!known) return;
    if (property.value === TYPE) {
      const pages = this.data.pages.find((one) => one.class === value.value);
      const key = thing.value.split(/[/#]/).pop() ?? "";
      if (pages) known.page = `${pages.folder}/${pages.odd[thing.value] ?? key}.html`;
    } else if (known.label === undefined || value["xml:lang"] === this.data.language) known.label = value.value;
  }
}
