import { hostCode, isRefusal } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { embedded } from '../embedded.test-support.ts';
import { newStore } from '../new-store.test-support.ts';

const FIFTY = Array.from({ length: 50 }, (_, place) => `person${place}@example.org`);
const by = hostCode('the move');

/** A store whose commits take their time, so that those at the same time meet. */
async function slow() {
  const inner = newStore();
  const store: typeof inner = {
    ...inner,
    commit: async (change) => {
      for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
      return inner.commit(change);
    },
  };
  return embedded({ store, policy: { administrators: { policy: ['root'] } } });
}

it('W4 X17 fifty administrators of the policy that are made at once are all made', async () => {
  const { auth } = await slow();
  const made = await Promise.all(FIFTY.map((identifier) => auth.people.create({ identifier, roles: ['root'], by })));
  expect(made.filter(isRefusal)).toEqual([]);
  expect((await auth.people.list()).counts.all).toBe(50);
  await auth.close();
});

it('W4 X17 fifty people who become administrators of the policy at once all become administrators', async () => {
  const { auth } = await slow();
  const made = await Promise.all(FIFTY.map((identifier) => auth.people.create({ identifier, by })));
  const ids = made.flatMap((one) => (isRefusal(one) ? [] : [one.accountId]));
  const set = await Promise.all(ids.map((accountId) => auth.people.setRoles({ accountId }, { roles: ['root'], by })));
  expect(set.filter(isRefusal)).toEqual([]);
  expect(set).toHaveLength(50);
  await auth.close();
});
