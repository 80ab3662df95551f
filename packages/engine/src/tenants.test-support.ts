import { createECDH } from 'node:crypto';
import type { PolicyInput } from '@sallyport/core';
import {
  type Caller,
  createSallyport,
  hostCode,
  isRefusal,
  type KeptTokens,
  type LiveSession,
  type ProviderAnswer,
  type Refusal,
  type Sallyport,
  type SallyportOptions,
  type SignInProvider,
  type Store,
  type TenantOptions,
  tenantId,
} from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { PASSWORD } from './embedded.test-support.ts';

export const NAMES = ['north', 'south'] as const;
export type Name = (typeof NAMES)[number];
export const BEN = 'ben@example.org';
/** Nobody here has this identifier: only a directory could know it. */
export const EVA = 'eva';
export const CALLBACK = 'http://localhost:3000/auth/sso/callback';
export const POLICY: PolicyInput<string> = { requiredStrength: 'single' };

/** A call that a part was given. */
export interface Given {
  /** Whose part it is. */
  readonly of: Name;
  readonly part: string;
  /** What was to be sent. */
  readonly code?: string | undefined;
}

/** Everything there is, for one tenant. Every id, name and label says whose it is, and every call is written down. */
export function partsOf(of: Name, given: Given[]): Required<Omit<TenantOptions, 'attestationRoots'>> {
  const heard = (part: string, code?: string): void => void given.push({ of, part, code });
  const provider = (kind: SignInProvider['kind'], id: string): SignInProvider => ({
    ...{ kind, id, name: `Provider of ${of}`, roles: [] },
    async begin({ state }) {
      heard('begin');
      return { location: `https://${of}.example/?${new URLSearchParams({ state })}`, kept: {} };
    },
    async finish({ parameters }): Promise<ProviderAnswer> {
      heard('finish');
      const subject = parameters['code'] ?? parameters['SAMLResponse'] ?? '';
      return { outcome: 'signed-in', identity: { issuer: of, subject, roles: [], logoutHint: of } };
    },
    metadata(callback) {
      heard('metadata');
      return `<${of}>${callback}</${of}>`;
    },
    logout({ returnTo }) {
      heard('logout');
      return `https://${of}.example/logout?${new URLSearchParams({ returnTo })}`;
    },
  });
  const publicKey = createECDH('prime256v1').generateKeys('base64url');
  return {
    providers: [provider('oidc', 'corp'), provider('oidc', `${of}-idp`), provider('saml', `${of}-saml`)],
    directory: {
      ...{ id: `${of}-ldap`, name: `Directory of ${of}`, roles: [] },
      async find(identifier) {
        heard('find');
        return { outcome: 'found', entry: { key: identifier, dn: identifier, subject: identifier } };
      },
      async verify(entry) {
        heard('verify');
        return { subject: entry.key, roles: [] };
      },
      async close() {
        heard('close');
      },
    },
    codes: {
      // Both tenants have text messages; each has another code of its own.
      sms: { label: `SMS of ${of}`, send: ({ code }) => heard('codes.sms', code) },
      [of]: { label: `Code of ${of}`, send: ({ code }) => heard(`codes.${of}`, code) },
    },
    sendMail: ({ code }) => heard('sendMail', code),
    vault: { emergencyKey: { kid: `key-of-${of}`, publicKey } },
  };
}

export interface TwoTenants {
  readonly auth: Sallyport;
  readonly store: Store;
  readonly given: Given[];
  readonly logged: unknown[];
}

/** A host with the tenants `north` and `south`, each with parts of its own, and one account of the same name in each. */
export async function twoTenants(options: Partial<SallyportOptions<string>> = {}): Promise<TwoTenants> {
  const [given, logged]: [Given[], unknown[]] = [[], []];
  const store = memoryStore();
  const auth = createSallyport({
    origin: 'http://localhost:3000',
    secrets: ['a secret that is long enough to be one'],
    store,
    passwordHashing: { memoryCost: 8, timeCost: 1 },
    clock: () => Date.UTC(2031, 2, 3, 9, 0, 0),
    policy: POLICY,
    logger: { warn: (...words) => void logged.push(words), error: (...words) => void logged.push(words) },
    tenant: ({ headers }) => headers['host'] ?? '',
    tenants: { north: partsOf('north', given), south: partsOf('south', given) },
    ...options,
  });
  await auth.ready();
  for (const tenant of NAMES) {
    const made = await auth.people.create({
      tenant,
      identifier: BEN,
      email: BEN,
      password: PASSWORD,
      by: hostCode('host'),
    });
    if (isRefusal(made)) throw new Error(made.refused);
  }
  return { auth, store, given, logged };
}

/** A browser at one tenant, which keeps its cookies. */
export class Visitor {
  readonly auth: Sallyport;
  caller: Caller;
  /** What is to come back from the provider that it was sent to last. */
  state = '';

  constructor({ auth }: Pick<TwoTenants, 'auth'>, tenant: Name) {
    this.auth = auth;
    this.caller = { tenant: tenantId(tenant), mode: 'cookie' };
  }

  keeps<Reply extends { readonly keep?: KeptTokens | undefined; readonly location?: string } | Refusal>(
    reply: Reply,
  ): Reply {
    const { flow, session } = reply.keep ?? {};
    this.caller = {
      ...this.caller,
      ...(flow === undefined ? {} : { flowToken: flow?.token }),
      ...(session === undefined ? {} : { sessionToken: session.token }),
    };
    if ('location' in reply && reply.location !== undefined)
      this.state = new URL(reply.location).searchParams.get('state') ?? '';
    return reply;
  }

  async signsIn() {
    return this.keeps(await this.auth.signIn.begin(this.caller, { identifier: BEN, password: PASSWORD }));
  }

  /** Signs in by a password and a code from the mailbox, so that factors may be set up. */
  async provesTwice(given: readonly Given[]) {
    await this.signsIn();
    const session = await this.session();
    if (session === undefined) return undefined;
    this.keeps(await this.auth.signIn.stepUp(this.caller, session, { strength: 'baseline' }));
    await this.auth.signIn.sendCode(this.caller, 'email-code');
    return this.keeps(await this.auth.signIn.code(this.caller, 'email-code', { code: given.at(-1)?.code ?? '' }));
  }

  /** Its session, if it has one. */
  async session(): Promise<LiveSession | undefined> {
    const session = await this.auth.sessions.guard(this.caller, { needs: 'session' });
    return isRefusal(session) ? undefined : session;
  }

  /** Its session; throws where it has none. */
  async live(): Promise<LiveSession> {
    const session = await this.session();
    if (session === undefined) throw new Error('there is no session');
    return session;
  }
}

/** Every request is of the tenant `north`. */
export const tenant = (): string => 'north';

/** A host that starts, or throws, with these options. */
export function made(options: Partial<SallyportOptions<string>>): Sallyport {
  return createSallyport({
    origin: 'http://localhost:3000',
    secrets: ['a secret that is long enough to be one'],
    store: memoryStore(),
    logger: { warn: () => undefined, error: () => undefined },
    ...options,
  });
}

/** What `made` throws. */
export function problemOf(options: Partial<SallyportOptions<string>>): unknown {
  try {
    made(options);
    return undefined;
  } catch (error) {
    return error;
  }
}

/** A provider that signs in nobody. */
export const corp = (id: string, over: Partial<SignInProvider> = {}): SignInProvider => ({
  ...{ kind: 'oidc', id, name: id, roles: [] },
  begin: async () => ({ location: 'https://idp.example', kept: {} }),
  finish: async () => ({ outcome: 'cancelled' }),
  ...over,
});
