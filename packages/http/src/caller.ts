import type { Caller, Sallyport } from '@sallyport/engine';
import type { Cookies } from './cookies.ts';
import { type HttpRefusal, malformed } from './refusal.ts';
import type { NeutralRequest } from './request.ts';

/**
 * Whether a route opens a flow, and so takes the client's mode from the header `Sallyport-Client`: `anew` whatever is
 * under way, `unless-open` where no flow is open in this client. Everywhere else the mode is fixed already.
 */
export type Opens = 'anew' | 'unless-open' | 'never';

/**
 * Who is asking, and in which mode. Token mode reads no cookies: what a cookie and a header say together is refused, so
 * that script in a page can never turn a cookie into a token.
 */
export function callerOf(
  auth: Sallyport,
  request: NeutralRequest,
  cookies: Cookies,
  opens: Opens,
): Caller | HttpRefusal {
  const { headers } = request;
  const kept = cookies.read(headers['cookie']);
  const wish = wishedMode(headers['sallyport-client']);
  if (typeof wish === 'object') return wish;
  const bearer = bearerOf(headers['authorization']);
  const flow = present(headers['sallyport-flow']);
  const carriesTokens = bearer !== undefined || flow !== undefined;
  const hasCookies = kept.flow !== undefined || kept.session !== undefined;

  if (carriesTokens && hasCookies) {
    return malformed('', 'a token in a header beside a session or flow cookie');
  }
  if (wish === 'cookie' && carriesTokens) return contrary();
  if (wish === 'token' && (opens === 'unless-open' ? kept.flow !== undefined : opens === 'never' && hasCookies)) {
    return contrary();
  }

  const mode = wish === 'token' || carriesTokens ? 'token' : 'cookie';
  const tokens = mode === 'token' ? { flow, session: bearer, device: present(headers['sallyport-device']) } : kept;
  return {
    tenant: auth.tenantOf({ headers, path: request.mount + request.path }),
    mode,
    flowToken: tokens.flow,
    sessionToken: tokens.session,
    deviceToken: tokens.device,
  };
}

/** Where a request comes from: kept with what comes about by it, and so not asked for by a guard. */
export function whereFrom({ ip, headers }: NeutralRequest): Pick<Caller, 'ip' | 'userAgent'> {
  const userAgent = agentOf(headers['user-agent']);
  return { ip, userAgent };
}

function wishedMode(header: string | undefined): 'cookie' | 'token' | undefined | HttpRefusal {
  const wish = header?.trim().toLowerCase();
  if (wish === undefined || wish === 'cookie' || wish === 'token') return wish;
  return malformed('', 'Sallyport-Client is "token", or absent');
}

const contrary = (): HttpRefusal => malformed('', 'Sallyport-Client is contrary to the mode of the flow or session');

/** RFC 6750 §2.1. Other schemes are not ours and say nothing. */
function bearerOf(header: string | undefined): string | undefined {
  return present(/^bearer +(\S+) *$/i.exec(header ?? '')?.[1]);
}

function present(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value.trim();
}

/** It is kept with the session and shown to its owner: enough to tell a device by, and no more. */
function agentOf(header: string | undefined): string | undefined {
  return present(header?.replaceAll(/[\p{Cc}\p{Cs}]/gu, ' ').slice(0, LONGEST_AGENT));
}

const LONGEST_AGENT = 400;
