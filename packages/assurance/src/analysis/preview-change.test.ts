import { type AccountFacts, definePolicy, type Policy, type PolicyInput, reachOf } from '@sallyport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { account, key, WITH_MAIL } from '../../../core/src/decision/facts.test-support.ts';
import { runs } from '../../../core/src/decision/runs.test-support.ts';
import { anyAccount, anyPolicy } from '../../../core/src/decision/worlds.test-support.ts';
import { crowd } from './crowd.test-support.ts';
import {
  type AccountForPreview,
  type AffectedAccount,
  type PolicyPreview,
  previewPolicyChange,
} from './preview-change.ts';

const ADMINISTRATORS = { policy: ['super-admin'], people: ['admin'] } as const;
const ENHANCED = definePolicy({ requiredStrength: 'enhanced', administrators: ADMINISTRATORS });

const RICH: PolicyInput<string> = {
  administrators: ADMINISTRATORS,
  requiredStrength: 'enhanced',
  roles: { admin: { requiredStrength: 'office-key' }, member: { methods: ['sso', 'password'] } },
  strengths: {
    'office-key': {
      anyOf: [[{ method: 'passkey', userVerified: true, deviceBound: true }], [{ method: 'sso' }, { method: 'totp' }]],
    },
  },
  providers: { corp: { mailDomains: ['corp.example'], trust: [{ acr: 'mfa', strength: 'enhanced' }] } },
};

/** The same preview, computed account by account. */
function naive(
  to: Policy,
  accounts: Iterable<AccountForPreview>,
): Pick<PolicyPreview, 'unaffected' | 'mustEnroll' | 'stranded' | 'administrators'> {
  const counts = { unaffected: 0, mustEnroll: 0, stranded: 0 };
  const administrators = { viable: 0, stranded: 0 };
  for (const { facts, vouched } of accounts) {
    const { impact } = reachOf(to, facts, vouched);
    counts[impact === 'must-enroll' ? 'mustEnroll' : impact]++;
    const { sso = [], said } = facts.factors;
    const words = Object.fromEntries(sso.map((provider) => [provider, said?.[provider] ?? {}]));
    const known = { ...facts, factors: { ...facts.factors, said: words } };
    if (facts.blocked !== true && facts.roles.includes('super-admin'))
      administrators[
        [known, { ...known, requiredStrength: 'enhanced' }].some((asked) => reachOf(to, asked).impact === 'stranded')
          ? 'stranded'
          : 'viable'
      ]++;
  }
  return { ...counts, administrators };
}

describe('X21 a preview of accounts that a provider would link', () => {
  const providers = { corp: { mailDomains: ['corp.example'] } };
  const [from, bySsoAlone, without] = [{}, { methods: ['sso'] }, { methods: ['password', 'passkey'] }].map((more) =>
    definePolicy({ requiredStrength: 'single', administrators: {}, providers, ...(more as PolicyInput<string>) }),
  ) as [Policy, Policy, Policy];
  const linkable = { domain: 'corp.example', by: ['corp'] };
  const accounts = [
    { id: 'new', facts: account({ mailDomain: 'corp.example' }, { linkable }) },
    { id: 'owner', facts: account({ mailDomain: 'corp.example', password: 'independent' }, { linkable }) },
  ];
  const strandedBy = async (to: Policy, more: { from?: Policy } = {}) => {
    const preview = await previewPolicyChange({ to, accounts, ...more });
    return { newly: preview.mostStranded.count, who: preview.accounts.map(({ id }) => id) };
  };

  it('counts the loss of this way in', async () => {
    expect(await strandedBy(without, { from })).toEqual({ newly: 1, who: ['new'] });
    expect(await strandedBy(from, { from })).toEqual({ newly: 0, who: [] });
  });

  it('does not take the provider for a way in instead of the own one', async () => {
    expect(await strandedBy(bySsoAlone, { from })).toEqual({ newly: 1, who: ['owner'] });
    expect(await strandedBy(bySsoAlone)).toEqual({ newly: 0, who: [] });
  });
});

