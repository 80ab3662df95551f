import { isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, embedded } from '../../embedded.test-support.ts';
import { OneEntryById, SECRET } from '../../sign-in/directory.test-support.ts';

/**
 * docs/guide/directories.md: "A password that the account may not use is counted, and never sent." decisions.md: "A password goes to the directory only if
 * the password could sign a person in." docs/reference/policy.md: in a context that refuses, "nobody comes in".
 */
describe('X21 X7 the directory password of a person who has no account yet', () => {
  it.each([
    ['lets only passkeys in', { methods: ['passkey'] }],
    ['refuses everybody', { refuse: true }],
  ] as const)('is neither sent nor confirmed in a place that %s', async (_, outside) => {
    const tried = async (password: string) => {
      const directory = new OneEntryById();
      const world = await embedded({
        directory,
        contextOf: () => ['outside'],
        policy: {
          requiredStrength: 'single',
          providers: { ldap: { createAccounts: true } },
          contexts: { outside },
        },
      });
      const thief = new Client(world);
      const caller = { ...thief.caller, contexts: async () => ['outside'] };
      const reply = await world.auth.signIn.begin(caller, { identifier: 'dora', password });
      const answer = isRefusal(reply) ? reply.refused : reply.answer.status;
      const accounts = (await world.auth.people.list()).accounts.length;
      await world.auth.close();
      return { answer, sent: directory.asked.length, accounts };
    };
    const wrong = await tried('no password of hers');
    expect({ right: await tried(SECRET), wrong }).toEqual({
      right: { answer: 'invalid-credentials', sent: 0, accounts: 0 },
      wrong: { answer: 'invalid-credentials', sent: 0, accounts: 0 },
    });
  });
});
