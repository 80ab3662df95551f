import type { PolicyInput } from '@sallyport/core';
import {
  type CodeToSend,
  type CounterView,
  type Directory,
  type FlowReply,
  hostCode,
  isRefusal,
  type SallyportOptions,
  type Store,
} from '@sallyport/engine';
import { inCi } from '@sallyport/test-support/how-much';
import { describe, expect, it } from 'vitest';
import {
  Client,
  type Embedded,
  embedded,
  newAccount,
  PASSWORD,
  provesNow,
  TENANT,
} from '../../embedded.test-support.ts';
import { newStore } from '../../new-store.test-support.ts';
import { Browser, CALLBACK, FakeProvider } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';

const DORA = 'dora@example.org';
const OTHER = 'dora@example.net';
const NEXT = 'another correct horse battery';
const HISTORY: PolicyInput<string> = { passwords: { history: 4 } };
const AT_ONCE = 20;
const MINUTE = 60_000;

/** A store whose calls take a while, each another while: the requests at once come to a record in many orders. */
function slow(store: Store, seed: number): Store {
  let state = seed;
  const waits = async (): Promise<void> => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    for (let turn = (state >> 16) % 8; turn > 0; turn -= 1) await new Promise((resolve) => setImmediate(resolve));
  };
  const slowly =
    <Asked extends unknown[], Answer>(call: (...asked: Asked) => Promise<Answer>) =>
    async (...asked: Asked): Promise<Answer> => {
      await waits();
      const answer = await call(...asked);
      await waits();
      return answer;
    };
  return {
    ...store,
    beginStep: slowly(store.beginStep),
    checkSession: slowly(store.checkSession),
    readAccount: slowly(store.readAccount),
    readSamlRequest: slowly(store.readSamlRequest),
    commit: slowly(store.commit),
  };
}

interface World extends Embedded {
  readonly texts: CodeToSend[];
}

const directory: Directory = {
  ...{ id: 'ldap', name: 'Directory', roles: [] },
  find: async (identifier) => ({ outcome: 'found', entry: { key: identifier, dn: identifier, subject: identifier } }),
  verify: async ({ dn }, password) => (password === PASSWORD ? { subject: dn, roles: [] } : undefined),
  close: async () => {},
};

async function world(
  seed: number,
  policy: PolicyInput<string> = {},
  options: Partial<SallyportOptions<string>> = {},
): Promise<World> {
  const texts: CodeToSend[] = [];
  const sms = { label: 'SMS', send: (code: CodeToSend) => void texts.push(code), address: (raw: string) => raw };
  const store = slow(newStore(), seed);
  return Object.assign(await embedded({ store, codes: { sms }, policy, ...options }), { texts });
}

/** A request that somebody sends 20 times at once. */
interface Twenty {
  readonly at: World;
  readonly ask: () => Promise<object | undefined>;
}

/** Dora, signed in by a password and a mailed code, with an authenticator app, backup codes and a number. */
async function dora(seed: number, policy: PolicyInput<string> = {}) {
  const at = await world(seed, policy);
  const { auth, texts } = at;
  await newAccount(at, DORA);
  const owner = new Client(at);
  await owner.signsInByMail(DORA);
  await auth.enroll.code(owner.caller, 'sms-code', { address: '+15550112' });
  await owner.keeps(auth.enroll.confirmCode(owner.caller, 'sms-code', { code: texts.at(-1)?.code ?? '' }));
  const { secret, reply } = await owner.enrollsTotp();
  const { backupCodes = [] } = reply.answer as { readonly backupCodes?: readonly string[] };
  at.now += MINUTE;
  const client = new Client(at);
  await client.keeps(auth.signIn.begin(client.caller, { identifier: DORA, password: PASSWORD }));
  return { at, owner, client, secret, backupCodes };
}

const code =
  (method: string, of: (at: Awaited<ReturnType<typeof dora>>) => Promise<string>) =>
  async (seed: number): Promise<Twenty> => {
    const begun = await dora(seed, { emailCodes: { offer: 'always' } });
    const { at, client } = begun;
    const shown = await of(begun);
    return { at, ask: () => at.auth.signIn.code(client.caller, method, { code: shown }) };
  };

