// Reads files with JavaScript libraries and writes their graphs as JSON. Standard input: one job on each line, fields separated by tabs: the output
// file, a reader, the input file. NODE_PATH is the folder of the modules.

const fs = require('fs');
const path = require('path');
const { pathToFileURL } = require('url');
const readline = require('readline');
const Graph = require('graphology');
const gexf = require('graphology-gexf');
const graphml = require('graphology-graphml');
const cytoscape = require('cytoscape');

const typed = (values, without) => {
  const kept = {};
  for (const [name, value] of Object.entries(values)) {
    if (without.includes(name) || value === undefined || value === null) continue;
    kept[name] = { type: Array.isArray(value) ? 'array' : typeof value, value };
  }
  return kept;
};

const hex = colour => {
  const parts = /^rgba?\((\d+),(\d+),(\d+)/.exec(colour || '');
  return parts ? '#' + parts.slice(1, 4).map(one => (+one).toString(16).padStart(2, '0')).join('') : colour;
};

const node = (id, data, place) => ({
  id, label: data.label, x: place.x, y: place.y, size: data.size, color: hex(data.color),
  attributes: typed(data, ['label', 'x', 'y', 'z', 'size', 'id']),
});

const edge = (id, source, target, data) => ({
  id, source, target, kind: data.kind, label: data.label, weight: data.weight, start: data.start, end: data.end,
  attributes: typed(data, ['id', 'source', 'target']),
});

const ofGraphology = graph => ({
  nodes: graph.mapNodes((id, data) => node(id, data, data)),
  edges: graph.mapEdges((id, data, source, target) => ({
    ...edge(id, source, target, data), directed: graph.isDirected(id),
  })),
  notes: [],
});

const ofCytoscape = read => {
  const graph = cytoscape({ headless: true, styleEnabled: false, layout: { name: 'preset' }, ...read });
  return {
    nodes: graph.nodes().map(one => node(one.id(), one.data(), one.position())),
    edges: graph.edges().map(one => edge(one.id(), one.source().id(), one.target().id(), one.data())),
    notes: [],
  };
};

// Mermaid needs a DOM. Labels are compared as a page shows them, with escapes and markup resolved.
const mermaidOfPage = async () => {
  const { JSDOM } = require('jsdom');
  const { window } = new JSDOM('');
  Object.assign(globalThis, { window, document: window.document });
  const module = path.join(process.env.NODE_PATH, 'mermaid/dist/mermaid.core.mjs');
  const { default: mermaid } = await import(pathToFileURL(module));
  mermaid.initialize({ startOnLoad: false });
  return mermaid;
};
let page;

const shown = text => {
  const element = document.createElement('div');
  element.innerHTML = text.replace(/ﬂ°°(\d+)¶ß/g, '&#$1;').replace(/ﬂ°(\w+)¶ß/g, '&$1;').replace(/<br *\/?>/g, ' ');
  return element.textContent;
};

const ofMermaid = async text => {
  page ??= mermaidOfPage();
  const mermaid = await page;
  await mermaid.parse(text);
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  return {
    nodes: [...db.getVertices().values()].map(one => ({ id: one.id, label: shown(one.text), attributes: {} })),
    edges: db.getEdges().map(one => ({
      id: one.id, source: one.start, target: one.end, label: shown(one.text), directed: one.type !== 'arrow_open', attributes: {},
    })),
    notes: [],
  };
};

const readers = {
  'mermaid': ofMermaid,
  'graphology-gexf': text => ofGraphology(gexf.parse(Graph, text)),
  'graphology-graphml': text => ofGraphology(graphml.parse(Graph, text)),
  'graphology-json': text => ofGraphology(Graph.from(JSON.parse(text))),
  'cytoscape-json': text => {
    const read = JSON.parse(text);
    return ofCytoscape({ elements: read.elements || read });
  },
};

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [answer, reader, file] = line.split('\t');
    let result;
    try {
      result = await readers[reader](fs.readFileSync(file, 'utf8'));
    } catch (error) {
      result = { error: String(error) };
    }
    fs.writeFileSync(answer, JSON.stringify(result));
  }
})();
