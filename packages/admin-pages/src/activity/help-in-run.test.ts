import type { LoggedEvent } from '@sallyport/browser';
import { describe, expect, it } from 'vitest';
import { removedText } from './help-in-run.ts';
import { inRuns } from './runs.ts';

const entry = (type: string, more: Partial<LoggedEvent> = {}): LoggedEvent => ({
  ...{ id: type, at: '2026-11-26T12:00:00.000Z', type, accountId: 'cleo', actor: 'ada', ...more },
});

const removesAddress = { at: '2026-11-26T11:59:59.960Z', detail: { from: 'c•••@example.org' } };
const code = entry('enrollment.vouched');
const address = entry('account.email-changed', { ...removesAddress });

describe('X18 the entries of one help-in', () => {
  it('are one line, in whatever order they stand', () => {
    const entries = [entry('password.reset'), entry('passkeys.reset'), code, address];
    for (const shown of [entries, [address, code, ...entries.slice(0, 2)]]) {
      const [run, ...others] = inRuns([entry('account.blocked'), ...shown, entry('account.unblocked')]).slice(1, -1);
      expect([run?.event.type, run?.removed.length, others]).toEqual(['enrollment.vouched', 3, []]);
      expect(run && removedText(run)).toBe('all passkeys, the password, and the address');
    }
  });

  it('count the passkeys, and name the app', () => {
    const reset = entry('two-step.reset');
    const revoked = ['one', 'two'].map((passkey) => entry('passkey.revoked', { id: passkey, detail: { passkey } }));
    const [run] = inRuns([...revoked, reset]);
    expect(run && removedText(run)).toBe('the app or phone and any backup codes and 2 passkeys');
  });
});
