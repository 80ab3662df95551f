import { join } from 'node:path';
import type { AccountForPreview } from '@sallyport/assurance';
import { instant } from '@sallyport/core';
import { type AccountId, type AccountRecord, hostCode, type Store, tenantId } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { app, moduleOfApp } from '../app/app.test-support.ts';
import { install } from '../installed.test-support.ts';
import { accountLine, type BadRow, readAccounts } from '../preview/accounts-file.ts';

const sallyport = install();
const TENANT = tenantId('default');
const AT = instant(Date.UTC(2026, 0, 1));
const ENHANCED = { administrators: { policy: ['super-admin'] }, requiredStrength: 'enhanced' };

const asks = (...more: readonly string[]) => sallyport.ask(['accounts', ...more, '--auth', moduleOfApp(sallyport)]);

/** Writes an account into the store. The id is also its identifier. */
async function keeps(store: Store, id: string, more: Partial<AccountRecord> = {}): Promise<void> {
  const account: AccountRecord = {
    ...{ schema: 1, tenant: TENANT, id: id as AccountId, version: 1, epoch: 1, createdAt: AT, identifiers: [id] },
    ...{ userHandle: id, roles: [], passkeys: [], ...more },
  };
  await store.commit({ tenant: TENANT, now: AT, guards: {}, account, events: [] });
}

const password = { id: 'p', hash: 'a secret hash', provenance: 'independent', changedAt: AT } as const;
const email = { address: 'person@example.org', verifiedAt: AT };
const totp = { id: 't', sealed: 'a sealed secret', lastStep: -1, enrolledAt: AT };
const passkey = {
  ...{ id: 'credential-id', publicKey: 'key', counter: 0, transports: [], name: 'A name', createdAt: AT },
  ...{ userVerified: true, backupEligible: false, backedUp: false, aaguid: 'aa', attested: true },
};
const expiresAt = instant(Date.UTC(2099, 0, 1));

/** An account for each fact that a policy reads. */
async function everyKind(): Promise<Store> {
  const store = memoryStore();
  await keeps(store, 'a-mail', { password, email, roles: ['super-admin', 'staff'] });
  await keeps(store, 'b-app', { password, totp, backupCodes: { id: 'b', issuedAt: AT, hashes: ['x', 'y'] } });
  await keeps(store, 'c-keys', { passkeys: [passkey, { ...passkey, id: 'other', userVerified: false }] });
  await keeps(store, 'd-vouched', {
    password,
    enrollmentCode: { hash: 'h', expiresAt, by: 'host' },
    firstFactor: 'vouched',
  });
  await keeps(store, 'e-blocked', { block: { at: AT, by: 'host', fromAbove: true, reason: 'a name' }, password });
  await keeps(store, 'f-own', { methods: ['passkey'], requiredStrength: 'enhanced', emergency: true, password });
  await keeps(store, 'g-corp', {
    externalIds: [
      { id: 'x', method: 'sso', provider: 'corp', subject: 'a subject', linkedAt: AT, said: { acr: 'mfa' } },
    ],
    ...{ providerRoles: { corp: ['admin'] }, providerRolesAt: { corp: AT } },
  });
  return store;
}

/** The accounts of a file, as `sallyport preview` reads them. */
async function readBack(lines: string): Promise<readonly AccountForPreview[]> {
  const file = join(sallyport.folder, sallyport.write('accounts.ndjson', lines));
  const bad: BadRow[] = [];
  const read: AccountForPreview[] = [];
  for await (const account of readAccounts(file, (row) => bad.push(row))) read.push(account);
  expect(bad).toEqual([]);
  return read;
}

function withNumberedKeys({ facts, ...account }: AccountForPreview): AccountForPreview {
  const passkeys = facts.factors.passkeys.map((key, place) => ({ ...key, id: String(place + 1) }));
  return { ...account, facts: { ...facts, factors: { ...facts.factors, passkeys } } };
}

afterEach(() => vi.unstubAllGlobals());

