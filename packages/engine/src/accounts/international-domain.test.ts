import { createSallyport, hostCode, isRefusal } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { describe, expect, it } from 'vitest';
import { Client, embedded, PASSWORD } from '../embedded.test-support.ts';

const [WRITTEN, STORED] = ['ada@bücher.example', 'ada@xn--bcher-kva.example'];

describe('an international domain', () => {
  it('X43 is one address, as people write it and as browsers send it', async () => {
    const world = await embedded();
    const { people, signIn } = world.auth;
    const made = await people.create({ identifier: WRITTEN, email: WRITTEN, password: PASSWORD, by: hostCode('test') });
    expect(made).toMatchObject({ identifiers: [WRITTEN], email: WRITTEN });
    expect(await people.create({ identifier: STORED, by: hostCode('test') })).toMatchObject({
      refused: 'already-exists',
    });
    for (const identifier of [WRITTEN, STORED, WRITTEN.toUpperCase()]) {
      const client = new Client(world);
      const begun = await client.keeps(signIn.begin(client.caller, { identifier, password: PASSWORD }));
      expect(begun.answer.status).toBe('continue');
      await client.keeps(signIn.sendCode(client.caller, 'email-code'));
      expect(world.mails.at(-1)).toMatchObject({ to: STORED });
      expect(await people.find({ identifier })).toMatchObject({ identifiers: [WRITTEN] });
    }
    const { accounts } = await people.list();
    expect(accounts.map(({ identifiers }) => identifiers)).toEqual([[WRITTEN]]);
    await world.auth.close();
  });

  it.each(['https://bücher.example', 'https://xn--bcher-kva.example', 'https://bücher.example/'])(
    'X43 may be the origin, as %s',
    async (origin) => {
      const secrets = ['a secret that is long enough to be one'];
      const auth = createSallyport({ origin, rpId: 'bücher.example', secrets, store: memoryStore(), policy: {} });
      expect(auth.origin).toBe('https://xn--bcher-kva.example');
      const options = await auth.signIn.passkeyOptions({ tenant: 'default', mode: 'token' } as never);
      expect(isRefusal(options) || options.rpId).toBe('xn--bcher-kva.example');
      await auth.close();
    },
  );
});
