import { createVaultClient, type VaultClient, type VaultClientOptions } from './client.ts';
import { type TestServer, testServer } from './server.test-support.ts';
import { fetchTransport } from './transport/fetch-transport.ts';
import type { PasskeyWay } from './ways/passkey.ts';
import type { SecretWay } from './ways/secret.ts';

/** The least that is taken: tests type many secrets. */
export const CHEAP = { memory: 8_192, passes: 1, lanes: 1 } as const;

export const SECRET: SecretWay = { kind: 'secret', secret: 'a long walk by the sea' };

/** A passkey of its own, with what it derives. */
export function passkey(name = 'laptop'): PasskeyWay & { readonly prf: Uint8Array<ArrayBuffer> } {
  const prf = crypto.getRandomValues(new Uint8Array(32));
  return { kind: 'passkey', passkeyId: Buffer.from(name).toString('base64url'), prf };
}

/** A client in front of a server of its own, or of the one that is given. */
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

/** What an async call threw, by its code; fails if it did not throw. */
export function codeOf(call: () => Promise<unknown>): Promise<string> {
  return call().then(
    () => 'nothing was thrown',
    (thrown: unknown) => (thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown)),
  );
}
