import { type ActResult, isProblem } from '@sallyport/browser';
import { ask, client, fill, h, listed, TakenBack, withStepUp } from '@sallyport/pages/parts';
import { counted } from '../parts/numbers.ts';
import { firstNames } from './first-names.ts';
import { endsInvitations } from './invitees.ts';
import type { Chosen } from './selection.ts';
import { words } from './words.ts';

const { many: says } = words;

type People = readonly (readonly [string, Chosen])[];

export async function inviteAgain(people: People): Promise<readonly ActResult[]> {
  const invited = people.filter(([, who]) => who.invited && !who.blocked);
  const skipped = people.length - invited.length;
  const ended = invited.filter(([, who]) => who.ended);
  const progress = h('p', { role: 'status', 'data-testid': 'invite-progress' });
  let isStopped = false;
  let sending: Promise<readonly ActResult[]> | undefined;
  try {
    await ask({
      title: says.inviteTitle(invited.length, counted(invited.length)),
      text: h(
        'div',
        { class: 'stack' },
        h('p', {}, says.inviteText),
        h('p', { 'data-testid': 'whom' }, says.whom(firstNames(invited.map(([, { name }]) => name)))),
        ended.length === 0
          ? null
          : h(
              'p',
              { class: 'note warn', 'data-testid': 'ended' },
              says.inviteEnded(ended.length, listed(ended.map(([, { name }]) => name))),
            ),
        skipped === 0 ? null : h('p', { 'data-testid': 'skipped' }, says.inviteSkips(skipped, counted(skipped))),
        progress,
      ),
      submit: says.submit.invite,
      run: async () => {
        sending = inviteMany(people, {
          invite: (accountId) => withStepUp(() => client.admin.invite(accountId)),
          isStopped: () => isStopped,
          onSent: (sent) => fill(progress, says.inviteProgress(counted(sent), counted(invited.length))),
        });
        await sending;
      },
    });
  } catch (thrown) {
    isStopped = true;
    if (sending === undefined) throw thrown;
  }
  return (await sending) ?? [];
}

export interface InviteManyInput {
  invite(accountId: string): Promise<void>;
  isStopped(): boolean;
  onSent(sent: number): void;
}

/**
 * After a fault of the server, or a stop, the rest is `not-tried`: the mail of each further try could be lost, and the link before would be void.
 *
 * @throws TakenBack if the administrator refuses the proof for the first invitation
 */
export async function inviteMany(
  people: People,
  { invite, isStopped, onSent }: InviteManyInput,
): Promise<readonly ActResult[]> {
  const results: ActResult[] = [];
  let sent = 0;
  let isOver = false;
  const codeFor = async (accountId: string): Promise<string | undefined> => {
    if (isOver || isStopped()) return 'not-tried';
    try {
      await invite(accountId);
      sent += 1;
      onSent(sent);
      return undefined;
    } catch (thrown) {
      if (thrown instanceof TakenBack && sent === 0) throw thrown;
      isOver = endsInvitations(thrown);
      if (thrown instanceof TakenBack) return 'not-tried';
      const code = isProblem(thrown) ? thrown.code : 'internal';
      // Signed in meanwhile, or deleted.
      return code === 'not-found' ? 'not-invited' : code;
    }
  };
  for (const [accountId, { invited, blocked }] of people) {
    const skipped = invited ? (blocked ? 'account-blocked' : undefined) : 'not-invited';
    const code = skipped ?? (await codeFor(accountId));
    results.push(code === undefined ? { accountId, done: true } : { accountId, done: false, code });
  }
  return results;
}
