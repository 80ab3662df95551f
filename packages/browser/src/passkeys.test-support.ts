import { afterEach, beforeEach, type Mock, vi } from 'vitest';

export const bytes = (text: string): ArrayBuffer => new TextEncoder().encode(text).buffer as ArrayBuffer;
export const base64url = (text: string): string => Buffer.from(text).toString('base64url');

export const get: Mock = vi.fn();
export const create: Mock = vi.fn();
export const signalUnknownCredential = vi.fn(async () => {});
export const signalAllAcceptedCredentials = vi.fn(async () => {});
export const signalCurrentUserDetails = vi.fn(async () => {});

/** The static methods of a browser with passkeys. Other tests run real ceremonies in Chromium. */
const BrowserCredential = Object.assign(() => {}, {
  signalUnknownCredential,
  signalAllAcceptedCredentials,
  signalCurrentUserDetails,
});

/** Each test of the file runs in a browser with passkeys, at a page of `localhost`. */
export function withPasskeys(): void {
  beforeEach(() => {
    vi.stubGlobal('PublicKeyCredential', BrowserCredential);
    vi.stubGlobal('navigator', { credentials: { get, create } });
    vi.stubGlobal('location', { hostname: 'localhost' });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.clearAllMocks();
  });
}

export const requestOptions = {
  challenge: base64url('challenge'),
  rpId: 'localhost',
  extensions: { prf: { eval: { first: base64url('salt') } } },
};
export const creationOptions = {
  challenge: base64url('challenge'),
  rp: { id: 'localhost', name: 'Demo' },
  user: { id: base64url('ada'), name: 'ada', displayName: 'Ada' },
  pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
  excludeCredentials: [{ id: base64url('old'), type: 'public-key' }],
};

function credential(response: object, extensions: object = {}): object {
  return {
    id: base64url('key'),
    rawId: bytes('key'),
    type: 'public-key',
    authenticatorAttachment: 'platform',
    response,
    getClientExtensionResults: () => extensions,
  };
}
export const assertion = (extensions?: object): object =>
  credential({ authenticatorData: bytes('a'), clientDataJSON: bytes('c'), signature: bytes('s') }, extensions);
export const attestation = (extensions?: object): object =>
  credential({ attestationObject: bytes('a'), clientDataJSON: bytes('c') }, extensions);
