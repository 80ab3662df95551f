import type { PolicyInput } from '@sallyport/core';
import {
  type AccountRef,
  hostCode,
  isRefusal,
  type Notice,
  type PersonView,
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
const SINGLE: PolicyInput<string> = { administrators: ADMINISTRATORS, requiredStrength: 'single' };
const DORA = { externalId: 'user-7' };

interface Host {
  readonly shared: SharedStore;
  readonly auth: Sallyport;
  readonly notices: Notice[];
}

async function host(kind: (typeof STORES)[number], options: Partial<SallyportOptions<string>> = {}): Promise<Host> {
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

async function made(made: Promise<PersonView | Refusal>): Promise<PersonView> {
  const account = await made;
  if (isRefusal(account)) throw new Error(JSON.stringify(account));
  return account;
}

function addDora(auth: Sallyport, roles?: readonly string[]): Promise<PersonView> {
  const given = { identifier: 'dora@example.org', email: 'dora@example.org', password: PASSWORD };
  return made(auth.people.create({ ...given, ...DORA, roles, by: hostCode('import') }));
}

/** The latest events of an account as the host reads the log, newest first. */
async function eventsOf(auth: Sallyport, { accountId }: PersonView): Promise<readonly unknown[]> {
  const { events } = await auth.audit.events(TENANT, { account: accountId });
  return events.map(({ type, actor }) => ({ type, actor }));
}

describe.each(STORES)('X25 accounts by host code, on %s', (kind) => {
  it('X25 are created and found by the host’s own key, by id and by identifier', async () => {
    const { auth } = await host(kind, { tenant: () => 'default', tenants: { default: {}, acme: {} } });
    const dora = await addDora(auth);
    expect(dora).toMatchObject({ externalId: 'user-7', identifiers: ['dora@example.org'], status: 'active' });
    const keys: AccountRef[] = [DORA, { accountId: dora.accountId }, { identifier: ' Dora@Example.org ' }];
    for (const who of keys) expect(await auth.people.find(who)).toEqual(dora);
    const strangers: AccountRef[] = [
      { externalId: 'user-8' },
      { externalId: 'User-7' },
      { accountId: 'user-7' },
      { identifier: 'user-7' },
      { externalId: 'a\0b' },
      { ...DORA, tenant: 'acme' },
    ];
    for (const who of strangers) expect(await auth.people.find(who)).toBeUndefined();
    const { accounts, next } = await auth.people.list({ query: 'dora' });
    expect([accounts.map(({ accountId }) => accountId), next]).toEqual([[dora.accountId], undefined]);
    const elsewhere = await made(
      auth.people.create({ ...DORA, identifier: 'dora@example.org', tenant: 'acme', by: hostCode('host') }),
    );
    expect(await auth.people.find({ ...DORA, tenant: 'acme' })).toEqual(elsewhere);
  });

  it('X25 each act is one event, by the host and in its words for who acted; the owner is told', async () => {
    const { auth, notices } = await host(kind);
    const dora = await addDora(auth);
    const { people } = auth;
    const by = { by: hostCode('job-3') };
    const acts = {
      'account.roles-changed': () => people.setRoles(DORA, { roles: ['staff'], ...by }),
      'account.methods-changed': () => people.setMethods(DORA, { methods: ['password'], ...by }),
      'account.identifier-changed': () => people.rename(DORA, { identifier: 'Dora@Example.net', ...by }),
      'account.external-id-changed': () => people.setExternalId(DORA, { externalId: 'user-7', ...by }),
      'session.revoked': () => people.endSessions(DORA, by),
      'passkeys.reset': () => people.resetPasskeys(DORA, by),
      'two-step.reset': () => people.resetTwoStep(DORA, by),
      'enrollment.vouched': () => people.vouch(DORA, by),
      'account.blocked': () => people.block(DORA, { reason: 'left', ...by }),
      'account.unblocked': () => people.unblock(DORA, by),
    };
    const actor = { kind: 'host', id: 'job-3' };
    const expected: unknown[] = [{ type: 'account.created', actor: { kind: 'host', id: 'import' } }];
    for (const [type, act] of Object.entries(acts)) {
      expect(isRefusal(await act()), type).toBe(false);
      // Setting the same key again changes nothing.
      if (type !== 'account.external-id-changed') expected.unshift({ type, actor });
      expect(await eventsOf(auth, dora), type).toEqual(expected);
    }
    expect(await people.find(DORA)).toMatchObject({
      roles: ['staff'],
      methods: ['password'],
      identifiers: ['dora@example.net'],
    });
    expect(await people.delete(DORA, { by: hostCode('host') })).toBeUndefined();
    expect(await eventsOf(auth, dora)).toEqual([
      { type: 'account.deleted', actor: { kind: 'host', id: 'host' } },
      ...expected,
    ]);
    await auth.runBackgroundWork();
    expect(notices.map(({ event }) => event.type)).toEqual(
      ['methods-changed', 'identifier-changed', 'blocked', 'unblocked', 'deleted']
        .map((type) => `account.${type}`)
        .toSpliced(2, 0, 'passkeys.reset', 'two-step.reset', 'enrollment.vouched'),
    );
  });

  it('X25 the last policy administrator stays, whichever of them goes first, and nobody loses the way in unless it is forced', async () => {
    const { auth } = await host(kind);
    const { people } = auth;
    const administrators = ['ada', 'ben'].map((externalId) => ({ externalId }));
    for (const who of administrators) {
      const identifier = `${who.externalId}@example.org`;
      const given = { identifier, email: identifier, password: PASSWORD, roles: ['super-admin'] };
      await made(people.create({ ...who, ...given, by: hostCode('host') }));
    }
    const demotions = await Promise.all(
      administrators.map((who) => people.setRoles(who, { roles: [], by: hostCode('host') })),
    );
    expect(demotions.filter(isRefusal)).toEqual([{ refused: 'policy-strands-administrators' }]);
    const [left] = administrators.filter((_, turn) => isRefusal(demotions[turn]));
    if (left === undefined) throw new Error('somebody is left');
    const refused = { refused: 'policy-strands-administrators' };
    expect(await people.block(left, { reason: 'x', by: hostCode('host') })).toEqual(refused);
    expect(await people.delete(left, { by: hostCode('host') })).toEqual(refused);
    expect(await people.setMethods(left, { methods: ['passkey'], force: true, by: hostCode('host') })).toEqual(refused);

    await addDora(auth);
    const passkeys = { methods: ['passkey'] } as const;
    expect(await people.setMethods(DORA, { ...passkeys, by: hostCode('host') })).toMatchObject({
      refused: 'no-way-in-left',
    });
    expect(await people.setMethods(DORA, { ...passkeys, force: true, by: hostCode('host') })).toMatchObject(passkeys);
  });

  it('X25 ends sessions at once, and so do a block and a deletion', async () => {
    const { auth, shared } = await host(kind);
    const other = await shared.start({ policy: SINGLE, policySource: 'store' });
    await addDora(auth);
    const ended = { refused: 'no-session' };
    const session = await signsIn(other, 'dora@example.org');
    expect(await session.guard()).toMatchObject(DORA);
    expect(await auth.people.endSessions(DORA, { by: hostCode('host') })).toMatchObject({ sessions: 0 });
    expect(await session.guard()).toEqual(ended);

    const blocked = await signsIn(other, 'dora@example.org');
    await auth.people.block(DORA, { reason: 'a look is needed', by: hostCode('desk') });
    expect(await blocked.guard()).toEqual(ended);
    expect((await auth.audit.security(TENANT)).blocked).toMatchObject([{ by: hostCode('host:desk') }]);
    await auth.people.unblock(DORA, { by: hostCode('host') });

    const deleted = await signsIn(other, 'dora@example.org');
    await auth.people.delete(DORA, { by: hostCode('host') });
    expect(await deleted.guard()).toEqual(ended);
    await expect(signsIn(other, 'dora@example.org')).rejects.toThrow('was not signed in');
  });
});
