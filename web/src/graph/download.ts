// Files of what is shown, made in the browser.

import { AMOUNT, CLAIMS, type Data, END, GONE, IRI, KIND, LABEL, type Link, NAME, REMARK, SOURCE, STAGE, STAGES, START, TARGET, UNIT, WHEN, WHO } from "./data.js";

/** Offers a text as a file. */
export function offer(name: string, type: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A cell of CSV. What a spreadsheet would take for a formula begins with an apostrophe. */
export function cell(text: string): string {
  const guarded = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\n\r]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

/** Links as CSV: names, IRIs, kind, label, amount, unit, stages, dates, why a sum does not count by itself, 1 if it no longer stands, stage and date
 * as people read them, who says it, IRIs of claims. */
export function csv(data: Data, edges: Set<number>): string {
  const rows = [["source", "target", "source_iri", "target_iri", "kind", "label", "amount", "unit", "stages", "start", "end", "remark", "gone", "stage", "date", "said_by", "claims"]];
  for (const number of edges) {
    const edge = data.edges[number] as Link;
    const [source, target] = [data.nodes[edge[SOURCE]], data.nodes[edge[TARGET]]];
    const claims = edge[CLAIMS].map((claim) => data.claims[claim]?.[3] ?? "");
    rows.push([
      source?.[NAME] ?? "", target?.[NAME] ?? "", source?.[IRI] ?? "", target?.[IRI] ?? "", data.kinds[edge[KIND]]?.[0] ?? "", edge[LABEL], edge[AMOUNT],
      data.units[edge[UNIT]]?.[0] ?? "", edge[STAGES].map((stage) => data.stages[stage]?.[0] ?? "").join(" "), edge[START], edge[END],
      edge[REMARK], edge[GONE] ? "1" : "", edge[STAGE], edge[WHEN], edge[WHO], claims.join(" "),
    ]);
  }
  return rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}
