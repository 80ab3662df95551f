import { definePolicy, instant } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { TENANT } from '../embedded.test-support.ts';
import { externalIdBinding } from '../factors/sso-and-ldap.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { ANYWHERE } from '../kernel/request-place.ts';
import { passkey } from './own-account.test-support.ts';
import { accountView, ownMethods, ownView } from './views.ts';

const AT = instant(1_000);
const APP = { id: 'app', sealed: 'sealed', lastStep: 1, enrolledAt: AT };
const codes = (left: number) => ({
  id: 'codes',
  issuedAt: AT,
  hashes: Array.from({ length: left }, (_, at) => `${at}`),
});

/** The host's providers: one that is linked in the tests. */
const HOST = {
  of: () => ({ providers: new Map([['corp', { id: 'corp', name: 'Example Corp' }]]), directory: undefined }),
  place: ANYWHERE,
  policies: { known: () => ({ policy: definePolicy({}), version: 1 }) },
  now: () => AT,
} as unknown as Kernel;

function account(over: Partial<AccountRecord> = {}): AccountRecord {
  return {
    schema: 1,
    tenant: TENANT,
    id: 'dora' as AccountRecord['id'],
    version: 1,
    epoch: 0,
    createdAt: AT,
    identifiers: ['dora@example.org', 'dora'],
    userHandle: 'handle',
    roles: [],
    passkeys: [],
    ...over,
  };
}

const recommended = (over: Partial<AccountRecord>, kernel = HOST): string[] =>
  accountView(kernel, account({ backupCodes: codes(10), ...over })).recommendations.map(({ code }) => code);

/** Passkeys that are reached so. */
const reachedBy = (...transports: string[][]) => transports.map((each, at) => passkey(`${at}`, { transports: each }));

describe('an account as its owner sees it', () => {
  it('P6 is told what there is, and of no secret', () => {
    const linkedAt = AT;
    const corp = {
      id: 'at-corp',
      method: 'sso',
      provider: 'corp',
      issuer: 'https://idp',
      subject: '7',
      linkedAt,
    } as const;
    const seen = accountView(
      HOST,
      account({
        email: { address: 'dora@example.org', verifiedAt: AT },
        roles: ['manager'],
        providerRoles: { corp: ['staff'] },
        password: { id: 'p', hash: 'hash', provenance: 'independent', changedAt: AT },
        totp: APP,
        passkeys: [
          passkey('phone', { lastUsedAt: AT }),
          passkey('key', { transports: ['usb'], backupEligible: false }),
        ],
        backupCodes: codes(3),
        externalIds: [
          { ...corp, address: 'dora@corp.example' },
          { ...corp, provider: 'club' },
        ],
      }),
    );
    const aaguid = '00000000-0000-0000-0000-000000000000';
    const createdAt = passkey('phone').createdAt;
    expect(seen).toEqual({
      accountId: 'dora',
      identifiers: ['dora@example.org', 'dora'],
      email: 'dora@example.org',
      roles: ['manager', 'staff'],
      factors: {
        password: true,
        totp: true,
        emailCode: true,
        passkeys: [
          { id: 'phone', name: 'the phone', createdAt, lastUsedAt: AT, deviceBound: false, aaguid },
          { id: 'key', name: 'the key', createdAt, lastUsedAt: null, deviceBound: true, aaguid },
        ],
        codes: [],
        backupCodes: { remaining: 3 },
      },
      externalIds: [
        {
          provider: 'corp',
          method: 'sso',
          name: 'Example Corp',
          subject: '7',
          address: 'dora@corp.example',
          linkedAt,
          provedAt: undefined,
        },
        {
          ...{ provider: 'club', method: 'sso', name: undefined, subject: '7', address: undefined },
          ...{ linkedAt, provedAt: undefined },
        },
      ],
      recommendations: [],
    });
  });

  it('P6 has nothing where nothing was set up, and is told what to begin with', () => {
    expect(accountView(HOST, account())).toEqual({
      accountId: 'dora',
      identifiers: ['dora@example.org', 'dora'],
      email: undefined,
      roles: [],
      factors: {
        password: false,
        totp: false,
        emailCode: false,
        passkeys: [],
        codes: [],
        backupCodes: { remaining: 0 },
      },
      externalIds: [],
      recommendations: [{ code: 'add-passkey', message: expect.stringContaining('Add a passkey') }],
    });
  });
});

describe('the identities of an account', () => {
  it('P12 say which of them is an entry of the directory, whatever its id is', () => {
    const entry = { id: 'e1', method: 'ldap', provider: 'ad', subject: '7', linkedAt: AT } as const;
    expect(accountView(HOST, account({ externalIds: [entry] })).externalIds).toMatchObject([
      { provider: 'ad', method: 'ldap' },
    ]);
  });

  it('P7 say to their owner when this session proved them', () => {
    const corp = { id: 'c1', method: 'sso', provider: 'corp', issuer: 'i', subject: '7', linkedAt: AT } as const;
    const owner = account({ externalIds: [corp, { ...corp, id: 'c2', provider: 'club' }] });
    const proof = (binding: string, at: number) =>
      ({ method: 'sso', provider: 'corp', binding: externalIdBinding(binding), at: instant(at) }) as const;
    const provedAt = (evidence: Parameters<typeof accountView>[2]) =>
      accountView(HOST, owner, evidence).externalIds.map((one) => one.provedAt);
    expect(provedAt([proof('c1', 2_000), proof('c1', 3_000)])).toEqual([3_000, undefined]);
    expect(provedAt([proof('former', 2_000)])).toEqual([undefined, undefined]);
    expect(provedAt(undefined)).toEqual([undefined, undefined]);
  });
});

