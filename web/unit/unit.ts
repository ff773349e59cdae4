import assert from "node:assert/strict";
import { test } from "node:test";
import { apart } from "../src/draw/apart";
import type { Relationship } from "../src/api/answers";
import { decode, encode, longest } from "../src/state/address";
import { kinds } from "../src/draw/palette";
import { change, holds, lastDay } from "../src/state/holds";
import { decodePlacement, encodePlacement } from "../src/state/placement";
import { requests } from "../src/state/questions";
import { emptyFilter, emptyView, type Layer, type View } from "../src/state/view";

/** Numbers that look random and are the same every time. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
}

const ids = ["country:geo", "country:aze", "official:jeyhun-bayramov", "organisation:guam", "project:black-sea-cable", "area:energy"];

function anyView(seed: number): View {
  const r = chance(seed);
  const pick = <T>(list: readonly T[]): T => list[r(list.length)]!;
  const some = <T>(list: readonly T[]): T[] => list.filter(() => r(2) === 0);
  const layers: Layer[] = [
    { ask: "nodes", ids: [pick(ids)] },
    { ask: "around", id: pick(ids), limit: 1 + r(5000), types: some(["MEMBER_OF", "OWNS"]), direction: pick(["any", "in", "out"] as const), kinds: some(["Country"]) },
    { ask: "paths", from: ids[0]!, to: ids[1]!, rank: pick(["hops", "specific"] as const), all: r(2) === 0, k: 1 + r(50), hops: 1 + r(12), concurrent: r(2) === 0 },
    { ask: "connect", ids: [...ids] },
    { ask: "common", ids: ids.slice(0, 2), not: some(ids.slice(2)), min: r(3), types: some(["MEMBER_OF"]) },
    { ask: "timeline", ids: [pick(ids)] },
    { ask: "changes", ids: some(ids) },
    { ask: "query", name: "members", args: { organisation: "organisation:guam", on: "2004", odd: "a=b;c&d ~é" } },
  ];
  return {
    ...emptyView,
    layers: layers.filter(() => r(2) === 0),
    time: pick([{ when: "always" }, { when: "on", date: "2004-02" }, { when: "within", from: "1991", to: "2001" }, { when: "compare", from: "1991", to: "2001-05-06" }] as const),
    filter: { ...emptyFilter, notTypes: some(["OWNS"]), notKinds: some(["Area", "Country"]), confidence: pick(["", "reported"]), datasets: some(["region"]), avoid: some(ids), maxDegree: r(90), undated: r(2) === 0 },
    hidden: some(ids), pinned: some(ids), selected: some(ids), open: pick(["", "country:aze|official:jeyhun-bayramov", "member-of:31w48eck5jhc7ccg"]),
    tab: pick(["about", "paths", "table"] as const), layout: pick(["force", "map", "layers"] as const), path: r(4), only: r(2) === 0, labels: r(2) === 0,
  };
}

test("a view comes back out of its address as it was", () => {
  for (let seed = 1; seed < 500; seed++) {
    const v = anyView(seed);
    assert.deepEqual(decode("?" + encode(v)), v, encode(v));
  }
});

test("an address that would be too long leaves out what is hidden or selected, and nothing else", () => {
  const many = (n: number, of: string) => Array.from({ length: n }, (_, i) => `${of}:number-${i}`);
  for (const [hidden, selected] of [[0, 3000], [3000, 0], [200, 3000], [3000, 3000], [0, 10]] as const) {
    const v = { ...anyView(hidden + selected), hidden: many(hidden, "event"), selected: many(selected, "official") };
    const address = encode(v, longest), back = decode("?" + address);
    assert.ok(address.length <= longest && (address === encode(v) || address.length > longest - 100), `${address.length}`);
    assert.deepEqual({ ...back, hidden: v.hidden, selected: v.selected, pinned: v.pinned }, v);
    assert.deepEqual(back.hidden, v.hidden.slice(0, back.hidden.length));
    assert.deepEqual(back.selected, v.selected.slice(0, back.selected.length));
  }
});

test("one kind is always shown, and no question asks for an empty list of them", () => {
  assert.deepEqual(decode("?not_kinds=" + kinds.join()).filter.notKinds, kinds.slice(0, -1));
  assert.deepEqual(decode("?not_kinds=Area,Planet").filter.notKinds, ["Area", "Planet"]);
  for (let seed = 1; seed < 500; seed++) {
    const v = anyView(seed);
    for (const { path, params } of v.layers.flatMap((l) => requests(l, v))) assert.ok(![...params.values()].includes(""), `${path}?${params}`);
  }
});

test("an empty view has no address, and nonsense is an empty view", () => {
  assert.equal(encode(emptyView), "");
  assert.deepEqual(decode("?nonsense=1&paths=a&around=&as_of=soon&path=-3&compare=1991..&layout=round&limit=%ZZ"), emptyView);
});

test("places come back out of a fragment, for the same nodes alone", () => {
  const r = chance(7), at = new Map(ids.map((id) => [id, { x: r(2000) - 1000, y: r(900) - 300 }]));
  const fragment = encodePlacement(ids, (id) => at.get(id), { x: 0.25, y: -1.5, ratio: 2 });
  const back = decodePlacement("#" + fragment, [...ids].reverse());
  assert.deepEqual(back.eye, { x: 0.25, y: -1.5, ratio: 2 });
  for (const [id, p] of at) {
    assert.ok(Math.hypot(p.x - back.points.get(id)!.x, p.y - back.points.get(id)!.y) < 1, id);
  }
  assert.equal(decodePlacement("#" + fragment, [...ids.slice(1), "country:arm"]).points.size, 0);
  assert.equal(decodePlacement("#p=garbage&c=1,x", ids).eye, null);
});

const tie = (since: string | null, until: string | null, observed: string | null) => ({ since, until, observed }) as Relationship;

test("days are counted as the server counts them", () => {
  assert.equal(lastDay("2024-02"), "2024-02-29");
  assert.equal(lastDay("1900-02"), "1900-02-28");
  assert.deepEqual(holds(tie("2001", "2003-06", null), false), { first: "2001-01-01", last: "2003-06-30" });
  assert.equal(holds(tie(null, "2003", null), false), null);
  assert.deepEqual(holds(tie(null, null, "2024-06-27"), false), { first: "2024-06-27", last: "9999-12-31" });
  assert.equal(change(tie("1995", null, null), "1991", "2001", false), "began");
  assert.equal(change(tie("1980", "1991-12-31", null), "1991", "2001", false), "ended");
  assert.equal(change(tie("1980", null, null), "1991", "2001", false), "lasted");
  assert.equal(change(tie(null, null, "1999"), "1991", "2001", false), "unknown");
  assert.equal(change(tie(null, null, "1999"), "1991", "2001", true), "lasted");
  assert.equal(change(tie("1993", "1995", null), "1991", "2001", false), "never");
});

test("nodes are moved apart, those that are fixed excepted", () => {
  const nodes = new Float32Array(10 * 30);
  for (let i = 0; i < 30; i++) nodes.set([i % 3, i % 2, 0, 0, 0, 0, 1, 1, 8, i === 0 ? 1 : 0], 10 * i);
  apart(nodes, 200);
  assert.deepEqual([nodes[0], nodes[1]], [0, 0]);
  for (let i = 0; i < 30; i++) {
    for (let j = 0; j < i; j++) {
      assert.ok(Math.hypot(nodes[10 * i]! - nodes[10 * j]!, nodes[10 * i + 1]! - nodes[10 * j + 1]!) > 16, `${i} lies on ${j}`);
    }
  }
});
