// Terms as TSV of SPARQL and N-Triples write them.

export interface Term {
  kind: "iri" | "literal" | "blank" | "triple";
  value: string;
  /** The language of a literal. */
  language?: string;
}

const ESCAPES: Record<string, string> = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f" };

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, four?: string, eight?: string, one?: string) => {
    const code = four ?? eight;
    return code === undefined ? (ESCAPES[one ?? ""] ?? one ?? "") : String.fromCodePoint(parseInt(code, 16));
  });
}

/** A term; `null` for an empty cell. Numbers and truth values may stand without quotes. */
export function term(text: string): Term | null {
  if (text === "") return null;
  if (text.startsWith("<<")) return { kind: "triple", value: text };
  if (text.startsWith("<")) return { kind: "iri", value: unescaped(text.slice(1, -1)) };
  if (text.startsWith("_:")) return { kind: "blank", value: text };
  if (!text.startsWith('"')) return { kind: "literal", value: text };
  const end = text.lastIndexOf('"');
  const made: Term = { kind: "literal", value: unescaped(text.slice(1, end)) };
  if (text[end + 1] === "@") made.language = text.slice(end + 2);
  return made;
}

/** The cells of a row of TSV. */
export function cells(line: string): (Term | null)[] {
  return line.split("\t").map(term);
}

/** Subject, predicate and object of a line of N-Triples. */
export function triple(line: string): (Term | null)[] {
  // A triple inside a triple has spaces: of those, the texts of subject and object stay as they are.
  const parts = /^(<<.*?>>|\S+)\s+(<[^>]*>)\s+(.*?)\s*\.\s*$/.exec(line);
  return parts ? parts.slice(1, 4).map((part) => term(part)) : [{ kind: "literal", value: line }];
}
