// Says dates, ties and sources in words.
import type { Claim, Relationship, Schema, Source } from "./api/answers";
import { strings } from "./strings";

const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December"];

/** 27 June 2024, June 2024, or 2024. */
export function date(d: string | null | undefined): string {
  if (!d) return "";
  const [year = "", month, day] = d.split("-");
  const words = [day && String(Number(day)), month && months[Number(month) - 1], String(Number(year))];
  return words.filter(Boolean).join(" ");
}

/** When something held, in words; "" where nothing is known. */
export function when(r: Pick<Relationship, "since" | "until" | "observed">): string {
  if (r.since && r.since === r.until) return date(r.since);
  if (r.since && r.until) return `${date(r.since)} to ${date(r.until)}`;
  if (r.since) return `${strings.about.since} ${date(r.since)}`;
  if (r.until) return `${strings.about.until} ${date(r.until)}`;
  if (r.observed) return `${strings.about.observed} ${date(r.observed)}`;
  return "";
}

/** A tie as a sentence without its dates. */
export function tie(r: Relationship, name: (id: string) => string, schema: Schema | null): string {
  const type = schema?.types.find((t) => t.name === r.type);
  const verb = type?.verb ?? strings.type(r.type);
  let text = r.type === "HOLDS_OFFICE" && r.title ? `${name(r.from)} is ${r.title} in ${name(r.to)}`
    : r.type === "MEMBER_OF" && r.status && r.status !== "member" ? `${name(r.from)} has the status “${r.status}” in ${name(r.to)}`
      : `${name(r.from)} ${verb} ${name(r.to)}` + (r.title ? ` as ${r.title}` : "");
  if (r.role) text += ` (${r.role})`;
  if (r.share !== null) text += `, ${r.share} %`;
  return text;
}

/** A source as a citation names it. */
export function source(s: Source): string {
  return [s.title, s.publisher, s.published, s.url, s.accessed && `${strings.about.accessed} ${date(s.accessed)}`]
    .filter(Boolean).join(", ");
}

/** A tie with everything that a footnote needs. */
export function citation(r: Relationship, name: (id: string) => string, schema: Schema | null, sources: Source[],
  url: string, revision: number): string {
  const of = (c: Claim) => {
    const s = sources.find((x) => x.id === c.source);
    return "- " + c.claim + (c.locator ? ` (${c.locator})` : "") + " — " + (s ? source(s) : c.source);
  };
  const days = when(r);
  return [tie(r, name, schema) + (days ? ", " + days : "") + ".", ...r.claims.filter((c) => !c.withdrawn).map(of),
    strings.about.retrieved(today(), revision) + " " + url].join("\n");
}

export const today = () => new Date().toISOString().slice(0, 10);
