import fc from 'fast-check';
import { expect, it } from 'vitest';
import { definePolicy } from '../policy/define-policy.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import { evaluate } from './evaluate.ts';
import { account, key, NOW, passkey, password, proof, sso } from './facts.test-support.ts';
import { runs } from './runs.test-support.ts';
import { anyAccount, anyPolicyWithProviders, evidenceFrom } from './worlds.test-support.ts';

const further: Evidence = { method: 'enrollment-code', at: NOW, helpsIn: 'further' };
const first: Evidence = { ...further, helpsIn: 'first' };
const baseline = definePolicy({});
const enhanced = definePolicy({ requiredStrength: 'enhanced' });
const asked = (policy: typeof baseline, who: AccountFacts, ...evidence: readonly Evidence[]) => {
  const decision = evaluate(policy, { account: who, evidence, now: NOW });
  if (decision.outcome === 'enrollment-required') return decision.offer;
  return decision.outcome === 'factor-required' ? decision.accept.map((method) => `shows ${method}`) : decision.outcome;
};
const mailed = { password: 'independent', mailDomain: 'example.org' } as const;

it('X10 the code that helps a person in opens a set-up where nothing must be set up', () => {
  const who = account(mailed);
  expect(asked(baseline, who, password())).toEqual(['shows email-code']);
  expect(asked(baseline, who, password(), further)).toEqual(['passkey', 'totp']);
  expect(asked(baseline, who, password(), { ...further, helpsIn: undefined })).toEqual(['shows email-code']);
});

it('X10 the code stands in for the factors that were not lost', () => {
  const who = account({ ...mailed, passkeys: [key()], backupCodes: 8 });
  expect(asked(enhanced, who, password())).toEqual(['shows passkey', 'shows backup-code']);
  expect(asked(enhanced, who, password(), further)).toEqual(['passkey', 'totp']);
  expect(asked(enhanced, account({ ...mailed, totp: true }), password(), further)).toEqual(['passkey']);
});

it('X10 the code is the first proof only if the password or every way in was lost', () => {
  const who = account({ mailDomain: 'example.org', totp: true });
  expect(asked(enhanced, who, first)).toEqual(['passkey']);
  expect(asked(enhanced, account(mailed), further)).toEqual(['shows password']);
});

it('W14 after a new password the policy asks for every factor that was not lost', () => {
  expect(asked(enhanced, account({ ...mailed, totp: true }), first, password())).toEqual(['shows totp']);
  expect(asked(enhanced, account(mailed), first, password())).toEqual(['passkey', 'totp']);
  expect(asked(baseline, account({ password: 'independent' }), first, password())).toEqual(['passkey', 'totp']);
});

it('X10 the code stands in also after two proofs, and then opens the set-up of every factor', () => {
  expect(asked(enhanced, account({ ...mailed, totp: true }), password(), proof('email-code'), further)).toEqual([
    'passkey',
  ]);
  expect(asked(enhanced, account(mailed), password(), proof('email-code'), further)).toEqual(['passkey', 'totp']);
});

it('X10 before a way in is proved, the code opens the set-up of a way in, and of no other factor yet', () => {
  const both = [[{ method: 'passkey' }, { method: 'totp' }]] as const;
  const policy = definePolicy({ requiredStrength: 'both', strengths: { both: { anyOf: both } } });
  const who = account({ mailDomain: 'example.org' });
  expect(asked(policy, who, first)).toEqual(['passkey']);
  expect(asked(policy, who, proof('email-code'), first)).toEqual(['passkey']);
});

it('X10 a factor that was not lost completes a set-up, and is not set up again', () => {
  const app = [{ method: 'password' }, { method: 'totp' }] as const;
  const three = { anyOf: [[...app, { method: 'passkey' }] as const, [...app, { method: 'email-code' }] as const] };
  const policy = definePolicy({ requiredStrength: 'three', strengths: { three } });
  const who = account({ ...mailed, totp: true });
  expect(asked(policy, who, password())).toEqual(['shows totp', 'shows email-code']);
  expect(asked(policy, who, password(), further)).toEqual(['passkey']);
});

it('X10 the code opens no way in that the policy forbids', () => {
  const local = definePolicy({ methods: ['password'] });
  expect(asked(local, account({}), first)).toBe('denied');
  expect(asked(definePolicy({ methods: ['sso'] }), account({ passkeys: [key()] }), first)).toBe('denied');
});

it('X10 a passkey that is set up with the code is a second factor where the policy forbids it as a way in', () => {
  const keyless = definePolicy({
    requiredStrength: 'phishing-resistant',
    methods: ['password', 'sso'],
    providers: { corp: {} },
  });
  expect(asked(keyless, account({ sso: ['corp'] }), first)).toEqual(['passkey']);
  const withKey = account({ sso: ['corp'], passkeys: [key()] });
  const setUp = passkey('k1', { setUpHere: true });
  expect(asked(keyless, withKey, setUp)).toEqual(['shows sso']);
  expect(asked(keyless, withKey, setUp, sso())).toBe('granted');
  // An assertion is the forbidden way in.
  expect(asked(keyless, withKey, passkey())).toBe('denied');
});

it('W14 the code grants nothing, under any policy', () => {
  fc.assert(
    fc.property(
      fc
        .record({ policy: anyPolicyWithProviders, who: anyAccount, helpsIn: fc.constantFrom('first', 'further') })
        .chain((world) => evidenceFrom(world.who).map((evidence) => ({ ...world, evidence }))),
      ({ policy: written, who, helpsIn, evidence }) => {
        const policy = definePolicy(written);
        const code: Evidence = { method: 'enrollment-code', at: NOW, helpsIn };
        const isGranted = (shown: readonly Evidence[]): boolean =>
          evaluate(policy, { account: who, evidence: shown, now: NOW }).outcome === 'granted';
        expect(isGranted([...evidence, code])).toBe(isGranted(evidence));
      },
    ),
    runs(300),
  );
});