describe('N5 a preview', () => {
  it('says who passes, who must enroll and who would be stranded, and why', async () => {
    const accounts = [
      { id: 'ada', facts: account({ ...WITH_MAIL, totp: true }, { roles: ['super-admin'] }) },
      { id: 'ben', facts: account(WITH_MAIL) },
      { id: 'cleo', facts: account({ password: 'independent' }) },
      { id: 'dora', facts: account({ password: 'independent' }), vouched: true },
    ];
    const preview = await previewPolicyChange({ to: ENHANCED, accounts });
    expect(preview).toMatchObject({
      unaffected: 1,
      mustEnroll: 2,
      stranded: 1,
      administrators: { viable: 1, stranded: 0 },
      strandsAdministrators: false,
      more: false,
    });
    expect(preview.accounts.map(({ id, impact }) => [id, impact])).toEqual([
      ['ben', 'must-enroll'],
      ['cleo', 'stranded'],
      ['dora', 'must-enroll'],
    ]);
    expect(preview.accounts[1]?.because).toContainEqual(expect.objectContaining({ code: 'enrollment-needs-vouching' }));
    expect(preview).not.toHaveProperty('worse');
  });

  it('X21 counts nobody as newly stranded who left a sign-up: everybody may begin one', async () => {
    const facts = account({ mailDomain: 'a.example' });
    const [from, to] = [definePolicy({}), definePolicy({ methods: ['sso'] })];
    const accounts = [{ id: 'ida', facts, vouched: 'by-sign-up' as const }];
    expect([from, to].map((policy) => reachOf(policy, facts, 'by-sign-up').impact)).toEqual([
      'must-enroll',
      'stranded',
    ]);
    const preview = await previewPolicyChange({ from, to, accounts });
    expect(preview).toMatchObject({ stranded: 1, worse: { stranded: 0 }, mostStranded: { count: 0 } });
    const later = definePolicy({ later: [{ from: '2100-01-01T00:00:00Z', methods: ['sso'] }] });
    const dated = await previewPolicyChange({ from, to: later, accounts });
    expect(dated).toMatchObject({ dates: [{ stranded: 1 }], mostStranded: { count: 0 } });
  });

  it('says who fares worse than under the policy in force', async () => {
    const from = definePolicy({});
    const accounts = [
      { id: 'was-fine', facts: account(WITH_MAIL) },
      { id: 'was-stranded', facts: account({ password: 'independent' }) },
    ];
    const preview = await previewPolicyChange({ from, to: ENHANCED, accounts });
    expect(preview).toMatchObject({ mustEnroll: 1, stranded: 1, worse: { mustEnroll: 1, stranded: 0 } });
    expect(preview.moves).toEqual([{ from: 'meets', to: 'mustEnroll', count: 1 }]);
    expect(preview.accounts.map(({ before }) => before)).toEqual(['unaffected', 'stranded']);
  });

  it('counts who moves to another group, by the facts under each policy', async () => {
    const from = definePolicy({ methods: ['passkey'] });
    const factsNow = account({ ...WITH_MAIL, passkeys: [key('phone')] });
    const accounts = [
      { id: 'gets in', facts: account({ ...WITH_MAIL, totp: true }) },
      { id: 'loses a passkey', facts: account(WITH_MAIL), factsNow },
      { id: 'stays', facts: factsNow },
    ];
    const freed: string[] = [];
    const onFreed = (id: string): void => {
      freed.push(id);
    };
    const { moves } = await previewPolicyChange({ from, to: ENHANCED, accounts, onFreed });
    expect(freed).toEqual(['gets in']);
    expect(moves).toEqual([
      { from: 'meets', to: 'mustEnroll', count: 1 },
      { from: 'noWayIn', to: 'meets', count: 1 },
    ]);
    expect((await previewPolicyChange({ to: ENHANCED, accounts, onFreed })).moves).toBeUndefined();
    expect(freed).toHaveLength(1);
  });

  it('says that there are more than are listed, whatever becomes of them', async () => {
    const accounts = [
      { id: 'enrolls', facts: account(WITH_MAIL) },
      { id: 'stranded', facts: account({ password: 'independent' }) },
    ];
    const more = async (limit: number) => (await previewPolicyChange({ to: ENHANCED, accounts, limit })).more;
    expect([await more(0), await more(1), await more(2)]).toEqual([true, true, false]);
  });

  it('lists the first, and tells of all', async () => {
    const told: AffectedAccount[] = [];
    const accounts = Array.from({ length: 5 }, (_, place) => ({ id: `${place}`, facts: account(WITH_MAIL) }));
    const preview = await previewPolicyChange({
      to: ENHANCED,
      accounts,
      limit: 2,
      onAffected: (one) => told.push(one),
    });
    expect(preview.accounts.map(({ id }) => id)).toEqual(['0', '1']);
    expect(preview.more).toBe(true);
    expect(told.map(({ id }) => id)).toEqual(['0', '1', '2', '3', '4']);
  });

  it.each([
    ['one who passes', account({ ...WITH_MAIL, totp: true }, { roles: ['super-admin'] }), false],
    ['one who can enroll', account(WITH_MAIL, { roles: ['super-admin'] }), false],
    ['one who waits for a code', account({ password: 'independent' }, { roles: ['super-admin'] }), true],
    ['one who is blocked', account({ ...WITH_MAIL, totp: true }, { roles: ['super-admin'], blocked: true }), true],
    ['none at all', account({ ...WITH_MAIL, totp: true }, { roles: ['admin'] }), true],
  ])('strands the administrators or not: %s', async (_, facts, strands) => {
    const preview = await previewPolicyChange({ to: ENHANCED, accounts: [{ id: 'one', facts }] });
    expect(preview.strandsAdministrators).toBe(strands);
  });

  it.each([
    ['has what administration takes', { totp: true }, false, false],
    ['signs in, and cannot set up what administration takes', {}, false, true],
    ['waits for a code that is out, which ends', {}, true, true],
  ])('strands an administrator who %s, or not', async (_, factors, vouched, strands) => {
    const to = definePolicy({ administrators: ADMINISTRATORS, enrollment: { firstFactor: 'vouched' } });
    const facts = account({ ...WITH_MAIL, ...factors }, { roles: ['super-admin'] });
    const preview = await previewPolicyChange({ to, accounts: [{ id: 'one', facts, vouched }] });
    expect(preview).toMatchObject({ unaffected: 1, strandsAdministrators: strands });
  });

  it('asks who would administer the policy under the proposed one', async () => {
    const to = definePolicy({ administrators: { policy: ['owner'] } });
    const facts = account({ ...WITH_MAIL, totp: true }, { roles: ['super-admin'] });
    expect(await previewPolicyChange({ to, accounts: [{ id: 'one', facts }] })).toMatchObject({
      strandsAdministrators: true,
    });
  });

  it.each<readonly [string, PolicyInput<string> | undefined, PolicyInput<string>, boolean]>([
    ['names nobody, with no policy in force', undefined, {}, false],
    ['names nobody, as the one in force', {}, {}, false],
    ['names nobody, where nobody who is named could administer', { administrators: { policy: ['nobody'] } }, {}, false],
    ['takes the right of somebody who could administer', { administrators: ADMINISTRATORS }, {}, true],
    ['names a role that nobody has', {}, { administrators: { policy: ['nobody'] } }, true],
    ['names a role that somebody has', {}, { administrators: ADMINISTRATORS }, false],
  ])('N5 a policy that %s: whether it strands', async (_, from, to, strands) => {
    const facts = account({ ...WITH_MAIL, totp: true }, { roles: ['super-admin'] });
    const change = { from: from && definePolicy(from), to: definePolicy(to), accounts: [{ id: 'one', facts }] };
    expect((await previewPolicyChange(change)).strandsAdministrators).toBe(strands);
  });

  it('N5 one who could not administer, or is blocked, is not stranded by a policy that names nobody', async () => {
    const from = definePolicy({ administrators: ADMINISTRATORS });
    const waiting = account({ password: 'independent' }, { roles: ['super-admin'] });
    const blocked = account({ ...WITH_MAIL, totp: true }, { roles: ['super-admin'], blocked: true });
    const accounts = [waiting, blocked].map((facts, place) => ({ id: `${place}`, facts }));
    const preview = await previewPolicyChange({ from, to: definePolicy({}), accounts });
    expect(preview.strandsAdministrators).toBe(false);
  });

  it('reads a stream once, and fails where it fails', async () => {
    async function* broken(): AsyncGenerator<AccountForPreview> {
      yield* crowd(3);
      throw new Error('the store is gone');
    }
    await expect(previewPolicyChange({ to: ENHANCED, accounts: broken() })).rejects.toThrow('the store is gone');
  });

  it.each([
    ['30 000, one number each', 30_000, RICH],
    [
      '6 000, where combinations ask for several passkeys',
      6_000,
      {
        ...RICH,
        strengths: { 'office-key': { anyOf: [[{ method: 'passkey' }, { method: 'passkey', userVerified: true }]] } },
      },
    ],
  ] as const)(
    'of a stream is what one at a time gives: %s',
    { timeout: 120_000 },
    async (_, most, input: PolicyInput<string>) => {
      const size = Math.min(most, 100 * runs(most).numRuns);
      const to = definePolicy(input);
      async function* stream(): AsyncGenerator<AccountForPreview> {
        yield* crowd(size);
      }
      const preview = await previewPolicyChange({ to, accounts: stream(), limit: 50 });
      expect(preview).toMatchObject(naive(to, crowd(size)));
      const facts = new Map([...crowd(2_000)].map((one) => [one.id, one]));
      for (const { id, impact, because } of preview.accounts) {
        const one = facts.get(id);
        const alone = one && reachOf(to, one.facts, one.vouched);
        expect({ id, impact, because: new Set(because) }).toEqual({
          id,
          impact: alone?.impact,
          because: new Set(alone?.because),
        });
      }
    },
  );

  it('is what one at a time gives for random policies and accounts', async () => {
    await fc.assert(
      fc.asyncProperty(anyPolicy, fc.array(anyAccount, { minLength: 1, maxLength: 40 }), async (input, all) => {
        const to = definePolicy(input);
        const accounts = all.map((facts, place) => ({ id: `${place}`, facts, vouched: place % 3 === 0 }));
        const { unaffected, mustEnroll, stranded } = await previewPolicyChange({ to, accounts });
        expect({ unaffected, mustEnroll, stranded, administrators: expect.anything() }).toEqual(
          expect.objectContaining({ ...naive(to, accounts), administrators: expect.anything() }),
        );
      }),
      runs(500),
    );
  });
});

