import { type Commit, hostCode, isRefusal } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { administered, ROOT } from '../accounts/administered.test-support.ts';
import { contendedStore } from '../contended-store.test-support.ts';
import { Client, type Embedded, embedded, PASSWORD, signedIn, TENANT } from '../embedded.test-support.ts';

const DORA = 'dora@example.org';
const NEXT = 'another horse battery staple';

/** Asks for a link, and answers the one that was mailed by then, if any was. */
async function asksForLink(world: Embedded, identifier: string = DORA): Promise<string | undefined> {
  const sent = world.mails.length;
  await world.auth.recovery.begin(new Client(world).caller, { identifier });
  await world.auth.runBackgroundWork();
  return world.mails.slice(sent).at(-1)?.token;
}

const confirms = (world: Embedded, token: string | undefined, next: string = NEXT) =>
  world.auth.recovery.confirm({ ...new Client(world).caller, ip: '192.0.2.7' }, { token: token ?? '', next });

const total = async ({ store }: Embedded): Promise<readonly number[]> =>
  (await store.listCounters(TENANT))
    .filter(({ authenticator }) => authenticator.startsWith('mail:rec'))
    .map(({ counter }) => counter.total);

it('X12 whoever asks for a link in the name of nobody is answered the same, and nothing goes wrong after it', async () => {
  const world = await embedded();
  expect(await asksForLink(world, 'nobody@example.org')).toBeUndefined();
  expect(world.mails).toEqual([]);
  expect(world.logged).toEqual([]);
});

it('X12 links to one mailbox end with their budget, and come again a day later', async () => {
  const world = await embedded();
  await signedIn(world, DORA);
  const links: unknown[] = [];
  for (let asked = 0; asked < 12; asked++) links.push(await asksForLink(world));
  const sent = links.filter((link) => link !== undefined).length;
  expect(sent).toBeGreaterThan(0);
  expect(sent).toBeLessThan(12);
  expect(links.slice(sent)).toEqual(Array(12 - sent).fill(undefined));
  world.now += 86_400_000;
  expect(await asksForLink(world)).toEqual(expect.any(String));
  expect(world.logged).toEqual([]);
});

it('X12 an account that has no password gets no link', async () => {
  const world = await embedded();
  await world.auth.people.create({ identifier: DORA, email: DORA, by: hostCode('host') });
  expect(await asksForLink(world)).toBeUndefined();
});

it('X12 who was blocked just before the link is made gets none, and none is counted', async () => {
  const { store, beforeTheNext } = contendedStore();
  const world = await embedded({ store });
  const owner = await signedIn(world, DORA);
  const { accountId } = await owner.session();
  beforeTheNext('readAccount', () => world.auth.people.block({ accountId }, { reason: 'left', by: hostCode('host') }));
  expect(await asksForLink(world)).toBeUndefined();
  expect(await total(world)).toEqual([]);
  expect(await store.readAccount(TENANT, accountId)).not.toHaveProperty('recovery');
});

it('X13 with another factor the link opens a flow, with an event of whom and what for; the password stays as it is', async () => {
  const { store, commits } = contendedStore();
  const world = await embedded({ store });
  const owner = await signedIn(world, DORA);
  await owner.enrollsTotp();
  const { accountId } = await owner.session();
  const link = await asksForLink(world);
  commits.length = 0;
  const reply = await confirms(world, link);
  if (isRefusal(reply)) throw new Error(reply.refused);
  const [opened, ...others] = commits;
  expect(others).toEqual([]);
  expect(opened?.account).toBeUndefined();
  expect(opened?.flow).toMatchObject({
    purpose: 'recover',
    accountId,
    evidence: [{ method: 'reset-token', at: world.now }],
  });
  expect(opened?.events).toEqual([
    {
      tenant: TENANT,
      id: expect.any(String),
      at: world.now,
      type: 'sign-in.started',
      accountId,
      flow: opened?.flow?.id,
      ip: '192.0.2.7',
      detail: { purpose: 'recover' },
    },
  ]);
});

it('X13 a link is of no use where no password may be used, also with another factor', async () => {
  const world = await embedded();
  const owner = await signedIn(world, DORA);
  await owner.enrollsTotp();
  const link = await asksForLink(world);
  expect(
    await world.auth.policy.set('default', { methods: ['passkey'] }, { ifVersion: 1, by: hostCode('host') }),
  ).toMatchObject({
    version: 2,
  });
  expect(await confirms(world, link)).toEqual({ refused: 'method-not-allowed' });
});

it('X13 the new password is not the address that the link went to', async () => {
  const world = await embedded();
  await world.auth.people.create({
    identifier: 'dora',
    email: 'dora.of.the.harbour@example.org',
    password: PASSWORD,
    by: hostCode('host'),
  });
  const link = await asksForLink(world, 'dora');
  expect(await confirms(world, link, 'dora.of.the.harbour@example.org')).toMatchObject({
    refused: 'malformed-input',
    errors: [{ path: 'next', code: 'too-personal' }],
  });
});

it('X13 a link that a newer one replaced while the password was hashed is none any more', async () => {
  const { store, beforeTheNext } = contendedStore();
  const world = await embedded({ store });
  await signedIn(world, DORA);
  const link = await asksForLink(world);
  beforeTheNext('readAccount', () => asksForLink(world));
  expect(await confirms(world, link)).toEqual({ refused: 'invalid-credentials' });
});

it('X13 a password that is replaced at once is an event of its owner, guarded by the policy that it was judged by', async () => {
  const { store, commits } = contendedStore(({ account }: Commit) => account !== undefined);
  const world = await embedded({ store });
  const { accountId } = await (await signedIn(world, DORA)).session();
  const link = await asksForLink(world);
  commits.length = 0;
  expect(await confirms(world, link)).toEqual({ status: 'recovered' });
  expect(commits).toHaveLength(1);
  const [{ account, guards, events } = {} as Commit] = commits;
  expect(guards).toEqual({ policy: 1, account: { id: accountId, version: (account?.version ?? 0) - 1 } });
  expect(events).toEqual([
    {
      tenant: TENANT,
      id: expect.any(String),
      at: world.now,
      type: 'password.reset',
      accountId,
      ip: '192.0.2.7',
      recipients: { addresses: [DORA], identifiers: [DORA] },
    },
  ]);
});

it('W4, X13 the last policy administrator does not trade the password for one that a mailbox set; one of two does', async () => {
  const { world, commits } = await administered();
  const link = await asksForLink(world, ROOT);
  expect(await confirms(world, link)).toMatchObject({ refused: 'policy-strands-administrators' });
  const other = { identifier: 'other@example.org', email: 'other@example.org', roles: ['super-admin'] };
  await world.auth.people.create({ ...other, password: PASSWORD, by: hostCode('host') });
  commits.length = 0;
  expect(await confirms(world, link)).toEqual({ status: 'recovered' });
  expect(commits[0]?.guards).toEqual({
    policy: 1,
    administrators: expect.anything(),
    account: expect.objectContaining({ version: expect.any(Number) }),
  });
});
