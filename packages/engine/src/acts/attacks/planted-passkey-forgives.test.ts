import { instant } from '@sallyport/core';
import { hostCode } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { expect, it } from 'vitest';
import { Client, PASSWORD } from '../../embedded.test-support.ts';
import { Browser } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, office } from './planting.test-support.ts';

const DORA = 'dora@example.org';

it("X5 a passkey that a people administrator registered for an account forgives no guesses at the owner's password", async () => {
  const { world, pia, club } = await office();
  const { auth } = world;
  const made = accepted(
    await auth.people.create({ identifier: DORA, email: DORA, password: PASSWORD, by: hostCode('host') }),
  );
  const who = { accountId: made.accountId };
  const externalIds = [{ provider: 'club', subject: 'pia' }];
  accepted(await auth.people.setExternalIds(who, { externalIds, by: await acting(world, pia) }));
  const { enrollmentCode } = accepted(await auth.people.vouch(who, { by: await acting(world, pia) }));
  const browser = new Browser(world);
  const state = await browser.leaves('club');
  const code = club.signsIn({ subject: 'pia', authTime: instant(world.now) });
  await browser.returns({ state, code }, 'club');
  browser.keeps(await auth.signIn.stepUp(browser.caller, await browser.session(), { strength: 'enhanced' }));
  browser.keeps(await auth.signIn.enrollmentCode(browser.caller, { code: enrollmentCode }));
  const key = createAuthenticator();
  const asked = accepted(await auth.enroll.passkeyOptions(browser.caller));
  const response = await key.create({ ...asked, extensions: {} }, { origin: auth.origin });
  expect(browser.keeps(await auth.enroll.passkey(browser.caller, { response }))).toBe('complete');

  const guess = async (password: string): Promise<string> => {
    const client = new Client(world);
    const answer = await auth.signIn.begin(client.caller, { identifier: DORA, password });
    return 'refused' in answer ? answer.refused : answer.answer.status;
  };
  const answers: string[] = [];
  for (let round = 0; round < 3; round++) {
    for (let wrong = 0; wrong < 9; wrong++) answers.push(await guess(`wrong ${round} ${wrong}`));
    const client = new Client(world);
    const options = accepted(await auth.signIn.passkeyOptions(client.caller));
    const shown = await key.get(
      { challenge: options.challenge, rpId: options.rpId ?? '', extensions: {} },
      { origin: auth.origin },
    );
    accepted(await auth.signIn.passkey(client.caller, { ...shown, clientExtensionResults: {} }));
  }
  expect(answers.filter((word) => word === 'invalid-credentials')).toHaveLength(10);
  expect(await guess(PASSWORD)).toBe('locked');
});
