// Opens what was written in each format in the very library that it is for, and compares it with what is expected. See
// formats.go for what writes the folder, and formats.py for the libraries of Python.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";

const EXAMPLES = 3;
const folder = process.argv[2];
const read = (name) => readFileSync(join(folder, name), "utf8");
const expected = JSON.parse(read("expected.json"));
const nodes = new Map(expected.nodes.map((n) => [n.id, n]));
const relationships = new Map(expected.relationships.map((r) => [r.id, r]));
// A picture of more is for no one, and no layout of it ends.
const drawn = nodes.size + relationships.size <= 1000;

/** Compares items by id. */
function differences(what, got, wanted) {
  const faults = [];
  for (const id of wanted.keys()) if (!got.has(id)) faults.push(`${what} ${id} is missing`);
  for (const [id, item] of got) {
    const want = wanted.get(id);
    if (!isDeepStrictEqual(item, want)) faults.push(`${what} ${id}:\n    got      ${JSON.stringify(item)}\n    expected ${JSON.stringify(want)}`);
  }
  return faults;
}

function compare(gotNodes, gotRelationships, flat = (item) => item) {
  const all = (items) => new Map([...items].map(([id, item]) => [id, flat(item)]));
  return [gotNodes.size + gotRelationships.size,
    [...differences("node", gotNodes, all(nodes)), ...differences("relationship", gotRelationships, all(relationships))]];
}

/** Gives an object with other names for some of its members, and without some. */
function renamed(item, names, dropped = []) {
  return Object.fromEntries(Object.entries(item).filter(([k]) => !dropped.includes(k)).map(([k, v]) => [names[k] ?? k, v]));
}

async function graphology() {
  const { default: Graph } = await import("graphology");
  const graph = Graph.from(JSON.parse(read("graphology")));
  const gotNodes = new Map(), gotRelationships = new Map();
  graph.forEachNode((id, a) => gotNodes.set(id, { id, ...renamed(a, { entity_type: "type", hidden_neighbours: "hidden" }, ["label"]) }));
  graph.forEachDirectedEdge((id, a, from, to) =>
    gotRelationships.set(id, { id, from, to, ...renamed(a, { relationship_type: "type" }, ["label"]) }));
  const faults = graph.multi && graph.type === "directed" && graph.getAttribute("title") ? [] : ["it is another sort of graph"];
  const [total, found] = compare(gotNodes, gotRelationships);
  return [total, [...faults, ...found]];
}

async function cytoscape() {
  const { default: library } = await import("cytoscape");
  const document = JSON.parse(read("cytoscape"));
  const cy = library({ headless: true, styleEnabled: true, elements: document.elements, data: document.data,
    style: [{ selector: "node.Country", style: { shape: "diamond" } }] });
  const gotNodes = new Map(cy.nodes().map((n) => [n.id(), renamed(n.data(), {}, ["label"])]));
  const gotRelationships = new Map(cy.edges().map((e) => [e.id(), renamed(e.data(), { source: "from", target: "to" }, ["label"])]));
  const faults = [];
  const countries = expected.nodes.filter((n) => n.kind === "Country").length;
  if (cy.nodes(".Country").length !== countries) faults.push(`${cy.nodes(".Country").length} countries by class; expected ${countries}`);
  const [total, found] = compare(gotNodes, gotRelationships);
  return [total, [...faults, ...found]];
}

async function d3() {
  const { forceSimulation, forceLink } = await import("d3-force");
  const document = JSON.parse(read("d3"));
  const links = forceLink(document.links).id((n) => n.id);
  const simulation = forceSimulation(document.nodes).force("link", links).stop();
  simulation.tick(1);
  const ofLayout = ["index", "x", "y", "vx", "vy"];
  const gotNodes = new Map(simulation.nodes().map((n) => [n.id, renamed(n, {}, ofLayout)]));
  const gotRelationships = new Map(links.links().map((l) =>
    [l.id, renamed({ ...l, from: l.source.id, to: l.target.id }, {}, ["index", "source", "target", "key"])]));
  return compare(gotNodes, gotRelationships);
}

async function gexf() {
  const { default: Graph } = await import("graphology");
  const { default: library } = await import("graphology-gexf");
  const graph = library.parse(Graph, read("gexf"), { addMissingNodes: false });
  if (graph.order !== nodes.size || graph.size !== relationships.size) return [graph.order + graph.size, [`${graph.order} nodes, ${graph.size} edges`]];
  const faults = [];
  graph.forEachEdge((id, a, from, to) => {
    const want = relationships.get(id);
    if (from !== want.from || to !== want.to || a.confidence !== want.confidence) faults.push(`edge ${id} ${JSON.stringify(a)}`);
  });
  return [graph.order + graph.size, faults];
}

/** What Graphviz holds of a text: no control characters, and backslashes doubled. */
function dotText(s) {
  return s.replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, "\ufffd").replaceAll("\\", "\\\\");
}

function dotItem(item) {
  const out = {};
  for (const [name, value] of Object.entries(item)) {
    if (Array.isArray(value)) out[name] = value.join("; ");
    else if (typeof value === "object") for (const [scheme, code] of Object.entries(value)) out[scheme] = dotText(code);
    else out[name] = dotText(String(value));
  }
  return out;
}

