import { instant, type PolicyInput } from '@sallyport/core';
import { hostCode, isRefusal } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { Client, PASSWORD, TENANT } from '../../embedded.test-support.ts';
import { Browser } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, administrator, bothNamed, EVE, office, signsInAtClub } from './planting.test-support.ts';

/** One proof opens a set-up, and the club's word counts for as much as an app. */
const POLICY: PolicyInput<string> = {
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
  expect(items[0]).toMatchObject({ type: 'step-up.succeeded', detail: { setUpBy: bothNamed('club', pias.accountId) } });
  await auth.close();
});

const AS_STRONG_AS_AN_APP = ['mfa'];

const refusalOf = (answer: object | undefined): unknown => (isRefusal(answer) ? answer.refused : answer);

it.each(['another people administrator', 'host code'] as const)(
  'W4 N15 two administrators whom %s blocked do not end each other’s block by identities that they named for colleagues',
  async (blocker) => {
    const at = await office({ policy: POLICY });
    const { world, pia } = at;
    const { people } = world.auth;
    const ref = async (client: Client) => ({ accountId: (await client.session()).accountId });
    const [quinn, ben, cal, ada] = [
      await administrator(world, 'quinn', 'admin'),
      await administrator(world, 'ben', 'admin'),
      await administrator(world, 'cal', 'admin'),
      await administrator(world, 'ada', 'admin'),
    ];
    const [pias, quinns] = [await ref(pia), await ref(quinn)];
    const names = async (by: Client, subject: string, colleague: Client) => {
      const externalIds = [{ provider: 'club', subject }];
      const input = { externalIds, by: await acting(world, by) };
      accepted(await people.setExternalIds(await ref(colleague), input));
    };
    await names(quinn, 'pia', ben);
    await names(pia, 'quinn', cal);
    for (const rogue of [pias, quinns]) {
      const by = blocker === 'host code' ? hostCode('host') : await acting(world, ada);
      accepted(await people.block(rogue, { reason: 'An investigation', by }));
    }
    world.now += 60_000;
    const [asBen, asCal] = [
      await signsInAtClub(at, 'pia', AS_STRONG_AS_AN_APP),
      await signsInAtClub(at, 'quinn', AS_STRONG_AS_AN_APP),
    ];
    for (const browser of [asBen, asCal])
      for (const rogue of [pias, quinns])
        expect(refusalOf(await people.unblock(rogue, { by: await browser.session() }))).toBe('not-permitted');
    const reads = { needs: 'administrator', of: 'people' } as const;
    expect(refusalOf(await world.auth.sessions.guard(asBen.caller, reads))).toBe('not-permitted');
    // The colleagues' own proofs give the right, whatever the blocked accounts named.
    accepted(await people.unblock(pias, { by: await acting(world, ben) }));
    await world.auth.close();
  },
);

it('W14 an enrollment code from a colleague’s session is void while the person who acted there is blocked', async () => {
  const at = await office({ policy: { ...POLICY, enrollment: {} } });
  const { world, pia } = at;
  const { people, signIn } = world.auth;
  const ben = await administrator(world, 'ben', 'admin');
  const externalIds = [{ provider: 'club', subject: 'pia' }];
  const bens = { accountId: (await ben.session()).accountId };
  accepted(await people.setExternalIds(bens, { externalIds, by: await acting(world, pia) }));
  const eves = { identifier: EVE, email: EVE, password: PASSWORD, by: hostCode('host') };
  const { accountId } = accepted(await people.create(eves));
  const by = await (await signsInAtClub(at, 'pia', AS_STRONG_AS_AN_APP)).session();
  const { enrollmentCode: code } = accepted(await people.vouch({ accountId }, { by }));
  const pias = { accountId: (await pia.session()).accountId };
  accepted(await people.block(pias, { reason: 'An investigation', by: hostCode('host') }));
  const thief = new Client(world);
  await thief.keeps(signIn.begin(thief.caller, { identifier: EVE, password: PASSWORD }));
  await thief.keeps(signIn.stepUp(thief.caller, await thief.session(), { strength: 'enhanced' }));
  expect(refusalOf(await signIn.enrollmentCode(thief.caller, { code }))).toBe('invalid-credentials');
  accepted(await people.unblock(pias, { by: hostCode('host') }));
  await thief.keeps(signIn.enrollmentCode(thief.caller, { code }));
  await world.auth.close();
});

it('W4 a block of the administrator who named a policy administrator’s identity takes no rights from the policy administrator', async () => {
  const policy: PolicyInput<string> = {
    requiredStrength: 'single',
    providers: { corp: { trust: [{ amr: ['mfa'], strength: 'enhanced' }] } },
  };
  const { world, pia } = await office({ policy });
  const { people, sessions } = world.auth;
  const externalIds = [{ provider: 'corp', subject: 'boss' }];
  const made = await people.create({ identifier: 'boss', externalIds, by: await acting(world, pia) });
  accepted(made);
  const quinn = await administrator(world, 'quinn', 'admin');
  const pias = { accountId: (await pia.session()).accountId };
  const quinns = { accountId: (await quinn.session()).accountId };
  const boss = new Browser(world);
  const said = { subject: 'boss', amr: ['mfa'], roles: ['super-admin'], authTime: instant(world.now) };
  expect(await boss.signsIn(said)).toBe('complete');
  const by = await acting(world, quinn);
  accepted(await people.block(pias, { reason: 'An investigation', by }));
  const guard = { needs: 'administrator', of: 'policy' } as const;
  expect(refusalOf(await sessions.guard(boss.caller, guard))).not.toBe('not-permitted');
  accepted(await people.block(quinns, { reason: 'They work together', by: await boss.session() }));
  await world.auth.close();
});
