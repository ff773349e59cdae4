"""Nodes, relationships and neighbourhoods of the server, against NetworkX and the export."""

import networkx as nx

from export import CONFIDENCES, first_day, standing


def degree_fault(export, id):
    """What is wrong with the degree of an exported node."""
    got, wanted = export.nodes[id]["degree"], export.degree[id]
    return None if got == wanted else f"degree {got}; NetworkX: {wanted}"


def relationship_fault(export, id):
    """What is wrong with what the server derived from the claims of an exported relationship."""
    relationship = export.relationships[id]
    claims = standing(relationship["claims"])
    if not claims:
        return "no claim"
    if not {relationship["from"], relationship["to"]} <= export.nodes.keys():
        return "an end is not in the export"
    for field in ("since", "until", "status", "share"):
        stated = {c[field] for c in claims} - {None}
        if relationship[field] not in (stated or {None}):
            return f"{field} {relationship[field]}; its claims: {sorted(stated)}"
    observed = [c["observed"] for c in claims if c["observed"]]
    if observed and first_day(relationship["observed"]) != min(map(first_day, observed)):
        return f"observed {relationship['observed']}; its claims: {observed}"
    strongest = max((c["confidence"] for c in claims), key=CONFIDENCES.index)
    if relationship["confidence"] != strongest:
        return f"confidence {relationship['confidence']}; its claims: {strongest}"
    return None


def around(export, start, filter, limit):
    """Makes a check of a neighbourhood of depth 2, whose filter may be about relationships only.

    What a limit keeps is nearest, then of least degree, then first by id.
    """
    params = {"depth": 2, "limit": limit, **filter}

    def judge(answer):
        graph = export.walkable(filter)
        distances = nx.single_source_shortest_path_length(graph, start, cutoff=2)
        order = sorted(distances, key=lambda id: (distances[id], export.degree[id], id))
        wanted = {id: distances[id] for id in order[:limit + 1]}
        got = {n["id"]: n["distance"] for n in answer["graph"]["nodes"]}
        if got != wanted:
            wrong = sorted(got.items() ^ wanted.items())[:6]
            return f"{len(got)} nodes; NetworkX: {len(wanted)}; (node, distance) in only one of them: {wrong}"
        cut = (answer["cut"] or {}).get("relationships", 0)
        if answer["complete"] != (len(wanted) == len(distances) and not cut):
            return f"complete is {answer['complete']}, {len(wanted)} of {len(distances)} nodes are shown"
        return shown_fault(export, graph.subgraph(wanted), answer)

    return f"/v1/entities/{start}/neighbourhood", params, judge


def shown_fault(export, graph, answer):
    """What is wrong with relationships, degree or hidden of a neighbourhood with just these nodes."""
    wanted = {id for _, _, ids in graph.edges(data="ids") for id in ids}
    got = {r["id"] for r in answer["graph"]["relationships"]}
    cut = (answer["cut"] or {}).get("relationships", 0)
    if cut:  # the first by id are shown
        wanted = {id for id in wanted if id <= max(got)}
    loops = {id for id in got if export.relationships[id]["from"] == export.relationships[id]["to"]}
    if got - loops != wanted:
        return f"{len(got)} relationships; the export: {len(wanted)}; in only one of them: {sorted(got ^ wanted)[:4]}"
    for node in [] if cut else answer["graph"]["nodes"]:  # what is hidden is counted by the relationships shown
        id = node["id"]
        hidden = export.degree[id] - graph.degree(id)
        if (node["degree"], node["hidden"]) != (export.degree[id], hidden):
            return f"{id}: (degree, hidden) {(node['degree'], node['hidden'])}; NetworkX: {(export.degree[id], hidden)}"
    return None
