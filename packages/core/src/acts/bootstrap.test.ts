import { describe, expect, it } from 'vitest';
import { account } from '../decision/facts.test-support.ts';
import type { PolicyInput } from '../index.ts';
import type { Act } from './act.ts';
import { answerTo } from './asked.test-support.ts';

const POLICY: PolicyInput<string> = { administrators: { policy: ['super-admin'] } };
const ADA = account({ password: 'independent' });
const act = (first: boolean): Act => ({ type: 'bootstrap', first });

describe('N15 the bootstrap of the first administrator', () => {
  it('is host code’s, while nobody administers the policy, and for no blocked account', () => {
    const ask = (first: boolean, target = ADA) => answerTo(POLICY, act(first), { actor: { kind: 'host' }, target });
    expect(ask(true)).toBe('allowed');
    expect(ask(false)).toBe('not-permitted');
    expect(ask(true, { ...ADA, blocked: true })).toBe('not-permitted');
    for (const actor of [{ kind: 'system' }, { kind: 'session' }, { kind: 'provider', provider: 'corp' }] as const)
      expect(answerTo(POLICY, act(true), { actor, target: ADA })).toBe('not-permitted');
  });
});
