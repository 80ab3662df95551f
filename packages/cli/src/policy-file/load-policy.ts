import { stat } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { domainToASCII } from 'node:url';
import { type HostMethods, type Policy, type PolicyProblem, parsePolicy, withAsciiDomains } from '@sallyport/core';
import { CliError } from '../terminal/cli-error.ts';
import { type Exports, importModule, MODULES } from '../terminal/import-module.ts';
import { readJson } from '../terminal/read-json.ts';

/** A policy, or its problems. */
export type LoadedPolicy =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

/**
 * Reads a policy from JSON or from a module. A module has the policy as its default export or as the export `policy`, plain
 * or compiled. `module.exports` of CommonJS is the policy, or has the member `policy`. Loading a module runs its code.
 *
 * @param host what the host has configured. A method, code or provider that the policy names and the host lacks is a problem
 * @throws CliError if the file does not exist, or contains nothing that could be a policy
 */
export async function loadPolicy(file: string, host?: HostMethods): Promise<LoadedPolicy> {
  const path = resolve(file);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new CliError('unreadable', `${file}: there is no such file`);
  if (!found.isFile()) throw new CliError('unreadable', `${file}: is no file`);
  const kind = extname(path);
  if (kind === '.json') return compiled(await readJson(file), host);
  if (!MODULES.includes(kind))
    throw new CliError('unreadable', `${file}: a policy is in a file that ends ${['.json', ...MODULES].join(', ')}`);
  try {
    return compiled(exportOf(file, await importModule(path)), host);
  } catch (error) {
    const problems = problemsOf(error);
    if (problems !== undefined) return { ok: false, problems };
    if (error instanceof CliError) throw error;
    throw new CliError('unreadable', `${file}: ${messageOf(error)}`, { cause: error });
  }
}

function exportOf(file: string, members: Exports): unknown {
  const whole = members.get('default');
  // `module.exports = { policy }` is a default export too.
  const { policy: inside }: { readonly policy?: unknown } = Object(whole);
  const policy = inside ?? whole ?? members.get('policy');
  const engines = [whole, members.get('auth'), Object(whole).auth];
  if (engines.some(isEngine) && !isPolicy(policy))
    throw new CliError(
      'unreadable',
      `${file}: exports an object of createSallyport and no policy: put the policy into a module of its own, and export it there as the default or as 'policy'`,
    );
  if (typeof policy === 'object' && policy !== null) return policy;
  const names = [...members.keys()].join(', ');
  throw new CliError(
    'unreadable',
    `${file}: exports no policy: export it as the default, or as 'policy' (there is ${names === '' ? 'no export' : names})`,
  );
}

function isEngine(value: unknown): boolean {
  return typeof Object(Object(value).sessions).guard === 'function';
}

/** The member `policy` of an object of createSallyport has functions. */
function isPolicy(value: unknown): boolean {
  const isObject = typeof value === 'object' && value !== null;
  return isObject && !Object.values(value).some((member) => typeof member === 'function' || isEngine(member));
}

/** Compiles again, because another copy of core may have compiled the policy. */
function compiled(written: unknown, host: HostMethods | undefined): LoadedPolicy {
  const isCompiled = typeof written === 'object' && written !== null && 'document' in written && 'tenant' in written;
  try {
    return {
      ok: true,
      policy: parsePolicy(withAsciiDomains(isCompiled ? written.document : written, domainToASCII), host),
    };
  } catch (error) {
    const problems = problemsOf(error);
    if (problems === undefined) throw error;
    return { ok: false, problems };
  }
}

/** By the error's code: another copy of core has another class. */
function problemsOf(error: unknown): readonly PolicyProblem[] | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error) || error.code !== 'policy-invalid') return;
  if (!('problems' in error) || !Array.isArray(error.problems)) return;
  return error.problems;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
