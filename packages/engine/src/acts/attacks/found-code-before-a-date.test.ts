import { hostCode, isRefusal } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { Client, embedded, newAccount } from '../../embedded.test-support.ts';
import { accepted } from './planting.test-support.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2031, 2, 3, 9, 0, 0);
const DORA = 'dora@example.org';
const by = hostCode('help desk');

/**
 * docs/guide/getting-in.md: "The person types the name, then the password, then the code. If the password was lost, the code comes in its place."
 * docs/reference/acts.md: "If the password or every way in was lost, the code is also a first proof".
 */
describe('X42 X21 the code of a help-in that left the password, before a date that ends passwords', () => {
  it.each([
    ['without a date', undefined],
    ['the day before the date', 20],
  ])('gives whoever found it nothing without the password: %s', async (_, hours) => {
    const from = new Date(NOW + (hours ?? 0) * HOUR).toISOString();
    const world = await embedded(hours === undefined ? {} : { policy: { later: [{ from, methods: ['passkey'] }] } });
    world.now = NOW;
    const { auth } = world;
    const accountId = await newAccount(world, DORA);
    const helped = accepted(await auth.people.helpIn({ accountId }, { lost: ['app'], by }));
    expect(helped.keeps).toContainEqual({ kind: 'password' });

    const finder = new Client(world);
    await finder.keeps(auth.signIn.begin(finder.caller, { identifier: DORA }));
    const shown = await auth.signIn.enrollmentCode(finder.caller, { code: helped.enrollmentCode ?? '' });
    const words: string[] = [isRefusal(shown) ? shown.refused : shown.answer.status];
    if (!isRefusal(shown)) {
      await finder.keeps(Promise.resolve(shown));
      const options = accepted(await auth.enroll.passkeyOptions(finder.caller));
      const response = await createAuthenticator().create({ ...options, extensions: {} }, { origin: auth.origin });
      const made = await auth.enroll.passkey(finder.caller, { response });
      words.push(isRefusal(made) ? made.refused : `passkey: ${made.answer.status}`);
    }
    expect(words).toEqual(['invalid-credentials']);
    await auth.close();
  });
});
