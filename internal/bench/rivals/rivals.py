"""Measures other libraries on a generated graph. See rivals.go for what starts this and reads its answer.

Usage: rivals.py FOLDER SECONDS CASE...

FOLDER has the graph as arrays in the machine's own byte order: edges.u32 (pairs of nodes that are joined, each once,
undirected), costs.i64 (of each node, in millionths), pairs.u32 (the questions). Each case is measured pair by pair, in
this process and on one thread, around the one call that answers, until the pairs or SECONDS are used up; before that it
goes through the pairs for a quarter of the time, to warm up. answers.json in the folder is then a list of
{case, version, call, times (ns), answers}; an answer is hops, a cost, or a list of costs, and -1 where there is no path.

Every library gets the simple graph, though ours has parallel relationships: none of them is slower for it. Where a
library has several calls for the same question, each is tried and the fastest one counts. Nothing that can be
prepared once for all questions is timed.
"""

import gc
import json
import pathlib
import statistics
import sys
import time

import numpy as np

LEAST = 5  # pairs, however long they take


class Graph:
    def __init__(self, folder):
        folder = pathlib.Path(folder)
        edges = np.fromfile(folder / "edges.u32", dtype=np.uint32).astype(np.int64).reshape(-1, 2)
        self.u, self.v = np.ascontiguousarray(edges[:, 0]), np.ascontiguousarray(edges[:, 1])
        self.costs = np.fromfile(folder / "costs.i64", dtype=np.int64)
        self.pairs = np.fromfile(folder / "pairs.u32", dtype=np.uint32).reshape(-1, 2).tolist()
        self.nodes = len(self.costs)

    def weights(self):
        """The cost that sits on nodes as weights of edges: each edge has half of both ends'.

        A path then weighs what its inner nodes cost, and half of what its ends do, which is the same for every path
        between them. So the lightest path is the cheapest one. Whole millionths and their halves are exact as floats.
        The other way, directed edges that weigh what the node they lead to costs, needs twice the edges, and NetworKit
        takes longer with it.
        """
        return (self.costs[self.u] + self.costs[self.v]) / 2

    def cost(self, path):
        return int(sum(self.costs[n] for n in path[1:-1]))

    def ends(self, s, t):
        return (self.costs[s] + self.costs[t]) / 2


def measure(graph, seconds, prepare, call, answer):
    """Times call(prepare(s, t)) for pair after pair."""
    times, answers = [], []
    until = time.monotonic() + seconds / 4
    for s, t in graph.pairs:
        call(prepare(s, t))
        if time.monotonic() > until:
            break
    gc.collect()
    gc.disable()
    until = time.monotonic() + seconds
    for s, t in graph.pairs:
        ready = prepare(s, t)
        began = time.perf_counter_ns()
        got = call(ready)
        times.append(time.perf_counter_ns() - began)
        answers.append(answer(s, t, got))
        if time.monotonic() > until and len(times) >= LEAST:
            break
    gc.enable()
    return times, answers


def fastest(graph, calls):
    """The call that takes least over up to three pairs, of which a slow one gets one."""
    def taken(call):
        times = []
        for s, t in graph.pairs[:3]:
            began = time.perf_counter_ns()
            call((s, t))
            times.append(time.perf_counter_ns() - began)
            if times[-1] > 3e8:
                break
        return statistics.median(times)

    return min(calls, key=lambda named: taken(named[1]))


def networkit(graph, seconds, wanted):
    import networkit as nk

    nk.setNumberOfThreads(1)
    version = f"NetworKit {nk.__version__}"

    def hops(_s, _t, distance):
        return int(distance) if distance < graph.nodes else -1

    if {"networkit-distance", "networkit-hops"} & set(wanted):
        g = nk.GraphFromCoo((graph.u, graph.v), n=graph.nodes, directed=False, weighted=False)
        g.sortEdges()

        # Each pair has an object of its own, made before the clock starts: an object that is asked about another pair
        # keeps what is left in its queues, and gives wrong distances.
        def bfs(paths):
            return lambda s, t: nk.distance.BidirectionalBFS(g, s, t, paths)

        def distance(b):
            b.run()
            return b.getDistance()

        def path(b):
            b.run()
            b.getPath()
            return b.getDistance()

        if "networkit-distance" in wanted:
            yield "networkit-distance", version, "BidirectionalBFS, storePred=False", *measure(
                graph, seconds, bfs(False), distance, hops)
        if "networkit-hops" in wanted:
            # getPath has the inner nodes alone; where there are none, the object still knows the distance.
            yield "networkit-hops", version, "BidirectionalBFS", *measure(graph, seconds, bfs(True), path, hops)
        del g
    if "networkit-specific" in wanted:
        g = nk.GraphFromCoo((graph.weights(), (graph.u, graph.v)), n=graph.nodes, directed=False, weighted=True)
        g.sortEdges()

        def run(d):
            d.run()
            return d.getDistance()

        # With storePred=False it does not end, in this version.
        yield "networkit-specific", version, "BidirectionalDijkstra", *measure(
            graph, seconds, lambda s, t: nk.distance.BidirectionalDijkstra(g, s, t, True), run,
            lambda s, t, d: round(d - graph.ends(s, t)) if d < 1e300 else -1)


