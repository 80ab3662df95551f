import type { LiveSession, Refusal } from '@sallyport/engine';
import { provesOn } from './proofs.ts';
import { beginsAnew, callerOf, inWords, isRefused, keeps, type Operation, passes, type Scene, shows } from './scene.ts';
import { registersKey, setsUpApp } from './set-ups.ts';
import { PEOPLE, stepsUp } from './signing-in.ts';

const { ADA, WITH_THE_MAILBOX, WITH_A_SESSION } = PEOPLE;
/** Who reads the mailbox of an account that has no authenticator app when a history begins. */
const WITHOUT_APP = ['bea', 'cleo', "the thief at bea's"];
const SESSIONS = [...ADA, WITH_A_SESSION];

/** The session of the client with recent proof, stepping up where it takes that. */
async function proved(scene: Scene): Promise<LiveSession | Refusal> {
  const session = await passes(scene, { needs: 'recent-proof' });
  if (!isRefused(session) || session.refused !== 'insufficient-strength') return session;
  const raised = await stepsUp(scene, undefined, ['totp', 'passkey', 'password', 'email-code']);
  return isRefused(raised) ? raised : passes(scene, { needs: 'recent-proof' });
}

/** An act that takes recent proof. */
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

/** What follows from a new password and from signing out everywhere: other sessions and devices are over. */
function everywhere({ ledger, knows, run, client }: Scene, why: string, exceptSession: string | undefined): void {
  ledger.ended(knows.account, run, why, exceptSession);
  ledger.forgot(knows.account, run, why, client.device);
}

export const OWN_ACCOUNT: readonly Operation[] = [
  {
    name: 'signs out all others',
    by: SESSIONS,
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
    name: 'signs out',
    by: SESSIONS,
    async perform(scene) {
      const { auth, client, ledger } = scene;
      const session = await passes(scene, { needs: 'session', evenIfTightened: true });
      if (isRefused(session)) return `cannot: ${session.refused}`;
      const own = ledger.lineageOf(scene.run.session);
      const refused: unknown = await auth.sessions.end(callerOf(client), session);
      if (isRefused(refused)) return inWords(refused);
      if (own !== undefined) own.over ??= `${client.name} signed out`;
      return 'done';
    },
  },
  {
    ...withProof('changes the password', async (scene, session) => {
      const { auth, client, knows, ledger, run } = scene;
      const next = `a password that ${client.name} chose at tick ${run.began}`;
      const current = knows.password;
      ledger.forgiving.push({ account: knows.account, run });
      const before = run.session;
      const input = { next, current };
      if (before !== undefined) client.raises = before;
      const remembers = ledger.mayForget(knows.account, run);
      const reply = await shows(scene, 'password', () => auth.account.changePassword(callerOf(client), session, input));
      keeps(scene, reply);
      delete client.raises;
      if (isRefused(reply)) {
        remembers();
        return reply;
      }
      knows.password = next;
      everywhere(scene, `${client.name} changed the password`, client.session);
      return reply;
    }),
    weight: 2,
  },
  {
    ...withProof(
      'changes the address',
      async (scene, session) => {
        const { auth, knows, world, ledger, client } = scene;
        const address = `${knows.mailboxes.length}.${scene.run.began}@${client.name.replaceAll(/[^a-z]/g, '')}.example`;
        const before = world.mails.length;
        const refused = await auth.account.requestEmail(session, address);
        if (refused !== undefined) return refused;
        const token = world.mails
          .slice(before)
          .findLast(({ kind, to }) => kind === 'email-change' && to === address)?.token;
        if (token === undefined) return { refused: 'mail-unavailable' };
        const live = await passes(scene, { needs: 'session' });
        if (isRefused(live)) return live;
        const changed = await auth.account.confirmEmail(live, token);
        if (!isRefused(changed)) {
          ledger.worked(`the link to ${address}`, client.name);
          knows.mailboxes.push(address);
        }
        return changed;
      },
      [...SESSIONS, 'bea'],
    ),
    weight: 2,
  },
  withProof('takes the authenticator app away', ({ auth }, session) => auth.account.removeTotp(session)),
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
    return passkey === undefined ? { refused: 'not-found' } : auth.account.removePasskey(session, passkey.id);
  }),
  withProof('prints new backup codes', async (scene, session) => {
    const given = await scene.auth.account.newBackupCodes(session);
    if (!isRefused(given)) scene.knows.backupCodes = [...given.backupCodes];
    return given;
  }),
  withProof('deletes the account', async (scene, session) => {
    scene.ledger.goes(scene.knows.account, scene.run);
    const refused = await scene.auth.account.remove(session);
    if (refused === undefined) scene.ledger.ended(scene.knows.account, scene.run, 'the account was deleted');
    return refused;
  }),
  {
    name: 'asks for a link to a new password',
    by: [...ADA, WITH_THE_MAILBOX, ...WITHOUT_APP],
    weight: 2,
    async perform({ auth, client, knows }) {
      await auth.recovery.begin(callerOf(client), { identifier: knows.identifier });
      return 'done';
    },
  },
  {
    name: 'follows the link to a new password',
    by: [...ADA, WITH_THE_MAILBOX, ...WITHOUT_APP],
    weight: 2,
    async perform(scene) {
      const { auth, client, knows, world, ledger, run } = scene;
      const token = world.mails.findLast(({ kind, to }) => kind === 'recovery' && knows.mailboxes.includes(to))?.token;
      if (token === undefined) return 'there is none';
      const next = `a password that ${client.name} set by mail at tick ${run.began}`;
      beginsAnew(client);
      ledger.forgiving.push({ account: knows.account, run });
      const done = ledger.signsIn(client.device);
      ledger.mayForget(knows.account, run);
      try {
        const reply = await auth.recovery.confirm(callerOf(client), { token, next });
        const link = `a link to a new password (…${token.slice(-4)})`;
        if ('status' in reply) {
          ledger.worked(link, client.name);
          everywhere(scene, `${client.name} set a new password`, undefined);
          knows.password = next;
          return reply.status;
        }
        const on = await provesOn(scene, keeps(scene, reply), ['totp', 'backup-code', 'passkey']);
        if (isRefused(on) || on.answer.status === 'continue') return inWords(on);
        ledger.worked(link, client.name);
        knows.password = next;
        everywhere(scene, `${client.name} set a new password`, client.session);
        return inWords(on);
      } finally {
        done();
      }
    },
  },
];
