// A view as the query of an address, and back. Names are those of the API's parameters where there is one. Where nodes
// lie, and the camera, go into the fragment, which browsers keep to themselves (placement.ts).
import {
  around, emptyView, lastKind, paths, type Direction, type Filter, type Layer, type LayoutName, type Rank, type Tab, type Time,
  type View,
} from "./view";

const tabs: Tab[] = ["about", "paths", "together", "time", "queries", "table"];
const layouts: LayoutName[] = ["force", "map", "layers"];
const day = /^\d{4}(-\d{2}(-\d{2})?)?$/;

/** How long a query may be: servers, and programs that links are sent by, take no more than some 8,000 characters. */
export const longest = 8000;

/**
 * The query of the view's address, without a question mark; "" for an empty view. Of what is hidden, pinned and selected
 * only as much goes into it as `most` characters hold.
 */
export function encode(v: View, most = Infinity): string {
  const all = encodeAll(v);
  if (all.length <= most) return all;
  let room = most - encodeAll({ ...v, hidden: [], pinned: [], selected: [] }).length - 3 * "&select=".length;
  const fitting = (ids: string[]) => ids.filter((id) => (room -= escape(id).length + 1) >= 0);
  return encodeAll({ ...v, hidden: fitting(v.hidden), pinned: fitting(v.pinned), selected: fitting(v.selected) });
}

function encodeAll(v: View): string {
  const out: [string, string][] = v.layers.map(encodeLayer);
  out.push(...encodeTime(v.time), ...encodeFilter(v.filter));
  const list = (name: string, values: string[]) => values.length && out.push([name, values.join(",")]);
  list("hide", v.hidden);
  list("pin", v.pinned);
  list("select", v.selected);
  if (v.open) out.push(["open", v.open]);
  if (v.tab !== "about") out.push(["tab", v.tab]);
  if (v.layout !== "force") out.push(["layout", v.layout]);
  if (v.path) out.push(["path", String(v.path)]);
  if (v.only) out.push(["only", "1"]);
  if (!v.labels) out.push(["labels", "0"]);
  return out.map(([name, value]) => name + "=" + escape(value)).join("&");
}

/** The view of an address's query. What is not understood is left out: a link may come from another version. */
export function decode(query: string): View {
  const params = new URLSearchParams(query);
  const v: View = { ...emptyView, filter: decodeFilter(params), time: decodeTime(params), layers: [] };
  for (const [name, value] of params) {
    const layer = decodeLayer(name, value);
    if (layer) v.layers.push(layer);
  }
  v.hidden = words(params.get("hide"));
  v.pinned = words(params.get("pin"));
  v.selected = words(params.get("select"));
  v.open = params.get("open") ?? "";
  v.tab = tabs.find((t) => t === params.get("tab")) ?? "about";
  v.layout = layouts.find((l) => l === params.get("layout")) ?? "force";
  v.path = whole(params.get("path"), 0, 0, 1000);
  v.only = params.get("only") === "1";
  v.labels = params.get("labels") !== "0";
  return v;
}

/** A layer is its subject, and what differs from the usual after semicolons. */
function encodeLayer(l: Layer): [string, string] {
  const more: string[] = [];
  const add = (name: string, value: string | number | boolean, usual: string | number | boolean) => {
    if (value !== usual) more.push(name + "=" + encodeURIComponent(String(value)).replaceAll("%2C", ","));
  };
  const give = (subject: string): [string, string] => [l.ask, [subject, ...more].join(";")];
  switch (l.ask) {
    case "around": {
      const usual = around(l.id);
      add("limit", l.limit, usual.limit);
      add("types", l.types.join(","), "");
      add("direction", l.direction, "any");
      add("kinds", l.kinds.join(","), "");
      return give(l.id);
    }
    case "paths": {
      const usual = paths(l.from, l.to);
      add("rank", l.rank, usual.rank);
      add("all", l.all, usual.all);
      add("k", l.k, usual.k);
      add("hops", l.hops, usual.hops);
      add("concurrent", l.concurrent, usual.concurrent);
      return give(l.from + "~" + l.to);
    }
    case "common":
      add("not", l.not.join(","), "");
      add("min", l.min, 0);
      add("types", l.types.join(","), "");
      return give(l.ids.join(","));
    case "query":
      for (const [name, value] of Object.entries(l.args)) add("p." + name, value, "");
      return give(l.name);
    default:
      return give(l.ids.join(","));
  }
}

