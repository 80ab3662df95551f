import type { Brought } from '../strength/compile.ts';
import {
  ALL_METHODS,
  type BuiltInMethod,
  type DeliveredCode,
  isHostCode,
  maskOf,
  methodBit,
} from '../strength/method.ts';
import type { EvidencePattern } from '../strength/pattern.ts';
import type { Milliseconds } from '../time/duration.ts';
import { writtenRules } from './organisation-problems.ts';
import type { PolicyProblem } from './policy-error.ts';
import type { PolicyInput } from './policy-input.ts';
import { writtenDates } from './written-dates.ts';

/** The methods, providers, codes and roles that a host has configured, as far as a policy can name them. */
export interface HostMethods {
  /** The configured built-in methods. `sso` counts only with a provider. */
  readonly methods: readonly BuiltInMethod[];
  /** Names of the configured providers, as policies use them. Default: none. */
  readonly providers?: readonly string[];
  /** Name of the directory, as `providers` in a policy uses it. */
  readonly directory?: string;
  /** The configured delivered codes, as method names: `codes: { sms: … }` is `'sms-code'`. Default: none. */
  readonly codes?: readonly DeliveredCode[];
  /** For each provider, and the directory: the roles that the provider may give. Absent: every given role counts. */
  readonly gives?: Readonly<Record<string, readonly string[]>>;
  /** For how long a session has the roles that a provider gave, in milliseconds. Default: a day. */
  readonly givenRolesWithin?: Milliseconds;
  /** The host has a vault. Default: false. */
  readonly vault?: boolean;
  /** The host tells the contexts of a request (`contextOf`). Default: false. */
  readonly contexts?: boolean;
  /** The host has organisations, which requests enter. Default: false. */
  readonly organisations?: boolean;
  /** A former system judges the passwords that were imported without a hash. Default: false. */
  readonly passwordsElsewhere?: boolean;
  /** The host has a list of breached passwords. Default: false. */
  readonly breachedPasswords?: boolean;
  /** The AAGUIDs of the models for which attestation roots vouch. `any`: a root also vouches for models that nobody lists. Default: none. */
  readonly attestedModels?: 'any' | readonly string[];
  /**
   * A checked policy whose rules hold under every other policy of this host: the stricter rule applies. Its strengths and its settings of providers win over
   * those of the same name. Default: none.
   */
  readonly floor?: PolicyInput<string>;
}

export function broughtBy(host: HostMethods | undefined, policy: PolicyInput<string>): Brought {
  if (host !== undefined) {
    const methods = maskOf(host.methods);
    const { providers = [] } = host;
    const codes = unique(host.codes ?? []);
    return { methods: providers.length > 0 ? methods : methods & ~methodBit('sso'), codes, providers };
  }
  const named = patternsOf(policy).map(({ pattern }) => pattern.method);
  return { methods: ALL_METHODS, codes: unique(named.filter(isHostCode)) };
}

function unique(codes: readonly DeliveredCode[]): readonly DeliveredCode[] {
  return [...new Set(codes)].sort();
}

export function patternsOf({
  strengths = {},
}: PolicyInput<string>): { readonly path: string; readonly pattern: EvidencePattern }[] {
  return Object.entries(strengths).flatMap(([name, { anyOf }]) =>
    anyOf.flatMap((combination, row) =>
      combination.map((pattern, place) => ({ path: `strengths.${name}.anyOf.${row}.${place}`, pattern })),
    ),
  );
}

export function hostProblems(policy: PolicyInput<string>, host: HostMethods): PolicyProblem[] {
  const { methods, codes } = broughtBy(host, policy);
  const { providers = [], directory, vault = false, breachedPasswords = false, attestedModels = [] } = host;
  const { contexts = {} } = policy;
  const problems: PolicyProblem[] = [];
  const missing = (path: string, what: string): void => {
    problems.push({ path, message: `the host brings no ${what}`, code: 'not-configured' });
  };
  const checkMethod = (path: string, name: BuiltInMethod): void => {
    if ((methods & methodBit(name)) === 0) missing(path, whatIs(name));
  };
  const checkMethods = (path: string, names: readonly BuiltInMethod[] = []): void => {
    for (const [place, name] of names.entries()) checkMethod(`${path}.${place}`, name);
  };
  const checkModels = (path: string, named: readonly string[] = [], attested: readonly string[]): void => {
    for (const [place, model] of named.entries())
      if (!attested.includes(model)) missing(`${path}.aaguid.${place}`, `attestation root for the model '${model}'`);
  };
  checkMethods('methods', policy.methods);
  for (const [role, rule] of Object.entries(policy.roles ?? {})) checkMethods(`roles.${role}.methods`, rule.methods);
  for (const { path, rule } of writtenDates(policy)) checkMethods(`${path}.methods`, rule.methods);
  for (const [context, rule] of Object.entries(contexts)) checkMethods(`contexts.${context}.methods`, rule.methods);
  for (const { path, rule } of writtenRules('organisations', policy.organisations ?? {}))
    checkMethods(`${path}.methods`, rule.methods);
  if (host.contexts !== true && Object.keys(contexts).length > 0)
    missing('contexts', '`contextOf` that tells the contexts of a request');
  if (host.organisations !== true && policy.organisations !== undefined)
    missing('organisations', 'organisations that a request enters');
  if (policy.emailCodes?.offer === 'always') checkMethod('emailCodes.offer', 'email-code');
  if (policy.preferSso !== undefined && !providers.includes(policy.preferSso))
    missing('preferSso', `provider '${policy.preferSso}'`);
  for (const name of Object.keys(policy.providers ?? {}))
    if (!providers.includes(name) && name !== directory) missing(`providers.${name}`, `provider '${name}'`);
  for (const { path, pattern } of patternsOf(policy)) {
    const { method } = pattern;
    if (isHostCode(method) ? !codes.includes(method) : (methods & methodBit(method)) === 0)
      missing(`${path}.method`, whatIs(method));
    if (pattern.attested !== true || attestedModels === 'any') continue;
    if (attestedModels.length === 0) missing(`${path}.attested`, 'attestation roots');
    else checkModels(path, pattern.aaguid, attestedModels);
  }
  if (policy.vault?.emergency === 'required' && !vault) missing('vault.emergency', 'vault');
  if (policy.passwords?.breached === 'refuse' && !breachedPasswords)
    missing('passwords.breached', 'list of breached passwords');
  return problems;
}

function whatIs(method: BuiltInMethod | DeliveredCode): string {
  if (method === 'sso') return 'provider for single sign-on';
  return method === 'ldap' ? 'LDAP directory' : `method '${method}'`;
}
