import type { Page } from 'playwright-core';
import type { Answer } from './shapes.ts';

/** An empty page of the app's origin, which the browser gets without a request to the app. */
const EMPTY = '/empty-page-of-the-tests';

/** What a ceremony runs: whether it creates or uses a passkey, and the two requests around it. */
interface Ceremony {
  readonly does: 'create' | 'get';
  readonly optionsAt: string;
  readonly answerTo: string;
}

/**
 * Registers a passkey in the page's session: the browser's own ceremony and the two requests, without the account page.
 *
 * @param origin the origin of the page. Default: the first origin of the profile
 */
export function registers(page: Page, origin: string = ''): Promise<Answer> {
  return runs(page, origin, { does: 'create', optionsAt: '/enroll/passkey/options', answerTo: '/enroll/passkey' });
}

/** Signs in by passkey: the browser's own ceremony and the two requests, without the sign-in page. */
export function signsIn(page: Page): Promise<Answer> {
  return runs(page, '', { does: 'get', optionsAt: '/sign-in/passkey/options', answerTo: '/sign-in/passkey' });
}

async function runs(page: Page, origin: string, ceremony: Ceremony): Promise<Answer> {
  await page.route(`**${EMPTY}`, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
  await page.goto(origin + EMPTY);
  await page.unroute(`**${EMPTY}`);
  const { status, answer } = await page.evaluate(inThePage, ceremony);
  if (status !== 200) throw new Error(`${ceremony.answerTo} answered ${status} ${JSON.stringify(answer)}`);
  return answer;
}

/** Runs in the browser. Like the pages, it sends no output of an extension but `credProps`. */
async function inThePage({ does, optionsAt, answerTo }: Ceremony): Promise<{ status: number; answer: Answer }> {
  const posts = (path: string, body: object): Promise<Response> =>
    fetch(`/auth${path}`, {
      method: 'POST',
      headers: { accept: 'application/json, application/problem+json', 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const options = await (await posts(optionsAt, {})).json();
  const credential =
    does === 'create'
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  if (!(credential instanceof PublicKeyCredential)) throw new Error('There is no passkey');
  const made = credential.toJSON();
  const { credProps } = made.clientExtensionResults;
  const response = { ...made, clientExtensionResults: credProps === undefined ? {} : { credProps } };
  const answered = await posts(answerTo, does === 'create' ? { response } : response);
  return { status: answered.status, answer: await answered.json() };
}
