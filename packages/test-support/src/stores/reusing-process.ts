import { createInterface } from 'node:readline';
import {
  type Caller,
  createSallyport,
  hostCode,
  isRefusal,
  type Sallyport,
  type SallyportOptions,
  type Store,
  tenantId,
} from '@sallyport/engine';
import { nobleArgon2 } from '@sallyport/engine/argon2';

/** What {@link reusingProcess} is told by its parent. */
export type Told =
  | { readonly does: 'sign-in'; readonly identifier: string }
  | { readonly does: 'check'; readonly token: string }
  | { readonly does: 'take'; readonly what: Taken; readonly identifier: string; readonly token: string }
  | { readonly does: 'loosen' }
  | { readonly does: 'jump'; readonly milliseconds: number }
  | { readonly does: 'count' };

export const TAKEN = ['sign-out', 'block', 'role', 'deletion', 'policy'] as const;
export type Taken = (typeof TAKEN)[number];

export interface ProcessOptions {
  readonly reuse?: '250ms';
  /** The process began to reuse long ago. */
  readonly isOld?: true;
  /** A process of a version that does not know of the reuse. */
  readonly isUnaware?: true;
}

const HOST = hostCode('test');
const TENANT = tenantId('default');
const PASSWORD = 'correct horse battery staple';
const POLICY = {
  administrators: { policy: ['owner'] },
  onTighten: 'revoke',
  requiredStrength: 'single',
  roles: { staff: { requiredStrength: 'phishing-resistant' } },
} as const;

/** Serves an app by lines of JSON, from its parent and back: each has the number of the question, and the answers come in any order. */
export async function reusingProcess(given: Store, options: ProcessOptions): Promise<void> {
  const counts = { asked: 0, read: 0 };
  const [passed, jumped] = [{ milliseconds: 0 }, { milliseconds: 0 }];
  const store: Store = {
    ...given,
    checkSession: (check) => {
      counts.read += 1;
      return given.checkSession(check);
    },
    ...(options.isUnaware && { longestReuse: undefined, holdReuse: undefined }),
  };
  const timer: SallyportOptions['timer'] = {
    after(milliseconds, run, keepsAlive) {
      const timeout = setTimeout(run, milliseconds);
      if (!keepsAlive) timeout.unref();
      return () => clearTimeout(timeout);
    },
    now: () => performance.now() + passed.milliseconds,
  };
  const auth = createSallyport({
    ...{ origin: 'https://app.example', secrets: ['a secret that is long enough to be one'], store, timer },
    ...{ policy: POLICY, sendMail: () => undefined, previewThreats: false },
    passwordHashing: { ...nobleArgon2, memoryCost: 8, timeCost: 1 },
    clock: () => Date.now() + jumped.milliseconds,
    logger: { warn: () => undefined, error: () => undefined },
    ...(options.reuse && { sessionCheck: { reuse: options.reuse } }),
  });
  await auth.ready();
  if (options.isOld) passed.milliseconds = 60_000;
  const answer = async (told: Told): Promise<unknown> => {
    switch (told.does) {
      case 'sign-in':
        return signedIn(auth, told.identifier);
      case 'check': {
        counts.asked += 1;
        const admitted = await auth.sessions.guard(callerOf(told.token), { needs: 'session', reuses: true });
        return !isRefusal(admitted);
      }
      case 'take':
        return done(take(auth, told));
      case 'loosen':
        return done(setPolicy(auth, 'single'));
      case 'jump':
        jumped.milliseconds = told.milliseconds;
        return true;
      case 'count':
        return counts;
    }
  };
  const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
  createInterface({ input: process.stdin }).on('line', (line) => {
    const { number, told }: { readonly number: number; readonly told: Told } = JSON.parse(line);
    answer(told).then(
      (answered) => say({ number, answered }),
      (fault: unknown) => say({ number, fault: String(fault) }),
    );
  });
  say({ number: 0, answered: true });
}

function callerOf(sessionToken: string): Caller {
  return { tenant: TENANT, mode: 'token', sessionToken };
}

async function done(operation: Promise<unknown>): Promise<true> {
  const answered = await operation;
  if (isRefusal(answered)) throw new Error(`refused: ${answered.refused}`);
  return true;
}

async function signedIn(auth: Sallyport, identifier: string): Promise<string> {
  await done(auth.people.create({ identifier, email: identifier, password: PASSWORD, by: HOST }));
  const reply = await auth.signIn.begin({ tenant: TENANT, mode: 'token' }, { identifier, password: PASSWORD });
  const token = isRefusal(reply) ? undefined : reply.keep.session?.token;
  if (token === undefined) throw new Error(`nobody signed in: ${JSON.stringify(reply)}`);
  return token;
}

async function setPolicy(auth: Sallyport, requiredStrength: string): Promise<unknown> {
  const { version } = await auth.policy.current('default');
  return auth.policy.set('default', { ...POLICY, requiredStrength }, { ifVersion: version, by: HOST });
}

async function take(
  auth: Sallyport,
  { what, identifier, token }: { readonly what: Taken; readonly identifier: string; readonly token: string },
): Promise<unknown> {
  switch (what) {
    case 'sign-out': {
      const caller = callerOf(token);
      const session = await auth.sessions.guard(caller, { needs: 'session' });
      return isRefusal(session) ? session : auth.sessions.end(caller, session);
    }
    case 'block':
      return auth.people.block({ identifier }, { reason: 'a test', by: HOST });
    case 'role':
      return auth.people.setRoles({ identifier }, { roles: ['staff'], by: HOST });
    case 'deletion':
      return auth.people.delete({ identifier }, { by: HOST });
    case 'policy':
      return setPolicy(auth, 'phishing-resistant');
  }
}
