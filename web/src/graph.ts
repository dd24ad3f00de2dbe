// The page of a view: its picture can be searched, filtered and walked. The data come in a script beside the page.

import { type Data, NAME, around, brief, fill, unitsOf } from "./graph/data.js";
import { type Acts, button, details, make } from "./graph/details.js";
import { csv, offer } from "./graph/download.js";
import { List } from "./graph/list.js";
import type { Choose, Picture } from "./graph/picture.js";
import { type Shown, type State, WHOLE, fragment, isWhole, read, shown, years } from "./graph/state.js";
import { Drawn } from "./graph/svg.js";

declare global {
  interface Window {
    sourcierNetwork?: (box: HTMLElement, data: Data, choose: Choose) => Picture | undefined;
  }
}

/** The most names that are listed as buttons. */
const MOST_NAMES = 60;

/** A choice among keys; the first is "all". */
function select(label: string, all: string, options: [string, string][], id: string, change: (key: string) => void): HTMLElement {
  const box = make("div");
  const made = make("select", "", { id });
  made.append(...[["", all] as [string, string], ...options].map(([value, text]) => make("option", brief(text, 60), { value })));
  made.addEventListener("change", () => change(made.value));
  box.append(make("label", label, { for: id }), made);
  return box;
}

class Page {
  private state: State;
  private now!: Shown;
  /** What the list shows. */
  private shows = "";
  private readonly links: number[][];
  private readonly list: List;
  private readonly picture: Picture | undefined;
  private readonly input = make("input", "", { id: "graph-search", type: "search", autocomplete: "off" });
  private readonly found = make("div", "", { id: "graph-found" });
  private readonly status = make("p", "", { id: "graph-state", role: "status", class: "aside" });
  private readonly box = make("section", "", { id: "graph-details" });
  private readonly names = make("div", "", { id: "graph-names" });
  private readonly here = make("a", "", { id: "graph-link" });
  private readonly reset: HTMLButtonElement;

