import type { Commit, CounterView, TenantId } from '@sallyport/engine';
import { guess } from './attempts.ts';
import {
  accountId,
  HOUR,
  later,
  MINUTE,
  NOW,
  sampleAccount,
  sampleAdministrators,
  sampleDevice,
  sampleEvent,
  sampleFlow,
  samplePasskey,
  samplePolicy,
  sampleRecipients,
  sampleSamlRequest,
  sampleSession,
  sampleVault,
} from './sample-records.ts';
import { begin, openSessions, type Scene, write } from './scene.ts';

/**
 * Fills a tenant with a record of every kind: two accounts with a vault each, two flows, three SAML requests, three sessions, a device, a used single-use value, a policy,
 * administrators, counters, events, and a failure at an unknown identifier.
 */
export async function furnish(scene: Scene): Promise<void> {
  const { tenant } = scene;
  for (const name of ['cleo', 'dora']) {
    const account = sampleAccount(tenant, name, { passkeys: [samplePasskey(`key-of-${name}`)] });
    await write(scene, { account, vault: sampleVault(tenant, name) });
  }
  await openSessions(
    scene,
    sampleSession(tenant, 's1', 'cleo', { idle: HOUR, expiresAt: later(30 * MINUTE) }),
    sampleSession(tenant, 's2', 'cleo', { idle: MINUTE }),
    sampleSession(tenant, 's3', 'dora'),
  );
  await write(scene, { flow: sampleFlow(tenant, 'f1', { accountId: accountId('cleo'), expiresAt: later(HOUR) }) });
  await write(scene, { flow: sampleFlow(tenant, 'f2', { expiresAt: later(MINUTE) }) });
  for (const id of ['r1', 'r2'])
    await write(scene, { samlRequest: sampleSamlRequest(tenant, id, { expiresAt: later(HOUR) }) });
  await write(scene, { samlRequest: sampleSamlRequest(tenant, 'r3', { expiresAt: later(MINUTE) }) });
  await write(scene, { device: sampleDevice('cleo', 'd1'), uses: [{ key: 'used-before', expiresAt: later(HOUR) }] });
  await guess(scene, {}, { account: { kind: 'id', value: accountId('cleo') } });
  await guess(scene, {}, { account: { kind: 'id', value: accountId('cleo') }, deviceHashes: ['d1'] });
  await guess(scene, {}, { account: { kind: 'id', value: accountId('dora') } });
  await write(scene, { policy: samplePolicy(tenant, 1), administrators: sampleAdministrators(tenant, 1, ['cleo']) });
  await write(scene, {
    events: [sampleEvent(tenant, 'e1', { recipients: sampleRecipients() }), sampleEvent(tenant, 'e2')],
  });
  await write(scene, { countUnknownFailure: true });
}

/** A change of a furnished tenant that guards and changes a record of every kind. */
export function changeOfEverything(tenant: TenantId): Commit {
  return {
    tenant,
    now: NOW,
    guards: {
      flow: { id: 'f1', version: 1 },
      samlRequest: { id: 'r1', version: 1 },
      account: { id: accountId('cleo'), version: 1 },
      session: { id: 's1', version: 1 },
      actor: { accountId: accountId('dora'), version: 1, sessionId: 's3' },
      policy: 1,
      administrators: 1,
    },
    flow: sampleFlow(tenant, 'f3'),
    endFlow: { id: 'f2' },
    samlRequest: sampleSamlRequest(tenant, 'r1', { version: 2, failedResponses: 1 }),
    endSamlRequest: { id: 'r2' },
    account: sampleAccount(tenant, 'cleo', {
      version: 2,
      identifiers: ['cleo@example.org', 'cleo@example.net'],
      passkeys: [samplePasskey('key-of-cleo'), samplePasskey('new-key')],
    }),
    vault: sampleVault(tenant, 'cleo', { version: 2, keyId: 'next-key' }),
    newSession: { session: sampleSession(tenant, 's4', 'cleo'), consumes: { flowId: 'f1' } },
    session: sampleSession(tenant, 's1', 'cleo', { version: 2, tokenHash: 'next-token-of-s1' }),
    endSessions: { accountId: accountId('cleo') },
    device: sampleDevice('cleo', 'd2'),
    forgetDevices: { accountId: accountId('cleo') },
    uses: [{ key: 'used-now', expiresAt: later(HOUR) }],
    clearCounters: { subject: 'cleo', by: 'administrator' },
    policy: samplePolicy(tenant, 2),
    administrators: sampleAdministrators(tenant, 2, ['cleo', 'dora']),
    events: [sampleEvent(tenant, 'e3'), sampleEvent(tenant, 'e4', { recipients: sampleRecipients('new@example.org') })],
    countUnknownFailure: true,
  };
}

