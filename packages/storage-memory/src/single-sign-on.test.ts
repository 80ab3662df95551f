import { signOnRaces } from '@sallyport/test-support/stores/single-sign-on-races';
import { describe, expect, it } from 'vitest';
import { memoryStore } from './index.ts';

/** Of 20 concurrent requests the store grants one and refuses 19, and leaves nothing half done. */
const ONE = { complete: 1, refused: 19 };

describe('single sign-on over memory', () => {
  it('X3 a state, a response and what a provider issued once work once', async () => {
    const store = memoryStore();
    expect(await signOnRaces(store)).toEqual({
      oneReturn: ONE,
      oneAssertion: ONE,
      onePost: ONE,
      accountsMade: 1,
      sessions: 1 + 1 + 1 + 20,
    });
  });
});
