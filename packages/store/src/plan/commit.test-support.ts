import { instant } from '@sallyport/core';
import { tenantId } from '@sallyport/engine';
import {
  accountId,
  later,
  NOW,
  sampleAccount,
  sampleAdministrators,
  sampleDevice,
  sampleEvent,
  sampleFlow,
  sampleMembership,
  sampleOrganisation,
  samplePolicy,
  sampleSamlRequest,
  sampleSession,
} from '@sallyport/testing/store';
import fc from 'fast-check';
import type { AttemptRef } from '../attempt.ts';
import type { Commit, CommitGuards } from '../commit.ts';

export const ACME = tenantId('acme');
const GUESS: AttemptRef = {
  subject: 'cleo',
  authenticator: 'password',
  reservation: { first: NOW, until: NOW },
};

/** Returns a commit that changes nothing, with some members. */
export function commitOf(over: Partial<Commit> = {}): Commit {
  return { tenant: ACME, now: NOW, guards: {}, events: [], ...over };
}

const PEOPLE = ['ada', 'ben', 'cleo'] as const;
const VERSION = fc.integer({ min: 1, max: 3 });
const PERSON = fc.constantFrom(...PEOPLE);
const SESSION = fc.constantFrom('s1', 's2', 's3');
const AUTHENTICATORS = fc.uniqueArray(fc.constantFrom('password', 'totp', 'mail:sign-in'), { maxLength: 3 });

const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(value, { nil: undefined });

const GUARDS: fc.Arbitrary<CommitGuards> = fc.record({
  flow: maybe(VERSION.map((version) => ({ id: 'f1', version }))),
  samlRequest: maybe(VERSION.map((version) => ({ id: 'r1', version }))),
  account: maybe(fc.record({ id: PERSON.map(accountId), version: VERSION })),
  session: maybe(fc.record({ id: SESSION, version: VERSION })),
  actor: maybe(fc.record({ accountId: PERSON.map(accountId), version: VERSION, sessionId: maybe(SESSION) })),
  policy: maybe(fc.nat(3)),
  administrators: maybe(fc.nat(3)),
  organisation: maybe(VERSION.map((version) => ({ id: 'o1', version }))),
});

/** Every reason to clear counters. */
export const CLEARINGS: fc.Arbitrary<NonNullable<Commit['clearCounters']>> = fc.oneof(
  fc.record({
    subject: PERSON,
    by: fc.constantFrom('stranger' as const, 'known-device' as const),
    device: maybe(fc.constantFrom('d1', 'd2')),
    authenticators: maybe(AUTHENTICATORS),
    rebinds: maybe(AUTHENTICATORS),
  }),
  fc.record({ subject: PERSON, by: fc.constant('administrator' as const) }),
  fc.record({
    subject: PERSON,
    by: fc.constant('rebinding' as const),
    authenticators: AUTHENTICATORS,
  }),
);

/** Which members a commit has. */
const MEMBERS = fc.record({
  flow: fc.constantFrom('none', 'new', 'next', 'consumed', 'ended'),
  samlRequest: fc.constantFrom('none', 'new', 'next', 'ended'),
  account: fc.constantFrom('none', 'new', 'next', 'keys-stay', 'deleted'),
  vault: fc.boolean(),
  opens: maybe(PERSON),
  session: maybe(PERSON),
  endSessions: maybe(
    fc.record({
      accountId: PERSON.map(accountId),
      except: maybe(SESSION),
      only: maybe(SESSION),
      provedBy: maybe(fc.constant(['password'])),
    }),
  ),
  device: maybe(PERSON),
  forgetDevices: maybe(fc.record({ accountId: PERSON.map(accountId), only: maybe(fc.constant('d2')) })),
  singleUses: fc.array(fc.constantFrom('m1', 'm2', 'm3'), { maxLength: 3 }),
  clearCounters: maybe(CLEARINGS),
  attempt: fc.constantFrom('none', 'back', 'judged'),
  policy: fc.boolean(),
  administrators: maybe(VERSION),
  organisation: fc.constantFrom('none', 'new', 'next', 'removed'),
  joins: maybe(PERSON),
  joined: fc.boolean(),
  leaves: maybe(fc.constantFrom('dora', 'emil')),
  rests: fc.boolean(),
  events: fc.nat(2),
  countUnknownFailure: fc.boolean(),
});

