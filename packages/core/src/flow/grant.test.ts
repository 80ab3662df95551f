import { describe, expect, it } from 'vitest';
import { NOW, passkey, password } from '../decision/facts.test-support.ts';
import * as core from '../index.ts';
import type { Evidence } from '../strength/evidence.ts';
import { Grant, issueGrant } from './grant.ts';

const scope = { tenant: 'default', accountId: 'a1', flowId: 'f1', policyVersion: 1 };
const evidence: Evidence[] = [password()];
const grant = issueGrant(scope, 'single', evidence, []);

describe('N3 a grant is issued by a decision, and is not forged', () => {
  it('is genuine where the core issued it', () => {
    expect(Grant.isGenuine(grant)).toBe(true);
    expect(grant).toMatchObject({ scope, strength: 'single', evidence: [{ method: 'password', at: NOW }] });
  });

  it('is not forged by a copy, a look-alike, its prototype, a proxy or JSON', () => {
    const forgeries: unknown[] = [
      { ...grant },
      structuredClone({ ...grant }),
      Object.create(Grant.prototype),
      Object.setPrototypeOf({ ...grant }, Grant.prototype),
      new Proxy(grant, {}),
      JSON.parse(JSON.stringify(grant)),
      null,
      undefined,
      'grant',
    ];
    for (const forgery of forgeries) expect(Grant.isGenuine(forgery)).toBe(false);
  });

  it('is not made by calling its constructor, however it is reached', () => {
    for (const make of [Grant, grant.constructor as typeof Grant]) {
      for (const key of [undefined, Symbol('grant'), Symbol.for('grant'), scope])
        expect(() => Reflect.construct(make, [key, scope, 'phishing-resistant', [], []])).toThrow(TypeError);
    }
  });

  it('is not issued by anything that the package exports but a flow', () => {
    expect(Object.keys(core)).not.toContain('issueGrant');
    expect(Object.keys(core)).toEqual(expect.arrayContaining(['Grant', 'decide']));
  });

  it('cannot be changed, nor can what it was made from change it', () => {
    evidence.push(passkey());
    expect(grant.evidence).toEqual([password()]);
    for (const part of [grant, grant.scope, grant.evidence, grant.because]) expect(Object.isFrozen(part)).toBe(true);
    expect(Reflect.set(grant, 'strength', 'phishing-resistant')).toBe(false);
  });
});