describe('sallyport accounts', () => {
  it('N5 X25 writes the facts of every account for sallyport preview: what is read is what the app has', async () => {
    const store = await everyKind();
    const auth = app({ store, policy: ENHANCED });
    await auth.ready();
    const written = await asks('--facts');
    expect(written).toMatchObject({ code: 0, err: '' });
    for (const secret of ['hash', 'sealed', 'person@', 'subject', 'A name', 'a name', 'credential-id'])
      expect(written.out).not.toContain(secret);
    const had: AccountForPreview[] = [];
    for await (const account of auth.policy.accounts('default')) had.push(account);
    expect(had.map(({ id }) => id)).toEqual([...had.map(({ id }) => id)].sort());
    expect(had).toHaveLength(7);
    expect(await readBack(written.out)).toEqual(had.map(withNumberedKeys));
  });

  it('N5 writes and reads every fact that there is', async () => {
    const every: AccountForPreview = {
      id: '7',
      facts: {
        roles: ['admin', 'staff'],
        given: [{ method: 'sso', provider: 'corp', roles: ['admin'], saidAt: AT }],
        factors: {
          ...{ password: 'mailbox', ldap: true, sso: ['corp'], said: { corp: { acr: 'mfa', amr: ['hwk'] } } },
          ...{ totp: true, mailDomain: 'example.org', codes: ['sms-code'], backupCodes: 3 },
          passkeys: [{ id: '1', userVerified: true, deviceBound: false, aaguid: 'aa', attested: false }],
        },
        ...{ methods: ['password', 'passkey'], requiredStrength: 'enhanced', emergency: true },
        ...{ blocked: true, blockedFromAbove: true, firstFactor: 'vouched' },
      },
      ...{ vouched: true, vault: ['passkey', 'secret'], rolesUnknown: true },
    };
    expect(await readBack(accountLine(every))).toEqual([every]);
  });

  it('N5 marks the accounts whose roles the app never gave, until people.rolesChanged asks for them', async () => {
    const store = memoryStore();
    for (const id of ['a-told', 'b-untold']) await keeps(store, id, { password });
    const auth = app({ store, policy: ENHANCED, resolveSubject: () => ['super-admin'] });
    await auth.ready();
    const TOLD = { accountId: 'a-told' as AccountId, tenant: TENANT };
    expect(await auth.people.rolesChanged(TOLD, { by: hostCode('a test') })).not.toHaveProperty('refused');
    expect(await readBack((await asks('--facts')).out)).toMatchObject([
      { id: 'a-told', facts: { roles: ['super-admin'] }, rolesUnknown: undefined },
      { id: 'b-untold', facts: { roles: [] }, rolesUnknown: true },
    ]);
  });

  it('N5 gives sallyport preview the numbers that the app itself has', async () => {
    const auth = app({ store: await everyKind(), policy: { ...ENHANCED, requiredStrength: 'single' } });
    await auth.ready();
    sallyport.write('accounts.ndjson', (await asks('--facts')).out);
    sallyport.write('next.json', ENHANCED);
    const previewed = await sallyport.ask(['preview', 'next.json', '--accounts', 'accounts.ndjson', '--json']);
    const { accounts } = JSON.parse(previewed.out);
    const own = await auth.policy.preview('default', ENHANCED);
    expect(own).toMatchObject({ unaffected: 2, mustEnroll: 2, stranded: 3 });
    expect(own).toMatchObject({
      unaffected: accounts.unaffected,
      mustEnroll: accounts.mustEnroll,
      stranded: accounts.stranded,
    });
  });

  it('N5 reads a page of accounts when the page before is written', async () => {
    const inner = memoryStore();
    for (let place = 0; place < 1_200; place++) await keeps(inner, `p${String(place).padStart(4, '0')}`, { password });
    const asked: string[] = [];
    let lines = 0;
    const auth = app({
      store: {
        ...inner,
        listAccounts: async (tenant, page) => {
          asked.push(`after ${lines} lines, ${page.limit} more`);
          return inner.listAccounts(tenant, page);
        },
      },
    });
    await auth.ready();
    asked.length = 0;
    for await (const { id } of auth.policy.accounts('default')) lines += id === '' ? 0 : 1;
    expect(asked).toEqual([0, 500, 1_000].map((before) => `after ${before} lines, 500 more`));
    expect((await asks('--facts')).out.trim().split('\n')).toHaveLength(1_200);
  });

  it('X17 ends with exit code 2 if the store fails halfway', async () => {
    const inner = memoryStore();
    for (let place = 0; place < 501; place++) await keeps(inner, `p${String(place).padStart(4, '0')}`, { password });
    const auth = app({
      store: {
        ...inner,
        listAccounts: async (tenant, page) => {
          if (page.cursor !== undefined) throw new Error('the store is gone');
          return inner.listAccounts(tenant, page);
        },
      },
    });
    await auth.ready();
    const cut = await asks('--facts');
    expect(cut).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^sallyport: auth\d+\.mjs: the store is gone\n$/),
    });
    expect(cut.out.trim().split('\n')).toHaveLength(500);
    expect((await asks()).err).toContain('what of the accounts? Give --facts');
  });
});
