import {
  definePolicy,
  type Evidence,
  type HostMethods,
  type Instant,
  instant,
  milliseconds,
  type PolicyInput,
} from '@sallyport/core';
import { type Reservation, reservationOf } from '@sallyport/core/lockout';
import type {
  AccountId,
  AccountRecord,
  BeginStep,
  Commit,
  FlowRecord,
  SessionRecord,
  Store,
  TenantId,
} from '@sallyport/store';
import { expect } from 'vitest';
import { type ContendedStore, contendedStore } from '../contended-store.test-support.ts';
import type { Caller, FlowReply, Refusal } from '../contract/index.ts';
import { rewritesAccount } from '../embedded.test-support.ts';
import type { FactorAttempt, Proof, Verifying } from '../factors/proof.ts';
import { commitTo } from '../kernel/commit.ts';
import type { Kernel, TenantParts } from '../kernel/kernel.ts';
import { OneAtATime } from '../kernel/one-at-a-time.ts';
import { rulesHash } from '../kernel/passwords/new-password.ts';
import { policySource } from '../kernel/policy-source.ts';
import { ANYWHERE } from '../kernel/request-place.ts';
import { rolesHeard } from '../kernel/roles-heard.ts';
import { keyRing } from '../kernel/secrets/key-ring.ts';
import { pooledRandom, tokenHash } from '../kernel/secrets/token.ts';
import { machineTimer } from '../kernel/timer.ts';
import { takeStep } from './take-step.ts';

/** The rules for new passwords of a policy that says nothing of them. */
export const RULES: string = rulesHash(definePolicy({}));
export const TENANT = 'default' as TenantId;
export const DORA = 'dora' as AccountId;
export const NOW: Instant = instant(Date.UTC(2031, 1, 3, 9));
export const MINUTE = 60_000;

/** So long after {@link NOW}, or before it where negative. */
export const later = (length: number): Instant => instant(NOW + length);

/** Somebody with a password and a mailbox. */
export function dora(over: Partial<AccountRecord> = {}): AccountRecord {
  return {
    ...{ schema: 1, tenant: TENANT, id: DORA, version: 1, epoch: 0, createdAt: later(-MINUTE), userHandle: 'handle' },
    ...{ identifiers: ['dora@example.org'], roles: [], passkeys: [] },
    email: { address: 'dora@example.org', verifiedAt: later(-MINUTE) },
    password: { id: 'p1', hash: 'of a password', provenance: 'independent', changedAt: later(-MINUTE) },
    ...over,
  };
}

/** An authenticator app of hers. */
export const APP = { id: 't1', sealed: 'sealed', lastStep: 1, enrolledAt: later(-MINUTE) } as const;

/** A sign-in of hers that is open, in which nothing was tried. */
export function flowOfHers(over: Partial<FlowRecord> = {}): FlowRecord {
  return {
    ...{ schema: 1, tenant: TENANT, id: 'flow', tokenHash: tokenHash('flow-token'), version: 1, purpose: 'sign-in' },
    ...{ mode: 'token', subject: DORA, accountId: DORA, evidence: [], accepts: ['password'] },
    ...{ openedAt: NOW, expiresAt: later(30 * MINUTE) },
    ...over,
  };
}

/** A client at an address, which keeps its tokens itself. */
export const client = (over: Partial<Caller> = {}): Caller => ({
  tenant: TENANT,
  mode: 'token',
  ip: '192.0.2.7',
  ...over,
});
/** The client that {@link flowOfHers} is open in. */
export const inFlow = (over: Partial<Caller> = {}): Caller => client({ flowToken: 'flow-token', ...over });

export const byPassword = (at: Instant = NOW): Evidence => ({
  ...{ method: 'password', at, provenance: 'independent', binding: 'password:p1' },
});
export const byApp = (at: Instant = NOW): Evidence => ({ method: 'totp', at, binding: 'totp:t1' });
/** A passkey of hers, and what it proves. */
export const PASSKEY: AccountRecord['passkeys'][number] = {
  ...{ id: 'k1', publicKey: 'key', counter: 0, transports: [], name: 'key', createdAt: NOW, userVerified: true },
  ...{ backupEligible: false, backedUp: false, aaguid: '', attested: false },
};
export const byPasskey = (userVerified = true): Evidence => ({
  ...({ method: 'passkey', at: NOW, credentialId: 'k1', userVerified } as const),
  ...{ deviceBound: true, aaguid: '', attested: false, binding: 'passkey:k1' },
});
export const byMail = (at: Instant = NOW): Evidence => ({ method: 'email-code', at });

/** What a step works with, on a store of which every call is kept, and that a test can get in the way of. */
export interface Bench extends Pick<ContendedStore, 'commits' | 'loses' | 'beforeTheNext'> {
  readonly kernel: Kernel;
  /** As it is without a test in its way. */
  readonly store: Store;
  /** What was asked of it, in order. */
  readonly steps: BeginStep[];
  readonly logged: unknown[];
  now: Instant;
  /** The account as it is stored. */
  account(): Promise<AccountRecord | undefined>;
  /** Writes the account anew, as somebody else would. */
  moves(over?: Partial<AccountRecord>): Promise<unknown>;
}