describe('the account in passkey managers', () => {
  it.each<[string, Partial<AccountRecord>, string]>([
    ['the first identifier', {}, 'dora@example.org'],
    ['the mailbox', { identifiers: [], email: { address: 'd@example.org', verifiedAt: instant(1) } }, 'd@example.org'],
    ['the id', { identifiers: [] }, 'dora'],
  ])('X38 is for its owner alone, with the handle and the name of the registration: %s', (_, over, name) => {
    const owner = account(over);
    const kernel = {
      ...HOST,
      siteOf: () => ({ relyingParty: { id: 'app.example', name: 'App' } }),
      now: () => AT,
    } as unknown as Kernel;
    const passkeyUser = { rpId: 'app.example', userHandle: owner.userHandle, name };
    expect(ownView(kernel, { evidence: [] }, owner)).toMatchObject({ ...accountView(kernel, owner), passkeyUser });
    expect(accountView(kernel, owner)).not.toHaveProperty('passkeyUser');
  });
});

describe('what is recommended', () => {
  it.each<[string, Partial<AccountRecord>, string[]]>([
    ['a passkey, to who has neither one nor an app', {}, ['add-passkey']],
    ['nothing, to who has an app', { totp: APP }, []],
    ['a second passkey, to who has one', { passkeys: reachedBy(['usb']) }, ['add-second-passkey']],
    [
      'a second passkey, to who has one beside an app',
      { passkeys: reachedBy(['internal']), totp: APP },
      ['add-second-passkey'],
    ],
    [
      'one on a device, where all are on security keys',
      { passkeys: reachedBy(['usb'], ['nfc']) },
      ['add-device-passkey'],
    ],
    [
      'one on a device, whichever way the keys are reached',
      { passkeys: reachedBy(['ble'], ['nfc', 'internal']) },
      ['add-device-passkey'],
    ],
    [
      'one on a security key, where all are on devices',
      { passkeys: reachedBy(['internal'], ['hybrid', 'internal']) },
      ['add-roaming-passkey'],
    ],
    [
      'one on a security key, where nobody knows how they are reached',
      { passkeys: reachedBy([], []) },
      ['add-roaming-passkey'],
    ],
    ['nothing, to who has both kinds', { passkeys: reachedBy(['internal'], ['usb']) }, []],
    ['nothing, to who has both kinds, in the other order', { passkeys: reachedBy(['ble'], ['internal']) }, []],
  ])('P6 is %s', (_, has, codesOf) => {
    expect(recommended(has)).toEqual(codesOf);
  });

  it('W16 is new backup codes, to who has fewer than three left', () => {
    const left = (count: number) => recommended({ totp: APP, backupCodes: codes(count) });
    expect([left(0), left(2), left(3), left(10)]).toEqual([['renew-backup-codes'], ['renew-backup-codes'], [], []]);
    expect(recommended({ passkeys: reachedBy(['usb']), backupCodes: codes(1) })).toEqual([
      'add-second-passkey',
      'renew-backup-codes',
    ]);
  });

  it('W16 is backup codes, to who has none, unless no sign-in could ever count them', () => {
    const policy = definePolicy({ roles: { admin: { requiredStrength: 'phishing-resistant' } } });
    const host: Kernel = {
      ...HOST,
      policies: { known: () => ({ policy, version: 1 }) } as unknown as Kernel['policies'],
    };
    const has = { passkeys: reachedBy(['usb'], ['internal']), backupCodes: undefined };
    expect(recommended(has, host)).toEqual(['renew-backup-codes']);
    expect(recommended({ ...has, roles: ['admin'] }, host)).toEqual([]);
    expect(recommended({ ...has, roles: ['admin'], backupCodes: codes(1) }, host)).toEqual([]);
    expect(recommended({ backupCodes: undefined })).toEqual(['add-passkey']);
  });

  it('P6 says why, in a sentence', () => {
    const has = [
      {},
      { passkeys: reachedBy([]) },
      { passkeys: reachedBy(['usb'], ['usb']) },
      { passkeys: reachedBy([], []) },
    ];
    const said = [...has, { totp: APP, backupCodes: codes(1) }].flatMap(
      (each) => accountView(HOST, account({ backupCodes: codes(10), ...each })).recommendations,
    );
    expect(said).toEqual([
      { code: 'add-passkey', message: 'Add a passkey: it is quicker than a password and cannot be phished.' },
      { code: 'add-second-passkey', message: 'Add a second passkey, so that losing one device does not lock you out.' },
      { code: 'add-device-passkey', message: 'All your passkeys are on security keys: add one on a device you carry.' },
      {
        code: 'add-roaming-passkey',
        message: 'All your passkeys are on your devices: add one on a security key you keep elsewhere.',
      },
      { code: 'renew-backup-codes', message: 'You have few or no backup codes: make new ones.' },
    ]);
  });
});

describe('the ways in that an account is restricted to', () => {
  it('P10 are told in the usual order, and are none where it is not restricted', () => {
    expect(ownMethods(account())).toBeNull();
    expect(ownMethods(account({ methods: ['password', 'passkey'] }))).toEqual(
      ownMethods(account({ methods: ['passkey', 'password'] })),
    );
    expect([...(ownMethods(account({ methods: ['password', 'passkey'] })) ?? [])].sort()).toEqual([
      'passkey',
      'password',
    ]);
  });
});
