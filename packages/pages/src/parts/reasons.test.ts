import type { Reason } from '@sallyport/browser';
import { everyReason } from '@sallyport/test-support/pages/every-reason';
import { describe, expect, it } from 'vitest';
import { span } from './explain.ts';
import { proofCountsFor, reasonSentences, strictestOnly, withoutAgeIfTooWeak } from './reasons.ts';
import { words } from './words.ts';

const asks = (strength: string, source: Reason['source']): Reason => ({
  code: 'strength-required',
  params: { strength },
  source,
  message: `needs ${strength}`,
});

describe('reasons', () => {
  it('leave out a strength that a stricter one covers, and keep those of the policy’s own', () => {
    const reasons = [asks('baseline', 'tenant'), asks('enhanced', { role: 'contractor' }), asks('attested', 'account')];
    expect(strictestOnly(reasons).map(({ params }) => params['strength'])).toEqual(['enhanced', 'attested']);
  });

  it('X41 name the organisation that asks, and the way into it', () => {
    const says = words.reasons;
    const only: Reason = {
      ...asks('', { organisation: 'acme' }),
      code: 'methods-restricted',
      params: { methods: ['passkey'] },
    };
    expect(reasonSentences([only], false)).toEqual(['To enter acme, sign in with a passkey.']);
    expect(reasonSentences([{ ...only, params: { methods: [] } }], false)).toEqual([says.noWayInto('acme')]);
    for (const source of [
      { organisation: 'acme' },
      { organisation: 'acme', role: 'owner' },
      { context: 'outside', organisation: 'acme' },
    ])
      expect(reasonSentences([asks('enhanced', source)], true)).toEqual([
        says.strength.enhanced,
        'acme asks that of everyone who works there.',
      ]);
  });

  it('before a set-up say who asks, and leave out the age of a proof, which the new factor settles', () => {
    const recent: Reason = {
      code: 'recent-proof-required',
      params: { within: 900_000 },
      source: 'route',
      message: 'needs a recent proof',
    };
    const says = words.reasons;
    const enhanced = [says.strength.enhanced, says.whoAsks.tenant];
    expect(reasonSentences([asks('enhanced', 'tenant'), recent], true)).toEqual(enhanced);
    expect(reasonSentences([asks('enhanced', 'route')], false)).toEqual([says.strength.enhanced]);
    // Where no app can be set up, the sentence names no app.
    expect(reasonSentences([asks('enhanced', 'tenant')], true, { isPasskeyAlone: true })).toEqual([
      says.passkeyForThis.sentence,
      says.passkeyForThis.rule,
      says.whoAsks.tenant,
    ]);
    expect(reasonSentences([recent], true)).toEqual([says.recent(span(900_000))]);
    expect(reasonSentences([asks('single', 'tenant'), recent], false)[0]).toBe(says.recent(span(900_000)));
  });

  it('X9 say for how long a proof counts, if it counts longer than a minute', () => {
    const recent = (within?: number): Reason[] => [
      asks('enhanced', 'tenant'),
      {
        code: 'recent-proof-required',
        params: within === undefined ? {} : { within },
        source: 'route',
        message: 'needs a recent proof',
      },
    ];
    expect(proofCountsFor([...recent(900_000), ...recent(300_000)])).toBe(span(300_000));
    expect([recent(59_000), recent(), [asks('enhanced', 'route')]].map(proofCountsFor)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('X9 of an act leave out that the act asks, and the step that the page shows', () => {
    const recent: Reason = { code: 'recent-proof-required', params: {}, source: 'route', message: 'needs a proof' };
    const { strength, fresh } = words.reasons;
    expect(reasonSentences([asks('single', 'route'), recent], false)).toEqual([fresh]);
    expect(reasonSentences([asks('enhanced', 'route'), recent], false)).toEqual([fresh, strength.enhanced]);
    expect(reasonSentences([asks('enhanced', 'route')], true)).toEqual([strength.enhanced]);
  });

  it('name the provider that is trusted for the strength, and beside it only what the person has', () => {
    const trusted: Reason = { ...asks('enhanced', 'route'), satisfiedBy: [['password', 'totp'], ['passkey'], ['sso']] };
    const sso = { method: 'sso', provider: 'Example Corp' };
    const sentence = (methods: readonly string[], reason = trusted): string | undefined =>
      reasonSentences([reason], false, { accept: [...methods.map((method) => ({ method })), sso] })[0];
    const begin = 'A password and a code by email are not enough here.';
    expect(sentence([])).toBe(`${begin} A sign-in at Example Corp with two steps is.`);
    expect(sentence(['passkey', 'totp'])).toBe(
      `${begin} A passkey, an authenticator app, or a sign-in at Example Corp with two steps is.`,
    );
    // A provider that is not trusted is one step of several.
    expect(sentence(['totp'], asks('enhanced', 'route'))).toBe(words.reasons.strength.enhanced);
    expect(reasonSentences([trusted], true)).toEqual([words.reasons.strength.enhanced]);
  });

  it('leave out the age of a proof only if the session is too weak at any age', () => {
    const recent: Reason = { code: 'recent-proof-required', params: {}, source: 'route', message: 'needs a proof' };
    const enhanced = asks('enhanced', 'route');
    expect(withoutAgeIfTooWeak([enhanced, recent], 'baseline')).toEqual([enhanced]);
    for (const strength of ['enhanced', 'phishing-resistant', 'attested', undefined])
      expect(withoutAgeIfTooWeak([enhanced, recent], strength)).toEqual([enhanced, recent]);
    const baseline = asks('baseline', 'route');
    expect(withoutAgeIfTooWeak([baseline, recent], 'single')).toEqual([baseline, recent]);
  });

  it('before a set-up say nothing of a step that shows who it is, because no such step follows', () => {
    const enrolled: Reason = {
      code: 'nothing-enrolled-satisfies',
      params: {},
      source: 'account',
      message: 'nothing set up',
    };
    expect(reasonSentences([asks('baseline', 'tenant')], true)).toEqual([]);
    expect(reasonSentences([asks('baseline', 'tenant'), enrolled], true)).toEqual([]);
    expect(reasonSentences([enrolled], true)).toEqual([words.reasons.plain['nothing-enrolled-satisfies']]);
    expect(reasonSentences([asks('baseline', 'tenant')], false)).toEqual([words.reasons.strength.baseline]);
  });

  it('name a passkey as what is set up, where only a passkey is enough', () => {
    const first: Reason = { code: 'enrollment-needs-proof', params: {}, source: 'tenant', message: 'needs a proof' };
    const [passkey] = reasonSentences([asks('phishing-resistant', 'tenant'), first], false);
    const [step] = reasonSentences([asks('enhanced', 'tenant'), first], false);
    expect([passkey, step]).toEqual([words.reasons.passkeyAfter, words.reasons.plain['enrollment-needs-proof']]);
  });

  it('X13 say first that the mailbox alone was shown, where an administrator is therefore needed', () => {
    const vouching: Reason = {
      code: 'enrollment-needs-vouching',
      params: {},
      source: 'tenant',
      message: 'needs a word',
    };
    const mailbox: Reason = { code: 'same-mailbox', params: {}, source: 'account', message: 'the same mailbox' };
    const says = words.reasons;
    expect(reasonSentences([mailbox, vouching], false)[0]).toBe(says.vouchingAfterMail);
    expect(reasonSentences([vouching], false)).toEqual([says.plain['enrollment-needs-vouching']]);
  });

  it('of every code have a sentence of their own', () => {
    const unsaid = everyReason.filter((reason) => reasonSentences([reason], false).includes(words.reasons.other));
    expect(unsaid).toEqual([]);
  });
});
