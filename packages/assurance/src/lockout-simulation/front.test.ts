import { definePolicy } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { ATTACKERS, lockoutTable } from './attackers.ts';
import { beats, type LockoutCosts, lockoutCosts, lockoutFront, singleChanges } from './front.ts';
import { days, USUAL_OWNER } from './model.ts';

const { lockout: DEFAULTS } = definePolicy({});

describe('N6 the settings that nothing beats', () => {
  const { tried, front } = lockoutFront();

  it('are beaten by no compared setting, and beat or equal every other one', () => {
    for (const best of front) expect(tried.some((other) => beats(other, best))).toBe(false);
    const covers = (one: LockoutCosts, other: LockoutCosts) =>
      one.chance <= other.chance && one.lockedMinutes <= other.lockedMinutes;
    for (const other of tried) expect(front.some((best) => covers(best, other))).toBe(true);
    expect(front.length).toBeGreaterThan(5);
  });

  it('are policies, and the defaults are among the compared settings', () => {
    for (const { lockout, chance, lockedMinutes } of tried)
      expect(lockoutCosts(definePolicy({ lockout }).lockout)).toEqual({ chance, lockedMinutes });
    expect(tried.filter(({ lockout }) => definePolicy({ lockout }).lockout.window === DEFAULTS.window)).not.toEqual([]);
    const costs = lockoutCosts(DEFAULTS);
    expect(
      tried.some(({ chance, lockedMinutes }) => chance === costs.chance && lockedMinutes === costs.lockedMinutes),
    ).toBe(true);
  });

  it('one change of the defaults that costs less in every respect is a longer window', () => {
    const changes = singleChanges({});
    expect(changes[0]?.lockout).toMatchObject({ maxFailures: 10, window: '1d', lockFor: '15m', hardLimit: 100 });
    for (const change of changes) expect(beats(change, lockoutCosts(DEFAULTS))).toBe(true);
    expect(beats(lockoutCosts(DEFAULTS), lockoutCosts(DEFAULTS))).toBe(false);
  });

  it('a change that the policy would refuse is no change', () => {
    for (const { lockout } of singleChanges({ maxFailures: 60, hardLimit: 60, lockFor: '5h', maxLockFor: '5h' }))
      expect(() => definePolicy({ lockout })).not.toThrow();
  });
});

describe('N6 the table of attackers', () => {
  const rows = lockoutTable(DEFAULTS, { years: 1 });
  const row = (attacker: string, knownDevice: boolean) => {
    const [day, month, year] =
      rows.find((one) => one.attacker === attacker && one.knownDevice === knownDevice)?.outcomes ?? [];
    if (day === undefined || month === undefined || year === undefined) throw new Error(`no row of ${attacker}`);
    return { day, month, year };
  };

  it('has every attacker, with and without a known device, after a day, a month and a year', () => {
    expect(rows.map(({ attacker, knownDevice }) => `${attacker} ${knownDevice}`)).toEqual(
      ATTACKERS.flatMap((attacker) => [`${attacker} true`, `${attacker} false`]),
    );
    for (const { outcomes } of rows) expect(outcomes.map(({ days: length }) => length)).toEqual([1, 30, 365]);
  });

  it('says what each attacker is about', () => {
    expect(row('password-silent', true).year.chance).toBeGreaterThan(row('spray', true).year.chance);
    expect(row('totp', true).year.chance).toBeGreaterThan(2 * row('email-code', true).year.chance);
    expect(row('backup-code', true).year.chance).toBeLessThan(1e-20);
    expect(row('backup-code', false).year).toMatchObject({ guesses: 100, lockedMinutes: 0 });
    expect(row('locker', false).year).toMatchObject({ chance: 0, lockedMinutes: 1_440 });
    expect(row('visitor', false).year.lockedMinutes).toBeLessThan(200);
    for (const attacker of ATTACKERS) expect(row(attacker, true).year.lockedMinutes).toBeLessThan(1);
  });

  it('takes the pace that gives more guesses at a code', () => {
    const quick = definePolicy({ lockout: { window: '1d', lockFor: '1m', growth: 1 } }).lockout;
    const [code] = lockoutTable(quick, { years: 0.1, owner: { ...USUAL_OWNER, signsInEvery: days(1) } }).filter(
      ({ attacker }) => attacker === 'totp',
    );
    expect(code?.outcomes[2]?.guesses).toBeGreaterThan(10_000);
  });
});
