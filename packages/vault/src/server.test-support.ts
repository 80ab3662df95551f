import type { NewEnvelope, StoredEnvelope, StoredVault } from './transport/transport.ts';
import type { EmergencyPublicKey } from './ways/emergency-key.ts';

/** The vault endpoints of the HTTP contract for one account, in memory. Tests can make the server act maliciously. */
export interface TestServer {
  readonly fetch: typeof globalThis.fetch;
  /** Every request body, unchanged. */
  readonly received: readonly string[];
  /** Number of requested changes. */
  readonly changes: number;
  /** The stored vault. Replace it to give false answers. */
  vault: StoredVault;
  emergencyKey: EmergencyPublicKey | undefined;
  /** Runs before the server looks at the next change, to simulate a concurrent client. */
  meanwhile: (() => void) | undefined;
  /** Refuses the changes from this number on, with this problem. */
  refuse: { readonly from: number; readonly status: number; readonly code: string } | undefined;
}

export function testServer(): TestServer {
  const received: string[] = [];
  let changes = 0;
  const server: TestServer = {
    received,
    get changes() {
      return changes;
    },
    vault: { version: 0, envelopes: [] },
    emergencyKey: undefined,
    meanwhile: undefined,
    refuse: undefined,
    fetch: async (input, init) => {
      const method = init?.method ?? 'GET';
      const path = new URL(String(input), 'http://localhost').pathname;
      if (typeof init?.body === 'string') received.push(init.body);
      if (method !== 'GET') {
        changes += 1;
        server.meanwhile?.();
        server.meanwhile = undefined;
        if (server.refuse !== undefined && changes >= server.refuse.from) {
          return problem(server.refuse.status, server.refuse.code);
        }
        if (new Headers(init?.headers).get('if-match') !== `"${server.vault.version}"`) {
          return problem(412, 'precondition-failed');
        }
        const next = changed(server.vault, method, path, JSON.parse(String(init?.body ?? '{}')));
        if (next.envelopes.every(({ kind }) => kind === 'passkey')) return problem(409, 'vault-needs-another-way');
        if (next.envelopes.length > 20) return problem(400, 'malformed-input');
        server.vault = next;
      }
      return Response.json({ ...server.vault, emergencyKey: server.emergencyKey });
    },
  };
  return server;
}

function changed(
  vault: StoredVault,
  method: string,
  path: string,
  body: NewEnvelope & { readonly keyId: string; readonly envelopes: readonly NewEnvelope[] },
): StoredVault {
  const version = vault.version + 1;
  if (method === 'PUT') return { version, keyId: body.keyId, envelopes: body.envelopes.map(kept) };
  if (method === 'POST') return { ...vault, version, envelopes: [...vault.envelopes, kept(body)] };
  const id = decodeURIComponent(path.split('/').at(-1) ?? '');
  return { ...vault, version, envelopes: vault.envelopes.filter((envelope) => envelope.id !== id) };
}

function kept(envelope: NewEnvelope): StoredEnvelope {
  return { ...envelope, id: crypto.randomUUID(), createdAt: new Date().toISOString() };
}

function problem(status: number, code: string): Response {
  const body = JSON.stringify({ type: `https://sallyport.dev/problems/${code}`, title: code, status, code });
  return new Response(body, { status, headers: { 'content-type': 'application/problem+json' } });
}
