import { definePolicy, instant, milliseconds } from '@sallyport/core';
import {
  type AccountId,
  type AccountRecord,
  type AdminAccountView,
  type CommitGuards,
  type EventRecord,
  isRefusal,
  type PasskeyRecord,
  type SallyportOptions,
} from '@sallyport/engine';
import { expect } from 'vitest';
import { type Administered, administered } from '../accounts/administered.test-support.ts';
import {
  Client,
  type Embedded,
  newAccount,
  PASSWORD,
  provesNow,
  rewritesAccount,
  storedAccount,
  TENANT,
} from '../embedded.test-support.ts';

export const BEN = 'ben@example.org';

/** The one policy administrator, who is signed in, and somebody else; at a store that keeps every commit, and loses some on command. */
export interface Office extends Administered {
  readonly ben: AccountId;
}

export async function office(options: Partial<SallyportOptions<string>> = {}): Promise<Office> {
  const on = await administered(options, () => true);
  const ben = await newAccount(on.world, BEN);
  on.commits.length = 0;
  return { ...on, ben };
}

export function recordOf({ store }: Embedded, id: AccountId): Promise<AccountRecord> {
  return storedAccount(store, id);
}

/** Makes an account what a test needs it to be, by no act of anybody. */
export function given({ store }: Embedded, id: AccountId, change: Partial<AccountRecord>): Promise<AccountRecord> {
  return rewritesAccount(store, id, (account) => ({ ...account, ...change }));
}

export function passkey(id: string): PasskeyRecord {
  return {
    ...{ id, publicKey: 'a2V5', counter: 0, transports: ['usb'], name: `Key ${id}`, createdAt: instant(1_000) },
    ...{ userVerified: true, backupEligible: false, backedUp: false, attested: false },
    aaguid: '00000000-0000-0000-0000-000000000000',
  };
}

/** Everything that a reset of two-step verification or of passkeys takes or leaves. */
export const ARMED: Partial<AccountRecord> = {
  totp: { id: 'app', sealed: 'sealed', lastStep: 1, enrolledAt: instant(1_000) },
  backupCodes: { id: 'codes', issuedAt: instant(1_000), hashes: ['one', 'two', 'three'] },
  passkeys: [passkey('k1'), passkey('k2')],
};

const STRANDED = { refused: 'policy-strands-administrators' };

/** Saves a policy, after a preview by the same author, which must tell whether saving is refused because nobody could administer. */
export async function savesAsPreviewed(
  world: Embedded,
  policy: unknown,
  input: Parameters<Embedded['auth']['policy']['set']>[2],
): ReturnType<Embedded['auth']['policy']['set']> {
  const preview = await world.auth.policy.preview(TENANT, policy, { by: input.by });
  const saved = await world.auth.policy.set(TENANT, policy, input);
  const strands = isRefusal(saved) && saved.refused === STRANDED.refused;
  // A refusal for another reason comes first.
  if (strands || !isRefusal(saved))
    expect('strandsAdministrators' in preview, `a preview of ${JSON.stringify(policy)}`).toBe(strands);
  return saved;
}

/** Another session of somebody, who signed in by a password, and proved this just now. */
export async function signsIn(
  world: Embedded,
  identifier: string,
  proves: Parameters<typeof provesNow>[3] = ['password', 'totp'],
): Promise<Client> {
  const client = new Client(world);
  await client.keeps(world.auth.signIn.begin(client.caller, { identifier, password: PASSWORD }));
  await provesNow(world, world.store, client, proves);
  return client;
}

/** Somebody with these roles. */
export function somebody(world: Embedded, name: string, roles: readonly string[] = []): Promise<AccountId> {
  return newAccount(world, `${name}@example.org`, roles);
}

/** Wrong guesses at an authenticator of somebody, all judged at this moment: ten of them lock it, at the defaults. */
export async function guesses(
  world: Embedded,
  id: AccountId,
  {
    at,
    times = 10,
    deviceHashes,
  }: { readonly at: string; readonly times?: number; readonly deviceHashes?: readonly string[] },
): Promise<void> {
  const limits = { ...definePolicy({}).lockout, judgedWithin: milliseconds(0) };
  for (let time = 0; time < times; time++) {
    await world.store.beginStep({
      ...{ tenant: TENANT, now: instant(world.now), knownPolicy: 1, account: { kind: 'id', value: id }, deviceHashes },
      attempt: { authenticator: at, limits, perDevice: true },
    });
  }
}

/** What an administrator sees of somebody who has a password and a mailbox, and of whom nothing else is known. */
export function viewOf(accountId: AccountId, identifier: string): AdminAccountView {
  return {
    ...{ accountId, identifiers: [identifier], email: identifier, roles: [], externalIds: [], methods: null },
    factors: {
      ...{ password: true, totp: false, emailCode: true, passkeys: [], codes: [] },
      backupCodes: { remaining: 0 },
    },
    recommendations: [
      { code: 'add-passkey', message: 'Add a passkey: it is quicker than a password and cannot be phished.' },
    ],
    ...{ status: 'active', sessions: 0, emergency: false },
  };
}

/** The event of an act on Ben, whole. `isTold: false` for an event that is only logged. */
export function actOnBen(
  { world, ben }: Office,
  type: EventRecord['type'],
  actor: EventRecord['actor'],
  { detail, isTold = true }: { readonly detail?: EventRecord['detail']; readonly isTold?: boolean } = {},
): EventRecord {
  const recipients = isTold ? { addresses: [BEN], identifiers: [BEN] } : undefined;
  return {
    tenant: TENANT,
    id: expect.any(String),
    at: instant(world.now),
    type,
    recipients,
    accountId: ben,
    actor,
    detail,
  };
}

/** What guards an act of the administrator. */
export async function guardsOfRoot({ world, root }: Office): Promise<CommitGuards> {
  const { version } = await recordOf(world, root.accountId);
  return { actor: { accountId: root.accountId, version, sessionId: root.id }, policy: 1 };
}
