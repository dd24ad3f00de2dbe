// The program's own SVG made interactive: elements say by `data-node` and `data-edges` what they show.

import { CLASS, type Data, type Link, NAME, SOURCE, TARGET, said } from "./data.js";
import type { Choose, Picture } from "./picture.js";
import { type Shown, type State, isWhole } from "./state.js";

/** The margin of the picture and the gap between its panels, as the program draws them. */
const MARGIN = 24, APART = 30;
/** The least width of what is left of a picture, and the gaps between the entries of its legend. */
const LEAST = 672, BESIDE = 26, ROW = 27;

interface Part {
  element: SVGGraphicsElement;
  x: number;
  y: number;
}

/** A heading or the legend: its rule and its entries, which are put into rows anew where there is less room. */
interface Strip {
  part: Part;
  rule: Element | null;
  line: string;
  entries: Part[];
}

interface Mark {
  element: SVGGraphicsElement;
  /** What has the focus: the element, or the link around it. */
  control: SVGElement;
  edges: number[];
  node: number;
}

/** The place of a group that is only moved. */
function part(element: SVGGraphicsElement): Part {
  const [x, y] = (/translate\(([^)]*)\)/.exec(element.getAttribute("transform") ?? "")?.[1] ?? "0 0").split(/[ ,]+/).map(Number);
  return { element, x: x ?? 0, y: y ?? 0 };
}

/** The text of an element as it is seen. Between its lines, which are only placed below each other, blanks of no width are put. */
function read(element: Element): string {
  element.querySelectorAll("tspan[x]").forEach((line) => {
    if (!line.previousSibling) return;
    const blank = document.createElementNS("http://www.w3.org/2000/svg", "tspan");
    blank.setAttribute("font-size", "0");
    blank.textContent = " ";
    line.before(blank);
  });
  return [...element.querySelectorAll("text")].map((text) => text.textContent).join(" ");
}

export class Drawn implements Picture {
  private readonly marks: Mark[];
  private readonly buttons: Mark[];
  /** The lines of captions, each with the links that it is of: a caption may be of several, of which some are not shown. */
  private readonly lines: [Element, number[]][];
  private readonly parts: Part[];
  private readonly strips: Strip[];
  /** The lines of sources below the picture, with their heights. */
  private readonly sources: [SVGTextElement, string][];
  private readonly size: [number, number];
  /** How much larger than on its page the picture is, and its width there. */
  private larger = 1;
  private width = 0;

  constructor(private readonly svg_: SVGSVGElement, private readonly data: Data, private readonly choose: Choose) {
    const all = [...svg_.querySelectorAll<SVGGraphicsElement>("[data-node], [data-edges]")];
    this.marks = all.map((element) => ({
      element,
      control: element.closest<SVGElement>("a") ?? element,
      edges: (element.dataset.edges ?? "").split(" ").filter((number) => number !== "").map(Number),
      node: Number(element.dataset.node ?? -1),
    }));
    this.lines = [...svg_.querySelectorAll<SVGElement>("[data-lines]")].map((line) => [line, (line.dataset.lines ?? "").split(" ").map(Number)]);
    this.parts = [...svg_.querySelectorAll<SVGGraphicsElement>("[data-part]")].map(part);
    this.strips = this.parts
      .filter(({ element }) => ["heading", "legend"].includes(element.dataset.part ?? ""))
      .map((part_) => {
        const rule = part_.element.querySelector(":scope > path");
        return { part: part_, rule, line: rule?.getAttribute("d") ?? "", entries: [...part_.element.querySelectorAll<SVGGraphicsElement>(":scope > g")].map(part) };
      });
    this.sources = [...svg_.querySelectorAll<SVGTextElement>("[data-part=footer] > text")].map((line) => [line, line.getAttribute("y") ?? "0"]);
    this.size = [svg_.width.baseVal.value, svg_.height.baseVal.value];
    // A line is chosen by its caption, if it has one.
    const captioned = new Set(this.marks.filter((mark) => mark.element.localName === "g").map((mark) => this.placeOf(mark)));
    this.buttons = this.marks.filter((mark) => mark.node >= 0 || mark.element.localName === "g" || !captioned.has(this.placeOf(mark)));
    this.marks.forEach((mark) => this.prepare(mark));
    this.roam(this.buttons[0]);
    svg_.addEventListener("keydown", (event) => this.pressed(event));
    svg_.addEventListener("pointerleave", () => this.light(undefined));
  }

