import { isRefusal } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { provesNow } from '../../embedded.test-support.ts';
import { elsewhere, enrolling, keyHolder, raising, registration, WRONG, withKey } from './enrolling.test-support.ts';

/** Two of these have the same credential ids, as no two that are sold have. */
const twin = () => createAuthenticator({ random: (length) => new Uint8Array(length).fill(7) });

describe('a passkey that is set up in a session', () => {
  it('W16 X18 is told by its id; backup codes come with the first, and not with the next', async () => {
    const at = await enrolling();
    const { world, client } = at;
    const { enroll } = world.auth;
    const [first, second] = [createAuthenticator(), createAuthenticator()];
    const session = await client.session();
    const reply = await enroll.passkey(client.caller, { response: await registration(at, client, first) });
    expect(reply).toEqual({
      answer: { status: 'complete', session: session.info, backupCodes: expect.any(Array) },
      keep: { mode: 'token' },
    });
    const { accountId } = session;
    const shared = { at: world.now, accountId, actor: accountId };
    const ids = [first.credentials[0]?.id];
    expect(await at.news()).toEqual([
      { ...shared, type: 'factor.enrolled', method: 'passkey', detail: { passkey: ids[0] } },
      { ...shared, type: 'backup-codes.issued' },
    ]);
    const { backupCodes } = await at.account();

    const owner = await withKey(at, first);
    await at.news();
    const next = await owner.keeps(
      enroll.passkey(owner.caller, { response: await registration(at, owner, second), name: 'of the office' }),
    );
    expect(next.answer).toEqual({ status: 'complete', session: (await owner.session()).info });
    ids.push(second.credentials[0]?.id);
    expect(await at.news()).toEqual([
      { ...shared, type: 'factor.enrolled', method: 'passkey', detail: { passkey: ids[1] } },
    ]);
    const account = await at.account();
    expect(account.passkeys.map(({ id }) => id)).toEqual(ids);
    expect(account.passkeys[1]?.name).toBe('of the office');
    expect(account.backupCodes).toEqual(backupCodes);
    await world.auth.close();
  });

  it('X15 of a credential id that the account has already is refused', async () => {
    const at = await enrolling();
    const { world } = at;
    const owner = await keyHolder(at, twin());
    const { passkeys } = await at.account();
    await at.news();
    expect(await world.auth.enroll.passkey(owner.caller, { response: await registration(at, owner, twin()) })).toEqual(
      WRONG,
    );
    expect((await at.account()).passkeys).toEqual(passkeys);
    expect(await at.news()).toEqual([]);
    await world.auth.close();
  });

  it('X3 by a registration that works once, also after what it registered was removed', async () => {
    const at = await enrolling();
    const { world, client } = at;
    const { enroll, me } = world.auth;
    const response = await registration(at, client);
    await client.keeps(enroll.passkey(client.caller, { response }));
    const session = await provesNow(world, world.store, client, ['passkey']);
    const removed = await me(session).removePasskey(response.id);
    expect(isRefusal(removed)).toBe(false);
    expect(await enroll.passkey(client.caller, { response })).toEqual(WRONG);
    expect((await at.account()).passkeys).toEqual([]);
    await world.auth.close();
  });

  it('X7 X15 by another session’s registration is refused and recorded, and is no guess that is counted', async () => {
    const at = await enrolling();
    const { world, client } = at;
    const response = await registration(at, await elsewhere(at));
    const { id } = await at.account();
    await at.news();
    expect(await world.auth.enroll.passkey(client.caller, { response })).toEqual(WRONG);
    expect(await at.news()).toEqual([
      {
        ...{ at: world.now, accountId: id, actor: id },
        ...{ type: 'sign-in.failed', method: 'passkey', detail: { enrollment: true } },
      },
    ]);
    expect((await at.account()).passkeys).toEqual([]);
    expect(await at.counted()).toEqual([]);
    await world.auth.close();
  });

  it('W16 of two first factors that are set up at once one is, with its backup codes; the other is to be shown anew', async () => {
    const at = await enrolling();
    const { world, client } = at;
    const { enroll } = world.auth;
    const response = await registration(at, client);
    at.beforeTheNext('readAccount', () => client.enrollsTotp());
    expect(await enroll.passkey(client.caller, { response })).toEqual(WRONG);
    const account = await at.account();
    expect(account.passkeys).toEqual([]);
    expect(account.totp).toBeDefined();
    expect((await at.news()).map((event) => Object(event).type)).toEqual(['factor.enrolled', 'backup-codes.issued']);
    await world.auth.close();
  });
});

describe('a passkey that is set up in a flow', () => {
  it('W7 is evidence there: it raises the session, which rests on it', async () => {
    const at = await enrolling();
    const { world } = at;
    const tab = await raising(at, 'key');
    const before = await tab.session();
    const response = await registration(at, tab);
    const { answer } = await tab.keeps(world.auth.enroll.passkey(tab.caller, { response }));
    expect(answer).toEqual({
      status: 'complete',
      session: (await tab.session()).info,
      backupCodes: expect.any(Array),
    });
    const session = await tab.session();
    expect(session.id).toBe(before.id);
    const { accountId: id, tenant } = session;
    const [record] = await world.store.listSessions(tenant, id, forAdapters(world.auth).now());
    expect(record?.bindings).toContain(`passkey:${response.id}`);
    expect(record?.evidence).toContainEqual(
      expect.objectContaining({ method: 'passkey', credentialId: response.id, at: world.now, userVerified: true }),
    );
    await world.auth.close();
  });
});
