// The table below the picture: it has the links that the picture shows.

import { AMOUNT, CLAIMS, type Data, GONE, LABEL, type Link, NAME, PAGE, REMARK, SOURCE, TARGET, WHO, at, fill } from "./data.js";
import { make } from "./details.js";
import { type Shown, type State, isWhole } from "./state.js";

/** The most rows that are shown. */
const MOST = 500;

export class List {
  private readonly body: HTMLTableSectionElement | null;
  private readonly whole: Node[];
  private readonly note: HTMLElement;
  private readonly noted: string;
  /** How many columns the table has: without a stage or a voice in any row, those are left out. */
  private readonly columns: number;
  /** Their names, which stand before the cells where rows are stacked. */
  private readonly heads: string[];

  constructor(private readonly data: Data) {
    this.body = document.querySelector<HTMLTableSectionElement>("#graph-list tbody");
    this.heads = [...document.querySelectorAll("#graph-list th")].map((head) => head.textContent ?? "");
    this.columns = this.heads.length;
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
        // What several links say alike is there once, but not at two stages or with other marks.
        const key = JSON.stringify([edge[SOURCE], edge[TARGET], edge[LABEL], edge[AMOUNT], at(edge), edge[REMARK], edge[GONE], edge[WHO]]);
        if (!seen.has(key)) seen.set(key, edge);
      }
      const edges = [...seen.values()];
      this.body?.replaceChildren(...edges.slice(0, MOST).map((edge) => this.row(edge)));
      this.note.textContent = edges.length > MOST ? fill(this.data.words.rows, MOST, edges.length) : "";
    }
    this.note.hidden = this.note.textContent === "";
  }

  private row(edge: Link): HTMLTableRowElement {
    const linked = (content: Node, address: string | undefined) => {
      if (!address) return content;
      const link = make("a", "", { href: address });
      link.append(content);
      return link;
    };
    const text = (words: string) => document.createTextNode(words);
    const struck = (words: string) => (edge[GONE] && words !== "" ? make("s", words) : text(words));
    const end = (number: number) => linked(text(this.data.nodes[number]?.[NAME] ?? ""), this.data.nodes[number]?.[PAGE]);
    const label: Node[] = [linked(struck(edge[LABEL]), this.data.claims[edge[CLAIMS][0] ?? -1]?.[0])];
    if (edge[REMARK] !== "") label.push(text(" "), make("span", edge[REMARK], { class: "warning" }));
    const cells = [[end(edge[SOURCE])], label, [struck(edge[AMOUNT])], [end(edge[TARGET])], [text(at(edge))], [text(edge[WHO])]];
    const row = make("tr");
    cells.slice(0, this.columns).forEach((content, at) => {
      const made = make("td", "", at === 2 ? { class: "number" } : {});
      made.dataset.head = this.heads[at] ?? "";
      made.append(...content);
      row.append(made);
    });
    return row;
  }
}
