import { execFile } from 'node:child_process';
import * as crypto from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';

const run = promisify(execFile);
const HERE = fileURLToPath(new URL('.', import.meta.url));

/** In the package, so that Node finds the native libraries, which a bundle leaves outside. */
const folder = join(HERE, `../node_modules/.cache/bundle-${process.pid}`);

/** Outside the package, where Node finds no native library. */
const elsewhere = join(tmpdir(), `sallyport-bundle-${process.pid}`);

const app = (options: string) => `
  import { createSallyport, hostCode, isRefusal } from './index.ts';
  import { nobleArgon2 } from './kernel/passwords/noble-argon2.ts';
  import { memoryStore } from '@sallyport/storage-memory';

  async function main() {
    const told = [];
    const tell = (message) => void told.push(message);
    const auth = createSallyport({
      ...{ origin: 'https://app.example', store: memoryStore(), secrets: ['a secret that is long enough to be one'] },
      ...{ policy: { administrators: {}, enrollment: { firstFactor: 'password' } }, logger: { info() {}, warn: tell, error: tell } },
      ${options}
    });
    await auth.ready();
    const ada = { identifier: 'ada', password: 'correct horse battery staple' };
    await auth.people.create({ ...ada, by: hostCode('app') });
    const reply = await auth.signIn.begin({ tenant: 'default', mode: 'token' }, ada);
    await auth.close();
    process.stdout.write(JSON.stringify({ answer: isRefusal(reply) ? reply : reply.answer.status, told }));
  }
  main().catch(({ code, cause }) => process.stdout.write(JSON.stringify({ code, because: cause?.code })));
`;

beforeAll(() => Promise.all([folder, elsewhere].map((one) => mkdir(one, { recursive: true }))));
afterAll(() => Promise.all([folder, elsewhere].map((one) => rm(one, { recursive: true, force: true }))));

async function runs(place: string, options = ''): Promise<unknown> {
  const outfile = join(place, 'app.cjs');
  await build({
    stdin: { contents: app(options), resolveDir: HERE, loader: 'ts' },
    ...{ outfile, bundle: true, format: 'cjs', platform: 'node', target: 'node20', logLevel: 'silent' },
    ...{ external: ['@node-rs/*', '@opentelemetry/*'], conditions: ['@sallyport/source', 'import'] },
  });
  const { stdout } = await run(process.execPath, [outfile]);
  return JSON.parse(stdout);
}

const SIGNED_IN = { answer: 'enroll', told: [expect.stringMatching(/no mailer/)] };

it('N5 an app that esbuild made one file of CommonJS signs people in', async () => {
  expect(await runs(folder)).toEqual(SIGNED_IN);
});

it('X20 an app that gives a password hash needs no native library', async () => {
  expect(await runs(elsewhere, 'passwordHashing: nobleArgon2,')).toEqual(SIGNED_IN);
});

it('X20 without a native library the argon2 of the runtime hashes, and start-up says if there is none', async () => {
  const none = { code: 'no-password-hashing', because: 'ERR_MODULE_NOT_FOUND' };
  expect(await runs(elsewhere)).toEqual('argon2' in crypto ? SIGNED_IN : none);
});
