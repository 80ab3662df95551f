import type { Caller, Sallyport } from '@sallyport/engine';
import { flowNamedIn, forAdapters } from '@sallyport/engine/adapters';
import { type HttpRefusal, malformed } from '../message/refusal.ts';
import type { NeutralRequest } from '../message/request.ts';
import { trimmed } from '../message/white-space.ts';
import type { Cookies } from './cookies.ts';
import { deviceTokensIn } from './device-list.ts';

/**
 * When a route reads the header `Sallyport-Client`. Elsewhere the header may not contradict the cookies, and decides only for a client without a flow
 * and a session.
 */
export type ReadsMode = 'always' | 'unless-open' | 'never';

/** Tokens in headers beside flow or session cookies are refused, so that a script in a page can never turn a cookie into a token. */
export function callerOf(
  auth: Sallyport,
  request: NeutralRequest,
  cookies: Cookies,
  readsMode: ReadsMode,
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
    (readsMode === 'unless-open' ? kept.flow !== undefined : readsMode === 'never' && hasCookies)
  ) {
    return contrary();
  }

  const mode = asked === 'token' || carriesTokens ? 'token' : 'cookie';
  const tokens = mode === 'token' ? { flow, session: bearer, device: present(headers['sallyport-device']) } : kept;
  return {
    tenant: forAdapters(auth).tenantOf(new Addressed(request)),
    mode,
    flowToken: tokens.flow,
    sessionToken: tokens.session,
    deviceTokens: deviceTokensIn(tokens.device),
    contexts: contextsIn(auth, request),
  };
}

/** What `Sallyport-Continues` may name: the flow alone, or also the session. */
export type Continues = 'flow' | 'flow-or-session';

const ANY_FLOW = '1';
const NAME_OF_FLOW = /^[\w-]{22}$/;

export function continuing(
  caller: Caller,
  { headers }: Pick<NeutralRequest, 'headers'>,
  reads: Continues,
): Caller | HttpRefusal {
  const header = headers['sallyport-continues'];
  if (header === undefined) return caller;
  const value = trimmed(header);
  if (value === '0' && reads === 'flow-or-session') return { ...caller, continues: false };
  if (value !== ANY_FLOW && !NAME_OF_FLOW.test(value))
    return malformed('', `Sallyport-Continues is ${MEANT[reads]}, or absent`);
  return inFlow(caller, value);
}

const MEANT: Readonly<Record<Continues, string>> = {
  flow: '"1" or the name of a flow',
  'flow-or-session': '"0", "1" or the name of a flow',
};

/** The pages of a browser share one cookie for their flows: the cookie may be another flow's by now. */
export function inFlow(caller: Caller, named: string): Caller {
  const { flowToken, ...others } = caller;
  const isMeant = named === ANY_FLOW || named === flowNamedIn(flowToken);
  return isMeant ? { ...caller, continues: true } : { ...others, continues: true };
}

function contextsIn(auth: Sallyport, request: NeutralRequest): Caller['contexts'] {
  const { contextsOf } = forAdapters(auth);
  if (contextsOf === undefined) return undefined;
  const { headers, ip } = request;
  return contextsOf({ headers, ip, path: new Addressed(request).path });
}

export class Addressed {
  readonly headers: NeutralRequest['headers'];
  readonly #request: NeutralRequest;

  constructor(request: NeutralRequest) {
    this.headers = request.headers;
    this.#request = request;
  }

  get path(): string | undefined {
    const { mount, path } = this.#request;
    return mount === undefined || mount + path === '' ? undefined : mount + path;
  }
}

export function fromWhere(caller: Caller, { ip, headers }: NeutralRequest): Caller {
  return { ip, userAgent: agentOf(headers['user-agent']), ...caller };
}

function askedMode(header: string | undefined): 'cookie' | 'token' | undefined | HttpRefusal {
  const asked = header === undefined ? undefined : trimmed(header).toLowerCase();
  if (asked === undefined || asked === 'cookie' || asked === 'token') return asked;
  return malformed('', 'Sallyport-Client is "token", or absent');
}

const contrary = (): HttpRefusal => malformed('', 'Sallyport-Client is contrary to the mode of the flow or session');

/** RFC 6750 §2.1. */
function bearerOf(header: string | undefined): string | undefined {
  return header === undefined ? undefined : present(/^bearer +(\S+) *$/i.exec(header)?.[1]);
}

function present(value: string | undefined): string | undefined {
  const text = value === undefined ? '' : trimmed(value);
  return text === '' ? undefined : text;
}

function agentOf(header: string | undefined): string | undefined {
  return present(header?.replaceAll(/[\p{Cc}\p{Cs}]/gu, ' '));
}
