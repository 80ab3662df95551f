import { expect, it } from 'vitest';
import { codeChanged } from './watch-code.ts';

const open = { expiresAt: '2031-03-04T00:00:00Z', used: false };
const rest = async (): Promise<void> => undefined;

it.each([
  ['entered', { ...open, used: true }, true],
  ['replaced', { ...open, expiresAt: '2031-03-05T00:00:00Z' }, true],
  ['taken back', undefined, true],
  ['open for ten minutes', open, false],
])('tells that a code was %s', async (_, later, changed) => {
  let asked = 0;
  const ask = async () => {
    asked += 1;
    return asked < 3 ? open : later;
  };
  expect(await codeChanged(open, ask, rest)).toBe(changed);
  expect(asked).toBe(changed ? 3 : 120);
});

it('asks no more after an error', async () => {
  let asked = 0;
  const ask = async () => {
    asked += 1;
    throw new Error('signed out');
  };
  expect(await codeChanged(open, ask, rest)).toBe(false);
  expect(asked).toBe(1);
});
