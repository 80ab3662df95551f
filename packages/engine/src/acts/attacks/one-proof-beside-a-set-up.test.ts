import type { AccountId } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { Client, PASSWORD, storedAccount } from '../../embedded.test-support.ts';
import type { Browser } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, administersPolicy, bothNamed, EVE, office, signsInAtClub } from './planting.test-support.ts';

/** Eve has an account of her own, with a password and a mailbox. She is signed in by both. */
async function officeWithEve() {
  const at = await office();
  const { auth, mails, store } = at.world;
  const { accountId } = accepted(
    await auth.people.create({ identifier: EVE, email: EVE, password: PASSWORD, by: hostCode('host') }),
  );
  const eve = new Client(at.world);
  await eve.keeps(auth.signIn.begin(eve.caller, { identifier: EVE, password: PASSWORD }));
  await eve.keeps(auth.signIn.stepUp(eve.caller, await eve.session(), { strength: 'baseline' }));
  await eve.keeps(auth.signIn.sendCode(eve.caller, 'email-code'));
  await eve.keeps(auth.signIn.code(eve.caller, 'email-code', { code: mails.at(-1)?.code ?? '' }));
  const passkeys = async () => (await storedAccount(store, accountId)).passkeys;
  const { accountId: piasId } = await at.pia.session();
  /** The name of Pia, and of the identity that Pia named. */
  const pias = async () =>
    `${bothNamed('club', piasId)} identity:${(await storedAccount(store, accountId)).externalIds?.[0]?.id}`;
  return { ...at, id: accountId as AccountId, eve, pias, passkeys };
}

type Authenticator = ReturnType<typeof createAuthenticator>;
type Office = Awaited<ReturnType<typeof officeWithEve>>;

/** A day later, Pia names an identity of Pia's for Eve. Somebody signs in by the identity, and begins a step-up. */
async function signsInByPiasIdentity(at: Office): Promise<Browser> {
  const { world, pia, id } = at;
  const { auth } = world;
  world.now += 24 * 60 * 60_000;
  const externalIds = [{ provider: 'club', subject: 'pia' }];
  accepted(await auth.people.setExternalIds({ accountId: id }, { externalIds, by: await acting(world, pia) }));
  const browser = await signsInAtClub(at, 'pia');
  browser.keeps(await auth.signIn.stepUp(browser.caller, await browser.session(), {}));
  return browser;
}

async function registers({ world }: Office, { caller }: Client | Browser, userVerified: boolean) {
  const authenticator = createAuthenticator();
  const options = accepted(await world.auth.enroll.passkeyOptions(caller));
  const { origin } = world.auth;
  const response = await authenticator.create({ ...options, extensions: {} }, { origin, userVerified });
  return { authenticator, reply: accepted(await world.auth.enroll.passkey(caller, { response })) };
}

/** Shows a passkey, by a touch alone or with its PIN. */
async function shows({ world }: Office, { caller }: Client | Browser, key: Authenticator, userVerified: boolean) {
  const { auth } = world;
  const options = accepted(await auth.signIn.passkeyOptions(caller));
  const { challenge, rpId, allowCredentials } = options;
  const asked = { challenge, rpId, allowCredentials, extensions: {} };
  const shown = await key.get(asked, { origin: auth.origin, userVerified });
  return accepted(await auth.signIn.passkey(caller, { ...shown, clientExtensionResults: {} }));
}

async function isPromoted({ world, id }: Office): Promise<void> {
  accepted(
    await world.auth.people.setRoles({ accountId: id }, { roles: ['super-admin'], force: true, by: hostCode('host') }),
  );
  world.now += 60_000;
}

/** Whoever signs in by the passkey administers the policy. */
async function administersBy(at: Office, key: Authenticator): Promise<void> {
  const client = new Client(at.world);
  await client.keeps(shows(at, client, key, true));
  expect(await administersPolicy(at.world, client)).not.toHaveProperty('refused');
}

describe('a people administrator with an identity of the account, and one proof of the owner', () => {
  it('N15 X18 owns the passkey that is set up beside a touch of a found key, and loses the passkey with a role', async () => {
    const at = await officeWithEve();
    const { authenticator: found } = await registers(at, at.eve, false);
    const thief = await signsInByPiasIdentity(at);
    thief.keeps(await shows(at, thief, found, false));
    const { authenticator: planted, reply } = await registers(at, thief, true);
    thief.keeps(reply);
    expect((await at.passkeys()).map(({ setUpBy }) => setUpBy)).toEqual([undefined, await at.pias()]);

    await isPromoted(at);
    expect((await at.passkeys()).map(({ setUpBy }) => setUpBy)).toEqual([undefined]);
    await expect(shows(at, new Client(at.world), planted, true)).rejects.toThrow('invalid-credentials');
  });

  it('N15 X18 owns the passkey that is set up beside a code that the owner read out', async () => {
    const at = await officeWithEve();
    const { secret } = await at.eve.enrollsTotp();
    const thief = await signsInByPiasIdentity(at);
    const readOut = at.eve.totp(secret);
    thief.keeps(await at.world.auth.signIn.code(thief.caller, 'totp', { code: readOut }));
    const { authenticator: planted, reply } = await registers(at, thief, true);
    thief.keeps(reply);
    expect((await at.passkeys()).map(({ setUpBy }) => setUpBy)).toEqual([await at.pias()]);

    await isPromoted(at);
    expect(await at.passkeys()).toEqual([]);
    await expect(shows(at, new Client(at.world), planted, true)).rejects.toThrow('invalid-credentials');
  });
});

describe('an owner who signs in by an identity that a people administrator named', () => {
  it('N15 X18 keeps the passkey that is set up beside a passkey with its PIN', async () => {
    const at = await officeWithEve();
    const { authenticator: own } = await registers(at, at.eve, true);
    const owner = await signsInByPiasIdentity(at);
    owner.keeps(await shows(at, owner, own, true));
    const { authenticator: second, reply } = await registers(at, owner, true);
    owner.keeps(reply);
    expect((await at.passkeys()).map(({ setUpBy }) => setUpBy)).toEqual([undefined, undefined]);

    await isPromoted(at);
    await administersBy(at, second);
  });
});
