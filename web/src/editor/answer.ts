// Asks the endpoint, and reads no more of its answer than a page can hold.

import { type Term, cells, triple } from "./terms.js";

/** The most rows that are read, and the most characters. */
export const MOST_ROWS = 100_000;
const MOST_TEXT = 64 << 20;
/** The most bytes of a file. */
export const MOST_BYTES = 512 << 20;

/** Rows are had as TSV and graphs as N-Triples, which have a line for each row: what is read of them is whole. */
const ACCEPT = "text/tab-separated-values, application/n-triples;q=0.9, */*;q=0.1";

/** How an answer ended: with its last row, since enough was read, since the reader stopped it, or since it broke off. */
export type End = "whole" | "cut" | "stopped" | "broken";

export interface Answer {
  form: "rows" | "graph" | "boolean";
  columns: string[];
  /** The rows as they came. */
  lines: string[];
  end: End;
}

/** The server refused a query, and said why. */
export class Refused extends Error {}

/** The terms of a row. */
export function terms(answer: Answer, line: string): (Term | null)[] {
  return answer.form === "graph" ? triple(line) : cells(line);
}

export async function post(endpoint: string, query: string, accept: string, signal?: AbortSignal): Promise<Response> {
  const init: RequestInit = { method: "POST", headers: { Accept: accept }, body: new URLSearchParams({ query }) };
  if (signal) init.signal = signal;
  const response = await fetch(endpoint, init);
  if (!response.ok) throw new Refused((await response.text()).trim() || `${response.status} ${response.statusText}`);
  return response;
}

/** Asks a query. `seen` is told what has come so far; `stop` ends the reading. */
export async function ask(endpoint: string, query: string, stop: AbortSignal, seen: (answer: Answer) => void): Promise<Answer> {
  const enough = new AbortController();
  stop.addEventListener("abort", () => enough.abort());
  const response = await post(endpoint, query, ACCEPT, enough.signal);
  const graph = (response.headers.get("Content-Type") ?? "").startsWith("application/n-triples");
  const answer: Answer = { form: graph ? "graph" : "rows", columns: graph ? ["subject", "predicate", "object"] : [], lines: [], end: "whole" };
  let [rest, read, headed] = ["", 0, graph];
  const add = (line: string): void => {
    if (!headed) {
      headed = true;
      // ASK has no columns: its one line is the answer.
      if (/^(true|false)$/.test(line)) [answer.form, answer.lines] = ["boolean", [line]];
      else answer.columns = line.split("\t").map((name) => name.replace(/^[?$]/, ""));
    } else if (answer.form === "rows" || (answer.form === "graph" && line !== "")) answer.lines.push(line);
  };
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      read += part.value.length;
      const lines = (rest + part.value).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) if (answer.lines.length < MOST_ROWS) add(line.replace(/\r$/, ""));
      if (answer.lines.length >= MOST_ROWS || read > MOST_TEXT) {
        answer.end = "cut";
        enough.abort();
        return answer;
      }
      seen(answer);
    }
  } catch {
    // A connection that ends in the middle says that the answer is not whole.
    answer.end = stop.aborted ? "stopped" : "broken";
    return answer;
  }
  if (rest !== "") add(rest);
  return answer;
}

/** The whole answer in a format. `seen` is told the number of bytes. */
export async function whole(endpoint: string, query: string, type: string, stop: AbortSignal, seen: (bytes: number) => void): Promise<Blob | "large"> {
  const enough = new AbortController();
  stop.addEventListener("abort", () => enough.abort());
  const response = await post(endpoint, query, type, enough.signal);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    parts.push(part.value);
    bytes += part.value.length;
    if (bytes > MOST_BYTES) {
      enough.abort();
      return "large";
    }
    seen(bytes);
  }
  return new Blob(parts, { type });
}
