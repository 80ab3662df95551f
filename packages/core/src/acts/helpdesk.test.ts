import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { account, LONG_AGO, NOW, password, proof, sso, WITH_MAIL } from '../decision/facts.test-support.ts';
import { runs } from '../decision/runs.test-support.ts';
import { administers } from '../policy/administers.ts';
import { definePolicy } from '../policy/define-policy.ts';
import type { HelpdeskInput, HelpdeskRight, PolicyInput } from '../policy/policy-input.ts';
import type { AccountFacts, GivenRoles } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { Act, Actor } from './act.ts';
import { highestAdministration } from './administration.ts';
import { answerTo, everyAct, minutesAgo, verdictOn } from './asked.test-support.ts';
import { helpdeskRights, helpdeskRoles, limitedRights } from './helpdesk.ts';

const desk = (entry: Partial<HelpdeskInput> = {}): HelpdeskInput => ({
  ...{ roles: ['desk'], over: ['contractor', 'temp'], may: ['reset', 'vouch', 'unlock'] },
  ...entry,
});
const under = (...helpdesk: readonly HelpdeskInput[]): PolicyInput<string> => ({
  administrators: { policy: ['super-admin'], people: ['admin'], helpdesk },
});
const BY_APP: readonly Evidence[] = [password(), proof('totp')];
const holder = (roles: readonly string[], more: Partial<AccountFacts> = {}): AccountFacts =>
  account({ ...WITH_MAIL, totp: true }, { roles, ...more });
const DESK = holder(['desk']);
const CONTRACTOR = holder(['contractor']);

interface Asked {
  readonly policy?: PolicyInput<string>;
  readonly who?: AccountFacts;
  readonly evidence?: readonly Evidence[];
  readonly more?: Partial<Extract<Actor, { kind: 'administrator' }>>;
}

function ask(
  type: Act['type'],
  target: AccountFacts,
  { policy = under(desk()), who = DESK, evidence, more }: Asked = {},
) {
  const actor: Actor = { kind: 'administrator', account: who, isTarget: false, ...more };
  return answerTo(policy, everyAct(target)[type], { actor, target, evidence: evidence ?? BY_APP });
}

function allowed(target: AccountFacts, asked: Asked = {}): readonly string[] {
  const types = Object.keys(everyAct(target)) as readonly Act['type'][];
  return types.filter((type) => ask(type, target, asked) === 'allowed');
}

const RESET = ['reset-two-step', 'reset-passkeys', 'revoke-passkey', 'help-in'];

