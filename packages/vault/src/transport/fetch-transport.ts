import { jsonOf, recordOf } from '../encoding/record.ts';
import type { EnvelopeKind } from '../envelope/header.ts';
import { VaultError } from '../vault-error.ts';
import type { EmergencyPublicKey } from '../ways/emergency-key.ts';
import type { StoredEnvelope, StoredVault, VaultTransport } from './transport.ts';

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
  readonly account?: string | undefined;
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
    replace: (version, body, account) => send({ method: 'PUT', version, body, account }),
    add: (version, body, account) => send({ method: 'POST', path: '/envelopes', version, body, account }),
    remove: (version, id, account) =>
      send({ method: 'DELETE', path: `/envelopes/${encodeURIComponent(id)}`, version, account }),
  };
}

async function answerTo(base: string, call: Call, options: FetchTransportOptions): Promise<Response> {
  const { method, path = '', body, version, account } = call;
  const fetch = options.fetch ?? globalThis.fetch;
  const headers: Record<string, string> = { accept: 'application/json, application/problem+json', ...options.headers };
  if (version !== undefined) headers['if-match'] = `"${version}"`;
  if (account !== undefined) headers['sallyport-account'] = account;
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

const KINDS: readonly EnvelopeKind[] = ['passkey', 'secret', 'emergency'];

/** Opening checks the content of the envelopes later. */
function storedVaultOf(json: unknown): StoredVault {
  const { version, keyId, envelopes, emergencyKey } = recordOf(json) ?? {};
  const isVersion = typeof version === 'number' && Number.isSafeInteger(version) && version >= 0;
  if (!isVersion || !isOptionalText(keyId) || !Array.isArray(envelopes)) throw unexpected();
  return { version, keyId, envelopes: envelopes.map(envelopeOf), emergencyKey: publicKeyOf(emergencyKey) };
}

function envelopeOf(json: unknown): StoredEnvelope {
  const { id, kind: named, passkeyId, createdAt, sealed } = recordOf(json) ?? {};
  const kind = KINDS.find((each) => each === named);
  if (kind === undefined || !isOptionalText(passkeyId)) throw unexpected();
  if (typeof id !== 'string' || typeof createdAt !== 'string' || typeof sealed !== 'string') throw unexpected();
  return { id, kind, passkeyId, createdAt, sealed };
}

function publicKeyOf(json: unknown): EmergencyPublicKey | undefined {
  if (json === undefined) return undefined;
  const { kid, publicKey } = recordOf(json) ?? {};
  if (typeof kid === 'string' && typeof publicKey === 'string') return { kid, publicKey };
  throw unexpected();
}

function isOptionalText(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}

function unexpected(): VaultError {
  return new VaultError('unexpected-answer', 'The answer is not a vault of the contract');
}
