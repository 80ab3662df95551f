import type { ClientOptions } from './client.ts';

const NAMES = Object.keys({
  ...{ baseUrl: true, credentials: true, tokens: true, fetch: true, rpId: true },
} satisfies Record<keyof ClientOptions, true>);

/**
 * Checks the options of a client, because JavaScript takes a misspelt option in silence, and a browser sends no cookies to another origin unless
 * told to: each sign-in would then end after its first answer.
 *
 * @throws TypeError for an unknown option, and for a server on another origin without `credentials: 'include'` and without `tokens`
 */
export function checkOptions(options: ClientOptions): void {
  const unknown = Object.keys(options).find((name) => !NAMES.includes(name));
  if (unknown !== undefined)
    throw new TypeError(`createSallyportClient: there is no option '${unknown}'; there are ${NAMES.join(', ')}`);
  const { baseUrl = '/auth', credentials, tokens, fetch } = options;
  const sendsNothing = fetch === undefined && tokens === undefined && credentials !== 'include';
  if (!sendsNothing || typeof location === 'undefined' || !URL.canParse(baseUrl, location.href)) return;
  const { origin } = new URL(baseUrl, location.href);
  if (origin === location.origin) return;
  throw new TypeError(
    `createSallyportClient: ${origin} is another origin than this page, ${location.origin}, and a browser sends it no cookies. ` +
      "Give `credentials: 'include'` if both are subdomains of one site, and otherwise `tokens`.",
  );
}