describe('W4 a helpdesk', () => {
  it.each<[HelpdeskRight, readonly string[]]>([
    ['reset', RESET],
    ['vouch', ['vouch']],
    ['unlock', ['unlock']],
  ])('N15 with the right to %s does exactly the acts of the right', (right, acts) => {
    expect(allowed(CONTRACTOR, { policy: under(desk({ may: [right] })) })).toEqual(
      Object.keys(everyAct(CONTRACTOR)).filter((type) => acts.includes(type)),
    );
  });

  it.each<[string, AccountFacts]>([
    ['without a role', holder([])],
    ['with a role outside `over`', holder(['employee'])],
    ['with one role in `over` and one outside', holder(['contractor', 'employee'])],
    ['of an administrator of people', holder(['contractor', 'admin'])],
    ['of a policy administrator', holder(['contractor', 'super-admin'])],
    ['of a helpdesk', holder(['contractor', 'desk'])],
    ['for emergencies', holder(['contractor'], { emergency: true })],
    [
      'that a provider once gave a role outside `over`',
      holder(['contractor', 'employee'], {
        given: [{ method: 'sso', provider: 'corp', roles: ['employee'], saidAt: LONG_AGO } satisfies GivenRoles],
      }),
    ],
  ])('N15 does nothing to an account %s', (_, target) => {
    expect(allowed(target)).toEqual([]);
    expect(allowed(holder(['contractor', 'temp']))).toEqual(
      [...RESET.slice(0, 3), 'vouch', 'help-in', 'unlock'].sort(inOrder),
    );
  });

  it('N15 with two entries of the policy has the rights of each by itself', () => {
    const policy = under(
      desk({ over: ['contractor'], may: ['unlock'] }),
      desk({ over: ['temp'], may: ['vouch'] }),
      desk({ roles: ['night-desk'], over: ['contractor', 'temp'], may: ['reset'] }),
    );
    expect(allowed(CONTRACTOR, { policy })).toEqual(['unlock']);
    expect(allowed(holder(['temp']), { policy })).toEqual(['vouch']);
    expect(allowed(holder(['contractor', 'temp']), { policy })).toEqual([]);
    expect(allowed(holder(['temp']), { policy, who: holder(['desk', 'night-desk']) })).toEqual([
      ...RESET.slice(0, 3),
      'vouch',
      'help-in',
    ]);
  });

  it('N15 has no right without its role, and none by a role of a provider that the session does not rest on', () => {
    expect(allowed(CONTRACTOR, { who: holder(['contractor']) })).toEqual([]);
    const given: GivenRoles = { method: 'sso', provider: 'corp', roles: ['desk'], saidAt: NOW };
    const who = account({ ...WITH_MAIL, totp: true, sso: ['corp'] }, { roles: ['desk'], given: [given] });
    expect(ask('vouch', CONTRACTOR, { who })).toBe('not-permitted');
    expect(ask('vouch', CONTRACTOR, { who, evidence: [...BY_APP, sso('corp')] })).toBe('allowed');
  });

  it('W4 proves as much as every administrator: recently, and at least enhanced', () => {
    const actor: Actor = { kind: 'administrator', account: DESK, isTarget: false };
    const short = { actor, target: CONTRACTOR, evidence: [password(), proof('email-code')] };
    expect(verdictOn(under(desk()), { type: 'unlock' }, short)).toMatchObject({
      ...{ reason: 'insufficient-strength', demand: { strengths: ['enhanced'], within: 900_000 } },
    });
    expect(ask('unlock', CONTRACTOR, { evidence: minutesAgo(16, ...BY_APP) })).toBe('insufficient-strength');
    expect(ask('unlock', holder(['employee']), { evidence: [] })).toBe('not-permitted');
  });

  it('P18 ends no block: a help-in could free the address of a blocked person', () => {
    const blocked = { ...CONTRACTOR, blocked: true };
    expect(ask('help-in', blocked)).toBe('not-permitted');
    expect(ask('help-in', blocked, { who: holder(['admin']) })).toBe('allowed');
    expect(ask('vouch', blocked)).toBe('allowed');
    expect(ask('vouch', CONTRACTOR, { who: { ...DESK, blocked: true } })).toBe('not-permitted');
  });

  it('W4 has no rights in a session of somebody who is blocked, and unlocks nobody who may be the person who acts', () => {
    expect(ask('vouch', CONTRACTOR, { more: { isByBlocked: true } })).toBe('not-permitted');
    expect(ask('unlock', CONTRACTOR, { more: { isByTarget: true } })).toBe('not-permitted');
    expect(ask('vouch', CONTRACTOR, { more: { isByTarget: true } })).toBe('allowed');
  });

  it('W4 an administrator of people with a role of a helpdesk keeps every right', () => {
    expect(ask('block', holder(['employee']), { who: holder(['admin', 'desk']) })).toBe('allowed');
  });
});

describe('N15 an enrollment code of a helpdesk', () => {
  const use = (target: AccountFacts, may: HelpdeskInput['may'], who = DESK) =>
    answerTo(under(desk({ may })), { type: 'use-vouching' }, { actor: { kind: 'voucher', account: who }, target });

  it('is valid while the helpdesk could issue the code, by vouching or with a reset', () => {
    expect(use(CONTRACTOR, ['vouch'])).toBe('allowed');
    expect(use(CONTRACTOR, ['reset'])).toBe('allowed');
    expect(use(CONTRACTOR, ['unlock'])).toBe('not-permitted');
    expect(use(CONTRACTOR, ['vouch', 'reset'], holder(['reader']))).toBe('not-permitted');
  });

  it('W4 needs the right by which it was issued, if one alone issues such a code', () => {
    const asked = (right: 'vouch' | 'reset', may: HelpdeskInput['may']) =>
      answerTo(
        under(desk({ may })),
        { type: 'use-vouching' },
        { actor: { kind: 'voucher', account: DESK, right }, target: CONTRACTOR },
      );
    for (const right of ['vouch', 'reset'] as const) {
      expect(asked(right, [right])).toBe('allowed');
      expect(asked(right, [right === 'vouch' ? 'reset' : 'vouch'])).toBe('not-permitted');
    }
  });

  it('is void as soon as the account has a role that the helpdesk does not reach', () => {
    for (const role of ['employee', 'admin', 'super-admin', 'desk'])
      expect(use(holder(['contractor', role]), ['vouch', 'reset'])).toBe('not-permitted');
  });
});

