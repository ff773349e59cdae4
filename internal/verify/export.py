"""The exported graph, and what of it passes a filter, as NetworkX graphs.

All that is said here about filters and dates follows the text of docs/design.md and none of the server's code.
"""

import calendar
import datetime
import math

import networkx as nx

ALWAYS_FROM, ALWAYS_TO = datetime.date.min.toordinal(), datetime.date.max.toordinal()
CONFIDENCES = ["inferred", "reported", "documented"]


def first_day(date):
    """The first day that a date as precise as known may mean."""
    if date is None:
        return ALWAYS_FROM
    parts = [int(p) for p in date.split("-")] + [1, 1]
    return datetime.date(*parts[:3]).toordinal()


def last_day(date):
    """The last day that it may mean."""
    if date is None:
        return ALWAYS_TO
    parts = [int(p) for p in date.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]
    return datetime.date(year, month, day).toordinal()


def standing(claims):
    """The claims that are neither corrections nor withdrawn by one."""
    return [c for c in claims if not c["withdraws"] and not c["withdrawn"]]


def holds(relationship, keep_undated):
    """The days (first, last) on which a relationship holds, None where there are none."""
    start = first_day(relationship["since"])
    if relationship["since"] is None and not keep_undated:
        observed = [c["observed"] for c in standing(relationship["claims"]) if c["observed"]]
        if not observed:
            return None
        start = min(first_day(o) for o in observed)
    end = last_day(relationship["until"])
    return (start, end) if start <= end else None


def window(filter):
    """The days (first, last) that a relationship has to overlap, None where the filter has no dates."""
    if "as_of" in filter:
        return first_day(filter["as_of"]), last_day(filter["as_of"])
    if "from_date" in filter or "to_date" in filter:
        return first_day(filter.get("from_date")), last_day(filter.get("to_date"))
    return None


def micros(degree):
    """What passing through a node costs: ln(degree) in whole millionths."""
    return round(math.log(degree) * 1e6) if degree > 1 else 0


class Export:
    """What /v1/graph gave."""

    def __init__(self, document, undirected_types):
        self.nodes = {n["id"]: n for n in document["graph"]["nodes"]}
        self.relationships = {r["id"]: r for r in document["graph"]["relationships"]}
        self.undirected_types = undirected_types
        # Degree is of the whole graph whatever the filter, so that cost is, too.
        self.whole = self.walkable({})
        self.degree = dict(self.whole.degree())
        self.cost = {id: micros(d) for id, d in self.degree.items()}

    def passing_claims(self, relationship, filter):
        """The claims of a relationship that the filter lets pass."""
        least = CONFIDENCES.index(filter.get("min_confidence", "inferred"))
        return [c for c in standing(relationship["claims"])
                if CONFIDENCES.index(c["confidence"]) >= least
                and c["dataset"] in filter.get("dataset", [c["dataset"]])
                and c["source"] in filter.get("source", [c["source"]])]

    def passes(self, relationship, filter):
        """Whether the filter lets a relationship pass, its direction left aside.

        Dates are those that the export derived, so no filter here may be both about dates and about claims.
        """
        kind = relationship["type"]
        if kind not in filter.get("types", [kind]) or kind in filter.get("not_types", []):
            return False
        if not self.passing_claims(relationship, filter):
            return False
        asked = window(filter)
        if asked is None:
            return True
        days = holds(relationship, filter.get("undated") == "keep")
        return days is not None and max(days[0], asked[0]) <= min(days[1], asked[1])

    def may_be_inside(self, id, filter):
        """Whether a node that is no end of the question may be inside a path."""
        kind = self.nodes[id]["kind"]
        return (kind in filter.get("kinds", [kind]) and kind in filter.get("via_kinds", [kind])
                and id not in filter.get("avoid", [])
                and self.degree[id] <= filter.get("max_degree", self.degree[id]))

    def walkable(self, filter, ends=None):
        """The graph that may be walked, parallel relationships collapsed and loops dropped.

        Every edge has the ids of its relationships. It is a directed graph where the filter has a direction.
        """
        direction = filter.get("direction", "any")
        graph = nx.Graph() if direction == "any" else nx.DiGraph()
        graph.add_nodes_from(id for id in self.nodes if ends is None or id in ends or self.may_be_inside(id, filter))
        for relationship in self.relationships.values():
            start, end = relationship["from"], relationship["to"]
            if start == end or start not in graph or end not in graph or not self.passes(relationship, filter):
                continue
            both = direction != "any" and relationship["type"] in self.undirected_types
            if direction != "in" or both:
                add(graph, start, end, relationship["id"])
            if direction == "in" or both:
                add(graph, end, start, relationship["id"])
        return graph

    def days_of_step(self, ids, filter):
        """The days of a step: the union of its relationships' days, clipped to the window."""
        asked = window(filter) or (ALWAYS_FROM, ALWAYS_TO)
        spans = [holds(self.relationships[id], filter.get("undated") == "keep") for id in ids]
        return union([(max(s[0], asked[0]), min(s[1], asked[1])) for s in spans if s])


def add(graph, start, end, id):
    """Adds a relationship to the edge that stands for all between two nodes."""
    if graph.has_edge(start, end):
        graph[start][end]["ids"].append(id)
    else:
        graph.add_edge(start, end, ids=[id])


def union(spans):
    """Days as spans in order, none touching the next."""
    out = []
    for start, end in sorted(s for s in spans if s[0] <= s[1]):
        if out and start <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def common(one, other):
    """The days that are in both of two lists of spans."""
    return union([(max(a[0], b[0]), min(a[1], b[1])) for a in one for b in other])
