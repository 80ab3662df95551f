import type { OnTighten } from '@sallyport/core';
import { expect, it } from 'vitest';
import { newAccount, TENANT } from '../../embedded.test-support.ts';
import { Browser, type Corporate, corporate, FakeProvider } from './fake-provider.test-support.ts';

const ADA = 'ada@corp.example';
const ada = { subject: '248289761001', email: { address: ADA, verified: true } };

/** Ada, signed in without a role, where staff need more; a provider may give that role. */
async function signedIn(onTighten: OnTighten): Promise<{ readonly world: Corporate; readonly browser: Browser }> {
  const policy = {
    requiredStrength: 'single',
    session: { idle: '30d', absolute: '30d' },
    providers: { corp: { mailDomains: ['corp.example'] } },
    roles: { staff: { requiredStrength: 'enhanced' } },
    onTighten,
  } as const;
  const world = await corporate(policy, { corp: new FakeProvider({ roles: ['staff'] }) });
  await newAccount(world, ADA);
  const browser = new Browser(world);
  expect(await browser.signsIn(ada)).toBe('complete');
  return { world, browser };
}

/** The provider gives her the role, in a sign-in of another browser that goes no further than her first proof. */
async function gainsRole(world: Corporate): Promise<void> {
  expect(await new Browser(world).signsIn({ ...ada, roles: ['staff'] })).toBe('continue');
}

it.each<[OnTighten, string]>([
  ['step-up', 'insufficient-strength'],
  ['revoke', 'no-session'],
])('X25 N10 P7 a role that a provider gave since reaches a session from before, by %s', async (onTighten, refused) => {
  const { world, browser } = await signedIn(onTighten);
  world.now += 60_000;
  await gainsRole(world);
  expect(await world.auth.sessions.guard(browser.caller, { needs: 'session' })).toMatchObject({ refused });
});

it('X25 N10 P7 of the same moment too; within a grace the session goes on without the role', async () => {
  const { world, browser } = await signedIn({ after: '1h', then: 'step-up' });
  await gainsRole(world);
  world.now += 30 * 60_000;
  expect((await browser.session()).roles).toEqual([]);
  world.now += 31 * 60_000;
  const guarded = await world.auth.sessions.guard(browser.caller, { needs: 'session' });
  expect(guarded).toMatchObject({ refused: 'insufficient-strength', demand: { strengths: ['enhanced'] } });
});

it('P9 X45 roles in a form that is not read stay as they were, and the log says so once a day', async () => {
  const corp = new FakeProvider({ roles: ['staff'] });
  const world = await corporate(
    { requiredStrength: 'single', providers: { corp: { createAccounts: true } } },
    { corp },
  );
  const comes = (identity: object) => new Browser(world).signsIn({ ...ada, ...identity });
  const notRead = { roles: undefined, rolesNotRead: "the claim 'groups' is a number" };
  const told = () => world.logged.filter((line) => JSON.stringify(line).includes("the claim 'groups' is a number"));
  expect(await comes({ roles: ['staff'] })).toBe('complete');
  for (let turn = 0; turn < 3; turn += 1) expect(await comes(notRead)).toBe('complete');
  expect(told()).toHaveLength(1);
  const { items } = await world.store.listAccounts(TENANT, { limit: 10 });
  expect(items).toMatchObject([{ providerRoles: { corp: ['staff'] } }]);
  world.now += 86_400_000;
  expect(await comes(notRead)).toBe('complete');
  expect(told()).toHaveLength(2);
});

it('P9 X3 roles of a newer answer stay if the answer of an earlier sign-in comes after, and that sign-in goes on', async () => {
  const corp = new FakeProvider({ roles: ['staff'] });
  const policy = { requiredStrength: 'single', providers: { corp: { createAccounts: true } } } as const;
  const world = await corporate(policy, { corp });
  expect(await new Browser(world).signsIn({ ...ada, roles: ['staff'] })).toBe('complete');
  world.now += 60_000;
  const early = new Browser(world);
  const state = await early.leaves();
  const code = corp.signsIn({ ...ada, roles: ['staff'] });
  world.now += 60_000;
  expect(await new Browser(world).signsIn({ ...ada, roles: [] })).toBe('complete');
  world.now += 60_000;
  const { events: before } = await world.auth.events();
  expect(await early.returns({ state, code })).toBe('complete');
  expect((await early.session()).roles).toEqual([]);
  const { events } = await world.auth.events();
  expect(events.slice(before.length).map(({ type }) => type)).not.toContain('account.roles-changed');
  expect(await new Browser(world).signsIn({ ...ada, roles: ['staff'] })).toBe('complete');
  expect((await world.auth.people.list()).accounts).toMatchObject([{ roles: ['staff'] }]);
});
