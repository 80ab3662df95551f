import { describe, expect, it } from 'vitest';
import { newStore } from '../new-store.test-support.ts';
import { owned, person, plants, plantsMember } from '../organised.test-support.ts';

/** A store that does something once, after the organisation has been read so many times. */
function interrupted() {
  const inner = newStore();
  let reads = Number.POSITIVE_INFINITY;
  let meanwhile: (() => Promise<void>) | undefined;
  const store = new Proxy(inner, {
    get: (target, name) => {
      const whole: unknown = Reflect.get(target, name);
      if (name !== 'readOrganisation' || typeof whole !== 'function') return whole;
      return async (...asked: unknown[]) => {
        reads--;
        const read: unknown = await Reflect.apply(whole, target, asked);
        if (reads !== 0) return read;
        await meanwhile?.();
        return read;
      };
    },
  });
  const after = (count: number, act: () => Promise<void>) => {
    [reads, meanwhile] = [count, act];
  };
  return { inner, store, after };
}

type Made = Awaited<ReturnType<typeof owned>> & { readonly member: Awaited<ReturnType<typeof person>>['accountId'] };

const ACTS: Readonly<Record<string, { readonly reads: number; readonly act: (made: Made) => Promise<unknown> }>> = {
  'a change of the rule': {
    reads: 1,
    act: ({ auth, owner }) => auth.organisations.setRule('acme', {}, { by: owner, ifVersion: 2 }),
  },
  'the removal of the organisation': {
    reads: 1,
    act: ({ auth, owner }) => auth.organisations.remove('acme', { by: owner }),
  },
  'a new role of a member': {
    reads: 2,
    act: ({ auth, owner, member }) =>
      auth.organisations.members.set('acme', { accountId: member }, { roles: ['owner'], by: owner }),
  },
  'the removal of a member': {
    reads: 2,
    act: ({ auth, owner, member }) => auth.organisations.members.remove('acme', { accountId: member }, { by: owner }),
  },
};

describe('X41 an act of a member', () => {
  it.each(Object.entries(ACTS))(
    '%s is judged by the rule that it finds when it is written',
    async (_, { reads, act }) => {
      const { inner, store, after } = interrupted();
      const made = await owned({ store });
      const { accountId: member } = await person(made.world, 'bo@example.org');
      await plantsMember(made.world, 'acme', member, 'finance');
      const stricter = { requiredStrength: 'phishing-resistant' } as const;
      after(reads, () => plants({ store: inner, now: made.world.now }, 'acme', stricter));
      expect(await act({ ...made, member })).toMatchObject({
        ...{ refused: 'insufficient-strength', in: 'acme' },
        demand: { strengths: ['phishing-resistant'] },
      });
      expect(await made.auth.organisations.rule('acme')).toMatchObject({ version: 2, rule: stricter });
      await made.auth.close();
    },
  );
});
