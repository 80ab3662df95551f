import { describe, expect, it } from 'vitest';
import { afterItsPassword, endsWithSession } from './spent-code.ts';

describe('a code that was used', () => {
  it('P14 helps nobody in after a password was set by it, and keeps all else', () => {
    expect(afterItsPassword({ helpsIn: 'first', hash: 'h' })).toEqual({ hash: 'h' });
    expect(afterItsPassword({ helpsIn: 'further', hash: 'h' })).toEqual({ hash: 'h' });
  });

  it('P14 ends with a session of its account, in whatever flow it was entered', () => {
    expect(endsWithSession({ usedIn: 'flow' })).toBe(true);
    expect(endsWithSession({})).toBe(false);
  });
});
