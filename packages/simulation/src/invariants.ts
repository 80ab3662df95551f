import type { Instant } from '@sallyport/core';
import type { AccountRecord, JudgedWrong, NotifyOwner, VaultRecord } from '@sallyport/engine';
import { INVARIANTS_OF_ACTS } from './invariants-of-acts.ts';
import { INVARIANTS_OF_IDENTITIES } from './invariants-of-identities.ts';
import { INVARIANTS_OF_SET_UPS } from './invariants-of-set-ups.ts';
import { accountChanges } from './ledger/account-changes.ts';
import { administers, grants } from './ledger/facts.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { Guess, ToTell } from './ledger/run.ts';
import type { Checked, Written } from './ledger/seen.ts';
import { policyOf } from './ledger/witness.ts';
import { everyRole } from './ledger/worn.ts';
import { JUDGED_WITHIN, MOST_GUESSES, WINDOW } from './world/policies.ts';
import { TENANT, type World } from './world/world.ts';

/**
 * Something that holds in every world, whatever happens in it and in whatever order. Each is asked at the moments it is about, and
 * answers what is wrong, or nothing.
 */
export interface Invariant {
  readonly says: string;
  /** A change was written to the store. */
  change?(written: Written): string | undefined;
  /** A session passed the check that stands before every request. */
  pass?(checked: Checked): string | undefined;
  /** A secret that works once worked for a second time. */
  secret?(secret: string, first: string, second: string): string | undefined;
  /** A guess at a secret was answered. */
  guess?(guess: Guess, ledger: Ledger): string | undefined;
  /** A failure locked a counter, the store says. */
  locked?(world: World, judged: JudgedWrong, now: Instant): Promise<string | undefined>;
  /** An owner was told of an event. */
  notice?(notice: Parameters<NotifyOwner>[0], expected: ToTell): string | undefined;
  /** A request was answered. */
  rest?(ledger: Ledger): Promise<string | undefined>;
  /** Everything is over, and nothing fails any more. */
  end?(ledger: Ledger): Promise<string | undefined>;
}

/** No host keeps its log for less. */
const KEPT = 20 * 86_400_000;

