import { describe, expect, it } from 'vitest';
import { instant } from '../time/instant.ts';
import { endedWithSession } from './beside.ts';

describe('X7 an open flow beside a session', () => {
  const beside = { session: 's1', accountId: 'dora', at: instant(0) };

  it('is over with the session, whatever other sessions the account has', () => {
    expect(endedWithSession(beside, [])).toBe(true);
    expect(endedWithSession(beside, ['s2'])).toBe(true);
  });

  it('goes on while the session lives, and without a session', () => {
    expect(endedWithSession(beside, ['s2', 's1'])).toBe(false);
    expect(endedWithSession(undefined, [])).toBe(false);
  });
});
