import { type FlowReply, hostCode, type Mail, type Refusal } from '@sallyport/engine';
import { beginsAnew, callerOf, inWords, isRefused, keeps, type Operation, type Scene } from './scene.ts';
import { registersKey, setsUpApp } from './set-ups.ts';

const NOAHS = 'noah@app.example';
const OPENS = 'opens the newest link of an invitation';
const OPENS_WITH_A_PASSWORD = 'opens the newest link of an invitation, with a password';
const FOLLOWS = 'follows the link to an account of their own';

function mailTo({ world, knows }: Scene, kind: Mail['kind'], which: 'first' | 'newest'): Mail | undefined {
  const mails = world.mails.filter((mail) => mail.kind === kind && knows.mailboxes.includes(mail.to));
  return which === 'first' ? mails[0] : mails.at(-1);
}

/** The link proves the mailbox, and an invitation is also the word of the person who invited. */
function keepsFirst(scene: Scene, reply: FlowReply, { to }: Mail, proved: readonly string[]): FlowReply {
  keeps(scene, reply);
  const { client } = scene;
  if (client.flow === undefined) return reply;
  client.isFirstSignIn = true;
  client.mailedTo = to;
  client.proved = [...proved];
  return reply;
}

async function opensInvitation(
  scene: Scene,
  which: 'first' | 'newest',
  password: string | undefined,
): Promise<FlowReply | Refusal> {
  const { auth, client, knows, run, ledger } = scene;
  const mail = mailTo(scene, 'invitation', which);
  if (mail?.token === undefined) return { refused: 'not-found' };
  beginsAnew(client);
  run.mailedTo = mail.to;
  ledger.forgiving.push({ account: knows.account, run });
  const done = ledger.signsIn(client.device);
  try {
    const reply = await auth.invitations.accept(callerOf(client), { token: mail.token, password });
    if (isRefused(reply)) return reply;
    if (password !== undefined) knows.password = password;
    const proved = ['email-code', 'enrollment-code', ...(password === undefined ? [] : ['password'])];
    return keepsFirst(scene, reply, mail, proved);
  } finally {
    done();
  }
}

async function followsSignUp(scene: Scene): Promise<FlowReply | Refusal> {
  const { auth, client, world, knows, run, ledger } = scene;
  const mail = mailTo(scene, 'sign-up', 'newest');
  if (mail?.token === undefined) return { refused: 'not-found' };
  beginsAnew(client);
  run.mailedTo = mail.to;
  const reply = await auth.signUp.confirm(callerOf(client), { token: mail.token });
  if (isRefused(reply)) return reply;
  ledger.worked(`the link to an account of noah's (…${mail.token.slice(-4)})`, client.name);
  const made = await world.observer.people.find({ identifier: knows.identifier });
  if (made !== undefined) world.accounts.set(knows.account, made.accountId as never);
  return keepsFirst(scene, reply, mail, ['email-code']);
}

/** A client without the flow of a link does nothing. */
const goesOn = (
  name: string,
  by: string,
  opens: string,
  setUp: (scene: Scene) => Promise<FlowReply | Refusal>,
): Operation => ({
  name,
  by: [by],
  is: 'set-up',
  weight: 2,
  after: [{ operation: opens, by }],
  async perform(scene) {
    const { client, knows, ledger, run } = scene;
    if (client.isFirstSignIn !== true) return 'no first sign-in is open';
    ledger.forgiving.push({ account: knows.account, run });
    const done = ledger.signsIn(client.device);
    return inWords(await setUp(scene).finally(done));
  },
});

const withKey = (scene: Scene): Promise<FlowReply | Refusal> => registersKey(scene, true);

export const FIRST_SIGN_INS: readonly Operation[] = [
  goesOn('registers a security key in the first sign-in', 'ida', OPENS, withKey),
  goesOn('sets up an authenticator app in the first sign-in', 'ida', OPENS_WITH_A_PASSWORD, setsUpApp),
  goesOn('registers a security key in the first sign-in by a sign-up', 'noah', FOLLOWS, withKey),
  {
    name: OPENS,
    by: ['ida'],
    perform: async (scene) => inWords(await opensInvitation(scene, 'newest', undefined)),
  },
  {
    name: OPENS_WITH_A_PASSWORD,
    by: ['ida'],
    perform: async (scene) =>
      inWords(await opensInvitation(scene, 'newest', `a password that ida chose at tick ${scene.run.began}`)),
  },
  {
    name: 'opens the first link of an invitation',
    is: 'set-up',
    by: ['ida'],
    perform: async (scene) => inWords(await opensInvitation(scene, 'first', undefined)),
  },
  {
    name: 'asks for an account of their own',
    by: ['noah'],
    weight: 0.5,
    async perform({ auth, client }) {
      return inWords(await auth.signUp.begin(callerOf(client), { email: NOAHS }));
    },
  },
  { name: FOLLOWS, by: ['noah'], perform: async (scene) => inWords(await followsSignUp(scene)) },
  {
    name: 'sets a password of ida, as host code',
    is: 'reset',
    of: 'ida',
    by: ['the world'],
    weight: 0.5,
    async perform({ auth, world, ledger, run }) {
      const remembers = ledger.mayForget('ida', run);
      const password = `a password that the host chose at tick ${run.began}`;
      const set = await auth.people.setPassword(
        { accountId: world.accountId('ida') },
        { password, by: hostCode('the host') },
      );
      if (isRefused(set)) remembers();
      else ledger.ended('ida', run, 'host code set the password of ida');
      return inWords(set);
    },
  },
];
