// Places of nodes by forces: links draw their ends together, all nodes push each other away. The same links get the same places.

import { type Link, SOURCE, TARGET } from "../graph/data.js";

/** How many pairs of nodes are looked at in all. */
const WORK = 120_000_000;
/** How wide the picture is. */
const WIDTH = 1_000;
/** How much all nodes are drawn to the middle. */
const PULL = 0.15;
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

export function place(count: number, edges: Link[]): [number, number][] {
  const x = Float64Array.from({ length: count }, (_, at) => Math.sqrt(at + 0.5) * Math.cos(at * GOLDEN));
  const y = Float64Array.from({ length: count }, (_, at) => Math.sqrt(at + 0.5) * Math.sin(at * GOLDEN));
  const [dx, dy] = [new Float64Array(count), new Float64Array(count)];
  const rounds = Math.max(15, Math.min(200, Math.floor(WORK / Math.max(1, count * count))));
  const add = (field: Float64Array, at: number, value: number) => (field[at] = (field[at] ?? 0) + value);
  for (let round = 0; round < rounds; round += 1) {
    dx.fill(0);
    dy.fill(0);
    for (let one = 0; one < count; one += 1) {
      for (let other = 0; other < one; other += 1) {
        const [ax, ay] = [(x[one] ?? 0) - (x[other] ?? 0), (y[one] ?? 0) - (y[other] ?? 0)];
        const push = 1 / Math.max(0.01, ax * ax + ay * ay);
        add(dx, one, ax * push);
        add(dy, one, ay * push);
        add(dx, other, -ax * push);
        add(dy, other, -ay * push);
      }
      // What is linked to nothing else stays near.
      add(dx, one, -(x[one] ?? 0) * PULL);
      add(dy, one, -(y[one] ?? 0) * PULL);
    }
    for (const edge of edges) {
      const [from, to] = [edge[SOURCE], edge[TARGET]];
      const [ax, ay] = [(x[to] ?? 0) - (x[from] ?? 0), (y[to] ?? 0) - (y[from] ?? 0)];
      const pull = Math.hypot(ax, ay) * 0.5;
      add(dx, from, ax * pull);
      add(dy, from, ay * pull);
      add(dx, to, -ax * pull);
      add(dy, to, -ay * pull);
    }
    const most = Math.sqrt(count) * 0.2 * (1 - round / rounds) + 0.01;
    for (let at = 0; at < count; at += 1) {
      const far = Math.hypot(dx[at] ?? 0, dy[at] ?? 0) || 1;
      const step = Math.min(far, most) / far;
      add(x, at, (dx[at] ?? 0) * step);
      add(y, at, (dy[at] ?? 0) * step);
    }
  }
  // The sizes of nodes are in the units of their places.
  const extent = (field: Float64Array) => Math.max(...field) - Math.min(...field);
  const scale = WIDTH / Math.max(extent(x), extent(y), 1);
  return Array.from({ length: count }, (_, at): [number, number] => [(x[at] ?? 0) * scale, (y[at] ?? 0) * scale]);
}
