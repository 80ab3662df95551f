import { jsonOf, recordOf } from '../encoding/record.ts';
import { VaultError } from '../vault-error.ts';
import { storedVaultOf } from './stored-vault-of.ts';
import type { StoredVault, VaultTransport } from './transport.ts';

/** The options of {@link fetchTransport}. The defaults suit a page on the origin of the server. */
export interface FetchTransportOptions {
  /** The path at which the host mounted Sallyport. Default: `/auth`. */
  readonly baseUrl?: string;
  /** Replaces the global `fetch`, for tests and for hosts with a wrapper. */
  readonly fetch?: typeof globalThis.fetch;
  /** Further headers for every request, for example `authorization` in token mode. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Creates the error for a refusal with another code than the vault's, for example `problemOf` of `@sallyport/browser`. Default: `refused`. */
  readonly refusalOf?: (response: Response) => Promise<Error>;
}

interface Call {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly path?: string;
  readonly body?: unknown;
  readonly version?: number;
}

/** Creates a transport that calls the vault endpoints of the HTTP contract with `fetch`. */
export function fetchTransport(options: FetchTransportOptions = {}): VaultTransport {
  const base = `${(options.baseUrl ?? '/auth').replace(/\/+$/, '')}/account/vault`;
  const send = async (call: Call): Promise<StoredVault> => {
    const response = await answerTo(base, call, options);
    if (!response.ok) throw await refusal(response, options.refusalOf);
    return storedVaultOf(jsonOf(await response.text()));
  };
  return {
    load: () => send({ method: 'GET' }),
    replace: (version, body) => send({ method: 'PUT', version, body }),
    add: (version, body) => send({ method: 'POST', path: '/envelopes', version, body }),
    remove: (version, id) => send({ method: 'DELETE', path: `/envelopes/${encodeURIComponent(id)}`, version }),
  };
}

async function answerTo(base: string, call: Call, options: FetchTransportOptions): Promise<Response> {
  const { method, path = '', body, version } = call;
  const fetch = options.fetch ?? globalThis.fetch;
  const headers: Record<string, string> = { accept: 'application/json, application/problem+json', ...options.headers };
  if (version !== undefined) headers['if-match'] = `"${version}"`;
  const request: RequestInit = { method, headers, credentials: 'same-origin', cache: 'no-store' };
  if (body !== undefined) {
    headers['content-type'] = 'application/json';
    request.body = JSON.stringify(body);
  }
  try {
    return await fetch(base + path, request);
  } catch (cause) {
    throw new VaultError('unreachable', 'The server could not be reached', { cause });
  }
}

async function refusal(response: Response, refusalOf: FetchTransportOptions['refusalOf']): Promise<Error> {
  const { status } = response;
  const members = recordOf(jsonOf(await response.clone().text())) ?? {};
  const code = typeof members['code'] === 'string' ? members['code'] : undefined;
  const problem = { status, code, members };
  if (code === 'precondition-failed') {
    return new VaultError('vault-changed', 'Somebody changed the vault meanwhile', { problem });
  }
  if (code === 'vault-needs-another-way') {
    return new VaultError(code, 'The vault has to keep another way in', { problem });
  }
  if (refusalOf !== undefined) return refusalOf(response);
  return new VaultError('refused', `The server refused: ${code ?? status}`, { problem });
}
