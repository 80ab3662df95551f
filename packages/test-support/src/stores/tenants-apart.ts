import { instant, type PolicyInput } from '@sallyport/core';
import {
  type Arrival,
  type Caller,
  createSallyport,
  hostCode,
  isRefusal,
  type KeptTokens,
  type Refusal,
  type Sallyport,
  type SignInProvider,
  type Store,
  tenantId,
} from '@sallyport/engine';
import { afterAll, beforeAll, expect, it } from 'vitest';

/** A store that several tenants share. */
export interface SharedStore {
  readonly store: Store;
  close(): Promise<void>;
}

const PASSWORD = 'correct horse battery staple';
const BEN = 'ben@example.org';
const NOW = Date.UTC(2031, 2, 3, 9, 0, 0);
const CALLBACK = 'https://app.example/auth/sso/callback';
const NOT_FOUND = { refused: 'not-found' };

/** A provider that gives each identity the role `admin`, and records each call. */
class Generous implements SignInProvider {
  readonly kind: SignInProvider['kind'];
  readonly id: string;
  readonly name = 'Generous';
  readonly roles: readonly string[] = ['admin'];
  readonly asked: string[] = [];

  constructor(id: string, kind: SignInProvider['kind'] = 'oidc') {
    this.id = id;
    this.kind = kind;
  }

  async begin({ state }: Parameters<SignInProvider['begin']>[0]): ReturnType<SignInProvider['begin']> {
    this.asked.push('begin');
    return { location: `https://idp.example/?${new URLSearchParams({ state })}`, kept: {} };
  }

  async finish({ now }: Parameters<SignInProvider['finish']>[0]): ReturnType<SignInProvider['finish']> {
    this.asked.push('finish');
    const said = { roles: ['admin'], acr: 'urn:mfa', authTime: instant(now) };
    return { outcome: 'signed-in', identity: { issuer: 'https://idp.example', subject: 'ben', ...said } };
  }

  async metadata(): Promise<string> {
    this.asked.push('metadata');
    return '<EntityDescriptor/>';
  }
}

/** A browser at one tenant, with its cookies. */
class Visitor {
  readonly #auth: Sallyport;
  caller: Caller;

  constructor(auth: Sallyport, tenant: string) {
    this.#auth = auth;
    this.caller = { tenant: tenantId(tenant), mode: 'cookie' };
  }

  keeps<Reply extends { readonly keep?: KeptTokens | undefined } | Refusal>(reply: Reply): Reply {
    const { flow, session } = reply.keep ?? {};
    this.caller = {
      ...this.caller,
      ...(flow === undefined ? {} : { flowToken: flow?.token }),
      ...(session === undefined ? {} : { sessionToken: session.token }),
    };
    return reply;
  }

