import { readFile, stat } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { type HostMethods, type Policy, type PolicyProblem, parsePolicy } from '@sallyport/core';
import { CliError } from '../terminal/cli-error.ts';

/** A policy, or everything that is wrong with it. */
export type LoadedPolicy =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

const MODULES = ['.ts', '.mts', '.js', '.mjs'];

/**
 * Reads a policy from JSON, or from a module: its default export, or one that is named `policy`; as it is written, or compiled.
 * A module is code, and is run.
 *
 * @param host what the host brings; what the policy names beside it is a problem
 * @throws CliError if there is no such file, or nothing in it that could be a policy
 */
export async function loadPolicy(file: string, host?: HostMethods): Promise<LoadedPolicy> {
  const path = resolve(file);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new CliError('unreadable', `${file}: there is no such file`);
  if (!found.isFile()) throw new CliError('unreadable', `${file}: is no file`);
  const kind = extname(path);
  if (kind === '.json') return compiled(await fromJson(file, path), host);
  if (!MODULES.includes(kind))
    throw new CliError('unreadable', `${file}: a policy is in a file that ends ${['.json', ...MODULES].join(', ')}`);
  try {
    return compiled(exportOf(file, await imported(path)), host);
  } catch (error) {
    const problems = problemsOf(error);
    if (problems !== undefined) return { ok: false, problems };
    if (error instanceof CliError) throw error;
    throw new CliError('unreadable', `${file}: ${messageOf(error)}`, { cause: error });
  }
}

async function fromJson(file: string, path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8');
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new CliError('unreadable', `${file}: is not JSON: ${messageOf(error)}`, { cause: error });
  }
}

/** By jiti, which is brought in only here: Node 20 takes no TypeScript, and later ones take no part of it that leaves code. */
async function imported(path: string): Promise<unknown> {
  const { createJiti } = await import('jiti');
  return createJiti(path, { fsCache: false, interopDefault: false }).import(path);
}

function exportOf(file: string, module: unknown): unknown {
  const members = new Map<string, unknown>(Object.entries(Object(module)));
  const policy = members.get('default') ?? members.get('policy');
  if (typeof policy === 'object' && policy !== null) return policy;
  const names = [...members.keys()].join(', ');
  throw new CliError(
    'unreadable',
    `${file}: exports no policy: export it as the default, or as 'policy' (there is ${names === '' ? 'no export' : names})`,
  );
}

/** A compiled policy is compiled again, from what it was made from: it may come from another copy of core. */
function compiled(written: unknown, host: HostMethods | undefined): LoadedPolicy {
  const isCompiled = typeof written === 'object' && written !== null && 'document' in written && 'tenant' in written;
  try {
    return { ok: true, policy: parsePolicy(isCompiled ? written.document : written, host) };
  } catch (error) {
    const problems = problemsOf(error);
    if (problems === undefined) throw error;
    return { ok: false, problems };
  }
}

/** By its code, not its class: the module may have thrown it, from another copy of core. */
function problemsOf(error: unknown): readonly PolicyProblem[] | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error) || error.code !== 'policy-invalid') return;
  if (!('problems' in error) || !Array.isArray(error.problems)) return;
  return error.problems;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
