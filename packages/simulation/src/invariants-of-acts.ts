import type { EventRecord } from '@sallyport/engine';
import { administers, isOver } from './ledger/facts.ts';
import type { Invariant, Written } from './ledger/ledger.ts';
import { linksOf, piecesOf } from './ledger/pieces.ts';
import type { Reset } from './ledger/run.ts';
import { beginsAnAccount, hasStrongFactor, inFlow, newFactors, setUpsOf } from './ledger/set-ups.ts';
import { everyRole, provedRoles } from './ledger/worn.ts';

/** Repeated here, because the check must not depend on the engine. */
const MOST_PASSKEYS = 25;

export const INVARIANTS_OF_ACTS: readonly Invariant[] = [
  {
    says: 'A set-up that a thief began before a reset is not registered after the reset.',
    change(written) {
      const { before, run, ledger } = written;
      const added = setUpsOf(written);
      if (before === undefined || run === undefined || added.length === 0) return undefined;
      const isInFlow = inFlow(written);
      const lineage = isInFlow ? undefined : ledger.lineageOf(run.session);
      const since = isInFlow ? run.client.flowSince : lineage?.born;
      if (since === undefined) return undefined;
      const account = ledger.world.nameOf(before.id);
      const reset = ledger.resets.find(
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
    says: 'If the policy in force, or the account, requires a vouched first factor, a first factor is set up only with an enrollment code.',
    change(written) {
      const { before, run, policy, ledger } = written;
      const added = setUpsOf(written);
      if (before === undefined || run === undefined || added.length === 0) return undefined;
      if ((before.firstFactor ?? policy.firstFactor) !== 'vouched' || hasStrongFactor(before)) return undefined;
      if (inFlow(written) && run.client.proved.includes('enrollment-code')) return undefined;
      if (beginsAnAccount(written)) return undefined;
      return `${run.client.name} set up ${added.join(' and ')} of ${ledger.world.nameOf(before.id)} without a code`;
    },
  },
  {
    says: 'A recovery by the mailbox alone does not complete if the account has a stronger factor.',
    change({ before, run, change }) {
      if (before === undefined || run === undefined || !change.events.some(isRecovery)) return undefined;
      if (!hasStrongFactor(before)) return undefined;
      const shown = [...run.client.proved, run.shows];
      if (['totp', 'passkey', 'backup-code', 'enrollment-code'].some((method) => shown.includes(method)))
        return undefined;
      return `${run.client.name} replaced a password by the mailbox alone, and the account has a stronger factor`;
    },
  },
  {
    says: 'An enrollment code opens at most one set-up.',
    change({ change: { newSession, guards }, before, after, run, ledger }) {
      const one = newSession?.session.evidence.find(({ method }) => WORKS_ONCE.has(method));
      if (one !== undefined) return `a session rests on the ${one.method} that opened its set-up`;
      if (before === undefined || run === undefined || newFactors(before, after).length === 0) return undefined;
      const code = guards.flow === undefined ? undefined : run.client.code;
      if (code === undefined || !run.client.proved.includes('enrollment-code')) return undefined;
      const opened = ledger.codesUsed.get(code);
      ledger.codesUsed.set(code, run.client.name);
      return opened === undefined
        ? undefined
        : `a code opened a set-up of ${opened}, and a set-up of ${run.client.name}`;
    },
  },
  {
    says: 'An account that gained administration has only factors and addresses that its owner set up.',
    change({ after, policy, ledger }) {
      // A blocked account is cleared when the block ends.
      if (after === undefined || after.block !== undefined || ledger.world.hostRoles !== undefined) return undefined;
      if (!administers(policy, everyRole(after), 'people')) return undefined;
      const planted = piecesOf(after).find(({ key }) => ledger.planted.has(key));
      return planted === undefined
        ? undefined
        : `${ledger.world.nameOf(after.id)} administers, and has the ${planted.what} that another person set up`;
    },
  },
  {
    says: 'An account that is given administration has no identity that an administrator of people linked.',
    change({ before, after, run, policy, ledger }) {
      if (before === undefined || after === undefined || run?.administers === undefined) return undefined;
      if (ledger.world.hostRoles !== undefined || administers(policy, everyRole(before), 'people')) return undefined;
      if (!administers(policy, everyRole(after), 'people')) return undefined;
      const planted = linksOf(after).find(({ key }) => ledger.planted.has(key));
      return (
        planted &&
        `${ledger.world.nameOf(after.id)} administers, and has ${planted.what} that an administrator of people linked`
      );
    },
  },
  {
    says: "A session uses a provider's role only if the session proved the identity at the provider.",
    change({ run, actor, actorSession, change, policy, ledger, background }) {
      if (run?.administers === undefined || actor === undefined || background || ledger.world.hostRoles !== undefined)
        return undefined;
      if (actorSession === undefined || change.events.every(({ type }) => !isAdministration(type))) return undefined;
      const worn = [...actor.roles, ...provedRoles(actor, actorSession.evidence)];
      if (administers(policy, worn, run.administers) || !administers(policy, everyRole(actor), run.administers))
        return undefined;
      const what = change.events.map(({ type }) => type).join(', ');
      return `'${what}' was done with a role from a provider, in a session without a sign-in at the provider`;
    },
  },
  {
    says: 'Only a policy administrator links an identity to an emergency account or to a policy administrator.',
    change({ before, after, actor, actorSession, policy, ledger }) {
      if (before === undefined || after === undefined || ledger.world.hostRoles !== undefined) return undefined;
      if (before.emergency !== true && !administers(policy, everyRole(before), 'policy')) return undefined;
      const had = new Set((before.externalIds ?? []).map(({ id }) => id));
      if ((after.externalIds ?? []).every(({ id }) => had.has(id))) return undefined;
      const worn = actor === undefined ? [] : [...actor.roles, ...provedRoles(actor, actorSession?.evidence ?? [])];
      if (administers(policy, worn, 'policy')) return undefined;
      return `${ledger.world.nameOf(before.id)} was linked by ${actor === undefined ? 'a provider' : ledger.world.nameOf(actor.id)}`;
    },
  },
  {
    says: 'A helpdesk changes only accounts whose roles are all in its list.',
    change({ run, before, actor, change, policy, ledger, background }) {
      if (run?.administers === undefined || before === undefined || actor === undefined || background) return undefined;
      if (change.events.every(({ type }) => !isAdministration(type))) return undefined;
      // If the host keeps the roles: every answer of the host during the request.
      const rolesOf = (account: typeof actor): readonly (readonly string[])[] =>
        ledger.world.hostRoles === undefined
          ? [everyRole(account)]
          : ledger.hostRolesSince(account.id, run.began).map((roles) => everyRole({ ...account, roles }));
      if (rolesOf(actor).some((roles) => administers(policy, roles, 'people'))) return undefined;
      const reached =
        before.emergency !== true &&
        rolesOf(actor).some((roles) => rolesOf(before).some((target) => isOver(policy, roles, target)));
      const what = change.events.map(({ type }) => type).join(', ');
      return reached
        ? undefined
        : `'${what}' was done by ${ledger.world.nameOf(actor.id)}, a helpdesk that is not over ${ledger.world.nameOf(before.id)}`;
    },
  },
  {
    says: 'A sign-in leaves the account at most as many sessions as the policy allows.',
    change({ live, policy }) {
      const { most } = policy.document.session ?? {};
      return live === undefined || most === undefined || live <= most
        ? undefined
        : `a sign-in left ${live} sessions, and the policy allows ${most}`;
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

/** A help-in, too, takes the password, and its event has an actor. */
function isRecovery({ type, actor }: EventRecord): boolean {
  return type === 'password.reset' && actor === undefined;
}

const WORKS_ONCE: ReadonlySet<string> = new Set(['enrollment-code', 'reset-token']);

function isAdministration(type: string): boolean {
  return !type.startsWith('sign-in') && !type.startsWith('step-up') && !type.startsWith('session');
}

function reaches({ what }: Reset, written: Written): boolean {
  const { run, actorSession } = written;
  const isInFlow = inFlow(written);
  const shown = isInFlow ? (run?.client.proved ?? []) : (actorSession?.evidence.map(({ method }) => method) ?? []);
  if (what === 'account.blocked') return true;
  if (what === 'account.email-changed') return shown.includes('email-code');
  if (what === 'two-step.reset' || what === 'session.revoked') return !isInFlow;
  return what === 'passkeys.reset' ? !isInFlow || shown.includes('passkey') : shown.includes('password');
}
