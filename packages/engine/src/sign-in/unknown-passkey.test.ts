import { isRefusal } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { expect, it } from 'vitest';
import { Client, embedded, newAccount } from '../embedded.test-support.ts';

const [DORA, EVE] = ['dora@example.org', 'eve@example.org'];

it("W7 a passkey that is nobody's is told to the page, with a flow and without, and one that is somebody's is not", async () => {
  const world = await embedded();
  const { signIn, enroll } = world.auth;
  await newAccount(world, DORA);
  await newAccount(world, EVE);
  const client = new Client(world);
  await client.signsInByMail(DORA);
  const { origin } = world.auth;
  const authenticator = createAuthenticator();
  const creation = await enroll.passkeyOptions(client.caller);
  if (isRefusal(creation)) throw new Error(creation.refused);
  await client.keeps(
    enroll.passkey(client.caller, {
      response: await authenticator.create({ ...creation, extensions: {} }, { origin }),
    }),
  );
  const shows = async ({ caller }: Client, id?: string) => {
    const options = await signIn.passkeyOptions(new Client(world).caller);
    if (isRefusal(options)) throw new Error(options.refused);
    const response = await authenticator.get({ ...options, extensions: {} }, { origin });
    return signIn.passkey(caller, { ...response, clientExtensionResults: {}, ...(id === undefined ? {} : { id }) });
  };
  const unknown = { refused: 'invalid-credentials', passkey: 'unknown' };

  expect(await shows(new Client(world), 'nobodys')).toEqual(unknown);
  const ofEve = new Client(world);
  await ofEve.keeps(signIn.begin(ofEve.caller, { identifier: EVE }));
  expect(await shows(ofEve, 'nobodys')).toEqual(unknown);
  expect(await shows(ofEve)).toEqual({ refused: 'invalid-credentials' });
  const ofNobody = new Client(world);
  await ofNobody.keeps(signIn.begin(ofNobody.caller, { identifier: 'nobody@example.org' }));
  expect(await shows(ofNobody, 'nobodys')).toEqual(unknown);
  expect(await shows(ofNobody)).toEqual({ refused: 'invalid-credentials' });
  expect(await shows(new Client(world))).toMatchObject({ answer: { status: 'complete' } });
  await world.auth.close();
});
