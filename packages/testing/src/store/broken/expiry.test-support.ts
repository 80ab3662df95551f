import { instant } from '@sallyport/core';
import { NOW } from '../sample-records.ts';
import { answering, type BrokenStores } from './broken-store.test-support.ts';

/** Stores that treat expired records as valid for a millisecond, each in one method. */
export const brokenExpiry: BrokenStores = {
  'lets a step begin a millisecond late': answering(
    'flow and session are there up to their end, and not at it',
    (sound) => ({
      beginStep: (step) => sound.beginStep({ ...step, now: instant(step.now - 1) }),
    }),
  ),
  'lets a guard hold a millisecond late': answering('a guard holds up to the end, and not at it', (sound) => ({
    commit: (change) => sound.commit({ ...change, now: instant(change.now - 1) }),
  })),
  'lets a session last a millisecond late': answering('a session ends at its end, however busy it was', (sound) => ({
    checkSession: (check) => sound.checkSession({ ...check, now: instant(check.now - 1) }),
  })),
  'lists sessions a millisecond late': answering('the list of sessions has the live ones', (sound) => ({
    listSessions: (tenant, owner, now) => sound.listSessions(tenant, owner, instant(now - 1)),
  })),
  'ends a session a millisecond early': answering(
    'a session bears its silence, and not a millisecond more',
    (sound) => ({
      checkSession: (check) => sound.checkSession({ ...check, now: instant(check.now + 1) }),
    }),
  ),
  'waits for the sweep': answering('a flow past its end opens no session', (sound) => ({
    commit: (change) => sound.commit({ ...change, now: NOW }),
  })),
};
