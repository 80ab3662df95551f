import { instant, type PolicyInput } from '@sallyport/core';
import { type AccountId, hostCode, isRefusal, type LiveSession } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, PASSWORD, storedAccount } from '../../embedded.test-support.ts';
import { Browser, type Corporate } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, administersPolicy, EVE, office } from './planting.test-support.ts';

/** Eve's role asks for *enhanced*, and the word of Eve's provider is the only way to it. */
const POLICY: PolicyInput<string> = {
  requiredStrength: 'single',
  roles: { staff: { requiredStrength: 'enhanced' } },
  providers: { corp: { trust: [{ amr: ['mfa'], strength: 'enhanced' }] } },
};

const TAKES: readonly (readonly [
  string,
  (world: Corporate, accountId: AccountId, by: LiveSession) => Promise<object>,
])[] = [
  [
    'unlinks the identity',
    ({ auth }, accountId, by) => auth.people.setExternalIds({ accountId }, { externalIds: [], by }),
  ],
  [
    'narrows the ways in',
    ({ auth }, accountId, by) => auth.people.setMethods({ accountId }, { methods: ['password'], by }),
  ],
];

/** A thief with the password and the mailbox tries to set up an app. */
async function triesToSetUp(world: Corporate): Promise<Client | undefined> {
  const { auth, mails } = world;
  const thief = new Client(world);
  await thief.keeps(auth.signIn.begin(thief.caller, { identifier: EVE, password: PASSWORD }));
  const sent = await auth.signIn.sendCode(thief.caller, 'email-code');
  if (isRefusal(sent)) return undefined;
  await thief.keeps(Promise.resolve(sent));
  await thief.keeps(auth.signIn.code(thief.caller, 'email-code', { code: mails.at(-1)?.code ?? '' }));
  await thief.enrollsTotp();
  return thief;
}

describe.each(TAKES)('a people administrator who %s, whose word met the required strength', (_, takes) => {
  it('N15 W4 is named in the next set-up by the password and the mailbox, and the app goes with a role of the policy', async () => {
    const { world, pia } = await office({ policy: POLICY });
    const { people } = world.auth;
    const externalIds = [{ provider: 'corp', subject: 'eve' }];
    const account = { identifier: EVE, email: EVE, password: PASSWORD, roles: ['staff'], externalIds };
    const id = accepted(await people.create({ ...account, by: hostCode('host') })).accountId;
    const eve = new Browser(world);
    expect(await eve.signsIn({ subject: 'eve', amr: ['mfa'], authTime: instant(world.now) })).toBe('complete');
    expect(await triesToSetUp(world)).toBeUndefined();

    accepted(await takes(world, id, await acting(world, pia)));
    const piasId = (await pia.session()).accountId;
    expect((await storedAccount(world.store, id)).lowered).toEqual({ from: 'enhanced', by: piasId });
    world.now += 60_000;
    const thief = await triesToSetUp(world);
    expect((await storedAccount(world.store, id)).totp?.setUpBy).toBe(piasId);
    accepted(await people.setRoles({ accountId: id }, { roles: ['super-admin'], by: hostCode('host') }));
    expect((await storedAccount(world.store, id)).totp).toBeUndefined();
    expect(thief && (await administersPolicy(world, thief))).toMatchObject({ refused: 'no-session' });
    await world.auth.close();
  });
});
