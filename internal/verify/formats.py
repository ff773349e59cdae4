"""Opens what was written in each format in the very library that it is for, and compares it with what is expected.

A folder has a file for each format, named as the format is, and expected.json. See formats.go for what writes them.
"""

import csv
import io
import json
import os
import re
import sys
import zipfile

import networkx as nx

EXAMPLES = 3


def report(name, total, faults):
    """Prints a line, with a few examples of what is wrong."""
    print(f"{name:<58}{total:>10}{len(faults):>8}", flush=True)
    for fault in faults[:EXAMPLES]:
        print(f"    {fault}")
    return bool(faults)


def differences(what, got, wanted):
    """Compares items by id, value by value."""
    faults = [f"{what} {id} is in only one of them" for id in sorted(got.keys() ^ wanted.keys())]
    for id in got.keys() & wanted.keys():
        for name in sorted(got[id].keys() | wanted[id].keys()):
            if got[id].get(name) != wanted[id].get(name):
                faults.append(f"{what} {id}: {name} is {got[id].get(name)!r}; expected {wanted[id].get(name)!r}")
    return faults


def flat(item, text=lambda s: s, number=lambda n: n):
    """What a format without lists and dictionaries holds of an item."""
    out = {}
    for name, value in item.items():
        if isinstance(value, list):
            out[name] = "; ".join(value)
        elif isinstance(value, dict):
            out.update({scheme: text(code) for scheme, code in value.items()})
        elif isinstance(value, str):
            out[name] = text(value)
        else:
            out[name] = number(value)
    return out


