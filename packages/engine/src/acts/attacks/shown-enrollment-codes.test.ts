import { type AccountId, type FlowReply, hostCode, isRefusal, type Refusal } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { changesAccount, contendedStore } from '../../contended-store.test-support.ts';
import {
  Client,
  type Embedded,
  embedded,
  PASSWORD,
  provesNow,
  storedAccount,
  TENANT,
} from '../../embedded.test-support.ts';
import { accepted } from './planting.test-support.ts';

const EVE = 'eve@example.org';
const PIA = 'pia@example.org';

/**
 * A thief who has Eve's password and the code with which Pia, who administers people, vouched for Eve. The thief showed both in a flow that
 * is about to set a factor up.
 */
async function shown() {
  const contended = contendedStore(changesAccount);
  const world = await embedded({
    store: contended.store,
    policy: { requiredStrength: 'single', roles: { staff: { requiredStrength: 'enhanced' } } },
  });
  const { auth } = world;
  const creates = async (identifier: string, role: string): Promise<AccountId> =>
    accepted(await auth.people.create({ identifier, password: PASSWORD, roles: [role], by: hostCode('host') }))
      .accountId;
  const pia = await creates(PIA, 'admin');
  const eve = await creates(EVE, 'staff');
  const administrator = new Client(world);
  await administrator.keeps(auth.signIn.begin(administrator.caller, { identifier: PIA, password: PASSWORD }));
  const session = await provesNow(world, world.store, administrator, ['password', 'totp']);
  const { enrollmentCode: code } = accepted(await auth.people.vouch({ accountId: eve }, { by: session }));
  const thief = new Client(world);
  const begun = await auth.signIn.begin(thief.caller, { identifier: EVE, password: PASSWORD });
  thief.caller = { ...thief.caller, flowToken: begun.keep?.flow?.token };
  const reply = await thief.keeps(auth.signIn.enrollmentCode(thief.caller, { code }));
  expect(reply.answer).toMatchObject({ status: 'enroll', offer: [{ method: 'passkey' }, { method: 'totp' }] });
  return { ...contended, world, pia, eve, session, thief };
}

type Shown = Awaited<ReturnType<typeof shown>>;
type Commits = () => Promise<FlowReply | Refusal>;

const SET_UPS: Readonly<Record<string, (world: Embedded, thief: Client) => Promise<Commits | Refusal>>> = {
  'an app': async ({ auth }, thief) => {
    const pending = await auth.enroll.secret(thief.caller, 'totp');
    if (isRefusal(pending)) return pending;
    return () => auth.enroll.confirmCode(thief.caller, 'totp', { code: thief.totp(pending.secret) });
  },
  'a passkey': async ({ auth }, { caller }) => {
    const options = await auth.enroll.passkeyOptions(caller);
    if (isRefusal(options)) return options;
    const asked = { ...options, excludeCredentials: [], extensions: {} };
    const response = await createAuthenticator().create(asked, { origin: auth.origin });
    return () => auth.enroll.passkey(caller, { response });
  },
};

const MOVES: Readonly<Record<string, (at: Shown) => Promise<unknown>>> = {
  'the host makes Eve a policy administrator': async ({ world, eve: accountId }) =>
    accepted(
      await world.auth.people.setRoles(
        { accountId },
        { roles: ['staff', 'super-admin'], force: true, by: hostCode('host') },
      ),
    ),
  'the host makes Eve an administrator of people': async ({ world, eve: accountId }) =>
    accepted(
      await world.auth.people.setRoles({ accountId }, { roles: ['staff', 'admin'], force: true, by: hostCode('host') }),
    ),
  'Pia resets two-step verification of the account': async ({ world, session, eve }) =>
    accepted(await world.auth.people.resetTwoStep({ accountId: eve }, { by: session })),
  'Pia resets the passkeys of the account': async ({ world, session, eve }) =>
    accepted(await world.auth.people.resetPasskeys({ accountId: eve }, { by: session })),
  'Pia vouches anew': async ({ world, session, eve }) =>
    accepted(await world.auth.people.vouch({ accountId: eve }, { by: session })),
  'Pia is blocked': async ({ world, pia: accountId }) =>
    accepted(await world.auth.people.block({ accountId }, { reason: 'dishonest', by: hostCode('host') })),
  'Pia loses her role': async ({ world, pia: accountId }) =>
    accepted(await world.auth.people.setRoles({ accountId }, { roles: [], force: true, by: hostCode('host') })),
  'Pia is deleted': async ({ world, pia: accountId }) =>
    expect(await world.auth.people.delete({ accountId }, { by: hostCode('host') })).toBeUndefined(),
  'Eve is blocked, and unblocked': async ({ world, eve: accountId }) => {
    accepted(await world.auth.people.block({ accountId }, { reason: 'stolen', by: hostCode('host') }));
    accepted(await world.auth.people.unblock({ accountId }, { by: hostCode('host') }));
  },
};

/** The thief has nothing of the account: no factor and no session. */
async function gotNothing({ world, eve }: Shown): Promise<void> {
  const { totp, passkeys, backupCodes } = await storedAccount(world.store, eve);
  expect([totp, passkeys, backupCodes]).toEqual([undefined, [], undefined]);
  expect(await world.store.listSessions(TENANT, eve, forAdapters(world.auth).now())).toEqual([]);
}

describe.each(Object.entries(SET_UPS))('by a code that was shown in a flow %s', (_, setUp) => {
  it.each(Object.entries(MOVES))('N15 X10 is not set up if %s, and the flow goes on', async (_name, move) => {
    const at = await shown();
    await move(at);
    const commits = await setUp(at.world, at.thief);
    if (!isRefusal(commits)) expect(isRefusal(await commits())).toBe(true);
    await gotNothing(at);
  });

  it.each(Object.entries(MOVES))('N15 X10 is not set up if %s between proof and commit', async (_name, move) => {
    const at = await shown();
    const commits = await setUp(at.world, at.thief);
    if (isRefusal(commits)) throw new Error(commits.refused);
    let moved = false;
    at.beforeTheNext('commit', async () => {
      await move(at);
      moved = true;
    });
    const answer = await commits();
    expect(moved).toBe(true);
    expect(isRefusal(answer), JSON.stringify(answer)).toBe(true);
    await gotNothing(at);
  });

  it('N15 X10 is set up if nothing of that comes about, and the code is gone with it', async () => {
    const at = await shown();
    const commits = await setUp(at.world, at.thief);
    if (isRefusal(commits)) throw new Error(commits.refused);
    expect(isRefusal(await commits())).toBe(false);
    const { totp, passkeys, enrollmentCode } = await storedAccount(at.world.store, at.eve);
    expect([totp, ...passkeys].filter((one) => one !== undefined)).toHaveLength(1);
    expect(enrollmentCode).toBeUndefined();
  });
});
