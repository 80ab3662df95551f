import { type AccountId, hostCode, isRefusal } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { showsPasskey } from '../../administration/import-people.test-support.ts';
import { Client, embedded, storedAccount, TENANT } from '../../embedded.test-support.ts';
import { OneEntry, OneEntryById, SECRET } from '../../sign-in/directory.test-support.ts';
import { tokenTo } from './mailed-secret.test-support.ts';
import { accepted } from './planting.test-support.ts';

const IDA = 'ida@example.org';
const by = hostCode('hr');
const ANYBODY = { tenant: TENANT, mode: 'token' } as const;

/** The directory's password signs in, and so does a passkey that stays in its device. */
const OFFICE = {
  strengths: {
    office: { anyOf: [[{ method: 'ldap' }], [{ method: 'passkey', userVerified: true, deviceBound: true }]] },
  },
  requiredStrength: 'office',
  providers: { ldap: { mailDomains: ['example.org'] } },
} as const;

/** A stranger reads Ida's mail once, opens the link, sets a passkey of a telephone up, and leaves. */
async function left(begins: 'an invitation' | 'a sign-up', directory: OneEntry) {
  directory.told = { subject: 's1', email: IDA, roles: [] };
  const world = await embedded({ directory, policy: OFFICE });
  const { people, invitations, signUp, enroll, origin } = world.auth;
  const stranger = new Client(world);
  if (begins === 'an invitation') {
    accepted(await people.create({ identifier: IDA, email: IDA, invite: true, by }));
    await stranger.keeps(invitations.accept(stranger.caller, { token: tokenTo(world, IDA, 'invitation') }));
  } else {
    // The entry comes after the sign-up, which takes no name that the directory finds.
    directory.outcome = 'none';
    await signUp.begin(ANYBODY, { email: IDA });
    await world.auth.runBackgroundWork();
    await stranger.keeps(signUp.confirm(stranger.caller, { token: tokenTo(world, IDA, 'sign-up') }));
    directory.outcome = 'found';
  }
  const telephone = createAuthenticator({ backupEligible: true });
  const options = await enroll.passkeyOptions(stranger.caller);
  if (isRefusal(options)) throw new Error(options.refused);
  const response = await telephone.create({ ...options, extensions: {} }, { origin });
  expect((await stranger.keeps(enroll.passkey(stranger.caller, { response }))).answer.status).toBe('enroll');
  const [account] = (await people.list()).accounts;
  const id = (account?.accountId ?? '') as AccountId;
  world.now += 60_000;
  return { world, id, stranger, telephone, passkeyId: response.id };
}

describe('what a first sign-in without a session set up, and the directory', () => {
  it.each(['an invitation', 'a sign-up'] as const)(
    'X21 X3 P12 of %s goes with the first sign-in of the directory’s person',
    async (begins) => {
      const { world, id, telephone } = await left(begins, new OneEntryById());
      const { people, signIn, policy } = world.auth;
      const ida = new Client(world);
      const entered = await ida.keeps(signIn.begin(ida.caller, { identifier: IDA, password: SECRET }));
      expect(entered.answer.status).toBe('complete');
      const { passkeys, backupCodes } = await storedAccount(world.store, id);
      // A later policy asks for less than the office's.
      const later = { ...OFFICE, requiredStrength: 'single', administrators: { policy: ['super-admin'] } };
      accepted((await policy.set(TENANT, later, { ifVersion: 1, by })) as object);
      const client = new Client(world);
      const shown = await showsPasskey(world, client, telephone);
      expect({ passkeys, backupCodes, comesIn: isRefusal(shown) ? shown.refused : shown.answer.status }).toEqual({
        passkeys: [],
        backupCodes: undefined,
        comesIn: 'invalid-credentials',
      });
      expect((await people.list()).accounts).toHaveLength(1);
      await world.auth.close();
    },
  );

  it('X18 X17 of an invitation leaves no event and no key, if the directory knows its entries by their names alone', async () => {
    const directory = new OneEntry();
    directory.entry = { key: 'one', dn: 'uid=ida,dc=example' };
    const { world, id, passkeyId } = await left('an invitation', directory);
    const { people, signIn } = world.auth;
    const externalIds = [{ provider: 'ldap', subject: 's1' }];
    accepted(await people.setExternalIds({ accountId: id }, { externalIds, by }));
    const ida = new Client(world);
    await ida.keeps(signIn.begin(ida.caller, { identifier: 'somebody', password: SECRET }));
    expect((await storedAccount(world.store, id)).passkeys).toEqual([]);
    const { events } = await world.auth.events({ of: { accountId: id } });
    expect({
      isSomebodys: await world.store.hasPasskey(passkeyId),
      told: events.filter(({ type }) => /passkey|factor/.test(type)),
    }).toEqual({ isSomebodys: false, told: [] });
    await world.auth.close();
  });

  it.each([
    ['that finds entries by id', new OneEntryById()],
    ['that does not', new OneEntry()],
  ] as const)(
    'X21 P12 of the person stays in the flow in which host code links the directory, with a directory %s',
    async (_, directory) => {
      const { world, id, stranger: ida, passkeyId } = await left('an invitation', directory);
      const { people, signIn } = world.auth;
      const externalIds = [{ provider: 'ldap', subject: 's1' }];
      accepted(await people.setExternalIds({ accountId: id }, { externalIds, by }));
      expect(await signIn.status(ida.caller, { local: true })).toMatchObject({ answer: { status: 'continue' } });
      expect((await ida.keeps(signIn.password(ida.caller, { password: SECRET }))).answer.status).toBe('complete');
      expect((await storedAccount(world.store, id)).passkeys).toMatchObject([{ id: passkeyId }]);
      await world.auth.close();
    },
  );
});