it('N5 counts the accounts whose roles the app never gave, by their stored roles too', async () => {
  const facts = account({ ...WITH_MAIL, totp: true });
  const accounts = [
    { id: 'told', facts },
    { id: 'untold', facts, rolesUnknown: true },
  ];
  expect(await previewPolicyChange({ to: ENHANCED, accounts })).toMatchObject({ unaffected: 2, rolesUnknown: 1 });
});

describe('vaults', () => {
  const facts = account({ ...WITH_MAIL, totp: true });
  const withKey: AccountFacts = { ...facts, factors: { ...facts.factors, passkeys: [key('phone')] } };
  const vaultsUnder = async (to: PolicyInput<string>, ...accounts: readonly AccountForPreview[]) =>
    (await previewPolicyChange({ to: definePolicy(to), accounts })).vaults;
  const every = { id: 'every', facts: withKey, vault: ['passkey', 'secret', 'emergency'] } as const;
  const byPasskey = { id: 'by-passkey', facts: withKey, vault: ['passkey', 'emergency'] } as const;
  const bySecret = { id: 'by-secret', facts, vault: ['secret'] } as const;
  const byOthers = { id: 'by-others', facts, vault: ['emergency'] } as const;

  it('P21 are counted where a rule would leave their owners without a way of their own', async () => {
    const all = [every, byPasskey, bySecret, byOthers];
    expect(await vaultsUnder({}, ...all)).toEqual({ withoutWay: 0, withoutEmergency: 0 });
    expect(await vaultsUnder({ methods: ['password'] }, ...all)).toEqual({ withoutWay: 1, withoutEmergency: 0 });
    expect(await vaultsUnder({ methods: ['passkey'] }, ...all)).toEqual({ withoutWay: 1, withoutEmergency: 0 });
    const emergency = { ...byPasskey, facts: { ...withKey, emergency: true } };
    expect(await vaultsUnder({ methods: ['password'] }, emergency)).toEqual({ withoutWay: 0, withoutEmergency: 0 });
  });

  it('P21 are counted where they lack the emergency envelope that the policy requires', async () => {
    const required: PolicyInput<string> = { vault: { emergency: 'required' } };
    expect(await vaultsUnder(required, every, byPasskey, bySecret)).toEqual({ withoutWay: 0, withoutEmergency: 1 });
    expect(await vaultsUnder({ vault: { emergency: 'optional' } }, bySecret)).toMatchObject({ withoutEmergency: 0 });
  });

  it('P21 are none where nobody has one', async () => {
    const none = { withoutWay: 0, withoutEmergency: 0 };
    expect(await vaultsUnder({ vault: { emergency: 'required' } }, { id: 'none', facts })).toEqual(none);
  });
});
