// The table below the picture: it has the links that the picture shows.

import { AMOUNT, CLAIMS, type Data, LABEL, type Link, NAME, PAGE, SOURCE, TARGET, fill } from "./data.js";
import { make } from "./details.js";
import { type Shown, type State, isWhole } from "./state.js";

/** The most rows that are shown. */
const MOST = 500;

export class List {
  private readonly body: HTMLTableSectionElement | null;
  private readonly whole: Node[];
  private readonly note: HTMLElement;
  private readonly noted: string;

  constructor(private readonly data: Data) {
    this.body = document.querySelector<HTMLTableSectionElement>("#graph-list tbody");
    this.whole = [...(this.body?.childNodes ?? [])];
    this.note = document.getElementById("graph-rows") ?? make("p", "", { class: "aside", id: "graph-rows" });
    this.noted = this.note.textContent ?? "";
    document.getElementById("graph-list")?.parentElement?.before(this.note);
  }

  show(shown: Shown, state: State): void {
    if (isWhole(state)) {
      this.body?.replaceChildren(...this.whole);
      this.note.textContent = this.noted;
    } else {
      const seen = new Map<string, Link>();
      for (const number of shown.edges) {
        const edge = this.data.edges[number] as Link;
        seen.set([edge[SOURCE], edge[TARGET], edge[LABEL], edge[AMOUNT]].join("\n"), edge);
      }
      const edges = [...seen.values()];
      this.body?.replaceChildren(...edges.slice(0, MOST).map((edge) => this.row(edge)));
      this.note.textContent = edges.length > MOST ? fill(this.data.words.rows, MOST, edges.length) : "";
    }
    this.note.hidden = this.note.textContent === "";
  }

  private row(edge: Link): HTMLTableRowElement {
    const linked = (text: string, address: string | undefined) => (address ? make("a", text, { href: address }) : document.createTextNode(text));
    const end = (number: number) => linked(this.data.nodes[number]?.[NAME] ?? "", this.data.nodes[number]?.[PAGE]);
    const cells = [end(edge[SOURCE]), linked(edge[LABEL], this.data.claims[edge[CLAIMS][0] ?? -1]?.[0]), document.createTextNode(edge[AMOUNT]), end(edge[TARGET])];
    const row = make("tr");
    cells.forEach((content, at) => {
      const made = make("td", "", at === 2 ? { class: "number" } : {});
      made.append(content);
      row.append(made);
    });
    return row;
  }
}
