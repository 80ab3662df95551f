import type { PolicyInput } from '@sallyport/core';
import {
  type AccountRef,
  type HostAccountView,
  isRefusal,
  type Notice,
  type Refusal,
  type Sallyport,
  type SallyportOptions,
  tenantId,
} from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { ADMINISTRATORS } from './support/administration.ts';
import { type SharedStore, STORES, sharedStore } from './support/embedded.ts';
import { PASSWORD } from './support/quickstart.ts';
import { signsIn } from './support/token-session.ts';

const TENANT = tenantId('default');
const SINGLE: PolicyInput = { administrators: ADMINISTRATORS, requiredStrength: 'single' };
const DORA = { externalId: 'user-7' };

interface Host {
  readonly shared: SharedStore;
  readonly auth: Sallyport;
  readonly notices: Notice[];
}

async function host(kind: (typeof STORES)[number], options: Partial<SallyportOptions> = {}): Promise<Host> {
  const shared = await sharedStore(kind);
  const notices: Notice[] = [];
  const auth = await shared.start({
    policy: SINGLE,
    policySource: 'store',
    notifyOwner: (notice) => void notices.push(notice),
    ...options,
  });
  return { shared, auth, notices };
}

async function made(made: Promise<HostAccountView | Refusal>): Promise<HostAccountView> {
  const account = await made;
  if (isRefusal(account)) throw new Error(JSON.stringify(account));
  return account;
}

function addDora(auth: Sallyport, roles?: readonly string[]): Promise<HostAccountView> {
  const given = { identifier: 'dora@example.org', email: 'dora@example.org', password: PASSWORD };
  return made(auth.accounts.create({ ...given, ...DORA, ...(roles === undefined ? {} : { roles }), by: 'import' }));
}

/** The latest events of an account as the host reads the log, newest first. */
async function eventsOf(auth: Sallyport, { accountId }: HostAccountView): Promise<readonly unknown[]> {
  const { events } = await auth.admin.events(TENANT, { account: accountId });
  return events.map(({ type, actor }) => ({ type, actor }));
}

