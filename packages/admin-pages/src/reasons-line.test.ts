import type { Reason } from '@sallyport/browser';
import { everyReason } from '@sallyport/test-support/pages/every-reason';
import { describe, expect, it } from 'vitest';
import { reasonsLine } from './reasons-line.ts';
import { words } from './words.ts';

const asks = (strength: string, source: Reason['source']): Reason => ({
  code: 'strength-required',
  params: { strength },
  source,
  message: `needs ${strength}`,
});

describe('the reasons for an administrator', () => {
  it('name everyone who asks for it in one sentence', () => {
    const reasons = [asks('enhanced', 'tenant'), asks('enhanced', { role: 'contractor' })];
    expect(reasonsLine(reasons)).toBe('The policy and the role contractor ask for a passkey or an authenticator app.');
  });

  it('say what an account lacks for that, and nothing of the kind where a rule narrows it', () => {
    const lacks: Reason = { code: 'nothing-enrolled-satisfies', params: {}, source: 'tenant', message: 'lacks it' };
    const narrows: Reason = { ...lacks, code: 'methods-restricted', params: { methods: ['password'] } };
    const reasons = [asks('enhanced', 'tenant'), lacks];
    expect(reasonsLine(reasons)).toContain('They lack a passkey or an authenticator app for that.');
    expect(reasonsLine([...reasons, narrows])).toContain('What they have set up is not enough for that.');
    expect(reasonsLine([narrows])).toBe('The policy allows signing in only with a password.');
  });

  it('X41 name the organisation, and the role or the context there', () => {
    const line = (source: Reason['source']): string => reasonsLine([asks('enhanced', source)]);
    const demand = 'asks for a passkey or an authenticator app.';
    expect(line({ organisation: 'acme' })).toBe(`The organisation acme ${demand}`);
    expect(line({ organisation: 'acme', role: 'owner' })).toBe(`The organisation acme, the role owner ${demand}`);
    expect(line({ context: 'outside', organisation: 'acme' })).toBe(
      `The organisation acme, the context outside ${demand}`,
    );
    expect(line({ context: 'outside' })).toBe(`The context outside ${demand}`);
  });

  it('of every code have a sentence of their own', () => {
    expect(everyReason.filter((reason) => reasonsLine([reason]) === words.reasons.other)).toEqual([]);
  });
});
