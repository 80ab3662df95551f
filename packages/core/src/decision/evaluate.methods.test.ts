import { describe, expect, it } from 'vitest';
import type { PolicyInput } from '../policy/policy-input.ts';
import { account, ask, key, passkey, password, proof, sso, WITH_MAIL } from './facts.test-support.ts';

const employees: PolicyInput<string> = { roles: { employee: { methods: ['sso'] } }, providers: { corp: {} } };
const employee = (factors: Parameters<typeof account>[0], rest: Parameters<typeof account>[1] = {}) =>
  account({ password: 'independent', totp: true, sso: ['corp'], ...factors }, { roles: ['employee'], ...rest });

describe('methods restrict the way in', () => {
  it('P9 a password that a role switches off counts for nothing, with whatever it is shown', () => {
    expect(ask(employees, employee({}), [password(), proof('totp')])).toEqual({
      outcome: 'denied',
      reason: 'method-not-allowed',
      because: [{ code: 'methods-restricted', params: { methods: ['sso'] }, source: { role: 'employee' } }],
    });
    expect(ask(employees, account({ password: 'independent', totp: true }), [password(), proof('totp')])).toMatchObject(
      { outcome: 'granted' },
    );
  });

  it('P9 a second factor after an allowed way in is not restricted, a passkey included', () => {
    expect(ask(employees, employee({}), [sso(), proof('totp')])).toMatchObject({ outcome: 'granted' });
    expect(ask(employees, employee({ passkeys: [key()] }), [sso(), passkey()])).toMatchObject({ outcome: 'granted' });
  });

  it('P9 a passkey is no way in where it is not allowed: not asked for first, and not enough alone', () => {
    const who = employee({ passkeys: [key()] });
    expect(ask(employees, who)).toMatchObject({ outcome: 'factor-required', accept: ['sso'] });
    expect(ask(employees, who, [passkey()])).toMatchObject({ outcome: 'denied', reason: 'method-not-allowed' });
    expect(ask(employees, who, [sso()])).toMatchObject({ accept: ['passkey', 'totp'] });
  });

  it('X1 P10 tenant, roles and account allow together only what each of them allows', () => {
    const policy: PolicyInput<string> = {
      methods: ['password', 'sso', 'passkey'],
      roles: { a: { methods: ['password', 'passkey', 'ldap'] } },
    };
    const who = account(
      { password: 'independent', ldap: true, sso: ['corp'], totp: true, passkeys: [key()] },
      { roles: ['a'] },
    );
    expect(ask(policy, who)).toMatchObject({ accept: ['passkey', 'password'] });
    expect(ask(policy, { ...who, methods: ['password', 'sso'] })).toMatchObject({ accept: ['password'] });
    expect(ask(policy, { ...who, methods: ['sso'] })).toMatchObject({ outcome: 'denied', reason: 'no-way-in' });
  });

  it('P11 hybrid: SSO for employees, a password with a second factor for externals, in one policy', () => {
    const hybrid: PolicyInput<string> = {
      roles: {
        employee: { methods: ['sso'], requiredStrength: 'single' },
        external: { methods: ['password'], requiredStrength: 'enhanced' },
      },
      requiredStrength: 'single',
    };
    expect(ask(hybrid, employee({}), [sso()])).toMatchObject({ outcome: 'granted' });
    const external = account({ password: 'independent', totp: true, sso: ['corp'] }, { roles: ['external'] });
    expect(ask(hybrid, external, [sso()])).toMatchObject({ outcome: 'denied', reason: 'method-not-allowed' });
    expect(ask(hybrid, external, [password()])).toMatchObject({ accept: ['totp'] });
    expect(ask(hybrid, external, [password(), proof('totp')])).toMatchObject({ outcome: 'granted' });
  });

  it('an account without any allowed way in is denied, and an enrollment code is not promised to help', () => {
    const decision = ask(employees, account(WITH_MAIL, { roles: ['employee'] }));
    expect(decision).toMatchObject({ outcome: 'denied', reason: 'no-way-in' });
    expect(decision.because.map(({ code }) => code)).not.toContain('enrollment-needs-vouching');
    const empty = ask({}, account({ mailDomain: 'corp.example' }));
    expect(empty).toMatchObject({ outcome: 'denied', reason: 'no-way-in' });
    expect(empty.because.map(({ code }) => code)).not.toContain('enrollment-needs-vouching');
  });

  it('a way in that is no longer allowed is no beginning of a step-up: an allowed one is asked for first', () => {
    const demand = { strengths: ['enhanced'] };
    expect(ask(employees, employee({}), [password()], { demand })).toMatchObject({
      outcome: 'factor-required',
      accept: ['sso'],
    });
    expect(ask(employees, employee({}), [password(), proof('totp')], { demand })).toMatchObject({ accept: ['sso'] });
  });

  it('X16 an emergency account is exempt from methods, and says so in its reasons; never from strength', () => {
    const who = employee({ mailDomain: 'corp.example' }, { emergency: true, methods: ['ldap'] });
    const granted = ask(employees, who, [password(), proof('totp')]);
    expect(granted).toMatchObject({ outcome: 'granted' });
    expect(granted.because.map(({ code }) => code)).toEqual(['strength-required']);
    expect(ask({ ...employees, requiredStrength: 'enhanced' }, who, [password(), proof('email-code')])).toMatchObject({
      outcome: 'factor-required',
      accept: ['totp'],
    });
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'a role named %s that the policy does not know adds nothing',
    (role) => {
      expect(ask(employees, account(WITH_MAIL, { roles: [role] }), [password(), proof('email-code')])).toMatchObject({
        outcome: 'granted',
      });
    },
  );

  it('a role named constructor that the policy knows counts like any other', () => {
    const policy: PolicyInput<string> = { roles: { constructor: { requiredStrength: 'enhanced' } } };
    expect(
      ask(policy, account(WITH_MAIL, { roles: ['constructor'] }), [password(), proof('email-code')]),
    ).toMatchObject({ outcome: 'enrollment-required' });
  });
});
