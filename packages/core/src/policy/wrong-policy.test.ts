import { describe, expect, it } from 'vitest';
import { definePolicy, MAX_CUSTOM_STRENGTHS, parsePolicy } from './define-policy.ts';
import type { PolicyInput } from './policy-input.ts';
import { paths, problemsOf } from './problems-of.test-support.ts';

describe('a policy that is wrong', () => {
  it('is told every problem at once, each with its path', () => {
    const input = {
      requiredStrength: 'enhansed',
      methods: ['pasword'],
      recentProof: 'soon',
      onTighten: 'later',
      roles: { admin: { requiredStrength: 'basline' }, other: { session: { idel: '1h' } } },
      lockout: { hardLimit: 101 },
    };
    expect(paths(input).sort()).toEqual([
      'lockout.hardLimit',
      'methods.0',
      'onTighten',
      'recentProof',
      'requiredStrength',
      'roles.admin.requiredStrength',
      'roles.other.session.idel',
    ]);
    expect(() => parsePolicy(input)).toThrow(
      expect.objectContaining({
        name: 'PolicyError',
        code: 'policy-invalid',
        message: expect.stringContaining('7 problems'),
      }),
    );
    expect(() => definePolicy({ methods: [] })).toThrow(/has a problem:\n {2}methods: an empty list leaves no way in/);
  });

  it.each([
    [{ requiredStrengh: 'enhanced' }, 'requiredStrengh', 'requiredStrength'],
    [{ roles: { admin: { method: ['sso'] } } }, 'roles.admin.method', 'methods'],
    [{ roles: { session: { requiredStrengh: 'single' } } }, 'roles.session.requiredStrengh', 'requiredStrength'],
    [{ roles: { constructor: { sesion: {} } } }, 'roles.constructor.sesion', 'session'],
    [
      { roles: { admin: { requiredStrength: 'phishing_resistant' } } },
      'roles.admin.requiredStrength',
      'phishing-resistant',
    ],
    [{ methods: ['sso', 'pass-key'] }, 'methods.1', 'passkey'],
    [{ strengths: { own: { anyOf: [[{ method: 'paskey' }]] } } }, 'strengths.own.anyOf.0.0.method', 'passkey'],
    [
      { strengths: { own: { anyOf: [[{ method: 'passkey', deviceBond: true }]] } } },
      'strengths.own.anyOf.0.0.deviceBond',
      'deviceBound',
    ],
    [
      { strengths: { own: { anyOf: [[{ method: 'sso', provider: 'crop' }]] } }, providers: { corp: {} } },
      'strengths.own.anyOf.0.0.provider',
      'corp',
    ],
    [{ preferSso: 'crop', providers: { corp: {} } }, 'preferSso', 'corp'],
    [
      { providers: { corp: { trust: [{ acr: 'x', strength: 'enhnced' }] } } },
      'providers.corp.trust.0.strength',
      'enhanced',
    ],
    [{ enrollment: { firstFactor: 'vouch' } }, 'enrollment.firstFactor', 'vouched'],
    [{ recovery: { mailboxAlone: 'baseline' } }, 'recovery.mailboxAlone', undefined],
  ])('%j at %s may have meant %s', (input, path, nearest) => {
    expect(problemsOf(input)).toEqual([
      expect.objectContaining({
        path,
        ...(nearest === undefined ? {} : { nearest, message: expect.stringContaining(`did you mean '${nearest}'?`) }),
      }),
    ]);
  });

  it.each([
    [{ strengths: { enhanced: { anyOf: [[{ method: 'passkey' }]] } } }, 'strengths.enhanced'],
    [{ strengths: { Own: { anyOf: [[{ method: 'passkey' }]] } } }, 'strengths.Own'],
    [{ strengths: { own: { anyOf: [[{ method: 'totp' }]] } } }, 'strengths.own.anyOf.0'],
    [{ strengths: { own: { anyOf: [] } } }, 'strengths.own.anyOf'],
    [
      { strengths: { own: { anyOf: [[{ method: 'totp', userVerified: true }, { method: 'passkey' }]] } } },
      'strengths.own.anyOf.0.0.userVerified',
    ],
    [{ lockout: { maxFailures: 20, hardLimit: 10 } }, 'lockout.hardLimit'],
    [{ lockout: { lockFor: '2h', maxLockFor: '1h' } }, 'lockout.maxLockFor'],
    [{ lockout: { growth: 0.5 } }, 'lockout.growth'],
    [{ providers: { corp: { trust: [{ strength: 'enhanced' }] } } }, 'providers.corp.trust.0'],
    [{ providers: { corp: { mailDomains: ['Corp.Example'] } } }, 'providers.corp.mailDomains.0'],
    [{ providers: { corp: { createAccounts: 'mail-domains' } } }, 'providers.corp.createAccounts'],
    [{ providers: { corp: { createAccounts: 'mail-domains', mailDomains: [] } } }, 'providers.corp.createAccounts'],
    [{ preferSso: 'corp' }, 'preferSso'],
    [{ session: { idle: 15 } }, 'session.idle'],
    [{ session: { idle: '2h', absolute: '1h' } }, 'session.idle'],
    [{ roles: { desk: { session: { idle: '2h', absolute: '1h' } } } }, 'roles.desk.session.idle'],
    [null, ''],
    ['policy', ''],
    [[], ''],
  ])('%j is refused at %j', (input, path) => {
    expect(paths(input)).toEqual([path]);
  });

  it('nobody can live under is told with the limit and the reason, whether it is a file or a change of the policy in force', () => {
    const told = problemsOf({
      session: { idle: '1s', absolute: '2m' },
      recentProof: '1s',
      roles: { admin: { session: { idle: '30s' } } },
      lockout: { maxFailures: 1, window: '1s', lockFor: '365d', maxLockFor: '365d', hardLimit: 2 },
    });
    expect(told.map(({ path, message }) => `${path}: ${message}`)).toMatchInlineSnapshot(`
      [
        "session.idle: is at least '1m': a shorter limit ends sessions while people read a page",
        "session.absolute: is at least '5m': a shorter limit ends sessions before people finish what they signed in for",
        "roles.admin.session.idle: is at least '1m': a shorter limit ends sessions while people read a page",
        "lockout.maxFailures: is at least 3: people mistype, and anybody can lock an account by guessing wrong",
        "lockout.window: is at least '1m': a shorter window forgets guesses before the next one is made",
        "lockout.lockFor: is at most '30d': anybody can set a lock by guessing wrong, and only an administrator should keep people out for longer",
        "lockout.maxLockFor: is at most '30d': anybody can set a lock by guessing wrong, and only an administrator should keep people out for longer",
        "lockout.hardLimit: is at least 3: people mistype, and anybody can lock an account by guessing wrong",
        "recentProof: is at least '1m': with a shorter limit a proof is too old before the change that needs it is sent",
      ]
    `);
    // The control: at their floors the same limits are legal.
    const floors: PolicyInput<string> = {
      session: { idle: '1m', absolute: '5m' },
      recentProof: '1m',
      roles: { admin: { session: { idle: '60s' } } },
      lockout: { maxFailures: 3, window: '1m', lockFor: '30d', maxLockFor: '30d', hardLimit: 3 },
    };
    expect(problemsOf(floors)).toEqual([]);
  });

  it('is not a longer idle limit of a role beside a shorter absolute limit of the tenant: the shortest wins', () => {
    expect(problemsOf({ session: { absolute: '1h' }, roles: { desk: { session: { idle: '2h' } } } })).toEqual([]);
    expect(problemsOf({ session: { idle: '1h', absolute: '60m' } })).toEqual([]);
  });

  it.each(['roles', 'strengths', 'providers'])(
    '%s named __proto__ are refused: a copy would drop them in silence',
    (member) => {
      expect(paths(JSON.parse(`{ "${member}": { "__proto__": { "methods": ["sso"] } } }`))).toEqual([
        `${member}.__proto__`,
      ]);
    },
  );

  it('more patterns than can be told apart are refused, and not one fewer', () => {
    const models = Array.from(
      { length: 40 },
      (_, place) => `${String(place).padStart(8, '0')}-0000-0000-0000-000000000000`,
    );
    const asking = (count: number): PolicyInput<string> => ({
      strengths: {
        a: {
          anyOf: models
            .slice(0, 20)
            .slice(0, count)
            .map((model) => [{ method: 'passkey', aaguid: [model] }]),
        },
        ...(count > 20
          ? { b: { anyOf: models.slice(20, count).map((model) => [{ method: 'passkey' as const, aaguid: [model] }]) } }
          : {}),
      },
    });
    const room = 31 - definePolicy({}).patterns.length;
    expect(definePolicy(asking(room)).patterns).toHaveLength(31);
    expect(Math.max(...definePolicy(asking(room)).patterns.map(({ bit }) => bit))).toBe(2 ** 30);
    expect(problemsOf(asking(room + 1))).toEqual([
      { path: 'strengths', message: expect.stringContaining('at most 31 patterns') },
    ]);
  });

  it('so are more strengths', () => {
    const named = (count: number): PolicyInput<string> => ({
      strengths: Object.fromEntries(
        Array.from({ length: count }, (_, place) => [`s${place}`, { anyOf: [[{ method: 'passkey' }]] }]),
      ),
    });
    expect(definePolicy({ ...named(MAX_CUSTOM_STRENGTHS), requiredStrength: 's25' }).tenant.strengths).toBe(2 ** 29);
    expect(paths(named(MAX_CUSTOM_STRENGTHS + 1))).toEqual(['strengths']);
  });
});
