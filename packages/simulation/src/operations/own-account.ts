import type { LiveSession, Refusal } from '@sallyport/engine';
import { PASSWORD } from '../world/people.ts';
import { callerOf, inWords, isRefused, keeps, type Operation, passes, type Scene, shows } from './scene.ts';
import { registersKey, setsUpApp } from './set-ups.ts';
import { PEOPLE, stepsUpTo } from './signing-in.ts';

const { ADA, WITH_A_SESSION } = PEOPLE;
export const SESSIONS: readonly string[] = [...ADA, WITH_A_SESSION];

async function proved(scene: Scene): Promise<LiveSession | Refusal> {
  const session = await passes(scene, { needs: 'recent-proof' });
  if (!isRefused(session) || session.refused !== 'insufficient-strength') return session;
  const raised = await stepsUpTo(scene, session, ['totp', 'passkey', 'password', 'ldap', 'email-code', 'sms-code']);
  return isRefused(raised) ? raised : passes(scene, { needs: 'recent-proof' });
}

export const withProof = (
  name: string,
  act: (scene: Scene, session: LiveSession) => Promise<unknown>,
  by: readonly string[] = SESSIONS,
): Operation => ({
  name,
  by,
  async perform(scene) {
    const session = await proved(scene);
    return isRefused(session) ? `cannot: ${session.refused}` : inWords(await act(scene, session));
  },
});

export function everywhere(
  { ledger, knows, run, client }: Scene,
  why: string,
  exceptSession: string | undefined,
): void {
  ledger.ended(knows.account, run, why, exceptSession);
  ledger.forgot(knows.account, run, why, client.device);
}

async function setsPassword(
  scene: Scene,
  session: LiveSession,
  next = `a password that ${scene.client.name} chose at tick ${scene.run.began}`,
): Promise<unknown> {
  const { auth, client, knows, ledger, run } = scene;
  ledger.forgiving.push({ account: knows.account, run });
  const before = run.session;
  const input = { next, current: knows.password };
  if (before !== undefined) client.raises = before;
  const remembers = ledger.mayForget(knows.account, run);
  const reply = await shows(scene, 'password', () => auth.me(session).changePassword(callerOf(client), input));
  keeps(scene, reply);
  delete client.raises;
  if (isRefused(reply)) {
    remembers();
    return reply;
  }
  knows.password = next;
  everywhere(scene, `${client.name} changed the password`, client.session);
  return reply;
}

export const OWN_ACCOUNT: readonly Operation[] = [
  {
    name: 'signs out all others',
    is: 'reset',
    by: [...SESSIONS, 'bea'],
    weight: 3,
    async perform(scene) {
      const session = await passes(scene, { needs: 'session' });
      if (isRefused(session)) return `cannot: ${session.refused}`;
      const own = scene.run.session;
      const remembers = scene.ledger.mayForget(scene.knows.account, scene.run);
      const refused: unknown = await scene.auth.sessions.endOthers(callerOf(scene.client), session);
      if (isRefused(refused)) {
        remembers();
        return inWords(refused);
      }
      everywhere(scene, `${scene.client.name} signed out all others`, own);
      return 'done';
    },
  },
  {
    name: 'ends one other session',
    by: SESSIONS,
    async perform(scene) {
      const { auth, client, ledger, knows, world, numbers } = scene;
      const session = await passes(scene, { needs: 'session' });
      if (isRefused(session)) return `cannot: ${session.refused}`;
      const own = ledger.lineageOf(scene.run.session);
      const others = ledger.lineages.filter(
        ({ account, over, id }) => account === knows.account && !over && id !== own?.id,
      );
      if (others.length === 0) return 'there is none';
      const other = numbers.pick(others);
      const id = await world.sessionId(knows.account, other.tokens.at(-1) ?? '');
      if (id === undefined) return 'it is gone';
      const refused = await auth.sessions.endOne(session, id);
      if (refused === undefined) other.over ??= `${client.name} ended it`;
      return inWords(refused);
    },
  },
  {
    name: 'goes outside the office, or comes back',
    by: SESSIONS,
    async perform({ client }) {
      client.contexts = client.contexts === undefined || client.contexts.length === 0 ? ['outside'] : [];
      return 'done';
    },
  },
  {
    name: 'signs out',
    by: SESSIONS,
    async perform(scene) {
      const { auth, client, ledger } = scene;
      const caller = callerOf(client);
      const session = await passes(scene, { needs: 'session', evenIfTightened: true });
      if (isRefused(session) && session.refused !== 'no-session') return `cannot: ${session.refused}`;
      const own = ledger.lineageOf(caller.sessionToken);
      const refused: unknown = await auth.sessions.end(caller, isRefused(session) ? undefined : session);
      // The pages say that nobody is signed in, by a former token too.
      const isOver = !isRefused(refused) || refused.refused === 'no-session';
      if (own !== undefined && isOver) own.over ??= `${client.name} signed out`;
      return isRefused(refused) ? inWords(refused) : 'done';
    },
  },
  {
    ...withProof('changes the password', (scene, session) => setsPassword(scene, session), [...SESSIONS, 'bea']),
    weight: 2,
    is: 'reset',
  },
  {
    ...withProof(
      'changes the password to the first one',
      (scene, session) => setsPassword(scene, session, PASSWORD(scene.knows.account)),
      [...SESSIONS, 'bea'],
    ),
    is: 'reset',
  },
  {
    // The key asks for no PIN, so it does not prove that its holder is the owner.
    ...withProof('sets a first password', (scene, session) => setsPassword(scene, session), [
      "the thief with gwen's key",
    ]),
    is: 'set-up',
    after: [
      { operation: 'puts a policy in force: single, who falls short steps up', by: 'pol' },
      { operation: 'signs in with the security key, which has no PIN, alone', by: "the thief with gwen's key" },
    ],
  },
  withProof('takes the authenticator app away', ({ auth }, session) => auth.me(session).removeCode('totp')),
  withProof('sets up an authenticator app', (scene) => setsUpApp(scene)),
  ...[true, false].map((userVerified) =>
    withProof(
      userVerified ? 'registers the security key' : 'registers the security key, which has no PIN yet',
      (scene) => registersKey(scene, userVerified),
      ADA,
    ),
  ),
  withProof('takes the security key away', async ({ auth, world, knows }, session) => {
    const account = await world.store.readAccount(session.tenant, world.accountId(knows.account));
    const [passkey] = account?.passkeys ?? [];
    return passkey === undefined ? { refused: 'not-found' } : auth.me(session).removePasskey(passkey.id);
  }),
  withProof('prints new backup codes', async (scene, session) => {
    const given = await scene.auth.me(session).newBackupCodes();
    if (!isRefused(given)) scene.knows.backupCodes = [...given.backupCodes];
    return given;
  }),
  withProof('deletes the account', async (scene, session) => {
    scene.ledger.goes(scene.knows.account, scene.run);
    const refused = await scene.auth.me(session).remove();
    if (refused === undefined) scene.ledger.ended(scene.knows.account, scene.run, 'the account was deleted');
    return refused;
  }),
];
