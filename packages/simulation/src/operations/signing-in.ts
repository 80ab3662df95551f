import { milliseconds } from '@sallyport/core';
import type { FlowReply, Refusal } from '@sallyport/engine';
import { proves, provesOn, showsTotp, type Way } from './proofs.ts';
import {
  beginsAnew,
  callerOf,
  inWords,
  isRefused,
  keeps,
  type Operation,
  passes,
  type Scene,
  shows,
  wordOfFault,
} from './scene.ts';

const ADA = ["ada's laptop", "ada's phone", "ada's second tab"];
const ADMINISTRATORS = ['pia', 'paul', 'pol', 'petra'];
const WITH_THE_PASSWORD = 'the thief with the password';
const WITH_THE_MAILBOX = 'the thief with the mailbox';
const WITH_DORAS_PHONE = "the thief with dora's password and phone";
const WITH_A_MAILED_CODE = [
  'bea',
  "the thief at bea's",
  "the thief with bea's mailbox",
  "the thief at cleo's",
  'pia as nina',
  'vera',
  "kim's laptop",
  'gwen',
];
const WITH_KIMS_KEY = ["kim's laptop", "kim's phone", "the thief with kim's key"];
const WITH_A_SESSION = 'the thief with a session';

export const PEOPLE: {
  readonly ADA: readonly string[];
  readonly WITH_THE_MAILBOX: string;
  readonly WITH_A_SESSION: string;
} = { ADA, WITH_THE_MAILBOX, WITH_A_SESSION };

export async function signsIn(scene: Scene, ways: readonly Way[]): Promise<FlowReply | Refusal> {
  const { auth, client, knows, ledger, run } = scene;
  const { password, identifier } = knows;
  if (password === undefined) return { refused: 'not-found' };
  beginsAnew(client);
  const done = ledger.signsIn(client.device);
  ledger.forgiving.push({ account: knows.account, run });
  try {
    const caller = { ...callerOf(client) };
    const first = await shows(scene, 'password', () => auth.signIn.begin(caller, { identifier, password }));
    keeps(scene, first, 'password');
    if (!isRefused(first) && first.answer.status === 'continue') client.proved = ['password'];
    return await provesOn(scene, first, ways);
  } finally {
    done();
  }
}

export async function stepsUp(
  scene: Scene,
  strength: string | undefined,
  ways: readonly Way[],
  within?: number,
): Promise<FlowReply | Refusal> {
  const { auth, client } = scene;
  const session = await passes(scene, { needs: 'session', evenIfTightened: true });
  if (isRefused(session)) return session;
  beginsAnew(client);
  const raises = scene.run.session;
  if (raises !== undefined) client.raises = raises;
  const done = scene.ledger.signsIn(client.device);
  try {
    const asked = {
      strength,
      ...(within === undefined ? {} : { within: milliseconds(within) }),
    };
    const opened = await auth.signIn.stepUp(callerOf(client), session, asked);
    return await provesOn(scene, keeps(scene, opened), ways);
  } finally {
    done();
  }
}

export function stepsUpTo(scene: Scene, { demand }: Refusal, ways: readonly Way[]): Promise<FlowReply | Refusal> {
  const { strengths: [strength] = [], maxAgeSeconds } = demand ?? {};
  return stepsUp(scene, strength, ways, maxAgeSeconds === undefined ? undefined : maxAgeSeconds * 1_000);
}

const WRONG = 'it was not this one either';

/** The client leaves the flows of the requests behind. */
async function fiveAtOnce(scene: Scene, passwordOf: (turn: number) => string | undefined): Promise<string> {
  const { auth, client, knows, ledger, run } = scene;
  // If a password is enough, the right password clears the wrong guesses.
  ledger.forgiving.push({ account: knows.account, run });
  const { flow: _, ...caller } = client;
  const passwords = [0, 1, 2, 3, 4].map((turn) => passwordOf(turn) ?? WRONG);
  const came = await Promise.allSettled(
    passwords.map((password) =>
      shows(scene, 'password', () =>
        auth.signIn.begin(callerOf({ ...caller }), { identifier: knows.identifier, password }),
      ),
    ),
  );
  return came.map((one) => (one.status === 'fulfilled' ? inWords(one.value) : wordOfFault(one.reason))).join(', ');
}

const signingIn = (how: string, by: readonly string[], ...ways: Way[]): Operation => ({
  name: `signs in with the password and ${how}`,
  by: [...ADA, ...ADMINISTRATORS, WITH_THE_PASSWORD, WITH_A_SESSION, ...by],
  perform: async (scene) => inWords(await signsIn(scene, ways)),
});

