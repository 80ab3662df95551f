import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';

const run = promisify(execFile);
const HERE = fileURLToPath(new URL('.', import.meta.url));

/** In the package, so that Node finds the native libraries, which a bundle leaves outside. */
const folder = join(HERE, `../node_modules/.cache/bundle-${process.pid}`);

const APP = `
  import { createSallyport, hostCode, isRefusal } from './index.ts';
  import { memoryStore } from '@sallyport/storage-memory';

  async function main() {
    const told = [];
    const tell = (message) => void told.push(message);
    const auth = createSallyport({
      ...{ origin: 'https://app.example', store: memoryStore(), secrets: ['a secret that is long enough to be one'] },
      ...{ policy: { administrators: {}, enrollment: { firstFactor: 'password' } }, logger: { info() {}, warn: tell, error: tell } },
    });
    await auth.ready();
    const ada = { identifier: 'ada', password: 'correct horse battery staple' };
    await auth.people.create({ ...ada, by: hostCode('app') });
    const reply = await auth.signIn.begin({ tenant: 'default', mode: 'token' }, ada);
    await auth.close();
    process.stdout.write(JSON.stringify({ answer: isRefusal(reply) ? reply : reply.answer.status, told }));
  }
  void main();
`;

beforeAll(() => mkdir(folder, { recursive: true }));
afterAll(() => rm(folder, { recursive: true, force: true }));

it('N5 an app that esbuild made one file of CommonJS signs people in', async () => {
  const outfile = join(folder, 'app.cjs');
  await build({
    stdin: { contents: APP, resolveDir: HERE, loader: 'ts' },
    ...{ outfile, bundle: true, format: 'cjs', platform: 'node', target: 'node20', logLevel: 'silent' },
    ...{ external: ['@node-rs/*', '@opentelemetry/*'], conditions: ['@sallyport/source', 'import'] },
  });
  const { stdout } = await run(process.execPath, [outfile]);
  expect(JSON.parse(stdout)).toEqual({ answer: 'enroll', told: [expect.stringMatching(/no mailer/)] });
});