function decodeLayer(name: string, value: string): Layer | null {
  const [subject = "", ...parts] = value.split(";");
  if (!subject && name !== "changes") return null;
  const more = new Map(parts.map((p): [string, string] => {
    const at = p.indexOf("=");
    return [p.slice(0, at), unescape(p.slice(at + 1))];
  }));
  const ids = words(subject);
  switch (name) {
    case "nodes": case "connect": case "timeline": case "changes":
      return { ask: name, ids };
    case "around": {
      const usual = around(subject);
      return {
        ...usual, limit: whole(more.get("limit"), usual.limit, 1, 5000), types: words(more.get("types")),
        kinds: words(more.get("kinds")), direction: direction(more.get("direction")),
      };
    }
    case "paths": {
      const [from = "", to = ""] = subject.split("~");
      if (!from || !to) return null;
      const usual = paths(from, to);
      const rank: Rank = more.get("rank") === "hops" ? "hops" : "specific";
      return {
        ...usual, rank, all: more.get("all") === "true", k: whole(more.get("k"), usual.k, 1, 50),
        hops: whole(more.get("hops"), usual.hops, 1, 12), concurrent: more.get("concurrent") === "true",
      };
    }
    case "common":
      return {
        ask: "common", ids, not: words(more.get("not")), min: whole(more.get("min"), 0, 0, 20),
        types: words(more.get("types")),
      };
    case "query": {
      const args: Record<string, string> = {};
      for (const [n, v] of more) if (n.startsWith("p.")) args[n.slice(2)] = v;
      return { ask: "query", name: subject, args };
    }
  }
  return null;
}

function encodeTime(t: Time): [string, string][] {
  switch (t.when) {
    case "always": return [];
    case "on": return [["as_of", t.date]];
    case "within": return [["from_date", t.from], ["to_date", t.to]];
    case "compare": return [["compare", t.from + ".." + t.to]];
  }
}

function decodeTime(p: URLSearchParams): Time {
  const [a = "", b = ""] = (p.get("compare") ?? "").split("..");
  if (day.test(a) && day.test(b)) return { when: "compare", from: a, to: b };
  const on = p.get("as_of") ?? "", from = p.get("from_date") ?? "", to = p.get("to_date") ?? "";
  if (day.test(on)) return { when: "on", date: on };
  if (day.test(from) && day.test(to)) return { when: "within", from, to };
  return { when: "always" };
}

function encodeFilter(f: Filter): [string, string][] {
  const out: [string, string][] = [];
  if (f.notTypes.length) out.push(["not_types", f.notTypes.join(",")]);
  if (f.notKinds.length) out.push(["not_kinds", f.notKinds.join(",")]);
  if (f.confidence) out.push(["min_confidence", f.confidence]);
  if (f.datasets.length) out.push(["dataset", f.datasets.join(",")]);
  if (f.avoid.length) out.push(["avoid", f.avoid.join(",")]);
  if (f.maxDegree) out.push(["max_degree", String(f.maxDegree)]);
  if (f.undated) out.push(["undated", "keep"]);
  return out;
}

function decodeFilter(p: URLSearchParams): Filter {
  const notKinds = words(p.get("not_kinds"));
  return {
    notTypes: words(p.get("not_types")), notKinds: notKinds.filter((k, i) => !lastKind(notKinds.slice(0, i), k)), confidence: p.get("min_confidence") ?? "",
    datasets: words(p.get("dataset")), avoid: words(p.get("avoid")),
    maxDegree: whole(p.get("max_degree"), 0, 0, 1e9), undated: p.get("undated") === "keep",
  };
}

const direction = (text: string | undefined): Direction => (text === "out" || text === "in" ? text : "any");
const words = (text: string | null | undefined) => (text ? [...new Set(text.split(",").filter(Boolean))] : []);

function whole(text: string | null | undefined, usual: number, least: number, greatest: number): number {
  const n = Number(text ?? NaN);
  return Number.isInteger(n) && n >= least && n <= greatest ? n : usual;
}

/** Escapes what an address cannot hold, and nothing that only makes it hard to read. */
function escape(text: string): string {
  return encodeURIComponent(text).replace(/%(3A|2C|3B|7E|2F|3D|7C)/g, (x) => decodeURIComponent(x));
}

function unescape(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
