import type { FlowReply, Refusal } from '@sallyport/engine';
import { changesAddress } from './addresses.ts';
import { withProof } from './own-account.ts';
import { proves, provesOn } from './proofs.ts';
import { linksIdentity } from './providers.ts';
import { beginsAnew, callerOf, inWords, isRefused, keeps, type Operation, type Scene, shows } from './scene.ts';
import { registersKey, setsUpApp } from './set-ups.ts';
import { signsIn } from './signing-in.ts';

const AT_BEA = "the thief at bea's";
const AT_CLEO = "the thief at cleo's";

const whileSigningIn = (
  name: string,
  by: readonly string[],
  setUp: (scene: Scene) => Promise<FlowReply | Refusal>,
): Operation => ({
  name,
  by,
  is: 'set-up',
  async perform(scene) {
    const reply = await signsIn(scene, ['email-code']);
    return inWords(isRefused(reply) ? reply : await setUp(scene));
  },
});

async function withTheCode(scene: Scene): Promise<string> {
  // If the policy requires an enrollment code, this answer is a refusal, and the flow stays open.
  const reply = await signsIn(scene, ['email-code']);
  if (scene.client.flow === undefined) return inWords(reply);
  const coded = await proves(scene, 'enrollment-code');
  if (coded === undefined) return 'there is no code';
  return inWords(isRefused(coded) ? coded : await setsUpApp(scene));
}

async function comesBack(scene: Scene, password: string | undefined): Promise<string> {
  const { auth, client, knows, ledger, run } = scene;
  const code = knows.enrollmentCode;
  if (code === undefined) return 'there is no code';
  beginsAnew(client);
  const done = ledger.signsIn(client.device);
  ledger.forgiving.push({ account: knows.account, run });
  try {
    const begun = keeps(scene, await auth.signIn.begin(callerOf(client), { identifier: knows.identifier }), undefined);
    if (isRefused(begun)) return inWords(begun);
    client.code = code;
    const input = password === undefined ? { code } : { code, password };
    const answer = await shows(scene, 'enrollment-code', () => auth.signIn.enrollmentCode(callerOf(client), input));
    keeps(scene, answer, undefined);
    if (isRefused(answer)) return inWords(answer);
    ledger.worked(`the enrollment code ${code}`, client.name, answer.keep?.flow?.expiresAt);
    client.proved.push('enrollment-code', ...(password === undefined ? [] : ['password']));
    if (password !== undefined) knows.password = password;
    const on = await provesOn(scene, answer, ['totp', 'email-code', 'backup-code']);
    if (isRefused(on) || on.answer.status !== 'enroll') return inWords(on);
    return inWords(password === undefined ? await registersKey(scene, true) : await setsUpApp(scene));
  } finally {
    done();
  }
}

const COMING_BACK = ["ada's laptop", 'bea', AT_BEA, 'cleo', AT_CLEO, "kim's laptop", "the thief with kim's key", 'pol'];
const HELPED: Operation['after'] = [{ operation: 'helps cleo in, who lost the password', by: 'pia' }];

const inSession = (
  name: string,
  setUp: (scene: Scene) => Promise<FlowReply | Refusal>,
  by: readonly string[],
): Operation[] => [{ ...withProof(name, setUp, by), is: 'set-up' }];

const THIN = [
  {
    by: "the thief with finn's password",
    how: 'the password alone',
    after: [
      { operation: 'puts a policy in force: single, who falls short steps up', by: 'pol' },
      { operation: 'signs in with the password alone', by: "the thief with finn's password" },
    ],
  },
  {
    by: "the thief with bea's mailbox",
    how: 'the mailbox alone',
    after: [
      { operation: 'follows the link to a new password', by: "the thief with bea's mailbox" },
      { operation: 'signs in with the password and a mailed code', by: "the thief with bea's mailbox" },
    ],
  },
];

const ALONE: readonly (readonly [string, Parameters<typeof withProof>[1]])[] = [
  ['sets up an authenticator app', (scene) => setsUpApp(scene)],
  ['registers a security key', (scene) => registersKey(scene, true)],
  ['changes the address', changesAddress],
  ['links an identity', linksIdentity],
];

export const SETTING_UP: readonly Operation[] = [
  whileSigningIn('sets up an authenticator app while signing in', [AT_CLEO, 'cleo', 'pia as nina'], setsUpApp),
  whileSigningIn('registers a security key while signing in', [AT_CLEO], (scene) => registersKey(scene, true)),
  {
    name: 'goes on to set up an authenticator app',
    is: 'set-up',
    by: [AT_CLEO],
    after: [{ operation: 'signs in with the password and a mailed code', by: AT_CLEO }],
    perform: async (scene) => inWords(await setsUpApp(scene)),
  },
  {
    name: 'goes on to set up an authenticator app beside a code to the mailbox',
    is: 'set-up',
    by: [AT_BEA],
    after: [
      { operation: 'signs in with the password and a mailed code', by: 'bea' },
      { operation: 'puts a policy in force: enhanced from the next sign-in on', by: 'pol' },
      { operation: 'signs in with the password and a mailed code', by: AT_BEA },
    ],
    perform: async (scene) => inWords(await setsUpApp(scene)),
  },
  {
    name: 'sets up an authenticator app with the enrollment code',
    is: 'set-up',
    by: ['cleo', AT_CLEO],
    perform: withTheCode,
    after: [
      { operation: 'puts a policy in force: baseline, and first factors are vouched for', by: 'pol' },
      { operation: 'vouches for cleo', by: 'pia' },
    ],
  },
  {
    name: 'comes back by the code of an administrator, with a new password',
    is: 'both',
    by: COMING_BACK,
    after: HELPED,
    perform: (scene) =>
      comesBack(scene, `a password that ${scene.client.name} chose with a code at tick ${scene.run.began}`),
  },
  {
    name: 'comes back by the code of an administrator alone',
    is: 'set-up',
    by: COMING_BACK,
    after: HELPED,
    perform: (scene) => comesBack(scene, undefined),
  },
  ...inSession('sets up an authenticator app of their own', (scene) => setsUpApp(scene), [AT_BEA]),
  ...inSession('sets up an authenticator app for later', (scene) => setsUpApp(scene), ['pia as nina']),
  ...inSession('registers a security key of their own', (scene) => registersKey(scene, true), [AT_BEA]),
  ...inSession('sets up a first authenticator app', (scene) => setsUpApp(scene), ['bea', 'vera']),
  ...inSession('registers a first security key', (scene) => registersKey(scene, true), ["kim's laptop"]),
  ...inSession('registers a first security key, which has no PIN', (scene) => registersKey(scene, false), ['gwen']),
  ...inSession('registers one more security key', (scene) => registersKey(scene, true, scene.client.spareKey), [
    "kim's laptop",
    "kim's phone",
    "the thief with kim's key",
  ]),
  ...THIN.flatMap(({ by, how, after }) =>
    ALONE.map(
      ([name, act]): Operation => ({
        ...withProof(`${name}, with ${how}`, act, [by]),
        after,
        is: 'set-up',
        weight: 0.5,
      }),
    ),
  ),
];
