// Large pictures: drawn by sigma with WebGL, at the coordinates that the program computed.

import { MultiGraph } from "graphology";
import Sigma, { DEFAULT_STYLES } from "sigma";
import { CHANNEL, CLASS, type Data, type Link, NAME, SOURCE, TARGET, X, Y, around, brief, fill } from "./graph/data.js";
import { button, make } from "./graph/details.js";
import type { Choose, Picture } from "./graph/picture.js";
import { type Shown, type State, isWhole } from "./graph/state.js";

const LINE: Record<string, string> = { money: "#7fb8a4", speech: "#c4c4c4", other: "#a9b4c8" };
const INK = "#1a1a1a", MARKED = "#b3261e";

/** The least size of a node with a label, in pixels, and how many nodes all have theirs. */
const LABELLED = 7, FEW = 60;

/** How far an arrow key moves the picture, as a part of what is seen. */
const STEP = 0.15;

function colour(data: Data, node: number): string {
  const name = data.classes[data.nodes[node]?.[CLASS] ?? -1]?.[1] ?? "";
  return /^#[0-9a-f]{6}$/i.test(name) ? name : "#8c8c8c";
}

class Network implements Picture {
  private readonly sigma: Sigma;
  private shown: Shown | undefined;
  private hiddenNodes: string[] = [];
  private hiddenEdges: string[] = [];
  private marked: string[] = [];

  constructor(canvas: HTMLElement, private readonly data: Data, choose: Choose) {
    const graph = new MultiGraph();
    const links = around(data);
    data.nodes.forEach((node, number) => {
      const size = 2 + Math.sqrt(links[number]?.length ?? 0) * 0.8;
      graph.addNode(String(number), { x: node[X] ?? 0, y: node[Y] ?? 0, label: brief(node[NAME], 40), size: Math.min(size, 18), color: colour(data, number) });
    });
    data.edges.forEach((edge, number) => {
      graph.addEdgeWithKey(String(number), String(edge[SOURCE]), String(edge[TARGET]), { size: 1, color: LINE[edge[CHANNEL]] ?? LINE.other });
    });
    this.sigma = new Sigma(graph, canvas, {
      settings: {
        enableEdgeEvents: data.edges.length <= 5_000,
        labelRenderedSizeThreshold: LABELLED,
        gestureTarget: "shared",
        sharedGestureWheelMessage: data.words.wheel ?? "",
        sharedGestureAppleWheelMessage: (data.words.wheel ?? "").replace("Ctrl", "⌘"),
        sharedGestureTouchMessage: data.words.touch ?? "",
        allowInvalidContainer: true,
      },
      styles: {
        nodes: [DEFAULT_STYLES.nodes, { labelColor: INK, color: { whenState: "isHighlighted", then: MARKED, else: { attribute: "color", defaultValue: "#8c8c8c" } }, labelVisibility: { whenState: "isHighlighted", then: "visible", else: "auto" } }],
        edges: [DEFAULT_STYLES.edges, { color: { whenState: "isHighlighted", then: MARKED, else: { attribute: "color", defaultValue: "#a9b4c8" } } }],
      } as never,
    });
    this.sigma.on("clickNode", ({ node }) => choose(Number(node), -1));
    this.sigma.on("clickEdge", ({ edge }) => choose(-1, Number(edge)));
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
    const changed = before === undefined || before.edges.size !== shown.edges.size || before.nodes.size !== shown.nodes.size || [...shown.edges].some((edge) => !before.edges.has(edge));
    if (changed) {
      this.sigma.setNodesState(this.hiddenNodes, { isHidden: false });
      this.sigma.setEdgesState(this.hiddenEdges, { isHidden: false });
      this.hiddenNodes = this.data.nodes.flatMap((_, number) => (shown.nodes.has(number) ? [] : [String(number)]));
      this.hiddenEdges = this.data.edges.flatMap((_, number) => (shown.edges.has(number) ? [] : [String(number)]));
      this.sigma.setNodesState(this.hiddenNodes, { isHidden: true });
      this.sigma.setEdgesState(this.hiddenEdges, { isHidden: true });
      // A few names have room for all their labels.
      this.sigma.setSetting("labelRenderedSizeThreshold", shown.nodes.size <= FEW ? 0 : LABELLED);
      this.frame(shown, state);
    }
    this.sigma.setNodesState(this.marked, { isHighlighted: false });
    this.marked = [...shown.found, state.node].filter((node) => node >= 0).map(String);
    this.sigma.setNodesState(this.marked, { isHighlighted: true });
  }

  /** Fits what is shown into the frame. */
  private frame(shown: Shown, state: State): void {
    const places = [...shown.nodes].map((node) => this.data.nodes[node]).filter((node) => node !== undefined);
    if (isWhole(state) || places.length === 0) this.sigma.setCustomBBox(null);
    else {
      const [xs, ys] = [places.map((node) => node[X] ?? 0), places.map((node) => node[Y] ?? 0)];
      const extent = (values: number[]): [number, number] => {
        const [least, most] = values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
        return least === most ? [least - 1, most + 1] : [least, most];
      };
      this.sigma.setCustomBBox({ x: extent(xs), y: extent(ys) });
    }
    this.fit();
    this.sigma.refresh();
  }

  svg(): string {
    const { width, height } = this.sigma.getDimensions();
    const escape = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
    const at = (node: number) => this.sigma.graphToViewport({ x: this.data.nodes[node]?.[X] ?? 0, y: this.data.nodes[node]?.[Y] ?? 0 });
    const number = (value: number) => String(Math.round(value * 10) / 10);
    const inside = ({ x, y }: { x: number; y: number }) => x >= -50 && y >= -50 && x <= width + 50 && y <= height + 50;
    const lines = [...(this.shown?.edges ?? [])].map((key) => {
      const edge = this.data.edges[key] as Link;
      const [from, to] = [at(edge[SOURCE]), at(edge[TARGET])];
      const line = LINE[edge[CHANNEL]] ?? LINE.other;
      return inside(from) || inside(to) ? `<path d="M${number(from.x)},${number(from.y)} L${number(to.x)},${number(to.y)}" stroke="${line}"/>` : "";
    });
    const labelled = this.sigma.getNodeDisplayedLabels();
    const points = [...(this.shown?.nodes ?? [])].map((key) => {
      const place = at(key);
      if (!inside(place)) return "";
      const radius = (this.sigma.getNodeDisplayData(String(key))?.size ?? 3) / Math.sqrt(this.sigma.getCamera().ratio);
      const fill = this.marked.includes(String(key)) ? MARKED : colour(this.data, key);
      const label = labelled.has(String(key)) ? `<text x="${number(place.x + radius + 3)}" y="${number(place.y + 4)}">${escape(brief(this.data.nodes[key]?.[NAME] ?? "", 40))}</text>` : "";
      return `<circle cx="${number(place.x)}" cy="${number(place.y)}" r="${number(radius)}" fill="${fill}"/>${label}`;
    });
    const used = new Set([...(this.shown?.nodes ?? [])].map((node) => this.data.nodes[node]?.[CLASS] ?? -1));
    const legend = this.data.classes.filter(([name], at) => used.has(at) && name !== "").map(([name], row) => {
      const own = [...(this.shown?.nodes ?? [])].find((node) => this.data.classes[this.data.nodes[node]?.[CLASS] ?? -1]?.[0] === name) ?? -1;
      return `<circle cx="12" cy="${row * 20}" r="6" fill="${colour(this.data, own)}"/><text x="26" y="${row * 20 + 4}">${escape(name)}</text>`;
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
  caption.append(acts, legend, make("p", data.source, { class: "aside" }));
  return network;
};