async function enrolling(
  seed: number,
  policy: PolicyInput<string> = {},
): Promise<{ readonly at: World; readonly owner: Client }> {
  const at = await world(seed, policy);
  await newAccount(at, DORA);
  const owner = new Client(at);
  await owner.signsInByMail(DORA);
  return { at, owner };
}

async function corporate(seed: number, kind: 'oidc' | 'saml') {
  const corp = new FakeProvider({ kind });
  const at = await world(
    seed,
    { requiredStrength: 'single', providers: { corp: { createAccounts: true } } },
    { providers: [corp] },
  );
  const browser = new Browser(Object.assign(at, { corp }));
  return { at, corp, browser };
}

async function mailedLink(at: World, { caller }: Client): Promise<string> {
  await at.auth.recovery.begin(caller, { identifier: DORA });
  await at.auth.runBackgroundWork();
  return at.mails.at(-1)?.token ?? '';
}

/** The types of the events, oldest first. */
async function typesOf({ store }: World): Promise<readonly string[]> {
  return (await store.listEvents(TENANT, { limit: 200 })).items.map(({ type }) => type).reverse();
}

/** The counters, without those of mails. */
async function counted({ store }: World): Promise<readonly CounterView[]> {
  return (await store.listCounters(TENANT)).filter(({ authenticator }) => !authenticator.startsWith('mail:'));
}

/** The requests that open a session. */
const OPENS: ReadonlySet<string> = new Set([
  ...[
    'a password',
    'a password of a directory',
    'a mailed code',
    'a delivered code',
    'a code of an app',
    'a backup code',
  ],
  ...['the first code of an app, in a sign-in', 'a return from a provider', 'a posted SAML response'],
  ...['the link of an invitation', 'the link of a sign-up'],
]);