  private placeOf(mark: Mark): string {
    const panel = mark.element.closest("[data-part]");
    return `${this.parts.findIndex((one) => one.element === panel)} ${mark.edges.join(" ")}`;
  }

  private prepare(mark: Mark): void {
    const { control, element, node, edges } = mark;
    control.removeAttribute("href");
    const choose = (event: Event) => {
      event.preventDefault();
      this.choose(node, edges[0] ?? -1);
    };
    control.classList.add("choice");
    control.addEventListener("click", choose);
    element.addEventListener("pointerenter", () => this.light(mark));
    if (!this.buttons.includes(mark)) return;
    const name = node >= 0 ? this.data.nodes[node]?.[NAME] : edges.map((edge) => said(this.data, this.data.edges[edge] as Link)).join("; ");
    control.setAttribute("role", "button");
    const seen = read(element);
    control.setAttribute("aria-label", name === undefined || seen === name ? seen : `${seen}: ${name}`);
    control.setAttribute("tabindex", "-1");
    control.addEventListener("focus", () => this.light(mark));
    control.addEventListener("blur", () => this.light(undefined));
  }

  /** One element of the picture is reached by Tab; the others from there by the arrow keys. */
  private roam(mark: Mark | undefined): void {
    this.buttons.forEach((other) => other.control.setAttribute("tabindex", other === mark ? "0" : "-1"));
  }

