import { instant } from '@sallyport/core';
import { hostCode } from '@sallyport/engine';
import type { EventType } from '@sallyport/store';
import { expect, it } from 'vitest';
import { PASSWORD, TENANT } from '../../embedded.test-support.ts';
import { Browser } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, bothNamed, office } from './planting.test-support.ts';

const DORA = 'dora@example.org';

// The provider dates the proof now, 20 minutes ago, or not at all.
it.each([
  [0, { within: '15m' as const }],
  [20 * 60_000, {}],
  [undefined, {}],
])(
  "X18 the event of a step-up names who set up the factor, although the session has older proofs of its owner's (%s, %o)",
  async (ago, within) => {
    const trust = [{ amr: ['mfa'], strength: 'enhanced' as const }];
    const { world, pia, club } = await office({
      policy: { requiredStrength: 'single', providers: { club: { trust } } },
    });
    const { auth, mails, store } = world;
    const made = accepted(
      await auth.people.create({ identifier: DORA, email: DORA, password: PASSWORD, by: hostCode('host') }),
    );
    const dora = new Browser(world);
    dora.keeps(await auth.signIn.begin(dora.caller, { identifier: DORA, password: PASSWORD }));
    dora.keeps(await auth.signIn.stepUp(dora.caller, await dora.session(), { strength: 'baseline' }));
    dora.keeps(await auth.signIn.sendCode(dora.caller, 'email-code'));
    dora.keeps(await auth.signIn.code(dora.caller, 'email-code', { code: mails.at(-1)?.code ?? '' }));
    const stepUps = async () =>
      (await store.listEvents(TENANT, { limit: 100, types: ['step-up.succeeded'] })).items.map(({ detail }) => detail);
    expect(await stepUps()).toEqual([{ strength: 'baseline' }]);

    // Three hours later Pia has the cookie of this session, and names an identity of her own.
    world.now += 3 * 3_600_000;
    const externalIds = [{ provider: 'club', subject: 'pia' }];
    accepted(
      await auth.people.setExternalIds({ accountId: made.accountId }, { externalIds, by: await acting(world, pia) }),
    );
    dora.keeps(await auth.signIn.stepUp(dora.caller, await dora.session(), { strength: 'enhanced', ...within }));
    const state = await dora.leaves('club');
    const authTime = ago === undefined ? {} : { authTime: instant(world.now - ago) };
    const code = club.signsIn({ subject: 'pia', amr: ['mfa'], ...authTime });
    expect(await dora.returns({ state, code }, 'club')).toBe('complete');
    expect((await stepUps())[0]).toEqual({
      strength: 'enhanced',
      setUpBy: bothNamed('club', (await pia.session()).accountId),
    });
  },
);

it('X18 the events of what is then done in the session name who set up the factor, too', async () => {
  const trust = [{ amr: ['mfa'], strength: 'enhanced' as const }];
  const { world, pia, club } = await office({
    policy: { requiredStrength: 'single', providers: { club: { trust } } },
  });
  const { auth, store } = world;
  const input = { identifier: DORA, email: DORA, password: PASSWORD, roles: ['admin'], by: hostCode('host') };
  const { accountId } = accepted(await auth.people.create(input));
  const ben = accepted(await auth.people.create({ identifier: 'ben', password: PASSWORD, by: hostCode('host') }));
  const dora = new Browser(world);
  dora.keeps(await auth.signIn.begin(dora.caller, { identifier: DORA, password: PASSWORD }));
  world.now += 40 * 60_000;
  const externalIds = [{ provider: 'club', subject: 'pia' }];
  accepted(await auth.people.setExternalIds({ accountId }, { externalIds, by: await acting(world, pia) }));
  dora.keeps(await auth.signIn.stepUp(dora.caller, await dora.session(), { strength: 'enhanced' }));
  const state = await dora.leaves('club');
  const code = club.signsIn({ subject: 'pia', amr: ['mfa'], authTime: instant(world.now) });
  expect(await dora.returns({ state, code }, 'club')).toBe('complete');

  const setUpBy = bothNamed('club', (await pia.session()).accountId);
  const eventOf = async (type: EventType) => (await store.listEvents(TENANT, { limit: 1, types: [type] })).items[0];
  accepted(
    await auth.people.block({ accountId: ben.accountId }, { reason: 'An investigation', by: await dora.session() }),
  );
  expect(await eventOf('account.blocked')).toMatchObject({
    actor: accountId,
    detail: { reason: 'An investigation', setUpBy },
  });
  accepted(await auth.me(await dora.session()).removeExternalId('club'));
  expect(await eventOf('external-id.unlinked')).toMatchObject({ accountId, detail: { setUpBy } });
});
