import { instant, type PolicyInput } from '@sallyport/core';
import type { AccountId, AccountRecord, Sallyport } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { type ContendedStore, contendedStore } from '../contended-store.test-support.ts';
import { Client, type Embedded, embedded, newAccount, PASSWORD, signedIn, TENANT } from '../embedded.test-support.ts';

const DORA = 'dora@example.org';
const NEXT = 'another horse battery staple';
const WITHOUT_PASSWORDS: PolicyInput<string> = { methods: ['passkey'] };

interface Asked extends Pick<ContendedStore, 'beforeTheNext'> {
  readonly world: Embedded;
  readonly owner: Client;
  readonly accountId: AccountId;
  readonly link: string;
  confirms(token: string, next?: string): ReturnType<Sallyport['recovery']['confirm']>;
  account(): Promise<AccountRecord | undefined>;
}

/** Somebody with a password and a mailbox, who has asked for a link, at a store at which others may be quicker. */
async function whoAsked(): Promise<Asked> {
  const { store, memory, beforeTheNext } = contendedStore();
  const world = await embedded({ store });
  const owner = await signedIn(world, DORA);
  const { accountId } = await owner.session();
  await world.auth.recovery.begin(owner.caller, { identifier: DORA });
  await world.auth.runBackgroundWork();
  const link = world.mails.at(-1)?.token ?? '';
  return {
    world,
    owner,
    accountId,
    link,
    confirms: (token, next = NEXT) => world.auth.recovery.confirm(new Client(world).caller, { token, next }),
    account: () => memory.readAccount(TENANT, accountId),
    beforeTheNext,
  };
}

