import { describe, expect, it } from 'vitest';
import { checkGuardOptions, InvalidDemand, stepUpDemand } from './demand.ts';

describe('X8 the step-up that leads on from a refusal', () => {
  it('is the strength and the age of the demand', () => {
    const demand = { strengths: ['enhanced', 'phishing-resistant'], maxAgeSeconds: 300 };
    expect(stepUpDemand({ demand })).toStrictEqual({ strength: 'enhanced', within: '300s' });
    expect(stepUpDemand({ demand: { strengths: ['enhanced'] } })).toStrictEqual({ strength: 'enhanced' });
    expect(stepUpDemand({ demand: { strengths: [], maxAgeSeconds: 60 } })).toStrictEqual({ within: '60s' });
    expect(stepUpDemand({})).toBeUndefined();
  });
});

describe('X41 the organisation of `require`', () => {
  it('is a function of the request, and nothing else', () => {
    expect(() => checkGuardOptions({ in: () => 'acme' })).not.toThrow();
    for (const wrong of ['acme', undefined, null, {}])
      expect(() => checkGuardOptions({ in: wrong as never })).toThrow(InvalidDemand);
  });

  it('is in the step-up that leads on', () => {
    expect(stepUpDemand({ demand: { strengths: ['enhanced'] }, in: 'acme' })).toEqual({
      strength: 'enhanced',
      in: 'acme',
    });
  });
});
