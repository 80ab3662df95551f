import { definePolicy, type Evidence, instant } from '@sallyport/core';
import type { AccountRecord, FlowRecord, PasskeyRecord } from '@sallyport/store';
import {
  type AssertionCeremony,
  createAuthenticator,
  type SoftwareAuthenticator,
} from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { TENANT } from '../embedded.test-support.ts';
import { assertionOptions, passkeyAttempt } from './passkey-assertion.ts';
import type { Proof, Verifying } from './proof.ts';
import { DORA, FLOW, kernelWith, NOW, ORIGIN, registered, registration } from './webauthn-ceremony.test-support.ts';

const LATER = instant(NOW + 1000);
const policy = definePolicy({ requiredStrength: 'single' });
const kernel = kernelWith();

interface Owner {
  readonly account: AccountRecord;
  readonly key: SoftwareAuthenticator;
  readonly passkey: PasskeyRecord;
}

/** Somebody with this passkey, a password, an app, and whatever else is said. */
async function owner({
  key = createAuthenticator(),
  userVerified = true,
  ...has
}: Partial<AccountRecord> & { key?: SoftwareAuthenticator; userVerified?: boolean } = {}): Promise<Owner> {
  const { passkey } = (await registered(await registration({ authenticator: key, userVerified }))) ?? {};
  if (passkey === undefined) throw new Error('the registration was refused');
  const password = { id: 'pw', hash: 'hash', provenance: 'independent', changedAt: NOW } as const;
  const totp = { id: 'app', sealed: 'sealed', lastStep: 1, enrolledAt: NOW } as const;
  return { key, passkey, account: { ...DORA, password, totp, passkeys: [passkey], ...has } };
}

/** A sign-in of this account, in which this was proved. */
function flowWith(...evidence: Evidence[]): FlowRecord {
  const flow: Partial<FlowRecord> = { id: FLOW, purpose: 'sign-in', accountId: DORA.id, evidence };
  return flow as FlowRecord;
}

type Shown = Parameters<typeof passkeyAttempt>[2];

async function assertion(
  { key }: Pick<Owner, 'key'>,
  flow?: FlowRecord,
  ceremony: Partial<AssertionCeremony> = {},
): Promise<Shown> {
  const live = flow === undefined ? undefined : { id: flow.id, proved: false };
  const options = await assertionOptions(kernel, TENANT, live, undefined);
  const given = await key.get({ ...options, extensions: {} }, { origin: ORIGIN, ...ceremony });
  return { ...given, clientExtensionResults: {} };
}

function judged(given: Shown, against: Partial<Verifying>): ReturnType<ReturnType<typeof passkeyAttempt>['verify']> {
  const all: Partial<Verifying> = { flow: undefined, policy, now: LATER, ...against };
  return passkeyAttempt(kernel, TENANT, given).verify(all as Verifying);
}

async function proof(given: Shown, against: Partial<Verifying>): Promise<Proof> {
  const result = await judged(given, against);
  if (result === undefined || !('applyTo' in result)) throw new Error('it proved nothing');
  return result;
}

const PASSWORD: Evidence = { method: 'password', at: NOW, provenance: 'independent', binding: 'password:pw' };
const MAILBOX_PASSWORD: Evidence = { ...PASSWORD, provenance: 'mailbox' };
const APP: Evidence = { method: 'totp', at: NOW, binding: 'totp:app' };
const EARLIER_APP: Evidence = { ...APP, binding: 'totp:earlier' };
const EMAIL_CODE: Evidence = { method: 'email-code', at: NOW };
const ENROLLMENT_CODE: Evidence = { method: 'enrollment-code', at: NOW };

function passkeyProof({ id }: Pick<PasskeyRecord, 'id'>, userVerified = true): Evidence {
  return {
    ...{ method: 'passkey', at: NOW, credentialId: id, userVerified, deviceBound: true },
    ...{ aaguid: 'model', attested: false, binding: `passkey:${id}` },
  };
}

