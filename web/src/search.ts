// The search page: the index is a script of the site, so that it also works from a file.

import MiniSearch from "minisearch";
import { amounts } from "./search/amounts";

/** A claim, name, document or question that can be found: kind, title, further words, address. */
interface Entry {
  id: number;
  k: "claim" | "name" | "document" | "question";
  t: string;
  m: string;
  u: string;
  /** 1 if the claim no longer stands. */
  g?: number;
  /** The bounds of the claim's figure. */
  a?: number[];
}

declare global {
  interface Window {
    sourcierSearch?: Omit<Entry, "id">[];
  }
}

/** The most results that are shown. */
const MOST = 50;

/** Letters without accents, in lower case: "Élysée" is found by "elysee". */
function folded(term: string): string {
  return term.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** How many letters may differ: none in figures and short words, two in longer ones, as in "macrno". */
function typos(term: string): number {
  if (/\p{N}/u.test(term) || term.length < 4) return 0;
  return term.length < 6 ? 1 : 2;
}

/** The words of a text. Digits that narrow or no-break spaces group are one word: "100 000" is found by "100000". */
function words(text: string): string[] {
  return text.replace(/(\d)[\u00a0\u202f,](?=\d{3})/g, "$1").split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
}

/** Words that a question has whatever it asks for, by language and without accents. */
const OF_QUESTIONS: Record<string, Set<string>> = {
  en: new Set(("a an and any are as at be been by can could did do does for from had has have how if in into is it its many much of on or our shall should so some than that the their "
    + "them then there these they this to us was we were what when where which who whom whose why will with would you your").split(" ")),
  fr: new Set(("a ai au aux avec c ce cela celle celles celui ces cet cette ceux combien comment d dans de des dont du elle elles en es est et etait etaient ete etre eux il ils j je l la le "
    + "les leur leurs lui ma mais me mes mon n ne nos notre nous on ont ou par pas plus pour pourquoi qu quand que quel quelle quelles quels qui quoi s sa se ses si son sont sous sur ta te tes "
    + "toi ton tu un une va vers vos votre vous y").split(" ")),
};

/** The words of a search that tell what it asks for; all of them if none does. */
function asked(text: string, language: string): string[] {
  const all = words(text);
  const telling = all.filter((word) => !OF_QUESTIONS[language]?.has(folded(word)));
  return telling.length > 0 ? telling : all;
}

/** What a search finds: first what has all of its words, then what has some, the more the better. A figure that is asked for is in all of them; an
 * amount such as "ten billion" or "€0.4bn" is the figure of a claim, and no other figure is found in its place. */
function find(found: MiniSearch<Entry>, entries: Entry[], text: string, language: string): number[] {
  const { values, rest } = amounts(text, language);
  if (values.length > 0) {
    const fitting = new Set(entries.filter((entry) => entry.a?.some((own) => values.some((value) => isSame(own, value)))).map((entry) => entry.id));
    const told = words(rest).length > 0 ? ranked(found, asked(rest, language)) : [];
    return [...new Set([...told.filter((hit) => fitting.has(hit)), ...fitting])];
  }
  const telling = asked(text, language);
  const isFigure = (term: string) => /\p{N}/u.test(term);
  const some = found.search(telling.join(" "), { combineWith: "OR" });
  const all = found.search(telling.join(" "), { combineWith: "AND" });
  const figures = telling.some(isFigure);
  const fitting = some.filter((hit) => !figures || hit.queryTerms.some(isFigure));
  return [...new Set([...all, ...fitting].map((hit) => hit.id as number))];
}

/** Whether two amounts are the same but for how computers keep them. */
function isSame(one: number, other: number): boolean {
  return Math.abs(one - other) <= Math.abs(other) * 1e-9;
}

/** What has all words, then what has some. */
function ranked(found: MiniSearch<Entry>, telling: string[]): number[] {
  const [all, some] = (["AND", "OR"] as const).map((combineWith) => found.search(telling.join(" "), { combineWith }));
  return [...(all ?? []), ...(some ?? [])].map((hit) => hit.id as number);
}

/** Makes the search page work; does nothing on other pages. */
export function search(): void {
  const box = document.getElementById("search");
  const input = document.getElementById("search-words");
  const results = document.getElementById("search-results");
  const index = box?.dataset.index;
  if (!(input instanceof HTMLInputElement) || !results || !index) return;
  const language = document.documentElement.lang;
  const script = document.createElement("script");
  script.src = index;
  script.addEventListener("load", () => {
    const entries: Entry[] = (window.sourcierSearch ?? []).map((entry, id) => ({ ...entry, id }));
    const found = new MiniSearch<Entry>({
      fields: ["t", "m"],
      tokenize: words,
      processTerm: folded,
      searchOptions: { prefix: true, fuzzy: typos, boost: { t: 2 }, boostDocument: (id) => (entries[id as number]?.k === "name" ? 1.5 : 1) },
    });
    found.addAll(entries);
    input.disabled = false;
    input.focus();
    const show = () => {
      const wanted = input.value.trim();
      const hits = wanted === "" ? [] : find(found, entries, wanted, language).slice(0, MOST);
      const none = wanted === "" ? "" : (box?.dataset.none ?? "");
      list(results, hits.map((hit) => entries[hit]).filter((entry) => entry !== undefined), none);
      const address = new URL(window.location.href);
      address.hash = wanted === "" ? "" : `q=${encodeURIComponent(wanted)}`;
      window.history.replaceState(null, "", address);
    };
    input.addEventListener("input", show);
    const given = /^#q=(.*)$/.exec(window.location.hash)?.[1];
    if (given) {
      try {
        input.value = decodeURIComponent(given);
      } catch {
        input.value = given;
      }
      show();
    }
  });
  document.head.append(script);
}

/** Shows results as a list of links, or that there are none. Texts are set as texts, never as HTML. */
function list(results: HTMLElement, entries: Entry[], none: string): void {
  const items = entries.map((entry) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = entry.u;
    link.textContent = entry.t;
    if (entry.g) {
      const gone = document.createElement("s");
      gone.append(link);
      item.append(gone);
    } else {
      item.append(link);
    }
    return item;
  });
  const all = document.createElement("ol");
  all.append(...items);
  if (items.length === 0 && none !== "") {
    const said = document.createElement("p");
    said.textContent = none;
    results.replaceChildren(said);
    return;
  }
  results.replaceChildren(...(items.length > 0 ? [all] : []));
}
