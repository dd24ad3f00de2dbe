// Rows of an answer, a page of them at a time: as a table, or as they came.

import { fill } from "../graph/data.js";
import { button, make } from "../graph/details.js";
import { type Answer, terms } from "./answer.js";
import { type Data, short } from "./data.js";
import type { Names } from "./names.js";
import type { Term } from "./terms.js";

/** The rows of a page. */
const ROWS = 100;

export type Sort = "table" | "raw";

export class Pages {
  readonly root = make("div");
  private at = 0;
  private sort: Sort = "table";
  private readonly bar = make("nav", "", { class: "acts pager" });
  private readonly range = make("span", "", { role: "status" });
  private readonly input = make("input", "", { type: "number", min: "1", id: "editor-page" });
  private readonly steps: [HTMLButtonElement, (last: number) => number][];
  private readonly box = make("div", "", { class: "wide", tabindex: "0", role: "region" });

  constructor(private readonly data: Data, private readonly names: Names, private readonly answer: Answer, private readonly describe: (iri: string) => void) {
    const { words } = data;
    this.bar.setAttribute("aria-label", words.page ?? "");
    this.box.setAttribute("aria-label", words.answer ?? "");
    const step = (word: string | undefined, to: (last: number) => number): [HTMLButtonElement, (last: number) => number] => [button(word ?? "", () => this.go(to(this.last()))), to];
    this.steps = [step(words.first, () => 0), step(words.previous, () => this.at - 1), step(words.next, () => this.at + 1), step(words.last, (last) => last)];
    this.input.addEventListener("change", () => this.go(Number(this.input.value) - 1));
    const [first, previous, next, last] = this.steps.map(([made]) => made) as [HTMLButtonElement, HTMLButtonElement, HTMLButtonElement, HTMLButtonElement];
    const page = make("label", `${words.page ?? ""} `, { for: "editor-page" });
    this.bar.append(first, previous, page, this.input, next, last, this.range);
    this.root.append(this.bar, this.box);
  }

  private last(): number {
    return Math.max(0, Math.ceil(this.answer.lines.length / ROWS) - 1);
  }

  private go(to: number): void {
    this.at = Math.min(this.last(), Math.max(0, Number.isFinite(to) ? Math.floor(to) : 0));
    this.show(this.sort);
    this.box.scrollTop = 0;
  }

  /** Rows have come: the pages are more. */
  grow(): void {
    const { lines } = this.answer;
    const number = new Intl.NumberFormat(this.data.language);
    const last = this.last();
    this.bar.hidden = last === 0;
    this.input.max = String(last + 1);
    this.input.value = String(this.at + 1);
    for (const [made, to] of this.steps) {
      const aim = to(last);
      made.disabled = aim < 0 || aim > last || aim === this.at;
    }
    this.range.textContent = fill(this.data.words.range, number.format(this.at * ROWS + 1), number.format(Math.min(lines.length, (this.at + 1) * ROWS)), number.format(lines.length));
  }

  show(sort: Sort): void {
    this.sort = sort;
    this.grow();
    const lines = this.answer.lines.slice(this.at * ROWS, (this.at + 1) * ROWS);
    if (sort === "raw") {
      const head = this.answer.form === "rows" ? [this.answer.columns.map((column) => `?${column}`).join("\t")] : [];
      this.box.replaceChildren(make("pre", [...head, ...lines].join("\n")));
      return;
    }
    const rows = lines.map((line) => terms(this.answer, line));
    this.box.replaceChildren(this.table(rows));
    const iris = rows.flat().flatMap((term) => (term?.kind === "iri" ? [term.value] : []));
    const { at } = this;
    // The table is there at once, and its names when the server has told them.
    void this.names.ask(iris).then(() => {
      if (this.sort === "table" && this.at === at) this.box.replaceChildren(this.table(rows));
    });
  }

  private table(rows: (Term | null)[][]): HTMLElement {
    const table = make("table", "", { class: "answer" });
    const [top, body, head] = [make("thead"), make("tbody"), make("tr")];
    head.append(...this.answer.columns.map((column) => make("th", column.replaceAll("_", " "), { scope: "col" })));
    top.append(head);
    body.append(...rows.map((row) => {
      const made = make("tr");
      made.append(...this.answer.columns.map((_, column) => {
        const one = make("td");
        const term = row[column];
        if (term) one.append(this.shown(term));
        return one;
      }));
      return made;
    }));
    table.append(top, body);
    return table;
  }

  /** A term: a thing that has a page is a link to it, another of the dossier to its description, an address of the web leads there. */
  private shown(term: Term): Node {
    if (term.kind !== "iri") return term.language ? make("span", term.value, { lang: term.language }) : document.createTextNode(term.value);
    const iri = term.value;
    const { label, page } = this.names.get(iri);
    const text = label ?? short(this.data.prefixes, iri);
    if (page) return make("a", text, { href: page, title: iri });
    if (iri.startsWith(this.data.base)) {
      const link = make("a", text, { href: `#query=${encodeURIComponent(`DESCRIBE <${iri}>`)}`, title: iri });
      link.addEventListener("click", (event) => {
        event.preventDefault();
        this.describe(iri);
      });
      return link;
    }
    if (/^https?:/i.test(iri)) return make("a", text, { href: iri, title: iri, rel: "noopener noreferrer" });
    return make("code", iri);
  }
}
