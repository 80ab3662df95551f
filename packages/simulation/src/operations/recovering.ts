import { PASSWORD } from '../world/people.ts';
import { everywhere } from './own-account.ts';
import { provesOn } from './proofs.ts';
import { beginsAnew, callerOf, inWords, isRefused, keeps, type Operation, type Scene } from './scene.ts';
import { PEOPLE } from './signing-in.ts';

const { ADA, WITH_THE_MAILBOX } = PEOPLE;

/** Of accounts without an authenticator app at the beginning of a history. */
const WITHOUT_APP = [
  'bea',
  'cleo',
  "the thief at bea's",
  "the thief with bea's mailbox",
  'vera',
  "the thief with vera's mailbox and number",
];

export const RECOVERING: readonly Operation[] = [
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
    is: 'both',
    by: [...ADA, WITH_THE_MAILBOX, ...WITHOUT_APP],
    weight: 2,
    perform: (scene) =>
      followsLink(scene, `a password that ${scene.client.name} set by mail at tick ${scene.run.began}`),
  },
  {
    name: 'follows the link to the first password',
    is: 'both',
    by: [...ADA, WITH_THE_MAILBOX, 'bea'],
    perform: (scene) => followsLink(scene, PASSWORD(scene.knows.account)),
  },
];

async function followsLink(scene: Scene, next: string): Promise<string> {
  const { auth, client, knows, world, ledger, run } = scene;
  const { token, to } =
    world.mails.findLast((mail) => mail.kind === 'recovery' && knows.mailboxes.includes(mail.to)) ?? {};
  if (token === undefined || to === undefined) return 'there is none';
  beginsAnew(client);
  client.mailedTo = to;
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
    const on = await provesOn(scene, keeps(scene, reply), [
      'totp',
      'backup-code',
      'passkey',
      'sms-code',
      'enrollment-code',
    ]);
    if (isRefused(on) || on.answer.status === 'continue') return inWords(on);
    ledger.worked(link, client.name);
    knows.password = next;
    everywhere(scene, `${client.name} set a new password`, client.session);
    return inWords(on);
  } finally {
    done();
  }
}
