import { isDeepStrictEqual } from 'node:util';
import type { AccountRecord, VaultRecord } from '@sallyport/engine';
import { INVARIANTS_OF_ACTS } from './invariants-of-acts.ts';
import { INVARIANTS_OF_IDENTITIES } from './invariants-of-identities.ts';
import { INVARIANTS_OF_MAIL } from './invariants-of-mail.ts';
import { INVARIANTS_OF_ORGANISATIONS } from './invariants-of-organisations.ts';
import { INVARIANTS_OF_SESSIONS, methods } from './invariants-of-sessions.ts';
import { INVARIANTS_OF_SET_UPS } from './invariants-of-set-ups.ts';
import { accountChanges } from './ledger/account-changes.ts';
import { administers, grants } from './ledger/facts.ts';
import type { Invariant } from './ledger/ledger.ts';
import type { Guess } from './ledger/run.ts';
import { everyRole } from './ledger/worn.ts';
import { HISTORY, JUDGED_WITHIN, MOST_GUESSES, WINDOW } from './world/policies.ts';
import { TENANT } from './world/state.ts';

/** Milliseconds. */
const KEPT = 20 * 86_400_000;

const HOST_CODE = 'the world';

export const INVARIANTS: readonly Invariant[] = [
  {
    says: 'A session is opened only if the policy in force grants the session, and the account is not blocked.',
    change({ change: { newSession, now }, after, before, policy }) {
      const account = after ?? before;
      // A raised or rotated session keeps its `createdAt`, and is not new.
      if (newSession === undefined || account === undefined || newSession.session.createdAt !== now) return undefined;
      if (account.block !== undefined) return 'a session was opened for a blocked account';
      if (grants(policy, account, newSession.session.evidence, now)) return undefined;
      return `a session was opened on ${methods(newSession.session)}, which the policy in force does not grant`;
    },
  },
  ...INVARIANTS_OF_SESSIONS,
  {
    says: 'A sign-up makes an account without rights, with the address that was proved, and no password before its first session.',
    change({ change: { events, newSession }, after }) {
      const made = events.find(({ type, detail }) => type === 'account.created' && detail?.['signUp'] === true);
      if (made === undefined || after === undefined) return undefined;
      const { roles, emergency, identifiers, email, password } = after;
      if (roles.length > 0 || emergency === true) return 'a sign-up made an account with rights';
      if (email === undefined || identifiers.join() !== email.address) return 'a sign-up gave an account another name';
      return password !== undefined && newSession === undefined
        ? 'a sign-up set a password without a session'
        : undefined;
    },
  },
  {
    says: 'An ended session passes with no token. A block or a reset of the account ends its sessions.',
    async rest(ledger) {
      for (const { account, over, tokens, mode } of ledger.lineages) {
        const why = over ?? ledger.blocked.get(account);
        if (why === undefined) continue;
        for (const sessionToken of tokens) {
          const { observer } = ledger.world;
          const caller = { tenant: TENANT, mode, sessionToken } as const;
          const found = await observer.sessions.guard(caller, { needs: 'session', evenIfTightened: true });
          if (!('refused' in found)) return `a session of ${account} passes, although ${why}`;
        }
      }
      return undefined;
    },
  },
  {
    says: 'Only acts of administration, and host code, change a blocked account.',
    change({ before, after, run }) {
      if (before?.block === undefined || after?.block === undefined || run?.administers !== undefined) return undefined;
      if (run?.client.name === HOST_CODE) return undefined;
      const changed = accountChanges(before, after).filter(({ what }) => what !== 'block');
      return changed.length === 0 ? undefined : `its ${changed.map(({ what }) => what).join(', ')} was changed`;
    },
  },
  {
    says: 'A forgotten device has no budget of its own.',
    async rest(ledger) {
      for (const [token, { account, forgotten }] of ledger.devices) {
        if (forgotten === undefined) continue;
        const loaded = await ledger.world.isKnownDevice(account, token);
        if (loaded) return `a device of ${account} is still known, although ${forgotten}`;
      }
      return undefined;
    },
  },
  {
    says: 'N guesses are N: in one window, the engine judges no more guesses of strangers than the policy allows.',
    guess(guess, ledger) {
      if (guess.outcome !== 'wrong' || guess.budget !== 'strangers') return undefined;
      const same = ledger.guesses.filter((other) => isSame(other, guess) && other.budget === 'strangers');
      // The start of the window is certain only after two windows without a guess.
      const first = same.findLast((other, place) => other.at - (same[place - 1]?.at ?? -Infinity) >= 2 * WINDOW);
      if (first === undefined || guess.until - first.at >= WINDOW) return undefined;
      // A guess that read the clock before the window may still lock the counter.
      if (same.some((other) => other.began < first.began && (other.ended ?? Infinity) > first.began)) return undefined;
      if (
        ledger.forgiving.some(({ account, run }) => account === guess.account && (run.ended ?? Infinity) > first.began)
      )
        return undefined;
      const judged = same.filter(({ began, outcome }) => began >= first.began && outcome === 'wrong').length;
      return judged > MOST_GUESSES ? `${judged} guesses at ${guess.authenticator} were judged` : undefined;
    },
  },
  {
    says: 'A guess that was not judged is not counted: no account is locked after fewer guesses than the policy allows.',
    guess(guess, ledger) {
      if (guess.outcome !== 'locked' || guess.budget === 'unsure') return undefined;
      const counted = ledger.guesses.filter(
        (other) =>
          isBeside(other, guess) &&
          (other.outcome !== 'right' || (other.ended ?? Infinity) > guess.began) &&
          !['busy', 'waited', 'locked', 'refused'].includes(other.outcome),
      ).length;
      return counted >= MOST_GUESSES
        ? undefined
        : `${guess.account} is locked out of ${guess.authenticator} after ${counted} guesses that can have been judged`;
    },
  },
  {
    says: 'Only failures lock. While a guess is open, further guesses wait. A guess is open for half a minute at most.',
    async locked({ world }, { attempt, hardLimit }, now) {
      const views = await world.store.listCounters(TENANT, [attempt.subject]);
      const { counter } =
        views.find(
          ({ authenticator, device }) => authenticator === attempt.authenticator && device === attempt.device,
        ) ?? {};
      if (counter === undefined) return 'a counter that holds nothing was locked';
      const open = counter.open.filter((end) => end > now).length;
      if (open > 0) return `${attempt.authenticator} was locked, and ${open} guesses were not judged`;
      const isFull = counter.lockedUntil > now || counter.total >= hardLimit;
      return isFull ? undefined : `${attempt.authenticator} was locked after ${counter.recent} failures`;
    },
    guess(guess, { guesses }) {
      if (guess.outcome !== 'waited' || guess.budget === 'unsure') return undefined;
      const open = guesses.some((other) => isBeside(other, guess) && mayBeOpen(other, guess));
      return open
        ? undefined
        : `${guess.account} is kept waiting at ${guess.authenticator}, and every guess was judged`;
    },
    async end({ guesses }) {
      for (const guess of guesses) {
        if (guess.outcome !== 'locked' || guess.budget === 'unsure') continue;
        const failures = guesses.filter((other) => isBeside(other, guess) && mayHaveFailed(other, guess)).length;
        if (failures < MOST_GUESSES)
          return `${guess.account} was locked out of ${guess.authenticator} after ${failures} guesses that can have failed`;
      }
      return undefined;
    },
  },
  {
    says: 'A single-use secret works once.',
    secret: (secret, first, second) => `${secret} worked for ${first}, and again for ${second}`,
  },
  {
    says: 'A new password is none of the last passwords of its account.',
    change({ before, after, ledger }) {
      const next = after?.password;
      if (before === undefined || next === undefined || next.id === before.password?.id) return undefined;
      const had = ledger.passwords.get(before.id) ?? (before.password === undefined ? [] : [before.password.hash]);
      const place = had.slice(0, HISTORY).indexOf(next.hash);
      return place === -1 ? undefined : `the new password is the account's password number ${place + 1} from the end`;
    },
  },
  {
    says: "A passkey's standing rises only if another factor was proved in the same flow.",
    change({ before, after, run }) {
      const raised = after?.passkeys.find(
        ({ id, userVerified }) =>
          userVerified && before?.passkeys.some((passkey) => passkey.id === id && !passkey.userVerified),
      );
      if (raised === undefined || run === undefined || run.proved.length > 0) return undefined;
      return 'a key without user verification counts as user-verified, and no other factor was proved in the flow';
    },
  },
  {
    says: 'An act of administration is committed only while the actor has the right to the act.',
    change({ run, actor, before, policy, ledger, change, background }) {
      const of = run?.administers;
      // The engine's background work after an act is not another act.
      if (
        run === undefined ||
        of === undefined ||
        background ||
        change.events.every((event) => event.actor === undefined)
      )
        return undefined;
      if (change.events.every(({ type }) => type === 'step-up.succeeded' || type.startsWith('sign-in')))
        return undefined;
      const what = change.events.map(({ type }) => type).join(', ');
      if (actor === undefined) return `'${what}' was done by an account that is gone`;
      if (actor.block !== undefined) return `'${what}' was done by an account that is blocked`;
      const rolesOf = (account: typeof actor): readonly (readonly string[])[] =>
        ledger.world.hostRoles === undefined
          ? [everyRole(account)]
          : ledger.hostRolesSince(account.id, run.began).map((roles) => everyRole({ ...account, roles }));
      const may = (right: 'helpdesk' | 'people' | 'policy'): boolean =>
        rolesOf(actor).some((roles) => administers(policy, roles, right));
      if (!may(of)) return `'${what}' was done by an account that does not administer`;
      if (before === undefined || before.id === actor.id || may('policy')) return undefined;
      if (rolesOf(before).every((roles) => administers(policy, roles, 'policy')))
        return `'${what}' was done to a policy administrator by an account that does not administer the policy`;
      return undefined;
    },
  },
  {
    says: 'At least one administrator of the policy remains.',
    change: ({ administrators }) =>
      administrators !== undefined && administrators.before > 0 && administrators.after === 0
        ? 'no account is left that could change the policy'
        : undefined,
  },
  {
    says: 'Exactly one event reports each change of the factors, address, methods, identities, roles or block of an account.',
    change({ before, after, change: { events } }) {
      for (const { what, told } of accountChanges(before, after)) {
        const said = events.filter(({ type }) => told.includes(type)).length;
        if (said !== 1) return `the ${what} of an account changed, and ${said} events say so`;
      }
      return undefined;
    },
  },
  {
    says: "The owner is told of every change, at the owner's address from before the change.",
    notice: ({ addresses }, { type, account, address, orElse }) =>
      address === undefined || [address, ...orElse].some((each) => addresses.includes(each))
        ? undefined
        : `the notice of '${type}' goes to ${addresses.join(' and ') || 'no address'}, and not to ${address}, the mailbox of ${account} until then`,
    async end({ toTell }) {
      const untold = [...toTell.values()].find(({ told, address }) => !told && address !== undefined);
      return untold === undefined ? undefined : `${untold.account} was never told of '${untold.type}'`;
    },
  },
  {
    says: 'Every change of a vault has an event, and a vault never has passkeys as its only way in.',
    change({ change: { vault, events } }) {
      if (vault === undefined) return undefined;
      if (vault.envelopes.every(({ kind }) => kind === 'passkey')) return 'a vault is left to passkeys alone';
      return events.some(({ type }) => type.startsWith('vault.')) ? undefined : 'a vault changed, and no event says so';
    },
  },
  {
    says: 'No envelope outlives its passkey, and no vault outlives its account.',
    async rest({ world }) {
      for (const [name, id] of world.accounts) {
        const [account, vault] = await Promise.all([
          world.store.readAccount(TENANT, id),
          world.store.readVault(TENANT, id),
        ]);
        if (vault === undefined) continue;
        if (account === undefined) return `the vault of ${name} is there, and the account is not`;
        if (hasOrphans(vault, account)) return `an envelope of ${name} is for a passkey that the account does not have`;
      }
      return undefined;
    },
  },
  {
    says: 'Sealing secrets anew changes nothing else of an account.',
    change({ change: { events }, before, after }) {
      if (before === undefined || after === undefined || !events.some(({ type }) => type === 'account.resealed'))
        return undefined;
      // An account with a new role of administration is cleared in the same commit.
      if (!isDeepStrictEqual(before.clearedFor, after.clearedFor)) return undefined;
      return isDeepStrictEqual(withoutSealed(before), withoutSealed(after))
        ? undefined
        : 'more than the sealed texts of the account was changed';
    },
  },
  ...INVARIANTS_OF_ACTS,
  ...INVARIANTS_OF_SET_UPS,
  ...INVARIANTS_OF_MAIL,
  ...INVARIANTS_OF_IDENTITIES,
  ...INVARIANTS_OF_ORGANISATIONS,
  {
    says: 'The events of an answered change are never lost.',
    async end({ world, written }) {
      const kept = new Set((await world.events()).map(({ id }) => id));
      const lost = [...written].filter(([id, at]) => at > world.now - KEPT && !kept.has(id)).length;
      return lost === 0 ? undefined : `${lost} events of changes that were answered are not in the log`;
    },
  },
];

