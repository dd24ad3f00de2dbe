// The data of a picture, as `src/site/graph.rs` writes them, and what is looked up in them.

/** A link: source, target, kind, unit or -1, stages, first and last date, amount, label, claims, 1 if it has a direction, channel, the
 * date as people read it, why its sum does not count by itself, 1 if it no longer stands, its stage in a word, who says it, and in a large
 * picture how it is drawn. */
export type Link = [number, number, number, number, number[], string, string, string, string, number[], 0 | 1, string, string, string, 0 | 1, string, string, number?];

/** A node: IRI, name, class, address of its page or "", and its coordinates in a large picture. */
export type Point = [string, string, number, string, number?, number?];

export interface Data {
  title: string;
  source: string;
  language: string;
  large: boolean;
  words: Record<string, string>;
  /** Name and colour. */
  classes: [string, string][];
  /** Key and name. */
  kinds: [string, string][];
  units: [string, string][];
  /** Key, name, place among stages. */
  stages: [string, string, number | null][];
  /** Address, sentence, 1 if it no longer stands, IRI. */
  claims: [string, string, 0 | 1, string][];
  /** How links are drawn in a large picture: what it means, colour, 1 if broken. */
  lines: [string, string, 0 | 1][];
  nodes: Point[];
  edges: Link[];
}

declare global {
  interface Window {
    sourcierGraph?: Data;
  }
}

export const SOURCE = 0, TARGET = 1, KIND = 2, UNIT = 3, STAGES = 4, START = 5, END = 6, AMOUNT = 7, LABEL = 8, CLAIMS = 9, LEADS = 10, CHANNEL = 11, WHEN = 12, REMARK = 13, GONE = 14, STAGE = 15, WHO = 16, LINE = 17;
export const IRI = 0, NAME = 1, CLASS = 2, PAGE = 3, X = 4, Y = 5;

/** What stands in the place of a unit for links whose amount has none, and for links without an amount. */
export const NO_UNIT = "no-unit", NO_AMOUNT = "no-amount";

/** The units by which links are chosen, with those for links that have none. */
export function unitsOf(data: Data): [string, string][] {
  const units = [...data.units];
  if (data.edges.some((edge) => edge[UNIT] < 0 && edge[AMOUNT] !== "")) units.push([NO_UNIT, data.words.noUnit ?? ""]);
  if (data.units.length > 0 && data.edges.some((edge) => edge[AMOUNT] === "")) units.push([NO_AMOUNT, data.words.noAmount ?? ""]);
  return units;
}

/** Whether a link has a unit, or none. */
export function hasUnit(data: Data, edge: Link, key: string): boolean {
  if (key === NO_UNIT) return edge[UNIT] < 0 && edge[AMOUNT] !== "";
  if (key === NO_AMOUNT) return edge[AMOUNT] === "";
  return data.units[edge[UNIT]]?.[0] === key;
}

/** Which links start or end at each node. */
export function around(data: Data): number[][] {
  const links: number[][] = data.nodes.map(() => []);
  data.edges.forEach((edge, number) => {
    links[edge[SOURCE]]?.push(number);
    if (edge[TARGET] !== edge[SOURCE]) links[edge[TARGET]]?.push(number);
  });
  return links;
}

/** Puts values into the places of a text, in their order. */
export function fill(text: string | undefined, ...values: (string | number)[]): string {
  let at = 0;
  return (text ?? "").replace(/\{\}/g, () => String(values[at++] ?? ""));
}

/** Letters without accents, in lower case: "Élysée" is found by "elysee". */
export function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** A name that is short enough for a button or a label. */
export function brief(text: string, most = 80): string {
  const letters = [...text];
  return letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : text;
}

/** The stage and the date of a link. */
export function at(edge: Link): string {
  return [edge[STAGE], edge[WHEN]].filter((part) => part !== "").join(", ");
}

/** What a link says, in one line. */
export function said(data: Data, edge: Link): string {
  const name = (node: number) => data.nodes[node]?.[NAME] ?? "";
  const parts = [edge[LABEL], edge[AMOUNT], edge[REMARK], at(edge)];
  const says = parts.filter((part) => part !== "").join(", ");
  const colon = data.language === "fr" ? "\u00a0: " : ": ";
  return `${name(edge[SOURCE])} ${edge[LEADS] ? "→" : "—"} ${name(edge[TARGET])}${says === "" ? "" : colon + says}`;
}