describe('W4 the rights of a helpdesk', () => {
  const policy = definePolicy(under(desk({ may: ['vouch'] }), desk({ over: ['guest'], may: ['unlock', 'reset'] })));

  it('are told for anybody, or for one account', () => {
    expect(helpdeskRights(policy, ['desk'])).toEqual(['reset', 'vouch', 'unlock']);
    expect(helpdeskRights(policy, ['desk'], CONTRACTOR)).toEqual(['vouch']);
    expect(helpdeskRights(policy, ['desk'], holder(['guest']))).toEqual(['reset', 'unlock']);
    expect(helpdeskRights(policy, ['reader'])).toEqual([]);
  });

  it('limit only roles that do not administer people', () => {
    expect(limitedRights(policy, ['desk'], CONTRACTOR)).toEqual(['vouch']);
    expect(limitedRights(policy, ['desk'], holder(['employee']))).toEqual([]);
    expect(limitedRights(policy, ['reader'])).toEqual([]);
    for (const role of ['admin', 'super-admin'])
      expect(limitedRights(policy, ['desk', role], CONTRACTOR)).toBeUndefined();
  });

  it('belong to the roles of every helpdesk, and not to the roles that a helpdesk helps', () => {
    const night = desk({ roles: ['desk', 'night'], over: ['guest'] });
    expect(helpdeskRoles(definePolicy(under(desk(), night)))).toEqual(['desk', 'night']);
    expect(helpdeskRoles(definePolicy(under()))).toEqual([]);
  });

  it('are the lowest administration', () => {
    const of = (...roles: readonly string[]) =>
      (['helpdesk', 'people', 'policy'] as const).map((what) => administers(policy, roles, what));
    expect(of('desk')).toEqual([true, false, false]);
    expect(of('admin')).toEqual([true, true, false]);
    expect(of('contractor')).toEqual([false, false, false]);
    expect(highestAdministration(policy, ['desk'])).toBe('helpdesk');
    expect(highestAdministration(policy, ['desk', 'admin'])).toBe('people');
  });
});

describe('W4 under every policy', () => {
  const ROLES = ['a', 'b', 'c', 'd'] as const;
  const some = fc.uniqueArray(fc.constantFrom(...ROLES), { minLength: 1, maxLength: 3 });
  const rights = fc.uniqueArray(fc.constantFrom<HelpdeskRight>('reset', 'vouch', 'unlock'), { minLength: 1 });
  const entry = fc.record({
    roles: fc.constantFrom<readonly string[]>(['desk'], ['desk', 'night']),
    over: some,
    may: rights,
  });

  it('N15 a helpdesk does an act only to an account whose roles are all in `over` of one entry with the right', () => {
    const right: Readonly<Record<string, HelpdeskRight>> = {
      ...{ vouch: 'vouch', unlock: 'unlock' },
      ...Object.fromEntries(RESET.map((type) => [type, 'reset' as const])),
    };
    fc.assert(
      fc.property(
        fc.array(entry, { minLength: 1, maxLength: 3 }),
        fc.uniqueArray(fc.constantFrom(...ROLES, 'admin', 'desk'), { maxLength: 3 }),
        fc.constantFrom('desk', 'night'),
        (entries, roles, role) => {
          const target = holder(roles);
          for (const type of Object.keys(everyAct(target)) as Act['type'][]) {
            const is = ask(type, target, { policy: under(...entries), who: holder([role]) }) === 'allowed';
            const reaches = entries.some(
              ({ roles: own, over, may }) =>
                own.includes(role) &&
                may.some((one) => one === right[type]) &&
                roles.length > 0 &&
                roles.every((one) => over.some((other) => other === one)),
            );
            expect({ [type]: is }).toEqual({ [type]: reaches });
          }
        },
      ),
      runs(100),
    );
  });
});

/** As {@link everyAct} lists the acts. */
function inOrder(one: string, other: string): number {
  const types = Object.keys(everyAct(CONTRACTOR));
  return types.indexOf(one) - types.indexOf(other);
}
