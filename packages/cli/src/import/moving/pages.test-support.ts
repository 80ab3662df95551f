import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { PolicyInput } from '@sallyport/core';
import {
  type Caller,
  hostCode,
  type ImportReport,
  type ImportRow,
  isRefusal,
  type SignInProvider,
  tenantId,
  type VerifyElsewhere,
} from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { type TestSallyport, testSallyport } from '@sallyport/testing';
import ts from 'typescript';
import { afterAll, onTestFinished } from 'vitest';

const home = fileURLToPath(new URL('../../..', import.meta.url));
const FENCED = /^```ts\n(.*?)^```/gms;

/** The snippets of a page of docs/guide, as modules that the tests run. */
export interface Page {
  /** A folder beneath the package, so that a module finds the packages that it imports. */
  readonly folder: string;
  /** Writes the page's snippet as JavaScript, and returns the path of the module. The first snippet has the place 0: the export script. */
  module(place: number): string;
  /** Runs the export script in a process of its own, and returns the rows of its lines. */
  exported(args: readonly string[], env: Readonly<Record<string, string>>): Promise<readonly ImportRow[]>;
}

/** Reads the snippets of a page. */
export function pageOf(name: string): Page {
  const text = readFileSync(join(home, `../../docs/guide/${name}.md`), 'utf8');
  const snippets = [...text.matchAll(FENCED)].map(([, code = '']) => code);
  const places = join(home, 'node_modules/.cache/moving');
  mkdirSync(places, { recursive: true });
  const folder = mkdtempSync(join(places, `${name}-`));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const module = (place: number): string => {
    const code = snippets[place];
    if (code === undefined) throw new Error(`${name}.md has no snippet ${place}`);
    const { outputText } = ts.transpileModule(code, {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022, verbatimModuleSyntax: true },
    });
    const file = join(folder, `snippet-${place}.mjs`);
    writeFileSync(file, outputText);
    return file;
  };
  return {
    folder,
    module,
    async exported(args, env) {
      const { stdout } = await promisify(execFile)(process.execPath, [module(0), ...args], {
        env: { ...process.env, ...env },
        maxBuffer: 2 ** 24,
      });
      return stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line): ImportRow => JSON.parse(line));
    },
  };
}

/** A new app, and its import of rows. */
export interface NewApp extends TestSallyport {
  imports(rows: readonly ImportRow[]): Promise<readonly ImportReport[]>;
  /** The stored hash of the password. */
  hashOf(identifier: string): Promise<string | undefined>;
}

/** Opens a new app with the policy `baseline`: two proofs. */
export async function newApp(
  options: {
    readonly policy?: PolicyInput<string>;
    readonly providers?: readonly SignInProvider[];
    readonly verifyElsewhere?: VerifyElsewhere;
  } = {},
): Promise<NewApp> {
  const store = memoryStore();
  const { policy, ...rest } = options;
  const made = await testSallyport<string>({
    store,
    policy: { requiredStrength: 'baseline', administrators: {}, ...policy },
    logger: { warn: () => {}, error: () => {} },
    ...rest,
  });
  onTestFinished(() => made.close());
  return {
    ...made,
    async imports(rows) {
      const reports: ImportReport[] = [];
      for await (const report of made.auth.people.import(rows, { by: hostCode('the move'), resume: true }))
        reports.push(report);
      return reports;
    },
    async hashOf(identifier) {
      const { items } = await store.listAccounts(tenantId('default'), { limit: 100 });
      return items.find(({ identifiers }) => identifiers.includes(identifier))?.password?.hash;
    },
  };
}

/** A provider whose pages are left out: the parameter `code` of the return is the person's subject there. */
export function providerOf(id: string): SignInProvider {
  return {
    ...{ kind: 'oidc', id, name: id, roles: [] },
    begin: async ({ state }) => ({ location: `https://provider.example/?${new URLSearchParams({ state })}`, kept: {} }),
    finish: async ({ parameters }) => ({
      outcome: 'signed-in',
      identity: { issuer: 'https://provider.example', subject: parameters['code'] ?? '' },
    }),
  };
}

/** Signs in at a provider, as the person with a subject there. Returns the answer of the flow. */
export async function signsInAt({ auth }: NewApp, provider: string, subject: string): Promise<string> {
  const caller: Caller = { tenant: tenantId('default'), mode: 'cookie' };
  const callback = `https://app.example/auth/sign-in/sso/${provider}/callback`;
  const left = await auth.sso.begin(caller, provider, { callback });
  if (isRefusal(left)) return left.refused;
  const state = new URL(left.location).searchParams.get('state') ?? '';
  const { result } = await auth.sso.finish({ ...caller, flowToken: left.keep.flow?.token }, provider, {
    callback,
    parameters: { state, code: subject },
  });
  return isRefusal(result) ? result.refused : 'answer' in result ? result.answer.status : 'linked';
}
