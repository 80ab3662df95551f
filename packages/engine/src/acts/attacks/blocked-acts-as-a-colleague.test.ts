import { instant, type PolicyInput } from '@sallyport/core';
import { isRefusal } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { PASSWORD, TENANT } from '../../embedded.test-support.ts';
import { Browser } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, administrator, office } from './planting.test-support.ts';

/** One proof opens a set-up, and the club's word counts for as much as an app. */
const POLICY: PolicyInput = {
  requiredStrength: 'single',
  enrollment: { firstFactor: 'password' },
  providers: { club: { trust: [{ amr: ['mfa'], strength: 'enhanced' }] } },
};

it('W4 N15 a blocked administrator who named her identity for a colleague does not end her block with the colleague’s password', async () => {
  const { world, pia, club } = await office({ policy: POLICY });
  const { auth, store } = world;
  const pias = { accountId: (await pia.session()).accountId };
  const ada = await administrator(world, 'ada', 'admin');
  const adas = { accountId: (await ada.session()).accountId };
  const externalIds = [{ provider: 'club', subject: 'pia' }];
  accepted(await auth.people.setExternalIds(adas, { externalIds, by: await acting(world, pia) }));
  const cal = await administrator(world, 'cal', 'admin');
  accepted(await auth.people.block(pias, { reason: 'An investigation', by: await acting(world, cal) }));
  world.now += 60_000;

  const thief = new Browser(world);
  thief.keeps(await auth.signIn.begin(thief.caller, { identifier: 'ada@example.org', password: PASSWORD }));
  thief.keeps(await auth.signIn.stepUp(thief.caller, await thief.session(), { strength: 'enhanced' }));
  const state = await thief.leaves('club');
  const code = club.signsIn({ subject: 'pia', amr: ['mfa'], authTime: instant(world.now) });
  expect(await thief.returns({ state, code }, 'club')).toBe('complete');
  // The colleague's password alone opens a set-up, and the identity alone brings the strength of administration.
  const ended = await auth.people.unblock(pias, { by: await thief.session() });
  expect(isRefusal(ended) ? ended.refused : ended).toBe('not-permitted');
  const { items } = await store.listEvents(TENANT, { limit: 1 });
  expect(items[0]).toMatchObject({ type: 'step-up.succeeded', detail: { setUpBy: pias.accountId } });
  await auth.close();
});
