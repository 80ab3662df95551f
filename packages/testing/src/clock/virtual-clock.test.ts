import { expect, it } from 'vitest';
import { START, virtualClock } from '../index.ts';

it('N8 a virtual clock stands still until it is told to go on', () => {
  const { now, advance } = virtualClock();
  expect(now()).toBe(START);
  expect(advance('15m')).toBe(START + 900_000);
  expect(now()).toBe(START + 900_000);
  expect(virtualClock('2031-03-03T09:00:00Z').now()).toBe(Date.UTC(2031, 2, 3, 9));
  expect(() => advance('soon')).toThrow("'soon' is no duration: write '3s', '15m', '12h' or '30d'");
  expect(() => virtualClock('soon')).toThrow("'soon' is no point in time");
});
