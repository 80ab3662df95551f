import { freePort } from '@sallyport/test-support/free-port';
import { onTestFinished } from 'vitest';
import { type DemoProvider, startDemoProvider } from '../../src/sso/demo-provider.ts';
import { Client, type Reply } from './client.ts';
import { Clock } from './clock.ts';
import { succeeded } from './person.ts';
import { CHEAP_HASHING, type Policy, Quickstart, startOnEmptyStore } from './quickstart.ts';

/** A quickstart with its own OpenID Connect provider, as configured with `OIDC_ISSUER`. */
export interface Corp {
  readonly url: string;
  readonly provider: DemoProvider;
}

export async function corpForThisTest(policy: Policy, roles: readonly string[] = []): Promise<Corp> {
  const port = await freePort();
  const provider = await startDemoProvider(`http://localhost:${port}`, { port: 0, roles });
  onTestFinished(() => provider.close());
  const app = await startOnEmptyStore({ port, policy, oidc: provider.options, passwordHashing: CHEAP_HASHING });
  onTestFinished(() => app.close());
  return { url: app.url, provider };
}

/** Signs in Ada with a passkey, and links her to the provider. A policy administrator cannot be linked by address. */
export async function linkedAda(corp: Corp): Promise<Client> {
  const ada = new Quickstart(new Clock(), corp.url, async () => undefined).person('ada@example.org');
  succeeded(await ada.proves('password', 'email-code'), 'the first sign-in of ada');
  succeeded(await ada.enrollsPasskey(), 'setting up the passkey of ada');
  await ada.provesStrongest();
  const back = await new Traveller(corp, ada.client).links({ subject: 'corp-ada', two: 'yes' });
  if (back !== '/account') throw new Error(`ada is not linked: ${back}`);
  return ada.client;
}

/** A person with a browser, at the app and at the provider. */
export class Traveller {
  readonly client: Client;
  readonly #atProvider = new Map<string, string>();

  constructor({ url }: Corp, client: Client = new Client(url)) {
    this.client = client;
  }

  /** Begins a sign-in at the app, which redirects to the provider. */
  leaves(): Promise<Reply> {
    return this.client.get('/sign-in/sso/corp');
  }

  /** Goes to the provider and submits `form` there. Resolves to the path of the redirect back to the app. */
  async comesBack(form: Readonly<Record<string, string>>): Promise<string> {
    return this.#pressesAt(locationOf(await this.leaves()), form);
  }

  async #pressesAt(asked: string, form: Readonly<Record<string, string>>): Promise<string> {
    let answer = await this.#asks(asked);
    const page = new URL(answer.headers.get('location') ?? '', asked).href;
    answer = await this.#asks(page, { method: 'POST', body: new URLSearchParams(form) });
    while (!(answer.headers.get('location') ?? '').startsWith(this.client.origin)) {
      answer = await this.#asks(new URL(answer.headers.get('location') ?? '', asked).href);
    }
    const back = new URL(answer.headers.get('location') ?? '');
    return back.pathname.replace(/^\/auth/, '') + back.search;
  }

  /** Signs in at the provider. Resolves to the app's final redirect. */
  async signsIn(form: Readonly<Record<string, string>>): Promise<string> {
    return locationOf(await this.client.get(await this.comesBack(form)));
  }

  /** Links an identity at the provider to the account of the session. Resolves to the app's final redirect. */
  async links(form: Readonly<Record<string, string>>): Promise<string> {
    const { body } = await this.client.post<{ location?: string }>('/enroll/sso/corp', {});
    return locationOf(await this.client.get(await this.#pressesAt(body.location ?? '', form)));
  }

  async #asks(address: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.#atProvider].map((pair) => pair.join('=')).join('; ');
    const answer = await fetch(address, { redirect: 'manual', ...init, headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
      this.#atProvider.set(name, value);
    }
    return answer;
  }
}

export function locationOf({ status, headers }: Reply): string {
  const location = headers.get('location');
  if (status !== 303 || location === null) throw new Error(`${status} and no location`);
  return location;
}
