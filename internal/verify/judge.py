"""Compares a running server with NetworkX on what the server exported. See main.go for what starts this."""

import argparse
import collections
import concurrent.futures
import json
import os
import random
import signal
import sys

import nodes
import paths
from export import Export
from sample import Sample
from server import Changed, Refused, Server

EXAMPLES = 5
# More would not be answered sooner, and what is judged here runs on one core.
AT_ONCE = 4


class Table:
    """Prints a line for every sort of comparison, and keeps examples of differences."""

    def __init__(self, server):
        self.server, self.faults, self.differ = server, [], 0
        print(f"{'compared':<58}{'how many':>10}{'differ':>8}", flush=True)

    def line(self, name, total, faults):
        """Adds a line; faults are pairs of what was asked and what is wrong with the answer."""
        print(f"{name:<58}{total:>10}{len(faults):>8}", flush=True)
        self.differ += len(faults)
        self.faults += [(name, *f) for f in faults[:EXAMPLES]]

    def ask(self, name, checks):
        """Asks the server for all and judges the answers."""
        def run(check):
            path, params, judge = check
            try:
                fault = judge(self.server.ask(path, params))
            except Refused as e:
                fault = str(e)
            return fault and (self.server.url(path, params), fault)

        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            found = list(pool.map(run, checks))
        self.line(name, len(checks), [f for f in found if f])

    def look(self, name, ids, fault_of):
        """Judges what was exported."""
        found = [(id, fault_of(id)) for id in ids]
        self.line(name, len(ids), [f for f in found if f[1]])

    def end(self):
        for name, asked, fault in self.faults:
            print(f"\n{name}:\n  {asked}\n  {fault}")
        return 1 if self.differ else 0


def compare(server, export, seed, quick):
    pairs, few, neighbourhoods = (200, 20, 20) if quick else (1000, 60, 100)
    sample = Sample(export, random.Random(seed))
    cases = sample.cases(pairs)
    sorts = collections.Counter(c.sort for c in cases)
    print(f"{len(export.nodes)} nodes, {len(export.relationships)} relationships, {export.whole.number_of_edges()} pairs "
          f"of neighbours, {len(sample.outside)} nodes beside the largest component.")
    print(f"{len(cases)} pairs from seed {seed}: " + ", ".join(f"{n} {s}" for s, n in sorts.most_common()) + ".\n")

    table = Table(server)
    table.look("degree of a node", sorted(export.nodes), lambda id: nodes.degree_fault(export, id))
    table.look("what a relationship shows, by its claims", sorted(export.relationships),
               lambda id: nodes.relationship_fault(export, id))
    table.ask("hop distance, rank=hops", [paths.best(export, c, "hops") for c in cases])
    table.ask("least cost, rank=specific", [paths.best(export, c, "specific") for c in cases])
    table.ask("5 best by cost, steps, ids", [paths.several(export, c, 5) for c in cases[:few]])
    table.ask("every path of least hops", [paths.all_shortest(export, c) for c in cases[few:2 * few]])
    plain = [c for c in cases if c.sort == "no filter"][-few:]
    layered = paths.layers(export.whole, 4)
    table.ask("least cost within 2 to 4 steps",
              [paths.within(export, layered, c, 2 + n % 3) for n, c in enumerate(plain)])
    starts = sample.random.choices(sorted(export.nodes), k=neighbourhoods)
    filters = [{}, {}, sample.filter("types", "", ""), sample.filter("as_of", "", "")]
    table.ask("neighbourhood of depth 2",
              [nodes.around(export, id, filters[n % 4], 5000) for n, id in enumerate(starts)])
    table.ask("what a limit of 10 keeps of it", [nodes.around(export, id, {}, 10) for id in starts])
    return table.end()


def write_examples(path, export, seed):
    """Leaves a configuration with entities that exist, so that Schemathesis reaches more than the answer 404."""
    sample = Sample(export, random.Random(seed))
    start, end = sample.pair()
    with open(path, "w", encoding="utf-8") as file:
        for operation, values in [("/v1/paths", {"from": start, "to": end}), ("/v1/neighbourhood", {"ids": start}),
                                  ("/v1/entities/{id}/neighbourhood", {"id": start})]:
            file.write(f"[[operations]]\ninclude-path = {json.dumps(operation)}\n[operations.parameters]\n")
            file.writelines(f"{name} = {json.dumps(value)}\n" for name, value in values.items())


def main():
    # Threads that wait for an answer would hold up an ordinary end.
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    parser.add_argument("export")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--examples", help="file for a configuration of Schemathesis")
    args = parser.parse_args()
    with open(args.export, encoding="utf-8") as file:
        document = json.load(file)
    server = Server(args.address, document["revision"], document["epoch"])
    try:
        export = Export(document, server.undirected_types())
        if not export.relationships:
            sys.exit("The graph has no relationships, so there is nothing to compare; load a dataset first.")
        if args.examples:
            write_examples(args.examples, export, args.seed)
        sys.exit(compare(server, export, args.seed, args.quick))
    except Refused as e:
        sys.exit(f"The server refused: {e}")
    except Changed as e:
        sys.exit(f"The graph changed while it was compared; run this again. {e}")


if __name__ == "__main__":
    main()
