import { hostCode } from '@sallyport/engine';
import { StoreUnavailable } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import { embedded, TENANT } from '../embedded.test-support.ts';
import { newStore } from '../new-store.test-support.ts';
import { becauseOf, codeOf } from './because.ts';

const REFUSED = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' });
const DOWN = new StoreUnavailable({ operation: 'sweep', cause: REFUSED });
const DOWN_TEXT =
  'StoreUnavailable store-unavailable: the store did not answer (sweep), because of Error ECONNREFUSED: connect ECONNREFUSED 127.0.0.1:5432';

describe('the words of a fault in the log', () => {
  it.each<readonly [unknown, string]>([
    [DOWN, DOWN_TEXT],
    [Object.assign(new Error('lock timeout'), { code: '55P03' }), 'Error 55P03: lock timeout'],
    [Object.assign(new Error('no primary'), { code: 10_107 }), 'Error 10107: no primary'],
    [new TypeError(''), 'TypeError'],
    [Object.assign(new Error('odd'), { code: 'two words', name: '' }), 'Error: odd'],
    ['thrown text', 'unknown'],
    [undefined, 'unknown'],
  ])('X17 are class, code and message, with the cause: %o', (fault, words) => {
    expect(becauseOf(fault)).toBe(words);
  });

  it('X19 have no address, password or token, and an end', () => {
    const token = 'q8Zr1'.repeat(9);
    const message = `no route to postgres://ada:hunter2@db.example/app for ada@example.org with ${token}\nand ${token}`;
    expect(becauseOf(new Error(message))).toBe('Error: no route to … for … with …');
    expect(becauseOf(new Error('a '.repeat(500))).length).toBeLessThan(220);
    const round = new Error('round');
    round.cause = round;
    expect(becauseOf(round)).toBe('Error: round, because of Error: round, because of Error: round');
  });

  it('X19 of a fault of the host are the code or the class alone', () => {
    expect(codeOf(REFUSED)).toBe('ECONNREFUSED');
    expect(codeOf(new RangeError('the code 123456 is too long'))).toBe('RangeError');
    expect(codeOf('123456')).toBe('unknown');
  });
});

describe('a fault of the background work', () => {
  it.each([
    ['sweep', 'sweeping failed and will be tried again'],
    ['unsealedTenants', 'the action log could not be sealed, and will be tried again'],
  ] as const)('X17 in %s is in the log with its cause', async (verb, line) => {
    const store = newStore();
    const world = await embedded({ store: { ...store, [verb]: () => Promise.reject(DOWN) } });
    await world.auth.runBackgroundWork();
    expect(world.logged).toContainEqual([line, { because: DOWN_TEXT }]);
    await world.auth.close();
  });

  it('X17 N14 in the seal of one tenant is in the log with its cause', async () => {
    const store = newStore();
    const world = await embedded({ store: { ...store, appendLogBatch: () => Promise.reject(DOWN) } });
    await world.auth.people.create({ identifier: 'eva', by: hostCode('hr') });
    await world.auth.runBackgroundWork();
    const line = 'the action log could not be sealed, and will be tried again';
    expect(world.logged).toContainEqual([line, { tenant: TENANT, because: DOWN_TEXT }]);
    await world.auth.close();
  });
});
