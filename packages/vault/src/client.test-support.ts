import { createVaultClient, type VaultClient, type VaultClientOptions } from './client.ts';
import { type TestServer, testServer } from './server.test-support.ts';
import { fetchTransport } from './transport/fetch-transport.ts';
import type { PasskeyWay } from './ways/passkey.ts';
import type { SecretWay } from './ways/secret.ts';

/** The lowest cost that the client accepts, because the tests use many secrets. */
export const CHEAP = { memory: 8_192, passes: 1, lanes: 1 } as const;

export const SECRET: SecretWay = { kind: 'secret', secret: 'a long walk by the sea' };

/** A passkey with a random PRF output. */
export function passkey(name = 'laptop'): PasskeyWay & { readonly prf: Uint8Array<ArrayBuffer> } {
  const prf = crypto.getRandomValues(new Uint8Array(32));
  return { kind: 'passkey', passkeyId: Buffer.from(name).toString('base64url'), prf };
}

/** A client of the given server, or of a new server. */
export function clientAt(
  server: TestServer = testServer(),
  options: Partial<VaultClientOptions> = {},
): { readonly server: TestServer; readonly vaults: VaultClient } {
  const transport = fetchTransport({ fetch: server.fetch });
  return {
    server,
    vaults: createVaultClient({ tenant: 'default', account: 'ada', transport, argon2: CHEAP, ...options }),
  };
}

/** The code of the error that a call throws; a text without a code if the call does not throw. */
export function codeOf(call: () => Promise<unknown>): Promise<string> {
  return call().then(
    () => 'nothing was thrown',
    (thrown: unknown) => (thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown)),
  );
}
