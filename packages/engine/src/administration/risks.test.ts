import type { AccountId, RiskView, SallyportOptions } from '@sallyport/engine';
import { hostCode, isRefusal } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { ADMINISTRATORS, Client, type Embedded, PASSWORD, TENANT } from '../embedded.test-support.ts';
import { guesses, office, somebody } from './office.test-support.ts';

const DAY = 24 * 60 * 60_000;
const by = { by: hostCode('hr') };
const POLICY: SallyportOptions<string>['policy'] = {
  requiredStrength: 'single',
  administrators: ADMINISTRATORS,
  roles: { walled: { methods: ['passkey'] } },
};

async function risk({ auth }: Embedded, code: RiskView['code']): Promise<readonly string[] | undefined> {
  const { risks } = await auth.audit.risks(TENANT);
  const found = risks.find((one) => one.code === code);
  const { accounts } = await auth.people.list({ tenant: TENANT, risk: code });
  expect(accounts.map(({ accountId }) => accountId)).toEqual(found?.accounts.map(({ accountId }) => accountId) ?? []);
  expect(accounts).toHaveLength(found?.count ?? 0);
  return found?.accounts.map(({ identifier }) => identifier);
}

async function invited({ auth }: Embedded, name: string): Promise<AccountId> {
  const made = await auth.people.create({ identifier: name, email: `${name}@example.org`, invite: true, ...by });
  if (isRefusal(made)) throw new Error(made.refused);
  return made.accountId;
}

it('W4 nobody who is invited counts as never signed in, because the link of an invitation ends by itself', async () => {
  const { world, ben } = await office({ policy: POLICY });
  const [_, kim] = [await invited(world, 'ida'), await invited(world, 'kim')];
  await world.auth.people.withdrawInvitation({ accountId: kim }, by);
  expect(await risk(world, 'never-signed-in')).toEqual(['ben@example.org']);
  world.now += 8 * DAY;
  expect(await risk(world, 'never-signed-in')).toEqual(['ben@example.org']);
  await world.auth.people.block({ accountId: ben }, { ...by, reason: 'left' });
  expect(await risk(world, 'never-signed-in')).toBeUndefined();
});

it('W4 a blocked person needs no attention, neither for a way in nor for a set-up', async () => {
  const { world } = await office({ policy: POLICY });
  const walled = await somebody(world, 'walled', ['walled']);
  const kim = await invited(world, 'kim');
  await world.auth.people.withdrawInvitation({ accountId: kim }, by);
  const attention = async (): Promise<object> => {
    const overview = await world.auth.audit.overview(TENANT);
    const counts = Object.fromEntries(overview.attention.map(({ code, count }) => [code, count]));
    return { noWayIn: counts['noWayIn'] ?? 0, mustEnroll: counts['mustEnroll'] ?? 0 };
  };
  expect(await attention()).toEqual({ noWayIn: 2, mustEnroll: 0 });
  for (const accountId of [walled, kim]) await world.auth.people.block({ accountId }, { ...by, reason: 'left' });
  expect(await attention()).toEqual({ noWayIn: 0, mustEnroll: 0 });
});

it('W4 the only person who can change the policy is a risk, until a second account can', async () => {
  const { world } = await office({ policy: POLICY });
  expect(await risk(world, 'one-policy-administrator')).toEqual(['root@example.org']);
  const second = await world.auth.people.create({
    identifier: 'safe',
    password: PASSWORD,
    roles: ['super-admin'],
    ...by,
  });
  if (isRefusal(second)) throw new Error(second.refused);
  expect(await risk(world, 'one-policy-administrator')).toBeUndefined();
  await world.auth.people.block({ accountId: second.accountId }, { ...by, reason: 'left' });
  expect(await risk(world, 'one-policy-administrator')).toEqual(['root@example.org']);
});

it('W4 the roles of the host do not tell who can change the policy, so the risk of a single one is not judged', async () => {
  const { world } = await office({ policy: POLICY, resolveSubject: () => ['super-admin'] });
  expect(await risk(world, 'one-policy-administrator')).toBeUndefined();
});

it('X28 an account with a disowned sign-in is an urgent risk, until its owner has signed in', async () => {
  const { world, ben } = await office({ policy: POLICY });
  const signsIn = async (client: Client): Promise<void> => {
    world.now += 1_000;
    const reply = await world.auth.signIn.begin(client.caller, { identifier: 'ben@example.org', password: PASSWORD });
    if (isRefusal(reply)) throw new Error(reply.refused);
    await client.keeps(Promise.resolve(reply));
  };
  const owner = new Client(world);
  await signsIn(owner);
  await signsIn(new Client(world));
  await world.auth.runBackgroundWork();
  const { token = '' } = world.notices.find(({ event }) => event.type === 'sign-in.unfamiliar') ?? {};
  expect(await risk(world, 'disowned')).toBeUndefined();
  await world.auth.sessions.disown(owner.caller, { token });
  expect(await risk(world, 'disowned')).toEqual(['ben@example.org']);
  const { attention } = await world.auth.audit.overview(TENANT);
  expect(attention.map(({ code }) => code)).toContain('disowned');
  await world.auth.people.block({ accountId: ben }, { ...by, reason: 'to be safe' });
  expect(await risk(world, 'disowned')).toBeUndefined();
  await world.auth.people.unblock({ accountId: ben }, by);
  expect(await risk(world, 'disowned')).toEqual(['ben@example.org']);
  const back = new Client(world);
  await signsIn(back);
  expect(await risk(world, 'disowned')).toEqual(['ben@example.org']);
  await back.keeps(world.auth.signIn.sendCode(back.caller, 'email-code'));
  const code = world.mails.at(-1)?.code ?? '';
  expect((await back.keeps(world.auth.signIn.code(back.caller, 'email-code', { code }))).answer.status).toBe(
    'complete',
  );
  expect(await risk(world, 'disowned')).toBeUndefined();
});

it('P16 an unlocked account is not attacked any more: wrong guesses count anew', async () => {
  const { world, ben } = await office({ policy: POLICY });
  await guesses(world, ben, { at: 'password' });
  expect(await risk(world, 'attacked')).toEqual(['ben@example.org']);
  await world.auth.people.unlock({ accountId: ben }, by);
  expect(await risk(world, 'attacked')).toBeUndefined();
});
