import { instant, type PolicyInput } from '@sallyport/core';
import type { LiveSession } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { expect, it } from 'vitest';
import { guesses } from '../../administration/office.test-support.ts';
import { Client, PASSWORD, provesNow, rewritesAccount, storedAccount, TENANT } from '../../embedded.test-support.ts';
import { Browser, type Corporate } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, administrator, bothNamed, office } from './planting.test-support.ts';

const CAL = 'cal@corp.example';
const PAUL = 'paul@example.org';

it('W4 an administrator cannot do by an administrator of her own making what she may not do to her own account', async () => {
  const { world, pia } = await office();
  const { auth } = world;
  const pias = { accountId: (await pia.session()).accountId };
  const input = { identifier: PAUL, password: PASSWORD, roles: ['admin'] };
  const made = accepted(await auth.people.create({ ...input, by: await acting(world, pia) }));
  const { enrollmentCode } = accepted(
    await auth.people.vouch({ accountId: made.accountId }, { by: await acting(world, pia) }),
  );
  const paul = new Client(world);
  await paul.keeps(auth.signIn.begin(paul.caller, { identifier: PAUL, password: PASSWORD }));
  // Without another factor, the answer is a refusal that keeps the flow, for an enrollment code.
  const begun = await auth.signIn.stepUp(paul.caller, await paul.session(), { strength: 'enhanced' });
  paul.caller = { ...paul.caller, flowToken: begun.keep?.flow?.token };
  await paul.keeps(auth.signIn.enrollmentCode(paul.caller, { code: enrollmentCode }));
  await paul.enrollsTotp();

  const externalIds = [{ provider: 'corp', subject: 'eve' }];
  const named = await auth.people.setExternalIds(pias, { externalIds, by: await paul.session() });
  expect(named).toMatchObject({ refused: 'not-permitted' });
  await guesses(world, pias.accountId, { at: 'totp' });
  expect(await auth.people.unlock(pias, { by: await paul.session() })).toMatchObject({ refused: 'not-permitted' });
  // Paul may act on other people, and a colleague may act on Pia.
  const ada = await administrator(world, 'ada', 'admin');
  accepted(await auth.people.unlock({ accountId: (await ada.session()).accountId }, { by: await paul.session() }));
  accepted(await auth.people.unlock(pias, { by: await acting(world, ada) }));
  // Blocked, she does not free herself by Paul either.
  accepted(await auth.people.block(pias, { reason: 'An investigation', by: await acting(world, ada) }));
  expect(await auth.people.unblock(pias, { by: await paul.session() })).toMatchObject({ refused: 'not-permitted' });
  expect(await auth.people.delete(pias, { by: await paul.session() })).toMatchObject({ refused: 'not-permitted' });
});

it('W4 a factor is hers too that she set up beside a proof that a colleague had set up', async () => {
  const { world, pia, club } = await office();
  const { auth, mails } = world;
  const pias = { accountId: (await pia.session()).accountId };
  const ada = await administrator(world, 'ada', 'admin');
  const input = { identifier: CAL, email: CAL, password: PASSWORD, roles: ['admin'], by: await acting(world, ada) };
  const { accountId } = accepted(await auth.people.create(input));
  const externalIds = [{ provider: 'club', subject: 'pia' }];
  accepted(await auth.people.setExternalIds({ accountId }, { externalIds, by: await acting(world, pia) }));
  // She has a link of her own, and reads the mailbox, which Ada gave the account. The latest proof is Ada's.
  const cal = new Browser(world);
  const state = await cal.leaves('club');
  const code = club.signsIn({ subject: 'pia', authTime: instant(world.now) });
  await cal.returns({ state, code }, 'club');
  cal.keeps(await auth.signIn.stepUp(cal.caller, await cal.session(), { strength: 'baseline' }));
  cal.keeps(await auth.signIn.sendCode(cal.caller, 'email-code'));
  cal.keeps(await auth.signIn.code(cal.caller, 'email-code', { code: mails.at(-1)?.code ?? '' }));
  const key = createAuthenticator();
  const asked = accepted(await auth.enroll.passkeyOptions(cal.caller));
  const response = await key.create({ ...asked, extensions: {} }, { origin: auth.origin });
  accepted(await auth.enroll.passkey(cal.caller, { response }));
  const again = new Client(world);
  const { challenge, rpId = '' } = accepted(await auth.signIn.passkeyOptions(again.caller));
  const shown = await key.get({ challenge, rpId, extensions: {} }, { origin: auth.origin });
  await again.keeps(auth.signIn.passkey(again.caller, { ...shown, clientExtensionResults: {} }));
  await guesses(world, pias.accountId, { at: 'totp' });
  expect(await auth.people.unlock(pias, { by: await again.session() })).toMatchObject({ refused: 'not-permitted' });
});

