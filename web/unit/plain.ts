// What the viewer is measured against: sigma.js and graphology with nothing around them, as in sigma.js's own first
// example.
import Graph from "graphology";
import Sigma from "sigma";
import type { NeighbourhoodAnswer } from "../src/api/answers";

type Places = Record<string, { x: number; y: number }>;

const plain = {
  renderer: null as Sigma | null,

  /** Asks, draws, and ends with the first frame. Without places, nodes lie on a circle. */
  async load(path: string, places?: Places): Promise<void> {
    const answer = (await (await fetch(path)).json()) as NeighbourhoodAnswer;
    const graph = new Graph({ type: "directed", multi: true });
    answer.graph.nodes.forEach((n, i) => {
      const turn = (2 * Math.PI * i) / answer.graph.nodes.length;
      graph.addNode(n.id, { label: n.name, size: 5 + Math.log2(1 + n.degree), color: "#0072b2", ...(places?.[n.id] ?? { x: Math.cos(turn), y: Math.sin(turn) }) });
    });
    for (const r of answer.graph.relationships) graph.addEdgeWithKey(r.id, r.from, r.to, { size: 1, color: "#aab0bb" });
    plain.renderer = new Sigma(graph, document.getElementById("canvas")!); // which draws
  },
};

(window as unknown as { plain: typeof plain }).plain = plain;
