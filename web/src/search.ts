// The search page: the index is a script of the site, so that it also works from a file.

import MiniSearch from "minisearch";

/** A claim, name or document that can be found: kind, title, further words, address. */
interface Entry {
  id: number;
  k: "claim" | "name" | "document";
  t: string;
  m: string;
  u: string;
  /** 1 if the claim no longer stands. */
  g?: number;
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

/** Makes the search page work; does nothing on other pages. */
export function search(): void {
  const box = document.getElementById("search");
  const input = document.getElementById("search-words");
  const results = document.getElementById("search-results");
  const index = box?.dataset.index;
  if (!(input instanceof HTMLInputElement) || !results || !index) return;
  const script = document.createElement("script");
  script.src = index;
  script.addEventListener("load", () => {
    const entries: Entry[] = (window.sourcierSearch ?? []).map((entry, id) => ({ ...entry, id }));
    const found = new MiniSearch<Entry>({
      fields: ["t", "m"],
      tokenize: words,
      processTerm: folded,
      searchOptions: { prefix: true, fuzzy: typos, combineWith: "AND", boost: { t: 2 }, boostDocument: (id) => (entries[id as number]?.k === "name" ? 1.5 : 1) },
    });
    found.addAll(entries);
    input.disabled = false;
    input.focus();
    const show = () => {
      const wanted = input.value.trim();
      const hits = wanted === "" ? [] : found.search(wanted).slice(0, MOST);
      const none = wanted === "" ? "" : (box?.dataset.none ?? "");
      list(results, hits.map((hit) => entries[hit.id as number]).filter((entry) => entry !== undefined), none);
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
