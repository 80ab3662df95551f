import assert from 'node:assert/strict';
import type { AccountRecord, FlowRecord, SessionRecord, TenantId } from '@sallyport/engine';
import type { Recipients } from '@sallyport/store';
import {
  accountId,
  DAY,
  HOUR,
  later,
  MINUTE,
  NOW,
  sampleAccount,
  sampleAdministrators,
  sampleEvent,
  sampleExternalId,
  sampleFlow,
  samplePasskey,
  samplePolicy,
  sampleSession,
  tenantId,
} from '../sample-records.ts';
import { addAccounts, begin, type Chapter, openSessions, tryWrite, write } from '../scene.ts';

/** Keys and values with a special meaning in a database or in JavaScript. */
const AWKWARD = {
  $set: { 'a.b': [null, true, 0, -0.5, 9_007_199_254_740_991, '', 'ünï 😀'] },
  'a.b': {},
  '': [],
  constructor: 'x',
  null: null,
};

const SHADOWED = { sameAs: 0, shadow: { draft: '{"a.b":1}', since: NOW, by: 'host:😀', note: 'for a week' } } as const;

const AWKWARD_NAMES = ['__proto__', 'constructor', '$ne', 'a.b', "' or 1=1 --", '%', '{"$gt":""}', '😀', ' ', 'a\\b'];

/** The members that `sampleAccount` gives each account. */
type OfEverySample = 'schema' | 'tenant' | 'id' | 'version' | 'createdAt' | 'userHandle';

/** An account with every member, so that no store can lose one. */
function fullAccount(tenant: TenantId): AccountRecord {
  return sampleAccount(tenant, 'cleo', {
    epoch: 7,
    epochSince: later(0),
    identifiers: ['cleo@example.org', 'c.leo', 'jörg@example.org'],
    externalId: 'Users/42 é',
    email: { address: 'Cleo@Example.org', verifiedAt: NOW },
    roles: ['staff', 'policy-admin'],
    rolesAt: NOW,
    roleGains: [{ role: 'staff', at: NOW }],
    methods: ['password', 'passkey'],
    requiredStrength: 'enhanced',
    emergency: true,
    openSignUp: true,
    invited: true,
    clearedFor: [{ rank: 'people' }, { provider: 'corp', rank: 'policy' }],
    lowered: { from: 'enhanced', by: 'pia' },
    firstFactor: 'vouched',
    dormancy: { since: NOW, warnedAt: NOW },
    disowned: { at: NOW, signedInAt: NOW },
    emergencyUsedAt: NOW,
    block: {
      at: NOW,
      by: 'ada',
      fromAbove: true,
      reason: 'lost “laptop”\n',
      exposure: { asOf: NOW, items: [{ id: 'x', label: 'X', access: 'write', lastUsedAt: NOW }] },
    },
    password: {
      ...{ id: 'password-1', hash: '$argon2id$v=19$m=19456', provenance: 'mailbox', changedAt: NOW, unmatched: true },
    },
    formerPasswords: ['$argon2id$v=19$m=19456$b', '$2b$10$c'],
    totp: {
      ...{ id: 'totp-1', sealed: 'v1.k1.abc', lastStep: 58_333_320, enrolledAt: NOW },
      ...{ algorithm: 'sha256', digits: 8, period: 60 },
    },
    others: [{ method: 'card', id: 'card-1', sealed: 'v1.k1.ghi', enrolledAt: NOW, setUpBy: 'pia' }],
    pendingSecret: { method: 'totp', boundTo: 'session s1', sealed: 'v1.k1.def', expiresAt: later(MINUTE) },
    passkeys: [
      { ...samplePasskey('p-1'), userHandleUnknown: true },
      { ...samplePasskey('p_2'), userHandle: 'aGFuZGxl', backupEligibleAssumed: true },
    ],
    openPasskeys: ['p-3'],
    codes: [{ method: 'sms-code', id: 'sms-1', address: '+15550112', enrolledAt: NOW }],
    pendingCode: { method: 'voice-code', address: '+15550113', hash: 'h', expiresAt: later(MINUTE) },
    externalIds: [
      {
        ...sampleExternalId('248289761001'),
        asserted: true,
        toldAt: NOW,
        said: { amr: ['pwd'] },
        reported: [{ at: NOW, firstAt: NOW, acr: 'urn:mfa', amr: ['pwd', 'otp'] }],
      },
      { ...sampleExternalId('x'), provider: 'ldap', method: 'ldap' },
    ],
    unlinked: [
      {
        provider: 'corp',
        subject: '248289761000',
        at: NOW,
        address: 'c@Example.com',
        addressUnverified: true,
        endedByRole: true,
      },
    ],
    formerAddresses: ['former@example.org'],
    importedAs: 'cleo-of-old',
    imported: { by: 'host:the move', version: 2, unblocked: true },
    displayName: 'Cléo “Marsh” 🗝',
    providerRoles: { corp: ['staff', 'vault-owner'], ldap: [] },
    providerRolesAt: { corp: NOW },
    vaultOfOthers: ['provider:corp identity:link-1'],
    recovery: { hash: 'r', expiresAt: later(MINUTE) },
    backupCodes: { id: 'backup-1', issuedAt: NOW, hashes: ['h1', 'h2'] },
    enrollmentCode: { hash: 'h', expiresAt: later(DAY), by: accountId('ada'), helpsIn: 'first' },
    pendingEmail: { address: 'new@example.org', hash: 'h', expiresAt: later(HOUR) },
  } satisfies Omit<Required<AccountRecord>, OfEverySample>);
}

