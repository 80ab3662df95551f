import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'tsup';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** The part of esbuild's metafile that this test reads. */
interface Output {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly imports: readonly { readonly path: string; readonly kind: string }[];
}

const home = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'sallyport-vault-'));
let outputs: Readonly<Record<string, Output>>;

/** Bundles pages, each of which contains only one entry of this package. */
async function bundled(outDir: string, entry: Readonly<Record<string, string>>): Promise<typeof outputs> {
  await build({
    entry: { ...entry },
    outDir,
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
    readFileSync(join(outDir, 'metafile-esm.json'), 'utf8'),
  ).outputs;
  return Object.fromEntries(Object.entries(all).map(([path, output]) => [basename(path), output]));
}

beforeAll(async () => {
  outputs = await bundled(folder, { page: join(home, 'src/index.ts') });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The files that a browser fetches with a file: the file, and its static imports. */
function fetchedWith(file: string, of: typeof outputs = outputs): ReadonlySet<string> {
  const fetched = new Set([file]);
  for (const each of fetched) {
    for (const { path, kind } of of[each]?.imports ?? []) {
      if (kind === 'import-statement') fetched.add(basename(path));
    }
  }
  return fetched;
}

/** The files that contain a library. */
function filesWith(library: string): readonly string[] {
  return Object.entries(outputs)
    .filter(([, { inputs }]) => Object.keys(inputs).some((input) => input.includes(`node_modules/${library}/`)))
    .map(([file]) => file);
}

describe('what a page fetches', () => {
  it('N11 for the passkey alone is at most 6.2 kB gzipped', () => {
    const files = [...fetchedWith('page.mjs')];
    const bytes = files.map((file) => gzipSync(readFileSync(join(folder, file))).length);
    expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(6_200);
  });

  it('N11 to hand a passkey over is less than 1 kB gzipped, also where another page opens the vault', async () => {
    const both = join(folder, 'both');
    const entry = { page: join(home, 'src/index.ts'), 'sign-in': join(home, 'src/passkey.ts') };
    const files = [...fetchedWith('sign-in.mjs', await bundled(both, entry))];
    const bytes = files.map((file) => gzipSync(readFileSync(join(both, file))).length);
    expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThan(1_000);
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

  it('N11 is enough to open by passkey: the rest is asked for when a secret is typed', () => {
    for (const file of [...filesWith('hash-wasm'), ...filesWith('@hpke/core')]) {
      renameSync(join(folder, file), join(folder, `${file}.away`));
    }
    const vectors = JSON.parse(readFileSync(join(home, 'src/vectors/vectors.json'), 'utf8'));
    writeFileSync(join(folder, 'vectors.json'), JSON.stringify(vectors));
    writeFileSync(join(folder, 'opens.mjs'), OPENS);
    const said = execFileSync(process.execPath, ['opens.mjs'], { cwd: folder, encoding: 'utf8' });
    expect(JSON.parse(said)).toEqual({ byPasskey: vectors.keyId, bySecret: 'ERR_MODULE_NOT_FOUND' });
  });
});

/** A page in a separate process: opens the vault of the test vectors by passkey, and tries to open the vault by secret. */
const OPENS = `
import { readFileSync } from 'node:fs';
import { createVaultClient, fetchTransport } from './page.mjs';

const { tenant, account, keyId, envelopes: all } = JSON.parse(readFileSync('vectors.json', 'utf8'));
const [passkey, secret] = all;
const envelopes = [passkey, secret].map(({ way, sealed }, at) => {
  return { id: String(at), kind: way.kind, passkeyId: way.passkeyId, createdAt: '2026-01-01T00:00:00Z', sealed };
});
const fetch = async () => Response.json({ version: 3, keyId, envelopes });
const vaults = createVaultClient({ tenant, account, transport: fetchTransport({ fetch }) });
const prf = new Uint8Array(Buffer.from(passkey.way.prf, 'base64url'));
const vault = await vaults.open({ ...passkey.way, prf });
const bySecret = await vaults.open(secret.way).catch(({ code }) => code);
console.log(JSON.stringify({ byPasskey: vault.keyId, bySecret }));
`;
