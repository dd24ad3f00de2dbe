// What is shown: filters, search and the chosen node or link. It stands in the address after `#`, so that it can be linked to.

import { CLAIMS, type Data, END, IRI, KIND, type Link, NAME, SOURCE, STAGES, START, TARGET, folded, hasUnit, unitsOf } from "./data.js";

export interface State {
  /** What is searched for among names. */
  query: string;
  /** Keys of a unit, a stage and a kind; empty for all. */
  unit: string;
  stage: string;
  kind: string;
  /** Years; empty for no limit. */
  since: string;
  until: string;
  /** The chosen node or link, by number; -1 for none. */
  node: number;
  edge: number;
  /** How many steps around the chosen node are shown; 0 for all. */
  steps: number;
}

export const WHOLE: State = { query: "", unit: "", stage: "", kind: "", since: "", until: "", node: -1, edge: -1, steps: 0 };

/** The nodes and links that are shown. */
export interface Shown {
  nodes: Set<number>;
  edges: Set<number>;
  /** The nodes whose names have the words searched for. */
  found: Set<number>;
  /** How many links are left out only because they have no date. */
  undated: number;
}

/** Whether filters or the surroundings of a node leave something out. */
export function isWhole(state: State): boolean {
  return !(state.unit || state.stage || state.kind || state.since || state.until || state.steps);
}

function year(date: string): string {
  return /^\d{4}/.exec(date)?.[0] ?? "";
}

/** The years of all links, in order. */
export function years(data: Data): string[] {
  const all = new Set(data.edges.flatMap((edge) => [year(edge[START]), year(edge[END])]));
  all.delete("");
  return [...all].sort();
}

/** What a state shows of the data. `links` has the links of each node. */
export function shown(data: Data, links: number[][], state: State): Shown {
  const index = (all: [string, ...unknown[]][], key: string) => (key === "" ? undefined : all.findIndex((one) => one[0] === key));
  const [kind, stage] = [index(data.kinds, state.kind), index(data.stages, state.stage)];
  const dated = state.since !== "" || state.until !== "";
  let undated = 0;
  const fits = (edge: Link) => {
    if (kind !== undefined && edge[KIND] !== kind) return false;
    if (state.unit !== "" && !hasUnit(data, edge, state.unit)) return false;
    if (stage !== undefined && !edge[STAGES].includes(stage)) return false;
    if (!dated) return true;
    const [start, end] = [year(edge[START]), year(edge[END]) || year(edge[START])];
    if (start === "" && end === "") {
      undated += 1;
      return false;
    }
    return (state.since === "" || end >= state.since) && (state.until === "" || (start || end) <= state.until);
  };
  let edges = new Set<number>();
  data.edges.forEach((edge, number) => fits(edge) && edges.add(number));
  if (state.node >= 0 && state.steps > 0) edges = surroundings(data, links, edges, state);
  const nodes = new Set<number>();
  if (isWhole(state)) data.nodes.forEach((_, number) => nodes.add(number));
  for (const number of edges) {
    const edge = data.edges[number] as Link;
    nodes.add(edge[SOURCE]).add(edge[TARGET]);
  }
  if (state.node >= 0 && state.steps > 0) nodes.add(state.node);
  const words = folded(state.query).split(/\s+/).filter((word) => word !== "");
  const found = new Set<number>();
  if (words.length > 0) {
    for (const number of nodes) {
      const node = data.nodes[number];
      const name = folded(`${node?.[NAME]} ${node?.[IRI].split(/[/#]/).pop()}`);
      if (words.every((word) => name.includes(word))) found.add(number);
    }
  }
  return { nodes, edges, found, undated };
}

/** The links within some steps of the chosen node. */
function surroundings(data: Data, links: number[][], all: Set<number>, state: State): Set<number> {
  let border = new Set([state.node]);
  const seen = new Set(border);
  const near = new Set<number>();
  for (let step = 0; step < state.steps; step += 1) {
    const next = new Set<number>();
    for (const node of border) {
      for (const number of links[node] ?? []) {
        if (!all.has(number)) continue;
        near.add(number);
        const edge = data.edges[number] as Link;
        for (const end of [edge[SOURCE], edge[TARGET]]) if (!seen.has(end)) next.add(end);
      }
    }
    next.forEach((node) => seen.add(node));
    border = next;
  }
  return near;
}

/** The part of IRIs that all nodes have in common, which addresses leave out. */
function common(data: Data): string {
  const first = data.nodes[0]?.[IRI] ?? "";
  let start = first.slice(0, Math.max(first.lastIndexOf("/"), first.lastIndexOf("#")) + 1);
  for (const node of data.nodes) while (!node[IRI].startsWith(start)) start = start.slice(0, -1);
  return start;
}

/** The name of a claim's page, which is the same in both languages. */
function keyOf(address: string): string {
  return (address.split("/").pop() ?? "").replace(/\.html$/, "");
}

/** A state as it stands after `#`; "" for the whole picture. A link is named by its first claim, or else by its ends. */
export function fragment(data: Data, state: State): string {
  const set = new URLSearchParams();
  for (const name of ["query", "unit", "stage", "kind", "since", "until"] as const) if (state[name] !== "") set.set(name, state[name]);
  const edge = data.edges[state.edge];
  if (edge) {
    const claim = data.claims[edge[CLAIMS][0] ?? -1];
    set.set("link", claim ? keyOf(claim[0]) : String(state.edge));
  } else if (state.node >= 0) {
    set.set("name", (data.nodes[state.node]?.[IRI] ?? "").slice(common(data).length));
    if (state.steps > 0) set.set("steps", String(state.steps));
  }
  return set.toString();
}

/** The state of an address; what it does not have, or what is not there, is as in the whole picture. */
export function read(data: Data, hash: string): State {
  const set = new URLSearchParams(hash.replace(/^#/, ""));
  const state = { ...WHOLE, query: set.get("query") ?? "" };
  const known = (all: [string, ...unknown[]][], name: string) => {
    const key = set.get(name) ?? "";
    return all.some((one) => one[0] === key) ? key : "";
  };
  state.unit = known(unitsOf(data), "unit");
  state.stage = known(data.stages, "stage");
  state.kind = known(data.kinds, "kind");
  const all = years(data);
  for (const name of ["since", "until"] as const) state[name] = all.includes(set.get(name) ?? "") ? (set.get(name) as string) : "";
  const name = set.get("name");
  if (name !== null) {
    const start = common(data);
    state.node = data.nodes.findIndex((node) => node[IRI] === start + name);
    if (state.node >= 0) state.steps = Math.min(2, Math.max(0, Number(set.get("steps")) || 0));
  }
  const link = set.get("link");
  if (link !== null) {
    const claim = data.claims.findIndex((one) => keyOf(one[0]) === link);
    state.edge = data.edges.findIndex((edge, number) => (claim >= 0 ? edge[CLAIMS].includes(claim) : String(number) === link));
  }
  return state;
}
