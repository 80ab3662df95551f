import { isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, embedded, PASSWORD, TENANT } from '../../embedded.test-support.ts';
import { LDAP, OneEntryById, SECRET } from '../../sign-in/directory.test-support.ts';
import { tokenTo } from './mailed-secret.test-support.ts';

/** The name by which Dora signs in at the directory. Others read this mailbox too. */
const TEAM = 'team@example.org';
const ANYBODY = { tenant: TENANT, mode: 'token' } as const;

/** docs/guide/directories.md: "Nobody takes a sign-in name that the directory finds, unless it finds the person's own linked entry". */
describe('X21 P12 a name that the directory finds', () => {
  it('is no name of a sign-up: its person signs in by it, as before', async () => {
    const world = await embedded({ directory: new OneEntryById(), policy: LDAP });
    const { signIn, signUp } = world.auth;
    const enters = async (): Promise<string> => {
      const dora = new Client(world);
      const reply = await signIn.begin(dora.caller, { identifier: TEAM, password: SECRET });
      return isRefusal(reply) ? reply.refused : reply.answer.status;
    };
    expect(await enters()).toBe('complete');

    await signUp.begin(ANYBODY, { email: TEAM });
    await world.auth.runBackgroundWork();
    const other = new Client(world);
    const token = tokenTo(world, TEAM, 'sign-up');
    const made = await signUp.confirm(other.caller, { token, password: PASSWORD });
    expect({ dora: await enters(), signUp: isRefusal(made) ? made.refused : made.answer.status }).toEqual({
      dora: 'complete',
      signUp: 'already-exists',
    });
    await world.auth.close();
  });
});