describe('a recovery without another factor', () => {
  it('X13 replaces the password, ends every session and forgets every device, in one commit', async () => {
    const { world, owner, accountId, link, confirms, account } = await whoAsked();
    const before = await account();
    expect(await confirms(link)).toEqual({ status: 'recovered' });
    const after = await account();
    expect(after).toMatchObject({ epoch: (before?.epoch ?? 0) + 1, password: { provenance: 'mailbox' } });
    expect(after).not.toHaveProperty('recovery');
    expect(await world.store.listDevices(TENANT, accountId)).toEqual([]);
    const { at } = (await world.store.listEvents(TENANT, { limit: 1 })).items[0] ?? {};
    expect(await world.store.listSessions(TENANT, accountId, at ?? instant(0))).toEqual([]);
    expect(await world.auth.sessions.guard(owner.caller, { needs: 'session' })).toEqual({ refused: 'no-session' });
    expect(await confirms(link)).toEqual({ refused: 'invalid-credentials' });
  });

  it('X13 X7 of an account that is deleted while the new password is hashed is refused like an invented link', async () => {
    const { world, accountId, link, confirms, account, beforeTheNext } = await whoAsked();
    beforeTheNext('readAccount', () => world.auth.people.delete({ accountId }, { by: hostCode('host') }));
    expect(await confirms(link)).toEqual({ refused: 'invalid-credentials' });
    expect(await account()).toBeUndefined();
  });

  it('X13 is judged again after the new password is hashed: who was blocked meanwhile is refused', async () => {
    const { world, accountId, link, confirms, account, beforeTheNext } = await whoAsked();
    const { password } = (await account()) ?? {};
    beforeTheNext('readAccount', () =>
      world.auth.people.block({ accountId }, { reason: 'left', by: hostCode('host') }),
    );
    expect(await confirms(link)).toEqual({ refused: 'account-blocked' });
    expect((await account())?.password).toEqual(password);
    expect(await confirms(link)).toEqual({ refused: 'account-blocked' });
  });

  it('X13 is judged again after the new password is hashed: a factor that was set up meanwhile has to be proved', async () => {
    const { owner, link, confirms, account, beforeTheNext } = await whoAsked();
    const { password } = (await account()) ?? {};
    beforeTheNext('readAccount', () => owner.enrollsTotp());
    expect(await confirms(link)).toEqual({ refused: 'flow-conflict' });
    expect((await account())?.password).toEqual(password);
    expect(await confirms(link)).toMatchObject({
      answer: { status: 'continue', accept: expect.arrayContaining([{ method: 'totp' }]) },
    });
  });

  it('X13 is judged by the policy in force at its commit: one without passwords lets nobody replace theirs', async () => {
    const { world, link, confirms, account, beforeTheNext } = await whoAsked();
    const { password } = (await account()) ?? {};
    const tightens = () => world.auth.policy.set('default', WITHOUT_PASSWORDS, { ifVersion: 1, by: hostCode('host') });
    beforeTheNext('readAccount', async () => expect(await tightens()).toMatchObject({ version: 2 }));
    expect(await confirms(link)).toEqual({ refused: 'method-not-allowed' });
    expect(await confirms(link)).toEqual({ refused: 'method-not-allowed' });
    expect((await account())?.password).toEqual(password);
  });

  it('X13 N1 ends if the rules of passwords change while the other factor is proved', async () => {
    const { world, owner, link, account, beforeTheNext } = await whoAsked();
    const { secret } = await owner.enrollsTotp();
    const { password } = (await account()) ?? {};
    world.now += 60_000;
    const client = new Client(world);
    await client.keeps(world.auth.recovery.confirm(client.caller, { token: link, next: NEXT }) as never);
    const tightens = () =>
      world.auth.policy.set(TENANT, { passwords: { minimum: 40 } }, { ifVersion: 1, by: hostCode('host') });
    beforeTheNext('commit', async () => expect(await tightens()).toMatchObject({ version: 2 }));
    expect(await world.auth.signIn.code(client.caller, 'totp', { code: client.totp(secret) })).toHaveProperty(
      'refused',
    );
    expect((await account())?.password).toEqual(password);
  });

  it('X13 says what is wrong with the new password, and the link stays good', async () => {
    const { link, confirms } = await whoAsked();
    for (const [next, code] of [
      ['short', 'too-short'],
      ['dora@example.org', 'too-personal'],
      ['$2b$10$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'password-hash'],
    ] as const) {
      expect(await confirms(link, next)).toMatchObject({
        refused: 'malformed-input',
        errors: [{ path: 'next', code }],
      });
    }
    expect(await confirms(link)).toEqual({ status: 'recovered' });
  });

  it('X13 takes no link of nobody', async () => {
    const { accountId, confirms } = await whoAsked();
    for (const link of ['', '.', 'nobody.x', `${accountId}.`, accountId])
      expect(await confirms(link), link).toEqual({ refused: 'invalid-credentials' });
  });
});

describe('a link to a forgotten password', () => {
  const mailed = async (world: Embedded): Promise<unknown[]> => {
    const sent = world.mails.length;
    await world.auth.recovery.begin(new Client(world).caller, { identifier: DORA });
    await world.auth.runBackgroundWork();
    return world.mails.slice(sent).map(({ kind }) => kind);
  };
  const mailsCounted = async ({ store }: Embedded): Promise<number> =>
    (await store.listCounters(TENANT)).filter(({ authenticator }) => authenticator.startsWith('mail:rec')).length;

  it('X12 goes to nobody who has no mailbox, no password or a block, nor where a policy takes no passwords', async () => {
    const world = await embedded();
    const owner = await signedIn(world, DORA);
    const { accountId } = await owner.session();
    expect(await mailed(world)).toEqual(['recovery']);
    await world.auth.people.block({ accountId }, { reason: 'away', by: hostCode('host') });
    expect(await mailed(world)).toEqual([]);
    await world.auth.people.unblock({ accountId }, { by: hostCode('host') });
    expect(await mailed(world)).toEqual(['recovery']);
    await world.auth.policy.set('default', WITHOUT_PASSWORDS, { ifVersion: 1, by: hostCode('host') });
    expect(await mailed(world)).toEqual([]);
  });

  it('X12 is not made for an account without a mailbox, or where nobody sends mail', async () => {
    const silent = await embedded({ sendMail: undefined, policy: { requiredStrength: 'single' } });
    const id = await newAccount(silent, DORA);
    expect(await mailed(silent)).toEqual([]);
    expect(await silent.store.readAccount(TENANT, id)).not.toHaveProperty('recovery');
    const world = await embedded();
    await world.auth.people.create({ identifier: DORA, password: PASSWORD, by: hostCode('host') });
    expect(await mailed(world)).toEqual([]);
    expect(JSON.stringify(world.logged)).toBe('[]');
    expect(await mailsCounted(world)).toBe(1);
  });
});
