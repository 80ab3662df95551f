import { type AccountId, hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, type Embedded, embedded, TENANT } from '../embedded.test-support.ts';

const IDA = 'ida@example.org';
const WEEK = 7 * 24 * 60 * 60_000;

/** Invites a person. */
async function guest({ auth }: Embedded, name: string): Promise<AccountId> {
  const email = `${name}@example.org`;
  const made = await auth.people.create({ identifier: email, email, invite: true, by: hostCode('hr') });
  if (isRefusal(made)) throw new Error(made.refused);
  return made.accountId;
}

/** The link of the last mail. */
const lastLink = ({ mails }: Embedded) => mails.at(-1)?.token ?? '';

/** Follows a link without a password, and sets nothing up. */
const follows = (world: Embedded, token: string) =>
  world.auth.invitations.accept(new Client(world).caller, { token, password: undefined });

/** The end of the open invitation, as the list and the overview of administrators know the invitation. */
async function shown({ auth }: Embedded, accountId: AccountId) {
  const { accounts } = await auth.people.list({ tenant: TENANT, state: 'invited' });
  const { attention } = await auth.audit.overview(TENANT);
  const open = attention.find(({ code }) => code === 'invited')?.count ?? 0;
  const listed = accounts.find((account) => account.accountId === accountId);
  const person = await auth.people.find({ accountId });
  expect(person?.invitation).toEqual(listed?.invitation);
  return { listed: listed?.invitation, open };
}

describe('X21 the view of an invitation', () => {
  it('X21 says until when the link works, and the overview counts the invitations whose link works', async () => {
    const world = await embedded();
    const by = { by: hostCode('hr') };
    const expiresAt = world.now + WEEK;
    const [ida, jon, kim, lea] = [
      await guest(world, 'ida'),
      await guest(world, 'jon'),
      await guest(world, 'kim'),
      await guest(world, 'lea'),
    ];
    const link = lastLink(world);
    expect(await shown(world, ida)).toEqual({ listed: { expiresAt }, open: 4 });
    await world.auth.people.withdrawInvitation({ accountId: ida }, by);
    expect(await shown(world, ida)).toEqual({ listed: undefined, open: 3 });
    await world.auth.people.block({ accountId: jon }, { ...by, reason: 'an audit' });
    expect(await shown(world, jon)).toEqual({ listed: undefined, open: 2 });
    await world.auth.people.helpIn({ accountId: kim }, { ...by, lost: ['password'] });
    expect(await shown(world, kim)).toEqual({ listed: undefined, open: 1 });
    expect(await follows(world, link)).toMatchObject({ answer: { status: 'enroll' } });
    expect(await shown(world, lea)).toEqual({ listed: undefined, open: 0 });
    await world.auth.people.invite({ accountId: ida }, by);
    expect(await shown(world, ida)).toEqual({ listed: { expiresAt }, open: 1 });
    world.now += WEEK;
    expect(await shown(world, ida)).toEqual({ listed: undefined, open: 0 });
    await world.auth.close();
  });

  it('W4 X21 counts and lists the open invitations and the invitations that are over apart, and by group of the policy', async () => {
    const world = await embedded();
    const { people, audit } = world.auth;
    const [ida, jon] = [await guest(world, 'ida'), await guest(world, 'jon'), await guest(world, 'kim')];
    const by = { by: hostCode('hr') };
    await people.withdrawInvitation({ accountId: ida }, by);
    const { counts } = await people.list({ tenant: TENANT });
    expect(counts).toMatchObject({ invited: 3, invitationOpen: 2, invitationOver: 1 });
    for (const state of ['invited', 'invitationOpen', 'invitationOver'] as const)
      expect((await people.list({ tenant: TENANT, state })).accounts, state).toHaveLength(counts[state]);
    expect((await people.list({ tenant: TENANT, state: 'invitationOver' })).accounts).toMatchObject([
      { accountId: ida, invited: true },
    ]);
    expect((await audit.overview(TENANT)).invited).toEqual({ meets: 0, mustEnroll: 2, noWayIn: 1 });
    await people.block({ accountId: jon }, { ...by, reason: 'an audit' });
    expect((await people.list({ tenant: TENANT })).counts).toMatchObject({ invitationOpen: 1, invitationOver: 2 });
    world.now += WEEK;
    expect((await audit.overview(TENANT)).invited).toEqual({ meets: 0, mustEnroll: 0, noWayIn: 3 });
    await world.auth.close();
  });
});

it('X21 the answer of the creation says that the mail of the invitation did not go', async () => {
  let fails = true;
  const sendMail = async (): Promise<void> => {
    if (fails) throw new Error('the mailer is down');
  };
  const world = await embedded({ sendMail });
  const { people } = world.auth;
  const by = hostCode('hr');
  const made = await people.create({ identifier: IDA, email: IDA, invite: true, by });
  expect(made).toMatchObject({ invitation: { expiresAt: expect.any(Number), notMailed: true } });
  expect(await people.invite({ identifier: IDA }, { by })).toEqual({ refused: 'mail-unavailable' });
  fails = false;
  for (const reply of [
    await people.invite({ identifier: IDA }, { by }),
    await people.find({ identifier: IDA }),
    await people.create({ identifier: 'bo', email: 'bo@example.org', invite: true, by }),
  ])
    expect(Object(reply).invitation).toEqual({ expiresAt: expect.any(Number) });
  await world.auth.close();
});

it('X21 the mail of an invitation names the account, so that the host finds the language of the person', async () => {
  const world = await embedded();
  const accountId = await guest(world, 'ida');
  await world.auth.people.invite({ accountId }, { by: hostCode('hr') });
  expect(world.mails).toMatchObject(Array(2).fill({ kind: 'invitation', accountId }));
  await world.auth.close();
});

describe('X21 the notice of an unblock to an invited person', () => {
  it('X21 says whether a link opens the first sign-in: a block voids the invitation, and a later one works', async () => {
    const world = await embedded();
    const by = { by: hostCode('hr') };
    const who = { accountId: await guest(world, 'ida') };
    const token = lastLink(world);
    const told = async (): Promise<unknown> => {
      await world.auth.people.unblock(who, by);
      await world.auth.runBackgroundWork();
      return world.notices.findLast(({ event }) => event.type === 'account.unblocked')?.event.detail;
    };
    await world.auth.people.block(who, { ...by, reason: 'an audit' });
    expect(await told()).toEqual({ invitation: 'over' });
    expect(await follows(world, token)).toEqual({ refused: 'invalid-credentials' });
    await world.auth.people.block(who, { ...by, reason: 'an audit' });
    await world.auth.people.invite(who, by);
    expect(await told()).toEqual({ invitation: 'open' });
    expect(await follows(world, lastLink(world))).toMatchObject({ answer: { status: 'enroll' } });
    await world.auth.close();
  });
});
