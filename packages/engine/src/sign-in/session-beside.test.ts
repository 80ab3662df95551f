import { expect, it } from 'vitest';
import { afterOwnEnd } from './session-beside.ts';
import { dora, flowOfHers, NOW } from './step.test-support.ts';

it('X11 a flow that ends the sessions of its account by a step of its own goes on without the session beside it', () => {
  const before = dora();
  const after = { ...before, epoch: before.epoch + 1 };
  const beside = { session: 's1', accountId: before.id, at: NOW };
  const own = flowOfHers({ beside });
  const others = flowOfHers({ beside: { ...beside, accountId: 'ben' as typeof before.id } });
  expect(afterOwnEnd(own, before, after)).toStrictEqual(flowOfHers());
  expect(afterOwnEnd(own, before, before)).toBe(own);
  expect(afterOwnEnd(others, before, after)).toBe(others);
});
