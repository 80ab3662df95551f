import { type Milliseconds, milliseconds, parseDuration } from '@sallyport/core';
import * as z from 'zod';
import { isLoopback, mayAsk } from './address.ts';
import { OidcConfigError } from './config-error.ts';
import type { OidcOptions } from './options.ts';

export interface Settings {
  readonly id: string;
  readonly name: string;
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly clientAuthentication: OidcOptions['clientAuthentication'];
  readonly roles: readonly string[];
  readonly rolesClaim: string;
  readonly scopes: readonly string[] | undefined;
  readonly timeout: Milliseconds;
  readonly insecureLoopback: boolean;
  readonly fetch: typeof fetch;
}

const LONGEST_TIMEOUT = 10_000;

const scope = z
  .string()
  .regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'A scope is text without spaces, quotes and backslashes.');

const options: z.ZodType<OidcOptions> = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,100}$/, "Write 1 to 100 of a-z, 0-9 and '-'."),
  name: z.string().trim().min(1, 'Write what people know the provider by.').max(200),
  issuer: z.string(),
  clientId: z.string().min(1, 'Write the id that the provider gave to this app.'),
  clientSecret: z.string().min(1, 'Write the secret that the provider gave to this app, or leave it out.').optional(),
  clientAuthentication: z.enum(['client_secret_basic', 'client_secret_post']).optional(),
  roles: z.array(z.string().min(1)).optional(),
  rolesClaim: z.string().min(1).optional(),
  scopes: z.array(scope).optional(),
  timeout: z.string().optional(),
  allowInsecureLoopback: z.boolean().optional(),
  fetch: z.custom<typeof fetch>((value) => typeof value === 'function', 'This has to be a function.').optional(),
});

export function settingsOf(input: OidcOptions): Settings {
  const parsed = options.safeParse(input);
  if (!parsed.success) {
    throw new OidcConfigError(
      parsed.error.issues.map(({ path, message }) => ({ option: path.join('.') || 'options', message })),
    );
  }
  const { id, name, clientId, clientSecret, roles = [], rolesClaim = 'groups', scopes, ...rest } = parsed.data;
  if (rest.clientAuthentication !== undefined && clientSecret === undefined) {
    const message = 'A client without a secret sends none. Write `clientSecret`, or leave this out.';
    throw new OidcConfigError([{ option: 'clientAuthentication', message }]);
  }
  const insecureLoopback = rest.allowInsecureLoopback ?? false;
  return {
    id,
    name,
    issuer: issuerOf(rest.issuer, insecureLoopback),
    clientId,
    clientSecret,
    clientAuthentication: rest.clientAuthentication,
    roles: [...roles],
    rolesClaim,
    scopes: scopes === undefined ? undefined : [...new Set(['openid', ...scopes])],
    timeout: timeoutOf(rest.timeout ?? '10s'),
    insecureLoopback,
    fetch: rest.fetch ?? ((...request) => fetch(...request)),
  };
}

function issuerOf(text: string, insecureLoopback: boolean): URL {
  const wrong = (message: string): OidcConfigError => new OidcConfigError([{ option: 'issuer', message }]);
  if (!URL.canParse(text))
    throw wrong("This is not a URL. Write the provider's issuer, like 'https://login.corp.example'.");
  const issuer = new URL(text);
  if (issuer.username !== '' || issuer.password !== '' || issuer.search !== '' || issuer.hash !== '') {
    throw wrong('An issuer has no user, no query and no fragment. Take them out.');
  }
  if (issuer.pathname.includes('/.well-known/')) {
    throw wrong("This is the address of the discovery document. Write the part before '/.well-known/'.");
  }
  if (mayAsk(issuer, insecureLoopback)) return issuer;
  throw wrong(
    issuer.protocol === 'http:' && isLoopback(issuer)
      ? 'Plain http needs `allowInsecureLoopback: true`.'
      : 'A provider is asked by https. Plain http is for a provider on this machine, with `allowInsecureLoopback: true`.',
  );
}

function timeoutOf(text: string): Milliseconds {
  const timeout = parseDuration(text);
  if (timeout !== undefined && timeout > 0 && timeout <= LONGEST_TIMEOUT) return milliseconds(timeout);
  throw new OidcConfigError([{ option: 'timeout', message: "Write a length of time from '1s' to '10s'." }]);
}
