import type { LoggedEvent } from '@sallyport/browser';
import { describe, expect, it } from 'vitest';
import { codedFlows, detailOf, helpersOf, idShownAs, toldType } from './events.ts';
import { inRuns, isOpenEnd } from './runs.ts';

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

  it('have an open end if an act on many accounts is the last line, and older entries exist', () => {
    const [many, other] = [[reminds('lena'), reminds('ben')], { ...reminds('kim'), type: 'account.blocked' }];
    const open = (events: readonly LoggedEvent[], hasOlder: boolean): readonly boolean[] => {
      const runs = inRuns(events);
      return runs.map((run) => isOpenEnd(run, runs, hasOlder));
    };
    expect(open([other, ...many], true)).toEqual([false, true]);
    expect(open([other, ...many], false)).toEqual([false, false]);
    expect(open([...many, other], true)).toEqual([false, false]);
  });

  it('count equal events', () => {
    const failed: LoggedEvent = { id: 'f', at: at(0), type: 'sign-in.failed', accountId: 'lena' };
    expect(linesOf([failed, { ...failed, id: 'g', at: at(500) }, reminds('ben')])).toEqual([
      ['lena', 2, 0],
      ['ben', 1, 0],
    ]);
    expect(inRuns([{ ...failed, id: 'g', at: at(500) }, failed])[0]).toMatchObject({ since: failed.at });
  });
});

it('X18 a sign-in that an invitation began is told as an opened invitation', () => {
  const began: LoggedEvent = { id: 'e', at: at(0), type: 'sign-in.started', method: 'enrollment-code', actor: 'lena' };
  expect(toldType({ ...began, detail: { purpose: 'invitation' } })).toBe('invitation.opened');
  expect(toldType({ ...began, detail: { purpose: 'sign-up' } })).toBe('sign-in.started');
});

describe('X18 a sign-in by a code from an administrator', () => {
  const inFlow = (flow: string, type: string, more: Partial<LoggedEvent> = {}): LoggedEvent => ({
    ...{ id: `${flow}-${type}`, at: at(0), type, accountId: 'lena', flow },
    ...more,
  });
  const asked = inFlow('one', 'sign-in.denied', { method: 'password', detail: { reason: 'no-way-in' } });
  const began = inFlow('two', 'sign-in.started', { method: 'enrollment-code' });

  it('is told as such, and the moment before is no refusal', () => {
    expect(toldType(asked)).toBe('sign-in.code-asked');
    expect(toldType(began)).toBe('sign-in.started-by-code');
    const coded = codedFlows([asked, began, inFlow('three', 'sign-in.started', { method: 'password' })]);
    for (const flow of ['one', 'two'])
      expect(toldType(inFlow(flow, 'sign-in.succeeded'), coded)).toBe('sign-in.succeeded-by-code');
    expect(toldType(inFlow('three', 'sign-in.succeeded'), coded)).toBe('sign-in.succeeded');
    expect(toldType(inFlow('one', 'factor.enrolled'), coded)).toBe('factor.enrolled');
  });

  it('is no other refusal', () => {
    const blocked = inFlow('one', 'sign-in.denied', { detail: { reason: 'blocked' } });
    expect(toldType(blocked)).toBe('sign-in.denied');
    expect(codedFlows([blocked])).toEqual(new Set());
  });

  it('names who helped, and no act of a session', () => {
    const detail = { setUpBy: 'ada provider:corp identity:x lena' };
    for (const type of ['sign-in.succeeded', 'factor.enrolled'])
      expect(helpersOf(inFlow('one', type, { detail }))).toEqual(['ada', 'provider:corp']);
    expect(helpersOf({ ...reminds('lena'), type: 'factor.enrolled', detail })).toEqual([]);
    expect(helpersOf({ ...reminds('lena'), type: 'policy.changed', detail })).toEqual([]);
    expect(helpersOf(inFlow('one', 'sign-in.succeeded'))).toEqual([]);
  });
});

it('X18 a wrong proof of a person who had signed in is told as such, and not as a failed sign-in of somebody', () => {
  const failed: LoggedEvent = { id: 'f', at: at(0), type: 'sign-in.failed', accountId: 'lena', method: 'password' };
  const own = { ...failed, actor: 'lena' };
  expect(toldType(failed)).toBe('sign-in.failed');
  expect(toldType({ ...failed, flow: 'one' })).toBe('sign-in.failed');
  expect(toldType(own)).toBe('password.wrong');
  expect(toldType({ ...own, flow: 'one' })).toBe('step-up.failed');
  const setsUp = { ...own, detail: { enrollment: true } };
  expect(toldType({ ...setsUp, method: 'totp', flow: 'one' })).toBe('set-up.wrong-code');
  expect(toldType({ ...setsUp, method: 'passkey' })).toBe('set-up.failed');
});

