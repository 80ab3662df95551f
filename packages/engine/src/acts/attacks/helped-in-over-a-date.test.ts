import { hostCode, isRefusal } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { Client, embedded, newAccount, PASSWORD } from '../../embedded.test-support.ts';
import { accepted } from './planting.test-support.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2031, 2, 3, 9, 0, 0);
const by = hostCode('help desk');

/** docs/guide/getting-in.md: "One commit takes the lost factors … and makes a code for 24 hours". HTTP.md: "The code counts for 24 hours, once, in any flow". */
describe('X42 the code of a help-in', () => {
  it.each([
    ['before the date', 1 * HOUR],
    ['after the date, on which the way in that was kept ends', 13 * HOUR],
  ])('helps the person in %s', async (_, after) => {
    const world = await embedded({
      policy: { later: [{ from: new Date(NOW + 12 * HOUR).toISOString(), methods: ['passkey'] }] },
    });
    world.now = NOW;
    const { auth } = world;
    const accountId = await newAccount(world, 'dora@example.org');
    const dora = new Client(world);
    await dora.signsInByMail('dora@example.org');
    const register = async (client: Client) => {
      const options = await auth.enroll.passkeyOptions(client.caller);
      if (isRefusal(options)) return options.refused;
      const response = await createAuthenticator().create({ ...options, extensions: {} }, { origin: auth.origin });
      const made = await auth.enroll.passkey(client.caller, { response });
      return isRefusal(made) ? made.refused : made.answer.status;
    };
    await register(dora);
    const { enrollmentCode = '' } = accepted(await auth.people.helpIn({ accountId }, { lost: ['passkey'], by }));
    world.now += after;
    const client = new Client(world);
    const words: string[] = [];
    const begun = await auth.signIn.begin(client.caller, { identifier: 'dora@example.org', password: PASSWORD });
    words.push(isRefusal(begun) ? begun.refused : begun.answer.status);
    if (isRefusal(begun)) await client.keeps(auth.signIn.begin(client.caller, { identifier: 'dora@example.org' }));
    else await client.keeps(Promise.resolve(begun));
    const shown = await auth.signIn.enrollmentCode(client.caller, { code: enrollmentCode });
    words.push(isRefusal(shown) ? shown.refused : shown.answer.status);
    if (!isRefusal(shown)) {
      await client.keeps(Promise.resolve(shown));
      words.push(await register(client));
    }
    const [listed] = (await auth.people.list()).accounts;
    expect({ words, code: listed?.helpInCode !== undefined }).toMatchObject({
      words: expect.arrayContaining(['complete']),
    });
    await auth.close();
  });
});
