// Who says so: claims, each with its source and the place in it, and where they contradict each other.
import { address } from "../api/client";
import type { Claim, Relationship, RelationshipAnswer, Source } from "../api/answers";
import * as words from "../say";
import { strings } from "../strings";
import { Copy, EntityLink, NoAnswer, sourceLink, useAsk, type Props } from "./parts";

const t = strings.about;

/** Everything about the step between two entities: each tie with its claims. */
export function StepCard({ s, store, act, pair }: Props & { pair: string }) {
  const step = s.scene.steps.get(pair);
  if (!step) return <p class="faint">{strings.notice.badLink}</p>;
  return (
    <div>
      <h2><EntityLink id={step.a} act={act} /> <span class="faint">–</span> <EntityLink id={step.b} act={act} /></h2>
      <p class="faint">{strings.ties(step.relationships.length)}</p>
      {step.relationships.map((r) => <TieCard key={r.id} id={r.id} s={s} store={store} act={act} known={r} />)}
    </div>
  );
}

/** One tie: what it says, since when, and every claim behind it. */
export function TieCard({ id, s, act, known, head }: Props & { id: string; known?: Relationship; head?: boolean }) {
  const asked = useAsk<RelationshipAnswer>("v1/relationships/" + encodeURIComponent(id)), { value } = asked;
  const r = value?.relationship ?? known;
  if (!r) return <NoAnswer asked={asked} />;
  for (const n of value?.nodes ?? []) act.knows(n.id, n.name);
  const days = words.when(r);
  return (
    <article class="tie">
      {head ? <h2>{words.tie(r, act.name, s.schema)}</h2> : <h3>{words.tie(r, act.name, s.schema)}</h3>}
      <p>{days || t.undated} <span class={"tag " + r.confidence}>{r.confidence}</span>
        {r.status && <span class="tag">{r.status}</span>}</p>
      {head && <p><EntityLink id={r.from} act={act} /> → <EntityLink id={r.to} act={act} /></p>}
      {r.conflict && <p class="conflict">{t.conflict}</p>}
      <ul class="claims" aria-label={t.claims(r.claims.length)}>
        {r.claims.map((c, i) => <ClaimItem key={i} claim={c} among={r} sources={value?.sources ?? []} name={act.name} />)}
      </ul>
      {asked.error && <NoAnswer asked={asked} />}
      <p class="row">
        <Copy label={strings.act.cite} text={() => words.citation(r, act.name, s.schema, value?.sources ?? [], act.store.url(), value?.revision ?? s.revision)} />
        <a href={address("v1/relationships/" + encodeURIComponent(r.id))}>{strings.act.api}</a>
      </p>
    </article>
  );
}

function ClaimItem({ claim: c, among, sources, name }: { claim: Claim; among: Relationship; sources: Source[]; name(id: string): string }) {
  const days = words.when(c);
  const differs = among.conflict && !c.withdrawn && (c.since !== among.since || c.until !== among.until || c.status !== among.status);
  return (
    <li class={c.withdrawn ? "withdrawn" : differs ? "differs" : ""}>
      <q dir="auto">{c.claim}</q>
      <div>
        <SourceLine source={sources.find((x) => x.id === c.source)} id={c.source} />
        {c.locator && <>, <span>{c.locator}</span></>}
        {c.said_by && <>, {t.saidBy(name(c.said_by))}</>}
      </div>
      <small>
        {[days, c.status, c.share !== null && c.share + " %", c.confidence, `${t.dataset} ${c.dataset}`,
          c.withdraws && t.withdraws(c.withdraws), c.withdrawn && t.withdrawn].filter(Boolean).join(" · ")}
      </small>
    </li>
  );
}

/** A source by its title, leading to where it is published. */
export function SourceLine({ source: x, id }: { source: Source | undefined; id: string }) {
  if (!x) return <a href={address(sourceLink(id))}>{id}</a>;
  return (
    <span>
      {x.url && /^https?:/.test(x.url) ? <a href={x.url} rel="noreferrer noopener" target="_blank">{x.title}</a> : <b>{x.title}</b>}
      {x.publisher && `, ${x.publisher}`}{x.published && `, ${words.date(x.published)}`}
      {x.accessed && <small> ({t.accessed} {words.date(x.accessed)})</small>}
      {" "}<a class="small" href={address(sourceLink(x.id))}>[{x.id}]</a>
    </span>
  );
}
