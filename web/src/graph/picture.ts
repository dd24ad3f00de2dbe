// What a picture can do, whether it is SVG or drawn by WebGL.

import type { Shown, State } from "./state.js";

export interface Picture {
  /** Shows nodes and links, marks those that were found and the chosen one. */
  show(shown: Shown, state: State): void;
  /** What is seen, as a file: with title, legend, source and date. */
  svg(): string;
}

/** What a reader chose: the number of a node or a link; -1 for neither. */
export type Choose = (node: number, edge: number) => void;