  constructor(root: HTMLElement, private readonly data: Data) {
    this.links = around(data);
    this.list = new List(data);
    this.state = read(data, window.location.hash);
    this.reset = button(data.words.reset ?? "", () => this.set(WHOLE));
    const controls = this.controls();
    const frame = root.querySelector<HTMLElement>("figure.view") ?? make("figure", "", { class: "view network" });
    if (!frame.isConnected) root.prepend(frame);
    const choose: Choose = (node, edge) => this.choose(node, edge);
    const svg = frame.querySelector("svg");
    this.picture = svg ? new Drawn(svg, data, choose) : window.sourcierNetwork?.(frame, data, choose);
    if (!svg && !this.picture) frame.replaceChildren(make("p", data.words.webgl ?? "", { class: "warning" }));
    const large = document.getElementById("graph-large");
    if (large && this.picture) large.hidden = true;
    frame.before(controls, this.status);
    frame.after(this.files(), this.box, this.nameList());
    window.addEventListener("hashchange", () => {
      this.state = read(this.data, window.location.hash);
      this.fill();
      this.show();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && (this.state.node >= 0 || this.state.edge >= 0)) this.close();
    });
    this.fill();
    this.show();
  }

  private controls(): HTMLElement {
    const { words } = this.data;
    const form = make("form", "", { class: "controls", id: "graph-controls", role: "search" });
    form.addEventListener("submit", (event) => event.preventDefault());
    const search = make("div", "", { class: "broad" });
    search.append(make("label", words.search ?? "", { for: "graph-search" }), this.input, this.found);
    this.input.addEventListener("input", () => this.set({ ...this.state, query: this.input.value }));
    form.append(search);
    const all = words.all ?? "";
    const alphabetic = (options: [string, string][]) => [...options].sort((one, other) => one[1].localeCompare(other[1], this.data.language));
    const stages = [...this.data.stages].sort((one, other) => (one[2] ?? 99) - (other[2] ?? 99)).map(([key, name]) => [key, name] as [string, string]);
    const dates = years(this.data).map((year) => [year, year] as [string, string]);
    const choices: [keyof State & string, string, [string, string][]][] = [
      ["unit", words.unit ?? "", [...alphabetic(this.data.units), ...unitsOf(this.data).slice(this.data.units.length)]], ["stage", words.stage ?? "", stages], ["kind", words.kind ?? "", alphabetic(this.data.kinds)],
      ["since", words.from ?? "", dates], ["until", words.to ?? "", dates],
    ];
    for (const [name, label, options] of choices) {
      if (options.length > 1) form.append(select(label, all, options, `graph-${name}`, (key) => this.set({ ...this.state, [name]: key })));
    }
    form.append(this.reset);
    return form;
  }

  private files(): HTMLElement {
    const { words } = this.data;
    const row = make("p", "", { class: "acts" });
    const name = decodeURIComponent(window.location.pathname.split("/").pop() ?? "").replace(/\.html$/, "") || "graph";
    this.here.textContent = words.link ?? "";
    row.append(this.here, " ");
    if (this.picture instanceof Drawn) {
      const drawn = this.picture;
      row.append(button(words.zoomIn ?? "", () => drawn.enlarge(1.5)), " ", button(words.zoomOut ?? "", () => drawn.enlarge(1 / 1.5)), " ");
    }
    if (this.picture) row.append(button(words.svg ?? "", () => offer(`${name}.svg`, "image/svg+xml", this.picture?.svg() ?? "")), " ");
    row.append(button(words.csv ?? "", () => offer(`${name}.csv`, "text/csv;charset=utf-8", csv(this.data, this.now.edges))));
    const box = make("div");
    box.append(make("p", words.help ?? "", { class: "aside help" }), row);
    return box;
  }

  private nameList(): HTMLElement {
    const box = make("details", "", { class: "graph-names" });
    box.append(make("summary", this.data.words.nodes ?? ""), this.names);
    return box;
  }

  private set(state: State): void {
    this.state = state;
    const text = fragment(this.data, state);
    const address = new URL(window.location.href);
    address.hash = text;
    window.history.replaceState(null, "", address);
    if (state === WHOLE) this.fill();
    this.show();
  }

  /** Puts the state into the controls. */
  private fill(): void {
    this.input.value = this.state.query;
    for (const name of ["unit", "stage", "kind", "since", "until"] as const) {
      const control = document.getElementById(`graph-${name}`);
      if (control instanceof HTMLSelectElement) control.value = this.state[name];
    }
  }

  private choose(node: number, edge: number): void {
    const isNew = node !== this.state.node || edge !== this.state.edge;
    this.set({ ...this.state, node: edge >= 0 ? -1 : node, edge, steps: edge >= 0 || (isNew && this.state.steps === 0) ? 0 : this.state.steps });
    this.box.querySelector("h2")?.focus({ preventScroll: true });
    this.box.scrollIntoView({ block: "nearest" });
  }

  /** Closes the details; the focus goes back to what was chosen. */
  private close(): void {
    const back = document.querySelector<SVGElement>("svg .chosen");
    this.set({ ...this.state, node: -1, edge: -1, steps: 0 });
    const control = back?.closest<SVGElement>("[role=button]") ?? document.querySelector<HTMLElement>("figure.view [tabindex]");
    (control ?? this.input).focus({ preventScroll: true });
  }

  private acts(): Acts {
    return {
      steps: (steps) => {
        this.set({ ...this.state, steps });
        this.box.querySelector("h2")?.focus({ preventScroll: true });
      },
      close: () => this.close(),
      choose: (node, edge) => this.choose(node, edge),
    };
  }

  private show(): void {
    const { data, state } = this;
    const { words } = data;
    this.now = shown(data, this.links, state);
    const { nodes, edges, found, undated } = this.now;
    this.picture?.show(this.now, state);
    // A search alone leaves the list as it is, which may be long.
    const shows = JSON.stringify([state.unit, state.stage, state.kind, state.since, state.until, state.steps, state.steps > 0 ? state.node : -1]);
    if (shows !== this.shows) {
      this.list.show(this.now, state);
      this.names.replaceChildren(...this.buttons(nodes));
    }
    this.shows = shows;
    details(this.box, data, this.links, this.now, state, this.acts());
    const parts = [fill(words.shown, edges.size, data.edges.length, nodes.size, data.nodes.length)];
    if (edges.size === 0) parts.push(words.none ?? "");
    if (undated > 0) parts.push(fill(words.undated, undated));
    if (state.query.trim() !== "") parts.push(fill(words.found, found.size));
    this.status.textContent = parts.join(" ");
    this.reset.disabled = isWhole(state) && state.query === "" && state.node < 0 && state.edge < 0;
    this.found.replaceChildren(...(state.query.trim() === "" ? [] : this.buttons(found)));
    this.here.href = `#${fragment(data, state)}`;
    const other = document.querySelector<HTMLAnchorElement>("a.language");
    if (other) other.hash = fragment(data, state);
  }

  /** Names as buttons, those with the most links first. */
  private buttons(nodes: Set<number>): Node[] {
    const degree = (node: number) => this.links[node]?.length ?? 0;
    const order = [...nodes].sort((one, other) => degree(other) - degree(one) || one - other);
    const made: Node[] = order.slice(0, MOST_NAMES).flatMap((node) => [button(brief(this.data.nodes[node]?.[NAME] ?? ""), () => this.choose(node, -1)), document.createTextNode(" ")]);
    if (order.length > MOST_NAMES) made.push(make("span", fill(this.data.words.more, order.length - MOST_NAMES)));
    return made;
  }
}

const root = document.getElementById("graph");
if (root && window.sourcierGraph) new Page(root, window.sourcierGraph);
