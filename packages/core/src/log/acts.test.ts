import { describe, expect, it } from 'vitest';
import { type ActEntry, actsIn } from './acts.ts';

const entry = (type: string, more: Partial<ActEntry> = {}): ActEntry => ({
  ...{ type, at: 10_000, accountId: 'cleo', actor: 'ada', ...more },
});
const code = entry('enrollment.vouched');
const password = entry('password.reset');

const shapeOf = (entries: readonly ActEntry[]): readonly (readonly [string, number, number])[] =>
  actsIn(entries).map(({ event, others, removed }) => [event.type, others.length, removed.length]);

describe('X18 the acts of the log', () => {
  it('join the entries of one help-in, in whatever order they stand', () => {
    const address = entry('account.email-changed', { at: '1970-01-01T00:00:09.960Z' });
    for (const helpIn of [
      [code, password, address],
      [address, password, code],
    ]) {
      expect(shapeOf([entry('account.blocked'), ...helpIn, entry('account.unblocked')])).toEqual([
        ['account.blocked', 0, 0],
        ['enrollment.vouched', 0, 2],
        ['account.unblocked', 0, 0],
      ]);
    }
  });

  it('join a help-in by host code', () => {
    const byHost = [code, password].map((one) => ({ ...one, actor: { kind: 'host', id: 'hr' } }));
    expect(shapeOf(byHost)).toEqual([['enrollment.vouched', 0, 1]]);
  });

  it('keep apart another moment, another author, another account, two codes, no code, and an own act', () => {
    const apart: readonly (readonly ActEntry[])[] = [
      [password, { ...code, at: 8_000 }],
      [password, { ...code, actor: 'bob' }],
      [password, { ...code, accountId: 'lena' }],
      [code, entry('two-step.reset')],
      [password, entry('passkeys.reset')],
      [password, code].map((one) => ({ ...one, actor: 'cleo' })),
    ];
    for (const entries of apart) expect(shapeOf(entries).map(([, , removed]) => removed)).toEqual([0, 0]);
  });

  it('join one act on many accounts, and keep two help-ins apart', () => {
    const other = [code, password].map((one) => ({ ...one, accountId: 'lena' }));
    expect(shapeOf([code, password, ...other])).toHaveLength(2);
    const many = ['lena', 'ben', 'kim'].map((accountId) => entry('account.blocked', { accountId }));
    expect(shapeOf(many)).toEqual([['account.blocked', 2, 0]]);
    const imported = ['lena', 'ben'].map((accountId) =>
      entry('account.imported', { accountId, detail: { accountId } }),
    );
    expect(shapeOf(imported)).toEqual([['account.imported', 1, 0]]);
    const reminded = ['lena', 'ben'].map((accountId, from) =>
      entry('reminder.sent', { accountId, detail: { offer: [accountId], from } }),
    );
    expect(shapeOf(reminded)).toEqual([['reminder.sent', 1, 0]]);
    const reasons = ['lena', 'ben'].map((accountId) =>
      entry('account.blocked', { accountId, detail: { reason: accountId } }),
    );
    expect(shapeOf(reasons)).toHaveLength(2);
    expect(shapeOf([entry('account.blocked'), entry('account.blocked')])).toHaveLength(2);
    expect(shapeOf([entry('account.blocked', { at: 90_000 }), ...many])).toHaveLength(2);
  });
});
