/** Follows redirects, keeps cookies, and fills in the forms of the provider's test server. */
export interface UserAgent {
  go(address: string, init?: RequestInit): Promise<Response>;
  /** Follows redirects and fills in forms until an address begins with `stopAt`. */
  follow(address: string, answers: FormAnswers & { readonly stopAt: string }): Promise<URL>;
}

export interface FormAnswers {
  readonly login?: string;
  readonly password?: string;
  readonly cancel?: boolean;
}

export function userAgent(): UserAgent {
  // The provider sets cookies of the same name for several paths (interaction, resume).
  const jar = new Map<string, { readonly pair: string; readonly path: string }>();
  const cookiesFor = (path: string): string =>
    [...jar.values()]
      .filter((cookie) => path === cookie.path || path.startsWith(`${cookie.path.replace(/\/$/, '')}/`))
      .map(({ pair }) => pair)
      .join('; ');
  const keep = (line: string): void => {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const name = pair.slice(0, pair.indexOf('='));
    const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice(5) ?? '/';
    const expires = attributes.find((attribute) => /^expires=/i.test(attribute))?.slice(8);
    const gone = pair.endsWith('=') || (expires !== undefined && new Date(expires).getTime() < Date.now());
    if (gone) jar.delete(`${name}|${path}`);
    else jar.set(`${name}|${path}`, { pair, path });
  };
  const go = async (address: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set('cookie', cookiesFor(new URL(address).pathname));
    const response = await fetch(address, { redirect: 'manual', ...init, headers });
    for (const line of response.headers.getSetCookie()) keep(line);
    return response;
  };
  return {
    go,
    async follow(address, { stopAt, login = '', password = '', cancel = false }) {
      let next = address;
      for (let hop = 0; hop < 20; hop++) {
        if (next.startsWith(stopAt)) return new URL(next);
        let response = await go(next);
        if (response.status === 200 && next.includes('/interaction/')) {
          const asksLogin = (await response.text()).includes('name=login');
          const form: Record<string, string> = cancel
            ? { do: 'cancel' }
            : asksLogin
              ? { do: 'login', login, password }
              : { do: 'consent' };
          response = await go(next, { method: 'POST', body: new URLSearchParams(form) });
        }
        const location = response.headers.get('location');
        if (location === null) throw new Error(`${response.status} at ${next}: ${await response.text()}`);
        next = new URL(location, next).href;
      }
      throw new Error('too many redirects');
    },
  };
}
