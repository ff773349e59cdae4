// Lays a graph out by forces, beside the page. The same input gives the same places: what is random elsewhere is
// counted here, and nothing depends on the time that is taken.
import iterate from "graphology-layout-forceatlas2/iterate.js";
import { apart } from "./apart";

export interface Job {
  turn: number;
  /** Ten numbers a node, as ForceAtlas2 lays them out: x, y, ..., mass, convergence, size, fixed. */
  nodes: Float32Array;
  /** Three a step: the offsets of its two nodes, and its weight. */
  edges: Float32Array;
  rounds: number;
}

export interface Placed { turn: number; nodes: Float32Array; done: boolean }

const settings = {
  linLogMode: false, outboundAttractionDistribution: false, adjustSizes: false, edgeWeightInfluence: 0, scalingRatio: 420,
  strongGravityMode: false, gravity: 0.6, slowDown: 2, barnesHutOptimize: false, barnesHutTheta: 0.7,
};

onmessage = ({ data }: MessageEvent<Job>) => {
  const { nodes, edges, rounds, turn } = data;
  const count = nodes.length / 10;
  const s = { ...settings, barnesHutOptimize: count > 400 };
  for (let i = 0; i < rounds; i++) {
    iterate(s, nodes, edges);
    if (count > 800 && i % 25 === 24) postMessage({ turn, nodes: nodes.slice(), done: false } satisfies Placed);
  }
  apart(nodes, count > 2000 ? 8 : 40);
  postMessage({ turn, nodes, done: true } satisfies Placed);
};
