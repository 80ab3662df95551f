import { isRefusal, type Store } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { describe, expect, it } from 'vitest';
import { Client, embedded, newAccount, PASSWORD, TENANT } from '../embedded.test-support.ts';

describe('an authenticator app that another takes the place of', () => {
  it.each([
    ['is judged as ever where nothing changes', false],
    ['proves nothing any more where its code was judged before and is committed after', true],
  ])('X9 %s', async (_, isReplaced) => {
    let beforeCommit: (() => Promise<void>) | undefined;
    const inner = memoryStore();
    const store = new Proxy(inner, {
      get(target, verb) {
        if (verb !== 'commit') return Reflect.get(target, verb);
        return async (...change: Parameters<Store['commit']>) => {
          const first = beforeCommit;
          beforeCommit = undefined;
          await first?.();
          return target.commit(...change);
        };
      },
    });
    const world = await embedded({ store });
    const id = await newAccount(world, 'dora@example.org');
    const owner = new Client(world);
    await owner.signsInByMail('dora@example.org');
    const { secret } = await owner.enrollsTotp();
    world.now += 60_000;

    const elsewhere = new Client(world);
    await elsewhere.keeps(
      world.auth.signIn.begin(elsewhere.caller, { identifier: 'dora@example.org', password: PASSWORD }),
    );
    beforeCommit = async () => {
      const account = await inner.readAccount(TENANT, id);
      if (!isReplaced || account?.totp === undefined) return;
      const totp = { ...account.totp, sealed: 'of another app', enrolledAt: world.auth.now() };
      const { version } = account;
      await inner.commit({
        ...{ tenant: TENANT, now: world.auth.now(), events: [] },
        guards: { account: { id, version } },
        account: { ...account, version: version + 1, totp },
      });
    };
    const reply = await world.auth.signIn.totp(elsewhere.caller, { code: elsewhere.totp(secret) });
    expect(isRefusal(reply) ? reply.refused : reply.answer.status).toBe(
      isReplaced ? 'invalid-credentials' : 'complete',
    );
    await world.auth.close();
  });
});