async function dot() {
  const { instance } = await import("@viz-js/viz");
  const viz = await instance();
  const text = read("dot");
  if (!drawn) { // read, and written without being laid out
    const result = viz.render(text, { format: "canon", engine: "nop" });
    if (result.status !== "success") return [0, [JSON.stringify(result.errors).slice(0, 300)]];
    const edges = (result.output.match(/^\t"?[a-z]+:[a-z0-9-]+"? -> /gm) ?? []).length;
    const all = (result.output.match(/^\t"?[a-z]+:[a-z0-9-]+"?\t/gm) ?? []).length;
    const faults = edges === relationships.size && all === nodes.size ? [] : [`${all} nodes, ${edges} edges`];
    return [all + edges, faults];
  }
  const document = viz.renderJSON(text);
  const faults = [];
  const own = new Set([...expected.nodes, ...expected.relationships].flatMap((item) => Object.keys(dotItem(item))));
  own.delete("name");
  own.add("entity_name");
  // Graphviz gives every node every attribute that any has, empty where it was not given.
  const given = (o) => Object.fromEntries(Object.entries(o).filter(([k, v]) => own.has(k) && v !== ""));
  const byNumber = new Map(document.objects.map((o) => [o._gvid, o.name]));
  const gotNodes = new Map();
  for (const o of document.objects) {
    gotNodes.set(o.name, renamed({ ...given(o), id: o.name }, { entity_name: "name" }));
    // What is drawn stands there with every backslash doubled once more.
    const drawn = (o._ldraw_ ?? []).filter((op) => op.op === "T").map((op) => op.text.replaceAll("\\\\", "\\")).join("\n");
    const want = oneLine(nodes.get(o.name)?.name ?? "");
    if (drawn !== want) faults.push(`${o.name} is drawn as ${JSON.stringify(drawn)}; expected ${JSON.stringify(want)}`);
  }
  const gotRelationships = new Map(document.edges.map((e) => [e.id, { ...given(e), from: byNumber.get(e.tail), to: byNumber.get(e.head) }]));
  const [total, found] = compare(gotNodes, gotRelationships, dotItem);
  return [total, [...faults, ...found]];
}

async function mermaid() {
  const { JSDOM } = await import("jsdom");
  const { window } = new JSDOM("");
  Object.assign(globalThis, { window, document: window.document });
  const { default: library } = await import("mermaid");
  library.initialize({ maxEdges: 1e9, maxTextSize: 1e9, startOnLoad: false });
  const short = (id) => id.replaceAll("-", "_").replace(":", "__");
  const faults = [];
  let total = 0;
  // Its time grows with the square of a document's length, so that a long one is taken apart: each line stands for itself.
  const lines = read("mermaid").trim().split("\n");
  const body = lines.filter((l) => !l.startsWith("%%") && !l.startsWith("classDef ")).slice(1);
  const nodeLines = body.slice(0, nodes.size), edgeLines = body.slice(nodes.size);
  const documents = drawn ? [[lines, expected.nodes, expected.relationships]] : [];
  for (let i = 0; !drawn && i < Math.max(nodeLines.length, edgeLines.length); i += 500) {
    documents.push([[lines[0], ...nodeLines.slice(i, i + 500)], expected.nodes.slice(i, i + 500), []],
      [[lines[0], ...edgeLines.slice(i, i + 500)], [], expected.relationships.slice(i, i + 500)]);
  }
  for (const [part, someNodes, someRelationships] of documents) {
    if (part.length === 1) continue;
    const text = part.join("\n");
    await library.parse(text);
    const { db } = await library.mermaidAPI.getDiagramFromText(text);
    const vertices = db.getVertices(), edges = db.getEdges();
    if (edges.length !== someRelationships.length) faults.push(`${edges.length} edges; expected ${someRelationships.length}`);
    if (someNodes.length && vertices.size !== someNodes.length) faults.push(`${vertices.size} nodes; expected ${someNodes.length}`);
    for (const n of someNodes) {
      const v = vertices.get(short(n.id));
      const want = oneLine(n.name);
      if (!v || decoded(v.text) !== want || v.classes[0] !== n.kind) {
        faults.push(`${n.id} is ${JSON.stringify(v && decoded(v.text))}; expected ${JSON.stringify(want)}`);
      }
    }
    someRelationships.forEach((r, k) => {
      const e = edges[k];
      if (e && (e.start !== short(r.from) || e.end !== short(r.to))) faults.push(`edge ${k} is from ${e.start} to ${e.end}; expected ${r.from}, ${r.to}`);
    });
    total += someNodes.length + edges.length;
  }
  return [total, faults];
}

function oneLine(s) {
  return s.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]/g, " ").trim();
}

/** Mermaid keeps what was written by its number so until it draws. */
function decoded(text) {
  return text.replace(/ﬂ°°(\d+)¶ß/g, (_, n) => String.fromCodePoint(Number(n)));
}

const checks = { "graphology: graphology": graphology, "cytoscape: cytoscape": cytoscape, "d3-force: d3": d3, "graphology-gexf: gexf": gexf,
  "graphviz (viz-js): dot": dot, "mermaid: mermaid": mermaid };
let differ = false;
for (const [name, check] of Object.entries(checks)) {
  let total = 0, faults;
  try {
    [total, faults] = await check();
  } catch (e) { // a library that refuses the file, which is what is looked for
    faults = [String(e.stack ?? e).slice(0, 600)];
  }
  console.log(name.padEnd(58) + String(total).padStart(10) + String(faults.length).padStart(8));
  for (const fault of faults.slice(0, EXAMPLES)) console.log("    " + fault);
  differ ||= faults.length > 0;
}
process.exit(differ ? 1 : 0);
