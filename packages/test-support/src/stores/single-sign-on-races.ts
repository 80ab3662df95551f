import { instant } from '@sallyport/core';
import {
  type Arrival,
  type Caller,
  createSallyport,
  isRefusal,
  type ProvidedIdentity,
  type SignInProvider,
  type Store,
  tenantId,
} from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';

const AT_ONCE = 20;
const CALLBACK = 'https://app.example/auth/sign-in/sso/corp/callback';

/** The results of each race. Most races count the answers by status or refusal. */
export interface SignOnRaces {
  /** The same return from a provider, 20 times at once. */
  readonly oneReturn: Readonly<Record<string, number>>;
  /** The same single-use assertion of a provider, in 20 flows at once. */
  readonly oneAssertion: Readonly<Record<string, number>>;
  /** The same ticket for a posted SAML response, redeemed 20 times at once. */
  readonly onePost: Readonly<Record<string, number>>;
  /** The number of new accounts after the first sign-in of one identity, in 20 browsers at once. */
  readonly accountsMade: number;
  /** The number of sessions in the store after all races. */
  readonly sessions: number;
}

/** The store grants one request of a race. */
const ONE = { complete: 1, refused: AT_ONCE - 1 };

/** The results of a correct store. The store grants one request of each race and refuses the others. */
export const EACH_ONCE: SignOnRaces = {
  ...{ oneReturn: ONE, oneAssertion: ONE, onePost: ONE, accountsMade: 1 },
  // In the last race every browser gets a session.
  sessions: 1 + 1 + 1 + AT_ONCE,
};

/** A provider that returns the code as the identity's subject. A code that begins with `once` works once. */
function provider(kind: SignInProvider['kind'], id: string): SignInProvider {
  return {
    kind,
    id,
    name: id,
    roles: [],
    begin: async ({ state }) => ({ location: `https://idp.example/?${new URLSearchParams({ state })}`, kept: {} }),
    async finish({ parameters, now }) {
      const subject = parameters['code'] ?? parameters['SAMLResponse'] ?? '';
      const once = subject.startsWith('once') ? { once: { id: subject, expiresAt: instant(now + 600_000) } } : {};
      const identity: ProvidedIdentity = { issuer: 'https://idp.example', subject, roles: [], ...once };
      return { outcome: 'signed-in', identity };
    },
  };
}

/** Runs each race of single sign-on on a store. */
export async function signOnRaces(store: Store): Promise<SignOnRaces> {
  const auth = createSallyport({
    origin: 'https://app.example',
    secrets: ['a secret that is long enough to be one'],
    store,
    passwordHashing: { memoryCost: 8, timeCost: 1 },
    providers: [provider('oidc', 'corp'), provider('saml', 'saml')],
    policy: {
      requiredStrength: 'single',
      providers: { corp: { createAccounts: true }, saml: { createAccounts: true } },
    },
  });
  await auth.ready();
  const tenant = tenantId('default');
  const fresh: Caller = { tenant, mode: 'cookie' };

  async function leaves(id: string): Promise<{ readonly caller: Caller; readonly state: string }> {
    const left = await auth.sso.begin(fresh, id, { callback: CALLBACK });
    if (isRefusal(left)) throw new Error(left.refused);
    const state = new URL(left.location).searchParams.get('state') ?? '';
    return { caller: { ...fresh, flowToken: left.keep.flow?.token }, state };
  }
  const returns = (caller: Caller, id: string, parameters: Readonly<Record<string, string>>): Promise<Arrival> =>
    auth.sso.finish(caller, id, { callback: CALLBACK, parameters });
  const atOnce = <Made>(make: () => Promise<Made>): Promise<Made[]> =>
    Promise.all(Array.from({ length: AT_ONCE }, make));

  const one = await leaves('corp');
  const oneReturn = await atOnce(() => returns(one.caller, 'corp', { state: one.state, code: 'ada' }));

  await returns((await leaves('corp')).caller, 'corp', {});
  const many = await atOnce(() => leaves('corp'));
  const oneAssertion = await Promise.all(
    many.map(({ caller, state }) => returns(caller, 'corp', { state, code: 'once' })),
  );

  const posting = await leaves('saml');
  const posted = { RelayState: posting.state, SAMLResponse: 'ben' };
  const kept = await auth.sso.keepResponse(fresh, 'saml', posted);
  if (isRefusal(kept)) throw new Error(kept.refused);
  const onePost = await atOnce(() =>
    returns(posting.caller, 'saml', { RelayState: posting.state, ticket: kept.ticket }),
  );

  const before = (await store.listAccounts(tenant, { limit: 100 })).items.length;
  const newcomers = await atOnce(() => leaves('corp'));
  await Promise.all(newcomers.map(({ caller, state }) => returns(caller, 'corp', { state, code: 'cleo' })));
  const accounts = (await store.listAccounts(tenant, { limit: 100 })).items;

  const sessions = await Promise.all(accounts.map(({ id }) => store.listSessions(tenant, id, forAdapters(auth).now())));
  await auth.close();
  return {
    oneReturn: tally(oneReturn),
    oneAssertion: tally(oneAssertion),
    onePost: tally(onePost),
    accountsMade: accounts.length - before,
    sessions: sessions.flat().length,
  };
}

function tally(arrivals: readonly Arrival[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { result } of arrivals) {
    const isOver = isRefusal(result) && (result.refused === 'invalid-credentials' || result.refused === 'flow-expired');
    const word = isOver
      ? 'refused'
      : isRefusal(result)
        ? result.refused
        : 'answer' in result
          ? result.answer.status
          : '';
    counts[word] = (counts[word] ?? 0) + 1;
  }
  return counts;
}
