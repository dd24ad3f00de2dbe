// The data of the editor, as `src/site/editor.rs` writes them.

/** Where things of a class have their pages. */
export interface Pages {
  class: string;
  folder: string;
  /** Names of pages of things whose keys cannot be names of files, by IRI. */
  odd: Record<string, string>;
}

export interface Parameter {
  name: string;
  label: string;
  help: string;
  kind: string;
  /** What comes before a key. */
  start: string | null;
  choices: string[];
  default: string | null;
}

export interface Question {
  /** The query with the defaults of its parameters. */
  text: string;
  /** The query with `<urn:sourcier:parameter:NAME>` in the places of its parameters. */
  template: string | null;
  parameters: Parameter[];
}

export interface Data {
  language: string;
  title: string;
  base: string;
  endpoint: string;
  network: string;
  prefixes: Record<string, string>;
  questions: Record<string, Question>;
  /** Keys with what they are of, by what comes before them. */
  keys: Record<string, [string, string][]>;
  /** IRI and label. */
  classes: [string, string][];
  properties: [string, string][];
  pages: Pages[];
  words: Record<string, string>;
  picture: Record<string, string>;
}

declare global {
  interface Window {
    sourcierEditor?: Data;
  }
}

/** An IRI as a prefixed name, where one of the dossier's prefixes fits. */
export function short(prefixes: Record<string, string>, iri: string): string {
  const fits = Object.entries(prefixes).filter(([, start]) => iri.startsWith(start) && /^[\w-]+$/.test(iri.slice(start.length)));
  const best = fits.sort((one, other) => other[1].length - one[1].length)[0];
  return best ? `${best[0]}:${iri.slice(best[1].length)}` : iri;
}
