import { type AccountId, hostCode, isRefusal } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { Client, PASSWORD, storedAccount, TENANT } from '../../embedded.test-support.ts';
import {
  Browser,
  type Corporate,
  corporate,
  FakeProvider,
} from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { tokenTo } from './mailed-secret.test-support.ts';
import { accepted } from './planting.test-support.ts';

const [WRONG, RIGHT] = ['ida.m@corp.example', 'ida.n@corp.example'];
const by = hostCode('hr');

/** A provider that gives roles of administration, and a policy that asks for a set-up after the sign-in there. */
function office(): Promise<Corporate> {
  const providers = { corp: { mailDomains: ['corp.example'], createAccounts: true } };
  const enrollment = { firstFactor: 'password' } as const;
  const corp = new FakeProvider({ roles: ['admin', 'super-admin'] });
  return corporate({ requiredStrength: 'enhanced', enrollment, providers }, { corp });
}

/** An invitation went to the mailbox of a colleague, who signed in at the provider, and left. The provider gives the colleague a role. */
async function linkedByAColleague(role: string) {
  const world = await office();
  const made = { identifier: 'ida', email: WRONG, invite: true, by } as const;
  const { accountId } = accepted(await world.auth.people.create(made));
  const colleague = { subject: 'ida.m', email: { address: WRONG, verified: true }, roles: [role] };
  expect(await new Browser(world).signsIn(colleague)).not.toBe('complete');
  return { world, id: accountId as AccountId };
}

/** A person who signed in at the provider registers a passkey, as the policy asks. Answers the status of the flow. */
async function addsPasskey(world: Corporate, browser: Browser): Promise<string> {
  const { enroll, origin } = world.auth;
  const options = await enroll.passkeyOptions(browser.caller);
  if (isRefusal(options)) return options.refused;
  const response = await createAuthenticator().create({ ...options, extensions: {} }, { origin });
  return browser.keeps(await enroll.passkey(browser.caller, { response }));
}

/** Ida follows the link in her own browser, chooses a password and registers a passkey. */
async function comesIn(world: Corporate, address: string): Promise<Client> {
  const { invitations, enroll, origin } = world.auth;
  const ida = new Client(world);
  await ida.keeps(invitations.accept(ida.caller, { token: tokenTo(world, address, 'invitation'), password: PASSWORD }));
  const options = await enroll.passkeyOptions(ida.caller);
  if (isRefusal(options)) throw new Error(options.refused);
  const response = await createAuthenticator().create({ ...options, extensions: {} }, { origin });
  expect((await ida.keeps(enroll.passkey(ida.caller, { response }))).answer.status).toBe('complete');
  return ida;
}

describe('the roles of a provider whose identity goes with a first sign-in', () => {
  it.each(['admin', 'super-admin'])(
    'X21 X3 P12 W4 %s goes with the link, if the address is corrected',
    async (role) => {
      const { world, id } = await linkedByAColleague(role);
      const { people } = world.auth;
      accepted(await people.setEmail({ accountId: id }, { email: RIGHT, by }));
      accepted(await people.invite({ accountId: id }, { by }));
      const ida = await comesIn(world, RIGHT);
      const session = await ida.session();
      const { externalIds, providerRoles } = await storedAccount(world.store, id);
      const { accountId } = accepted(await people.create({ identifier: 'bob', by }));
      const blocked = await people.block({ accountId }, { reason: 'because I can', by: session });
      expect({ roles: session.roles, externalIds: externalIds ?? [], providerRoles }).toEqual({
        roles: [],
        externalIds: [],
        providerRoles: undefined,
      });
      expect(blocked).toEqual({ refused: 'not-permitted' });
      await world.auth.close();
    },
  );

  it.each(['admin', 'super-admin'])('X21 X3 P12 W4 %s goes with the link in another first sign-in', async (role) => {
    const { world, id } = await linkedByAColleague(role);
    const ida = await comesIn(world, WRONG);
    const { externalIds, providerRoles } = await storedAccount(world.store, id);
    expect({ roles: (await ida.session()).roles, externalIds: externalIds ?? [], providerRoles }).toEqual({
      roles: [],
      externalIds: [],
      providerRoles: undefined,
    });
    await world.auth.close();
  });

  it('X18 leaves no event, because the account never had it', async () => {
    const { world, id } = await linkedByAColleague('admin');
    accepted(await world.auth.people.setEmail({ accountId: id }, { email: RIGHT, by }));
    const { events } = await world.auth.events({ of: { accountId: id } });
    const told = events.map(({ type }) => type).filter((type) => /roles-changed|external-id/.test(type));
    expect(told).toEqual([]);
    await world.auth.close();
  });

  it('X21 P12 stays as an identity that host code names itself', async () => {
    const { world, id } = await linkedByAColleague('admin');
    const externalIds = [{ provider: 'corp', subject: 'ida.m' }];
    accepted(await world.auth.people.setExternalIds({ accountId: id }, { externalIds, by }));
    const ida = await comesIn(world, WRONG);
    const { externalIds: kept } = await storedAccount(world.store, id);
    expect({ kept, roles: (await ida.session()).roles }).toMatchObject({ kept: externalIds, roles: [] });
    await world.auth.close();
  });

  it('X21 P11 keeps no other person of the provider out who has the address', async () => {
    const { world, id } = await linkedByAColleague('admin');
    const ida = { subject: 'ida.n', email: { address: WRONG, verified: true }, roles: [] };
    const browser = new Browser(world);
    expect(await browser.signsIn(ida)).toBe('enroll');
    expect(await addsPasskey(world, browser)).toBe('complete');
    const { externalIds, providerRoles } = await storedAccount(world.store, id);
    expect({ externalIds, providerRoles }).toMatchObject({
      externalIds: [{ subject: 'ida.n' }],
      providerRoles: undefined,
    });
    await world.auth.close();
  });

  it.each(['admin', 'super-admin'])(
    'X21 P12 W4 X18 %s comes to an account of a sign-up with the session, and the person is asked once',
    async (role) => {
      const world = await office();
      const { signUp, people } = world.auth;
      await signUp.begin({ tenant: TENANT, mode: 'token' }, { email: RIGHT });
      await world.auth.runBackgroundWork();
      const left = new Client(world);
      await left.keeps(signUp.confirm(left.caller, { token: tokenTo(world, RIGHT, 'sign-up'), password: PASSWORD }));
      const [{ accountId = '' } = {}] = (await people.list()).accounts;
      const id = accountId as AccountId;

      const browser = new Browser(world);
      const ida = { subject: 'ida.n', email: { address: RIGHT, verified: true }, roles: [role] };
      expect(await browser.signsIn(ida)).toBe('enroll');
      expect(await storedAccount(world.store, id)).not.toHaveProperty('providerRoles.corp');
      expect(await world.store.readAdministrators(TENANT)).not.toMatchObject({ accountIds: [id] });
      expect(await addsPasskey(world, browser)).toBe('complete');
      expect((await browser.session()).roles).toEqual([role]);
      const { passkeys, password, openSignUp } = await storedAccount(world.store, id);
      expect({ passkeys: passkeys.length, password, openSignUp }).toEqual({ passkeys: 1 });
      const { events } = await world.auth.events({ of: { accountId } });
      const told = events.map(({ type }) => type).filter((type) => /roles-changed|linked|enrolled/.test(type));
      expect(told.sort()).toEqual(['account.roles-changed', 'external-id.linked', 'factor.enrolled']);
      await world.auth.close();
    },
  );
});