/** The whole of what the simulation holds against the engine. */
export const INVARIANTS: readonly Invariant[] = [
  {
    says: 'A session is opened only where the policy in force grants it to an account that is not blocked.',
    change({ change: { opens, now }, after, before, policy }) {
      const account = after ?? before;
      // A session that is raised or rotated is one that there was.
      if (opens === undefined || account === undefined || opens.session.createdAt !== now) return undefined;
      if (account.block !== undefined) return 'a session was opened for a blocked account';
      if (grants(policy, account, opens.session.evidence, now)) return undefined;
      return `a session was opened on ${methods(opens.session)}, which the policy in force does not grant`;
    },
  },
  {
    says: 'A session passes only on what the policy in force asks for, or where onTighten lets it go on, and no longer than that.',
    pass({ session, account, policy, versions, met, now }) {
      if (policy.onTighten.act === 'next-sign-in' || grants(policy, account, session.evidence, now)) return undefined;
      // What changed has to be the policy: this is not about an account that was given other methods since.
      const atFirst = versions.find(({ version, changedAt }) =>
        met === undefined ? changedAt <= session.createdAt : version === met,
      );
      if (atFirst === undefined || !grants(policyOf(atFirst), account, session.evidence, now)) return undefined;
      // How long it has fallen short without a pause.
      let since = now;
      for (const version of versions) {
        if (grants(policyOf(version), account, session.evidence, now)) break;
        since = version.changedAt;
      }
      if (now - since < policy.onTighten.after) return undefined;
      return `a session that rests on ${methods(session)} passes, although the policy in force asks for more`;
    },
  },
  {
    says: 'A session that was ended, and one of an account that was blocked or reset, never passes again, under no token it ever gets.',
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
    says: 'An account that is blocked stays as it was: nothing that was begun before changes how it is signed in to.',
    change({ before, after, run }) {
      if (before?.block === undefined || after?.block === undefined || run?.administers !== undefined) return undefined;
      const changed = accountChanges(before, after).filter(({ what }) => what !== 'block');
      return changed.length === 0 ? undefined : `its ${changed.map(({ what }) => what).join(', ')} was changed`;
    },
  },
  {
    says: 'A device that was forgotten has no budget of its own.',
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
    says: 'N guesses are N: of strangers, no more than the policy bears are judged in one window.',
    guess(guess, ledger) {
      if (guess.outcome !== 'wrong' || guess.budget !== 'strangers') return undefined;
      const same = ledger.guesses.filter((other) => isSame(other, guess) && other.budget === 'strangers');
      // The window is known where it was quiet before it, and nobody was forgiven anything since.
      const first = same.findLast((other, place) => other.at - (same[place - 1]?.at ?? -Infinity) >= 2 * WINDOW);
      if (first === undefined || guess.until - first.at >= WINDOW) return undefined;
      // A guess that had read the clock before the window may fill it, and its lock then ends before the window does.
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
    says: 'What was not judged is not counted: nobody is locked out for fewer guesses than the policy bears.',
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
    says: 'Failures alone lock: while a guess is neither judged nor given back, others wait for it, for half a minute at most.',
    async locked({ store }, { attempt, hardLimit }, now) {
      const views = await store.listCounters(TENANT, [attempt.subject]);
      const { counter } =
        views.find(
          ({ authenticator, device }) => authenticator === attempt.authenticator && device === attempt.device,
        ) ?? {};
      if (counter === undefined) return 'a counter that holds nothing was locked';
      if (counter.open > 0) return `${attempt.authenticator} was locked, and ${counter.open} guesses were not judged`;
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
    says: 'Every secret that works once works once.',
    secret: (secret, first, second) => `${secret} worked for ${first}, and again for ${second}`,
  },
  {
    says: "What raises an authenticator's standing is proved beside it, in the same flow.",
    change({ before, after, run }) {
      const raised = after?.passkeys.find(
        ({ id, userVerified }) =>
          userVerified && before?.passkeys.some((passkey) => passkey.id === id && !passkey.userVerified),
      );
      if (raised === undefined || run === undefined || run.proved.length > 0) return undefined;
      return 'a key that had never verified its user is believed to do so, and nothing else was proved in its flow';
    },
  },
  {
    says: 'No right of an administrator outlives the loss of it: an act is written only while whoever acts may do it.',
    change({ run, actor, before, policy, world, change, background }) {
      const of = run?.administers;
      // What follows from an act that was written is no act of its own.
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
      // Where the host keeps the roles, all that it said while the act was under way.
      const rolesOf = (account: typeof actor): readonly (readonly string[])[] =>
        world.hostRoles === undefined
          ? [everyRole(account)]
          : world.ledger.hostRolesSince(account.id, run.began).map((roles) => everyRole({ ...account, roles }));
      const may = (right: 'people' | 'policy'): boolean =>
        rolesOf(actor).some((roles) => administers(policy, roles, right));
      if (!may(of)) return `'${what}' was done by somebody who is no administrator`;
      if (before === undefined || before.id === actor.id || may('policy')) return undefined;
      if (rolesOf(before).every((roles) => administers(policy, roles, 'policy')))
        return `'${what}' was done to a policy administrator by somebody who is none`;
      return undefined;
    },
  },
  {
    says: 'A last administrator of the policy remains.',
    change: ({ administrators }) =>
      administrators !== undefined && administrators.before > 0 && administrators.after === 0
        ? 'nobody is left who could change the policy'
        : undefined,
  },
  {
    says: 'Every change of how an account is signed in to is one event.',
    change({ before, after, change: { events } }) {
      for (const { what, told } of accountChanges(before, after)) {
        const said = events.filter(({ type }) => told.includes(type)).length;
        if (said !== 1) return `the ${what} of an account changed, and ${said} events say so`;
      }
      return undefined;
    },
  },
  {
    says: "The owner is told of every change, at the address that was the owner's before it.",
    notice: ({ addresses }, { type, account, address, orElse }) =>
      address === undefined || [address, ...orElse].some((each) => addresses.includes(each))
        ? undefined
        : `of '${type}', ${addresses.join(' and ') || 'nobody'} is told, and not ${address}, the mailbox of ${account} until then`,
    async end({ toTell }) {
      const untold = [...toTell.values()].find(({ told, address }) => !told && address !== undefined);
      return untold === undefined ? undefined : `nobody ever told ${untold.account} of '${untold.type}'`;
    },
  },
  {
    says: 'A vault is told of where it changes, and never passkeys alone open it.',
    change({ change: { vault, events } }) {
      if (vault === undefined) return undefined;
      if (vault.envelopes.every(({ kind }) => kind === 'passkey')) return 'a vault is left to passkeys alone';
      return events.some(({ type }) => type.startsWith('vault.')) ? undefined : 'a vault changed, and no event says so';
    },
  },
  {
    says: 'No envelope outlives its passkey, and no vault its account.',
    async rest({ world }) {
      for (const [name, id] of world.accounts) {
        const [account, vault] = await Promise.all([
          world.store.readAccount(TENANT, id),
          world.store.readVault(TENANT, id),
        ]);
        if (vault === undefined) continue;
        if (account === undefined) return `the vault of ${name} is there, and the account is not`;
        if (hasOrphans(vault, account)) return `an envelope of ${name} is for a passkey that the account has not`;
      }
      return undefined;
    },
  },
  ...INVARIANTS_OF_ACTS,
  ...INVARIANTS_OF_SET_UPS,
  ...INVARIANTS_OF_IDENTITIES,
  {
    says: 'Nothing is lost that was answered.',
    async end({ world, written }) {
      const kept = new Set((await world.events()).map(({ id }) => id));
      const lost = [...written].filter(([id, at]) => at > world.now - KEPT && !kept.has(id)).length;
      return lost === 0 ? undefined : `${lost} events of changes that were answered are not in the log`;
    },
  },
];

function hasOrphans({ envelopes }: VaultRecord, { passkeys }: AccountRecord): boolean {
  const own = new Set(passkeys.map(({ id }) => id));
  return envelopes.some(({ passkeyId }) => passkeyId !== undefined && !own.has(passkeyId));
}

function methods({ evidence }: Checked['session']): string {
  return evidence.map(({ method }) => method).join(' and ') || 'nothing';
}

/** Whether one guess can have been counted with another. */
function isBeside(other: Guess, guess: Guess): boolean {
  const sharesBudget = guess.budget !== 'own' || other.device === guess.device;
  return other !== guess && isSame(other, guess) && sharesBudget;
}

/** Whether a guess can have been a failure when another was told of a lock: nobody judges what is under way for half a minute. */
function mayHaveFailed(other: Guess, { began, ended = Infinity, until }: Guess): boolean {
  if (other.began > ended || other.outcome === 'locked' || other.outcome === 'waited') return false;
  if (['wrong', 'lost', 'under way'].includes(other.outcome)) return true;
  return (other.ended ?? Infinity) > began && until - other.at >= JUDGED_WITHIN;
}

/** Whether a guess can have been open when another was kept waiting: it is under way, or nobody knows what came of it. */
function mayBeOpen(other: Guess, { at, until }: Guess): boolean {
  // The store answered for the last time when the guess ended, by a time that was read when it began or later.
  if (other.outcome === 'under way' || other.until >= until) return true;
  return other.outcome === 'lost' && at - other.until <= JUDGED_WITHIN;
}

function isSame(one: Guess, other: Guess): boolean {
  return one.account === other.account && one.authenticator === other.authenticator;
}
