import { instant } from '@sallyport/core';
import type { Caller, FlowReply, LiveSession, Sallyport, Sessions, SignIn } from '@sallyport/engine';
import { withAdapterParts } from '@sallyport/engine/adapters';

const NOW = instant(Date.UTC(2026, 0, 2));
const LATER = instant(NOW + 600_000);
export const ORIGIN = 'http://localhost:3000';
export const SESSION = 's'.repeat(43);

// Only the engine can create a `LiveSession`. The result of `JSON.parse` has the type `any`, so the fake needs no cast.
export const live: LiveSession = JSON.parse('{ "id": "s1", "accountId": "a1", "roles": [] }');

const complete: FlowReply = {
  answer: {
    status: 'complete',
    session: { accountId: live.accountId, strength: 'baseline', amr: ['pwd'], authTime: NOW, expiresAt: LATER },
  },
  keep: {
    mode: 'cookie',
    flow: null,
    session: { token: SESSION, expiresAt: LATER },
    device: { token: 'd'.repeat(43), expiresAt: LATER },
    deviceTokens: { tokens: ['d'.repeat(43)], expiresAt: LATER },
  },
};

export interface Heard {
  readonly caller: Caller;
  readonly input?: unknown;
}

/**
 * A Sallyport that signs everyone in and records each call. The only session has strength `baseline`, proved a minute ago.
 * A method without a prepared answer throws.
 */
export function fakeSallyport(): { auth: Sallyport; heard: Heard[] } {
  const heard: Heard[] = [];
  const made: Sallyport = {
    origin: ORIGIN,
    trustedOrigins: [],
    site: () => ({ origin: ORIGIN, trustedOrigins: [] }),
    strengths: ['single', 'baseline', 'enhanced', 'phishing-resistant'],
    brings: () => ({ codes: [], providers: [], vault: false }),
    sso: untold('sso', {}),
    vault: untold('vault', {}),
    secrets: untold('secrets', {}),
    tenants: untold('tenants', {}),
    events: Object.assign(
      async () => {
        throw new Error('events is not prepared');
      },
      untold<Pick<Sallyport['events'], 'head' | 'keys' | 'lines'>>('events', {}),
    ),
    signIn: untold<SignIn>('signIn', {
      begin: async (caller, input) => {
        heard.push({ caller, input });
        return complete;
      },
      beginForAnyone: async (caller, input) => {
        heard.push({ caller, input });
        return { keep: { mode: 'cookie', flow: { token: 'f'.repeat(43), expiresAt: LATER } } };
      },
      stepUp: async (caller, _session, input) => {
        heard.push({ caller, input });
        return complete;
      },
      sendCode: async (caller) => {
        heard.push({ caller });
        return complete;
      },
      status: async (caller) => {
        heard.push({ caller });
        return { answer: { status: 'redirect', provider: 'corp', because: [] }, keep: { mode: 'cookie', flow: null } };
      },
    }),
    sessions: untold<Sessions>('sessions', {
      guard: async (caller, guard) => {
        heard.push({ caller, input: guard });
        if (caller.sessionToken !== SESSION) return { refused: 'no-session' };
        const within = 'within' in guard && typeof guard.within === 'number' ? guard.within : undefined;
        if (
          guard.needs === 'strength' &&
          (!['single', 'baseline'].includes(guard.strength) || (within ?? 60_000) < 60_000)
        ) {
          const maxAge = within === undefined ? {} : { maxAgeSeconds: within / 1000 };
          return { refused: 'insufficient-strength', demand: { strengths: [guard.strength], ...maxAge } };
        }
        return live;
      },
    }),
    enroll: untold('enroll', {}),
    recovery: untold('recovery', {}),
    signUp: untold('signUp', {}),
    invitations: untold('invitations', {}),
    people: untold('people', {}),
    policy: untold('policy', {}),
    organisations: untold('organisations', {}),
    audit: untold('audit', {}),
    me: () => untold('me', {}),
    authorize: async () => ({ outcome: 'denied', reason: 'no-way-in', because: [] }),
    ready: async () => {},
    health: async () => ({ status: 'ok' }),
    runBackgroundWork: async () => {},
    close: async () => {},
  };
  const logger = { warn() {}, error() {} };
  const auth = withAdapterParts(made, {
    logger,
    warnOfUnavailable: () => {},
    now: () => NOW,
    tenantOf: () => live.tenant,
  });
  return { auth, heard };
}

function untold<Part extends object>(name: string, told: Partial<Part>): Part {
  const target: Part = Object.assign(Object.create(null), told);
  return new Proxy(target, {
    get: (members, member) => {
      if (member in members) return Reflect.get(members, member);
      throw new Error(`the fake was not told what ${name}.${String(member)} does`);
    },
  });
}
