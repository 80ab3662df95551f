import { hostCode } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { ADMINISTRATORS, embedded, newAccount, PASSWORD } from '../embedded.test-support.ts';
import { owner, passkey } from './own-account.test-support.ts';

describe('X21 an export of an account', () => {
  it('has everything that is kept, and no secret, hash or token', async () => {
    const dora = await owner();
    const { auth, store } = dora.world;
    const { secret } = await dora.client.enrollsTotp();
    const { backupCodes } = (await auth.me(await dora.session()).newBackupCodes()) as { backupCodes: string[] };
    await dora.has({
      passkeys: [passkey('phone')],
      codes: [{ method: 'sms-code', id: 'sms-1', address: '+15550112', enrolledAt: 1 as never }],
      externalIds: [{ id: 'link-1', method: 'sso', provider: 'corp', subject: '7', linkedAt: 1 as never }],
      unlinked: [{ provider: 'corp', subject: '6', at: 2 as never }],
    });
    const account = await dora.account();
    const exported = await auth.me(await dora.session()).export();
    expect(exported).toMatchObject({
      account: {
        accountId: dora.accountId,
        identifiers: [account.identifiers[0]],
        roles: [],
        userHandle: account.userHandle,
      },
      factors: {
        password: { changedAt: account.password?.changedAt },
        totp: { enrolledAt: account.totp?.enrolledAt },
        passkeys: [{ id: 'phone', name: 'the phone', deviceBound: false }],
        codes: [{ method: 'sms-code', address: '+15550112' }],
        backupCodes: { remaining: backupCodes.length },
      },
      identities: [
        { provider: 'corp', subject: '7', linkedAt: 1 },
        { provider: 'corp', subject: '6', unlinkedAt: 2 },
      ],
      sessions: [{ id: (await dora.client.session()).id }],
      devices: [{ id: expect.any(String) }],
    });
    const about = (await store.listEvents(account.tenant, { accountId: dora.accountId, limit: 100 })).items;
    const events = 'events' in exported ? exported.events : [];
    expect(events.map(({ id }) => id)).toEqual(about.slice(1).map(({ id }) => id));
    expect(about[0]).toMatchObject({ type: 'account.exported', actor: dora.accountId });
    const text = JSON.stringify(exported);
    const { caller } = dora.client;
    const kept = [account.password?.hash, account.totp?.sealed, ...(account.backupCodes?.hashes ?? [])];
    for (const hidden of [PASSWORD, secret, ...backupCodes, caller.sessionToken, caller.deviceTokens?.[0], ...kept])
      expect(text).not.toContain(hidden);
    await auth.runBackgroundWork();
    expect(dora.world.notices.at(-1)?.event.type).toBe('account.exported');
  });

  it('has what the person did to others and to the tenant once each, without anything about the others', async () => {
    const dora = await owner();
    const { auth } = dora.world;
    const accountId = await newAccount(dora.world, 'ben@example.org');
    await dora.has({ roles: ['super-admin', 'admin'] });
    await auth.people.block({ accountId }, { reason: 'left with the keys', by: await dora.session() });
    await auth.policy.set('default', { administrators: ADMINISTRATORS }, { ifVersion: 1, by: await dora.session() });
    await auth.people.setRoles({ accountId }, { roles: ['staff'], by: hostCode('host') });
    const at = dora.world.now;
    dora.world.now += 60_000;
    const exported = await auth.me(await dora.session()).export();
    const events = 'events' in exported ? exported.events : [];
    for (const type of ['account.blocked', 'policy.changed']) {
      const found = events.filter((event) => event.type === type);
      expect(found).toEqual([{ id: expect.any(String), type, at, actor: dora.accountId }]);
    }
    expect(events.filter(({ type }) => type === 'account.roles-changed')).toEqual([]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    expect(events.map((event) => event.at)).toEqual(events.map((event) => event.at).sort((one, other) => other - one));
    expect(JSON.stringify(exported)).not.toMatch(new RegExp(`${accountId}|left with the keys`));
  });

  it('has all events of a long log', async () => {
    const world = await embedded({ policy: { requiredStrength: 'single' } });
    const accountId = await newAccount(world, 'dora@example.org');
    for (let time = 0; time < 600; time++)
      await world.auth.people.setRoles({ accountId }, { roles: [`r${time}`], by: hostCode('host') });
    const exported = await world.auth.people.export({ accountId }, { by: hostCode('host') });
    expect('events' in exported && exported.events).toHaveLength(601);
    expect((await world.auth.events({ type: 'account.exported' })).events).toHaveLength(1);
    await world.auth.close();
  });

  it('takes a recent proof of the owner, and no administrator makes it', async () => {
    const dora = await owner();
    const { auth } = dora.world;
    await newAccount(dora.world, 'ben@example.org');
    await dora.has({ roles: ['super-admin', 'admin'] });
    const by = await dora.session();
    await dora.events();
    expect(await auth.people.export({ identifier: 'ben@example.org' }, { by })).toEqual({ refused: 'not-permitted' });
    expect(await auth.people.export({ identifier: 'nobody' }, { by: hostCode('host') })).toEqual({
      refused: 'not-found',
    });
    dora.world.now += 20 * 60_000;
    const stale = await dora.client.session();
    expect(await auth.me(stale).export()).toMatchObject({ refused: 'insufficient-strength' });
    expect(await dora.events()).toEqual([]);
  });
});
