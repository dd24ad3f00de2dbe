// What is said of the chosen node or link: its page, its claims, its surroundings.

import { CLAIMS, type Data, IRI, type Link, NAME, PAGE, SOURCE, TARGET, brief, fill, said } from "./data.js";
import type { Shown, State } from "./state.js";

/** The most links of a node, or claims of a link, that are listed. */
const MOST = 100;

export interface Acts {
  steps(steps: number): void;
  close(): void;
  choose(node: number, edge: number): void;
}

export function make<K extends keyof HTMLElementTagNameMap>(name: K, text = "", attributes: Record<string, string> = {}): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  element.textContent = text;
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  return element;
}

export function button(text: string, act: () => void): HTMLButtonElement {
  const made = make("button", text, { type: "button" });
  made.addEventListener("click", act);
  return made;
}

/** Fills the box of details; empty if nothing is chosen. */
export function details(box: HTMLElement, data: Data, links: number[][], shown: Shown, state: State, acts: Acts): void {
  const node = data.nodes[state.node];
  const edge = data.edges[state.edge];
  box.hidden = !node && !edge;
  box.replaceChildren();
  if (edge) {
    box.append(make("h2", said(data, edge), { tabindex: "-1" }), claims(data, [edge]));
    const ends = make("p");
    for (const end of new Set([edge[SOURCE], edge[TARGET]])) ends.append(button(brief(data.nodes[end]?.[NAME] ?? ""), () => acts.choose(end, -1)), " ");
    ends.append(button(data.words.close ?? "", acts.close));
    box.append(ends);
  } else if (node) {
    box.append(make("h2", node[NAME], { tabindex: "-1" }));
    const row = make("p");
    if (node[PAGE] !== "") row.append(make("a", fill(data.words.page, brief(node[NAME])), { href: node[PAGE] }), " ");
    if (state.steps === 0) row.append(button(fill(data.words.ego, brief(node[NAME])), () => acts.steps(1)), " ");
    if (state.steps === 1) row.append(button(data.words.two ?? "", () => acts.steps(2)), " ");
    if (state.steps > 0) row.append(button(data.words.whole ?? "", () => acts.steps(0)), " ");
    row.append(button(data.words.close ?? "", acts.close));
    box.append(row);
    const own = (links[state.node] ?? []).filter((number) => shown.edges.has(number));
    box.append(make("p", fill(data.words.links, own.length), { class: "aside" }));
    const list = make("ul");
    for (const number of own.slice(0, MOST)) {
      const item = make("li");
      const link = data.edges[number] as Link;
      item.append(make("span", said(data, link)), claims(data, [link]));
      list.append(item);
    }
    if (own.length > MOST) list.append(make("li", fill(data.words.more, own.length - MOST)));
    box.append(list);
  }
  box.lang = data.language;
  box.dataset.iri = node?.[IRI] ?? "";
}

/** The claims of links as a list of links to their pages. */
function claims(data: Data, edges: Link[]): HTMLElement {
  const list = make("ul", "", { class: "claims" });
  const all = [...new Set(edges.flatMap((edge) => edge[CLAIMS]))];
  for (const number of all.slice(0, MOST)) {
    const [address, sentence, gone] = data.claims[number] ?? ["", "", 0, ""];
    const item = make("li");
    const link = make("a", gone ? "" : sentence, { href: address });
    if (gone) link.append(make("s", sentence));
    item.append(link);
    list.append(item);
  }
  if (all.length > MOST) list.append(make("li", fill(data.words.more, all.length - MOST)));
  return all.length > 0 ? list : make("span");
}
