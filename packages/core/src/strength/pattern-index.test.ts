import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../decision/runs.test-support.ts';
import { anyCase, anyPolicyWithProviders } from '../decision/worlds.test-support.ts';
import { definePolicy } from '../policy/define-policy.ts';
import { passwordIndependence, providerIndependence } from './mailbox.ts';
import { matchedPatterns } from './matched-patterns.ts';
import { passkeyMatches } from './methods/passkey.ts';
import { ssoMatches } from './methods/sso.ts';
import { matchedByPasskey, matchedByPlain, matchedBySso } from './pattern-index.ts';

describe('the patterns of a policy that each proof matches', () => {
  it('are those that asking every pattern gives', () => {
    fc.assert(
      fc.property(anyPolicyWithProviders, anyCase, (input, { account, evidence }) => {
        const policy = definePolicy(input);
        const { patterns, patternIndex } = policy;
        const of = (asked: string) => matchedPatterns(patterns, ({ method }) => method === asked);
        for (const method of ['ldap', 'totp', 'email-code', 'backup-code'])
          expect(matchedByPlain(patternIndex, method)).toBe(of(method));
        expect(patternIndex.anyPasskey).toBe(of('passkey'));
        for (const provenance of ['independent', 'mailbox'] as const) {
          const independence = passwordIndependence(policy, provenance);
          const slowly = matchedPatterns(patterns, ({ method }) => method === 'password', independence);
          expect(matchedByPlain(patternIndex, 'password', independence)).toBe(slowly);
        }
        for (const passkey of account.factors.passkeys)
          expect(matchedByPasskey(patternIndex, passkey)).toBe(
            matchedPatterns(patterns, (pattern) => passkeyMatches(pattern, passkey)),
          );
        for (const proof of evidence) {
          if (proof.method !== 'sso') continue;
          const { provider } = proof;
          const independence = providerIndependence(policy, account, provider);
          expect(matchedBySso(patternIndex, provider, proof, independence)).toBe(
            matchedPatterns(patterns, (pattern) => ssoMatches(pattern, provider, proof), independence),
          );
          const everything = matchedPatterns(
            patterns,
            (pattern) => pattern.method === 'sso' && (pattern.provider === undefined || pattern.provider === provider),
            independence,
          );
          expect(matchedBySso(patternIndex, provider, undefined, independence)).toBe(everything);
        }
      }),
      runs(200),
    );
  });
});
