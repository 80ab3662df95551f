import type { Decision, Evidence, Method } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { passkey, password, proof, sso } from '../../../../core/src/decision/facts.test-support.ts';
import { better, outcomeText, type WalkEnd, walk } from './walk.ts';

const asks = (...accept: readonly Method[]): Decision => ({
  outcome: 'factor-required',
  accept,
  toward: 'grant',
  because: [],
});
const granted: Decision = { outcome: 'granted', strength: 'baseline', because: [] };
const enrolls: Decision = { outcome: 'enrollment-required', offer: ['totp'], because: [] };
const denied: Decision = { outcome: 'denied', reason: 'no-way-in', because: [] };
const waits: Decision = {
  ...denied,
  because: [{ code: 'enrollment-needs-vouching', params: {}, source: 'tenant' }],
};

const PROOFS = [password(), proof('totp'), proof('email-code')];
const methods = (evidence: readonly Evidence[]) => evidence.map(({ method }) => method).join('+');

/** A walk with a decision for each set of proofs. */
const through = (answers: Readonly<Record<string, Decision>>, proofs: readonly Evidence[] = PROOFS) =>
  walk(proofs, (evidence) => answers[methods(evidence)] ?? denied);

describe('N4 a sign-in is followed', () => {
  it('in every order of what is asked for, each state once', () => {
    const { steps, end, broken } = through({
      '': asks('password', 'totp'),
      password: asks('totp', 'email-code'),
      totp: asks('password'),
      'password+totp': granted,
      'password+email-code': enrolls,
    });
    expect(steps.map(({ evidence, end: led }) => [methods(evidence), led])).toEqual([
      ['', 'grants'],
      ['password', 'grants'],
      ['password+totp', 'grants'],
      ['password+email-code', 'enrolls'],
      ['totp', 'grants'],
    ]);
    expect([end, broken]).toEqual(['grants', undefined]);
  });

  it('to a wall, if anything that is asked for leads nowhere, and says where', () => {
    const walls = { '': asks('password'), password: asks('totp', 'email-code'), 'password+totp': granted };
    const { end, broken } = through(walls);
    expect([end, methods(broken?.evidence ?? []), broken?.end]).toEqual(['stuck', 'password', 'stuck']);
    expect(broken?.decision).toEqual(walls.password);
    expect(through({ '': asks('sms-code') })).toMatchObject({ end: 'stuck', broken: { evidence: [] } });
    expect(through({ '': asks('password'), password: asks('password') }).end).toBe('stuck');
    expect(through({}).broken).toBeUndefined();
  });

  it('to waiting for an administrator, if the code of one would open it', () => {
    const before = { '': asks('password'), password: waits };
    expect(through({ ...before, 'password+enrollment-code': enrolls }).end).toBe('waits');
    expect(through({ ...before, 'password+enrollment-code': granted }).end).toBe('stuck');
    expect(through({ ...before, password: denied, 'password+enrollment-code': enrolls }).end).toBe('stuck');
  });

  it('by whichever proof of a method leads furthest, and by one word of a provider', () => {
    const [one, other] = [passkey('k1', { userVerified: false }), passkey('k2')];
    const byKeys = walk([one, other], (evidence) => {
      if (evidence.length === 0) return asks('passkey');
      return evidence.includes(other) ? granted : denied;
    });
    expect([byKeys.end, byKeys.broken]).toEqual(['grants', undefined]);
    const words = [sso('corp', { acr: 'a' }), sso('corp', { acr: 'b' }), sso('club')];
    const seen: string[] = [];
    walk(words, (evidence) => {
      seen.push(evidence.map((shown) => (shown.method === 'sso' ? `${shown.provider} ${shown.acr}` : '')).join('+'));
      return asks('sso');
    });
    expect(seen).toEqual(['', 'corp a', 'corp a+club undefined', 'corp b', 'corp b+club undefined', 'club undefined']);
  });

  it('ends are ranked: a grant, set-up, waiting, a wall', () => {
    const ranked: readonly WalkEnd[] = ['grants', 'enrolls', 'waits', 'stuck'];
    for (const [place, end] of ranked.entries())
      for (const worse of ranked.slice(place)) expect([better(end, worse), better(worse, end)]).toEqual([end, end]);
  });

  it('a decision is told without who asked', () => {
    expect(outcomeText(waits)).toBe(outcomeText(denied));
    expect(outcomeText(granted)).not.toBe(outcomeText(denied));
  });
});
