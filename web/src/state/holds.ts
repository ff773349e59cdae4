// When a relationship holds, as the API counts it: from the first day of `since`, or else of the first observation, to
// the last day of `until`. The server decides what is shown; here the same is needed while a slider is being moved,
// and to colour what two dates are compared by.
import type { Relationship } from "../api/answers";

export type Change = "began" | "ended" | "lasted" | "unknown" | "never";

export interface Days { first: string; last: string }

const earliest = "0000-01-01", latest = "9999-12-31";

/** The first day that a date may mean. */
export function firstDay(date: string): string {
  return (date + "-01-01").slice(0, 10);
}

/** The last day that a date may mean. */
export function lastDay(date: string): string {
  if (date.length === 4) return date + "-12-31";
  if (date.length === 7) {
    const [year = 0, month = 0] = date.split("-").map(Number);
    return date + "-" + new Date(Date.UTC(year, month, 0)).getUTCDate();
  }
  return date;
}

export const span = (date: string): Days => ({ first: firstDay(date), last: lastDay(date) });

/** The days on which a relationship holds; null for none. */
export function holds(r: Relationship, undated: boolean): Days | null {
  const last = r.until ? lastDay(r.until) : latest;
  let first = r.since ? firstDay(r.since) : earliest;
  if (!r.since && !undated) {
    if (!r.observed) return null;
    first = firstDay(r.observed);
  }
  return first > last ? null : { first, last };
}

export function overlap(a: Days | null, b: Days): boolean {
  return a !== null && a.first <= b.last && b.first <= a.last;
}

/** What two dates make of a relationship; `unknown` where it depends on days before its first observation. */
export function change(r: Relationship, from: string, to: string, undated: boolean): Change {
  const sure = between(holds(r, undated), from, to);
  return sure === between(holds(r, true), from, to) ? sure : "unknown";
}

function between(days: Days | null, from: string, to: string): Change {
  const before = overlap(days, span(from)), after = overlap(days, span(to));
  return before && after ? "lasted" : before ? "ended" : after ? "began" : "never";
}
