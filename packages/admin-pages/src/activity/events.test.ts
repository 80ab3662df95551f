import type { LoggedEvent } from '@sallyport/browser';
import { describe, expect, it } from 'vitest';
import { detailOf, inRuns, toldType } from './events.ts';

const at = (seconds: number): string => new Date(Date.UTC(2026, 10, 26, 12, 0, seconds)).toISOString();

const reminds = (accountId: string, seconds = 0, actor = 'ada'): LoggedEvent => ({
  ...{ id: `${accountId}-${seconds}`, at: at(seconds), type: 'reminder.sent', accountId, actor },
  detail: { offer: [accountId] },
});

const linesOf = (events: readonly LoggedEvent[]): readonly (readonly [string | undefined, number, number])[] =>
  inRuns(events).map(({ event, times, others }) => [event.accountId, times, others.length]);

describe('X18 the lines of the log', () => {
  it('join one act of one author on many accounts', () => {
    expect(linesOf([reminds('lena'), reminds('ben'), reminds('kim')])).toEqual([['lena', 1, 2]]);
  });

  it('keep apart another author, another moment, another act, and an act on oneself', () => {
    const blocked: LoggedEvent = { ...reminds('kim'), type: 'account.blocked' };
    const [one, other] = [reminds('lena'), reminds('ben', 0, 'cleo')];
    expect(linesOf([one, other])).toHaveLength(2);
    expect(linesOf([reminds('lena', 90), reminds('ben')])).toHaveLength(2);
    expect(linesOf([one, blocked])).toHaveLength(2);
    expect(linesOf([reminds('ada'), reminds('ben')])).toHaveLength(2);
  });

  it('count equal events', () => {
    const failed: LoggedEvent = { id: 'f', at: at(0), type: 'sign-in.failed', accountId: 'lena' };
    expect(linesOf([failed, { ...failed, id: 'g', at: at(500) }, reminds('ben')])).toEqual([
      ['lena', 2, 0],
      ['ben', 1, 0],
    ]);
  });
});

it('X18 a sign-in that an invitation began is told as an opened invitation', () => {
  const began: LoggedEvent = { id: 'e', at: at(0), type: 'sign-in.started', method: 'enrollment-code', actor: 'lena' };
  expect(toldType({ ...began, detail: { purpose: 'invitation' } })).toBe('invitation.opened');
  expect(toldType({ ...began, detail: { purpose: 'sign-up' } })).toBe('sign-in.started');
});

it('X18 a restriction that was lifted is not a restriction to nothing', () => {
  const changed = (detail: LoggedEvent['detail']): LoggedEvent => ({
    ...{ id: 'e', at: at(0), type: 'account.methods-changed', accountId: 'lena', actor: 'ada', detail },
  });
  expect(detailOf(changed({ methods: ['sso'] }))).toBe('Single sign-on');
  expect(detailOf(changed({ methods: null }))).toBe('no restriction any more');
});