const KINDS: Readonly<Record<string, (seed: number) => Promise<Twenty>>> = {
  async 'a password'(seed) {
    const at = await world(seed, { requiredStrength: 'single' });
    await newAccount(at, DORA);
    const client = new Client(at);
    await client.keeps(at.auth.signIn.begin(client.caller, { identifier: DORA }));
    return { at, ask: () => at.auth.signIn.password(client.caller, { password: PASSWORD }) };
  },
  async 'a password of a directory'(seed) {
    const at = await world(
      seed,
      { requiredStrength: 'single', providers: { ldap: { createAccounts: true } } },
      { directory },
    );
    const client = new Client(at);
    await client.keeps(at.auth.signIn.begin(client.caller, { identifier: 'dora' }));
    return { at, ask: () => at.auth.signIn.password(client.caller, { password: PASSWORD }) };
  },
  'a mailed code': code('email-code', async ({ at, client }) => {
    await client.keeps(at.auth.signIn.sendCode(client.caller, 'email-code'));
    return at.mails.at(-1)?.code ?? '';
  }),
  'a delivered code': code('sms-code', async ({ at, client }) => {
    await client.keeps(at.auth.signIn.sendCode(client.caller, 'sms-code'));
    return at.texts.at(-1)?.code ?? '';
  }),
  'a code of an app': code('totp', async ({ client, secret }) => client.totp(secret)),
  'a backup code': code('backup-code', async ({ backupCodes }) => backupCodes[0] ?? ''),
  async 'an enrollment code'(seed) {
    const at = await world(seed, { requiredStrength: 'enhanced', enrollment: { firstFactor: 'vouched' } });
    await newAccount(at, DORA);
    const vouched = await at.auth.people.vouch({ identifier: DORA }, { by: hostCode('host') });
    if (isRefusal(vouched)) throw new Error(vouched.refused);
    const client = new Client(at);
    const begun = await at.auth.signIn.begin(client.caller, { identifier: DORA, password: PASSWORD });
    client.caller = { ...client.caller, flowToken: begun.keep?.flow?.token };
    return { at, ask: () => at.auth.signIn.enrollmentCode(client.caller, { code: vouched.enrollmentCode }) };
  },
  async 'the first code of an app, in a session'(seed) {
    const { at, owner } = await enrolling(seed);
    const pending = await at.auth.enroll.secret(owner.caller, 'totp');
    if (isRefusal(pending)) throw new Error(pending.refused);
    return { at, ask: () => at.auth.enroll.confirmCode(owner.caller, 'totp', { code: owner.totp(pending.secret) }) };
  },
  async 'the first code of an app, in a sign-in'(seed) {
    const at = await world(seed, { requiredStrength: 'enhanced', enrollment: { firstFactor: 'password' } });
    await newAccount(at, DORA);
    const client = new Client(at);
    await client.keeps(at.auth.signIn.begin(client.caller, { identifier: DORA, password: PASSWORD }));
    const pending = await at.auth.enroll.secret(client.caller, 'totp');
    if (isRefusal(pending)) throw new Error(pending.refused);
    return { at, ask: () => at.auth.enroll.confirmCode(client.caller, 'totp', { code: client.totp(pending.secret) }) };
  },
  async 'the first code to a number, in a session'(seed) {
    const { at, owner } = await enrolling(seed);
    await at.auth.enroll.code(owner.caller, 'sms-code', { address: '+15550112' });
    const sent = at.texts.at(-1)?.code ?? '';
    return { at, ask: () => at.auth.enroll.confirmCode(owner.caller, 'sms-code', { code: sent }) };
  },
  async 'a new password in a session'(seed) {
    const { at, owner } = await enrolling(seed);
    const session = await owner.session();
    return { at, ask: () => at.auth.me(session).changePassword(owner.caller, { current: PASSWORD, next: NEXT }) };
  },
  async 'a return from a provider'(seed) {
    const { at, corp, browser } = await corporate(seed, 'oidc');
    const state = await browser.leaves();
    const back = { callback: CALLBACK, parameters: { state, code: corp.signsIn({ subject: 's' }) } };
    return { at, ask: async () => (await at.auth.sso.finish(browser.caller, 'corp', back)).result };
  },
  async 'a posted SAML response'(seed) {
    const { at, corp, browser } = await corporate(seed, 'saml');
    const RelayState = await browser.leaves();
    const form = { RelayState, SAMLResponse: corp.signsIn({ subject: 's' }) };
    const stranger = new Browser(Object.assign(at, { corp })).caller;
    const ask = async (): Promise<object> => {
      const kept = await at.auth.sso.keepResponse(stranger, 'corp', form);
      const parameters = { RelayState, ...(isRefusal(kept) ? {} : { ticket: kept.ticket }) };
      return (await at.auth.sso.finish(browser.caller, 'corp', { callback: CALLBACK, parameters })).result;
    };
    return { at, ask };
  },
  async 'a link of an identity'(seed) {
    const { at, corp, browser } = await corporate(seed, 'oidc');
    await newAccount(at, DORA);
    browser.keeps(await at.auth.signIn.begin(browser.caller, { identifier: DORA, password: PASSWORD }));
    const session = await provesNow(at, at.store, browser);
    const left = await at.auth.sso.beginLink(browser.caller, session, 'corp', { callback: CALLBACK });
    browser.keeps(left);
    const state = corp.asked.at(-1)?.state ?? '';
    const back = { callback: CALLBACK, parameters: { state, code: corp.signsIn({ subject: 's' }) } };
    return { at, ask: async () => (await at.auth.sso.finish(browser.caller, 'corp', back)).result };
  },
  async 'the link of an invitation'(seed) {
    const at = await world(seed, { requiredStrength: 'single' });
    await at.auth.people.create({ identifier: DORA, email: DORA, invite: true, by: hostCode('host') });
    const token = at.mails.at(-1)?.token ?? '';
    const { caller } = new Client(at);
    return { at, ask: () => at.auth.invitations.accept(caller, { token, password: PASSWORD }) };
  },
  async 'the link of a sign-up'(seed) {
    const at = await world(seed, { requiredStrength: 'single' });
    const { caller } = new Client(at);
    await at.auth.signUp.begin(caller, { email: DORA });
    await at.auth.runBackgroundWork();
    const token = at.mails.at(-1)?.token ?? '';
    return { at, ask: () => at.auth.signUp.confirm(caller, { token, password: PASSWORD }) };
  },
  async 'the link of a recovery'(seed) {
    const { at, owner } = await enrolling(seed, HISTORY);
    const token = await mailedLink(at, owner);
    return { at, ask: () => at.auth.recovery.confirm(new Client(at).caller, { token, next: NEXT }) };
  },
  async 'the link to a new address'(seed) {
    const { at, owner } = await enrolling(seed);
    const session = await owner.session();
    await at.auth.me(session).requestEmail(OTHER);
    const token = at.mails.findLast(({ kind }) => kind === 'email-change')?.token ?? '';
    return { at, ask: () => at.auth.me(session).confirmEmail(token) };
  },
};

