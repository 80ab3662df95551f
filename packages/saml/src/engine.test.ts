import { inflateRawSync } from 'node:zlib';
import { type Caller, type Commit, createSallyport, isRefusal, tenantId } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { inCi } from '@sallyport/test-support/how-much';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  CALLBACK,
  encoded,
  identityProvider,
  NOW,
  refusal,
  type TestProvider,
} from './identity-provider.test-support.ts';
import { saml } from './saml.ts';
import { attributeOf } from './xml/elements.ts';
import { parseMessage } from './xml/parse-xml.ts';

const TENANT = tenantId('default');
const POLICY = { requiredStrength: 'single', providers: { 'corp-saml': { createAccounts: true } } } as const;
const FRESH: Caller = { tenant: TENANT, mode: 'cookie' };

interface Journey {
  readonly caller: Caller;
  readonly state: string;
  readonly requestId: string;
}

/** The engine with the real packages. `kept` holds the JSON of the flows and SAML requests in the store, to compare a flow before and after a stranger's post. */
async function world(idp: TestProvider) {
  const kept = new Map<string, string>();
  const store = memoryStore();
  const commit = async (change: Commit) => {
    const result = await store.commit(change);
    if (result.outcome !== 'committed') return result;
    const { flow, endFlow, samlRequest, endSamlRequest } = change;
    for (const ended of [endFlow, endSamlRequest]) if (ended !== undefined) kept.delete(ended.id);
    for (const record of [flow, samlRequest]) if (record !== undefined) kept.set(record.id, JSON.stringify(record));
    return result;
  };
  const auth = createSallyport({
    origin: 'https://app.example',
    secrets: ['a secret that is long enough to be one'],
    store: { ...store, commit },
    clock: () => NOW,
    passwordHashing: { memoryCost: 8, timeCost: 1 },
    providers: [saml({ id: 'corp-saml', name: 'Corp', idpMetadata: idp.metadata })],
    policy: POLICY,
  });
  await auth.ready();
  const leaves = async (caller: Caller = FRESH): Promise<Journey> => {
    const left = await auth.sso.begin(caller, 'corp-saml', { callback: CALLBACK });
    if (isRefusal(left)) throw new Error(left.refused);
    const { searchParams } = new URL(left.location);
    const request = parseMessage(
      inflateRawSync(Buffer.from(searchParams.get('SAMLRequest') ?? '', 'base64')).toString(),
    );
    return {
      caller: { ...caller, flowToken: left.keep.flow?.token },
      state: searchParams.get('RelayState') ?? '',
      requestId: attributeOf(request, 'ID') ?? '',
    };
  };
  // The ticket of the response that was kept last.
  let last = '';
  const posts = async ({ state }: Journey, SAMLResponse: string) => {
    const form = { RelayState: state, SAMLResponse, surplus: 'x'.repeat(1_000) };
    const answer = await auth.sso.keepResponse(FRESH, 'corp-saml', form);
    if (isRefusal(answer)) return answer;
    last = answer.ticket;
    return 'kept';
  };
  const returns = async ({ caller, state }: Journey) => {
    const at = { callback: CALLBACK, parameters: { RelayState: state, ticket: last } };
    const { result } = await auth.sso.finish(caller, 'corp-saml', at);
    return isRefusal(result) ? result.refused : 'answer' in result ? result.answer.status : 'linked';
  };
  const bytes = (): number => [...kept.values()].reduce((sum, { length }) => sum + length, 0);
  return { auth, leaves, posts, returns, bytes };
}

