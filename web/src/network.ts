// Large pictures: drawn by sigma with WebGL, at the coordinates that the program computed.

import Graph from "graphology";
import Sigma, { DEFAULT_STYLES } from "sigma";
import { CLASS, type Data, LINE, type Link, NAME, SOURCE, TARGET, X, Y, around, brief, fill } from "./graph/data.js";
import { button, make } from "./graph/details.js";
import { Marks, NUMBERS, Pace } from "./graph/lines.js";
import type { Choose, Picture } from "./graph/picture.js";
import type { Shown, State } from "./graph/state.js";

const OTHER = "#4a5b94";
const INK = "#1a1a1a", MARKED = "#b3261e";
/** A prime, larger than the number of links of any picture: its multiples reach each place of a list once. */
const STRIDE = 15_485_863;
/** How near to a link a click chooses it, in pixels. */
const NEAR = 6;

/** How many nodes have room at their full size. */
const ROOMY = 400;
/** How many nodes sigma has: it places their labels. All are drawn as dots. */
const NAMED = 250;

/** The height of a label and the width of one of its letters, in pixels, rather too large than too small. */
const LETTER = { height: 16, width: 7.5 };
/** How long after a move labels are chosen anew, in milliseconds. */
const SETTLED = 150;

/** How far an arrow key moves the picture, as a part of what is seen. */
const STEP = 0.15;

function colour(data: Data, node: number): string {
  const name = data.classes[data.nodes[node]?.[CLASS] ?? -1]?.[1] ?? "";
  return /^#[0-9a-f]{6}$/i.test(name) ? name : "#8c8c8c";
}

/** The colour of a link, and whether it is broken. */
function drawn(data: Data, edge: Link): [string, boolean] {
  const [, tint, broken] = data.lines[edge[LINE] ?? -1] ?? ["", OTHER, 0];
  return [tint, broken === 1];
}

class Network implements Picture {
  private readonly sigma: Sigma;
  private readonly graph = new Graph();
  private readonly degrees: number[];
  private readonly tints = new Map<string, number[]>();
  private shown: Shown;
  private marked = new Set<number>();
  private chosen = -1;
  private lines: Marks | undefined;
  private dots: Marks | undefined;
  private readonly pace = new Pace();
  private settling = 0;

  constructor(canvas: HTMLElement, private readonly data: Data, choose: Choose) {
    this.degrees = around(data).map((links) => links.length);
    this.shown = { nodes: new Set(data.nodes.keys()), edges: new Set(), found: new Set(), undated: 0 };
    this.sigma = new Sigma(this.graph, canvas, {
      settings: {
        // Which labels have room is decided by their places alone.
        labelRenderedSizeThreshold: 0,
        labelGridCellSize: LETTER.height,
        gestureTarget: "shared",
        sharedGestureWheelMessage: data.words.wheel ?? "",
        sharedGestureAppleWheelMessage: (data.words.wheel ?? "").replace("Ctrl", "⌘"),
        sharedGestureTouchMessage: data.words.touch ?? "",
        allowInvalidContainer: true,
      },
      styles: {
        nodes: [DEFAULT_STYLES.nodes, { labelColor: INK }],
        edges: DEFAULT_STYLES.edges,
      } as never,
    });
    this.sigma.on("clickNode", ({ node }) => choose(Number(node), -1));
    this.sigma.on("clickStage", ({ event }) => {
      const [node, edge] = this.nearest(event.x, event.y);
      if (node >= 0 || edge >= 0) choose(node, edge);
    });
    this.sigma.addCustomLayerProgram("links", "edges", (gl) => (this.lines = new Marks(gl, "lines", this.ends(), this.pace)));
    this.sigma.addCustomLayerProgram("dots", "edges", (gl) => (this.dots = new Marks(gl, "dots", this.points())));
    this.sigma.getCamera().on("updated", () => {
      this.pace.move(() => this.sigma.scheduleRender());
      clearTimeout(this.settling);
      this.settling = window.setTimeout(() => this.clearLabels(), SETTLED);
    });
    canvas.addEventListener("keydown", (event) => this.pressed(event));
  }

  /** Zooms by a factor. */
  zoom(factor: number): void {
    const camera = this.sigma.getCamera();
    camera.setState({ ratio: Math.min(20, Math.max(0.005, camera.ratio / factor)) });
  }

