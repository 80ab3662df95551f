import { type AccountId, hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { changesAccount, contendedStore } from '../contended-store.test-support.ts';
import { embedded, GONE, newAccount, provesNow, signedIn, TENANT } from '../embedded.test-support.ts';
import { type Administered, administered, ROOT } from './administered.test-support.ts';

const BEN = 'ben@example.org';

type Act = (on: Administered, id: AccountId) => Promise<unknown>;

/** One act of each kind: one that changes an account, one that makes one, one that deletes one. */
const ACTS: readonly (readonly [string, Act])[] = [
  [
    'a change',
    ({ world, root }, id) => world.auth.people.setMethods({ accountId: id }, { methods: ['password'], by: root }),
  ],
  ['a creation', ({ world, root }) => world.auth.people.create({ identifier: 'cleo', by: root })],
  ['a deletion', ({ world, root }, id) => world.auth.people.delete({ accountId: id }, { by: root })],
];

async function administeredWithBen(): Promise<Administered & { readonly ben: AccountId }> {
  const on = await administered();
  const ben = await newAccount(on.world, BEN);
  on.commits.length = 0;
  return { ...on, ben };
}

/** One more policy administrator, so that the first one can go. */
function newAdministrator({ world }: Administered): Promise<AccountId> {
  return newAccount(world, 'other@example.org', ['super-admin']);
}

const identifiers = async ({ world }: Administered): Promise<unknown[]> =>
  (await world.store.listAccounts(TENANT, { limit: 9 })).items.map(({ identifiers: [first] }) => first).sort();

const typesOf = async ({ world }: Administered): Promise<string[]> =>
  (await world.store.listEvents(TENANT, { limit: 99 })).items.map(({ type }) => type);

describe.each(ACTS)('%s by an administrator', (_, act) => {
  it('X17 that loses twenty-nine races is made on what is there then, once', async () => {
    const on = await administeredWithBen();
    const before = await typesOf(on);
    on.loses(29, 'account');
    expect(isRefusal(await act(on, on.ben))).toBe(false);
    expect(on.commits).toHaveLength(30);
    expect(await typesOf(on)).toHaveLength(before.length + 1);
    await on.world.auth.close();
  });

  it('X17 that loses thirty races is given up, and leaves nothing behind', async () => {
    const on = await administeredWithBen();
    const before = [await on.world.store.readAccount(TENANT, on.ben), await identifiers(on), await typesOf(on)];
    on.loses(99, 'account');
    expect(await act(on, on.ben)).toEqual({ refused: 'store-unavailable' });
    expect(on.commits).toHaveLength(30);
    expect([await on.world.store.readAccount(TENANT, on.ben), await identifiers(on), await typesOf(on)]).toEqual(
      before,
    );
    await on.world.auth.close();
  });

  it('W4 X11 is refused where the session of the administrator is ended before it is written', async () => {
    const on = await administeredWithBen();
    const { world, client, root } = on;
    const before = [await world.store.readAccount(TENANT, on.ben), await identifiers(on)];
    on.beforeTheNext('commit', () => world.auth.sessions.end(client.caller, root));
    expect(await act(on, on.ben)).toEqual({ refused: 'no-session' });
    expect(on.commits).toHaveLength(1);
    expect([await world.store.readAccount(TENANT, on.ben), await identifiers(on)]).toEqual(before);
    await world.auth.close();
  });

  it('W4 is judged anew where the administrator is changed before it is written, and made if they still may', async () => {
    const on = await administeredWithBen();
    const { world, root } = on;
    on.beforeTheNext('commit', () =>
      world.auth.people.rename({ accountId: root.accountId }, { identifier: 'boss', by: hostCode('host') }),
    );
    expect(isRefusal(await act(on, on.ben))).toBe(false);
    expect(on.commits).toHaveLength(3);
    await world.auth.close();
  });

  it('W4 is refused where the administrator is demoted before it is written', async () => {
    const on = await administeredWithBen();
    const { world, root } = on;
    await newAdministrator(on);
    const before = await world.store.readAccount(TENANT, on.ben);
    on.beforeTheNext('commit', () =>
      world.auth.people.setRoles({ accountId: root.accountId }, { roles: [], by: hostCode('host') }),
    );
    expect(await act(on, on.ben)).toEqual({ refused: 'not-permitted' });
    expect(await world.store.readAccount(TENANT, on.ben)).toEqual(before);
    expect(await identifiers(on)).not.toContain('cleo');
    await world.auth.close();
  });

  it('W4 is refused where the administrator is blocked before it is written', async () => {
    const on = await administeredWithBen();
    const { world, root } = on;
    await newAdministrator(on);
    const before = await world.store.readAccount(TENANT, on.ben);
    on.beforeTheNext('commit', () =>
      world.auth.people.block({ accountId: root.accountId }, { reason: 'left', by: hostCode('host') }),
    );
    expect(await act(on, on.ben)).toEqual({ refused: 'no-session' });
    expect(await world.store.readAccount(TENANT, on.ben)).toEqual(before);
    expect(await identifiers(on)).not.toContain('cleo');
    await world.auth.close();
  });
});

describe('an act on an account', () => {
  it('X25 that is not there is answered as such', async () => {
    const { world, root, commits } = await administered();
    const { people } = world.auth;
    expect(await people.setMethods({ accountId: GONE }, { methods: ['password'], by: root })).toEqual({
      refused: 'not-found',
    });
    expect(await people.delete({ accountId: GONE }, { by: root })).toEqual({ refused: 'not-found' });
    expect(commits).toEqual([]);
    await world.auth.close();
  });

  it.each([
    ['key', 'already-exists'],
    ['flow', 'flow-conflict'],
    ['session', 'no-session'],
    ['used', 'invalid-credentials'],
  ] as const)(
    'X3 X7 that cannot be made on what is there then, because of a %s, is refused: %s',
    async (to, refused) => {
      const { world, root, commits, loses } = await administeredWithBen();
      loses(1, to);
      expect(
        await world.unheld.people.setRoles(
          { accountId: root.accountId },
          { roles: ['super-admin', 'employee'], by: root },
        ),
      ).toEqual({
        refused,
      });
      expect(commits).toHaveLength(1);
      await world.auth.close();
    },
  );

  it.each(['account', 'actor', 'policy', 'administrators'] as const)(
    'X17 that loses to a change of the %s is made again, never answered with a conflict',
    async (to) => {
      const on = await administeredWithBen();
      for (const [name, act] of ACTS) {
        on.commits.length = 0;
        on.loses(1, to);
        expect(isRefusal(await act(on, on.ben)), name).toBe(false);
        expect(on.commits, name).toHaveLength(2);
      }
      await on.world.auth.close();
    },
  );

  it('W4 is written under all that it was judged by: the account, the actor and their session, and the policy', async () => {
    const { world, root, ben, commits } = await administeredWithBen();
    const policy = (await world.auth.policy.current(TENANT)).version;
    const actor = {
      accountId: root.accountId,
      version: (await world.store.readAccount(TENANT, root.accountId))?.version,
      sessionId: root.id,
    };
    await world.auth.people.setMethods({ accountId: ben }, { methods: ['password'], by: root });
    await world.auth.people.create({ identifier: 'cleo', by: root });
    await world.auth.people.delete({ accountId: ben }, { by: root });
    expect(commits.map(({ guards }) => guards)).toEqual([
      { actor, policy, account: { id: ben, version: 1 } },
      { actor, policy },
      { actor, policy, account: { id: ben, version: 2 } },
    ]);
    await world.auth.close();
  });

  it('W4 is written under the list of administrators as well, where it touches one of them', async () => {
    const { world, root, commits } = await administeredWithBen();
    const policy = (await world.auth.policy.current(TENANT)).version;
    const { people } = world.auth;
    const made = await people.create({ identifier: 'sue', roles: ['super-admin'], by: root });
    if (isRefusal(made)) throw new Error(made.refused);
    await people.setMethods({ accountId: made.accountId }, { methods: ['password'], force: true, by: root });
    await people.delete({ accountId: made.accountId }, { by: root });
    expect(commits.map(({ guards, administrators }) => [guards.policy, guards.administrators, administrators])).toEqual(
      [
        [policy, 1, { tenant: TENANT, version: 2, accountIds: [root.accountId, made.accountId] }],
        [policy, 2, { tenant: TENANT, version: 3, accountIds: [root.accountId, made.accountId] }],
        [policy, 3, { tenant: TENANT, version: 4, accountIds: [root.accountId] }],
      ],
    );
    await world.auth.close();
  });
});

describe("a change of one's own account", () => {
  it('X9 is written under the account and the session, and says that it is found by the same keys', async () => {
    const at = contendedStore(changesAccount);
    const world = await embedded({ store: at.store });
    const client = await signedIn(world, ROOT);
    await client.enrollsTotp();
    const session = await provesNow(world, at.memory, client);
    const { version = 0 } = (await world.store.readAccount(TENANT, session.accountId)) ?? {};
    at.commits.length = 0;
    expect(await world.auth.me(session).newBackupCodes()).toEqual({ backupCodes: expect.any(Array) });
    const { accountId, id: sessionId } = session;
    expect(at.commits).toHaveLength(1);
    expect(at.commits[0]).toMatchObject({
      keysStay: true,
      guards: { account: { id: accountId, version }, actor: { accountId, version, sessionId } },
      events: [{ type: 'backup-codes.issued', accountId, actor: accountId }],
    });
    await world.auth.close();
  });

  it('X11 is refused in a session that is over, whether it was ended or the account blocked', async () => {
    const world = await embedded();
    const client = await signedIn(world, ROOT);
    await client.enrollsTotp();
    const session = await client.session();
    await world.auth.people.block({ accountId: session.accountId }, { reason: 'left', by: hostCode('host') });
    const before = await world.store.readAccount(TENANT, session.accountId);
    expect(await world.auth.me(session).newBackupCodes()).toEqual({ refused: 'no-session' });
    await world.auth.people.unblock({ accountId: session.accountId }, { by: hostCode('host') });
    expect(await world.auth.me(session).newBackupCodes()).toEqual({ refused: 'no-session' });
    expect(await world.store.readAccount(TENANT, session.accountId)).toMatchObject({
      backupCodes: before?.backupCodes,
    });
    await world.auth.close();
  });
});
