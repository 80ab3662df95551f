import { instant } from '@sallyport/core';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { expect, it } from 'vitest';
import { guesses } from '../../administration/office.test-support.ts';
import { Client, PASSWORD, provesNow } from '../../embedded.test-support.ts';
import { Browser } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, administrator, office } from './planting.test-support.ts';

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
    const input = { identifier: CAL, email: CAL, password: PASSWORD, roles: ['admin'], by: 'host' };
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
