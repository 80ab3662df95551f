import type { FlowReply, Refusal } from '@sallyport/engine';
import { provesOn } from './proofs.ts';
import { beginsAnew, callerOf, inWords, isRefused, keeps, type Operation, type Scene } from './scene.ts';

const THIEF = 'the thief who edits an entry';

async function signsInThere(scene: Scene, entryName: string | undefined): Promise<FlowReply | Refusal> {
  const { auth, client, knows, ledger, run, world } = scene;
  const entry = world.entries?.get(entryName ?? '');
  if (entry === undefined) return { refused: 'not-found' };
  beginsAnew(client);
  const done = ledger.signsIn(client.device);
  ledger.forgiving.push({ account: knows.account, run });
  try {
    const { uid: identifier, password } = entry;
    const first = await auth.signIn.begin(callerOf(client), { identifier, password });
    keeps(scene, first);
    if (!isRefused(first) && first.answer.status === 'continue') client.proved = ['ldap'];
    return await provesOn(scene, first, ['email-code']);
  } finally {
    done();
  }
}

export const DIRECTORY: readonly Operation[] = [
  {
    name: 'signs in with the password of the directory',
    by: ['lena'],
    inDirectory: true,
    perform: async (scene) => inWords(await signsInThere(scene, scene.knows.entry)),
  },
  ...['max', 'bea', 'otto', 'lena', 'pol'].map(
    (account): Operation => ({
      name: `writes the address of ${account} into an entry, and signs in with its password`,
      by: [THIEF],
      inDirectory: true,
      weight: 0.3,
      async perform(scene) {
        const entry = scene.world.entries?.get(scene.knows.entry ?? '');
        if (entry === undefined) return 'there is no directory';
        entry.mail = `${account}@app.example`;
        // The thief has no further factor of the account.
        const knows = { ...scene.knows, account };
        return inWords(await signsInThere({ ...scene, knows }, scene.knows.entry));
      },
    }),
  ),
];