describe('what strangers post as SAML responses', () => {
  let idp: TestProvider;
  beforeAll(async () => {
    idp = await identityProvider();
  });

  it('X7 is not kept before form, issuer and signature hold: 200 posts of 250 KiB leave a few KiB', async () => {
    const { leaves, posts, returns, bytes } = await world(idp);
    const stranger = await identityProvider();
    let journey = await leaves();
    const padding = 'x'.repeat(180_000);
    for (let turn = 0; turn < 50; turn += 1) {
      journey = await leaves(journey.caller);
      const { requestId } = journey;
      const padded = (xml: string): string =>
        xml.replace('<samlp:Status>', `<samlp:Extensions>${padding}</samlp:Extensions>$&`);
      for (const response of [
        'A'.repeat(250_000),
        encoded(`<x>${padding}</x>`),
        await stranger.issue({ requestId, after: padded }),
        await idp.issue({ requestId: '_another', after: padded }),
      ])
        expect(await posts(journey, response)).toEqual({ refused: 'invalid-credentials' });
    }
    expect(bytes()).toBeLessThan(10_000);
    await posts(journey, await idp.issue({ requestId: journey.requestId }));
    expect(bytes()).toBeGreaterThan(5_000);
    expect(await returns(journey)).toBe('complete');
  });

  it('X7 of too many elements, or nested too deep, is kept nowhere, and the honest one that follows is', async () => {
    const { leaves, posts, returns, bytes } = await world(idp);
    const journey = await leaves();
    const { requestId } = journey;
    const before = bytes();
    const wide = '<saml:x/>'.repeat(5_500);
    const deep = `${'<x>'.repeat(65)}${'</x>'.repeat(65)}`;
    for (const inner of [wide, deep]) {
      const grow = (xml: string): string => xml.replace('</saml:AttributeValue>', `$&${inner}`);
      expect(await posts(journey, await idp.issue({ requestId, after: grow }))).toEqual({
        refused: 'invalid-credentials',
      });
      expect(await posts(journey, await idp.issue({ requestId, before: grow }))).toEqual({
        refused: 'invalid-credentials',
      });
    }
    expect(bytes() - before).toBeLessThan(100);
    expect(await posts(journey, await idp.issue({ requestId }))).toBe('kept');
    expect(await returns(journey)).toBe('complete');
  });

  it('X7 is kept once a flow, even where its provider said it', async () => {
    const { leaves, posts, returns, bytes } = await world(idp);
    let journey = await leaves();
    const response = await idp.issue({ requestId: journey.requestId });
    const { length } = response;
    expect(await posts(journey, response)).toBe('kept');
    for (let turn = 0; turn < 20; turn += 1) {
      journey = await leaves(journey.caller);
      const { requestId } = journey;
      const answers = await Promise.all(
        Array.from({ length: 3 }, async () => posts(journey, await idp.issue({ requestId }))),
      );
      expect(answers).toEqual(['kept', 'kept', 'kept']);
      expect(bytes()).toBeLessThan(length + 5_000);
    }
    expect(await returns(journey)).toBe('complete');
    expect(bytes()).toBeLessThan(5_000);
  });

  it('X3 twenty times at once, of an honest response, make one session, in every round', async () => {
    const { auth, leaves } = await world(idp);
    for (let round = 0; round < inCi(25, 5); round += 1) {
      const { caller, state: RelayState, requestId } = await leaves();
      const form = { RelayState, SAMLResponse: await idp.issue({ requestId }) };
      const arrives = async (): Promise<string> => {
        const kept = await auth.sso.keepResponse(FRESH, 'corp-saml', form);
        const parameters = { RelayState, ...(isRefusal(kept) ? {} : { ticket: kept.ticket }) };
        const { result } = await auth.sso.finish(caller, 'corp-saml', { callback: CALLBACK, parameters });
        return isRefusal(result) ? result.refused : 'answer' in result ? result.answer.status : 'linked';
      };
      const words = await Promise.all(Array.from({ length: 20 }, arrives));
      expect(words.filter((word) => word === 'complete')).toHaveLength(1);
    }
    await auth.close();
  });

  it('X7 that says no is kept as one word, since nobody signs it', async () => {
    const { leaves, posts, returns, bytes } = await world(idp);
    const journey = await leaves();
    const no = Buffer.from(refusal(journey.requestId, 'Responder', 'AuthnFailed'), 'base64').toString();
    const padded = no.replace('<samlp:Status>', `<samlp:Extensions>${'x'.repeat(180_000)}</samlp:Extensions>$&`);
    expect(await posts(journey, encoded(padded))).toBe('kept');
    expect(bytes()).toBeLessThan(5_000);
    expect(await returns(journey)).toBe('sign-in-cancelled');
    await posts(journey, await idp.issue({ requestId: journey.requestId }));
    expect(await returns(journey)).toBe('complete');
  });

  it('X7 uses up nothing of the honest response that follows', async () => {
    const { leaves, posts, returns } = await world(idp);
    const journey = await leaves();
    const { requestId } = journey;
    await posts(journey, await idp.issue({ requestId, after: (xml) => xml.replace('ben-7f3a', 'ada') }));
    expect(await returns(journey)).toBe('invalid-credentials');
    await posts(journey, await idp.issue({ requestId }));
    expect(await returns(journey)).toBe('complete');
  });
});
