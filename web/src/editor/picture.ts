// An answer as a picture: the links of its rows, drawn as pictures of the dossier are.

import { type Data as Graph, type Link, type Point, around, brief, fill } from "../graph/data.js";
import { button, details, make } from "../graph/details.js";
import { offer } from "../graph/download.js";
import type { Shown, State } from "../graph/state.js";
import { WHOLE } from "../graph/state.js";
import { type Answer, terms } from "./answer.js";
import { type Data, short } from "./data.js";
import { place } from "./layout.js";
import type { Names } from "./names.js";
import type { Term } from "./terms.js";

/** The most rows that are drawn. */
const MOST = 1_000;
/** Colours of things of the dossier, of addresses elsewhere, of texts and numbers. */
const COLOURS = ["#1b6e53", "#0b5a7a", "#8a6d3b"];

interface Drawn {
  term: Term;
  number: number;
}

/** Which columns are linked, and which one names the link: subject, predicate and object; source and target; or else the first thing with each further one. */
export function links(columns: string[], row: (Term | null)[]): [Term, Term, Term | string][] {
  const at = (...names: string[]) => columns.findIndex((column) => names.includes(column.toLowerCase()));
  const [subject, predicate, object] = [at("subject", "s"), at("predicate", "property", "p"), at("object", "value", "o")].map((column) => row[column]);
  if (subject && predicate && object) return [[subject, object, predicate]];
  const [source, target] = [row[at("source")], row[at("target")]];
  if (source && target) return [[source, target, row[at("label")] ?? row[at("kind")] ?? ""]];
  const things = row.flatMap((term, column) => (term?.kind === "iri" || term?.kind === "blank" ? [{ term, column }] : []));
  const [first, ...others] = things;
  if (!first) return [];
  if (columns.length === 3 && things.length >= 2 && things[1]?.column === 1 && row[0] && row[1] && row[2]) return [[row[0], row[2], row[1]]];
  return others.map(({ term, column }) => [first.term, term, (columns[column] ?? "").replaceAll("_", " ")]);
}

export class Pictured {
  readonly root = make("div");

  constructor(private readonly data: Data, private readonly names: Names, private readonly answer: Answer) {}

  private label(term: Term | string): string {
    if (typeof term === "string") return term;
    return term.kind === "iri" ? (this.names.get(term.value).label ?? short(this.data.prefixes, term.value)) : term.value;
  }

  /** Draws the picture once the names are known and the script that draws is there. */
  async draw(): Promise<void> {
    const { words, network } = this.data;
    const rows = this.answer.lines.slice(0, MOST).map((line) => links(this.answer.columns, terms(this.answer, line)));
    const all = rows.flat();
    if (all.length === 0) {
      this.root.replaceChildren(make("p", words.undrawn ?? ""));
      return;
    }
    const iris = all.flat().flatMap((term) => (typeof term !== "string" && term.kind === "iri" ? [term.value] : []));
    await Promise.all([this.names.ask(iris), loaded(network)]);
    this.fill(this.graph(all), rows.length);
  }

  private graph(all: [Term, Term, Term | string][]): Graph {
    const { data } = this;
    const known = new Map<string, Drawn>();
    const numbered = (term: Term): number => {
      const key = `${term.kind} ${term.value} ${term.language ?? ""}`;
      const found = known.get(key) ?? { term, number: known.size };
      known.set(key, found);
      return found.number;
    };
    const edges = all.map(([from, to, name]): Link => [numbered(from), numbered(to), 0, -1, [], "", "", "", this.label(name), [], 1, "other", "", "", 0, "", ""]);
    const places = place(known.size, edges);
    const sort = (term: Term) => (term.kind !== "iri" ? 2 : term.value.startsWith(data.base) ? 0 : 1);
    const nodes = [...known.values()].map(({ term, number }): Point => {
      const page = term.kind === "iri" ? (this.names.get(term.value).page ?? "") : "";
      return [term.kind === "iri" ? term.value : "", this.label(term), sort(term), page, places[number]?.[0] ?? 0, places[number]?.[1] ?? 0];
    });
    const classes = [data.words.things, data.words.elsewhere, data.words.values].map((name, at): [string, string] => [name ?? "", COLOURS[at] ?? ""]);
    return { title: data.title, source: "", language: data.language, large: true, words: data.picture, classes, kinds: [["", ""]], units: [], stages: [], claims: [], lines: [], nodes, edges };
  }

  private fill(graph: Graph, rows: number): void {
    const { words, language } = this.data;
    const number = new Intl.NumberFormat(language);
    const said = fill(words.drawn, number.format(graph.nodes.length), number.format(graph.edges.length), number.format(rows), number.format(this.answer.lines.length));
    const frame = make("figure", "", { class: "view network" });
    const box = make("section", "", { id: "graph-details" });
    const incident = around(graph);
    const shown: Shown = { nodes: new Set(graph.nodes.keys()), edges: new Set(graph.edges.keys()), found: new Set(), undated: 0 };
    const choose = (node: number, edge: number): void => {
      const state: State = { ...WHOLE, node, edge, steps: -1 };
      picture?.show(shown, state);
      details(box, graph, incident, shown, state, { steps: () => undefined, close: () => choose(-1, -1), choose });
      box.querySelector("h2")?.focus({ preventScroll: true });
    };
    this.root.replaceChildren(make("p", said), frame, box);
    const picture = window.sourcierNetwork?.(frame, graph, choose);
    box.hidden = true;
    if (!picture) {
      frame.replaceWith(make("p", words.webgl ?? "", { class: "warning" }));
      return;
    }
    picture.show(shown, { ...WHOLE });
    const acts = make("p", "", { class: "acts" });
    acts.append(button(graph.words.svg ?? "", () => offer("answer.svg", "image/svg+xml", picture.svg())));
    const names = make("details");
    const list = make("div", "", { id: "graph-names" });
    const order = [...graph.nodes.keys()].sort((one, other) => (incident[other]?.length ?? 0) - (incident[one]?.length ?? 0) || one - other);
    list.append(...order.slice(0, 60).map((node) => button(brief(graph.nodes[node]?.[1] ?? ""), () => choose(node, -1))));
    names.append(make("summary", graph.words.nodes ?? ""), list);
    frame.after(acts, names);
  }
}

/** Adds the script that draws, once. */
function loaded(address: string): Promise<void> {
  if (window.sourcierNetwork) return Promise.resolve();
  return new Promise((resolve) => {
    const script = make("script", "", { src: address });
    for (const end of ["load", "error"]) script.addEventListener(end, () => resolve());
    document.head.append(script);
  });
}
