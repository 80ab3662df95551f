import type { LiveSession } from '@sallyport/engine';
import { PLAIN_UID } from '../ports/directory.ts';
import { withProof } from './own-account.ts';
import { inWords, type Operation, type Scene } from './scene.ts';

const KIM = ["kim's laptop"];

const takes = (what: string, nameOf: (scene: Scene) => string): Operation =>
  withProof(`takes ${what} as a name`, (scene, session) => scene.auth.me(session).rename(nameOf(scene)), KIM);

async function takesTwo({ auth, run }: Scene, session: LiveSession): Promise<string> {
  const names = [`kim the first ${run.began}`, `kim the second ${run.began}`];
  const came = await Promise.allSettled(names.map((name) => auth.me(session).rename(name)));
  const fault = came.find((one) => one.status === 'rejected');
  if (fault !== undefined) throw fault.reason;
  return came.map((one) => (one.status === 'fulfilled' ? inWords(one.value) : '')).join(', ');
}

export const NAMES: readonly Operation[] = [
  takes('an address of nobody', () => 'nobody@app.example'),
  takes('the address of vera', () => 'vera@app.example'),
  takes('the own mailbox', ({ knows }) => knows.mailboxes[0] ?? ''),
  takes('a free name', ({ run }) => `kim ${run.began}`),
  { ...takes('the name of an entry of the directory', () => PLAIN_UID), inDirectory: true },
  withProof('takes two free names at once', takesTwo, KIM),
];
