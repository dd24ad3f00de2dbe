// The page for SPARQL of a served dossier: Yasgui's editor, Yasqe, over the server's endpoint, and the answers by pages.

import Yasqe from "@zazuko/yasqe";
import { type Answer, Refused, ask } from "./editor/answer.js";
import { register, suggest } from "./editor/completion.js";
import type { Data } from "./editor/data.js";
import { files } from "./editor/files.js";
import { Names } from "./editor/names.js";
import { Pages } from "./editor/pages.js";
import { Pictured } from "./editor/picture.js";
import { form } from "./editor/questions.js";
import { fill } from "./graph/data.js";
import { button, make } from "./graph/details.js";

/** How often the page tells what has come, in milliseconds. */
const PACE = 200;
/** So long after the last change the address and the first error are told, in milliseconds. */
const REST = 400;

const by = <E extends HTMLElement>(id: string) => document.getElementById(`editor-${id}`) as E;

/** The part of `1 row in {}|{} rows in {}` for a number, filled in. */
function counted(words: string | undefined, count: number, number: string, more: string): string {
  const [one, many] = (words ?? "").split("|");
  return count === 1 ? fill(one, more) : fill(many ?? one, number, more);
}

class Page {
  private readonly question = by<HTMLSelectElement>("question");
  private readonly parameters = by<HTMLFormElement>("parameters");
  private readonly error = by("error");
  private readonly run = by<HTMLButtonElement>("run");
  private readonly halt = by<HTMLButtonElement>("stop");
  private readonly link = by<HTMLAnchorElement>("link");
  private readonly state = by("state");
  private readonly results = by("results");
  private readonly endpoint: string;
  private readonly names: Names;
  private readonly editor: Yasqe;
  private stop: AbortController | undefined;
  private resting = 0;

