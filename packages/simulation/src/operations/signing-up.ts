import { callerOf, inWords, isRefused, type Operation } from './scene.ts';

/** The last address has an account from the beginning. */
const WANTED = ['newcomer@app.example', 'second@app.example', 'bea@app.example'];
const ANYBODY = ['bea', 'gwen', 'the thief with the mailbox'];

/** Everybody here reads every wanted mailbox. */
export const SIGNING_UP: readonly Operation[] = [
  ...WANTED.map(
    (email): Operation => ({
      name: `asks for an account at ${email}`,
      by: ANYBODY,
      weight: 0.4,
      async perform({ auth, client }) {
        const refused = await auth.signUp.begin(callerOf(client), { email });
        return refused === undefined ? 'done' : refused.refused;
      },
    }),
  ),
  {
    name: 'follows the newest link to an account',
    by: ANYBODY,
    weight: 1.2,
    async perform({ auth, world, ledger, client, run }) {
      const token = world.mails.findLast(({ kind, to }) => kind === 'sign-up' && WANTED.includes(to))?.token;
      if (token === undefined) return 'there is none';
      // The client keeps its own session: the new account is nobody's in the ledger.
      const reply = await auth.signUp.confirm(
        { tenant: callerOf(client).tenant, mode: 'token' },
        { token, password: `a password that ${client.name} chose at tick ${run.began}` },
      );
      if (!isRefused(reply)) ledger.worked(`a link to a new account (…${token.slice(-4)})`, client.name);
      return inWords(reply);
    },
  },
];
