import type { PolicyInput } from '@sallyport/core';
import { createSallyport, type SignInProvider } from '@sallyport/engine';
import { fetchHandler } from '@sallyport/http';
import { memoryStore } from '@sallyport/storage-memory';

export const ORIGIN = 'http://localhost:9';
export const APP_CALLBACK = `${ORIGIN}/auth/sign-in/sso/corp/callback`;

/** The app over HTTP, with one provider. */
export interface App {
  newBrowser(): AppBrowser;
  /** What the log says of the provider. */
  readonly logged: readonly unknown[];
}

export interface AppBrowser {
  ask(method: string, address: string, body?: object): Promise<AppReply>;
}

export interface AppReply {
  readonly status: number;
  /** Empty without a redirect. */
  readonly location: string;
  /** The members of a JSON object, and none of any other answer. */
  readonly body: Readonly<Record<string, unknown>>;
}

export async function startApp(provider: SignInProvider, policy: Partial<PolicyInput<string>> = {}): Promise<App> {
  const logged: unknown[] = [];
  const tell = (what: string, details: object = {}) => {
    if ('provider' in details) logged.push([what, details]);
  };
  const auth = createSallyport({
    origin: ORIGIN,
    secrets: ['a secret that is long enough to be one'],
    store: memoryStore(),
    passwordHashing: { memoryCost: 8, timeCost: 1 },
    providers: [provider],
    policy: { requiredStrength: 'single', providers: { corp: { createAccounts: true } }, ...policy },
    logger: { warn: tell, error: tell },
  });
  await auth.ready();
  const handle = fetchHandler(auth, { basePath: '/auth' });
  return { logged, newBrowser: () => browserOf(handle) };
}

function browserOf(handle: (request: Request) => Promise<Response>): AppBrowser {
  const jar = new Map<string, string>();
  return {
    async ask(method, address, body) {
      const cookie = [...jar].map((pair) => pair.join('=')).join('; ');
      const headers = { origin: ORIGIN, cookie, ...(body && { 'content-type': 'application/json' }) };
      const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
      const response = await handle(new Request(new URL(address, ORIGIN), init));
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value === '') jar.delete(name);
        else jar.set(name, value);
      }
      const text = await response.text();
      return {
        status: response.status,
        location: response.headers.get('location') ?? '',
        body: text.startsWith('{') ? JSON.parse(text) : {},
      };
    },
  };
}