it.each([
  ['by the owner', 'host'],
  ['by the provider', 'provider'],
])(
  'W4 an administrator cannot do by an old session of a colleague, and an identity of her own, what she may not do (%s)',
  async (_, begunBy) => {
    const trust = [{ amr: ['mfa'], strength: 'enhanced' as const }];
    const { world, pia, club } = await office({
      policy: { requiredStrength: 'single', providers: { club: { trust }, corp: { mailDomains: ['corp.example'] } } },
    });
    const { auth, store } = world;
    const pias = { accountId: (await pia.session()).accountId };
    const input = { identifier: CAL, email: CAL, password: PASSWORD, roles: ['admin'], by: hostCode('host') };
    const { accountId } = accepted(await auth.people.create(input));
    const cal = new Browser(world);
    // The colleague's first proof is an identity that the provider linked by the address, or the own password.
    const email = { address: CAL, verified: true };
    if (begunBy === 'provider') expect(await cal.signsIn({ subject: 'cal', email, amr: ['mfa'] })).toBe('complete');
    else cal.keeps(await auth.signIn.begin(cal.caller, { identifier: CAL, password: PASSWORD }));
    const { id } =
      begunBy === 'provider' ? await cal.session() : await provesNow(world, store, cal, ['password', 'email-code']);
    world.now += 40 * 60_000;
    await guesses(world, pias.accountId, { at: 'totp' });
    const kept = begunBy === 'provider' ? [{ provider: 'corp', subject: 'cal' }] : [];
    const externalIds = [...kept, { provider: 'club', subject: 'pia' }];
    accepted(await auth.people.setExternalIds({ accountId }, { externalIds, by: await acting(world, pia) }));
    const demand = { strength: 'enhanced', within: '15m' } as const;
    cal.keeps(await auth.signIn.stepUp(cal.caller, await cal.session(), demand));
    const state = await cal.leaves('club');
    const code = club.signsIn({ subject: 'pia', amr: ['mfa'], authTime: instant(world.now) });
    expect(await cal.returns({ state, code }, 'club')).toBe('complete');
    expect((await cal.session()).id).toBe(id);
    expect(await auth.people.unlock(pias, { by: await cal.session() })).toMatchObject({ refused: 'not-permitted' });
  },
);

/** Pia's own address at the company, whose provider links accounts by their address. */
const PIAS = 'pia@corp.example';
const CORP: PolicyInput<string> = {
  requiredStrength: 'single',
  providers: { corp: { mailDomains: ['corp.example'], trust: [{ amr: ['mfa'], strength: 'enhanced' }] } },
};

/** Pia signs in at the company, to the account that has her address. */
async function comes(world: Corporate): Promise<Browser> {
  const browser = new Browser(world);
  const email = { address: PIAS, verified: true };
  const asserted = { subject: 'pia', email, amr: ['mfa'], authTime: instant(world.now) };
  expect(await browser.signsIn(asserted)).toBe('complete');
  return browser;
}