  fit(): void {
    this.sigma.getCamera().setState({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
  }

  private pressed(event: KeyboardEvent): void {
    const camera = this.sigma.getCamera();
    const step = STEP * camera.ratio;
    const moves: Record<string, [number, number]> = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
    const move = moves[event.key];
    if (move) camera.setState({ x: camera.x + move[0], y: camera.y + move[1] });
    else if (event.key === "+" || event.key === "=") this.zoom(1.5);
    else if (event.key === "-") this.zoom(1 / 1.5);
    else if (event.key === "0") this.fit();
    else return;
    event.preventDefault();
  }

  show(shown: Shown, state: State): void {
    const before = this.shown;
    this.shown = shown;
    this.marked = new Set([...shown.found, state.node].filter((node) => node >= 0));
    const other = this.chosen !== state.edge;
    this.chosen = state.edge;
    const changed = before.edges.size !== shown.edges.size || before.nodes.size !== shown.nodes.size || [...shown.edges].some((edge) => !before.edges.has(edge));
    this.name();
    if (changed) {
      const places = [...shown.nodes].map((node) => this.data.nodes[node]).filter((node) => node !== undefined);
      const extent = (of: typeof X | typeof Y): [number, number] => {
        let [least, most] = [Infinity, -Infinity];
        for (const node of places) [least, most] = [Math.min(least, node[of] ?? 0), Math.max(most, node[of] ?? 0)];
        return least < most ? [least, most] : [(places[0]?.[of] ?? 0) - 1, (places[0]?.[of] ?? 0) + 1];
      };
      this.sigma.setCustomBBox({ x: extent(X), y: extent(Y) });
      this.fit();
    }
    this.sigma.refresh();
    this.clearLabels();
    if (changed || other) this.lines?.set(this.ends());
    this.dots?.set(this.points());
    this.sigma.scheduleRender();
  }

  /** Gives sigma the nodes that have labels: the most linked of those that are shown, and those that are marked. */
  private name(): void {
    const order = [...this.shown.nodes].sort((one, other) => (this.degrees[other] ?? 0) - (this.degrees[one] ?? 0));
    const named = new Set([...[...this.marked].slice(0, NAMED), ...order.slice(0, NAMED)]);
    this.graph.clear();
    for (const number of named) {
      const node = this.data.nodes[number];
      const color = this.marked.has(number) ? MARKED : colour(this.data, number);
      this.graph.addNode(String(number), { x: node?.[X] ?? 0, y: node?.[Y] ?? 0, label: brief(node?.[NAME] ?? "", 40), size: this.size(number), color });
    }
  }

  /** Gives labels to the nodes, the most linked first, whose label lies on no other one where the picture stands. */
  private clearLabels(): void {
    const taken: [number, number, number, number][] = [];
    this.graph.updateEachNodeAttributes((key, node) => {
      const label = brief(this.data.nodes[Number(key)]?.[NAME] ?? "", 40);
      const { x, y } = this.sigma.graphToViewport({ x: node.x as number, y: node.y as number });
      const [left, right] = [x, x + (node.size as number) + 6 + label.length * LETTER.width];
      const [top, bottom] = [y - LETTER.height / 2, y + LETTER.height / 2];
      const lies = taken.some((other) => left < other[1] && other[0] < right && top < other[3] && other[2] < bottom);
      if (!lies) taken.push([left, right, top, bottom]);
      return { ...node, label: lies ? "" : label };
    });
  }

  /** The radius of a node, in pixels of the whole picture: its area goes with the number of its links, and all are smaller where there are many. */
  private size(node: number): number {
    const room = Math.min(1, Math.sqrt(ROOMY / Math.max(1, this.shown.nodes.size)));
    return Math.max(0.8, Math.min(18, 2 + Math.sqrt(this.degrees[node] ?? 0) * 0.8) * room);
  }

  /** A colour as WebGL takes it. */
  private tint(name: string): number[] {
    const made = this.tints.get(name) ?? [1, 3, 5].map((at) => parseInt(name.slice(at, at + 2), 16) / 255);
    this.tints.set(name, made);
    return made;
  }

  /** The nodes; those that are marked come last. */
  private points(): Float32Array {
    const framed = this.sigma.getNormalizationFunction();
    const order = [...[...this.shown.nodes].filter((number) => !this.marked.has(number)), ...this.marked];
    const numbers = new Float32Array(order.length * NUMBERS);
    order.forEach((number, at) => {
      const { x, y } = framed({ x: this.data.nodes[number]?.[X] ?? 0, y: this.data.nodes[number]?.[Y] ?? 0 });
      const [red = 0, green = 0, blue = 0] = this.tint(this.marked.has(number) ? MARKED : colour(this.data, number));
      numbers.set([x, y, red, green, blue, this.size(number)], at * NUMBERS);
    });
    return numbers;
  }

  /** The ends of the links that are shown; the chosen one comes last. */
  private ends(): Float32Array {
    const framed = this.sigma.getNormalizationFunction();
    const places = this.data.nodes.map((node) => framed({ x: node[X] ?? 0, y: node[Y] ?? 0 }));
    // Neighbours of the list come far from each other, so that the first ones show as much as all.
    const all = [...this.shown.edges];
    const order = all.map((_, at) => all[(at * STRIDE) % all.length] ?? 0).filter((number) => number !== this.chosen);
    if (this.chosen >= 0) order.push(this.chosen);
    const numbers = new Float32Array(order.length * 2 * NUMBERS);
    order.forEach((number, at) => {
      const edge = this.data.edges[number] as Link;
      const [tint, broken] = drawn(this.data, edge);
      const [red = 0, green = 0, blue = 0] = this.tint(number === this.chosen ? MARKED : tint);
      const [from, to] = [places[edge[SOURCE]] ?? { x: 0, y: 0 }, places[edge[TARGET]] ?? { x: 0, y: 0 }];
      const length = Math.hypot(to.x - from.x, to.y - from.y);
      numbers.set([from.x, from.y, red, green, blue, broken ? 0 : -1, to.x, to.y, red, green, blue, broken ? length : -1], at * 2 * NUMBERS);
    });
    return numbers;
  }

  /** The node, or else the link, nearest to a place of the canvas; -1 for neither. */
  private nearest(x: number, y: number): [number, number] {
    const places = this.data.nodes.map((node) => this.sigma.graphToViewport({ x: node[X] ?? 0, y: node[Y] ?? 0 }));
    let [node, edge, least] = [-1, -1, NEAR];
    for (const number of this.shown.nodes) {
      const far = Math.hypot(x - (places[number]?.x ?? Infinity), y - (places[number]?.y ?? Infinity));
      if (far < least) [node, least] = [number, far];
    }
    if (node >= 0) return [node, -1];
    for (const number of this.shown.edges) {
      const link = this.data.edges[number] as Link;
      const [from, to] = [places[link[SOURCE]], places[link[TARGET]]];
      if (!from || !to) continue;
      const [dx, dy] = [to.x - from.x, to.y - from.y];
      const along = Math.min(1, Math.max(0, ((x - from.x) * dx + (y - from.y) * dy) / (dx * dx + dy * dy || 1)));
      const far = Math.hypot(x - from.x - along * dx, y - from.y - along * dy);
      if (far < least) [edge, least] = [number, far];
    }
    return [-1, edge];
  }

  svg(): string {
    const { width, height } = this.sigma.getDimensions();
    const escape = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
    const at = (node: number) => this.sigma.graphToViewport({ x: this.data.nodes[node]?.[X] ?? 0, y: this.data.nodes[node]?.[Y] ?? 0 });
    const number = (value: number) => String(Math.round(value * 10) / 10);
    const inside = ({ x, y }: { x: number; y: number }) => x >= -50 && y >= -50 && x <= width + 50 && y <= height + 50;
    const lines = [...this.shown.edges].map((key) => {
      const edge = this.data.edges[key] as Link;
      const [from, to] = [at(edge[SOURCE]), at(edge[TARGET])];
      const [line, broken] = drawn(this.data, edge);
      const dashes = broken ? ' stroke-dasharray="4 3"' : "";
      return inside(from) || inside(to) ? `<path d="M${number(from.x)},${number(from.y)} L${number(to.x)},${number(to.y)}" stroke="${line}"${dashes}/>` : "";
    });
    const labelled = this.sigma.getNodeDisplayedLabels();
    const points = [...this.shown.nodes].map((key) => {
      const place = at(key);
      if (!inside(place)) return "";
      const radius = this.size(key) / Math.sqrt(this.sigma.getCamera().ratio);
      const fill = this.marked.has(key) ? MARKED : colour(this.data, key);
      const label = labelled.has(String(key)) ? `<text x="${number(place.x + radius + 3)}" y="${number(place.y + 4)}">${escape(brief(this.data.nodes[key]?.[NAME] ?? "", 40))}</text>` : "";
      return `<circle cx="${number(place.x)}" cy="${number(place.y)}" r="${number(radius)}" fill="${fill}"/>${label}`;
    });
    const used = new Set([...this.shown.nodes].map((node) => this.data.nodes[node]?.[CLASS] ?? -1));
    const legend = this.data.classes.filter(([name], at) => used.has(at) && name !== "").map(([name], row) => {
      const own = [...this.shown.nodes].find((node) => this.data.classes[this.data.nodes[node]?.[CLASS] ?? -1]?.[0] === name) ?? -1;
      return `<circle cx="12" cy="${row * 20}" r="6" fill="${colour(this.data, own)}"/><text x="26" y="${row * 20 + 4}">${escape(name)}</text>`;
    });
    const seen = new Set([...this.shown.edges].map((edge) => this.data.edges[edge]?.[LINE] ?? -1));
    this.data.lines.forEach(([name, tint, broken], at) => {
      const y = legend.length * 20;
      const line = `<path d="M0,${y} L24,${y}" stroke="${tint}" stroke-width="2"${broken ? ' stroke-dasharray="4 3"' : ""}/>`;
      if (seen.has(at)) legend.push(`${line}<text x="32" y="${y + 4}">${escape(name)}</text>`);
    });
    const foot = this.data.source;
    const whole = height + 60 + legend.length * 20 + 30;
    return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${whole}" viewBox="0 0 ${width} ${whole}" role="img" font-family="Helvetica, Arial, sans-serif" font-size="12" fill="${INK}">
<title>${escape(this.data.title)}</title><rect width="${width}" height="${whole}" fill="#ffffff"/>
<text x="12" y="28" font-size="18" font-weight="bold">${escape(this.data.title)}</text>
<svg y="44" width="${width}" height="${height}"><g fill="none">${lines.join("")}</g>${points.join("")}</svg>
<g transform="translate(12 ${height + 70})">${legend.join("")}</g>
<text x="12" y="${whole - 12}" fill="#555555">${escape(foot)}</text>
</svg>
`;
  }
}

window.sourcierNetwork = (box, data, choose) => {
  const canvas = make("div", "", { class: "canvas", tabindex: "0", role: "group", "aria-label": fill(data.words.canvas, data.nodes.length, data.edges.length) });
  const caption = make("figcaption");
  box.append(canvas, caption);
  let network: Network;
  try {
    if (!document.createElement("canvas").getContext("webgl2")) throw new Error("no WebGL 2");
    network = new Network(canvas, data, choose);
  } catch {
    box.replaceChildren();
    return undefined;
  }
  const acts = make("p", "", { class: "acts" });
  acts.append(button(data.words.zoomIn ?? "", () => network.zoom(1.5)), " ", button(data.words.zoomOut ?? "", () => network.zoom(1 / 1.5)), " ", button(data.words.fit ?? "", () => network.fit()));
  const legend = make("ul", "", { class: "legend", "aria-label": data.words.legend ?? "" });
  data.classes.forEach(([name, tint]) => {
    if (name === "") return;
    const sample = make("span", "", { class: "sample" });
    sample.style.backgroundColor = /^#[0-9a-f]{6}$/i.test(tint) ? tint : "#8c8c8c";
    const item = make("li");
    item.append(sample, ` ${name}`);
    legend.append(item);
  });
  data.lines.forEach(([name, tint, broken]) => {
    const sample = make("span", "", { class: "sample line" });
    sample.style.borderTopColor = tint;
    if (broken === 1) sample.style.borderTopStyle = "dashed";
    const item = make("li");
    item.append(sample, ` ${name}`);
    legend.append(item);
  });
  caption.append(acts, legend);
  if (data.lines.length > 0) caption.append(make("p", data.words.lines ?? "", { class: "aside" }));
  caption.append(make("p", data.source, { class: "aside" }));
  return network;
};
