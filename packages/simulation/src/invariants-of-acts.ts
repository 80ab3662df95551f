import type { Invariant } from './invariants.ts';
import { administers } from './ledger/facts.ts';
import { linksOf, piecesOf } from './ledger/pieces.ts';
import type { Reset } from './ledger/run.ts';
import type { Written } from './ledger/seen.ts';
import { hasStrongFactor, inFlow, newFactors, setUpsOf } from './ledger/set-ups.ts';
import { everyRole, provedRoles } from './ledger/worn.ts';

/** The most passkeys an account may have, said here once more, apart from the engine. */
const MOST_PASSKEYS = 25;

/** What holds of acts: set-ups, recoveries, links, and the roles that come with them. */
export const INVARIANTS_OF_ACTS: readonly Invariant[] = [
  {
    says: 'Nothing that a thief began before a reset is registered after it.',
    change(written) {
      const { before, run, world } = written;
      const added = setUpsOf(written);
      if (before === undefined || run === undefined || added.length === 0) return undefined;
      const isInFlow = inFlow(written);
      const lineage = isInFlow ? undefined : world.ledger.lineageOf(run.session);
      const since = isInFlow ? run.client.flowSince : lineage?.born;
      if (since === undefined) return undefined;
      const account = world.nameOf(before.id);
      const reset = world.ledger.resets.find(
        (each) =>
          each.account === account &&
          each.at > since &&
          each.by !== run.client.name &&
          (lineage === undefined || each.keeps !== lineage.id) &&
          reaches(each, written),
      );
      if (reset === undefined) return undefined;
      return `${run.client.name} set up ${added.join(' and ')} in a ${isInFlow ? 'flow' : 'session'} from before '${reset.what}' of ${account}`;
    },
  },
  {
    says: 'Where the policy in force wants a first factor vouched for, no first factor is set up without an enrollment code.',
    change(written) {
      const { before, run, policy, world } = written;
      const added = setUpsOf(written);
      if (before === undefined || run === undefined || added.length === 0) return undefined;
      if (policy.firstFactor !== 'vouched' || hasStrongFactor(before)) return undefined;
      if (inFlow(written) && run.client.proved.includes('enrollment-code')) return undefined;
      return `${run.client.name} set up ${added.join(' and ')} of ${world.nameOf(before.id)} without a code`;
    },
  },
  {
    says: 'A recovery that is open ends where a stronger factor was set up.',
    change({ before, run, change }) {
      if (before === undefined || run === undefined || !change.events.some(({ type }) => type === 'password.reset'))
        return undefined;
      if (!hasStrongFactor(before)) return undefined;
      const shown = [...run.client.proved, run.shows];
      if (['totp', 'passkey', 'backup-code'].some((method) => shown.includes(method))) return undefined;
      return `${run.client.name} replaced a password by the mailbox alone, and the account has a stronger factor`;
    },
  },
  {
    says: 'An enrollment code opens at most one set-up.',
    change({ change: { opens, guards }, before, after, run, world }) {
      const one = opens?.session.evidence.find(({ method }) => WORKS_ONCE.has(method));
      if (one !== undefined) return `a session rests on the ${one.method} that opened its set-up`;
      if (before === undefined || run === undefined || newFactors(before, after).length === 0) return undefined;
      const code = guards.flow === undefined ? undefined : run.client.code;
      if (code === undefined || !run.client.proved.includes('enrollment-code')) return undefined;
      const opened = world.ledger.codesUsed.get(code);
      world.ledger.codesUsed.set(code, run.client.name);
      return opened === undefined ? undefined : `a code opened a set-up of ${opened}, and one of ${run.client.name}`;
    },
  },
  {
    says: 'An account that gained administration has only what its owner set up.',
    change({ after, policy, world }) {
      if (after === undefined || world.hostRoles !== undefined || !administers(policy, everyRole(after), 'people'))
        return undefined;
      const planted = piecesOf(after).find(({ key }) => world.ledger.planted.has(key));
      return planted === undefined
        ? undefined
        : `${world.nameOf(after.id)} administers, and has the ${planted.what} that somebody else set up`;
    },
  },
  {
    says: 'An account that an administrator gives administration has only identities that no other administrator named.',
    change({ before, after, run, policy, world }) {
      if (before === undefined || after === undefined || run?.administers === undefined) return undefined;
      if (world.hostRoles !== undefined || administers(policy, everyRole(before), 'people')) return undefined;
      if (!administers(policy, everyRole(after), 'people')) return undefined;
      const planted = linksOf(after).find(({ key }) => world.ledger.planted.has(key));
      return planted && `${world.nameOf(after.id)} administers, and has ${planted.what} that somebody else named`;
    },
  },
  {
    says: "A session never wears a provider's role without that provider's identity.",
    change({ run, actor, actorSession, change, policy, world, background }) {
      if (run?.administers === undefined || actor === undefined || background || world.hostRoles !== undefined)
        return undefined;
      if (actorSession === undefined || change.events.every(({ type }) => !isAdministration(type))) return undefined;
      const worn = [...actor.roles, ...provedRoles(actor, actorSession.evidence)];
      if (administers(policy, worn, run.administers) || !administers(policy, everyRole(actor), run.administers))
        return undefined;
      const what = change.events.map(({ type }) => type).join(', ');
      return `'${what}' was done with a role of a provider, in a session that no provider signed in`;
    },
  },
  {
    says: 'An emergency account or a policy administrator is linked by nobody but a policy administrator.',
    change({ before, after, actor, actorSession, policy, world }) {
      if (before === undefined || after === undefined || world.hostRoles !== undefined) return undefined;
      if (before.emergency !== true && !administers(policy, everyRole(before), 'policy')) return undefined;
      const had = new Set((before.externalIds ?? []).map(({ id }) => id));
      if ((after.externalIds ?? []).every(({ id }) => had.has(id))) return undefined;
      const worn = actor === undefined ? [] : [...actor.roles, ...provedRoles(actor, actorSession?.evidence ?? [])];
      if (administers(policy, worn, 'policy')) return undefined;
      return `${world.nameOf(before.id)} was linked by ${actor === undefined ? 'a provider' : world.nameOf(actor.id)}`;
    },
  },
  {
    says: 'An account never has more than 25 passkeys.',
    change: ({ after }) =>
      after !== undefined && after.passkeys.length > MOST_PASSKEYS
        ? `an account has ${after.passkeys.length} passkeys`
        : undefined,
  },
];

const WORKS_ONCE: ReadonlySet<string> = new Set(['enrollment-code', 'reset-token']);

function isAdministration(type: string): boolean {
  return !type.startsWith('sign-in') && !type.startsWith('step-up') && !type.startsWith('session');
}

/** Whether what a set-up rests on is over with this reset. */
function reaches({ what }: Reset, written: Written): boolean {
  const { run, actorSession } = written;
  const isInFlow = inFlow(written);
  const shown = isInFlow ? (run?.client.proved ?? []) : (actorSession?.evidence.map(({ method }) => method) ?? []);
  if (what === 'account.blocked') return true;
  if (what === 'account.email-changed') return shown.includes('email-code');
  if (what === 'two-step.reset' || what === 'session.revoked') return !isInFlow;
  return what === 'passkeys.reset' ? !isInFlow || shown.includes('passkey') : shown.includes('password');
}
