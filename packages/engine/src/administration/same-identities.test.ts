import { hostCode, isRefusal } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { embedded, storedAccount, TENANT } from '../embedded.test-support.ts';
import { FakeProvider } from '../sign-in/single-sign-on/fake-provider.test-support.ts';

const MOVE = hostCode('move');
const externalIds = [{ provider: 'corp', subject: 'ida' }];
const row = {
  identifier: 'ida@example.org',
  externalId: '42',
  email: 'ida@example.org',
  emailVerified: true,
  identities: externalIds,
};

for (const between of ['nothing', 'setRoles', 'setEmail', 'setExternalIds'] as const)
  it(`X10 a second run takes the roles of an account that nobody changed: between the runs ${between} with what is stored`, async () => {
    const { auth, store } = await embedded({ providers: [new FakeProvider()] });
    const runs = async (roles: string[]) => {
      for await (const one of auth.people.import([{ ...row, roles }], { by: MOVE, resume: true })) return one;
      throw new Error('no report');
    };
    const first = await runs(['staff']);
    if (!('accountId' in first) || first.accountId === undefined) throw new Error('not made');
    const { accountId } = first;
    const before = await storedAccount(store, accountId);
    const events = async () => (await store.listEvents(TENANT, { limit: 99 })).items.length;
    const logged = await events();
    const by = hostCode('sync');
    const same = {
      nothing: async () => ({}),
      setRoles: async () => auth.people.setRoles({ externalId: '42' }, { roles: ['staff'], by }),
      setEmail: async () => auth.people.setEmail({ externalId: '42' }, { email: 'ida@example.org', by }),
      setExternalIds: async () => auth.people.setExternalIds({ externalId: '42' }, { externalIds, by }),
    };
    expect(isRefusal((await same[between]()) as never)).toBe(false);
    expect(await events()).toBe(logged);
    const second = await runs(['staff', 'lead']);
    expect(second).toMatchObject({ outcome: 'present', taken: ['roles'], differs: [] });
    expect((await storedAccount(store, accountId)).version).toBe(before.version + 1);
    await auth.close();
  });