const METHODS = ['password', 'passkey', 'totp', 'email-code', 'backup-code'] as const;

export async function bench(
  given: {
    account?: AccountRecord;
    flow?: FlowRecord;
    policy?: PolicyInput<string>;
    host?: HostMethods;
    /** Of the tenant. */
    parts?: Partial<TenantParts>;
    kernel?: Partial<Kernel>;
  } = {},
): Promise<Bench> {
  const { account = dora(), flow, policy = {} } = given;
  const { store, memory, commits, loses, beforeTheNext, beforeEvery } = contendedStore();
  const commit = commitTo(
    store,
    () => at.now,
    () => {},
    undefined,
  );
  const [steps, logged]: [BeginStep[], unknown[]] = [[], []];
  beforeEvery('beginStep', (step) => steps.push(step));
  const random = pooledRandom();
  const parts = {
    ...{ host: given.host ?? { methods: METHODS }, firstPolicy: definePolicy(policy, given.host) },
    ...{ codes: new Map(), providers: new Map(), ...given.parts },
  } as TenantParts;
  const kernel = {
    siteOf: () => ({
      ...{ origin: 'https://app.example', trustedOrigins: [], relyingParty: { id: 'app.example', name: 'App' } },
    }),
    administratorsQueue: new OneAtATime(),
    ...{ store, commit, commitAct: commit, random, now: () => at.now, timer: machineTimer },
    place: ANYWHERE,
    policies: policySource(
      () => parts,
      () => {},
      () => at.now,
    ),
    ring: keyRing(() => ['a secret that is long enough to be one'], random),
    of: () => parts,
    rolesHeard: rolesHeard(milliseconds(MINUTE)),
    logger: {
      warn: (...words: unknown[]) => void logged.push(words),
      error: (...words: unknown[]) => void logged.push(words),
    },
    ...given.kernel,
  } as unknown as Kernel;
  const at: Bench = {
    ...{ kernel, store: memory, steps, commits, loses, beforeTheNext, logged, now: NOW },
    account: () => memory.readAccount(TENANT, DORA),
    moves: (over) => rewritesAccount(memory, DORA, (stored) => ({ ...stored, ...over })),
  };
  await memory.commit({ tenant: TENANT, now: NOW, guards: {}, account, flow, events: [] });
  return at;
}

/** A factor that is shown, and what comes of it; what it was verified against is kept in `seen`. */
export function shows(
  evidence: Evidence,
  proof: Partial<Proof> = {},
  how: Partial<FactorAttempt> & { readonly seen?: Verifying[] } = {},
): FactorAttempt {
  const { seen, ...rest } = how;
  return {
    method: evidence.method as FactorAttempt['method'],
    guess: { authenticator: evidence.method },
    async verify(against) {
      seen?.push(against);
      return { command: { type: 'prove', evidence }, applyTo: (account) => account, ...proof };
    },
    ...rest,
  };
}

/** The same as the first step of a sign-in, by her identifier. */
export function opensWith(
  evidence: Evidence,
  proof: Partial<Proof> = {},
  how: Partial<FactorAttempt> = {},
): FactorAttempt {
  const account = { kind: 'identifier', value: 'dora@example.org' } as const;
  return shows(evidence, proof, { account, beginsSignIn: {}, ...how });
}

/** Somebody signed in, with the session as it is stored, and the client that has it. */
export async function sessionOf(
  at: Bench,
  caller: Caller,
  factor: FactorAttempt,
): Promise<{ readonly session: SessionRecord; readonly caller: Caller }> {
  const { keep } = granted(await takeStep(at.kernel, caller, factor));
  const [session] = await at.store.listSessions(TENANT, DORA, at.now);
  if (session === undefined) throw new Error('no session was opened');
  const { deviceTokens } = keep;
  at.commits.length = 0;
  at.steps.length = 0;
  const known = deviceTokens === undefined ? {} : { deviceTokens: deviceTokens.tokens };
  return { session, caller: { ...caller, sessionToken: keep.session?.token, ...known } as Caller };
}

export function granted(reply: FlowReply | Refusal): FlowReply {
  if ('refused' in reply) throw new Error(reply.refused);
  return reply;
}

/** An event of hers, as the log has it. */
export const event = (type: string, over: object = {}): object => ({
  ...{ tenant: TENANT, id: expect.any(String), at: NOW, type, accountId: DORA, ip: '192.0.2.7' },
  ...{ flow: expect.any(String) },
  ...over,
});

/** The reservation of a guess that was counted at this instant, in a window that began then. */
export const reservationAt = (now: Instant): Reservation => reservationOf(now, definePolicy({}).lockout, now);

/** A guess at something of hers that was counted, as it is given back. */
export const guess = (authenticator: string): object => ({
  subject: DORA,
  authenticator,
  reservation: reservationAt(NOW),
});

/** How often each authenticator was guessed at. */
export const guesses = async ({ store }: Bench): Promise<readonly (readonly [string, number])[]> =>
  (await store.listCounters(TENANT)).map(({ authenticator, counter }) => [authenticator, counter.total]);

/** What was to be written last. */
export const last = ({ commits }: Bench): Commit | undefined => commits.at(-1);
