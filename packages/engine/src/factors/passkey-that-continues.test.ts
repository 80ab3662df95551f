import { isRefusal } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { expect, it } from 'vitest';
import { Client, PASSWORD } from '../embedded.test-support.ts';
import { DORA, enrolling, keyHolder } from '../sign-in/enrollment/enrolling.test-support.ts';

it('X8 X7 a passkey begins no sign-in for a client that continues a flow, once the flow is over', async () => {
  const at = await enrolling();
  const authenticator = createAuthenticator();
  await keyHolder(at, authenticator);
  const { signIn, origin } = at.world.auth;
  const began = async (): Promise<Client> => {
    const client = new Client(at.world);
    await client.keeps(signIn.begin(client.caller, { identifier: DORA, password: PASSWORD }));
    return client;
  };
  const shown = async ({ caller }: Client) => {
    const options = await signIn.passkeyOptions(caller);
    if (isRefusal(options)) throw new Error(options.refused);
    const response = await authenticator.get({ ...options, allowCredentials: [], extensions: {} }, { origin });
    return { ...response, clientExtensionResults: {} };
  };
  const continues = ({ caller }: Client) => ({ ...caller, continues: true }) as const;

  const [open, over, nobody] = [await began(), await began(), new Client(at.world)];
  const responses = [await shown(over), await shown(nobody)];
  await signIn.abandon(over.caller);
  await at.news();
  const before = await at.account();
  for (const client of [over, nobody]) {
    expect(await signIn.passkeyOptions(continues(client))).toEqual({ refused: 'flow-expired' });
    for (const response of responses)
      expect(await signIn.passkey(continues(client), response)).toEqual({ refused: 'flow-expired' });
  }
  expect(await at.account()).toEqual(before);
  expect(await at.news()).toEqual([]);

  expect(await signIn.passkeyOptions(continues(open))).toMatchObject({ challenge: expect.any(String) });
  const complete = { answer: { status: 'complete' } };
  expect(await signIn.passkey(continues(open), await shown(open))).toMatchObject(complete);
  expect(await signIn.passkey(nobody.caller, await shown(nobody))).toMatchObject(complete);
  await at.world.auth.close();
});
