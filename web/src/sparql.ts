// The page that answers SPARQL: a worker loads the graph and the program that reads it, and can be stopped.

import { cell, offer } from "./graph/download.js";
import { fill } from "./graph/data.js";
import { button, make } from "./graph/details.js";
import type { Answer, Asked, Loading, Value } from "./sparql/protocol.js";

interface Data extends Omit<Loading, "type"> {
  worker: string;
  prefixes: Record<string, string>;
  questions: Record<string, string>;
  words: Record<string, string>;
}

declare global {
  interface Window {
    sourcierSparql?: Data;
  }
}

/** The part of `1 row in {}|{} rows in {}` for a number, filled in. */
function counted(words: string | undefined, count: number, more: string): string {
  const [one, many] = (words ?? "").split("|");
  return count === 1 ? fill(one, more) : fill(many ?? one, count, more);
}

/** The most rows that are shown. */
const MOST = 500;

class Page {
  private worker: Worker | undefined;
  private began = 0;
  private readonly question = document.getElementById("sparql-question") as HTMLSelectElement;
  private readonly query = document.getElementById("sparql-query") as HTMLTextAreaElement;
  private readonly run = document.getElementById("sparql-run") as HTMLButtonElement;
  private readonly stop = document.getElementById("sparql-stop") as HTMLButtonElement;
  private readonly state = document.getElementById("sparql-state") as HTMLElement;
  private readonly results = document.getElementById("sparql-results") as HTMLElement;

  constructor(private readonly data: Data) {
    if (window.location.protocol === "file:") {
      if (this.run.form) this.run.form.hidden = true;
      this.say(data.words.file ?? "", true);
      return;
    }
    this.query.value = this.start();
    const chosen = /^#question=(.*)$/.exec(window.location.hash)?.[1];
    const name = chosen === undefined ? "" : decodeURIComponent(chosen);
    if (name in data.questions) this.choose(name);
    for (const control of [this.question, this.query]) control.disabled = false;
    this.question.addEventListener("change", () => {
      this.choose(this.question.value);
      window.history.replaceState(null, "", this.question.value === "" ? "#" : `#question=${encodeURIComponent(this.question.value)}`);
    });
    this.run.form?.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask();
    });
    this.query.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !this.run.disabled) this.ask();
    });
    this.stop.addEventListener("click", () => {
      this.load();
      this.say(this.data.words.stopped ?? "");
    });
    this.load();
  }

  /** The query that the page begins with: all classes, with how many things each has. */
  private start(): string {
    const prefixes = Object.entries(this.data.prefixes).map(([prefix, iri]) => `PREFIX ${prefix}: <${iri}>`);
    return `${prefixes.join("\n")}\n\nSELECT ?class (COUNT(?thing) AS ?count) WHERE {\n  ?thing a ?class .\n}\nGROUP BY ?class\nORDER BY DESC(?count) ?class\n`;
  }

  private choose(name: string): void {
    this.question.value = name;
    this.query.value = this.data.questions[name] ?? this.start();
  }

  private say(text: string, warns = false): void {
    this.state.textContent = text;
    this.state.classList.toggle("warning", warns);
  }

  /** Starts a worker, and ends the one that runs. */
  private load(): void {
    this.worker?.terminate();
    this.run.disabled = true;
    this.stop.disabled = true;
    this.say(fill(this.data.words.loading, 4));
    const worker = new Worker(this.data.worker);
    this.worker = worker;
    worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => this.answered(data));
    worker.addEventListener("error", (event) => this.say(fill(this.data.words.loadError, event.message ?? ""), true));
    const absolute = (address: string) => new URL(address, window.location.href).href;
    const { language, pages } = this.data;
    worker.postMessage({ type: "load", wasm: absolute(this.data.wasm), graph: absolute(this.data.graph), language, pages } satisfies Loading);
  }

  private ask(): void {
    this.run.disabled = true;
    this.stop.disabled = false;
    this.results.replaceChildren();
    this.say(this.data.words.running ?? "");
    this.began = performance.now();
    this.worker?.postMessage({ type: "ask", text: this.query.value } satisfies Asked);
  }

  private answered(answer: Answer): void {
    const { words, language } = this.data;
    const decimal = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
    if (answer.type === "failed") {
      this.say(fill(answer.loading ? words.loadError : words.error, answer.why), true);
      this.stop.disabled = true;
      this.run.disabled = answer.loading;
      return;
    }
    this.run.disabled = false;
    this.stop.disabled = true;
    if (answer.type === "ready") {
      if (this.state.textContent !== words.stopped) this.say(fill(words.ready, new Intl.NumberFormat(language).format(answer.size)));
      return;
    }
    const seconds = decimal.format((performance.now() - this.began) / 1000);
    if (answer.type === "boolean") {
      this.say((answer.value ? words.yes : words.no) ?? "");
    } else if (answer.type === "graph") {
      this.say(counted(words.rows, answer.count, seconds));
      this.results.append(make("pre", answer.text, { tabindex: "0" }));
    } else {
      this.say(answer.rows.length === 0 ? (words.nothing ?? "") : counted(words.rows, answer.rows.length, seconds));
      if (answer.rows.length > 0) this.table(answer.variables, answer.rows);
    }
  }

  private table(variables: string[], rows: (Value | null)[][]): void {
    const { words } = this.data;
    const csv = () => [variables, ...rows.map((row) => row.map((value) => value?.value ?? ""))].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
    const acts = make("p");
    if (rows.length > MOST) acts.append(fill(words.first, MOST, rows.length), " ");
    acts.append(button("CSV", () => offer(`${this.question.value || "answer"}.csv`, "text/csv;charset=utf-8", csv())));
    const table = make("table", "", { class: "answer" });
    const head = make("tr");
    head.append(...variables.map((variable) => make("th", variable.replaceAll("_", " "))));
    const [top, body] = [make("thead"), make("tbody")];
    top.append(head);
    body.append(...rows.slice(0, MOST).map((row) => {
      const made = make("tr");
      made.append(...row.map((value) => {
        const one = make("td");
        if (value) one.append(this.shown(value));
        return one;
      }));
      return made;
    }));
    table.append(top, body);
    const box = make("div", "", { class: "wide", tabindex: "0", role: "region", "aria-label": words.answer ?? "" });
    box.append(table);
    this.results.append(acts, box);
  }

  /** A value: a thing that has a page is a link to it, an address of the web leads there, all else is text. */
  private shown(value: Value): Node {
    if (!value.iri) return document.createTextNode(value.value);
    if (value.page) return make("a", value.label ?? value.value, { href: value.page, title: value.value });
    if (/^https?:/i.test(value.value)) return make("a", value.label ?? this.short(value.value), { href: value.value, title: value.value, rel: "noopener noreferrer" });
    return make("code", value.value);
  }

  /** An IRI as a prefixed name, where one of the dossier's prefixes fits. */
  private short(iri: string): string {
    const fits = Object.entries(this.data.prefixes).filter(([, start]) => iri.startsWith(start) && /^[\w-]+$/.test(iri.slice(start.length)));
    const best = fits.sort((one, other) => other[1].length - one[1].length)[0];
    return best ? `${best[0]}:${iri.slice(best[1].length)}` : iri;
  }
}

if (window.sourcierSparql && document.getElementById("sparql")) new Page(window.sourcierSparql);
