import type { Caller, Sallyport } from '@sallyport/engine';
import { type HttpRefusal, malformed } from '../message/refusal.ts';
import type { NeutralRequest } from '../message/request.ts';
import type { Cookies } from './cookies.ts';

/**
 * Whether a route opens a flow, and so takes the client's mode from the header `Sallyport-Client`: `anew` even if a
 * flow is open, `unless-open` if none is open in this client. For other routes the mode is fixed already.
 */
export type OpensFlow = 'anew' | 'unless-open' | 'never';

/**
 * Who is asking, and in which mode. Token mode reads no cookies: what a cookie and a header say together is refused, so
 * that script in a page can never turn a cookie into a token.
 */
export function callerOf(
  auth: Sallyport,
  request: NeutralRequest,
  cookies: Cookies,
  opensFlow: OpensFlow,
): Caller | HttpRefusal {
  const { headers } = request;
  const kept = cookies.read(headers['cookie']);
  const asked = askedMode(headers['sallyport-client']);
  if (typeof asked === 'object') return asked;
  const bearer = bearerOf(headers['authorization']);
  const flow = present(headers['sallyport-flow']);
  const carriesTokens = bearer !== undefined || flow !== undefined;
  const hasCookies = kept.flow !== undefined || kept.session !== undefined;

  if (carriesTokens && hasCookies) {
    return malformed('', 'a token in a header beside a session or flow cookie');
  }
  if (asked === 'cookie' && carriesTokens) return contrary();
  if (
    asked === 'token' &&
    (opensFlow === 'unless-open' ? kept.flow !== undefined : opensFlow === 'never' && hasCookies)
  ) {
    return contrary();
  }

  const mode = asked === 'token' || carriesTokens ? 'token' : 'cookie';
  const tokens = mode === 'token' ? { flow, session: bearer, device: present(headers['sallyport-device']) } : kept;
  return {
    tenant: auth.tenantOf(new Addressed(request)),
    mode,
    flowToken: tokens.flow,
    sessionToken: tokens.session,
    deviceToken: tokens.device,
  };
}

/** What tells the tenant of a request. Its path is worked out if it is asked for. */
class Addressed {
  readonly headers: NeutralRequest['headers'];
  readonly #request: NeutralRequest;

  constructor(request: NeutralRequest) {
    this.headers = request.headers;
    this.#request = request;
  }

  get path(): string {
    return this.#request.mount + this.#request.path;
  }
}

/** With the address and the browser of the request. They are stored with what the request brings about; a guard needs neither. */
export function fromWhere(caller: Caller, { ip, headers }: NeutralRequest): Caller {
  return { ip, userAgent: agentOf(headers['user-agent']), ...caller };
}

function askedMode(header: string | undefined): 'cookie' | 'token' | undefined | HttpRefusal {
  const asked = header?.trim().toLowerCase();
  if (asked === undefined || asked === 'cookie' || asked === 'token') return asked;
  return malformed('', 'Sallyport-Client is "token", or absent');
}

const contrary = (): HttpRefusal => malformed('', 'Sallyport-Client is contrary to the mode of the flow or session');

/** RFC 6750 §2.1. Other schemes are not ours and say nothing. */
function bearerOf(header: string | undefined): string | undefined {
  return header === undefined ? undefined : present(/^bearer +(\S+) *$/i.exec(header)?.[1]);
}

function present(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value.trim();
}

/** As it may be stored and shown. The engine keeps the beginning of it with a session and a device. */
function agentOf(header: string | undefined): string | undefined {
  return present(header?.replaceAll(/[\p{Cc}\p{Cs}]/gu, ' '));
}