  constructor(private readonly data: Data) {
    this.endpoint = new URL(data.endpoint, window.location.href).href.replace(/[?#].*$/, "");
    by<HTMLAnchorElement>("endpoint").textContent = this.endpoint;
    this.names = new Names(data, this.endpoint);
    this.editor = this.made();
    this.open();
    this.question.addEventListener("change", () => this.choose(this.question.value));
    this.run.addEventListener("click", () => void this.ask());
    this.halt.addEventListener("click", () => this.stop?.abort());
    window.addEventListener("hashchange", () => this.open());
  }

  private made(): Yasqe {
    const ask = () => void this.ask();
    // Those of the library ask servers elsewhere, and a configuration cannot take them away.
    Yasqe.defaults.autocompleters = [];
    const editor = new Yasqe(by("query"), {
      // The page has its own controls, in its language. Tab moves on, so that the keyboard is not caught.
      showQueryButton: false,
      createShareableLink: null as never,
      consumeShareLink: null,
      persistenceId: null,
      resizeable: true,
      editorHeight: "21rem",
      screenReaderLabel: this.data.words.query ?? "",
      extraKeys: { "Ctrl-Enter": ask, "Cmd-Enter": ask, "Ctrl-Space": () => suggest(editor), Tab: false, "Shift-Tab": false, "Ctrl-S": () => undefined } as never,
    });
    // What scrolls can be scrolled by the keyboard, too.
    const scrolled = editor.getScrollerElement();
    for (const [name, value] of [["tabindex", "0"], ["role", "group"], ["aria-label", this.data.words.query ?? ""]] as const) scrolled.setAttribute(name, value);
    for (const name of register(this.data)) void editor.enableCompleter(name);
    editor.on("change" as never, () => {
      window.clearTimeout(this.resting);
      this.resting = window.setTimeout(() => this.rest(), REST);
      this.plain();
    });
    return editor;
  }

  /** The query that the page begins with: all classes, with how many things each has. */
  private start(): string {
    const prefixes = Object.entries(this.data.prefixes).map(([prefix, iri]) => `PREFIX ${prefix}: <${iri}>`);
    return `${prefixes.join("\n")}\n\nSELECT ?class (COUNT(?thing) AS ?count) WHERE {\n  ?thing a ?class .\n}\nGROUP BY ?class\nORDER BY DESC(?count) ?class\n`;
  }

  /** Shows the query or the question of the address: `#query=`, `#question=`, or the same after a question mark. */
  private open(): void {
    const parts = [window.location.hash.slice(1), window.location.search.slice(1)].map((part) => new URLSearchParams(part.replaceAll("+", "%2B")));
    const of = (name: string) => parts.map((part) => part.get(name)).find((value) => value !== null);
    const [query, question] = [of("query"), of("question")];
    if (typeof query === "string") {
      if (query !== this.editor.getValue()) this.set(query);
    } else if (typeof question === "string" && question in this.data.questions) this.choose(question);
    else this.set(this.start());
    this.rest();
  }

  private set(query: string): void {
    this.editor.setValue(query);
    this.editor.getDoc().setCursor({ line: 0, ch: 0 });
    // All prefixes of the dossier are more than the editor's height: they can be unfolded.
    if (query === this.start()) this.editor.collapsePrefixes(true);
  }

  private choose(name: string): void {
    const question = this.data.questions[name];
    this.question.value = question ? name : "";
    form(this.parameters, this.data, question, (query) => this.set(query), (text) => (this.error.textContent = text));
    this.set(question?.text ?? this.start());
  }

  /** After the last change: the address has the query, so that it can be shared and a page loaded anew has it again; an error is told with its place. */
  private rest(): void {
    this.declare();
    const hash = `query=${encodeURIComponent(this.editor.getValue())}`;
    this.link.href = `#${hash}`;
    const other = document.querySelector<HTMLAnchorElement>("a.language");
    if (other) other.hash = hash;
    this.error.textContent = this.wrong();
  }

  /** Declares the dossier's prefixes that the query uses without saying so, so that it means the same at every endpoint. */
  private declare(): void {
    const doc = this.editor.getDoc();
    const last = () => doc.lineCount() - 1;
    for (let tries = 0; tries < 20; tries += 1) {
      let found: string | undefined;
      for (let line = 0; line <= last() && found === undefined; line += 1) {
        const { state } = this.editor.getTokenAt({ line, ch: doc.getLine(line).length }, true);
        found = /^Prefix '(.*)' is not defined/.exec(state.errorMsg ?? "")?.[1];
      }
      const iri = found === undefined ? undefined : this.data.prefixes[found];
      if (found === undefined || iri === undefined) return;
      this.editor.addPrefixes({ [found]: iri });
    }
  }

  /** The first line that is not valid, with what is expected there. */
  private wrong(): string {
    const doc = this.editor.getDoc();
    for (let line = 0; line < doc.lineCount(); line += 1) {
      const { state } = this.editor.getTokenAt({ line, ch: doc.getLine(line).length }, true);
      if (state.OK !== false) continue;
      const undeclared = /^Prefix '(.*)' is not defined/.exec(state.errorMsg ?? "")?.[1];
      if (undeclared !== undefined) return fill(this.data.words.undeclared, line + 1, `${undeclared}:`);
      // Names of rules within rules say nothing to a reader.
      const expected = (state.possibleCurrent ?? []).filter((name: string) => !/[%*?+|]/.test(name)).slice(0, 12).join(" ");
      return fill(this.data.words.line, line + 1, state.errorMsg ?? expected);
    }
    return "";
  }

  /** The editor's own note of an error is a box of HTML with styles in attributes, which the page's policy forbids: the line below it says the same. */
  private plain(): void {
    const icon = this.editor.getWrapperElement().querySelector<HTMLElement>(".parseErrorIcon");
    if (icon) icon.onmouseover = icon.onmouseout = null;
  }

  private say(text: string, warns = false): void {
    this.state.textContent = text;
    this.state.classList.toggle("warning", warns);
  }

  private describe(iri: string): void {
    window.history.pushState(null, "", `#query=${encodeURIComponent(`DESCRIBE <${iri}>`)}`);
    this.question.value = "";
    this.parameters.hidden = true;
    this.set(`DESCRIBE <${iri}>`);
    void this.ask();
  }

  private async ask(): Promise<void> {
    this.stop?.abort();
    const stop = new AbortController();
    this.stop = stop;
    const { words, language } = this.data;
    const number = new Intl.NumberFormat(language);
    this.declare();
    const query = this.editor.getValue();
    window.history.replaceState(null, "", `#query=${encodeURIComponent(query)}`);
    this.rest();
    this.results.replaceChildren();
    this.say(words.running ?? "");
    this.halt.disabled = false;
    const begun = performance.now();
    let told = 0;
    let shown: Shown | undefined;
    try {
      const answer = await ask(this.endpoint, query, stop.signal, (so_far) => {
        if (performance.now() - told < PACE || so_far.form === "boolean") return;
        told = performance.now();
        this.say(fill(words.soFar, number.format(so_far.lines.length)));
        if (so_far.lines.length === 0) return;
        if (shown) shown.pages.grow();
        else shown = this.show(so_far, query);
      });
      if (this.stop !== stop) return;
      const seconds = new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format((performance.now() - begun) / 1000);
      this.ended(answer, seconds);
      if (answer.form !== "boolean" && answer.lines.length > 0) {
        if (shown) shown.again();
        else this.show(answer, query);
      }
    } catch (error) {
      if (this.stop !== stop) return;
      if (stop.signal.aborted) this.say(fill(words.stopped, 0));
      else if (error instanceof Refused) this.refused(error.message);
      else this.say(fill(words.unreachable, error instanceof Error ? error.message : String(error)), true);
    } finally {
      if (this.stop === stop) this.halt.disabled = true;
    }
  }

  private ended(answer: Answer, seconds: string): void {
    const { words, language } = this.data;
    const [count, number] = [answer.lines.length, new Intl.NumberFormat(language).format(answer.lines.length)];
    if (answer.end !== "whole") this.say(fill(words[answer.end], number), answer.end !== "stopped");
    else if (answer.form === "boolean") this.say((answer.lines[0] === "true" ? words.yes : words.no) ?? "");
    else this.say(count === 0 ? (words.nothing ?? "") : counted(words.rows, count, number, seconds));
  }

  /** What the server says of a query that it does not answer: with the place, in lines that stay as they are. */
  private refused(why: string): void {
    this.say(fill(this.data.words.error, ""), true);
    this.results.replaceChildren(make("pre", why, { class: "refused", tabindex: "0" }));
    const at = /:(\d+):(\d+)/.exec(why);
    if (at) this.editor.getDoc().setCursor({ line: Number(at[1]) - 1, ch: Number(at[2]) - 1 });
  }

  /** Shows an answer, as a table first. */
  private show(answer: Answer, query: string): Shown {
    const { data } = this;
    const { words } = data;
    const pages = new Pages(data, this.names, answer, (iri) => this.describe(iri));
    const place = make("div");
    const acts = make("p", "", { class: "acts", role: "group", "aria-label": words.shownAs ?? "" });
    let now = "table";
    const choose = (sort: "table" | "raw" | "picture"): void => {
      now = sort;
      for (const [name, made] of buttons) made.setAttribute("aria-pressed", String(name === sort));
      if (sort === "picture") {
        const picture = new Pictured(data, this.names, answer);
        place.replaceChildren(picture.root);
        void picture.draw();
      } else {
        place.replaceChildren(pages.root);
        pages.show(sort);
      }
    };
    const buttons = (["table", "raw", "picture"] as const).map((sort): [string, HTMLButtonElement] => [sort, button(words[sort] ?? "", () => choose(sort))]);
    acts.append(...buttons.map(([, made]) => made));
    this.results.replaceChildren(acts, place, files(data, this.endpoint, query, this.question.value || "answer", answer.form === "graph"));
    choose("table");
    return { pages, again: () => (now === "table" || now === "raw" ? choose(now) : undefined) };
  }
}

interface Shown {
  pages: Pages;
  /** Shows the page anew, once all rows are there. */
  again: () => void;
}

if (window.sourcierEditor && document.getElementById("editor")) new Page(window.sourcierEditor);
