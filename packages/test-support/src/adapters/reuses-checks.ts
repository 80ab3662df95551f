import {
  createSallyport,
  hostCode,
  type Sallyport,
  type SallyportOptions,
  type Store,
  tenantId,
} from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { expect, it } from 'vitest';
import { dial, firstWords } from './listen.ts';

/** Serves `/me`, with any method, behind `require()`, `/strong` behind `require('single')`, and `/recent` behind `require('single', { within: '5m' })`. */
export type BuildGuardedApp = (auth: Sallyport) => Promise<string>;

const PASSWORD = 'correct horse battery staple';
const HOST = hostCode('test');

async function embedded(store: Store, also: Partial<SallyportOptions<string>>): Promise<Sallyport> {
  const auth = createSallyport({
    ...{ origin: 'http://localhost:3000', secrets: ['a secret of a test, long enough to be taken'], store },
    ...{ passwordHashing: { memoryCost: 8, timeCost: 1 }, sendMail: () => undefined, previewThreats: false },
    policy: { administrators: {}, requiredStrength: 'single' },
    logger: { warn: () => undefined, error: () => undefined },
    ...also,
  });
  await auth.ready();
  return auth;
}

/** A minute later, a process that reuses checks begins to. */
async function aMinuteOld(store: Store): Promise<Sallyport> {
  let passed = 0;
  const timer: SallyportOptions['timer'] = {
    after(milliseconds, run) {
      const timeout = setTimeout(run, milliseconds).unref();
      return () => clearTimeout(timeout);
    },
    now: () => performance.now() + passed,
  };
  const auth = await embedded(store, { sessionCheck: { reuse: '1s' }, timer });
  passed = 60_000;
  return auth;
}

/** Tests which requests a check of a moment ago admits, with the option `sessionCheck: { reuse }`. */
export function reusesChecks(framework: string, build: BuildGuardedApp): void {
  it(`X11 ${framework}: with \`sessionCheck: { reuse }\` reads reuse a check, and a request after the end of the session is refused`, async () => {
    const shared = memoryStore();
    let checks = 0;
    const store: Store = {
      ...shared,
      checkSession: (check) => {
        checks += 1;
        return shared.checkSession(check);
      },
    };
    const auth = await aMinuteOld(store);
    const site = await build(auth);
    const identifier = 'ada@example.org';
    await auth.people.create({ identifier, password: PASSWORD, by: HOST });
    const caller = { tenant: tenantId('default'), mode: 'token' } as const;
    const reply = await auth.signIn.begin(caller, { identifier, password: PASSWORD });
    const token = 'keep' in reply ? reply.keep?.session?.token : undefined;
    const authorization = `Bearer ${token}`;
    const readsOf = async (method: string, path: string, times = 1): Promise<number> => {
      const before = checks;
      for (let time = 0; time < times; time++)
        expect((await fetch(`${site}${path}`, { method, headers: { authorization } })).status).toBe(200);
      return checks - before;
    };
    expect(await readsOf('GET', '/me', 5)).toBe(1);
    expect(await readsOf('HEAD', '/me')).toBe(0);
    expect(await readsOf('GET', '/strong')).toBe(0);
    expect(await readsOf('POST', '/me', 3)).toBe(3);
    expect(await readsOf('GET', '/recent', 2)).toBe(2);

    const before = checks;
    const socket = await dial(site);
    const lines = [
      `Host: ${new URL(site).host}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      `Authorization: ${authorization}`,
    ];
    socket.write(`GET /me HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    expect(await firstWords(socket)).toContain(' 200 ');
    expect(checks - before).toBe(1);

    const script = await embedded(shared, {});
    expect(await readsOf('GET', '/me')).toBe(0);
    await script.people.endSessions({ identifier }, { by: HOST });
    expect((await fetch(`${site}/me`, { headers: { authorization } })).status).toBe(401);
    await Promise.all([auth.close(), script.close()]);
  });
}
