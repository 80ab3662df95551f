import { hostCode } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { provesNow } from '../embedded.test-support.ts';
import { Browser, corporate, FakeProvider } from './single-sign-on/fake-provider.test-support.ts';

const by = hostCode('hr');
const CAROL = { identifier: 'carol@corp.example' };

const person = (subject: string) => ({ subject, email: { address: `${subject}@corp.example`, verified: true } });

/** Carol comes by the provider, and works at the helpdesk. Anybody may have an account by the club. */
async function helpdesk() {
  const [corp, club] = [new FakeProvider(), new FakeProvider({ id: 'club' })];
  const world = await corporate(
    {
      requiredStrength: 'single',
      providers: { corp: { mailDomains: ['corp.example'], createAccounts: true }, club: { createAccounts: true } },
      administrators: {
        policy: ['super-admin'],
        people: ['admin'],
        helpdesk: [{ roles: ['desk'], over: ['staff'], may: ['vouch'] }],
      },
    },
    { corp, providers: [corp, club] },
  );
  expect(await new Browser(world).signsIn(person('carol'))).toBe('complete');
  expect(await world.auth.people.setRoles(CAROL, { roles: ['desk'], by })).not.toHaveProperty('refused');
  world.now += 60_000;
  return { world, club };
}

it('P7 W4 an identity that was taken back from an account of a helpdesk makes an account for its own person', async () => {
  const { world } = await helpdesk();
  // A mistake in the identity of Carol, and its correction.
  for (const subject of ['bob', 'carol']) {
    const externalIds = [{ provider: 'corp', subject }];
    expect(await world.auth.people.setExternalIds(CAROL, { externalIds, by })).not.toHaveProperty('refused');
  }
  world.now += 60_000;
  expect(await new Browser(world).signsIn(person('carol'))).toBe('complete');
  // The first day of Bob, who never had a role.
  expect(await new Browser(world).signsIn(person('bob'))).toBe('complete');
  // Nor does the log advise to let Bob in to the account of Carol.
  expect(JSON.stringify(world.logged)).not.toContain('people.helpIn');
  await world.auth.close();
});

it('P7 W4 an identity that its owner removed from an account of a helpdesk makes a private account', async () => {
  const { world, club } = await helpdesk();
  const both = [
    { provider: 'corp', subject: 'carol' },
    { provider: 'club', subject: 'carol at home' },
  ];
  expect(await world.auth.people.setExternalIds(CAROL, { externalIds: both, by })).not.toHaveProperty('refused');
  world.now += 60_000;
  const carol = new Browser(world);
  expect(await carol.signsIn(person('carol'))).toBe('complete');
  const session = await provesNow(world, world.store, carol);
  expect(await world.auth.me(session).removeExternalId('club')).not.toHaveProperty('refused');
  const atHome = new Browser(world);
  const state = await atHome.leaves('club');
  const code = club.signsIn({ subject: 'carol at home' });
  expect(await atHome.returns({ state, code }, 'club')).toBe('complete');
  await world.auth.close();
});
