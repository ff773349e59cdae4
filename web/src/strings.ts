// Every text that the viewer shows, in one place: another language is another object of this shape.
import type { Layer } from "./state/view";

const kindNames: Record<string, [string, string]> = {
  Country: ["Country", "Countries"], Organisation: ["Organisation", "Organisations"], Official: ["Official", "Officials"],
  Person: ["Person", "People"], Project: ["Project", "Projects"], Agreement: ["Agreement", "Agreements"],
  Event: ["Event", "Events"], Area: ["Area", "Areas"],
};

const count = (n: number, one: string, many: string) => n.toLocaleString("en") + " " + (n === 1 ? one : many);
const list = (names: string[]) => (names.length < 2 ? names.join("")
  : names.slice(0, -1).join(", ") + " and " + (names.at(-1) ?? ""));

const english = {
  title: "coopgraph",
  tagline: "How are these actors connected, since when, through what, and who says so?",
  kind: (k: string) => kindNames[k]?.[0] ?? k,
  kinds: (k: string) => kindNames[k]?.[1] ?? k,
  type: (t: string) => t.toLowerCase().replaceAll("_", " "),
  more: (n: number) => n.toLocaleString("en") + " more",
  ties: (n: number) => count(n, "tie", "ties"),
  neighbours: (n: number) => count(n, "neighbour", "neighbours"),
  steps: (n: number) => count(n, "step", "steps"),
  list,

  search: {
    label: "Find a country, organisation, person, project, agreement or event",
    placeholder: "Find anything: Georgia, GUAM, project: gas…",
    browse: "Browse",
    browseKind: (k: string) => "All " + english.kinds(k).toLowerCase(),
    none: "Nothing has such a name.",
    also: (matched: string) => "also: " + matched,
    results: (n: number) => count(n, "suggestion", "suggestions"),
    more: "Show more",
  },

  start: {
    heading: "Where to begin",
    intro: "Search for anyone or anything above, or begin with one of these:",
    questions: [
      "How are Jeyhun Bayramov and the Southern Gas Corridor connected?",
      "What changed around Georgia between 1991 and 2001?",
      "Which organisations do Azerbaijan, Armenia and Georgia share today that Türkiye is not in?",
    ] as const,
  },

  bar: {
    undo: "Undo", redo: "Redo", share: "Share and export", theme: "Light or dark", help: "Keys and help",
    layout: "Layout", forces: "Forces", map: "Map", layers: "Layers", again: "Lay out again", fit: "Show all",
    zoomIn: "Zoom in", zoomOut: "Zoom out", labels: "Names", lasso: "Catch with a lasso", clear: "Clear",
    panel: "What is explained beside the canvas", skip: "Skip to the canvas", skipPanel: "Skip to the panel",
  },

  tabs: { about: "About", paths: "Paths", together: "Together", time: "Time", queries: "Queries", table: "Table" },

  canvas: {
    label: "The graph. Arrow keys move, Enter opens, E expands, the table beside says the same in words.",
    empty: "The canvas is empty.",
    says: (nodes: number, ties: number) => `The canvas shows ${count(nodes, "entity", "entities")} and ${count(ties, "tie", "ties")}.`,
    at: (name: string, kind: string, n: number, hidden: number) =>
      `${name}, ${kind.toLowerCase()}, ${count(n, "neighbour", "neighbours")} shown` + (hidden ? `, ${hidden} not shown` : ""),
    selected: (n: number) => count(n, "entity", "entities") + " selected",
  },

  act: {
    expand: "Expand", expandBy: "Expand by type…", collapse: "Collapse", hide: "Hide", hideOthers: "Hide all others",
    showHidden: (n: number) => `Show the ${n} hidden`, pin: "Pin here", unpin: "Unpin", from: "Start here", to: "End here",
    select: "Select", deselect: "Deselect", selectNeighbours: "Select neighbours", selectAll: "Select all", invert: "Invert selection",
    clearSelection: "Clear selection", avoid: "Avoid in questions", explain: "Explain", copy: "Copy", copied: "Copied",
    cite: "Copy as citation", remove: "Remove", close: "Close", back: "Back", show: "Show on the canvas", hideType: (t: string) => `Hide “${t}”`,
    retry: "Try again", cancel: "Cancel", run: "Run", find: "Find paths", swap: "Swap start and end", api: "API",
    connect: "Connect them", common: "What they share", timeline: "Timeline", changes: "Compare two dates", more: "More",
  },

  layer: (l: Layer, name: (id: string) => string): string => {
    const names = (ids: string[]) => list(ids.slice(0, 4).map(name)) + (ids.length > 4 ? ` and ${ids.length - 4} more` : "");
    switch (l.ask) {
      case "nodes": return names(l.ids);
      case "around": return `Around ${name(l.id)}`
        + (l.types.length ? `: ${l.types.map((t) => english.type(t)).join(", ")}` : "")
        + (l.kinds.length ? `, ${l.kinds.map((k) => english.kinds(k).toLowerCase()).join(", ")}` : "");
      case "paths": return `Paths from ${name(l.from)} to ${name(l.to)}`;
      case "connect": return `What connects ${names(l.ids)}`;
      case "common": return `What ${names(l.ids)} share` + (l.not.length ? ` and ${names(l.not)} ${l.not.length === 1 ? "does" : "do"} not` : "");
      case "timeline": return `Timeline of ${names(l.ids)}`;
      case "changes": return `What changed around ${names(l.ids)}`;
      case "query": return `Query ${l.name}`;
    }
  },

  about: {
    heading: "On the canvas",
    nothing: "Nothing yet. Search above, or pick one of the questions.",
    click: "Click an entity or a line to see what it is, and who says so.",
    asks: "What the API was asked",
    dates: "Dates", known: "Known as", names: "Names", codes: "Identifiers", datasets: "Datasets", sources: "Sources",
    ties: "Ties", description: "Description", capital: "Capital", place: "Place", url: "Address",
    degree: (n: number) => `tied to ${count(n, "other", "others")}`,
    shown: "Ties on the canvas", since: "since", until: "until", observed: "seen", confidence: "confidence",
    conflict: "The sources disagree.", claims: (n: number) => count(n, "claim", "claims"), withdrawn: "withdrawn by a correction",
    withdraws: (what: string) => `withdraws what ${what} says`, saidBy: (who: string) => `according to ${who}`,
    says: "says", undated: "without a date", share: "share", status: "status", role: "role", dataset: "dataset", locator: "where",
    accessed: "read on", published: "published",
    retrieved: (date: string, revision: number) => `Retrieved ${date}, revision ${revision}.`,
  },

  expand: {
    heading: (name: string) => `Expand ${name}`,
    intro: (shown: number, all: number) => `${all} neighbours, ${shown} of them shown. Choose what to bring in; the most specific come first.`,
    row: (type: string, direction: string, kind: string) =>
      (direction === "in" ? "← " : direction === "out" ? "→ " : "") + `${english.type(type)}: ${english.kinds(kind).toLowerCase()}`,
    how: "How many at most", go: "Expand", all: "All", none: "None",
  },

  paths: {
    from: "From", to: "To", rank: "Best first by", specific: "what few share", hops: "fewest steps", k: "How many",
    maxHops: "Steps at most", allShortest: "All of the fewest steps", concurrent: "All steps on a common day",
    intro: "Search two ends, or pick “Start here” and “End here” from the menu of a node. The whole graph is searched, not only what is shown.",
    missing: {
      from: (name: string) => `They start at ${name}. Now pick where they end.`,
      to: (name: string) => `They end at ${name}. Now pick where they start.`,
    },
    found: (n: number) => (n === 1 ? "One path" : n + " paths"),
    cost: (c: number) => `cost ${Number(c).toFixed(2)}`,
    period: (p: string) => `all steps hold ${p}`, noPeriod: "no common day",
    only: "Show only this", everything: "Show everything", pick: (i: number) => `Path ${i}`,
    none: "There is no such path", atBoth: "on both dates", atFrom: (d: string) => `only in ${d}`, atTo: (d: string) => `only in ${d}`,
    relax: (what: string, hops: number) => `Without ${what}: ${count(hops, "step", "steps")}`,
    further: (hops: number) => `Allow ${hops} steps`,
    options: "Options", filters: "Filters", parts: "What the cost is made of",
    relaxations: {
      types: "the hidden types", not_types: "the hidden types", kinds: "the hidden kinds", via_kinds: "the hidden kinds",
      dates: "the dates", undated: "the rule for undated ties", min_confidence: "the least confidence", source: "the sources", dataset: "the choice of datasets",
      avoid: "what is avoided", max_degree: "the greatest degree", concurrent: "the common day", direction: "the direction",
    } as Record<string, string>,
    download: "Citations and formats",
  },

  filter: {
    confidence: "Least confidence", any: "any", datasets: "Datasets", degree: "Greatest degree passed through",
    avoid: "Avoid", clear: "Clear all filters", kinds: "Kinds", types: "Types of tie",
    toggle: (name: string, on: boolean) => (on ? "Hide " : "Show ") + name,
    lastKind: "One kind has to be shown",
    legend: "Legend and filter",
  },

  time: {
    heading: "When", always: "All time", on: "On a date", within: "Between", compare: "Compare two dates", date: "Date",
    from: "From", to: "To", undated: "Count ties of unknown beginning before they were first seen", play: "Play", pause: "Pause",
    histogram: "Beginnings and ends by year", year: (y: number, b: number, e: number) => `${y}: ${b} began, ${e} ended`,
    began: "began", ended: "ended", lasted: "stayed", unknown: "unknown", mixed: "began and ended", happened: "happened",
    counts: (b: number, e: number, u: number, x: number) => `${b} began, ${e} ended, ${u} stayed`
      + (x ? `, ${x} of unknown beginning` : ""),
    subject: "Around whom", show: "Compare", intro: "Choose whom or what, and two dates; the canvas then shows what began, what ended and what stayed.",
    none: "Nothing changed.", undatedTies: (n: number) => count(n, "tie", "ties") + " without any date",
    bad: "Write a date as 2024, 2024-06 or 2024-06-27, and the earlier one first.",
  },

  together: {
    intro: "Choose two or more entities, here or on the canvas with Shift and click.", who: "Who", not: "But not",
    add: "Add an entity", members: "Memberships only",
    joined: (hops: number, exact: boolean) => `Joined by ${count(hops, "step", "steps")}`
      + (exact ? ", and no fewer would do." : "; fewer may do."),
    apart: "They cannot all be joined; these groups can:", shared: (n: number) => `${count(n, "neighbour is", "neighbours are")} shared.`,
    none: "They share nothing that passes the filter.", less: (n: number) => `${n} more are left out, since the others share them too.`,
    events: (n: number) => count(n, "event", "events"), cut: (n: number) => `${n} more`, degree: (n: number) => `of ${n}`,
  },

  queries: {
    intro: "Questions that analysts ask every week, as Cypher with a form.", broken: "cannot run:", cypher: "Cypher",
    rows: (n: number) => count(n, "row", "rows"), incomplete: "There are more rows than are shown.", graph: "Show on the canvas",
    optional: "optional", example: "Fill in an example", pick: "Pick a query", again: "All queries", true: "yes", false: "no", empty: "No rows.",
  },

  table: {
    nodes: "Entities", ties: "Ties", name: "Name", kind: "Kind", degree: "Tied to", shown: "Shown", from: "From", type: "Tie",
    to: "To", since: "Since", until: "Until", who: "Sources", actions: "Actions", find: "Find in what is shown",
  },

  share: {
    link: "Link to this view", embed: "Embed it", script: "Or by script", png: "Picture (PNG)", svg: "Picture (SVG)", json: "What is shown (JSON)", print: "Print",
    formats: "The answers in other formats", layer: "Question", format: "Format", get: "Download",
  },

  notice: {
    away: "The server does not answer. What you have built is kept.",
    stale: (age: string) => `The database is away; answers are ${age} seconds old.`,
    working: "Asking…", cancelled: "Cancelled.", incomplete: "There is more than is shown.", loading: "A load is under way.",
    long: "So much is hidden or selected that an address cannot hold it all. A link to this view leaves out the rest.",
    badLink: "Nothing of this link's view exists here.", missing: (ids: string) => `Not in this graph: ${ids}.`,
    perhaps: "Perhaps you meant",
    noWebGL: "This browser cannot draw with WebGL. The table beside shows everything in words.",
  },

  help: {
    heading: "Keys",
    keys: [
      ["/", "search"], ["Arrow keys", "move among entities on the canvas"], ["Enter", "explain"], ["Space", "select"],
      ["E", "expand"], ["C", "collapse"], ["H", "hide"], ["P", "pin"], ["S, T", "start and end of a path"],
      ["M or Shift F10", "menu"], ["+ − 0", "zoom, show all"], ["Shift and arrows", "move the view"],
      ["Ctrl Z, Ctrl Shift Z", "undo, redo"], ["1 to 6", "the tabs beside the canvas"], ["Esc", "let go"],
    ] as [string, string][],
    pointer: "Double click expands. A right click, or a long touch, opens a menu. Shift and drag catches with a lasso.",
  },

  theme: { auto: "As the system", light: "Light", dark: "Dark" },
  embed: { open: "Open in coopgraph" },
};

export type Strings = typeof english;
export const strings: Strings = english;
