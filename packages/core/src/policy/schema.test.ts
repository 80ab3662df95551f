import { describe, expect, it } from 'vitest';
import { policySchema } from './schema.ts';

const times = <Item>(count: number, item: (place: number) => Item): Item[] =>
  Array.from({ length: count }, (_, place) => item(place));
const long = (length: number): string => 'a'.repeat(length);
const problems = (input: unknown): string[] => [
  ...new Set((policySchema.safeParse(input).error?.issues ?? []).map(({ path }) => path.join('.'))),
];

const DESK = { roles: ['desk'], over: ['contractor'], may: ['reset'] };
const way = { method: 'password' };
const strength = (anyOf: unknown) => ({ strengths: { own: { anyOf } } });
const pattern = (one: object) => strength([[way, one]]);
const provider = (one: object) => ({ providers: { corp: one } });
const trusting = (one: object) => provider({ trust: [{ strength: 'baseline', ...one }] });
const MODEL = 'ee882879-721c-4913-9775-3dfcce97072a';

describe('a policy holds so much, and no more', () => {
  it.each<[path: string, input: (bound: never) => unknown, within: readonly unknown[], beyond: readonly unknown[]]>([
    ['requiredStrength', (requiredStrength) => ({ requiredStrength }), ['a', long(100)], ['', long(101)]],
    ['preferSso', (preferSso) => ({ preferSso }), ['a', long(100)], ['', long(101)]],
    [
      'methods',
      (methods) => ({ methods }),
      [['sso'], ['password', 'ldap', 'sso', 'passkey']],
      [[], ['password', 'ldap', 'sso', 'passkey', 'sso']],
    ],
    ['roles.r.methods', (methods) => ({ roles: { r: { methods } } }), [['sso']], [[]]],
    [
      'administrators.policy',
      (policy) => ({ administrators: { policy } }),
      [[], times(50, String)],
      [times(51, String)],
    ],
    [
      'administrators.people',
      (people) => ({ administrators: { people } }),
      [[], times(50, String)],
      [times(51, String)],
    ],
    [
      'administrators.helpdesk',
      (count) => ({ administrators: { helpdesk: times(count, () => DESK) } }),
      [0, 1, 20],
      [21],
    ],
    ...(['roles', 'over'] as const).map(
      (member): [string, (bound: never) => unknown, readonly unknown[], readonly unknown[]] => [
        `administrators.helpdesk.0.${member}`,
        (names) => ({ administrators: { helpdesk: [{ ...DESK, [member]: names }] } }),
        [['a'], times(50, String)],
        [[], times(51, String), undefined],
      ],
    ),
    [
      'administrators.helpdesk.0.may',
      (may) => ({ administrators: { helpdesk: [{ ...DESK, may }] } }),
      [['reset'], ['vouch', 'unlock'], ['reset', 'vouch', 'unlock']],
      [[], ['reset', 'vouch', 'unlock', 'reset'], undefined],
    ],
    [
      'administrators.helpdesk.0.may.0',
      (act) => ({ administrators: { helpdesk: [{ ...DESK, may: [act] }] } }),
      ['reset'],
      ['block'],
    ],
    ['lockout.maxFailures', (maxFailures) => ({ lockout: { maxFailures } }), [3, 100], [0, 1, 2, 101, 3.5]],
    ['lockout.hardLimit', (hardLimit) => ({ lockout: { hardLimit } }), [3, 100], [0, 2, 101, 3.5]],
    ['lockout.window', (window) => ({ lockout: { window } }), ['1m', '60s', '30d'], ['1s', '59s', '31d', 'soon']],
    [
      'lockout.lockFor',
      (lockFor) => ({ lockout: { lockFor } }),
      ['1s', '30d', '720h'],
      ['31d', '721h', '365d', 'soon'],
    ],
    ['lockout.maxLockFor', (maxLockFor) => ({ lockout: { maxLockFor } }), ['1s', '30d'], ['31d', '999999d']],
    ['lockout.growth', (growth) => ({ lockout: { growth } }), [1, 1.5, 10], [0.9, 10.1]],
    [
      'recentProof',
      (recentProof) => ({ recentProof }),
      ['1m', '60s', '999999d'],
      ['0s', '1s', '59s', '15', '1000000s'],
    ],
    [
      'providerStrengthWithin',
      (providerStrengthWithin) => ({ providerStrengthWithin }),
      ['1d', '24h', '365d'],
      ['23h', '366d', '0d', 'quarter'],
    ],
    ['session.idle', (idle) => ({ session: { idle } }), ['1m', '60s', '15m'], ['1s', '59s', 'quarter']],
    ['session.absolute', (absolute) => ({ session: { absolute } }), ['5m', '300s', '30d'], ['1s', '4m', '299s']],
    ['roles.r.session.idle', (idle) => ({ roles: { r: { session: { idle } } } }), ['1m'], ['1s']],
    ['passwords.minimum', (minimum) => ({ passwords: { minimum } }), [8, 64], [7, 65, 8.5, '12']],
    ['passwords.history', (history) => ({ passwords: { history } }), [0, 24], [-1, 25, 1.5]],
    ['passwords.words', (count) => ({ passwords: { words: times(count, () => 'acme') } }), [0, 100], [101]],
    [
      'passwords.words.0',
      (word) => ({ passwords: { words: [word] } }),
      ['abc', long(64)],
      ['', 'ab', 'a\u200B\u200Bb', long(65), 1],
    ],
    ['passwords.breached', (breached) => ({ passwords: { breached } }), ['refuse'], ['warn', true]],
    ['passwords.letterAndDigit', (letterAndDigit) => ({ passwords: { letterAndDigit } }), [true, false], ['yes']],
    ['strengths.own.anyOf', (count) => strength(times(count, () => [way])), [1, 20], [0, 21]],
    ['strengths.own.anyOf.0', (count) => strength([times(count, () => way)]), [1, 6], [0, 7]],
    [
      'providers.corp.trust',
      (count) => provider({ trust: times(count, () => ({ acr: 'a', strength: 'baseline' })) }),
      [0, 20],
      [21],
    ],
    ['providers.corp.trust.0.acr', (acr) => trusting({ acr }), ['a', long(200)], ['', long(201)]],
    ['providers.corp.trust.0.amr', (count) => trusting({ amr: times(count, String) }), [1, 50], [0, 51]],
    ['providers.corp.trust.0.amr.0', (word) => trusting({ amr: [word] }), ['a', long(200)], ['', long(201)]],
    [
      'providers.corp.trust.0.strength',
      (name) => trusting({ acr: 'a', strength: name }),
      ['a', long(100)],
      ['', long(101)],
    ],
    [
      'providers.corp.mailDomains',
      (count) => provider({ mailDomains: times(count, (place) => `d${place}.example`) }),
      [0, 50],
      [51],
    ],
    [
      'providers.corp.mailDomains.0',
      (domain) => provider({ mailDomains: [domain] }),
      ['corp.example', 'a-b.c.example', 'x.y-1'],
      ['Corp.example', 'corp', 'corp.example ', ' corp.example', 'corp.example.', '@corp.example'],
    ],
  ])('%s', (path, input, within, beyond) => {
    for (const bound of within) expect([bound, problems(input(bound as never))]).toEqual([bound, []]);
    for (const bound of beyond) expect([bound, problems(input(bound as never))]).toEqual([bound, [path]]);
  });

  it('what is trusted says what the provider has to assert, but for baseline', () => {
    for (const said of [{ acr: 'a' }, { amr: ['a'] }, { acr: 'a', amr: ['a'] }])
      expect(problems(trusting(said))).toEqual([]);
    for (const strength of ['single', 'enhanced', 'phishing-resistant', 'own'])
      expect(problems(trusting({ strength }))).toContain('providers.corp.trust.0');
    expect(problems(trusting({}))).toEqual([]);
  });

  it('a combination has a way in', () => {
    for (const method of ['password', 'ldap', 'sso', 'passkey']) expect(problems(strength([[{ method }]]))).toEqual([]);
    for (const method of ['totp', 'email-code', 'backup-code', 'sms-code'])
      expect(problems(strength([[{ method }]]))).toEqual(['strengths.own.anyOf.0']);
  });

  it('a strength has a name in lower case, with digits and dashes', () => {
    const named = (name: string) => problems({ strengths: { [name]: { anyOf: [[way]] } } }).length;
    for (const name of ['a', 'a1-b', `a${long(49)}`]) expect([name, named(name)]).toEqual([name, 0]);
    for (const name of ['', 'A', '1a', '-a', 'a b', ' a', `a${long(50)}`])
      expect([name, named(name)]).toEqual([name, 1]);
  });

  it("a pattern asks of a method what can be asked of it; of the host's codes nothing more", () => {
    const aaguids = (count: number) => times(count, () => MODEL);
    const words = (count: number) => times(count, String);
    for (const one of [
      { method: 'passkey', userVerified: true, deviceBound: false, attested: true, aaguid: aaguids(200) },
      { method: 'sso', provider: long(100), acr: words(50), amr: words(50) },
      { method: 'sso', acr: [long(200)], amr: ['a'] },
      { method: 'sms-code' },
      { method: 'a-1-code' },
      { method: 'totp' },
    ])
      expect([one, problems(pattern(one))]).toEqual([one, []]);
    for (const one of [
      { method: 'passkey', userVerified: 'yes' },
      { method: 'passkey', deviceBound: 1 },
      { method: 'passkey', attested: 1 },
      { method: 'passkey', aaguid: [] },
      { method: 'passkey', aaguid: aaguids(201) },
      { method: 'passkey', aaguid: [MODEL.toUpperCase()] },
      { method: 'passkey', aaguid: [`${MODEL}0`] },
      { method: 'passkey', aaguid: [`0${MODEL}`] },
      { method: 'passkey', aaguid: [MODEL.replaceAll('-', '')] },
      { method: 'sso', provider: '' },
      { method: 'sso', provider: long(101) },
      { method: 'sso', acr: [] },
      { method: 'sso', acr: words(51) },
      { method: 'sso', acr: [long(201)] },
      { method: 'sso', amr: [] },
      { method: 'sso', amr: words(51) },
      { method: 'sso', amr: [''] },
      { method: 'totp', userVerified: true },
      { method: 'sms-code', acr: ['a'] },
      { method: '1sms-code' },
      { method: '-code' },
      { method: 'Sms-code' },
      { method: 'enrollment' },
      { method: 'enrollment-code' },
      { method: 'email-code', provider: 'corp' },
    ])
      expect([one, problems(pattern(one)).length > 0]).toEqual([one, true]);
  });

  it('words of its own are those that it knows', () => {
    const each: readonly [string, readonly string[]][] = [
      ['passkeys.counterRegression', ['report', 'refuse']],
      ['emailCodes.offer', ['when-nothing-stronger', 'always']],
      ['enrollment.firstFactor', ['two-proofs', 'vouched', 'password']],
      ['recovery.mailboxAlone', ['baseline-only', 'refuse']],
      ['vault.emergency', ['optional', 'required']],
    ];
    for (const [path, words] of each) {
      const [member = '', inner = ''] = path.split('.');
      for (const word of words) expect(problems({ [member]: { [inner]: word } })).toEqual([]);
      expect(problems({ [member]: { [inner]: 'other' } })).toEqual([path]);
      expect(problems({ [member]: { other: true } })).toEqual([member]);
    }
    for (const onTighten of ['next-sign-in', 'next-request', 'step-up', 'revoke', { after: '7d', then: 'step-up' }])
      expect(problems({ onTighten })).toEqual([]);
    for (const onTighten of ['other', { after: '7d', then: 'next-sign-in' }, { after: 'soon', then: 'revoke' }, {}])
      expect([onTighten, problems({ onTighten }).length > 0]).toEqual([onTighten, true]);
  });

  it('nothing beside what it knows, at any place', () => {
    for (const input of [
      { other: 1 },
      { session: { other: 1 } },
      { administrators: { other: 1 } },
      { roles: { r: { other: 1 } } },
      { strengths: { own: { anyOf: [[way]], other: 1 } } },
      { lockout: { other: 1 } },
      { providers: { corp: { other: 1 } } },
      trusting({ acr: 'a', other: 1 }),
      { onTighten: { after: '7d', then: 'revoke', other: 1 } },
    ])
      expect([input, problems(input).length]).toEqual([input, 1]);
  });
});