describe('a passkey that is shown', () => {
  it('X3 X18 uses up the challenge that it answers, is in the record, and has nothing to tell', async () => {
    const who = await owner();
    const { account, passkey } = who;
    const given = await assertion(who);
    const { challenge } = JSON.parse(Buffer.from(given.response.clientDataJSON, 'base64url').toString());
    const result = await proof(given, { account });
    expect(result).toEqual({
      command: { type: 'prove', evidence: { ...passkeyProof(passkey), at: LATER, aaguid: passkey.aaguid } },
      uses: { key: `challenge:${challenge.slice(0, 32)}`, expiresAt: NOW + 5 * 60_000 },
      applyTo: expect.any(Function),
      verifyAgain: expect.any(Function),
    });
    expect(result.verifyAgain?.(account, policy)).toEqual({ events: [] });
    const used = { ...passkey, counter: passkey.counter + 1, lastUsedAt: LATER };
    expect(result.applyTo(account, policy)).toEqual({ ...account, passkeys: [used] });
  });

  it('X9 X15 proves nothing once it was taken away, though the account has another', async () => {
    const who = await owner();
    const { applyTo } = await proof(await assertion(who), { account: who.account });
    expect(applyTo({ ...who.account, passkeys: [{ ...who.passkey, id: 'another' }] }, policy)).toBeUndefined();
  });

  it('X15 X18 is judged by the counter that is committed meanwhile', async () => {
    for (const counterRegression of ['refuse', 'report'] as const) {
      const who = await owner();
      const { account, passkey } = who;
      const given = await proof(await assertion(who), { account, policy: { ...policy, counterRegression } });
      const shown = passkey.counter + 1;
      const judged = (stored: number) =>
        given.verifyAgain?.({ ...account, passkeys: [{ ...passkey, counter: stored }] }, policy);
      const detail = { passkey: passkey.id, stored: shown, shown };
      const suspicious = [{ type: 'passkey.suspicious', detail, evenIfDenied: true }];
      expect(judged(shown)).toEqual(
        counterRegression === 'refuse' ? { disproved: suspicious, uses: given.uses } : { events: suspicious },
      );
      for (const stored of [0, shown - 1]) expect(judged(stored)).toEqual({ events: [] });
      expect(given.verifyAgain?.({ ...account, passkeys: [] }, policy)).toEqual({ events: [] });
    }
  });

  it('X15 proves nothing of an account that does not have it, or that another flow is of', async () => {
    const who = await owner();
    const { account } = who;
    expect(await judged(await assertion(who), { account: { ...account, passkeys: [] } })).toBeUndefined();
    expect(await judged(await assertion(who), { account: undefined })).toBeUndefined();
    const flow = flowWith();
    expect(await judged(await assertion(who, flow), { account, flow })).toBeDefined();
    const ofEve = { ...flow, accountId: 'eve' as AccountRecord['id'] };
    expect(await judged(await assertion(who, ofEve), { account, flow: ofEve })).toBeUndefined();
  });

  it('X17 is not called wrong where the fault is not its own', async () => {
    const who = await owner();
    const given = await assertion(who);
    const faulty = {
      ...given,
      get rawId(): string {
        throw new RangeError('out of memory');
      },
    };
    await expect(judged(faulty, { account: who.account })).rejects.toThrow(new RangeError('out of memory'));
    expect(await judged({ ...given, rawId: 'YW5vdGhlcg' }, { account: who.account })).toBeUndefined();
  });
});

describe('a key that was registered by a touch, and verifies its user now', () => {
  /** Whether it is believed beside what was proved in its flow. */
  async function isBelieved(...proved: (Evidence | ((passkey: PasskeyRecord) => Evidence))[]): Promise<boolean> {
    const who = await owner({ userVerified: false });
    const evidence = proved.map((one) => (typeof one === 'function' ? one(who.passkey) : one));
    const flow = flowWith(...evidence);
    const { command, applyTo } = await proof(await assertion(who, flow), { account: who.account, flow });
    const proves = 'evidence' in command && command.evidence.method === 'passkey' && command.evidence.userVerified;
    expect(applyTo(who.account, policy)?.passkeys[0]?.userVerified).toBe(proves);
    return proves;
  }

  it('X15 N12 is believed beside one proof that vouches among others that do not', async () => {
    const others = [EMAIL_CODE, ENROLLMENT_CODE, MAILBOX_PASSWORD, EARLIER_APP];
    expect(await isBelieved(...others, APP)).toBe(true);
    expect(await isBelieved(...others)).toBe(false);
  });

  it('X15 is not believed beside the word of an administrator', async () => {
    expect(await isBelieved(ENROLLMENT_CODE)).toBe(false);
  });

  it('X15 is not believed on its own word, shown twice', async () => {
    expect(await isBelieved(passkeyProof)).toBe(false);
  });

  it('X15 is believed beside another key that verified its user, and not beside one that was touched', async () => {
    for (const userVerified of [true, false]) {
      const who = await owner({ userVerified: false });
      const other = { ...who.passkey, id: 'another', userVerified: true };
      const account = { ...who.account, passkeys: [...who.account.passkeys, other] };
      const flow = flowWith(passkeyProof(other, userVerified));
      const { command } = await proof(await assertion(who, flow), { account, flow });
      expect(command).toMatchObject({ evidence: { credentialId: who.passkey.id, userVerified } });
    }
  });

  it('X15 stays believed while one of those that vouched for it is there, and is to be shown again when none is', async () => {
    const who = await owner({ userVerified: false });
    const { account } = who;
    const flow = flowWith(PASSWORD, APP);
    const { applyTo } = await proof(await assertion(who, flow), { account, flow });
    const { password: _, ...withoutPassword } = account;
    const { totp: __, ...withoutApp } = account;
    const { totp: ___, ...withNeither } = withoutPassword;
    for (const latest of [account, withoutPassword, withoutApp])
      expect(applyTo(latest, policy)?.passkeys).toEqual([
        { ...who.passkey, counter: who.passkey.counter + 1, userVerified: true, lastUsedAt: LATER },
      ]);
    expect(applyTo(withNeither, policy)).toBeUndefined();
  });
});
