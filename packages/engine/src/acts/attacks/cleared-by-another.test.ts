import { instant } from '@sallyport/core';
import { type AccountId, hostCode, isRefusal } from '@sallyport/engine';
import { createAuthenticator, type SoftwareAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { Client, PASSWORD, storedAccount } from '../../embedded.test-support.ts';
import { Browser, type Corporate } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, administersPolicy, EVE, office, THIEFS } from './planting.test-support.ts';

const MINUTE = 60_000;

/** Pia administers people. Eve has an account of her own, with a password and a mailbox. */
async function withEve() {
  const at = await office();
  const made = accepted(
    await at.world.auth.people.create({ identifier: EVE, email: EVE, password: PASSWORD, by: hostCode('host') }),
  );
  const { accountId } = made;
  return { ...at, accountId, account: () => storedAccount(at.world.store, accountId) };
}

type WithEve = Awaited<ReturnType<typeof withEve>>;

async function registers({ auth }: Corporate, client: Client, key: SoftwareAuthenticator, userVerified = true) {
  const options = accepted(await auth.enroll.passkeyOptions(client.caller));
  const response = await key.create({ ...options, extensions: {} }, { origin: auth.origin, userVerified });
  await client.keeps(auth.enroll.passkey(client.caller, { response }));
}

async function shown({ auth }: Corporate, { caller }: Client | Browser, key: SoftwareAuthenticator) {
  const { challenge, rpId, allowCredentials } = accepted(await auth.signIn.passkeyOptions(caller));
  const response = await key.get({ challenge, rpId, allowCredentials, extensions: {} }, { origin: auth.origin });
  return auth.signIn.passkey(caller, { ...response, clientExtensionResults: {} });
}

const promotes = async ({ auth }: Corporate, accountId: AccountId) =>
  accepted(await auth.people.setRoles({ accountId }, { roles: ['super-admin'], force: true, by: hostCode('host') }));

/** Whether the key alone, in a client that nobody knows, administers the policy. */
async function administersBy(world: Corporate, key: SoftwareAuthenticator): Promise<boolean> {
  world.now += MINUTE;
  const thief = new Client(world);
  const reply = await shown(world, thief, key);
  if (!isRefusal(reply)) await thief.keeps(Promise.resolve(reply));
  return !isRefusal(await administersPolicy(world, thief));
}

/** Pia reads Eve's mailbox as well: she recovers by it, and sets an app up by an enrollment code that she gives out. */
async function recoversAndPlants({ world, pia, accountId }: WithEve): Promise<string> {
  const { auth, mails } = world;
  const { signIn } = auth;
  const thief = new Client(world);
  await auth.recovery.begin(thief.caller, { identifier: EVE });
  await auth.runBackgroundWork();
  const token = mails.findLast(({ kind }) => kind === 'recovery')?.token ?? '';
  expect(await auth.recovery.confirm(thief.caller, { token, next: THIEFS })).toEqual({ status: 'recovered' });
  const { enrollmentCode: code } = accepted(await auth.people.vouch({ accountId }, { by: await acting(world, pia) }));
  await thief.keeps(signIn.begin(thief.caller, { identifier: EVE, password: THIEFS }));
  const { keep } = await signIn.stepUp(thief.caller, await thief.session(), { strength: 'enhanced' });
  thief.caller = { ...thief.caller, flowToken: keep?.flow?.token };
  await thief.keeps(signIn.enrollmentCode(thief.caller, { code }));
  return (await thief.enrollsTotp()).secret;
}

async function signsInBy(world: Corporate, secret: string): Promise<Client> {
  world.now += MINUTE;
  const { signIn } = world.auth;
  const thief = new Client(world);
  await thief.keeps(signIn.begin(thief.caller, { identifier: EVE, password: THIEFS }));
  await thief.keeps(signIn.stepUp(thief.caller, await thief.session(), { strength: 'enhanced' }));
  await thief.keeps(signIn.code(thief.caller, 'totp', { code: thief.totp(secret) }));
  return thief;
}

/** Eve registers a key by a touch: it has no PIN. */
async function touchedKey({ world }: WithEve): Promise<SoftwareAuthenticator> {
  const { signIn } = world.auth;
  const eve = new Client(world);
  await eve.keeps(signIn.begin(eve.caller, { identifier: EVE, password: PASSWORD }));
  await eve.keeps(signIn.stepUp(eve.caller, await eve.session(), { strength: 'baseline' }));
  await eve.keeps(signIn.sendCode(eve.caller, 'email-code'));
  await eve.keeps(signIn.code(eve.caller, 'email-code', { code: world.mails.at(-1)?.code ?? '' }));
  const key = createAuthenticator();
  await registers(world, eve, key, false);
  return key;
}

describe('what an administrator set up says nothing of what is the owner’s', () => {
  it('N12 N15 a password that a mailbox set stays the mailbox’s beside an app of the administrator', async () => {
    const at = await withEve();
    const { world, pia, accountId, account } = at;
    const secret = await recoversAndPlants(at);
    await signsInBy(world, secret);
    const key = createAuthenticator();
    await registers(world, await signsInBy(world, secret), key);
    const before = await account();
    await promotes(world, accountId);
    expect(await administersBy(world, key)).toBe(false);
    expect([before.password?.provenance, before.password?.setUpBy]).toEqual(['mailbox', undefined]);
    expect(before.passkeys).toMatchObject([{ setUpBy: (await pia.session()).accountId }]);
  });

  it('X15 N15 a key that was found is not believed to verify its user beside an identity of the administrator', async () => {
    const at = await withEve();
    const { world, club, pia, accountId, account } = at;
    const { auth } = world;
    const key = await touchedKey(at);
    const externalIds = [{ provider: 'club', subject: 'pia' }];
    accepted(await auth.people.setExternalIds({ accountId }, { externalIds, by: await acting(world, pia) }));
    const thief = new Browser(world);
    const comes = async (): Promise<string> => {
      const state = await thief.leaves('club');
      const code = club.signsIn({ subject: 'pia', authTime: instant(world.now) });
      return thief.returns({ state, code }, 'club');
    };
    expect(await comes()).toBe('complete');
    world.now += 20 * MINUTE;
    thief.keeps(await auth.signIn.stepUp(thief.caller, await thief.session(), {}));
    expect(await comes()).toBe('continue');
    expect(isRefusal(await shown(world, thief, key))).toBe(false);
    await promotes(world, accountId);
    expect(await administersBy(world, key)).toBe(false);
    expect((await account()).passkeys).toMatchObject([{ userVerified: false }]);
  });
});