function fullFlow(tenant: TenantId): FlowRecord {
  return sampleFlow(tenant, 'f1', {
    purpose: 'step-up',
    mode: 'token',
    accountId: accountId('cleo'),
    evidence: [
      { method: 'sso', at: NOW, provider: 'p', acr: 'urn:x', amr: ['mfa', 'hwk'] },
      { method: 'password', at: later(1), provenance: 'independent', binding: 'password-1' },
    ],
    failedReturns: 2,
    newPassword: { id: 'password-2', hash: '$argon2id$v=19', provenance: 'independent', changedAt: NOW, rules: 'r' },
    setUps: {
      restsOn: { epoch: 7, mailbox: 'cleo@example.org', word: 'h', isOfMailbox: false },
      events: [
        { type: 'factor.enrolled', method: 'passkey', detail: { passkey: 'p-3' } },
        { type: 'external-id.linked', actor: 'provider:corp', method: 'sso', detail: { provider: 'corp' } },
      ],
      email: { address: 'Cleo@Example.org', verifiedAt: NOW, setUpBy: 'pia' },
      password: { id: 'password-3', hash: '$argon2id$v=19', provenance: 'mailbox', changedAt: NOW },
      totp: { id: 'totp-2', sealed: 'v1.k1.jkl', lastStep: 58_333_320, enrolledAt: NOW },
      backupCodes: { id: 'backup-2', issuedAt: NOW, hashes: ['h3'] },
      passkeys: [samplePasskey('p-3')],
      codes: [{ method: 'sms-code', id: 'sms-2', address: '+15550114', enrolledAt: NOW }],
      others: [{ method: 'card', id: 'card-2', sealed: 'v1.k1.mno', enrolledAt: NOW }],
      externalIds: [sampleExternalId('248289761002')],
      providerRoles: { corp: ['staff'] },
      providerRolesAt: { corp: NOW },
      roleGains: [{ role: 'staff', at: NOW }],
    },
    accepts: ['totp', 'email-code'],
    raises: { session: fullSession(tenant), strengths: ['enhanced'], within: MINUTE, undated: true },
    sentCode: { method: 'sms-code', hash: 'h', expiresAt: later(MINUTE) },
    challenge: { method: 'card', asked: ['A1', 'C4'], expiresAt: later(MINUTE) },
    pendingSecret: { method: 'totp', boundTo: 'session s1', sealed: 'v1.k1.abc', expiresAt: later(MINUTE) },
    pendingCode: { method: 'sms-code', address: '+15550112', hash: 'h', expiresAt: later(MINUTE) },
    sso: {
      provider: 'corp',
      callback: 'https://app.example/callback',
      state: 's',
      kept: { nonce: 'n', at: 1, signed: true, request: null },
      leftAt: later(0),
      asksAnew: 'person',
      isSecond: true,
      expiresAt: later(MINUTE),
      judgedUntil: later(1),
    },
    newAddress: { provider: 'corp', address: 'dora.new@example.org', leftAt: later(0) },
    forAnyone: true,
    beside: { session: 's0', accountId: accountId('dora'), at: NOW },
    linksFor: { session: 's1', epoch: 7, account: ['password:p1', 'email:dora@example.org'], setUpBy: 'pia' },
    continuation: { returnTo: '/a?b=c', nested: AWKWARD },
  });
}