describe.each(STORES)('X25 accounts by host code, on %s', (kind) => {
  it('X25 are created and found by the host’s own key, by id and by identifier', async () => {
    const { auth } = await host(kind, { tenant: () => 'default', tenants: { default: {}, acme: {} } });
    const dora = await addDora(auth);
    expect(dora).toMatchObject({ externalId: 'user-7', identifiers: ['dora@example.org'], status: 'active' });
    const keys: AccountRef[] = [DORA, { accountId: dora.accountId }, { identifier: ' Dora@Example.org ' }];
    for (const who of keys) expect(await auth.accounts.find(who)).toEqual(dora);
    const strangers: AccountRef[] = [
      { externalId: 'user-8' },
      { externalId: 'User-7' },
      { accountId: 'user-7' },
      { identifier: 'user-7' },
      { externalId: 'a\0b' },
      { ...DORA, tenant: 'acme' },
    ];
    for (const who of strangers) expect(await auth.accounts.find(who)).toBeUndefined();
    const { accounts, next } = await auth.accounts.list({ query: 'dora' });
    expect([accounts, next]).toEqual([[dora], undefined]);
    const elsewhere = await made(auth.accounts.create({ ...DORA, identifier: 'dora@example.org', tenant: 'acme' }));
    expect(await auth.accounts.find({ ...DORA, tenant: 'acme' })).toEqual(elsewhere);
  });

  it('X25 no two accounts of a tenant have the host’s same key, and a key that is none is refused', async () => {
    const { auth } = await host(kind);
    const dora = await addDora(auth);
    const taken = { refused: 'already-exists' };
    expect(await auth.accounts.create({ identifier: 'dave', ...DORA })).toEqual(taken);
    const dave = await made(auth.accounts.create({ identifier: 'dave' }));
    expect(await auth.accounts.setExternalId({ identifier: 'dave' }, DORA)).toEqual(taken);
    for (const externalId of ['', 'x'.repeat(256), 'a\0b', '\ud800']) {
      const refused = { refused: 'malformed-input', errors: [{ path: 'externalId' }] };
      expect(await auth.accounts.create({ identifier: 'mole', externalId })).toMatchObject(refused);
      expect(await auth.accounts.setExternalId({ accountId: dave.accountId }, { externalId })).toMatchObject(refused);
    }
    await auth.accounts.setExternalId(DORA, { externalId: null });
    expect(await auth.accounts.find(DORA)).toBeUndefined();
    expect(await auth.accounts.setExternalId({ identifier: 'dave' }, DORA)).toMatchObject(DORA);
    expect(await auth.accounts.find(DORA)).toMatchObject({ accountId: dave.accountId });
    expect(await auth.accounts.find({ accountId: dora.accountId })).not.toHaveProperty('externalId');
    const number: AccountRef = JSON.parse('{ "externalId": 7 }');
    await expect(auth.accounts.find(number)).rejects.toThrow('externalId is no text');
    expect(await auth.accounts.block(number, { reason: 'x' })).toMatchObject({ refused: 'malformed-input' });
  });

  it('X25 each act is one event, by the host and in its words for who acted; the owner is told', async () => {
    const { auth, notices } = await host(kind);
    const dora = await addDora(auth);
    const { accounts } = auth;
    const by = { by: 'job-3' };
    const acts = {
      'account.roles-changed': () => accounts.setRoles(DORA, { roles: ['staff'], ...by }),
      'account.methods-changed': () => accounts.setMethods(DORA, { methods: ['password'], ...by }),
      'account.identifier-changed': () => accounts.rename(DORA, { identifier: 'Dora@Example.net', ...by }),
      'account.external-id-changed': () => accounts.setExternalId(DORA, { externalId: 'user-7', ...by }),
      'session.revoked': () => accounts.endSessions(DORA, by),
      'passkeys.reset': () => accounts.resetPasskeys(DORA, by),
      'two-step.reset': () => accounts.resetTwoStep(DORA, by),
      'enrollment.vouched': () => accounts.vouch(DORA, by),
      'account.blocked': () => accounts.block(DORA, { reason: 'left', ...by }),
      'account.unblocked': () => accounts.unblock(DORA, by),
    };
    const actor = { kind: 'host', id: 'job-3' };
    const expected: unknown[] = [{ type: 'account.created', actor: { kind: 'host', id: 'import' } }];
    for (const [type, act] of Object.entries(acts)) {
      expect(isRefusal(await act()), type).toBe(false);
      // Setting the same key again changes nothing.
      if (type !== 'account.external-id-changed') expected.unshift({ type, actor });
      expect(await eventsOf(auth, dora), type).toEqual(expected);
    }
    expect(await accounts.find(DORA)).toMatchObject({
      roles: ['staff'],
      methods: ['password'],
      identifiers: ['dora@example.net'],
    });
    expect(await accounts.delete(DORA)).toBeUndefined();
    expect(await eventsOf(auth, dora)).toEqual([{ type: 'account.deleted', actor: { kind: 'host' } }, ...expected]);
    await auth.tend();
    expect(notices.map(({ event }) => event.type)).toEqual(
      ['methods-changed', 'identifier-changed', 'blocked', 'unblocked', 'deleted']
        .map((type) => `account.${type}`)
        .toSpliced(2, 0, 'passkeys.reset', 'two-step.reset', 'enrollment.vouched'),
    );
  });

  it('X25 an act on nobody is not found, one in words that are none is refused, and neither changes anything', async () => {
    const { auth } = await host(kind);
    const dora = await addDora(auth);
    const nobody = { externalId: 'nobody' };
    const { accounts } = auth;
    const acts = (who: AccountRef, by?: string): Promise<unknown>[] => [
      accounts.setRoles(who, { roles: [], by }),
      accounts.block(who, { reason: 'x', by }),
      accounts.endSessions(who, { by }),
      accounts.resetTwoStep(who, { by }),
      accounts.delete(who, { by }),
    ];
    for (const answer of acts(nobody)) expect(await answer).toEqual({ refused: 'not-found' });
    for (const answer of acts(DORA, '')) expect(await answer).toMatchObject({ errors: [{ path: 'by' }] });
    expect(await accounts.rename(DORA, { identifier: '  ' })).toMatchObject({ errors: [{ path: 'identifier' }] });
    expect(await accounts.find(DORA)).toEqual(dora);
    expect(await eventsOf(auth, dora)).toHaveLength(1);
  });

  it('X25 the last policy administrator stays, whichever of them goes first, and nobody loses the way in unless it is forced', async () => {
    const { auth } = await host(kind);
    const { accounts } = auth;
    const administrators = ['ada', 'ben'].map((externalId) => ({ externalId }));
    for (const who of administrators) {
      const identifier = `${who.externalId}@example.org`;
      const given = { identifier, email: identifier, password: PASSWORD, roles: ['super-admin'] };
      await made(accounts.create({ ...who, ...given }));
    }
    const demotions = await Promise.all(administrators.map((who) => accounts.setRoles(who, { roles: [] })));
    expect(demotions.filter(isRefusal)).toEqual([{ refused: 'policy-strands-administrators' }]);
    const [left] = administrators.filter((_, turn) => isRefusal(demotions[turn]));
    if (left === undefined) throw new Error('somebody is left');
    const refused = { refused: 'policy-strands-administrators' };
    expect(await accounts.block(left, { reason: 'x' })).toEqual(refused);
    expect(await accounts.delete(left)).toEqual(refused);
    expect(await accounts.setMethods(left, { methods: ['passkey'], force: true })).toEqual(refused);

    await addDora(auth);
    const passkeys = { methods: ['passkey'] } as const;
    expect(await accounts.setMethods(DORA, passkeys)).toEqual({ refused: 'no-way-in-left' });
    expect(await accounts.setMethods(DORA, { ...passkeys, force: true })).toMatchObject(passkeys);
  });

  it('X25 ends sessions at once, and so do a block and a deletion', async () => {
    const { auth, shared } = await host(kind);
    const other = await shared.start({ policy: SINGLE, policySource: 'store' });
    await addDora(auth);
    const ended = { refused: 'no-session' };
    const session = await signsIn(other, 'dora@example.org');
    expect(await session.guard()).toMatchObject(DORA);
    expect(await auth.accounts.endSessions(DORA)).toMatchObject({ sessions: 0 });
    expect(await session.guard()).toEqual(ended);

    const blocked = await signsIn(other, 'dora@example.org');
    await auth.accounts.block(DORA, { reason: 'a look is needed', by: 'desk' });
    expect(await blocked.guard()).toEqual(ended);
    expect((await auth.admin.security(TENANT)).blocked).toMatchObject([{ by: 'host:desk' }]);
    await auth.accounts.unblock(DORA);

    const deleted = await signsIn(other, 'dora@example.org');
    await auth.accounts.delete(DORA);
    expect(await deleted.guard()).toEqual(ended);
    await expect(signsIn(other, 'dora@example.org')).rejects.toThrow('was not signed in');
  });

  it('X25 a vouching by the host opens the set-up of a first factor', async () => {
    const { auth } = await host(kind, {
      policy: { requiredStrength: 'enhanced', enrollment: { firstFactor: 'vouched' } },
    });
    await addDora(auth);
    const vouched = await auth.accounts.vouch(DORA);
    if (isRefusal(vouched)) throw new Error(vouched.refused);
    const caller = { tenant: TENANT, mode: 'token' } as const;
    const begun = await auth.signIn.begin(caller, { identifier: 'dora@example.org', password: PASSWORD });
    const withFlow = { ...caller, flowToken: begun.keep?.flow?.token ?? '' };
    expect(await auth.signIn.enrollmentCode(withFlow, { code: vouched.enrollmentCode })).toMatchObject({
      answer: { status: 'enroll' },
    });
  });
});
