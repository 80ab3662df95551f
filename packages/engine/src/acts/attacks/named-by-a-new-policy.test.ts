import { type AccountId, hostCode, isRefusal } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { describe, expect, it } from 'vitest';
import { ADMINISTRATORS, Client, PASSWORD, provesNow, storedAccount, TENANT } from '../../embedded.test-support.ts';
import { Browser, type Corporate } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import {
  accepted,
  acting,
  administersPolicy,
  administrator,
  EVE,
  office,
  POLICY,
  plants,
  roleEvents,
  THIEFS,
  thiefIsOut,
} from './planting.test-support.ts';

/** An administrator puts a policy into force under which auditors administer it. */
async function namesAuditors(world: Corporate, role: 'policy' | 'people' = 'policy'): Promise<void> {
  const root = await administrator(world, 'root', 'super-admin');
  const session = await acting(world, root);
  const { version: ifVersion } = await world.auth.policy.current(TENANT);
  const administrators = { ...ADMINISTRATORS, [role]: [...(ADMINISTRATORS[role] ?? []), 'auditor'] };
  accepted(await world.auth.policy.set(session.tenant, { ...POLICY, administrators }, { ifVersion, by: session }));
}

/** Eve is an auditor. Pia planted her account while auditors administered nothing. */
async function audited() {
  const at = await office({ policySource: 'store' });
  const planted = await plants(at.world, at.pia, ['auditor']);
  return { ...at, planted };
}

describe('an account that was planted with a role which a new policy names', () => {
  it('N15 W4 X18 keeps nothing of the thief when the live session asks for the new right', async () => {
    const { world, club, planted } = await audited();
    await namesAuditors(world);
    await provesNow(world, world.store, planted.thief);
    expect(await administersPolicy(world, planted.thief)).toEqual({ refused: 'no-session' });
    await thiefIsOut(world, club, planted);
    expect(await roleEvents(world, planted.id)).toMatchObject([
      { detail: { ended: ['password', 'external-id:club', 'totp', 'email', 'backup-code'] } },
    ]);
  });

  it('N15 W4 lets the session make no act that was let through under the policy before', async () => {
    const { world, planted } = await audited();
    const session = await provesNow(world, world.store, planted.thief);
    await namesAuditors(world, 'people');
    const ben = { identifier: 'ben@example.org', password: PASSWORD };
    expect(await world.auth.people.create({ ...ben, by: session })).toEqual({ refused: 'no-session' });
  });

  it('W12 a help-in of host code says what the commit leaves, and its code lets the person in', async () => {
    const { world, planted } = await audited();
    await namesAuditors(world);
    const { people, signIn } = world.auth;
    const by = hostCode('support');
    const asked = { lost: ['app'], by } as const;
    const previewed = accepted(await people.helpIn({ accountId: planted.id }, { ...asked, preview: true }));
    const helped = accepted(await people.helpIn({ accountId: planted.id }, asked));
    expect([previewed.keeps, helped.keeps]).toEqual([[], []]);
    const owner = new Client(world);
    await owner.keeps(signIn.begin(owner.caller, { identifier: EVE }));
    const shown = { code: helped.enrollmentCode ?? '', password: 'a passphrase of the owner alone' };
    expect((await owner.keeps(signIn.enrollmentCode(owner.caller, shown))).answer.status).toBe('complete');
  });

  it('X21 an invitation of host code goes to no mailbox that the commit takes', async () => {
    const { world, pia } = await office({ policySource: 'store' });
    const { people } = world.auth;
    const session = await acting(world, pia);
    const made = { identifier: EVE, email: EVE, invite: true, roles: ['auditor'], by: session } as const;
    const { accountId } = accepted(await people.create(made));
    await namesAuditors(world);
    const mailed = world.mails.length;
    expect(await people.invite({ accountId }, { by: hostCode('hr') })).toEqual({ refused: 'not-found' });
    expect(world.mails.slice(mailed)).toEqual([]);
  });

  it('N15 W4 signs in neither by the planted password nor by the planted identity', async () => {
    const { world, club, planted } = await audited();
    await namesAuditors(world, 'people');
    const thief = new Client(world);
    const typed = { identifier: EVE, password: THIEFS };
    expect(await world.auth.signIn.begin(thief.caller, typed)).toEqual({ refused: 'invalid-credentials' });
    const browser = new Browser(world);
    const state = await browser.leaves('club');
    const code = club.signsIn({ subject: 'pia' });
    expect(await browser.returns({ state, code }, 'club')).toBe('invalid-credentials');
    expect(await world.store.listSessions(TENANT, planted.id, forAdapters(world.auth).now())).toEqual([]);
    await expect(administersPolicy(world, planted.thief)).resolves.toEqual({ refused: 'no-session' });
  });
});

describe('an enrollment code for an account that a new policy names', () => {
  it('N15 W4 stays where the policy administrator gives it who clears the account with it', async () => {
    const { world, planted } = await audited();
    const root = await administrator(world, 'rosa', 'super-admin');
    await namesAuditors(world);
    const given = accepted(await world.auth.people.vouch({ accountId: planted.id }, { by: await acting(world, root) }));
    expect(given.enrollmentCode).toEqual(expect.any(String));
    const { password, totp, enrollmentCode } = await storedAccount(world.store, planted.id);
    expect({ password, totp }).toEqual({ password: undefined, totp: undefined });
    expect(enrollmentCode).toMatchObject({ by: expect.any(String) });
  });
});

describe('an account that its owner set up', () => {
  it('N15 W4 administers by the role that a new policy names, and keeps what it has', async () => {
    const { world } = await office({ policySource: 'store' });
    const input = { identifier: EVE, email: EVE, password: PASSWORD, roles: ['auditor'] };
    const made = accepted(await world.auth.people.create({ ...input, by: hostCode('host') }));
    const owner = new Client(world);
    await owner.keeps(world.auth.signIn.begin(owner.caller, { identifier: EVE, password: PASSWORD }));
    await provesNow(world, world.store, owner);
    await owner.enrollsTotp();
    const before = await storedAccount(world.store, made.accountId as AccountId);
    await namesAuditors(world);
    expect(isRefusal(await administersPolicy(world, owner))).toBe(false);
    expect(await storedAccount(world.store, made.accountId as AccountId)).toEqual(before);
  });
});
