import { createSignInPage } from '@sallyport/browser';
import { expect, it, onTestFinished } from 'vitest';
import { Client } from '../support/client.ts';
import { mailedCode } from '../support/mail.ts';
import { clientIn } from '../support/page-client.ts';
import { startPreferredCorp } from '../support/preferred-corp.ts';
import { PASSWORD } from '../support/quickstart.ts';

async function browserThere(): Promise<Client> {
  const { url, close } = await startPreferredCorp();
  onTestFinished(close);
  return new Client(url);
}

it('X44 X8 a sign-in page that stays here goes to no provider by itself when its sign-in is over', async () => {
  const browser = await browserThere();
  const page = createSignInPage(clientIn(browser));
  // After a sign-out: the provider would bring the person before back.
  await page.start({ local: true });
  expect(page.state().answer?.status).toBe('open');
  await page.act(({ signIn }) => signIn.begin({ identifier: 'ben@example.org', password: PASSWORD }));
  expect(page.state().answer?.status).toBe('continue');
  // The sign-in ends in another tab, or by its time.
  expect((await browser.delete('/sign-in')).status).toBe(200);
  await page.act(({ signIn }) => signIn.code('email-code', '123456'));
  const { answer, problem } = page.state();
  expect({ problem: problem && 'code' in problem && problem.code, status: answer?.status }).toEqual({
    problem: 'flow-expired',
    status: 'open',
  });
});

it('X44 X8 nor when it finds a sign-in that is over', async () => {
  const browser = await browserThere();
  const ben = { identifier: 'ben@example.org', password: PASSWORD };
  const signsIn = async (client: Client): Promise<void> => {
    await client.post('/sign-in', ben);
    await client.post('/sign-in/email-code/send');
    const code = await mailedCode({ url: browser.origin }, ben.identifier);
    expect((await client.post('/sign-in/email-code', { code })).body).toMatchObject({ status: 'complete' });
  };
  await signsIn(browser);
  // A further sign-in was begun beside the session, and Ben ends the session on another device.
  await browser.post('/sign-in', ben);
  const elsewhere = new Client(browser.origin);
  await signsIn(elsewhere);
  expect((await elsewhere.delete('/account/sessions')).status).toBe(200);
  const page = createSignInPage(clientIn(browser));
  await page.start({ local: true });
  expect(page.state().answer?.status).toBe('open');
});
