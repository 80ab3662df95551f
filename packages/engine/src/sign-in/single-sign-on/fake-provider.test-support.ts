import { instant, type PolicyInput } from '@sallyport/core';
import {
  type Caller,
  type Departure,
  type FlowReply,
  isRefusal,
  type KeptTokens,
  type LiveSession,
  type ProvidedIdentity,
  type ProviderAnswer,
  ProviderUnavailable,
  type Refusal,
  type SallyportOptions,
  type SignInProvider,
} from '@sallyport/engine';
import { type Embedded, embedded, TENANT } from '../../embedded.test-support.ts';

export const ISSUER = 'https://idp.corp.example';
export const CALLBACK = 'http://localhost:3000/auth/sign-in/sso/corp/callback';

/** A provider that says what a test has it say: a code names who comes back. */
export class FakeProvider implements SignInProvider {
  readonly kind: SignInProvider['kind'];
  readonly id: string;
  readonly name = 'Example Corp';
  readonly roles: readonly string[];
  /** What it was asked for, in order. */
  readonly asked: Parameters<SignInProvider['begin']>[0][] = [];
  readonly #people = new Map<string, Partial<ProvidedIdentity>>();
  isDown = false;
  /** How often it was asked to judge what came back. */
  judged = 0;
  #issued = 0;

  constructor({ id = 'corp', kind = 'oidc', roles = [] }: Partial<Pick<SignInProvider, 'id' | 'kind' | 'roles'>> = {}) {
    this.id = id;
    this.kind = kind;
    this.roles = roles;
  }

  /** The person signs in there: the code that comes back. */
  signsIn(identity: Partial<ProvidedIdentity> & { readonly subject: string }): string {
    this.#issued += 1;
    const code = `${identity.subject} ${this.#issued}`;
    this.#people.set(code, identity);
    return code;
  }

  async begin(request: Parameters<SignInProvider['begin']>[0]): ReturnType<SignInProvider['begin']> {
    if (this.isDown) throw new ProviderUnavailable(this.id);
    this.asked.push(request);
    const { asksWho = false, asksAnew = false, within } = request;
    return {
      location: `https://idp.corp.example/authorize?state=${request.state}`,
      kept: { nonce: 'n' },
      asksAnew: asksWho || asksAnew || within !== undefined,
    };
  }

  async finish({ parameters, kept }: Parameters<SignInProvider['finish']>[0]): Promise<ProviderAnswer> {
    this.judged += 1;
    if (this.isDown) throw new ProviderUnavailable(this.id);
    if (parameters['error'] === 'access_denied') return { outcome: 'cancelled' };
    if (parameters['error'] === 'authentication_expired') return { outcome: 'expired' };
    const code = parameters['code'] ?? parameters['SAMLResponse'] ?? '';
    const person = this.#people.get(code);
    if (person === undefined || kept['nonce'] !== 'n') return { outcome: 'refused', why: 'no such code' };
    const once = { id: code, expiresAt: instant(Date.UTC(2099, 0)) };
    return { outcome: 'signed-in', identity: { issuer: ISSUER, subject: '', roles: [], once, ...person } };
  }

  async logout({ hint, returnTo }: { readonly hint?: string | undefined; readonly returnTo: string }): Promise<string> {
    return `https://idp.corp.example/logout?${new URLSearchParams({ hint: hint ?? '', returnTo })}`;
  }

  async metadata(callback: string): Promise<string> {
    return `<EntityDescriptor>${callback}</EntityDescriptor>`;
  }
}

export interface Corporate extends Embedded {
  readonly corp: FakeProvider;
}

export async function corporate(
  policy: PolicyInput<string> = {},
  options: Partial<SallyportOptions<string>> & { readonly corp?: FakeProvider } = {},
): Promise<Corporate> {
  const { corp = new FakeProvider(), ...rest } = options;
  const world = await embedded({ policy, providers: [corp], ...rest });
  return Object.assign(world, { corp });
}

/** A browser: it keeps its cookies, and goes where it is sent. */
export class Browser {
  readonly #world: Corporate;
  caller: Caller = { tenant: TENANT, mode: 'cookie' };

  constructor(world: Corporate) {
    this.#world = world;
  }

  /** Keeps what came with an answer, and says in a word what that was. */
  keeps(reply: FlowReply | Departure | { readonly keep: KeptTokens } | Refusal): string {
    const { keep } = reply;
    if (keep !== undefined) {
      const { flow, session, deviceTokens } = keep;
      this.caller = {
        ...this.caller,
        ...(flow === undefined ? {} : { flowToken: flow?.token }),
        ...(session === undefined ? {} : { sessionToken: session.token }),
        ...(deviceTokens === undefined ? {} : { deviceTokens: deviceTokens.tokens }),
      };
    }
    if ('refused' in reply) return reply.refused;
    return 'answer' in reply ? reply.answer.status : 'location' in reply ? 'away' : 'linked';
  }

  /** Goes to the provider; the state that is to come back. */
  async leaves(provider = 'corp', asksWho = false): Promise<string> {
    const left = await this.#world.auth.sso.begin(this.caller, provider, { callback: CALLBACK, asksWho });
    this.keeps(left);
    return isRefusal(left) ? left.refused : stateOf(left);
  }

  /** Comes back with these parameters. */
  async returns(parameters: Readonly<Record<string, string>> | undefined, provider = 'corp'): Promise<string> {
    const { auth } = this.#world;
    const { result } = await auth.sso.finish(this.caller, provider, { callback: CALLBACK, parameters });
    return this.keeps(result);
  }

  /** There and back, as this person. */
  async signsIn(identity: Partial<ProvidedIdentity> & { readonly subject: string }): Promise<string> {
    const state = await this.leaves();
    return this.returns({ state, code: this.#world.corp.signsIn(identity) });
  }

  async session(): Promise<LiveSession> {
    const session = await this.#world.auth.sessions.guard(this.caller, { needs: 'session' });
    if (isRefusal(session)) throw new Error(session.refused);
    return session;
  }
}

/** The state that is to come back from a provider. */
export function stateOf({ location }: Departure): string {
  return new URL(location).searchParams.get('state') ?? '';
}

/** The types of the events there are, oldest first. */
export async function eventsOf({ store }: Embedded): Promise<string[]> {
  return (await store.listEvents(TENANT, { limit: 200 })).items.map(({ type }) => type).reverse();
}