it('W4 an identity that a provider links by an address that an administrator wrote is set up by the administrator too', async () => {
  const { world, pia } = await office({ policy: CORP });
  const { auth, store } = world;
  const piasId = (await pia.session()).accountId;
  const by = await acting(world, pia);
  const { accountId } = accepted(await auth.people.create({ identifier: 'paul', email: PIAS, roles: ['admin'], by }));
  const paul = await comes(world);
  const setUpBy = [piasId, 'provider:corp'].sort().join(' ');
  expect(await storedAccount(store, accountId)).toMatchObject({ externalIds: [{ setUpBy }] });
  const { items } = await store.listEvents(TENANT, { limit: 20, types: ['sign-in.succeeded'] });
  expect(items[0]).toMatchObject({ accountId, detail: { setUpBy } });
  await guesses(world, piasId, { at: 'totp' });
  const unlocked = await auth.people.unlock({ accountId: piasId }, { by: await paul.session() });
  expect(unlocked).toMatchObject({ refused: 'not-permitted' });
});

it('N15 such an identity goes with the address when the account gets a role of administration', async () => {
  const { world, pia } = await office({ policy: CORP });
  const { auth, store } = world;
  const by = await acting(world, pia);
  const { accountId } = accepted(await auth.people.create({ identifier: 'paul', email: PIAS, by }));
  await comes(world);
  const roles = ['admin'];
  accepted(await auth.people.setRoles({ accountId }, { roles, force: true, by: hostCode('host') }));
  const { email, externalIds } = await storedAccount(store, accountId);
  expect({ email, externalIds }).toEqual({});
});

it('W4 what an administrator of her making makes is of her making too', async () => {
  const { world, pia, club } = await office({
    policy: { requiredStrength: 'single', providers: { club: { trust: [{ amr: ['mfa'], strength: 'enhanced' }] } } },
  });
  const { auth, store } = world;
  const pias = { accountId: (await pia.session()).accountId };
  const clubs = async (subject: string): Promise<Browser> => {
    const browser = new Browser(world);
    const state = await browser.leaves('club');
    const code = club.signsIn({ subject, amr: ['mfa'], authTime: instant(world.now) });
    expect(await browser.returns({ state, code }, 'club')).toBe('complete');
    return browser;
  };
  const made = async (subject: string, by: LiveSession) => {
    const externalIds = [{ provider: 'club', subject }];
    return accepted(await auth.people.create({ identifier: subject, roles: ['admin'], externalIds, by }));
  };
  const paul = await made('paul', await acting(world, pia));
  const quinn = await made('quinn', await (await clubs('paul')).session());
  const setUpBy = bothNamed('club', pias.accountId, paul.accountId);
  expect(await storedAccount(store, quinn.accountId)).toMatchObject({ externalIds: [{ setUpBy }] });
  const quinns = await (await clubs('quinn')).session();
  await guesses(world, pias.accountId, { at: 'totp' });
  expect(await auth.people.unlock(pias, { by: quinns })).toMatchObject({ refused: 'not-permitted' });
  const ada = await administrator(world, 'ada', 'admin');
  const adas = { accountId: (await ada.session()).accountId };
  accepted(await auth.people.setExternalIds(adas, { externalIds: [{ provider: 'club', subject: 'ada' }], by: quinns }));
  accepted(await auth.people.vouch(adas, { by: quinns }));
  const everybody = bothNamed('club', pias.accountId, paul.accountId, quinn.accountId);
  expect(await storedAccount(store, adas.accountId)).toMatchObject({
    externalIds: [{ setUpBy: everybody }],
    enrollmentCode: { by: quinn.accountId, setUpBy: everybody },
  });
});

it.each([
  ['provider:club', 'invalid-credentials'],
  ['abe provider:club', 'complete'],
  ['provider:club zoe', 'complete'],
  ['provider:corp', 'complete'],
])('P12 an address that %s set up links an identity of the company: %s', async (setUpBy, told) => {
  const { world } = await office({ policy: CORP });
  const input = { identifier: 'paul', email: PIAS, password: PASSWORD, by: hostCode('host') };
  const { accountId } = accepted(await world.auth.people.create(input));
  await rewritesAccount(world.store, accountId, ({ email, ...account }) => ({
    ...account,
    ...(email && { email: { ...email, setUpBy } }),
  }));
  expect(await new Browser(world).signsIn({ subject: 'pia', email: { address: PIAS, verified: true } })).toBe(told);
});
