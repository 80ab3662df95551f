import type { ImpactView, PolicyView, Sallyport, VaultView } from '@sallyport/engine';
import {
  account,
  accountId,
  adminAccount,
  complete,
  fakeSallyport,
  goesOn,
  guardFor,
  keep,
  NOW,
} from './fake-sallyport.test-support.ts';

const b64 = 'AAAA';
export const assertion = {
  id: b64,
  rawId: b64,
  type: 'public-key',
  authenticatorAttachment: 'platform',
  clientExtensionResults: {},
  response: { clientDataJSON: b64, authenticatorData: b64, signature: b64, userHandle: b64 },
};
export const registration = {
  id: b64,
  rawId: b64,
  type: 'public-key',
  clientExtensionResults: { credProps: { rk: true } },
  response: { clientDataJSON: b64, attestationObject: b64, transports: ['internal'] },
};

/** Every route that is served, with a body that it takes. */
export const contract: readonly { readonly line: string; readonly json?: unknown }[] = [
  { line: 'POST /sign-in', json: { identifier: 'ada@example.org', password: 'pw', method: 'password' } },
  { line: 'GET /sign-in' },
  { line: 'DELETE /sign-in' },
  { line: 'POST /sign-in/password', json: { password: 'pw' } },
  { line: 'POST /sign-in/passkey/options', json: {} },
  { line: 'POST /sign-in/passkey', json: assertion },
  { line: 'POST /sign-in/totp', json: { code: '123456' } },
  { line: 'POST /sign-in/email-code/send', json: {} },
  { line: 'POST /sign-in/email-code', json: { code: '123456' } },
  { line: 'POST /sign-in/sms-code/send', json: {} },
  { line: 'POST /sign-in/sms-code', json: { code: '123456' } },
  { line: 'POST /sign-in/backup-code', json: { code: 'abcd' } },
  { line: 'POST /sign-in/enrollment-code', json: { code: 'abcd' } },
  { line: 'POST /enroll/sso/corp', json: {} },
  { line: 'POST /sign-up', json: { email: 'ada@example.org' } },
  { line: 'POST /sign-up/confirm', json: { token: 'a-token', password: 'a new password' } },
  { line: 'POST /invitation', json: { token: 'a.token', password: 'a new password' } },
  { line: 'POST /recover', json: { identifier: 'ada@example.org' } },
  { line: 'POST /recover/confirm', json: { token: 'a-token', next: 'a new password' } },
  { line: 'POST /enroll/totp', json: {} },
  { line: 'POST /enroll/totp/confirm', json: { code: '123456' } },
  { line: 'POST /enroll/sms-code', json: { address: '+49 170 1234567' } },
  { line: 'POST /enroll/sms-code/confirm', json: { code: '123456' } },
  { line: 'POST /enroll/passkey/options', json: {} },
  { line: 'POST /enroll/passkey', json: { response: registration, name: 'Laptop' } },
  { line: 'GET /session' },
  { line: 'DELETE /session' },
  { line: 'GET /account' },
  { line: 'GET /account/sessions' },
  { line: 'DELETE /account/sessions' },
  { line: 'DELETE /account/sessions/s2' },
  { line: 'GET /account/devices' },
  { line: 'DELETE /account/devices/d1' },
  { line: 'PUT /account/identifier', json: { identifier: 'ada' } },
  { line: 'PATCH /account/passkeys/p1', json: { name: 'Phone' } },
  { line: 'DELETE /account/passkeys/p1' },
  { line: 'DELETE /account/totp' },
  { line: 'DELETE /account/sms-code' },
  { line: 'DELETE /account/external-ids/corp' },
  { line: 'POST /account/backup-codes', json: {} },
  { line: 'POST /account/password', json: { current: 'old', next: 'new' } },
  { line: 'POST /account/email', json: { email: 'new@example.org' } },
  { line: 'POST /account/email/confirm', json: { token: 'token' } },
  { line: 'DELETE /account' },
  { line: 'GET /account/vault' },
  { line: 'PUT /account/vault', json: { keyId: 'k', envelopes: [{ kind: 'secret', sealed: b64 }] } },
  { line: 'POST /account/vault/envelopes', json: { kind: 'passkey', passkeyId: 'p1', sealed: b64 } },
  { line: 'DELETE /account/vault/envelopes/v1' },
  { line: 'GET /admin/accounts/a1/vault' },
  { line: 'POST /admin/accounts/a1/vault/emergency-open', json: { reason: 'its owner lost every way' } },
  { line: 'POST /disown', json: { token: 'a-token' } },
  { line: 'POST /step-up', json: { strength: 'enhanced', within: '5m' } },
  { line: 'GET /admin/policy' },
  { line: 'PUT /admin/policy', json: { policy: {} } },
  { line: 'GET /admin/policy/versions' },
  { line: 'POST /admin/policy/preview', json: { policy: {}, cursor: 'c' } },
  { line: 'GET /admin/accounts?query=ada&cursor=c' },
  { line: 'GET /admin/accounts/a1' },
  { line: 'DELETE /admin/accounts/a1' },
  {
    line: 'POST /admin/accounts',
    json: { identifier: 'x', email: 'x@example.org', roles: ['r'], password: 'pw', emergency: true, externalIds: [] },
  },
  { line: 'PUT /admin/accounts/a1/methods', json: { methods: ['password', 'ldap', 'sso', 'passkey'], force: true } },
  { line: 'PUT /admin/accounts/a1/roles', json: { roles: ['employee'], force: false } },
  {
    line: 'PUT /admin/accounts/a1/external-ids',
    json: { externalIds: [{ provider: 'corp', subject: '248289761001' }] },
  },
  { line: 'POST /admin/accounts/a1/reset-two-step', json: {} },
  { line: 'POST /admin/accounts/a1/reset-passkeys', json: {} },
  { line: 'DELETE /admin/accounts/a1/passkeys/p1' },
  { line: 'POST /admin/accounts/a1/enrollment-code', json: {} },
  {
    line: 'POST /admin/accounts/a1/help-in',
    json: { lost: ['passkey', 'mailbox'], passkeys: ['p1'], email: 'ada@example.org', preview: false },
  },
  { line: 'POST /admin/accounts/a1/block', json: { reason: 'a look is needed' } },
  { line: 'POST /admin/accounts/a1/unblock', json: {} },
  { line: 'POST /admin/accounts/a1/unlock', json: {} },
  { line: 'POST /admin/accounts/a1/invitation', json: {} },
  { line: 'DELETE /admin/accounts/a1/invitation' },
  { line: 'GET /admin/accounts/a1/sessions' },
  { line: 'DELETE /admin/accounts/a1/sessions/s1' },
  { line: 'GET /admin/accounts/a1/devices' },
  { line: 'DELETE /admin/accounts/a1/devices/d1' },
  { line: 'GET /admin/accounts/a1/exposure' },
  { line: 'GET /admin/events?account=a1&actor=host&type=sign-in.failed&from=2026-01-31T12:00:00Z&order=asc&cursor=c' },
  { line: 'GET /admin/events/hours?type=sign-in.failed&to=2026-01-31T12:00:00Z' },
  { line: 'GET /admin/security' },
  { line: 'GET /openapi.json' },
];