def igraph(graph, seconds, wanted):
    import igraph as ig

    version = f"igraph {ig.__version__}"
    g = ig.Graph(n=graph.nodes, edges=np.column_stack((graph.u, graph.v)))
    pair = lambda s, t: (s, t)

    def hops(_s, _t, path):
        return len(path) - 1 if path else -1

    def path_cost(_s, _t, path):
        return graph.cost(path) if path else -1

    def one(weights):
        return [
            ("get_shortest_path", lambda p: g.get_shortest_path(p[0], to=p[1], weights=weights)),
            ("get_shortest_paths", lambda p: g.get_shortest_paths(p[0], to=p[1], weights=weights)[0]),
        ]

    if "igraph-hops" in wanted:
        name, call = fastest(graph, one(None))
        yield "igraph-hops", version, name, *measure(graph, seconds, pair, call, hops)
    if {"igraph-specific", "igraph-five"} & set(wanted):
        g.es["weight"] = graph.weights().tolist()

    # igraph's binding turns the weights of all edges into an array of C's at every call, which says nothing of the
    # library. A question about a node and itself takes nothing else; that time is taken off.
    def without_weights(call, times):
        trivial = []
        for s, _ in graph.pairs[:5]:
            began = time.perf_counter_ns()
            call((s, s))
            trivial.append(time.perf_counter_ns() - began)
        least = min(trivial)
        return [max(t - least, 1) for t in times]

    if "igraph-specific" in wanted:
        name, call = fastest(graph, one("weight"))
        times, answers = measure(graph, seconds, pair, call, path_cost)
        yield "igraph-specific", version, name, without_weights(call, times), answers
    if "igraph-five" in wanted:
        # By hops or with weights, whichever is faster.
        calls = [("get_k_shortest_paths" + how, lambda p, w=w: g.get_k_shortest_paths(p[0], p[1], k=5, weights=w))
                 for how, w in ((" by hops", None), (" with weights", "weight"))]
        name, call = fastest(graph, calls)
        by_hops = name.endswith("hops")
        times, answers = measure(graph, seconds, pair, call, lambda _s, _t, paths: sorted(
            len(p) - 1 if by_hops else graph.cost(p) for p in paths))
        yield "igraph-five", version, name, times, answers


def rustworkx(graph, seconds, wanted):
    import rustworkx as rx

    version = f"rustworkx {rx.__version__}"
    g = rx.PyGraph(multigraph=False)
    g.add_nodes_from([None] * graph.nodes)
    g.add_edges_from(list(zip(graph.u.tolist(), graph.v.tolist(), graph.weights().tolist())))
    pair = lambda s, t: (s, t)
    if "rustworkx-hops" in wanted:
        yield "rustworkx-hops", version, "dijkstra_shortest_paths, all weights 1", *measure(
            graph, seconds, pair, lambda p: rx.dijkstra_shortest_paths(g, p[0], target=p[1], default_weight=1.0),
            lambda _s, t, paths: len(paths[t]) - 1 if t in paths else -1)
    if "rustworkx-specific" in wanted:
        yield "rustworkx-specific", version, "dijkstra_shortest_paths", *measure(
            graph, seconds, pair, lambda p: rx.dijkstra_shortest_paths(g, p[0], target=p[1], weight_fn=float),
            lambda _s, t, paths: graph.cost(list(paths[t])) if t in paths else -1)


def networkx(graph, seconds, wanted):
    import networkx as nx

    version = f"NetworkX {nx.__version__}"
    g = nx.Graph()
    g.add_nodes_from(range(graph.nodes))
    g.add_weighted_edges_from(zip(graph.u.tolist(), graph.v.tolist(), graph.weights().tolist()))
    pair = lambda s, t: (s, t)

    def quiet(call):
        def asked(p):
            try:
                return call(p)
            except nx.NetworkXNoPath:
                return None
        return asked

    if "networkx-hops" in wanted:
        yield "networkx-hops", version, "bidirectional_shortest_path", *measure(
            graph, seconds, pair, quiet(lambda p: nx.bidirectional_shortest_path(g, *p)),
            lambda _s, _t, path: len(path) - 1 if path else -1)
    if "networkx-specific" in wanted:
        yield "networkx-specific", version, "bidirectional_dijkstra", *measure(
            graph, seconds, pair, quiet(lambda p: nx.bidirectional_dijkstra(g, *p)),
            lambda s, t, got: round(got[0] - graph.ends(s, t)) if got else -1)


def main():
    folder, seconds, wanted = sys.argv[1], float(sys.argv[2]), sys.argv[3:]
    graph = Graph(folder)
    out = []
    for library in (networkit, igraph, rustworkx, networkx):
        if any(case.startswith(library.__name__ + "-") for case in wanted):
            for case, version, call, times, answers in library(graph, seconds, wanted):
                out.append({"case": case, "version": version, "call": call, "times": times, "answers": answers})
                print(f"{case}: {statistics.median(times) / 1000:.1f} us over {len(times)} pairs", file=sys.stderr)
    (pathlib.Path(folder) / "answers.json").write_text(json.dumps(out))


if __name__ == "__main__":
    main()