  async signsIn(): Promise<void> {
    this.keeps(await this.#auth.signIn.begin(this.caller, { identifier: BEN, password: PASSWORD }));
  }

  /** Goes to a provider to link the identity there. */
  async leavesToLink(provider: string) {
    const session = await this.#auth.sessions.guard(this.caller, { needs: 'session' });
    if (isRefusal(session)) throw new Error(session.refused);
    return this.keeps(await this.#auth.sso.beginLink(this.caller, session, provider, { callback: CALLBACK }));
  }

  async leaves(provider: string) {
    return this.keeps(await this.#auth.sso.begin(this.caller, provider, { callback: CALLBACK }));
  }

  async returns(provider: string, state: string): Promise<Arrival> {
    const arrival = await this.#auth.sso.finish(this.caller, provider, {
      callback: CALLBACK,
      parameters: { state, code: 'ben' },
    });
    this.keeps(arrival.result);
    return arrival;
  }

  administers(): ReturnType<Sallyport['sessions']['guard']> {
    return this.#auth.sessions.guard(this.caller, { needs: 'administrator', of: 'people' });
  }
}

function stateOf(left: Awaited<ReturnType<Visitor['leaves' | 'leavesToLink']>>): string {
  if (isRefusal(left)) throw new Error(left.refused);
  return new URL(left.location).searchParams.get('state') ?? '';
}

/** Two tenants in one process, on one store: no user of a tenant reaches a provider of the other tenant. */
export function tenantsApart(open: () => Promise<SharedStore>): void {
  const north = [new Generous('north-idp'), new Generous('corp'), new Generous('north-saml', 'saml')];
  const south = [new Generous('south-idp'), new Generous('corp')];
  const policy = {
    requiredStrength: 'single',
    administrators: { people: ['admin'] },
  } as const satisfies PolicyInput<string>;
  const trust = [{ acr: 'urn:mfa', strength: 'enhanced' }] as const;
  let auth: Sallyport;
  let store: Store;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const opened = await open();
    ({ store } = opened);
    auth = createSallyport({
      origin: 'https://app.example',
      secrets: ['a secret that is long enough to be one'],
      store,
      clock: () => NOW,
      passwordHashing: { memoryCost: 8, timeCost: 1 },
      policy,
      tenant: ({ headers }) => headers['host'] ?? '',
      tenants: { north: { providers: north }, south: { providers: south } },
    });
    await auth.ready();
    await auth.people.create({ tenant: 'north', identifier: BEN, password: PASSWORD, by: hostCode('host') });
    await auth.people.create({
      tenant: 'south',
      identifier: BEN,
      email: BEN,
      password: PASSWORD,
      by: hostCode('host'),
    });
    // Ben has no mailbox in `north`. `firstFactor: 'password'` lets Ben link an identity in a session that rests on the password alone.
    const enrollment = { firstFactor: 'password' } as const;
    const ofNorth = { ...policy, enrollment, providers: { 'north-idp': { trust } } };
    await auth.policy.set('north', ofNorth, { ifVersion: 0, by: hostCode('host') });
    close = async () => {
      await auth.close();
      await opened.close();
    };
  });
  afterAll(() => close?.());

  const linksOf = async (tenant: string): Promise<unknown[]> =>
    (await store.listAccounts(tenantId(tenant), { limit: 10 })).items.flatMap(({ externalIds = [] }) => externalIds);

  it('X39 a provider of one tenant is not there for a user of another, who links nothing and administers nothing', async () => {
    const stranger = new Visitor(auth, 'south');
    await stranger.signsIn();
    expect(await stranger.leavesToLink('north-idp')).toEqual(NOT_FOUND);
    expect(await stranger.leaves('north-idp')).toEqual(NOT_FOUND);
    expect(await stranger.returns('north-idp', 'any')).toMatchObject({ result: NOT_FOUND });
    const form = { RelayState: 'any', SAMLResponse: 'any' };
    expect(await auth.sso.keepResponse(stranger.caller, 'north-saml', form)).toEqual(NOT_FOUND);
    expect(await auth.sso.metadata(stranger.caller.tenant, 'north-saml', CALLBACK)).toEqual(NOT_FOUND);
    const written = { ...policy, providers: { 'north-idp': { trust } } };
    expect(await auth.policy.set('south', written, { ifVersion: 0, by: hostCode('host') })).toMatchObject({
      refused: 'malformed-input',
      errors: [{ path: 'policy.providers.north-idp' }],
    });
    expect(await stranger.administers()).toMatchObject({ refused: 'not-permitted' });
    expect(north.map(({ asked }) => asked)).toEqual([[], [], []]);
    expect(await linksOf('south')).toEqual([]);

    const own = new Visitor(auth, 'north');
    await own.signsIn();
    const state = stateOf(await own.leavesToLink('north-idp'));
    expect(await own.returns('north-idp', state)).toMatchObject({ purpose: 'link', result: { keep: {} } });
    expect(await linksOf('north')).toMatchObject([{ provider: 'north-idp' }]);
    const again = new Visitor(auth, 'north');
    await again.returns('north-idp', stateOf(await again.leaves('north-idp')));
    expect(await again.administers()).toMatchObject({ roles: ['admin'] });
    expect(await auth.sso.metadata(own.caller.tenant, 'north-saml', CALLBACK)).toEqual({ xml: '<EntityDescriptor/>' });
    expect(south.map(({ asked }) => asked)).toEqual([[], []]);
  });

  it('X39 a journey to a provider ends in the tenant where it began, also where both tenants have one of that name', async () => {
    for (const provider of [...north, ...south]) provider.asked.length = 0;
    const visitor = new Visitor(auth, 'north');
    const state = stateOf(await visitor.leaves('corp'));
    const elsewhere = new Visitor(auth, 'south');
    elsewhere.caller = { ...visitor.caller, tenant: elsewhere.caller.tenant };
    expect(await elsewhere.returns('corp', state)).toMatchObject({ result: { refused: 'flow-expired' } });
    const begun = new Visitor(auth, 'south');
    await begun.leaves('corp');
    expect(await begun.returns('corp', state)).toMatchObject({ result: { refused: 'invalid-credentials' } });
    expect(south.map(({ asked }) => asked)).toEqual([[], ['begin']]);
    await visitor.returns('corp', state);
    expect(north.map(({ asked }) => asked)).toEqual([[], ['begin', 'finish'], []]);
  });
}
