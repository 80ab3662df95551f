import { describe, expect, it } from 'vitest';
import { stepUpDemand } from './demand.ts';

describe('X8 the step-up that leads on from a refusal', () => {
  it('is the strength and the age of the demand', () => {
    const demand = { strengths: ['enhanced', 'phishing-resistant'], maxAgeSeconds: 300 };
    expect(stepUpDemand({ demand })).toStrictEqual({ strength: 'enhanced', within: '300s' });
    expect(stepUpDemand({ demand: { strengths: ['enhanced'] } })).toStrictEqual({ strength: 'enhanced' });
    expect(stepUpDemand({ demand: { strengths: [], maxAgeSeconds: 60 } })).toStrictEqual({ within: '60s' });
    expect(stepUpDemand({})).toBeUndefined();
  });
});