it('X29 a sign-in that the limit of sessions refused tells at how many places the person was signed in', () => {
  const refused = (sessions: number): LoggedEvent => ({
    ...{ id: 'd', at: at(0), type: 'sign-in.denied', accountId: 'lena', method: 'password' },
    detail: { reason: 'session-limit', sessions },
  });
  expect(toldType(refused(1))).toBe('sign-in.denied');
  expect(detailOf(refused(1))).toBe('signed in at 1 place already');
  expect(detailOf(refused(3))).toBe('signed in at 3 places already');
});

it('X18 a restriction that was lifted is not a restriction to nothing', () => {
  const changed = (detail: LoggedEvent['detail']): LoggedEvent => ({
    ...{ id: 'e', at: at(0), type: 'account.methods-changed', accountId: 'lena', actor: 'ada', detail },
  });
  expect(detailOf(changed({ methods: ['sso'] }))).toBe('Single sign-on');
  expect(detailOf(changed({ methods: null }))).toBe('no restriction any more');
});

it('X18 a provider has the name that the server tells', () => {
  const linked: LoggedEvent = {
    ...{ id: 'e', at: at(0), type: 'external-id.linked', accountId: 'lena' },
    detail: { provider: 'corp' },
  };
  expect(detailOf(linked, new Map([['provider:corp', 'Example Corp']]))).toBe('Example Corp');
  expect(detailOf(linked)).toBe('corp');
});

it('X18 new roles tell what ended with them, and whether the person is stranded', () => {
  const changed = (detail: LoggedEvent['detail']): LoggedEvent => ({
    ...{ id: 'e', at: at(0), type: 'account.roles-changed', accountId: 'lena', actor: 'ada' },
    detail: { from: [], to: ['helper'], ...detail },
  });
  expect(detailOf(changed({}))).toBe('none → helper');
  const ended = ['passkey', 'email', 'external-id:corp'];
  expect(detailOf(changed({ ended, noWayIn: true }), new Map([['provider:corp', 'Example Corp']]))).toBe(
    'none → helper. Ended with it: Passkey, Email address, Example Corp. The person could not sign in without help after that',
  );
});

it('X18 two addresses that look equal when shortened are told once', () => {
  const changed = (to: string): LoggedEvent => ({
    ...{ id: 'e', at: at(0), type: 'account.email-changed', accountId: 'mia' },
    detail: { from: 'm•••@example.org', to },
  });
  expect(detailOf(changed('m•••@example.org'))).toBe('old and new look the same when shortened: m•••@example.org');
  expect(detailOf(changed('k•••@example.org'))).toBe('m•••@example.org → k•••@example.org');
});

it('X28 an unusual sign-in says why it is unusual', () => {
  const unusual = (because: string) =>
    detailOf({
      ...{ id: 'e', at: at(0), type: 'sign-in.unfamiliar', accountId: 'mia' },
      detail: { because, session: 's' },
    });
  expect(unusual('device')).toBe('at a device that was not known');
  expect(unusual('failures absence')).toBe('after wrong tries, after half a year or more');
});

describe('X18 a typed beginning of an id', () => {
  const listed = [
    { id: '1', at: '2026-11-26T12:00:00.000Z', type: 'account.deleted', accountId: 'l8rj5aXY', actor: 'host:job' },
    { id: '2', at: '2026-11-26T12:00:00.000Z', type: 'account.blocked', accountId: 'c3WLB0aD', actor: 'l8rj5aXY' },
    { id: '3', at: '2026-11-26T12:00:00.000Z', type: 'account.blocked', accountId: 'c3WLB0zz', actor: 'l8rj5aXY' },
  ];

  it('finds the account that the list shows by this beginning', () => {
    for (const typed of ['l8rj5a', 'l8rj5a…', '(l8rj5a…)']) expect(idShownAs(typed, listed)).toBe('l8rj5aXY');
  });

  it('finds nothing if the beginning is shorter than the list shows, or fits several accounts', () => {
    for (const typed of ['l8r', 'c3WLB0', 'unknown']) expect(idShownAs(typed, listed)).toBeUndefined();
  });
});