/** Well-formed commits. */
export const COMMITS: fc.Arbitrary<Commit> = fc.tuple(GUARDS, MEMBERS).map(([guards, asked]) => {
  const { flow, samlRequest, account, session } = guards;
  const owner = account?.id ?? 'ada';
  const isNext = account !== undefined && (asked.account === 'next' || asked.account === 'keys-stay');
  const written =
    asked.account === 'new'
      ? sampleAccount(ACME, 'dora', { version: 1 })
      : isNext
        ? sampleAccount(ACME, owner, { version: account.version + 1 })
        : undefined;
  const consumes = flow !== undefined && asked.flow === 'consumed' ? { flowId: flow.id } : undefined;
  const singleUse = asked.singleUses[0] === undefined ? undefined : { singleUse: asked.singleUses[0] };
  const source = consumes ?? singleUse;
  const isJudged = asked.attempt === 'judged';
  const administrators = asked.administrators ?? 1;
  const own = organisationIn(guards, asked, written?.id, asked.account === 'deleted' ? account?.id : undefined);
  return {
    tenant: ACME,
    now: NOW,
    guards: { ...guards, ...own.guards, ...(asked.administrators && { administrators: administrators - 1 }) },
    flow:
      asked.flow === 'new'
        ? sampleFlow(ACME, 'f2')
        : asked.flow === 'next' && flow !== undefined
          ? sampleFlow(ACME, 'f1', { version: flow.version + 1 })
          : undefined,
    endFlow: asked.flow === 'ended' ? { id: 'f3' } : undefined,
    samlRequest:
      asked.samlRequest === 'new'
        ? sampleSamlRequest(ACME, 'r2')
        : asked.samlRequest === 'next' && samlRequest !== undefined
          ? sampleSamlRequest(ACME, 'r1', { version: samlRequest.version + 1 })
          : undefined,
    endSamlRequest: asked.samlRequest === 'ended' ? { id: 'r3' } : undefined,
    account: written,
    keysStay: asked.account === 'keys-stay' && isNext ? true : undefined,
    vault:
      asked.vault && written !== undefined
        ? { schema: 1, tenant: ACME, accountId: written.id, version: 1, keyId: 'k1', envelopes: [] }
        : undefined,
    deleteAccount: asked.account === 'deleted' && account !== undefined ? { id: account.id } : undefined,
    newSession:
      asked.opens !== undefined && source !== undefined
        ? { session: sampleSession(ACME, 's9', asked.opens), consumes: source }
        : undefined,
    session:
      asked.session !== undefined && session !== undefined
        ? sampleSession(ACME, session.id, asked.session, { version: session.version + 1 })
        : undefined,
    endSessions: asked.endSessions,
    device: asked.device === undefined ? undefined : sampleDevice(asked.device, 'd1'),
    forgetDevices: asked.forgetDevices,
    uses: asked.singleUses.map((key) => ({ key, expiresAt: later(60_000) })),
    clearCounters: isJudged ? undefined : asked.clearCounters,
    giveBack: asked.attempt === 'back' ? GUESS : undefined,
    judged: isJudged ? { attempt: GUESS, hardLimit: 100, ifLocked: sampleEvent(ACME, 'locked') } : undefined,
    policy: asked.policy ? samplePolicy(ACME, (guards.policy ?? 0) + 1) : undefined,
    administrators:
      asked.administrators === undefined ? undefined : sampleAdministrators(ACME, administrators, ['ada']),
    organisation: own.organisation,
    membership: own.membership,
    removeMembership: own.removeMembership,
    events: Array.from({ length: asked.events }, (_, turn) =>
      sampleEvent(ACME, `e${turn}`, { at: instant(NOW + turn) }),
    ),
    countUnknownFailure: asked.countUnknownFailure ? true : undefined,
  };
});

interface AskedOrganisation {
  readonly organisation: 'none' | 'new' | 'next' | 'removed';
  readonly joins: string | undefined;
  readonly joined: boolean;
  readonly leaves: string | undefined;
  readonly rests: boolean;
}

/** What a commit does in one organisation. `written` and `deleted` are the accounts of the commit. */
function organisationIn(
  { organisation: guard }: CommitGuards,
  asked: AskedOrganisation,
  written: string | undefined,
  deleted: string | undefined,
): Pick<Commit, 'organisation' | 'membership' | 'removeMembership'> & { readonly guards: CommitGuards } {
  const isNew = asked.organisation === 'new';
  const version = isNew ? 1 : (guard?.version ?? 1) + 1;
  const removed = asked.organisation === 'removed' ? { removedAt: NOW } : {};
  const joins = asked.organisation === 'removed' || asked.joins === deleted ? undefined : (asked.joins ?? written);
  const rests = asked.rests ? [{ organisation: 'o1', accountId: accountId('finn'), version: 4 }] : [];
  const before =
    joins !== undefined && asked.joined ? [{ organisation: 'o1', accountId: accountId(joins), version: 2 }] : [];
  return {
    guards: { organisation: isNew ? undefined : guard, memberships: [...rests, ...before] },
    organisation: asked.organisation === 'none' ? undefined : sampleOrganisation(ACME, 'o1', { version, ...removed }),
    membership:
      joins === undefined ? undefined : sampleMembership(ACME, 'o1', joins, { version: asked.joined ? 3 : 1 }),
    removeMembership: asked.leaves === joins || asked.leaves === undefined ? undefined : leaving(asked.leaves),
  };
}

function leaving(account: string): Commit['removeMembership'] {
  return { organisation: 'o1', accountId: accountId(account) };
}
