"""What /v1/paths answers, against what NetworkX finds."""

import datetime
import itertools

import networkx as nx

from export import ALWAYS_FROM, ALWAYS_TO, common

MAX_HOPS = 12
LOOKED_AT = 60
# Weights are whole numbers with the first criterion in the high digits and the second in the low ones.
BY_COST, BY_HOPS = 2000, 10**12


def weight(export, case, rank):
    """The weight of edges whose sum over a path is what the rank goes by.

    Cost sits on inner nodes; every edge carries its ends', so a path carries each inner node's twice.
    """
    cost = lambda id: 0 if id in (case.start, case.end) else export.cost[id]
    if rank == "specific":
        return lambda u, v, _: (cost(u) + cost(v)) * (BY_COST // 2) + 1
    return lambda u, v, _: BY_HOPS + cost(u) + cost(v)


def split(total, rank):
    """(hops, cost in millionths) of a path by its weight."""
    if rank == "specific":
        return total % BY_COST, total // BY_COST
    return total // BY_HOPS, total % BY_HOPS // 2


def question(case, **params):
    return {"from": case.start, "to": case.end, **params, **case.filter}


def best(export, case, rank):
    """Makes a check of the best path, or of the reason why there is none."""
    params = question(case, rank=rank, k=1, max_hops=MAX_HOPS)

    def judge(answer):
        graph = export.walkable(case.filter, (case.start, case.end))
        try:
            total = nx.dijkstra_path_length(graph, case.start, case.end, weight(export, case, rank))
        except nx.NetworkXNoPath:
            return none_fault(answer, "filter" if nx.has_path(export.whole, case.start, case.end) else "unconnected")
        wanted = split(total, rank)
        if rank == "hops":
            distance = nx.shortest_path_length(graph, case.start, case.end)
            if distance != wanted[0]:
                raise AssertionError("NetworkX disagrees with itself")
            if distance > MAX_HOPS:
                return none_fault(answer, "max_hops", distance)
        elif wanted[0] > MAX_HOPS:
            return None  # the cheapest path of all is no answer to this question
        return first_fault(export, graph, case, answer, wanted)

    return "/v1/paths", params, judge


def within(export, layered, case, max_hops):
    """Makes a check that max_hops is part of the question: the best path within it, even where one costs less.

    In the layered graph a walk of n steps leads from layer 0 to layer n; the cheapest walk is a path, since leaving
    out a detour never costs more.
    """
    params = question(case, k=1, max_hops=max_hops)

    def judge(answer):
        inner = weight(export, case, "specific")
        walk = lambda u, v, d: inner(u[0], v[0], d)
        totals = nx.single_source_dijkstra_path_length(layered, (case.start, 0), weight=walk)
        found = [totals[case.end, n] for n in range(max_hops + 1) if (case.end, n) in totals]
        if not found:
            return none_fault(answer, "max_hops", nx.shortest_path_length(export.whole, case.start, case.end))
        return first_fault(export, export.whole, case, answer, split(min(found), "specific"))

    return "/v1/paths", params, judge


def layers(graph, count):
    """The graph for [within]: every edge leads from each layer to the next."""
    layered = nx.DiGraph()
    layered.add_nodes_from((id, 0) for id in graph)
    for n in range(count):
        layered.add_edges_from(((u, n), (v, n + 1)) for u, v in itertools.chain(graph.edges, map(reversed, graph.edges)))
    return layered


def several(export, case, k):
    """Makes a check of the k best: costs, steps and, where these are level, the order of ids."""
    params = question(case, k=k, max_hops=MAX_HOPS)

    def judge(answer):
        graph = export.walkable(case.filter, (case.start, case.end))
        wanted, certain = cheapest(export, graph, case, k)
        got = [(round(p["cost"] * 1e6), p["hops"], p["nodes"]) for p in answer["paths"]]
        if not certain:
            # The paths found are the cheapest there are, but not all that are level with the last of them.
            got, wanted = got[:len(wanted)], [(*w[:2], g[2]) for w, g in zip(wanted, got)] + wanted[len(got):]
        if [g[:2] for g in got] != [w[:2] for w in wanted]:
            return f"(cost, hops) {[g[:2] for g in got]}; NetworkX: {[w[:2] for w in wanted]}"
        if got != wanted:
            return f"level paths {[g[2] for g in got]} in another order than that of their ids: {[w[2] for w in wanted]}"
        return faults(export, graph, case, answer)

    return "/v1/paths", params, judge


def cheapest(export, graph, case, k):
    """The k best paths as (cost, hops, nodes), and whether all that are level with the last one were looked at.

    Where k paths of at most MAX_HOPS steps are not among the first LOOKED_AT, what was found has to do.
    """
    if case.start == case.end:
        return [(0, 0, [case.start])], True
    found = []
    try:
        cheapest_first = nx.shortest_simple_paths(graph, case.start, case.end, weight(export, case, "specific"))
        for nodes in itertools.islice(cheapest_first, LOOKED_AT):
            path = (sum(export.cost[id] for id in nodes[1:-1]), len(nodes) - 1, nodes)
            if len(found) >= k and path[:2] > sorted(found)[k - 1][:2]:
                return sorted(found)[:k], True
            if path[1] <= MAX_HOPS:
                found.append(path)
        return sorted(found)[:k], next(cheapest_first, None) is None
    except nx.NetworkXNoPath:
        return [], True


def all_shortest(export, case):
    """Makes a check of every path of least hops, in order."""
    params = question(case, mode="all-shortest", max_hops=MAX_HOPS)

    def judge(answer):
        graph = export.walkable(case.filter, (case.start, case.end))
        try:
            paths = list(itertools.islice(nx.all_shortest_paths(graph, case.start, case.end), 1001))
        except nx.NetworkXNoPath:
            paths = []
        if len(paths) > 1000 or paths and len(paths[0]) - 1 > MAX_HOPS:
            return None
        paths.sort(key=lambda p: (sum(export.cost[id] for id in p[1:-1]), p))
        got = [p["nodes"] for p in answer["paths"]]
        if got != paths:
            return f"{len(got)} paths {got[:4]}; NetworkX: {len(paths)} paths {paths[:4]}"
        return faults(export, graph, case, answer)

    return "/v1/paths", params, judge


def first_fault(export, graph, case, answer, wanted):
    """What is wrong with an answer whose first path should have these (hops, cost)."""
    if not answer["paths"]:
        return f"no path ({answer['none']}); NetworkX: hops {wanted[0]}, cost {wanted[1]} millionths"
    path = answer["paths"][0]
    got = (path["hops"], round(path["cost"] * 1e6))
    if got != wanted:
        return f"(hops, millionths) {got}; NetworkX: {wanted}"
    return faults(export, graph, case, answer)


def none_fault(answer, reason, hops=None):
    none = answer["none"]
    if answer["paths"] or none is None:
        return f"{len(answer['paths'])} paths, none {none}; NetworkX: there is no path, {reason}"
    if (none["reason"], none["hops"]) != (reason, hops):
        return f"none {none}; NetworkX: {reason}, hops {hops}"
    return None


def faults(export, graph, case, answer):
    """The first thing wrong with the paths of an answer, each taken by itself."""
    shown = {n["id"] for n in answer["graph"]["nodes"]}, {r["id"] for r in answer["graph"]["relationships"]}
    used = set(), set()
    for path in answer["paths"]:
        fault = walk_fault(graph, case, path) or cost_fault(export, path) or words_fault(export, case, path)
        if fault:
            return f"{fault}, in {path['nodes']}"
        used[0].update(path["nodes"])
        used[1].update(itertools.chain(*path["steps"]))
    if answer["paths"] and shown != used:
        return f"graph and paths differ: {[sorted(s ^ u)[:5] for s, u in zip(shown, used)]}"
    return None


def walk_fault(graph, case, path):
    nodes = path["nodes"]
    if (nodes[0], nodes[-1]) != (case.start, case.end) or len(set(nodes)) != len(nodes):
        return "not a path between the two"
    if path["hops"] != len(nodes) - 1 or len(path["steps"]) != path["hops"]:
        return f"hops {path['hops']}, {len(path['steps'])} steps"
    for u, v, ids in zip(nodes, nodes[1:], path["steps"]):
        if not graph.has_edge(u, v):
            return f"{u} and {v} are not adjacent"
        if ids != sorted(graph[u][v]["ids"]):
            return f"between {u} and {v} {ids}; the export: {sorted(graph[u][v]['ids'])}"
    return None


def cost_fault(export, path):
    parts = [(p["id"], p["degree"], round(p["cost"] * 1e6)) for p in path["cost_parts"]]
    wanted = [(id, export.degree[id], export.cost[id]) for id in path["nodes"][1:-1]]
    if parts != wanted:
        return f"cost_parts {parts}; NetworkX: {wanted}"
    if round(path["cost"] * 1e6) != sum(p[2] for p in parts):
        return f"cost {path['cost']} is not the sum of its parts"
    return None


def words_fault(export, case, path):
    """What is wrong with shared period, sentences or sources."""
    days = [(ALWAYS_FROM, ALWAYS_TO)]
    if path["steps"]:
        for ids in path["steps"]:
            days = common(days, export.days_of_step(ids, case.filter))
        on_claims = {"min_confidence", "dataset", "source"} & case.filter.keys()
        got = [(p["from"], p["to"]) for p in path["shared_period"]]
        # Where the filter is about claims, dates are derived anew from those that pass, which is not redone here.
        if not on_claims and got != [written(d) for d in days]:
            return f"shared_period {got}; the export: {[written(d) for d in days]}"
    if len(path["text"]) != path["hops"] or not all(path["text"]):
        return f"{len(path['text'])} sentences for {path['hops']} steps"
    sources = {c["source"] for id in itertools.chain(*path["steps"])
               for c in export.passing_claims(export.relationships[id], case.filter)}
    if path["sources"] != sorted(sources):
        return f"sources {path['sources']}; the export: {sorted(sources)}"
    return None


def written(days):
    text = lambda day: datetime.date.fromordinal(day).isoformat()
    return (None if days[0] == ALWAYS_FROM else text(days[0]), None if days[1] == ALWAYS_TO else text(days[1]))
