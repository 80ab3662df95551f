import { describe, expect, it } from 'vitest';
import { type LoggedEvent, type PresentFactors, secondFactorsAt, wasBlockedAt } from './second-factors.ts';

const MOMENT = 100;
const NOTHING: PresentFactors = { passkeys: [], others: [] };
const APP: PresentFactors = { passkeys: [], others: ['totp'] };
const KEY: PresentFactors = { passkeys: ['k1'], others: [] };

const on = (at: number, type: string, rest: Partial<LoggedEvent> = {}): LoggedEvent => ({ at, type, ...rest });
const created = on(1, 'account.created');
const app = (at: number) => on(at, 'factor.enrolled', { method: 'totp' });
const noApp = (at: number) => on(at, 'factor.removed', { method: 'totp', detail: { factor: 'totp' } });
const key = (at: number, passkey: string) => on(at, 'factor.enrolled', { method: 'passkey', detail: { passkey } });
const noKey = (at: number, passkey: string) => on(at, 'passkey.revoked', { detail: { passkey } });
const imported = (detail: object) => on(1, 'account.imported', { detail: { ...detail } });
const gain = (at: number, ...ended: string[]) => on(at, 'account.roles-changed', { detail: { ended } });
const reset = (at: number) => on(at, 'two-step.reset');
const noKeys = (at: number, count: number) => on(at, 'passkeys.reset', { detail: { count } });
const deleted = on(150, 'account.deleted');

const [YES, NO, UNSURE] = ['had', 'had not', 'unsure'];

function answer(method: string, events: readonly LoggedEvent[], present: PresentFactors | undefined): string {
  const { had, unsure } = secondFactorsAt(MOMENT, events, present);
  return had.includes(method) ? YES : unsure.includes(method) ? UNSURE : NO;
}

describe('X18 an app at a moment in the past', () => {
  it.each([
    ['set up before, and still there', [app(50)], APP, YES],
    ['set up before, and removed after', [app(50), noApp(150)], NOTHING, YES],
    ['removed before', [app(40), noApp(50)], NOTHING, NO],
    ['removed before, and set up again after', [noApp(50), app(150)], APP, NO],
    ['reset before', [app(40), reset(50)], NOTHING, NO],
    ['there now, and the log says nothing of it', [], APP, YES],
    ['not there now, and the log says nothing of it', [], NOTHING, NO],
    ['removed after, by an owner who set it up before the log', [noApp(150)], NOTHING, YES],
    ['taken by a role after', [gain(150, 'totp')], NOTHING, YES],
    ['set up after, by an account from before the log, which may have replaced one', [app(150)], APP, UNSURE],
    ['set up after, by an account that began here', [created, app(150)], APP, NO],
    ['set up after, by an account that was invited here', [on(1, 'account.invited'), app(150)], APP, NO],
    ['imported', [imported({ totp: true, passkeys: 0 }), app(150)], APP, YES],
    ['not among what was imported', [imported({ passkeys: 0 }), app(150)], APP, NO],
    ['reset after, which says nothing of before', [reset(150), app(160)], APP, UNSURE],
    ['reset after, and never named by the log', [reset(150)], NOTHING, UNSURE],
    ['reset after, by an account that began here', [created, reset(150)], NOTHING, NO],
    ['of a deleted account that the log never names', [deleted], undefined, UNSURE],
    ['of a deleted account that began here', [created, app(50), deleted], undefined, YES],
    ['of a deleted account from before the log', [app(120), deleted], undefined, UNSURE],
    ['set up at the moment itself', [created, app(MOMENT)], APP, YES],
  ])('%s', (_, events, present, expected) => {
    expect(answer('totp', events, present)).toBe(expected);
  });

  it('is told apart from a code of the host', () => {
    const code = on(50, 'factor.enrolled', { method: 'sms-code' });
    expect(secondFactorsAt(MOMENT, [created, code, app(150)], { passkeys: [], others: ['totp', 'sms-code'] })).toEqual({
      had: ['sms-code'],
      unsure: [],
    });
    // The reset may have taken a number that was set up before the log.
    expect(secondFactorsAt(MOMENT, [noApp(50), reset(150)], NOTHING)).toEqual({ had: [], unsure: ['other'] });
  });
});

describe('X18 a passkey at a moment in the past', () => {
  it.each([
    ['there now, and from before the log', [], KEY, YES],
    ['there now, and set up after', [key(150, 'k1')], KEY, NO],
    ['removed after', [noKey(150, 'k2')], NOTHING, YES],
    ['set up and removed after', [key(120, 'k2'), noKey(150, 'k2')], NOTHING, NO],
    ['one of the two that were reset after', [key(120, 'k2'), noKeys(150, 2)], NOTHING, YES],
    ['none of those that were reset after', [key(120, 'k2'), noKeys(150, 1)], NOTHING, NO],
    ['taken by a role after', [gain(150, 'passkey')], NOTHING, YES],
    ['taken by a role after another was set up', [key(120, 'k2'), gain(150, 'passkey')], NOTHING, UNSURE],
    ['as before, where it began here', [created, key(120, 'k2'), gain(150, 'passkey')], NOTHING, NO],
    ['of a deleted account that began here', [created, key(50, 'k2'), deleted], undefined, YES],
    ['removed before, of a deleted account', [created, key(40, 'k2'), noKey(50, 'k2'), deleted], undefined, NO],
    ['imported, of a deleted account', [imported({ passkeys: 2 }), noKey(50, 'k2'), deleted], undefined, YES],
    ['of a deleted account from before the log', [noKey(50, 'k2'), deleted], undefined, UNSURE],
    ['reset before, of a deleted account', [noKeys(50, 1), deleted], undefined, NO],
    [
      'perhaps taken by a role before, of a deleted account',
      [created, key(40, 'k2'), gain(50, 'passkey'), deleted],
      undefined,
      UNSURE,
    ],
  ])('%s', (_, events, present, expected) => {
    expect(answer('passkey', events, present)).toBe(expected);
  });
});

describe('X18 a block at a moment in the past', () => {
  const [block, unblock] = [(at: number) => on(at, 'account.blocked'), (at: number) => on(at, 'account.unblocked')];
  it.each([
    [[block(50)], true, true],
    [[block(50), unblock(150)], false, true],
    [[unblock(150)], false, true],
    [[block(150)], true, false],
    [[block(40), unblock(50)], false, false],
    [[], true, true],
    [[created, deleted], undefined, false],
    [[imported({ blocked: true })], true, true],
    [[imported({ blocked: true }), unblock(150)], false, true],
    [[imported({ blocked: true }), unblock(50)], false, false],
    [[imported({}), block(150)], true, false],
  ])('%j, and now %s: %s', (events, isBlocked, expected) => {
    expect(wasBlockedAt(MOMENT, events, isBlocked)).toBe(expected);
  });
});
