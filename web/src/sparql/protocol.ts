// What the page and its worker say to each other.

/** Where things of a class have their pages. */
export interface Pages {
  class: string;
  folder: string;
  /** Names of pages of things whose keys cannot be names of files, by IRI. */
  odd: Record<string, string>;
}

export interface Loading {
  type: "load";
  wasm: string;
  graph: string;
  language: string;
  pages: Pages[];
}

export interface Asked {
  type: "ask";
  text: string;
}

/** A value of an answer; an IRI has the name and the page of its thing, if there are. */
export interface Value {
  value: string;
  iri: boolean;
  label?: string;
  page?: string;
}

export type Answer =
  | { type: "ready"; size: number }
  | { type: "failed"; loading: boolean; why: string }
  | { type: "boolean"; value: boolean }
  | { type: "graph"; text: string; count: number }
  | { type: "rows"; variables: string[]; rows: (Value | null)[][] };
