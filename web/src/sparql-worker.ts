// Loads the graph into Oxigraph, compiled to WebAssembly, and answers queries.

import init, { type Literal, type NamedNode, Store, namedNode } from "oxigraph/web.js";
import type { Answer, Asked, Loading, Value } from "./sparql/protocol.js";

interface Term {
  type: "uri" | "bnode" | "literal" | "triple";
  value: unknown;
}

const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const LABELS = ["http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/2004/02/skos/core#prefLabel", "http://purl.org/dc/terms/title"];

let store: Store | undefined;
let settings: Loading;
const known = new Map<string, Value>();

const say = (answer: Answer) => postMessage(answer);

async function fetched(address: string): Promise<Response> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response;
}

/** The module; a server may have unpacked it on the way. */
async function wasm(address: string): Promise<WebAssembly.Module> {
  const bytes = await (await fetched(address)).arrayBuffer();
  const start = new Uint8Array(bytes, 0, 2);
  if (start[0] !== 0x1f || start[1] !== 0x8b) return WebAssembly.compile(bytes);
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return WebAssembly.compile(await new Response(unpacked).arrayBuffer());
}

async function load(loading: Loading): Promise<void> {
  settings = loading;
  const [module, graph] = await Promise.all([wasm(loading.wasm), fetched(loading.graph).then((response) => response.text())]);
  await init({ module_or_path: module });
  store = new Store();
  store.load(graph, { format: "application/n-quads", no_transaction: true });
  say({ type: "ready", size: store.size });
}

/** The form of a query: its first keyword outside of comments, IRIs and declarations. */
function form(text: string): string {
  const bare = text.replace(/<[^<>"{}|^`\\\s]*>|#[^\n\r]*/g, (part) => (part.startsWith("<") ? "<>" : ""));
  const rest = bare.replace(/^(\s*(PREFIX\s+[^\s:]*:\s*<>|BASE\s+<>))*/i, "");
  return /^\s*(\w+)/.exec(rest)?.[1]?.toUpperCase() ?? "";
}

/** An IRI with the name and the page of its thing. */
function thing(iri: string): Value {
  const before = known.get(iri);
  if (before) return before;
  const made: Value = { value: iri, iri: true };
  const node = namedNode(iri);
  const names = LABELS.flatMap((property) => store?.match(node, namedNode(property), null) ?? []).map((quad) => quad.object as Literal);
  const label = (names.find((name) => name.language === settings.language) ?? names[0])?.value;
  if (label) made.label = label;
  const classes = (store?.match(node, namedNode(TYPE), null) ?? []).map((quad) => (quad.object as NamedNode).value);
  const pages = settings.pages.find((one) => classes.includes(one.class));
  if (pages) {
    const key = iri.split(/[/#]/).pop() ?? "";
    made.page = `${pages.folder}/${pages.odd[iri] ?? key}.html`;
    made.label ??= key;
  }
  known.set(iri, made);
  return made;
}

/** A term as people read it. */
function value(term: Term | undefined): Value | null {
  if (!term) return null;
  if (term.type === "uri") return thing(String(term.value));
  if (term.type === "bnode") return { value: `_:${String(term.value)}`, iri: false };
  return { value: typeof term.value === "string" ? term.value : JSON.stringify(term.value), iri: false };
}

function ask(text: string): void {
  if (!store) throw new Error("not loaded");
  if (["CONSTRUCT", "DESCRIBE"].includes(form(text))) {
    const turtle = store.query(text, { results_format: "application/n-triples" }) as string;
    say({ type: "graph", text: turtle, count: turtle.split("\n").filter((line) => line !== "").length });
    return;
  }
  const json = JSON.parse(store.query(text, { results_format: "application/sparql-results+json" }) as string) as {
    head: { vars?: string[] };
    boolean?: boolean;
    results?: { bindings: Record<string, Term>[] };
  };
  if (json.boolean !== undefined) {
    say({ type: "boolean", value: json.boolean });
    return;
  }
  const variables = json.head.vars ?? [];
  say({ type: "rows", variables, rows: (json.results?.bindings ?? []).map((row) => variables.map((variable) => value(row[variable]))) });
}

addEventListener("message", ({ data }: MessageEvent<Loading | Asked>) => {
  const failed = (loading: boolean) => (error: unknown) => say({ type: "failed", loading, why: error instanceof Error ? error.message : String(error) });
  if (data.type === "load") load(data).catch(failed(true));
  else {
    try {
      ask(data.text);
    } catch (error) {
      failed(false)(error);
    }
  }
});