/** The routes that a browser is sent to, and that send it on: they answer with no JSON. */
export const journeys: readonly { readonly line: string; readonly form?: string }[] = [
  { line: 'GET /sign-in/sso/corp' },
  { line: 'GET /sign-in/sso/corp/callback?code=c&state=s' },
  { line: 'POST /sign-in/sso/corp/callback', form: 'SAMLResponse=PHNhbWw%2B&RelayState=s' },
  { line: 'GET /sign-in/sso/corp/metadata' },
];

const because = [
  {
    code: 'strength-required',
    params: { strength: 'enhanced' },
    source: { role: 'admin' },
    message: 'The role admin asks for it.',
    satisfiedBy: [['passkey']],
  },
] as const;
const policy: PolicyView = { policy: {}, version: 7, changedAt: NOW, changedBy: 'system' };
const impact: ImpactView = {
  rules: [
    { source: 'tenant', member: 'requiredStrength', before: null, after: 'enhanced', weaker: false },
    { source: { role: 'admin' }, member: 'session', before: { idle: '5m' }, after: null, weaker: true },
  ],
  moves: [{ from: 'meets', to: 'mustEnroll', count: 1 }],
  unaffected: 1,
  mustEnroll: 1,
  stranded: 0,
  accounts: [{ accountId, identifier: 'ada@example.org', impact: 'must-enroll', because }],
  vaults: { withoutWay: 1, withoutEmergency: 0 },
  threats: [
    {
      ...{
        thief: 'mailbox',
        reach: 'admin: password',
        before: 'nothing',
        after: 'policy',
        chain: 'signs in',
        accounts: 1,
      },
      codes: {
        ...{
          thief: 'mailbox',
          roles: ['admin'],
          factors: ['password'],
          emergency: false,
          before: [],
          after: ['policy'],
        },
        chain: [{ move: 'begins', method: 'sso', of: 'own', on: 'corp' }],
      },
    },
  ],
  threatAnalysis: { state: 'decided', more: 1, less: 0, undecided: 0 },
  next: 'more',
};
const way = { id: 'v1', kind: 'passkey', passkeyId: 'p1', createdAt: NOW } as const;
const vault: VaultView = {
  version: 7,
  keyId: 'k',
  envelopes: [{ ...way, sealed: b64 }],
  emergencyKey: { kid: 'drill', publicKey: b64 },
};
const extensions = { prf: { eval: { first: b64 } } };
const enrollmentCode = { enrollmentCode: 'abcd', expiresAt: NOW };