function fullSession(tenant: TenantId): SessionRecord {
  return sampleSession(tenant, 's1', 'cleo', {
    epoch: 7,
    mode: 'token',
    bindings: ['password-1', 'totp-1'],
    policyVersion: 3,
    former: { hash: 'the token before', until: later(MINUTE) },
    lineage: 's0',
    opened: [{ session: 's2', accountId: accountId('ada'), until: later(MINUTE) }],
    ip: '2001:db8::1',
    userAgent: 'Mozilla/5.0 (ünï)',
    begunAt: { provider: 'corp', logoutHint: 'eyJ.x.y' },
  });
}

/** The store returns a record exactly as it was written. */
export const records: Chapter = {
  title: 'records come back as they were written',
  promises: {
    'an account, whole, by its id and by every key': async (scene) => {
      const account = fullAccount(scene.tenant);
      await addAccounts(scene, account);
      assert.deepEqual(await scene.store.readAccount(scene.tenant, account.id), account);
      assert.deepEqual((await scene.store.listAccounts(scene.tenant, { limit: 10 })).items, [account]);
      const keys = [
        { kind: 'id', value: account.id } as const,
        ...account.identifiers.map((value) => ({ kind: 'identifier', value }) as const),
        ...account.passkeys.map(({ id }) => ({ kind: 'passkey', value: id }) as const),
        { kind: 'external-id', value: 'corp 248289761001' } as const,
        { kind: 'external-id', value: 'ldap x' } as const,
        { kind: 'host-key', value: account.externalId ?? '' } as const,
      ];
      for (const key of keys) assert.deepEqual((await begin(scene, { account: key })).account, account);
    },
    'a flow, whole, by its token': async (scene) => {
      const flow = fullFlow(scene.tenant);
      await write(scene, { flow });
      assert.deepEqual((await begin(scene, { flowHash: flow.tokenHash })).flow, flow);
    },
    'a session, whole, by its token and in its account’s list': async (scene) => {
      const session = fullSession(scene.tenant);
      await addAccounts(scene, fullAccount(scene.tenant));
      await openSessions(scene, session);
      assert.deepEqual((await begin(scene, { sessionHash: session.tokenHash })).session, session);
      assert.deepEqual(await scene.store.listSessions(scene.tenant, session.accountId, NOW), [session]);
    },
    'a policy, administrators and events, whole': async (scene) => {
      const policy = { ...samplePolicy(scene.tenant, 1), document: AWKWARD, release: '2031-02-03.7', ...SHADOWED };
      const administrators = sampleAdministrators(scene.tenant, 1, ['cleo', 'dora']);
      const event = sampleEvent(scene.tenant, 'e1', {
        type: 'sign-in.denied',
        accountId: accountId('cleo'),
        actor: { kind: 'host', id: 'job-3' },
        method: 'totp',
        flow: 'f1',
        ip: '192.0.2.1',
        detail: AWKWARD,
      });
      const recipients = {
        addresses: ['cleo@example.org', 'jörg@example.org'],
        identifiers: ['c.leo', '😀'],
        isLost: true,
        newIdentifier: 'cleo·2',
        externalId: 'user 7·😀',
      } satisfies Required<Recipients>;
      await write(scene, { policy, administrators, events: [{ ...event, recipients }] });
      assert.deepEqual(await scene.store.readPolicy(scene.tenant), policy);
      assert.deepEqual(await scene.store.readAdministrators(scene.tenant), administrators);
      assert.deepEqual((await scene.store.listEvents(scene.tenant, { limit: 10 })).items, [event]);
      assert.deepEqual(await scene.store.eventsToNotify(10), [{ ...event, recipients }]);
    },
    'the next state replaces the whole of the one before': async (scene) => {
      const bare = sampleAccount(scene.tenant, 'cleo', { version: 2 });
      const bareFlow = sampleFlow(scene.tenant, 'f1', { version: 2 });
      await write(scene, { account: fullAccount(scene.tenant), flow: fullFlow(scene.tenant) });
      const guards = { account: { id: bare.id, version: 1 }, flow: { id: 'f1', version: 1 } };
      await write(scene, { guards, account: bare, flow: bareFlow });
      assert.deepEqual(await scene.store.readAccount(scene.tenant, bare.id), bare);
      assert.deepEqual((await begin(scene, { flowHash: 'token-of-f1' })).flow, bareFlow);
    },
    'an absent record is undefined, an absent member is left out, and an empty list is a list': async (scene) => {
      const { store, tenant } = scene;
      const page = { limit: 10 };
      assert.deepEqual(await begin(scene, { flowHash: 'x', sessionHash: 'x', deviceHashes: ['x'] }), {
        attempt: { outcome: 'not-counted' },
      });
      for (const kind of ['identifier', 'passkey', 'external-id', 'host-key'] as const) {
        assert.equal((await begin(scene, { account: { kind, value: 'x' } })).account, undefined);
      }
      assert.equal((await begin(scene, { account: { kind: 'id', value: accountId('x') } })).account, undefined);
      assert.equal(await store.readAccount(tenant, accountId('x')), undefined);
      assert.equal(await store.readPolicy(tenant), undefined);
      assert.equal(await store.readAdministrators(tenant), undefined);
      for (const listed of [store.listAccounts(tenant, page), store.listEvents(tenant, page)]) {
        assert.deepEqual(await listed, { items: [] });
      }
      assert.deepEqual(await store.listPolicyVersions(tenant, page), { items: [] });
      assert.deepEqual(await store.listSessions(tenant, accountId('x'), NOW), []);
      assert.deepEqual(await store.listDevices(tenant, accountId('x')), []);
      assert.deepEqual(await store.listCounters(tenant), []);
      assert.deepEqual(await store.countFailures(tenant, NOW), []);
      assert.deepEqual(await store.eventsToNotify(10), []);
    },
    'names that mean something elsewhere are names, and so is the empty text': async (scene) => {
      for (const [index, name] of [...AWKWARD_NAMES, ''].entries()) {
        assert.equal((await begin(scene, { account: { kind: 'identifier', value: name } })).account, undefined);
        await addAccounts(
          scene,
          sampleAccount(scene.tenant, `account-${index}`, {
            identifiers: [name],
            passkeys: [samplePasskey(name)],
            externalId: name,
          }),
        );
      }
      for (const [index, value] of [...AWKWARD_NAMES, ''].entries()) {
        for (const kind of ['identifier', 'passkey', 'host-key'] as const) {
          assert.equal((await begin(scene, { account: { kind, value } })).account?.id, `account-${index}`);
        }
      }
    },
    'a tenant may have any name': async ({ store }) => {
      for (const name of AWKWARD_NAMES) {
        const tenant = tenantId(name);
        assert.equal(await store.readPolicy(tenant), undefined);
        await write({ store, tenant, otherTenant: tenant }, { policy: samplePolicy(tenant, 1) });
        assert.deepEqual(await store.readPolicy(tenant), samplePolicy(tenant, 1));
      }
    },
    'keys are compared exactly, letter by letter': async (scene) => {
      const names = ['cleo', 'Cleo', 'cleo ', 'jörg', 'jo\u0308rg', 'jorg', 'c_eo', 'c%'];
      for (const [index, name] of names.entries()) {
        const over = { identifiers: [name], passkeys: [samplePasskey(name)] };
        await addAccounts(scene, sampleAccount(scene.tenant, `account-${index}`, over));
      }
      for (const [index, value] of names.entries()) {
        const { account } = await begin(scene, { account: { kind: 'identifier', value } });
        assert.equal(account?.id, `account-${index}`);
      }
    },
    'changing a record that was handed out, or in, changes nothing in the store': async (scene) => {
      const { store, tenant } = scene;
      const given = fullAccount(tenant);
      const givenFlow = fullFlow(tenant);
      const original = structuredClone(given);
      const originalFlow = structuredClone(givenFlow);
      await tryWrite(scene, { account: given, flow: givenFlow });
      const read = () => store.readAccount(tenant, original.id);
      const readFlow = async () => (await begin(scene, { flowHash: originalFlow.tokenHash })).flow;
      const { items } = await store.listAccounts(tenant, { limit: 1 });
      for (const record of [given, await read(), items[0], givenFlow, await readFlow()]) {
        spoil(record);
        assert.deepEqual(await read(), original);
        assert.deepEqual(await readFlow(), originalFlow);
      }
    },
    'opening it again, twice at once, loses nothing': async (scene) => {
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'));
      await Promise.all([scene.store.open(), scene.store.open()]);
      assert.notEqual(await scene.store.readAccount(scene.tenant, accountId('cleo')), undefined);
    },
  },
};

/** Changes every value that can be changed. */
function spoil(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const key of Object.keys(value)) {
    spoil(Reflect.get(value, key));
    Reflect.set(value, key, 'spoilt');
  }
}