const ORDERS = Array.from({ length: inCi(5, 2) }, (_, place) => place + 1);
const CASES = Object.entries(KINDS).flatMap(([kind, begins]) => ORDERS.map((order) => ({ kind, order, begins })));

describe('X3 X4 the same request, twenty times at once', () => {
  it.each(CASES)(
    '$kind counts once, and the others are no failures (order $order)',
    async ({ kind, order, begins }) => {
      const { at, ask } = await begins(order);
      const before = await typesOf(at);
      const answers = await Promise.all(Array.from({ length: AT_ONCE }, ask));
      expect(answers.filter((answer) => !isRefusal(answer))).toHaveLength(1);
      expect(await counted(at)).toEqual([]);
      const after = (await typesOf(at)).slice(before.length);
      expect(after.filter((type) => type === 'sign-in.succeeded')).toHaveLength(OPENS.has(kind) ? 1 : 0);
      expect(after).not.toContain('account.locked');
      await at.auth.close();
    },
  );

  it('X27 an enrollment code with a new password is one guess at the former passwords', async () => {
    const at = await world(1, { ...HISTORY, requiredStrength: 'single' });
    await newAccount(at, DORA);
    const helped = await at.auth.people.helpIn({ identifier: DORA }, { lost: ['password'], by: hostCode('host') });
    if (isRefusal(helped)) throw new Error(helped.refused);
    const client = new Client(at);
    await client.keeps(at.auth.signIn.begin(client.caller, { identifier: DORA }));
    const shown = { code: helped.enrollmentCode ?? '', password: NEXT };
    const ask = () => at.auth.signIn.enrollmentCode(client.caller, shown);
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, ask));
    expect(answers.filter((answer) => !isRefusal(answer))).toHaveLength(1);
    expect(await counted(at)).toMatchObject([{ authenticator: 'reset-token', counter: { total: 1, open: [] } }]);
    await at.auth.close();
  });

  it('X27 the link of a recovery that asks for an app is one guess at the former passwords', async () => {
    const { at, client, secret } = await dora(1, HISTORY);
    const token = await mailedLink(at, client);
    const tabs = Array.from({ length: AT_ONCE }, () => new Client(at));
    const follows = (tab: Client) => at.auth.recovery.confirm(tab.caller, { token, next: NEXT }) as Promise<FlowReply>;
    const replies = await Promise.all(tabs.map((tab) => tab.keeps(follows(tab))));
    expect(replies.map(({ answer }) => answer.status)).toEqual(new Array(AT_ONCE).fill('continue'));
    expect(await counted(at)).toMatchObject([{ authenticator: 'reset-token', counter: { total: 1, open: [] } }]);
    const code = client.totp(secret);
    const proofs = await Promise.all(tabs.map((tab) => at.auth.signIn.code(tab.caller, 'totp', { code })));
    expect(proofs.filter((answer) => !isRefusal(answer))).toHaveLength(1);
    await at.auth.close();
  });
});
