import { hostCode, type Mail, type Sallyport } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { fetchHandler, type Serve, serve } from '@sallyport/http';
import { type MemorySnapshot, type MemoryStore, memoryStore } from '@sallyport/storage-memory';
import type { SignInProvider } from '@sallyport/store/providers';
import { type TestSallyport, testSallyport, virtualClock } from '@sallyport/testing';
import { begunFlows, VOUCHED } from './flows.ts';
import { PARTS } from './table.ts';

export const CODES = [{ method: 'sms-code', label: 'SMS' }] as const;

export const ACME = 'acme';

export interface Beginning {
  readonly snapshot: MemorySnapshot;
  readonly now: number;
  readonly known: ReadonlyMap<string, string>;
}

export interface World {
  readonly auth: Sallyport;
  readonly store: MemoryStore;
  readonly known: ReadonlyMap<string, string>;
  readonly faults: unknown[];
  readonly fetch: (request: Request) => Promise<Response>;
  readonly serve: Serve;
  later(milliseconds: number): void;
  /** Waits for the work that continues after an answer. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export async function worldFrom({ snapshot, now, known }: Beginning): Promise<World> {
  const store = memoryStore({ snapshot });
  const test = await sallyportOn(store, now);
  const faults: unknown[] = [];
  const onFault = (fault: unknown): void => {
    faults.push(fault);
  };
  return {
    auth: test.auth,
    store,
    known,
    faults,
    fetch: fetchHandler(test.auth, { basePath: '/auth', onFault, parts: PARTS }),
    serve: serve(test.auth, { onFault }, PARTS),
    later: (milliseconds) => {
      if (milliseconds > 0) test.clock.advance(`${milliseconds / 1000}s`);
    },
    // With a clock that stands still, there are no timers to stop.
    settled: () => test.close(),
    close: () => test.close(),
  };
}

export function sallyportOn(store: MemoryStore, now: number, mails: Mail[] = []): Promise<TestSallyport> {
  return testSallyport({
    store,
    mails,
    clock: virtualClock(now),
    policy: {
      requiredStrength: 'baseline',
      administrators: { policy: ['super-admin'], people: ['admin'] },
      roles: { contractor: { requiredStrength: 'enhanced' } },
      emailCodes: { offer: 'always' },
      organisations: {
        roles: { owner: { requiredStrength: 'enhanced' }, member: {} },
        administrators: { rule: ['owner'], people: ['owner'] },
      },
    },
    codes: { sms: { label: 'SMS', send: () => {}, address: (raw) => (raw.startsWith('+') ? raw.trim() : undefined) } },
    providers: [provider('corp', 'oidc'), provider('corp-saml', 'saml')],
    vault: {},
    exposure: () => [],
    logger: { warn: () => {}, error: () => {} },
  });
}

/** Through the contract only. */
export async function beginning(): Promise<Beginning> {
  const store = memoryStore();
  const mails: Mail[] = [];
  const test = await sallyportOn(store, Date.UTC(2031, 2, 3, 9), mails);
  const { auth, accountWith, signIn, clock } = test;
  const known = new Map<string, string>();
  const roles = ['super-admin', 'admin'];
  const ada = await accountWith({
    identifier: 'ada@app.example',
    roles,
    emergency: true,
    factors: ['email', 'totp', 'passkey'],
  });
  const ben = await accountWith({
    identifier: 'ben@app.example',
    roles: ['employee'],
    factors: ['email', 'totp', 'passkey', 'sms-code'],
  });
  const eve = await accountWith({ identifier: 'eve@app.example' });
  for (const [name, { accountId }] of Object.entries({ ada, ben, eve })) known.set(name, accountId);

  const host = { by: hostCode('host') };
  must(await auth.organisations.create({ id: ACME, ...host }));
  must(await auth.organisations.members.set(ACME, { accountId: ada.accountId }, { roles: ['owner'], ...host }));
  must(await auth.organisations.members.set(ACME, { accountId: ben.accountId }, { roles: ['member'], ...host }));

  known.set('stale', (await signIn(ben, { mode: 'cookie' })).caller.sessionToken ?? '');
  clock.advance('2h');
  const administrator = await signIn(ada, { mode: 'cookie', using: ['passkey'] });
  must(
    await auth.people.block(
      { accountId: eve.accountId },
      { reason: 'for the fuzz', by: await administrator.live('administrator') },
    ),
  );
  for (const name of [...VOUCHED, 'dan']) {
    const { accountId } = await accountWith({ identifier: `${name}@app.example`, roles: ['contractor'] });
    known.set(name, accountId);
    const vouched = must(await auth.people.vouch({ accountId }, { by: await administrator.live('administrator') }));
    known.set(`code of ${name}`, vouched.enrollmentCode);
  }
  known.set('enrollmentCode', known.get('code of dan') ?? '');
  for (const [name, person] of Object.entries({ ada, ben })) {
    for (const place of [0, 1, 2]) {
      const { caller } = await signIn(person, { mode: 'cookie', using: ['passkey'] });
      known.set(`${name}.${place}`, caller.sessionToken ?? '');
      known.set(`${name}.device`, caller.deviceTokens?.[0] ?? '');
    }
    known.set(`${name}.token`, (await signIn(person, { using: ['passkey'] })).caller.sessionToken ?? '');
  }
  known.set('session', known.get('ben.0') ?? '');
  known.set('passkey', ben.authenticator?.credentials[0]?.id ?? '');
  known.set('backupCode', ben.backupCodes?.[0] ?? '');
  const owner = await (await signIn(ben, { using: ['passkey'] })).live('recent-proof');
  const vault = await auth.vault.replace(owner, {
    ifVersion: 0,
    keyId: 'key',
    envelopes: [
      { kind: 'secret', sealed: 'AAAA' },
      { kind: 'emergency', sealed: 'AAAA' },
    ],
  });
  known.set('envelope', vault !== undefined && 'envelopes' in vault ? (vault.envelopes[0]?.id ?? '') : '');
  known.set('sessionId', (await auth.sessions.list(owner)).find(({ current }) => !current)?.id ?? '');
  await begunFlows(test, known);
  clock.advance('30s');
  known.set('totp', (await ben.totp?.code(forAdapters(auth).now())) ?? '');
  await auth.me(owner).requestEmail('other@app.example');
  const passerBy = { tenant: forAdapters(auth).tenantOf({ headers: {}, path: '/' }), mode: 'cookie' } as const;
  await auth.recovery.begin(passerBy, { identifier: 'dan@app.example' });
  await recoveryMailSent(mails);
  known.set('emailToken', mails.findLast(({ kind }) => kind === 'email-change')?.token ?? '');
  known.set('recoveryToken', mails.findLast(({ kind }) => kind === 'recovery')?.token ?? '');
  known.set('emailCode', mails.findLast(({ kind }) => kind === 'email-code')?.code ?? '');
  known.set('smsCode', test.codes.at(-1)?.code ?? '');
  const now = forAdapters(auth).now();
  await test.close();
  return { snapshot: structuredClone(store.toJSON()), now, known };
}

/** The recovery mail is sent after the answer. */
async function recoveryMailSent(mails: readonly Mail[]): Promise<void> {
  for (let turn = 0; turn < 200 && !mails.some(({ kind }) => kind === 'recovery'); turn++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function must<Answer extends object>(answer: Answer): Exclude<Answer, { readonly refused: unknown }> {
  if ('refused' in answer) throw new Error(`the world was not made: ${JSON.stringify(answer)}`);
  return answer as Exclude<Answer, { readonly refused: unknown }>;
}

/** Accepts the code `right`. */
function provider(id: string, kind: SignInProvider['kind']): SignInProvider {
  return {
    id,
    name: id,
    kind,
    roles: [],
    begin: async ({ state }) => ({ location: `https://idp.example/?${new URLSearchParams({ state })}`, kept: {} }),
    finish: async ({ parameters }) =>
      parameters['code'] === 'right' || parameters['SAMLResponse'] === 'cmlnaHQ='
        ? { outcome: 'signed-in', identity: { issuer: 'https://idp.example', subject: 'subject-1', roles: [] } }
        : { outcome: 'refused', why: 'nothing right came' },
    metadata: () => '<EntityDescriptor/>',
  };
}
