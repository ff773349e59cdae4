"""Random questions, the same for the same seed and graph."""

import collections

import networkx as nx

# Of a hundred pairs; the others are any two connected nodes without a filter.
SHARES = [("A = B", 4), ("unconnected", 5), ("types", 12), ("not_types", 5), ("as_of", 12), ("window", 4),
          ("undated=keep", 4), ("direction", 6), ("via_kinds", 4), ("kinds", 4), ("max_degree", 4), ("avoid", 4),
          ("min_confidence", 3), ("dataset", 3), ("source", 3)]

Case = collections.namedtuple("Case", "sort start end filter")


class Sample:
    """Draws questions about an export."""

    def __init__(self, export, random):
        self.export, self.random = export, random
        components = sorted((sorted(c) for c in nx.connected_components(export.whole)), key=lambda c: (-len(c), c[0]))
        self.main = components[0]
        self.outside = [id for c in components[1:] for id in c]
        relationships = [export.relationships[id] for id in sorted(export.relationships)]
        self.types = sorted({r["type"] for r in relationships})
        self.kinds = sorted({n["kind"] for n in export.nodes.values()})
        claims = [c for r in relationships for c in r["claims"]]
        self.dates = sorted({d for r in relationships for d in (r["since"], r["until"], r["observed"]) if d})
        self.datasets = sorted({c["dataset"] for c in claims})
        self.sources = sorted({c["source"] for c in claims})

    def cases(self, count):
        """As many pairs, each with the filter that goes with its sort."""
        cases = []
        for sort, share in SHARES:
            cases += [self.case(sort) for _ in range(max(1, count * share // 100))]
        cases = cases[:count] + [self.case("no filter") for _ in range(count - len(cases))]
        self.random.shuffle(cases)
        return cases

    def case(self, sort):
        """A pair of a sort; one without a filter where the graph cannot give any."""
        start, end = self.pair()
        if sort == "A = B":
            return Case(sort, start, start, {})
        if sort == "unconnected":
            if not self.outside:
                return Case("no filter", start, end, {})
            ends = [self.random.choice(self.outside), start]
            self.random.shuffle(ends)
            return Case(sort, *ends, {})
        return Case(sort, start, end, self.filter(sort, start, end))

    def pair(self):
        """Two different nodes that are connected, where there are two."""
        return self.random.sample(self.main, 2) if len(self.main) > 1 else self.main * 2

    def filter(self, sort, start, end):
        """A filter of a sort. Most are wide enough to leave many pairs connected, by another way than without."""
        pick = self.random.choice
        some = lambda of, most: sorted(self.random.sample(of, self.random.randint(1, min(most, len(of)))))
        match sort:
            case "types":
                return {"types": sorted(self.random.sample(self.types, max(1, len(self.types) * 2 // 3)))}
            case "not_types":
                return {"not_types": some(self.types, 4)}
            case "as_of":
                return {"as_of": pick(self.dates)[:pick([4, 7, 10])]}
            case "window":
                ends = sorted([pick(self.dates)[:4], pick(self.dates)[:4]])
                return pick([{"from_date": ends[0], "to_date": ends[1]}, {"from_date": ends[1]}, {"to_date": ends[0]}])
            case "undated=keep":
                return {"as_of": pick(self.dates), "undated": "keep"}
            case "direction":
                return {"direction": pick(["out", "in"])}
            case "via_kinds" | "kinds":
                return {sort: sorted(self.random.sample(self.kinds, max(1, len(self.kinds) // 2)))}
            case "max_degree":
                return {"max_degree": pick([10, 20, 50, 100])}
            case "avoid":
                # The ends are among those avoided: they are never filtered away.
                busy = sorted(self.main, key=lambda id: (-self.export.degree[id], id))[:10]
                return {"avoid": some(busy, 5) + [start]}
            case "min_confidence":
                return {"min_confidence": pick(["documented", "reported"])}
            case "dataset":
                return {"dataset": [pick(self.datasets)]}
            case "source":
                return {"source": some(self.sources, 100)}
        return {}
