import { hostCode, isRefusal, type Mail } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { sharedStore } from '../support/embedded.ts';
import { APPS, listens, Program } from '../support/guarded-apps.ts';
import { PASSWORD } from '../support/quickstart.ts';

// "A refusal that demands a step-up" (Acts): `judge` follows every course of the step-up, "so that no page steps up twice for one act".
const [OFFICE, HOME] = ['10.0.0.7', '192.0.2.7'];

it.each([
  ['/auth/enroll/totp', {}],
  ['/auth/enroll/passkey/options', {}],
  ['/auth/account/email', { email: 'other@example.org' }],
])('N17 one step-up leads to %s in a place', async (path, body) => {
  const shared = await sharedStore('memory');
  const mails: Mail[] = [];
  const auth = await shared.start({
    policy: { administrators: {}, contexts: { outside: { proofsWithin: '12h', shown: true } } },
    contextOf: ({ ip }) => (ip === OFFICE ? [] : ['outside']),
    sendMail: (mail) => void mails.push(mail),
  });
  const identifier = 'ada@example.org';
  const made = await auth.people.create({ identifier, email: identifier, password: PASSWORD, by: hostCode('test') });
  if (isRefusal(made)) throw new Error(made.refused);
  const ada = new Program(await listens(APPS.express(auth)));
  const types = async (from: string): Promise<object> => {
    await ada.asks(from, 'POST', '/auth/sign-in/email-code/send', {});
    const { body: answer } = await ada.asks(from, 'POST', '/auth/sign-in/email-code', { code: mails.at(-1)?.code });
    return answer;
  };
  await ada.asks(OFFICE, 'POST', '/auth/sign-in', { identifier, password: PASSWORD });
  expect(await types(OFFICE)).toMatchObject({ status: 'complete' });

  shared.now += 13 * 3_600_000;
  const refused = await ada.asks(HOME, 'POST', path, body);
  expect(refused).toMatchObject({ status: 401, body: { code: 'insufficient-strength' } });
  const { strengths, maxAgeSeconds } = Object(refused.body['demand']);
  const step = { strength: strengths[0], within: `${maxAgeSeconds}s` };
  let { body: state } = await ada.asks(HOME, 'POST', '/auth/step-up', step);
  for (let proofs = 0; proofs < 3 && state['status'] === 'continue'; proofs += 1)
    state = JSON.stringify(state['accept']).includes('email-code')
      ? Object(await types(HOME))
      : (await ada.asks(HOME, 'POST', '/auth/sign-in/password', { password: PASSWORD })).body;
  expect(state).toMatchObject({ status: 'complete' });
  const again = await ada.asks(HOME, 'POST', path, body);
  expect([step, again.status, again.body['demand']]).toEqual([step, path.endsWith('email') ? 202 : 200, undefined]);
});
