import { hostCode } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { embedded, PASSWORD, signedIn, TENANT } from '../../embedded.test-support.ts';
import { accepted } from './planting.test-support.ts';

const MINUTE = 60_000;
const by = hostCode('hr');

/** Pia, who administers people, vouches for Ada. The host says the roles of both. */
async function vouched() {
  const roles = new Map<string, readonly string[]>();
  const silent = new Set<string>();
  const world = await embedded({
    policy: { requiredStrength: 'baseline', administrators: { policy: ['super-admin'], people: ['admin'] } },
    resolveSubject: (id) => {
      if (silent.has(id)) throw new Error('no such row');
      return roles.get(id) ?? [];
    },
  });
  const ada = await signedIn(world, 'ada@example.org');
  const { accountId } = await ada.session();
  return { world, roles, silent, ada, accountId };
}

/** docs/reference/security.md: "The host's roles may be `rolesWithin` (15 minutes) old in a session." */
describe('a role that the host took', () => {
  it.each([false, true])(
    'X12 is lost after rolesWithin, also beside an act on the account (with a code: %s)',
    async (hasCode) => {
      const { world, roles, ada, accountId } = await vouched();
      roles.set(accountId, ['staff']);
      accepted(await world.auth.people.rolesChanged({ accountId }, { by }));
      if (hasCode) {
        const pia = accepted(await world.auth.people.create({ identifier: 'pia', password: PASSWORD, by })).accountId;
        roles.set(pia, ['admin']);
        const { store } = world;
        const account = await store.readAccount(TENANT, accountId as never);
        if (account === undefined) throw new Error('Ada is there');
        const code = { hash: 'of a code', expiresAt: (world.now + 86_400_000) as never, by: pia as never };
        await store.commit({
          ...{ tenant: TENANT, now: world.now as never, events: [] },
          guards: { account: { id: account.id, version: account.version } },
          account: { ...account, version: account.version + 1, enrollmentCode: code },
        } as never);
      }
      expect(await world.auth.sessions.guard(ada.caller, { needs: 'session' })).toMatchObject({ roles: ['staff'] });
      roles.set(accountId, []);
      world.now += 14 * MINUTE;
      accepted(await world.auth.people.setMethods({ accountId }, { methods: ['password', 'passkey'], by }));
      world.now += 2 * MINUTE;
      expect(await world.auth.sessions.guard(ada.caller, { needs: 'session' })).toMatchObject({ roles: [] });
      await world.auth.close();
    },
  );
});
