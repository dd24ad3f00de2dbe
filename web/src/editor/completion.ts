// What the editor completes: classes and properties of the dossier, by their IRIs or by their labels, and its prefixes.

import Yasqe, { type Hint, type Token } from "@zazuko/yasqe";
import { folded } from "../graph/data.js";
import { type Data, short } from "./data.js";

/** The most suggestions. */
const MOST = 100;

interface Word extends Token {
  from?: { ch: number };
  to?: { ch: number };
}

/** Whether the reader asked for suggestions, so that there may be some where nothing is typed yet. */
let asked = false;

/** Suggests by the keyboard. */
export function suggest(editor: Yasqe): void {
  asked = true;
  editor.autocomplete();
  asked = false;
}

/** Whether a class is expected, or a property; `undefined` for neither. */
function expected(editor: Yasqe): "classes" | "properties" | undefined {
  const token = editor.getCompleteToken();
  const cursor = editor.getDoc().getCursor();
  if (/^[?$"']/.test(token.string) || (token.string.trim() === "" && !asked)) return undefined;
  const before = editor.getPreviousNonWsToken(cursor.line, token);
  if (before.string === "a" || ["a", "rdf:type", "rdfs:domain", "rdfs:range", "rdfs:subClassOf"].includes(before.state?.lastProperty ?? "")) return "classes";
  // A word that is no term yet is an error, after which the grammar knows nothing: the term before it tells what may follow.
  return token.state.possibleCurrent.includes("a") || before.state?.possibleNext?.includes("a") ? "properties" : undefined;
}

/** Registers what is completed, and returns its names for the editor's configuration. */
export function register(data: Data): string[] {
  const labels = new Map([...data.classes, ...data.properties]);
  const prefixes = (editor: Yasqe): Record<string, string> => ({ ...data.prefixes, ...editor.getPrefixesFromQuery() });
  const written = (editor: Yasqe, iri: string): string => {
    const made = short(prefixes(editor), iri);
    return made === iri ? `<${iri}>` : made;
  };
  Yasqe.registerAutocompleter({
    name: "dossier-terms",
    bulk: false,
    autoShow: true,
    isValidCompletionPosition: (editor) => expected(editor) !== undefined,
    preProcessToken: (_, token: Word) => (token.string.trim() === "" ? { ...token, from: { ch: token.end }, to: { ch: token.end } } : token),
    get: (editor, token) => {
      const all = data[expected(editor) ?? "properties"];
      const typed = (token?.string ?? "").trim();
      const [prefix, name] = typed.split(":", 2);
      const start = name === undefined ? undefined : prefixes(editor)[prefix ?? ""];
      const begins = typed.startsWith("<") ? typed.slice(1).replace(/>$/, "") : start === undefined ? undefined : start + name;
      const wanted = folded(typed);
      const fits = ([iri, label]: [string, string]) => (begins === undefined ? folded(label).includes(wanted) || folded(short(data.prefixes, iri)).includes(wanted) : iri.toLowerCase().startsWith(begins.toLowerCase()));
      return all.filter(fits).slice(0, MOST).map(([iri]) => iri);
    },
    postprocessHints: (editor, hints: Hint[]) => hints.map((hint) => {
      const label = labels.get(hint.text) ?? "";
      const text = written(editor, hint.text);
      return { ...hint, text, displayText: label === "" ? text : `${text}  ${label}` };
    }),
  }, false);
  Yasqe.forkAutocompleter("prefixes", {
    name: "dossier-prefixes",
    get: () => Object.entries(data.prefixes).map(([prefix, iri]) => `${prefix}: <${iri}>`),
    persistenceId: null,
  }, false);
  return ["variables", "dossier-prefixes", "dossier-terms"];
}
