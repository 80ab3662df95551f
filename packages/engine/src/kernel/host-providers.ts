import { type Directory, ProviderUnavailable, type SignInProvider } from '@sallyport/store/providers';
import { SallyportConfigError } from '../contract/configuration-error.ts';
import { HOST_LIMITS } from '../contract/lifetimes.ts';
import type { Refusal } from '../contract/refusal.ts';
import { HostSilent, within } from './host-call.ts';
import type { Timer } from './timer.ts';
import type { WarnOfUnavailable } from './unavailable.ts';

type Source = SignInProvider | Directory;

const ID = /^[a-z0-9-]{1,100}$/;

export function hostProviders(
  providers: readonly SignInProvider[],
  directory: Directory | undefined,
  timer: Timer,
  warn: WarnOfUnavailable,
  rechecks = false,
): { readonly providers: ReadonlyMap<string, SignInProvider>; readonly directory: Directory | undefined } {
  const seen = new Set<string>();
  for (const source of [...providers, ...(directory === undefined ? [] : [directory])]) check(source, seen);
  for (const provider of providers) checkMembers(provider.id, provider, ['begin', 'finish']);
  if (directory !== undefined) checkMembers(directory.id, directory, ['find', 'verify', 'close']);
  if (rechecks && directory !== undefined && directory.admits === undefined)
    refuse(
      `\`directoryRechecks\` is given, and the directory '${directory.id}' cannot find an entry without a password.`,
      'Let the directory search (`base`, `bindDn`) instead of `directDn`, or leave `directoryRechecks` out.',
    );
  return {
    providers: new Map(
      providers.map((provider) => [
        provider.id,
        boundedProvider(provider, answersOf(timer, warn, 'provider', provider.id)),
      ]),
    ),
    directory: directory && boundedDirectory(directory, answersOf(timer, warn, 'directory', directory.id)),
  };
}

function check({ id, name, roles }: Source, seen: Set<string>): void {
  // `constructor` would be found where a provider's roles are looked up.
  if (typeof id !== 'string' || !ID.test(id) || id in {})
    refuse(`'${id}' is no id of a provider.`, "Use 1 to 100 of a-z, 0-9 and '-': 'corp'.");
  if (seen.has(id)) refuse(`Two providers have the id '${id}'.`, 'Give each an id of its own.');
  seen.add(id);
  if (typeof name !== 'string' || name.trim() === '')
    refuse(`The provider '${id}' has no name.`, "Say what people know it by: 'Example Corp'.");
  if (!Array.isArray(roles) || roles.some((role) => typeof role !== 'string' || role === ''))
    refuse(`The roles of the provider '${id}' are no list of names.`, 'List those that are its to give, or none: [].');
}

function checkMembers<Of extends Source>(id: string, source: Of, members: readonly (keyof Of)[]): void {
  for (const member of members) {
    if (typeof source[member] === 'function') continue;
    refuse(
      `'${id}' has no function ${String(member)}.`,
      'Make it with @sallyport/oidc, @sallyport/saml or @sallyport/ldap.',
    );
  }
}

function refuse(message: string, wayOut: string): never {
  throw new SallyportConfigError('bad-provider', message, wayOut);
}

function boundedProvider(provider: SignInProvider, answering: Answering): SignInProvider {
  const { id, name, roles, kind, warnings } = provider;
  return {
    id,
    name,
    roles,
    kind,
    warnings,
    begin: (request) => answering(() => provider.begin(request)),
    finish: (response) => answering(() => provider.finish(response)),
    metadata:
      provider.metadata === undefined
        ? undefined
        : (callback) => answering(async () => provider.metadata?.(callback) ?? ''),
    logout: provider.logout === undefined ? undefined : (request) => answering(async () => provider.logout?.(request)),
    close: provider.close === undefined ? undefined : async () => provider.close?.(),
  };
}

function boundedDirectory(directory: Directory, answering: Answering): Directory {
  const { id, name, roles, findBySubject, admits } = directory;
  return {
    id,
    name,
    roles,
    find: (identifier) => answering(() => directory.find(identifier)),
    findBySubject: findBySubject && ((subject) => answering(() => findBySubject.call(directory, subject))),
    admits: admits && ((subject) => answering(() => admits.call(directory, subject))),
    verify: (entry, password) => answering(() => directory.verify(entry, password)),
    close: () => directory.close(),
  };
}

type Answering = <Answer>(ask: () => Promise<Answer>) => Promise<Answer>;

function answersOf(timer: Timer, warn: WarnOfUnavailable, kind: string, id: string): Answering {
  const late = (): Error =>
    new ProviderUnavailable(id, { cause: new HostSilent(`${kind} ${id}`, HOST_LIMITS.provider) });
  return async (ask) => {
    try {
      return await within(timer, HOST_LIMITS.provider, started(ask), late);
    } catch (cause) {
      warn(`the ${kind} ${id}`, cause);
      throw isProviderUnavailable(cause) ? cause : new ProviderUnavailable(id, { cause });
    }
  };
}

async function started<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  return ask();
}

/** A package may bring a second copy of the class. */
export function isProviderUnavailable(fault: unknown): fault is ProviderUnavailable {
  return fault instanceof Error && 'code' in fault && fault.code === 'provider-unavailable';
}

export async function whenAvailable<Answer>(ask: () => Promise<Answer>): Promise<Answer | Refusal> {
  try {
    return await ask();
  } catch (fault) {
    if (isProviderUnavailable(fault)) return { refused: 'provider-unavailable' };
    throw fault;
  }
}