def xml_text(s):
    """What XML can hold of a text."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", s)


def in_cell(s):
    """A text as a cell of a sheet holds it."""
    return "'" + s if s[:1] in "=+-@\t\r\n" else s


class Expected:
    """What the files of a folder should hold."""

    def __init__(self, folder):
        self.folder = folder
        with open(self.path("expected.json"), encoding="utf-8") as file:
            document = json.load(file)
        self.nodes = {n["id"]: n for n in document["nodes"]}
        self.relationships = {r["id"]: r for r in document["relationships"]}
        self.claims = document["claims"]

    def path(self, name):
        return os.path.join(self.folder, name)

    def compare(self, nodes, relationships, **how):
        """Compares nodes and relationships that were read, flat ones where it is said how to make the expected ones flat."""
        wanted_nodes, wanted = self.nodes, self.relationships
        if how:
            wanted_nodes = {id: flat(n, **how) for id, n in wanted_nodes.items()}
            wanted = {id: flat(r, **how) for id, r in wanted.items()}
        return len(nodes) + len(relationships), (
            differences("node", nodes, wanted_nodes) + differences("relationship", relationships, wanted))


def of_networkx(graph, dropped=("label",)):
    """Nodes and relationships of a NetworkX graph with parallel edges."""
    nodes = {id: {"id": id, **{k: v for k, v in n.items() if k not in dropped}} for id, n in graph.nodes(data=True)}
    relationships = {}
    for start, end, key, values in graph.edges(keys=True, data=True):
        values = {k: v for k, v in values.items() if k not in dropped}
        id = values.get("id", key)
        relationships[id] = {"id": id, "from": start, "to": end, **values}
    return nodes, relationships


def d3(expected):
    with open(expected.path("d3"), encoding="utf-8") as file:
        graph = nx.node_link_graph(json.load(file), edges="links")
    return expected.compare(*of_networkx(graph))


def graphml(expected):
    graph = nx.read_graphml(expected.path("graphml"), force_multigraph=True)
    assert graph.is_directed() and graph.graph["title"]
    return expected.compare(*of_networkx(graph), text=xml_text)


def gexf(expected):
    graph = nx.read_gexf(expected.path("gexf"), version="1.3")
    assert graph.is_directed()
    if not graph.is_multigraph():
        return 0, ["NetworkX takes it for a graph without parallel edges"]
    days = re.compile(r"\d{4}-\d{2}-\d{2}$")
    faults = [f"{x} has the day {v}" for x in [*graph.nodes.values(), *graph.edges.values()]
              for v in (x.get("start"), x.get("end")) if v is not None and not days.match(v)]
    total, found = expected.compare(*of_networkx(graph, ("label", "start", "end")), text=xml_text)
    return total, faults + found


def sheets(expected):
    import pandas

    with zipfile.ZipFile(expected.path("csv")) as archive:
        read = {name: pandas.read_csv(archive.open(name), dtype=str, keep_default_na=False) for name in archive.namelist()}
        texts = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    faults = [f"{name} has a cell that begins a formula: {cell!r}" for name, text in texts.items()
              for row in csv.reader(io.StringIO(text, newline="")) for cell in row
              if cell[:1] in tuple("=+-@\t\r\n") and not re.fullmatch(r"-\d+(\.\d+)?", cell)]
    names = {"Id": "id", "Label": "name", "Source": "from", "Target": "to", "relation": "type"}

    def items(name, drop=()):
        table = read[name].drop(columns=list(drop)).rename(columns=names)
        return {row["id"]: {k: v for k, v in row.items() if v != ""} for row in table.to_dict("records")}

    nodes = items("nodes.csv")
    relationships = items("edges.csv", ["Type", "Label", "first_day", "last_day"])
    if set(read["edges.csv"]["Type"]) - {"Directed"}:
        faults.append("an edge is not directed")
    total, found = expected.compare(nodes, relationships, text=in_cell, number=number_text)
    return total, faults + found


def number_text(n):
    """A number or truth as text."""
    if isinstance(n, bool):
        return str(n).lower()
    return repr(n).removesuffix(".0")


def ndjson(expected):
    lines = [json.loads(line) for line in open(expected.path("ndjson"), encoding="utf-8")]
    summary = lines[-1]["summary"]
    nodes = {n["id"]: n for n in (line["node"] for line in lines if "node" in line)}
    relationships = {r["id"]: r for r in (line["relationship"] for line in lines if "relationship" in line)}
    faults = []
    if (summary["nodes"], summary["relationships"]) != (len(nodes), len(relationships)) or "header" not in lines[0]:
        faults.append(f"summary {summary} of {len(nodes)} and {len(relationships)}")
    claims = 0
    for r in relationships.values():
        claims += len(r["claims"])
        r["sources"] = sorted({c["source"] for c in r["claims"] if not c["withdrawn"] and not c["withdraws"]})
        r["datasets"] = sorted({c["dataset"] for c in r.pop("claims")})
    if claims != expected.claims:
        faults.append(f"{claims} claims; expected {expected.claims}")
    known = [{id: {k: v for k, v in x.items() if v not in (None, {})} for id, x in items.items()} for items in (nodes, relationships)]
    total, found = expected.compare(*known)
    return total, faults + found


def jgf(expected):
    import jgf as library

    graph, = library.load(expected.path("jgf"))

    def items(table, count, dropped):
        """A table has a list of a value for each item, or a dictionary by number where some have none."""
        out = [{} for _ in range(count)]
        for name, values in table.items():
            for i, value in (enumerate(values) if isinstance(values, list) else values.items()):
                if name not in dropped:
                    out[i][name] = value
        return out

    assert graph["directed"] and graph["network-properties"]["title"]
    nodes = items(graph["node-properties"], graph["node-count"], {"label"})
    relationships = items(graph["edge-properties"], len(graph["edges"]), {"label", "relation"})
    for r, (start, end) in zip(relationships, graph["edges"], strict=True):
        r["from"], r["to"] = nodes[start]["id"], nodes[end]["id"]
    return expected.compare({n["id"]: n for n in nodes}, {r["id"]: r for r in relationships})


def jsonld(expected):
    import rdflib
    from rdflib.namespace import RDF, RDFS

    graph = rdflib.Graph()
    graph.parse(expected.path("jsonld"), format="json-ld")
    cg, schema = rdflib.Namespace("urn:coopgraph:term:"), rdflib.Namespace("https://schema.org/")
    prov = rdflib.Namespace("http://www.w3.org/ns/prov#")

    def urn(id):
        return rdflib.URIRef("urn:coopgraph:" + id)

    faults = []
    for id, n in expected.nodes.items():
        got = (str(graph.value(urn(id), RDFS.label)), (urn(id), RDF.type, cg[n["kind"]]) in graph,
               text_of(graph.value(urn(id), schema.description)), int(graph.value(urn(id), cg.degree)),
               text_of(graph.value(urn(id), schema.startDate)))
        wanted = (n["name"], True, n.get("description"), n["degree"], n.get("since"))
        if got != wanted:
            faults.append(f"node {id} is {got}; expected {wanted}")
    statements = set(graph.subjects(RDF.type, RDF.Statement))
    if statements != {urn(id) for id in expected.relationships}:
        faults.append(f"{len(statements)} statements; expected {len(expected.relationships)}")
    for id, r in expected.relationships.items():
        s = urn(id)
        triple = (urn(r["from"]), cg[r["type"]], urn(r["to"]))
        got = (triple in graph, graph.value(s, RDF.subject) == triple[0], graph.value(s, RDF.object) == triple[2],
               text_of(graph.value(s, schema.startDate)), text_of(graph.value(s, cg.role)), text_of(graph.value(s, cg.title)),
               sorted(str(o).removeprefix("urn:coopgraph:source:") for o in graph.objects(s, prov.hadPrimarySource)))
        wanted = (True, True, True, r.get("since"), r.get("role"), r.get("title"), r.get("sources", []))
        if got != wanted:
            faults.append(f"relationship {id} is {got}; expected {wanted}")
    claims = len(set(graph.subjects(RDF.type, schema.Claim)))
    if claims != expected.claims:
        faults.append(f"{claims} claims; expected {expected.claims}")
    return len(expected.nodes) + len(statements), faults


def text_of(literal):
    return None if literal is None else str(literal)


GRAPHS = {"NetworkX: d3": d3, "NetworkX: graphml": graphml, "NetworkX: gexf": gexf, "pandas: csv": sheets,
          "json: ndjson": ndjson, "jgf: jgf": jgf, "RDFLib: jsonld": jsonld}


def main():
    import citations

    folder = sys.argv[1]
    expected = Expected(folder)
    checks = dict(GRAPHS)
    checks.update({name: check for name, (file, check) in citations.CHECKS.items() if os.path.exists(expected.path(file))})
    differ = False
    for name, check in checks.items():
        try:
            total, faults = check(expected)
        except Exception as e:  # a library that refuses the file, which is what is looked for
            total, faults = 0, [f"{type(e).__name__}: {str(e)[:300]}"]
        differ |= report(name, total, faults)
    sys.exit(1 if differ else 0)


if __name__ == "__main__":
    main()