const steppingUp = (strength: string | undefined): Operation => ({
  name: strength === undefined ? 'steps up' : `steps up to ${strength}`,
  by: [...ADA, WITH_A_SESSION],
  async perform(scene) {
    const reply = await stepsUp(scene, strength, ['passkey', 'totp', 'password']);
    if (isRefused(reply) || reply.answer.status !== 'complete') return inWords(reply);
    return `complete, and looks around: ${inWords(await passes(scene, { needs: 'session' }))}`;
  },
});

const withKeyAlone = (name: string, userVerified: boolean, by: readonly string[]): Operation => ({
  name,
  by,
  async perform(scene) {
    beginsAnew(scene.client);
    const done = scene.ledger.signsIn(scene.client.device);
    scene.ledger.forgiving.push({ account: scene.knows.account, run: scene.run });
    const reply = await proves(scene, 'passkey', { userVerified }).finally(done);
    return reply === undefined ? 'there is no key' : inWords(reply);
  },
});

export const SIGNING_IN: readonly Operation[] = [
  { ...signingIn('an authenticator app', [WITH_DORAS_PHONE, 'dora'], 'totp'), weight: 3 },
  { ...signingIn('a mailed code', WITH_A_MAILED_CODE, 'email-code'), weight: 2 },
  {
    name: 'signs in with the password and a code sent to the telephone',
    by: ['vera', "the thief with vera's mailbox and number"],
    perform: async (scene) => inWords(await signsIn(scene, ['sms-code'])),
  },
  signingIn('a backup code', [], 'backup-code'),
  signingIn('a security key', [], 'passkey'),
  steppingUp(undefined),
  steppingUp('single'),
  steppingUp('baseline'),
  steppingUp('enhanced'),
  {
    name: 'steps up with the security key alone',
    by: [...ADA, WITH_A_SESSION],
    perform: async (scene) => inWords(await stepsUp(scene, undefined, ['passkey'])),
  },
  withKeyAlone('signs in with the security key alone', true, [...ADA, WITH_A_SESSION, ...WITH_KIMS_KEY]),
  withKeyAlone('signs in with the security key, which has no PIN, alone', false, ["the thief with gwen's key"]),
  {
    name: 'signs in with the password alone',
    by: ["the thief with finn's password"],
    perform: async (scene) => inWords(await signsIn(scene, [])),
  },
  {
    name: 'guesses a password',
    by: [...ADA, WITH_THE_MAILBOX, WITH_A_SESSION, 'a stranger'],
    weight: 3,
    async perform(scene) {
      const { auth, client, knows } = scene;
      const guess = { identifier: knows.identifier, password: WRONG };
      return inWords(await shows(scene, 'password', () => auth.signIn.begin(callerOf(client), guess)));
    },
  },
  {
    name: 'signs in with the password five times at once',
    by: [...ADA, WITH_THE_PASSWORD],
    perform: (scene) => fiveAtOnce(scene, () => scene.knows.password),
  },
  {
    name: 'guesses five passwords at once',
    by: [WITH_THE_MAILBOX, WITH_A_SESSION, 'a stranger'],
    perform: (scene) => fiveAtOnce(scene, () => WRONG),
  },
  {
    name: 'shows the password, and guesses at it, at once',
    by: [...ADA, WITH_THE_PASSWORD],
    weight: 2,
    perform: (scene) =>
      fiveAtOnce(scene, (turn) => (scene.numbers.chance(0.5) ? scene.knows.password : `${WRONG}${turn}`)),
  },
  {
    name: 'guesses a code beside the right password',
    by: [WITH_THE_PASSWORD, ADA[0] ?? ''],
    async perform(scene) {
      const { auth, client, knows } = scene;
      const first = await signsIn(scene, []);
      if (isRefused(first) || first.answer.status !== 'continue') return inWords(first);
      return `${knows.identifier}: ${inWords(
        keeps(scene, await shows(scene, 'totp', () => auth.signIn.code(callerOf(client), 'totp', { code: '000000' }))),
      )}`;
    },
  },
  {
    name: 'shows a code that was seen over a shoulder',
    by: [WITH_THE_PASSWORD],
    async perform(scene) {
      const first = await signsIn(scene, []);
      if (isRefused(first) || first.answer.status !== 'continue') return inWords(first);
      const seen = scene.world.known('ada').totp;
      if (seen?.lastCode === undefined) return 'there is none';
      return inWords(keeps(scene, await showsTotp(scene, seen.lastCode, { ...seen })));
    },
  },
  {
    name: 'looks around',
    by: [...ADA, ...ADMINISTRATORS, WITH_A_SESSION],
    weight: 2,
    perform: async (scene) => inWords(await passes(scene, { needs: 'session' })),
  },
];
