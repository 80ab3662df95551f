import { EACH_ONCE, signOnRaces } from '@sallyport/test-support/stores/single-sign-on-races';
import { describe, expect, it } from 'vitest';
import { memoryStore } from './index.ts';

describe('single sign-on over memory', () => {
  it('X3 a state, a response and what a provider issued once work once', async () => {
    expect(await signOnRaces(memoryStore())).toEqual(EACH_ONCE);
  });
});
