import type { FlowReply, Refusal } from '@sallyport/engine';
import { withProof } from './own-account.ts';
import { proves } from './proofs.ts';
import { inWords, isRefused, type Operation, type Scene } from './scene.ts';
import { registersKey, setsUpApp } from './set-ups.ts';
import { signsIn } from './signing-in.ts';

const AT_BEA = "the thief at bea's";
const AT_CLEO = "the thief at cleo's";

/** Signs in as far as the set-up, and sets something up in that flow. */
const whileSigningIn = (
  name: string,
  by: readonly string[],
  setUp: (scene: Scene) => Promise<FlowReply | Refusal>,
): Operation => ({
  name,
  by,
  async perform(scene) {
    const reply = await signsIn(scene, ['email-code']);
    return inWords(isRefused(reply) ? reply : await setUp(scene));
  },
});

/** Shows an administrator's code, which opens the set-up where the policy wants people vouched for. */
async function withTheCode(scene: Scene): Promise<string> {
  // Without a code the sign-in is refused here, and the flow waits for one.
  const reply = await signsIn(scene, ['email-code']);
  if (scene.client.flow === undefined) return inWords(reply);
  const coded = await proves(scene, 'enrollment-code');
  if (coded === undefined) return 'there is no code';
  return inWords(isRefused(coded) ? coded : await setsUpApp(scene));
}

/** Set-ups by owners who have nothing stronger than a password and a mailbox, and by thieves who have both. */
export const SETTING_UP: readonly Operation[] = [
  whileSigningIn('sets up an authenticator app while signing in', [AT_CLEO, 'cleo', 'pia as nina'], setsUpApp),
  whileSigningIn('registers a security key while signing in', [AT_CLEO], (scene) => registersKey(scene, true)),
  {
    name: 'goes on to set up an authenticator app',
    by: [AT_CLEO],
    after: [{ operation: 'signs in with the password and a mailed code', by: AT_CLEO }],
    perform: async (scene) => inWords(await setsUpApp(scene)),
  },
  {
    name: 'sets up an authenticator app with the enrollment code',
    by: ['cleo', AT_CLEO],
    perform: withTheCode,
    after: [
      { operation: 'puts a policy in force: baseline, and first factors are vouched for', by: 'pol' },
      { operation: 'vouches for cleo', by: 'pia' },
    ],
  },
  withProof('sets up an authenticator app of their own', (scene) => setsUpApp(scene), [AT_BEA]),
  withProof('sets up an authenticator app for later', (scene) => setsUpApp(scene), ['pia as nina']),
  withProof('registers a security key of their own', (scene) => registersKey(scene, true), [AT_BEA]),
  withProof('sets up a first authenticator app', (scene) => setsUpApp(scene), ['bea']),
];