  private pressed(event: KeyboardEvent): void {
    const at = this.buttons.findIndex((mark) => mark.control === document.activeElement);
    const here = this.buttons[at];
    if (!here) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.choose(here.node, here.edges[0] ?? -1);
      return;
    }
    const seen = this.buttons.filter((mark) => !mark.control.classList.contains("gone"));
    const place = seen.indexOf(here);
    const steps: Record<string, number> = { ArrowRight: place + 1, ArrowDown: place + 1, ArrowLeft: place - 1, ArrowUp: place - 1, Home: 0, End: seen.length - 1 };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = seen[(step + seen.length) % seen.length];
    this.roam(next);
    next?.control.focus();
  }

  /** Lights a node with its links and neighbours, or a link with its ends; the rest is dimmed. */
  private light(mark: Mark | undefined): void {
    this.svg_.classList.toggle("dim", mark !== undefined);
    if (!mark) return;
    const edges = new Set(mark.edges);
    const nodes = new Set([mark.node]);
    this.data.edges.forEach((edge, number) => {
      if (mark.node >= 0 && (edge[SOURCE] === mark.node || edge[TARGET] === mark.node)) edges.add(number);
      if (edges.has(number)) nodes.add(edge[SOURCE]).add(edge[TARGET]);
    });
    for (const other of this.marks) other.element.classList.toggle("lit", nodes.has(other.node) || other.edges.some((edge) => edges.has(edge)));
  }

  show(shown: Shown, state: State): void {
    for (const mark of this.marks) {
      const seen = mark.node >= 0 ? shown.nodes.has(mark.node) && this.hasLinkIn(mark, shown, state) : mark.edges.some((edge) => shown.edges.has(edge));
      mark.control.classList.toggle("gone", !seen);
      mark.element.classList.toggle("found", shown.found.has(mark.node));
      mark.element.classList.toggle("chosen", mark.node >= 0 ? mark.node === state.node : mark.edges.includes(state.edge));
    }
    for (const [line, edges] of this.lines) line.classList.toggle("gone", !edges.some((edge) => shown.edges.has(edge)));
    const now = this.buttons.find((mark) => mark.control.getAttribute("tabindex") === "0");
    if (now?.control.classList.contains("gone")) this.roam(this.buttons.find((mark) => !mark.control.classList.contains("gone")));
    this.arrange(isWhole(state), shown);
  }

  /** Whether a node of a panel has a link there that is shown: a node in several panels is not kept in all of them. */
  private hasLinkIn(mark: Mark, shown: Shown, state: State): boolean {
    if (isWhole(state)) return true;
    const panel = mark.element.closest("[data-part]");
    const links = [...(panel?.querySelectorAll<SVGElement>("[data-edges]") ?? [])].flatMap((element) => (element.dataset.edges ?? "").split(" ").map(Number));
    return links.some((link) => shown.edges.has(link) && (this.data.edges[link]?.[SOURCE] === mark.node || this.data.edges[link]?.[TARGET] === mark.node)) || mark.node === state.node;
  }

  /** Moves what is left of the panels, the legend and the footer together; in the whole picture all is at its own place. */
  private arrange(whole: boolean, shown: Shown): void {
    let [width, height] = this.size;
    this.parts.forEach(({ element, x, y }) => {
      element.classList.remove("gone");
      element.setAttribute("transform", `translate(${x} ${y})`);
    });
    this.strips.forEach(({ rule, line, entries }) => {
      rule?.setAttribute("d", line);
      entries.forEach(({ element, x, y }) => {
        element.classList.remove("gone");
        element.setAttribute("transform", `translate(${x} ${y})`);
      });
    });
    this.sources.forEach(([line, y]) => {
      line.classList.remove("gone");
      line.setAttribute("y", y);
    });
    if (!whole) this.shorten(shown);
    if (!whole) [width, height] = this.closed();
    this.svg_.setAttribute("viewBox", `0 0 ${width} ${height}`);
    for (const element of [this.svg_, this.svg_.querySelector(":scope > rect")]) {
      element?.setAttribute("width", String(width));
      element?.setAttribute("height", String(height));
    }
  }

  /** Takes out of the legend the kinds of names and of lines of which none is shown. */
  private shorten(shown: Shown): void {
    const kinds = new Set(this.data.classes.map(([name]) => name));
    const seen = new Set([...shown.nodes].map((node) => this.data.classes[this.data.nodes[node]?.[CLASS] ?? -1]?.[0]));
    for (const strip of this.strips.filter(({ part }) => part.element.dataset.part === "legend")) {
      for (const { element } of strip.entries) {
        const name = read(element).trim();
        const edges = element.dataset.shows?.split(" ").filter((number) => number !== "").map(Number);
        element.classList.toggle("gone", edges ? !edges.some((edge) => shown.edges.has(edge)) : kinds.has(name) && !seen.has(name));
      }
    }
    // Captions have the numbers of their sources, raised.
    const captions = this.marks.filter((mark) => !mark.control.classList.contains("gone"));
    const numbers = captions.flatMap((mark) => [...mark.element.querySelectorAll("tspan[dy]:not(.gone)")].flatMap((raised) => raised.textContent.match(/\d+/g) ?? []));
    let place = 0;
    for (const [line] of this.sources) {
      const number = /^(\d+) /.exec(line.textContent)?.[1];
      const gone = number !== undefined && !numbers.includes(number);
      line.classList.toggle("gone", gone);
      if (!gone) line.setAttribute("y", this.sources[place++]?.[1] ?? "0");
    }
  }

  private closed(): [number, number] {
    const named = (name: string) => this.parts.filter((one) => one.element.dataset.part === name);
    const panels = named("panel");
    const heads = named("heading");
    const first = [...heads, ...panels].map((one) => one.y);
    let down = Math.min(...first);
    const extents = panels.map((panel) => this.extent(panel));
    const title = Math.max(0, ...named("title").map((one) => one.element.getBBox().width));
    const room = Math.max(LEAST, title, ...extents.map((box) => (box ? box.right - box.left : 0)));
    panels.forEach((panel, at) => {
      const head = heads[at];
      const box = extents[at];
      if (!box) {
        for (const one of [head, panel]) one?.element.classList.add("gone");
        return;
      }
      if (head) {
        head.element.setAttribute("transform", `translate(${MARGIN} ${down})`);
        this.narrow(head, room);
        down += head.element.getBBox().height + 14;
      }
      panel.element.setAttribute("transform", `translate(${MARGIN - box.left} ${down - box.top})`);
      down += box.foot - box.top + APART;
    });
    let width = room;
    for (const below of [...named("legend"), ...named("footer")]) {
      this.narrow(below, room);
      const box = below.element.getBBox();
      below.element.setAttribute("transform", `translate(${MARGIN} ${down})`);
      width = Math.max(width, box.width);
      down += box.y + box.height + 12;
    }
    return [Math.ceil(width + 2 * MARGIN), Math.ceil(down + MARGIN / 2)];
  }

  /** What is left of a panel, in its own coordinates. */
  private extent(panel: Part): { left: number; top: number; right: number; foot: number } | undefined {
    const seen = this.marks.filter((mark) => panel.element.contains(mark.element) && !mark.control.classList.contains("gone"));
    const boxes = seen.map((mark) => mark.element.getBBox());
    if (boxes.length === 0) return undefined;
    return {
      left: Math.min(...boxes.map((box) => box.x)),
      top: Math.min(...boxes.map((box) => box.y)),
      right: Math.max(...boxes.map((box) => box.x + box.width)),
      foot: Math.max(...boxes.map((box) => box.y + box.height)),
    };
  }

  /** Shortens the rule of a heading or the legend, and breaks its rows where they are too long. */
  private narrow(below: Part, room: number): void {
    const strip = this.strips.find((one) => one.part === below);
    if (!strip) return;
    strip.rule?.setAttribute("d", strip.line.replace(/H.*/, `H${room}`));
    const indent = Math.min(...strip.entries.map((entry) => entry.x));
    // A row of which nothing is left takes no room.
    let [x, down, row] = [indent, Math.min(...strip.entries.map((entry) => entry.y)), NaN];
    for (const entry of strip.entries.filter(({ element }) => !element.classList.contains("gone"))) {
      const wide = entry.element.getBBox().width;
      const begins = !Number.isNaN(row) && (entry.y !== row || (x > indent && x + wide > room));
      if (begins) [x, down] = [indent, down + ROW];
      row = entry.y;
      entry.element.setAttribute("transform", `translate(${x} ${down})`);
      x += wide + BESIDE;
    }
  }

  /** Makes the picture larger or smaller, never smaller than it fits its page. */
  enlarge(by: number): void {
    if (this.larger === 1) this.width = this.svg_.getBoundingClientRect().width;
    this.larger = Math.min(12, Math.max(1, this.larger * by));
    const is = this.larger > 1.01;
    if (!is) this.larger = 1;
    this.svg_.style.maxWidth = is ? "none" : "";
    this.svg_.style.width = is ? `${Math.round(this.width * this.larger)}px` : "";
  }

  svg(): string {
    const copy = this.svg_.cloneNode(true) as SVGSVGElement;
    copy.removeAttribute("style");
    copy.querySelectorAll(".gone").forEach((element) => element.remove());
    for (const element of [copy, ...copy.querySelectorAll("*")]) {
      for (const name of ["class", "tabindex", "role", "aria-label", "data-node", "data-edges", "data-lines", "data-part", "data-shows"]) element.removeAttribute(name);
    }
    copy.setAttribute("role", "img");
    return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(copy)}`;
  }
}
