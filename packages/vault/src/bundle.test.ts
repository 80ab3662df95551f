import { mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'tsup';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from './client.test-support.ts';

/** As much of esbuild's metafile as is read here. */
interface Output {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly imports: readonly { readonly path: string; readonly kind: string }[];
}

const home = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'sallyport-vault-'));
let outputs: Readonly<Record<string, Output>>;

beforeAll(async () => {
  await build({
    entry: { page: join(home, 'src/index.ts') },
    outDir: folder,
    config: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    splitting: true,
    minify: true,
    silent: true,
    metafile: true,
    noExternal: [/.*/],
    outExtension: () => ({ js: '.mjs' }),
  });
  const all: Readonly<Record<string, Output>> = JSON.parse(
    readFileSync(join(folder, 'metafile-esm.json'), 'utf8'),
  ).outputs;
  outputs = Object.fromEntries(Object.entries(all).map(([path, output]) => [basename(path), output]));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a browser fetches with a file: the file, and what it imports before it runs. */
function fetchedWith(file: string): ReadonlySet<string> {
  const fetched = new Set([file]);
  for (const each of fetched) {
    for (const { path, kind } of outputs[each]?.imports ?? []) {
      if (kind === 'import-statement') fetched.add(basename(path));
    }
  }
  return fetched;
}

/** The files that a library came into. */
function filesWith(library: string): readonly string[] {
  return Object.entries(outputs)
    .filter(([, { inputs }]) => Object.keys(inputs).some((input) => input.includes(`node_modules/${library}/`)))
    .map(([file]) => file);
}

describe('what a page fetches', () => {
  it('N11 for the passkey alone is at most 6 kB gzipped', () => {
    const files = [...fetchedWith('page.mjs')];
    const bytes = files.map((file) => gzipSync(readFileSync(join(folder, file))).length);
    expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(6_000);
  });

  it('P21 holds neither Argon2’s WebAssembly nor HPKE, each of which is a file of its own', () => {
    const page = fetchedWith('page.mjs');
    for (const library of ['hash-wasm', '@hpke/core']) {
      const files = filesWith(library);
      expect(files.length, library).toBeGreaterThan(0);
      for (const file of files) expect(page.has(file), `${library} in ${file}`).toBe(false);
    }
    expect(filesWith('hash-wasm').filter((file) => filesWith('@hpke/core').includes(file))).toEqual([]);
    const wasm = filesWith('hash-wasm').map((file) => gzipSync(readFileSync(join(folder, file))).length);
    expect(Math.max(...wasm)).toBeLessThan(30_000);
  });

  it('N11 is enough to open by passkey: the rest is asked for when a secret is typed', async () => {
    for (const file of [...filesWith('hash-wasm'), ...filesWith('@hpke/core')]) {
      renameSync(join(folder, file), join(folder, `${file}.away`));
    }
    const vectors = JSON.parse(readFileSync(join(home, 'src/vectors/vectors.json'), 'utf8'));
    const page: typeof import('./index.ts') = await import(
      /* @vite-ignore */ pathToFileURL(join(folder, 'page.mjs')).href
    );
    const [passkey, secret] = vectors.envelopes;
    const envelopes = [passkey, secret].map(({ way, sealed }, at) => {
      return { id: String(at), kind: way.kind, passkeyId: way.passkeyId, createdAt: '2026-01-01T00:00:00Z', sealed };
    });
    const vaults = page.createVaultClient({
      tenant: vectors.tenant,
      account: vectors.account,
      transport: page.fetchTransport({
        fetch: async () => Response.json({ version: 3, keyId: vectors.keyId, envelopes }),
      }),
    });
    const prf = new Uint8Array(Buffer.from(passkey.way.prf, 'base64url'));
    const vault = await vaults.open({ kind: 'passkey', passkeyId: passkey.way.passkeyId, prf });
    expect(vault.keyId).toBe(vectors.keyId);
    expect(await codeOf(() => vaults.open(secret.way))).toBe('ERR_MODULE_NOT_FOUND');
  });
});
