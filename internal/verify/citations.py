"""Opens tables and citations in the libraries that they are for. See formats.py."""

import json
import re


def load(expected, name):
    with open(expected.path(name), encoding="utf-8") as file:
        return json.load(file)


def parquet(expected):
    import pyarrow
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(expected.path("table-parquet"))
    wanted = load(expected, "expected-rows.json")
    names = ["text", "whole", "number", "truth", "since", "entity", "list"]
    types = [pyarrow.string(), pyarrow.int64(), pyarrow.float64(), pyarrow.bool_(), pyarrow.string(), pyarrow.string()]
    faults = []
    if table.schema.names != names or table.schema.types[:6] != types or not pyarrow.types.is_list(table.schema.types[6]):
        faults.append(f"columns {table.schema}")
    if table.schema.metadata[b"coopgraph.revision"] != b"7":
        faults.append(f"metadata {table.schema.metadata}")
    got = [[row[name] for name in names] for row in table.to_pylist()]
    return len(got), faults + [f"row {a}; expected {b}" for a, b in zip(got, wanted, strict=True) if a != b]


def table_csv(expected):
    import pandas

    table = pandas.read_csv(expected.path("table-csv"), dtype=str, keep_default_na=False)
    wanted = load(expected, "expected-rows.json")
    faults = []
    for got, want in zip(table.to_dict("records"), wanted, strict=True):
        text = want[0] or ""
        text = "'" + text if text[:1] and text[:1] in "=+-@\t\r\n" else text
        if got["text"] != text or got["entity"] != (want[5] or ""):
            faults.append(f"row {got}; expected {want}")
    return len(table), faults


# What BibTeX writes for signs, and the signs.
LATEX = {r"\textbackslash{}": "\\", r"\textbraceleft{}": "{", r"\textbraceright{}": "}", r"\textasciitilde{}": "~",
         r"\textasciicircum{}": "^", r"\textless{}": "<", r"\textgreater{}": ">", r"\$": "$", r"\&": "&", r"\#": "#", r"\_": "_",
         r"\%": "%"}


def one_line(s):
    """A text as a line, in which spaces and what is not to be seen are one space."""
    return " ".join(re.sub("[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", s).split())


def bibtex(expected):
    import bibtexparser

    with open(expected.path("cited-bibtex"), encoding="utf-8") as file:
        library = bibtexparser.parse_string(file.read())
    faults = [f"a block that cannot be read: {b.raw[:200]}" for b in library.failed_blocks]
    signs = re.compile("|".join(re.escape(s) for s in LATEX))
    for source in load(expected, "expected-sources.json"):
        entry = library.entries_dict.get(source["ID"])
        if entry is None:
            faults.append(f"no entry {source['ID']}")
            continue
        title = signs.sub(lambda m: LATEX[m[0]], entry["title"].removeprefix("{").removesuffix("}"))
        if title != one_line(source["Title"]):
            faults.append(f"title {title!r}; expected {source['title']!r}")
    return len(library.entries), faults


def csl(expected):
    import warnings

    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    items = load(expected, "cited-csl")
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # of fields that citeproc does not know
        source = CiteProcJSON(items)
    bibliography = CitationStylesBibliography(CitationStylesStyle("harvard-cite-them-right", validate=False), source, formatter.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    written = [str(entry) for entry in bibliography.bibliography()]
    titles = {s["ID"]: s["Title"] for s in load(expected, "expected-sources.json")}
    faults = [f"title {i['title']!r}; expected {titles[i['id']]!r}" for i in items if i["title"] != titles.get(i["id"], i["title"])]
    if len(written) != len(items) or not all(written):
        faults.append(f"{len(written)} entries of {len(items)} items")
    return len(items), faults


def markdown(expected):
    """Read as GitHub's Markdown with notes: every name is text, and nothing but what we meant is markup."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    with open(expected.path("cited-markdown"), encoding="utf-8") as file:
        text = file.read()
    tokens = MarkdownIt("gfm-like", {"linkify": False, "html": True}).use(footnote_plugin).parse(text)
    inline = [t for token in tokens for t in (token.children or [])]
    allowed = {"text", "text_special", "softbreak", "footnote_ref", "footnote_anchor", "link_open", "link_close", "code_inline",
               "strong_open", "strong_close"}
    faults = [f"{t.type}: {t.content[:100]!r}" for t in inline if t.type not in allowed]
    faults += [f"a link to {t.attrs['href']}" for t in inline if t.type == "link_open" and t.markup != "autolink"]
    blocks = {t.type for t in tokens} - {"inline"}
    odd = {b for b in blocks if not re.match(r"heading|paragraph|bullet_list|list_item|footnote", b)}
    faults += [f"block {b}" for b in odd]
    items = sum(t.type == "list_item_open" for t in tokens)
    # The datasets are items, too.
    wanted = len(expected.relationships) + len({d for r in expected.relationships.values() for d in r["datasets"]})
    if items != wanted:
        faults.append(f"{items} items; expected {wanted}")
    shown = "".join(t.content for t in inline)
    faults += [f"{n['name']!r} is not shown" for n in expected.nodes.values() if one_line(n["name"]) not in shown]
    return items, faults


def markdown_table(expected):
    from markdown_it import MarkdownIt

    with open(expected.path("table-markdown"), encoding="utf-8") as file:
        tokens = MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(file.read())
    cells = [[t.content for t in (token.children or [])] for before, token in zip(tokens, tokens[1:]) if before.type == "td_open"]
    wanted = load(expected, "expected-rows.json")
    faults = []
    if len(cells) != 7 * len(wanted):
        faults.append(f"{len(cells)} cells; expected {7 * len(wanted)}")
    for i, row in enumerate(wanted):
        shown = "".join(c for c in cells[7 * i] if c != "<br>")
        if row[0] is not None and " ".join(shown.split()) not in (one_line(row[0]), one_line(re.sub("[\r\n]+", "", row[0]))):
            faults.append(f"{shown!r}; expected {row[0]!r}")
    return len(wanted), faults


# The file that each looks at: a folder does not have every one.
CHECKS = {"pyarrow: parquet": ("table-parquet", parquet), "pandas: csv of a table": ("table-csv", table_csv),
          "bibtexparser: bibtex": ("cited-bibtex", bibtex), "citeproc-py: csl": ("cited-csl", csl),
          "markdown-it: markdown": ("cited-markdown", markdown), "markdown-it: markdown of a table": ("table-markdown", markdown_table)}
