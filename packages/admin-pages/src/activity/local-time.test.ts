import { afterEach, expect, it, vi } from 'vitest';
import { localTime, wholeMinutes } from './local-time.ts';

const at = (time: string): number => Date.parse(`2026-11-29T${time}Z`);

afterEach(() => vi.unstubAllEnvs());

it('X18 a time is told in the time zone of the browser, the day included', () => {
  vi.stubEnv('TZ', 'Europe/Berlin');
  expect(localTime(Date.parse('2026-11-28T23:42:10Z'))).toBe('2026-11-29T00:42');
});

it('X18 the span of an act is whole minutes, and never empty in fields without seconds', () => {
  expect(wholeMinutes(at('00:42:10.500'), at('00:42:11.200'))).toEqual({ from: at('00:42:00'), until: at('00:43:00') });
  expect(wholeMinutes(at('00:42:59'), at('00:43:00'))).toEqual({ from: at('00:42:00'), until: at('00:44:00') });
});
