import { createSallyport } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { describe, expect, it } from 'vitest';
import { fromRequest } from '../serve/fetch-handler.ts';
import { fetchSallyport } from '../serve/fetch-sallyport.ts';
import { hostGuard } from '../serve/host-guard.ts';
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

  it('stands in one object beside `within`: a second object would be dropped', async () => {
    const auth = createSallyport({
      origin: 'https://app.example',
      secrets: ['a secret of a test, long enough to be taken'],
      store: memoryStore(),
    });
    for (const { require: guarded } of [
      hostGuard(auth, (request: Request) => fromRequest(request, { basePath: '', ip: undefined })),
      fetchSallyport(auth, { basePath: '/auth' }),
    ]) {
      // @ts-expect-error options alone are all of them
      expect(() => guarded({ within: '5m' }, { in: () => 'acme' })).toThrow(InvalidDemand);
      // @ts-expect-error also if the second object asks for nothing
      expect(() => guarded({}, {})).toThrow(/one object/);
      expect(() => guarded({ within: '5m', in: () => 'acme' })).not.toThrow();
      expect(() => guarded(undefined, { within: '5m', in: () => 'acme' })).not.toThrow();
      expect(() => guarded('enhanced', { within: '5m', in: () => 'acme' })).not.toThrow();
    }
    await auth.close();
  });

  it('is in the step-up that leads on', () => {
    expect(stepUpDemand({ demand: { strengths: ['enhanced'] }, in: 'acme' })).toEqual({
      strength: 'enhanced',
      in: 'acme',
    });
  });
});