function withoutSealed({ version: _, totp, pendingSecret, ...rest }: AccountRecord): object {
  return {
    ...rest,
    totp: totp && { ...totp, sealed: '' },
    pendingSecret: pendingSecret && { ...pendingSecret, sealed: '' },
  };
}

function hasOrphans({ envelopes }: VaultRecord, { passkeys }: AccountRecord): boolean {
  const own = new Set(passkeys.map(({ id }) => id));
  return envelopes.some(({ passkeyId }) => passkeyId !== undefined && !own.has(passkeyId));
}

function isBeside(other: Guess, guess: Guess): boolean {
  const sharesBudget = guess.budget !== 'own' || other.device === guess.device;
  return other !== guess && isSame(other, guess) && sharesBudget;
}

/** A guess without a result counts as a failure after half a minute. */
function mayHaveFailed(other: Guess, { began, ended = Infinity, until }: Guess): boolean {
  if (other.began > ended || other.outcome === 'locked' || other.outcome === 'waited') return false;
  if (['wrong', 'lost', 'under way'].includes(other.outcome)) return true;
  return (other.ended ?? Infinity) > began && until - other.at >= JUDGED_WITHIN;
}

function mayBeOpen(other: Guess, { at, until }: Guess): boolean {
  if (other.outcome === 'under way' || other.until >= until) return true;
  return other.outcome === 'lost' && at - other.until <= JUDGED_WITHIN;
}

function isSame(one: Guess, other: Guess): boolean {
  return one.account === other.account && one.authenticator === other.authenticator;
}
