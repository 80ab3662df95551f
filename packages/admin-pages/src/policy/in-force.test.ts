import { afterEach, expect, it, vi } from 'vitest';
import { followInForce } from './in-force.ts';

afterEach(() => vi.useRealTimers());

it('the line of the version in force says again how long ago the policy was saved, while the line has no other text', async () => {
  vi.useFakeTimers({ now: Date.parse('2026-11-26T12:00:00.000Z') });
  const line = { textContent: '' };
  const saved = { version: 3, policy: {}, changedAt: '2026-11-26T12:00:00.000Z', changedBy: 'host:job' };
  followInForce(line, saved, () => true);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(line.textContent).toContain('saved just now');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(line.textContent).toContain('saved 1 minute ago');
  line.textContent = 'On top of version 3';
  await vi.advanceTimersByTimeAsync(60_000);
  expect(line.textContent).toBe('On top of version 3');
});
