import type { PolicyInput } from '@sallyport/core';
import type { Store } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { expect, it } from 'vitest';
import { Client, embedded, newAccount, PASSWORD, TENANT } from '../embedded.test-support.ts';

const BEFORE: PolicyInput<string> = { requiredStrength: 'single', session: { idle: '30d', absolute: '30d' } };
const TIGHTENED: PolicyInput<string> = { ...BEFORE, requiredStrength: 'enhanced', onTighten: 'revoke' };

it('N10 W5 a session is judged by the policy in force, whatever older one the process hears of meanwhile', async () => {
  const base = memoryStore();
  // What is read at one moment arrives at another, as from a slow connection.
  const late = { reads: async (): ReturnType<Store['readPolicy']> => undefined, beside: async (): Promise<void> => {} };
  late.reads = () => base.readPolicy(TENANT);
  const store: Store = {
    ...base,
    readPolicy: () => late.reads(),
    async checkSession(check) {
      const loaded = await base.checkSession(check);
      await late.beside();
      return loaded;
    },
  };
  const world = await embedded({ store, policy: BEFORE });
  const { auth } = world;
  await newAccount(world, 'ada@example.org');
  const client = new Client(world);
  await client.keeps(auth.signIn.begin(client.caller, { identifier: 'ada@example.org', password: PASSWORD }));
  const older = await base.readPolicy(TENANT);
  world.now += 1;
  await auth.policy.set('default', TIGHTENED, { ifVersion: 1, by: hostCode('host') });
  late.beside = async () => {
    late.reads = async () => older;
    await auth.policy.preview('default', BEFORE);
  };
  expect(await auth.sessions.guard(client.caller, { needs: 'session' })).toEqual({ refused: 'no-session' });
});