const KEYS = [
  { kind: 'identifier', value: 'cleo@example.org' },
  { kind: 'identifier', value: 'cleo@example.net' },
  { kind: 'identifier', value: 'dora@example.org' },
  { kind: 'passkey', value: 'key-of-cleo' },
  { kind: 'passkey', value: 'key-of-dora' },
  { kind: 'passkey', value: 'new-key' },
] as const;

/**
 * Everything readable of a furnished tenant. Two pictures are equal if nothing changed between them. Single-use values are left out, because reading a
 * single-use value uses the single-use value.
 */
export async function pictureOf(scene: Scene): Promise<Picture> {
  const { store, tenant } = scene;
  const page = { limit: 100 };
  const policy = await store.readPolicy(tenant);
  const load = (step: Parameters<typeof begin>[1]) => begin(scene, { knownPolicy: policy?.version ?? 0, ...step });
  const accounts = (await store.listAccounts(tenant, page)).items;
  const counters = await store.listCounters(tenant);
  return {
    policy,
    policyVersions: (await store.listPolicyVersions(tenant, page)).items,
    administrators: await store.readAdministrators(tenant),
    accounts,
    accountsById: await each(accounts, ({ id }) => store.readAccount(tenant, id)),
    vaults: await each(['cleo', 'dora'], (id) => store.readVault(tenant, accountId(id))),
    people: (await store.listPeople(tenant, { ...page, now: NOW })).items,
    vaultWays: (await store.listVaultWays(tenant, page)).items,
    owners: await each(KEYS, async (account) => (await load({ account })).account?.id),
    flows: await each(['f1', 'f2', 'f3'], async (id) => (await load({ flowHash: `token-of-${id}` })).flow),
    samlRequests: await each(['r1', 'r2', 'r3', 'r4'], (id) => store.readSamlRequest(tenant, id, NOW)),
    sessions: await each(
      ['token-of-s1', 'next-token-of-s1', 'token-of-s2', 'token-of-s3', 'token-of-s4'],
      async (sessionHash) => (await load({ sessionHash })).session,
    ),
    sessionsOfCleo: await idsOfSessions(scene, 'cleo'),
    sessionsOfDora: await idsOfSessions(scene, 'dora'),
    devices: await each(['d1', 'd2'], async (device) => {
      return (
        (await load({ deviceHashes: [device], account: { kind: 'id', value: accountId('cleo') } })).knownDevice ===
        device
      );
    }),
    devicesOfCleo: await store.listDevices(tenant, accountId('cleo')),
    failures: await store.countFailures(tenant, NOW),
    counters: counters.map(inWords).sort(),
    events: (await store.listEvents(tenant, page)).items,
    logBatches: (await store.listLogBatches(tenant, page)).items,
    toTell: (await store.eventsToNotify(100)).filter((event) => event.tenant === tenant),
  };
}

/** The result of {@link pictureOf}. */
export type Picture = Readonly<Record<string, unknown>>;

async function idsOfSessions({ store, tenant }: Scene, owner: string): Promise<readonly string[]> {
  return (await store.listSessions(tenant, accountId(owner), NOW)).map(({ id }) => id).sort();
}

function each<Item, Result>(items: readonly Item[], ask: (item: Item) => Promise<Result>): Promise<readonly Result[]> {
  return Promise.all(items.map(ask));
}

function inWords({ subject, authenticator, device = 'strangers', counter }: CounterView): string {
  const { recent, total, first, lockedUntil, open } = counter;
  return [subject, authenticator, device, recent, total, first, lockedUntil, open].join(' ');
}
