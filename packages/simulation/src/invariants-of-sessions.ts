import { type Instant, instant, intervalsOf, type Policy, policyIn } from '@sallyport/core';
import { grants, satisfies, satisfiesPlace } from './ledger/facts.ts';
import type { Invariant, Ledger } from './ledger/ledger.ts';
import type { Checked } from './ledger/run.ts';
import { policyOf } from './ledger/witness.ts';
import { TENANT } from './world/state.ts';

export const INVARIANTS_OF_SESSIONS: readonly Invariant[] = [
  {
    says: 'A session passes only if its evidence meets the policy in force, or for as long as onTighten lets the session continue.',
    pass(checked) {
      if (checked.policy.onTighten.act === 'next-sign-in' || !isOver(checked)) return undefined;
      return `a session that rests on ${methods(checked.session)} passes, although the policy in force asks for more`;
    },
  },
  {
    says: 'After a date of the policy no session is opened on less than the date asks for.',
    change({ change: { newSession, now }, after, before, policy }) {
      const account = after ?? before;
      if (newSession === undefined || account === undefined || newSession.session.createdAt !== now) return undefined;
      const { evidence } = newSession.session;
      const short = (policy.document.later ?? []).find(
        ({ from, requiredStrength }) =>
          Date.parse(from) <= now &&
          requiredStrength !== undefined &&
          !satisfies(policy, account, evidence, { now, strength: requiredStrength }),
      );
      return short && `a session was opened on ${methods(newSession.session)} after ${short.from}`;
    },
  },
  {
    says: 'Outside the office a session passes only with proofs that the context asks for.',
    pass({ contexts = [], policy, account, session, now }) {
      const placed = policyIn(policy, { contexts });
      if (placed === policy || satisfiesPlace(placed, account, session.evidence, now)) return undefined;
      return `a session that rests on ${methods(session)} passes in the context ${contexts.join(' and ')}`;
    },
  },
  {
    says: 'After the background work, no session is left that onTighten revokes, and one event reports the end of each.',
    async end(ledger) {
      const ended = (await ledger.world.events()).flatMap(({ type, detail }) =>
        type === 'session.revoked' && detail?.['policyVersion'] !== undefined ? [detail['session']] : [],
      );
      const twice = ended.find((session, place) => ended.indexOf(session) !== place);
      if (twice !== undefined) return 'two events say that a tightened policy ended the same session';
      for await (const checked of liveSessions(ledger)) {
        if (checked.policy.onTighten.act === 'revoke' && isOver(checked))
          return `a session of ${ledger.world.nameOf(checked.account.id)} that rests on ${methods(checked.session)} is left`;
      }
      return undefined;
    },
  },
];

function isOver({ session, account, policy, versions, met, now }: Checked): boolean {
  if (grants(policy, account, session.evidence, now)) return false;
  // Skips an account whose methods changed: its session would not meet its first policy any more.
  const atFirst = versions.find(({ version, changedAt }) =>
    met === undefined ? changedAt <= session.createdAt : version === met,
  );
  const [first] = atFirst === undefined ? [] : intervalsOf(policyOf(atFirst), session.createdAt, instant(now));
  if (first === undefined || !grants(first.policy, account, session.evidence, now)) return false;
  let since = now;
  for (const { from, policy: then } of newestFirst(versions, now)) {
    if (grants(then, account, session.evidence, now)) break;
    since = from;
  }
  return now - since >= policy.onTighten.after;
}

/** The policy changes with each version, and with each of its dates. */
function newestFirst(versions: Checked['versions'], now: number): readonly { from: Instant; policy: Policy }[] {
  return versions.flatMap((version, place) => {
    const until = versions[place - 1]?.changedAt ?? instant(now + 1);
    return intervalsOf(policyOf(version), version.changedAt, until).toReversed();
  });
}

async function* liveSessions({ world, met }: Ledger): AsyncGenerator<Checked> {
  const { items: versions } = await world.store.listPolicyVersions(TENANT, { limit: 50 });
  const [inForce] = versions;
  if (inForce === undefined) return;
  const policy = policyOf(inForce);
  for (const id of world.accounts.values()) {
    const account = await world.store.readAccount(TENANT, id);
    if (account === undefined) continue;
    for (const session of await world.store.listSessions(TENANT, id, world.instant)) {
      if (session.epoch !== account.epoch) continue;
      yield { session, account, policy, versions, met: met.get(session.id), now: world.instant };
    }
  }
}

export function methods({ evidence }: Pick<Checked['session'], 'evidence'>): string {
  return evidence.map(({ method }) => method).join(' and ') || 'nothing';
}
