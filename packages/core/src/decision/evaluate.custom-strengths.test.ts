import { describe, expect, it } from 'vitest';
import type { PolicyInput } from '../policy/policy-input.ts';
import type { Combination } from '../strength/pattern.ts';
import { AAGUID, account, ask, key, OFFICE_MODEL, passkey, password, proof, sso } from './facts.test-support.ts';

const own = (...anyOf: Combination[]): PolicyInput<string> => ({
  requiredStrength: 'own',
  strengths: { own: { anyOf } },
  providers: { corp: {} },
});
const granted = (policy: PolicyInput<string>, ...evidence: Parameters<typeof ask>[2] & object) =>
  ask(policy, account({ passkeys: [key()] }), evidence).outcome === 'granted';

describe("X2 strengths of the policy's own", () => {
  it('ask for user verification, a key bound to its device, a model, and an attested one', () => {
    expect(granted(own([{ method: 'passkey', userVerified: true }]), passkey('k1', { userVerified: false }))).toBe(
      false,
    );
    expect(granted(own([{ method: 'passkey', userVerified: false }]), passkey('k1', { userVerified: true }))).toBe(
      true,
    );
    expect(granted(own([{ method: 'passkey', deviceBound: true }]), passkey('k1', { deviceBound: false }))).toBe(false);
    expect(granted(own([{ method: 'passkey', deviceBound: true }]), passkey('k1', { deviceBound: true }))).toBe(true);
    const model = own([{ method: 'passkey', aaguid: [AAGUID, OFFICE_MODEL] }]);
    expect(granted(model, passkey('k1', { aaguid: OFFICE_MODEL }))).toBe(true);
    expect(granted(model, passkey('k1', { aaguid: 'ffffffff-0000-0000-0000-000000000000' }))).toBe(false);
    const attested = own([{ method: 'passkey', aaguid: [OFFICE_MODEL], attested: true }]);
    expect(granted(attested, passkey('k1', { aaguid: OFFICE_MODEL }))).toBe(false);
    expect(granted(attested, passkey('k1', { aaguid: OFFICE_MODEL, attested: true }))).toBe(true);
  });

  it('ask for a provider, one of some classes, all of some methods', () => {
    const policy = own([{ method: 'sso', provider: 'corp', acr: ['a', 'b'], amr: ['x', 'y'] }]);
    expect(granted(policy, sso('corp', { acr: 'b', amr: ['y', 'x', 'z'] }))).toBe(true);
    expect(granted(policy, sso('other', { acr: 'b', amr: ['y', 'x'] }))).toBe(false);
    expect(granted(policy, sso('corp', { acr: 'c', amr: ['y', 'x'] }))).toBe(false);
    expect(granted(policy, sso('corp', { acr: 'a', amr: ['x'] }))).toBe(false);
    expect(granted(policy, sso('corp'))).toBe(false);
  });

  it('two patterns need two distinct things: one passkey never fills both, however often it was shown', () => {
    const two = own([{ method: 'passkey' }, { method: 'passkey', userVerified: true }]);
    const touched = { userVerified: false };
    expect(granted(two, passkey('k1'))).toBe(false);
    expect(granted(two, passkey('k1'), passkey('k1'))).toBe(false);
    expect(granted(two, passkey('k1', touched), passkey('k1'))).toBe(false);
    expect(granted(two, passkey('k1', touched), passkey('k2', touched))).toBe(false);
    for (const pair of [
      [passkey('k1'), passkey('k2', touched)],
      [passkey('k2', touched), passkey('k1')],
      [passkey('k1'), passkey('k2')],
    ])
      expect(granted(two, ...pair)).toBe(true);
  });

  it('nor does one password, one code or one provider', () => {
    expect(granted(own([{ method: 'password' }, { method: 'password' }]), password(), password('mailbox'))).toBe(false);
    const two = own([
      { method: 'sso', provider: 'corp' },
      { method: 'sso', acr: ['a'] },
    ]);
    expect(granted(two, sso('corp'), sso('corp', { acr: 'a' }))).toBe(false);
    expect(granted(two, sso('corp'), sso('other', { acr: 'a' }))).toBe(true);
  });

  it('a passkey shown again with its user verified does not become a second passkey', () => {
    const two = own([{ method: 'passkey' }, { method: 'passkey', userVerified: true }]);
    const decision = ask(two, account({ password: 'independent', totp: true, passkeys: [key()] }), [
      password(),
      proof('totp'),
      passkey('k1', { userVerified: false }),
    ]);
    expect(decision).toMatchObject({ outcome: 'enrollment-required', offer: ['passkey'] });
  });

  it('any one combination will do, and the strength shown is the strongest built-in', () => {
    const policy = own([{ method: 'passkey', attested: true }], [{ method: 'password' }, { method: 'totp' }]);
    expect(ask(policy, account({}), [password(), proof('totp')])).toMatchObject({
      outcome: 'granted',
      strength: 'enhanced',
    });
  });

  it('a way in has to be inside the combination that is matched', () => {
    const policy: PolicyInput<string> = {
      ...own([{ method: 'passkey', attested: true }, { method: 'totp' }]),
      methods: ['password'],
    };
    expect(granted(policy, password(), passkey('k1', { attested: true }), proof('totp'))).toBe(false);
    expect(
      granted({ ...policy, methods: ['password', 'passkey'] }, passkey('k1', { attested: true }), proof('totp')),
    ).toBe(true);
  });

  it('as many different patterns as can be told apart count, to the last of them', () => {
    const models = Array.from(
      { length: 20 },
      (_, place) => `${String(place).padStart(8, '0')}-0000-0000-0000-000000000000`,
    );
    const policy: PolicyInput<string> = {
      requiredStrength: 's18',
      strengths: Object.fromEntries(
        models.slice(0, 19).map((model, place) => [`s${place}`, { anyOf: [[{ method: 'passkey', aaguid: [model] }]] }]),
      ),
    };
    expect(granted(policy, passkey('k1', { aaguid: models[18] ?? '' }))).toBe(true);
    for (const other of [0, 17, 19])
      expect(granted(policy, passkey('k1', { aaguid: models[other] ?? '' }))).toBe(false);
  });
});