/** A Sallyport that says yes to everything, with every member that an owner sees. */
export function willing(): Sallyport {
  const inCookies = async () => complete('cookie');
  const administered = async () => adminAccount;
  const own = async () => account;
  return fakeSallyport({
    signIn: {
      begin: async () => goesOn('cookie'),
      status: async () => ({
        status: 'open',
        methods: ['password'],
        providers: [{ id: 'corp', name: 'Example Corp' }],
        preferSso: 'corp',
      }),
      password: async () => ({
        answer: { status: 'enroll', offer: [{ method: 'passkey' }, { method: 'totp' }], because },
        keep: keep('cookie'),
      }),
      passkeyOptions: async () => ({ challenge: 'AAAA', extensions }),
      passkey: inCookies,
      sendCode: async () => goesOn('cookie'),
      code: inCookies,
      enrollmentCode: inCookies,
      abandon: async () => ({ keep: { mode: 'cookie', flow: null } }),
      stepUp: async () => ({ answer: { status: 'redirect', provider: 'corp', because }, keep: keep('cookie') }),
    },
    sso: {
      begin: async () => ({ location: 'https://idp.example/authorize', keep: keep('cookie') }),
      beginLink: async () => ({ location: 'https://idp.example/authorize', keep: keep('cookie') }),
      keepResponse: async (_, __, { RelayState = '' }) => ({ state: RelayState, ticket: 't' }),
      finish: async () => ({ purpose: 'sign-in', result: complete('cookie') }),
      metadata: async () => ({ xml: '<EntityDescriptor/>' }),
    },
    invitations: { accept: async () => complete('cookie') },
    signUp: {
      begin: async () => undefined,
      confirm: async () => complete('cookie'),
    },
    recovery: {
      begin: async () => {},
      confirm: async () => ({ status: 'recovered' }),
    },
    enroll: {
      secret: async () => ({ secret: 'S', uri: 'otpauth://totp/x' }),
      passkeyOptions: async () => ({
        challenge: 'AAAA',
        rp: { name: 'x' },
        user: { id: 'AAAA', name: 'x', displayName: 'x' },
        pubKeyCredParams: [],
        extensions,
      }),
      passkey: inCookies,
      code: async () => ({ sentTo: '•••• 12' }),
      confirmCode: inCookies,
    },
    sessions: {
      guard: guardFor().guard,
      end: async () => ({ logout: 'https://idp.example/logout' }),
      list: async () => [
        { id: 's1', current: true, createdAt: NOW, lastSeenAt: NOW, expiresAt: NOW, strength: 'baseline', ip: '::1' },
      ],
      endOthers: async () => undefined,
      endOne: async () => undefined,
      disown: async () => ({ ended: 1 }),
    },
    me: {
      view: () => account,
      rename: own,
      renamePasskey: own,
      removePasskey: own,
      removeCode: own,
      removeExternalId: own,
      newBackupCodes: async () => ({ backupCodes: ['one'] }),
      changePassword: inCookies,
      requestEmail: async () => undefined,
      confirmEmail: own,
      devices: async () => [
        { id: 'd1', current: true, createdAt: NOW, lastSeenAt: NOW, userAgent: 'A browser' },
        { id: 'd2', current: false, createdAt: NOW, lastSeenAt: NOW },
      ],
      forgetDevice: async () => undefined,
      remove: async () => undefined,
    },
    vault: {
      view: async () => vault,
      replace: async () => vault,
      addEnvelope: async () => vault,
      removeEnvelope: async () => vault,
      overview: async () => ({ version: 7, envelopes: [way] }),
      emergencyOpen: async () => ({ kid: 'drill', sealed: b64 }),
    },
    policy: {
      current: async () => policy,
      set: async () => ({ ...impact, version: 8 }),
      versions: async () => ({ versions: [policy] }),
      preview: async () => impact,
    },
    people: {
      list: async () => ({ accounts: [adminAccount], next: 'more' }),
      find: async () => adminAccount,
      sessions: async () => [{ id: 's1', createdAt: NOW, lastSeenAt: NOW, expiresAt: NOW, strength: 'baseline' }],
      devices: async () => [{ id: 'd1', createdAt: NOW, lastSeenAt: NOW }],
      invite: administered,
      withdrawInvitation: async () => undefined,
      endSession: async () => undefined,
      forgetDevice: async () => undefined,
      create: administered,
      delete: async () => undefined,
      setMethods: administered,
      setRoles: administered,
      setExternalIds: administered,
      resetTwoStep: async () => enrollmentCode,
      resetPasskeys: administered,
      revokePasskey: administered,
      vouch: async () => enrollmentCode,
      helpIn: async () => ({
        ends: [{ kind: 'passkey', id: 'p1', name: 'Key' }, { kind: 'sessions' }],
        keeps: [{ kind: 'email', name: 'ada@example.org' }],
        ...enrollmentCode,
      }),
      block: administered,
      unblock: administered,
      unlock: administered,
      exposure: async () => ({ asOf: NOW, items: [{ id: 'i', label: 'Safe', access: 'read', lastUsedAt: NOW }] }),
    },
    audit: {
      events: async () => ({
        events: [{ id: 'e', at: NOW, type: 'sign-in.failed', accountId, detail: { n: 1 } }],
        names: { [accountId]: 'Ada' },
      }),
      hours: async () => [{ hour: NOW, count: 3, failed: 1 }],
      stream: async () => ({ events: [{ id: 'e', at: NOW, type: 'sign-in.failed', accountId }], names: {}, next: 'n' }),
      security: async () => ({
        locked: [{ accountId, identifier: 'x', authenticator: 'totp', until: NOW }],
        blocked: [{ accountId, identifier: 'x', since: NOW, by: 'a2', reason: 'r' }],
        failuresByHour: [{ hour: NOW, count: 3 }],
        mandatesUnmet: [{ accountId, identifier: 'x', because }],
        policyVersion: 7,
      }),
    },
  });
}
