import { instant } from '@sallyport/core';
import { hostCode, isRefusal } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { accepted } from '../acts/attacks/planting.test-support.ts';
import { ADMINISTRATORS, Client, GONE, PASSWORD, TENANT } from '../embedded.test-support.ts';
import { emptyDirectory } from '../empty-directory.test-support.ts';
import {
  ARMED,
  actOnBen,
  BEN,
  given,
  guardsOfRoot,
  office,
  recordOf,
  signsIn,
  somebody,
} from './office.test-support.ts';

const NOT_PERMITTED = { refused: 'not-permitted' };
const SINGLE = { administrators: ADMINISTRATORS, requiredStrength: 'single' } as const;

it('X1 a required strength of the account counts beside the policy from the next sign-in on, and running sessions go on', async () => {
  const on = await office({ policy: SINGLE });
  const { world, root, ben, commits } = on;
  const { people, sessions } = world.auth;
  const here = await signsIn(world, BEN);
  commits.length = 0;
  const before = await recordOf(world, ben);
  const required = { requiredStrength: 'enhanced', by: root } as const;
  expect(await people.setRequiredStrength({ accountId: ben }, required)).toMatchObject({
    requiredStrength: 'enhanced',
  });
  expect(commits).toEqual([
    {
      ...{ tenant: TENANT, now: instant(world.now), keysStay: true },
      account: { ...before, version: before.version + 1, requiredStrength: 'enhanced' },
      guards: { ...(await guardsOfRoot(on)), account: { id: ben, version: before.version } },
      events: [actOnBen(on, 'account.methods-changed', root.accountId, { detail: { requiredStrength: 'enhanced' } })],
    },
  ]);
  expect(await sessions.guard(here.caller, { needs: 'session' })).toMatchObject({ accountId: ben });
  const next = new Client(world);
  await next.keeps(world.auth.signIn.begin(next.caller, { identifier: BEN, password: PASSWORD }));
  expect(await world.auth.signIn.status(next.caller, { local: false })).toMatchObject({
    answer: {
      status: 'continue',
      accept: [{ method: 'email-code' }],
      because: expect.arrayContaining([expect.objectContaining({ source: 'account' })]),
    },
  });
});

it('X18 a required strength of the account writes one event for each change, none for the same strength, and `null` takes it away', async () => {
  const { world, ben, commits } = await office({ policy: SINGLE });
  const set = (requiredStrength: string | null) =>
    world.auth.people.setRequiredStrength({ accountId: ben }, { requiredStrength, by: hostCode('settings') });
  for (const strength of [null, 'enhanced', 'enhanced', 'baseline', null, null]) await set(strength);
  expect(commits.flatMap(({ events }) => events.map(({ actor, detail }) => [actor, detail]))).toEqual(
    ['enhanced', 'baseline', null].map((requiredStrength) => [{ kind: 'host', id: 'settings' }, { requiredStrength }]),
  );
  expect(await recordOf(world, ben)).not.toHaveProperty('requiredStrength');
});

it('X7 a required strength of the account is one of the policy, also for a new account, and a missing one removes nothing', async () => {
  const { world, ben, commits } = await office({ policy: SINGLE });
  await somebody(world, 'pia', ['admin']);
  const pia = await (await signsIn(world, 'pia@example.org')).session();
  const { people } = world.auth;
  const faulty = (message: string) => ({
    refused: 'malformed-input',
    errors: [{ path: 'requiredStrength', message }],
  });
  const unknown = faulty('is no strength of the policy: single, baseline, enhanced, phishing-resistant');
  const asked = { requiredStrength: 'enhancd', by: hostCode('settings') };
  expect(await people.setRequiredStrength({ accountId: ben }, asked)).toEqual(unknown);
  expect(await people.create({ identifier: 'cleo', ...asked })).toEqual(unknown);
  for (const wrong of [undefined, '', 7, ['enhanced'], {}])
    expect(await people.setRequiredStrength({ accountId: ben }, Object({ ...asked, requiredStrength: wrong }))).toEqual(
      faulty('is no name of a strength'),
    );
  const { accountId: above } = accepted(
    await people.create({ identifier: 'sue', roles: ['super-admin'], by: hostCode('test') }),
  );
  commits.length = 0;
  expect(await people.setRequiredStrength({ accountId: above }, { ...asked, by: pia })).toEqual(NOT_PERMITTED);
  expect(await people.setRequiredStrength({ accountId: ben }, { ...asked, by: pia })).toEqual(unknown);
  expect(await people.setRequiredStrength({ accountId: GONE }, asked)).toEqual({ refused: 'not-found' });
  expect(commits).toEqual([]);
});

it('X25 a required strength of the account leaves nobody without a way in, unless that is forced, and never the last administrator', async () => {
  const desk = { desk: { anyOf: [[{ method: 'ldap' }]] } } as const;
  const vouched = { ...SINGLE, enrollment: { firstFactor: 'vouched' }, strengths: desk } as const;
  const { world, root, ben } = await office({ policy: vouched, directory: emptyDirectory });
  const { setRequiredStrength } = world.auth.people;
  const asked = { requiredStrength: 'enhanced', by: hostCode('settings') } as const;
  expect(await setRequiredStrength({ accountId: ben }, asked)).toMatchObject({ refused: 'no-way-in-left' });
  expect(await setRequiredStrength({ accountId: ben }, { ...asked, force: true })).toMatchObject({
    requiredStrength: 'enhanced',
  });
  await given(world, root.accountId, ARMED);
  expect(
    await setRequiredStrength({ accountId: root.accountId }, { ...asked, requiredStrength: 'desk', force: true }),
  ).toEqual({ refused: 'policy-strands-administrators' });
});

it('X3 a required strength of the account of twenty changes at once is one of them, with one event each', async () => {
  const { world, ben } = await office({ policy: SINGLE });
  const strengths = ['baseline', 'enhanced'] as const;
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, turn) =>
      world.auth.people.setRequiredStrength(
        { accountId: ben },
        { requiredStrength: strengths[turn % 2] ?? null, by: hostCode(`settings ${turn}`) },
      ),
    ),
  );
  // A change that lost every try to the others says so.
  for (const answer of answers) if (isRefusal(answer)) expect(answer).toEqual({ refused: 'store-unavailable' });
  const { requiredStrength } = await recordOf(world, ben);
  const { items } = await world.store.listEvents(TENANT, { limit: 30, types: ['account.methods-changed'] });
  expect(items[0]?.detail).toEqual({ requiredStrength });
  const told = items.map(({ detail }) => detail?.['requiredStrength']);
  expect(told.every((strength, place) => strength !== told[place + 1])).toBe(true);
});
