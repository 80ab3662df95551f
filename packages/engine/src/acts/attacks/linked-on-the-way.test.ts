import { type AccountId, hostCode, isRefusal, type Store } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { newAccount, PASSWORD, rewritesAccount, storedAccount } from '../../embedded.test-support.ts';
import { OneEntry, SECRET } from '../../sign-in/directory.test-support.ts';
import { Browser, type Corporate, corporate } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, EVE, office, POLICY } from './planting.test-support.ts';

const EVES_NEW = 'eve@home.example';
const asserted = { subject: 'the-next-eve', email: { address: EVE, verified: true } };

/** Does something once, as soon as the store answered a question of this kind. */
function afterwards<Kind extends 'beginStep' | 'listAccounts'>(
  store: Store,
  kind: Kind,
  isMeant: (...asked: Parameters<Store[Kind]>) => boolean,
  then: () => Promise<unknown>,
): void {
  const ask = store[kind].bind(store) as (...asked: Parameters<Store[Kind]>) => ReturnType<Store[Kind]>;
  let isDone = false;
  const asks = async (...asked: Parameters<Store[Kind]>) => {
    const answer = await ask(...asked);
    if (isDone || !isMeant(...asked)) return answer;
    isDone = true;
    await then();
    return answer;
  };
  Object.assign(store, { [kind]: asks });
}

/** Eve's account gets another address as soon as it was found by the old one. */
function replacesAddress({ store }: Corporate, id: AccountId, address: string): void {
  const isMeant: Parameters<typeof afterwards<'listAccounts'>>[2] = (_, { name }) => name === EVE;
  const then = (): Promise<unknown> =>
    rewritesAccount(store, id, (account) => ({ ...account, email: account.email && { ...account.email, address } }));
  afterwards(store, 'listAccounts', isMeant, then);
}

const linksOf = async ({ store }: Corporate, id: AccountId) => (await storedAccount(store, id)).externalIds ?? [];

it('N15 X9 an identity that an administrator planted is not linked anew where a role ends the link during the sign-in', async () => {
  const { world, pia } = await office();
  const externalIds = [{ provider: 'corp', subject: 'pia' }];
  const eves = { identifier: EVE, email: EVE, password: PASSWORD, externalIds };
  const made = accepted(await world.auth.people.create({ ...eves, by: await acting(world, pia) }));
  const id = made.accountId as AccountId;
  const pias = { subject: 'pia', email: { address: 'pia@corp.example', verified: true } };
  // The control: before the role the identity signs in.
  expect(await new Browser(world).signsIn(pias)).toBe('complete');
  const isMeant: Parameters<typeof afterwards<'beginStep'>>[2] = ({ account }) => account?.kind === 'external-id';
  afterwards(world.store, 'beginStep', isMeant, () =>
    world.auth.people.setRoles({ accountId: id }, { ...promotion, by: hostCode('host') }),
  );
  expect(await new Browser(world).signsIn(pias)).toBe('invalid-credentials');
  expect((await storedAccount(world.store, id)).roles).toEqual(['admin']);
  expect(await linksOf(world, id)).toEqual([]);
});

const promotion = { roles: ['admin'], force: true };

it.each([
  [EVES_NEW, 'invalid-credentials', []],
  [EVE, 'complete', ['the-next-eve']],
] as const)(
  'N15 X9 a provider links by the address that the account has at the commit: %s',
  async (address, said, linked) => {
    const world = await corporate(POLICY);
    const id = await newAccount(world, EVE);
    replacesAddress(world, id, address);
    expect(await new Browser(world).signsIn(asserted)).toBe(said);
    expect((await linksOf(world, id)).map(({ subject }) => subject)).toEqual(linked);
  },
);

it.each([
  [EVES_NEW, 'invalid-credentials', []],
  [EVE, 'complete', ['s1']],
] as const)('N15 X9 so does the directory: %s', async (address, said, linked) => {
  const directory = new OneEntry();
  directory.told = { subject: 's1', email: EVE, roles: [] };
  const policy = { ...POLICY, providers: { ldap: { mailDomains: ['corp.example'] } } };
  const world = await corporate(policy, { directory });
  const { accountId: id } = accepted(
    await world.auth.people.create({ identifier: EVE, email: EVE, by: hostCode('host') }),
  );
  replacesAddress(world, id, address);
  const caller = new Browser(world).caller;
  const begun = await world.auth.signIn.begin(caller, { identifier: EVE, password: SECRET, method: 'ldap' });
  expect(isRefusal(begun) ? begun.refused : begun.answer.status).toBe(said);
  expect((await linksOf(world, id)).map(({ subject }) => subject)).toEqual(linked);
});
