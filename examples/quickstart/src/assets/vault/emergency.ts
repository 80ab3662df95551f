import { type AdminAccount, isProblem } from '@sallyport/browser';
import { client } from '../ui/client.ts';
import { download } from '../ui/clipboard.ts';
import { actionForm, field, textOf } from '../ui/controls.ts';
import { fill, h } from '../ui/element.ts';
import { problemLine } from '../ui/problem-line.ts';
import { withStepUp } from '../ui/step-up.ts';

/** For the emergency account alone: takes what opens the vault of somebody who has lost every way. */
export async function emergencyCard(accountId: string): Promise<HTMLElement | null> {
  if (!(await isEmergencyAccount(accountId))) return null;
  const problem = problemLine();
  const done = h('div', { role: 'status', 'data-testid': 'emergency-done' });
  const form = actionForm({
    problem,
    fields: [
      field({
        name: 'whose',
        label: 'Whose vault',
        hint: 'What this person signs in with.',
        attributes: { required: true, autocomplete: 'off' },
      }),
      field({
        name: 'reason',
        label: 'Reason',
        hint: 'Its owner reads this.',
        attributes: { required: true, maxlength: 500, autocomplete: 'off' },
      }),
    ],
    submit: 'Take what opens it',
    look: 'danger',
    testid: 'open-emergency',
    after: done,
    run: async (values) => {
      fill(done);
      const owner = await ownerOf(textOf(values, 'whose').trim());
      if (owner === undefined) return problem.say('Nobody signs in with that. Check it and try again.');
      const answer = await withStepUp(() => client.admin.openVault(owner.accountId, textOf(values, 'reason').trim()));
      download('answer.json', JSON.stringify(answer, null, 2), 'application/json');
      fill(done, takenNote(owner));
    },
  });
  return h(
    'div',
    { class: 'card stage', 'data-testid': 'emergency' },
    h(
      'header',
      {},
      h('h2', {}, 'Emergency access'),
      h(
        'p',
        { class: 'muted' },
        'For somebody who can open their vault no longer. You get a file that opens only with the emergency key, which is kept elsewhere. The owner is told at once, with your reason.',
      ),
    ),
    form,
  );
}

function takenNote({ accountId, identifiers }: AdminAccount): HTMLElement {
  const command = [
    'npx sallyport vault open --key emergency-key.json --envelope answer.json',
    `--account ${accountId}`,
    '--data note.txt --purpose notes --name private --out opened.txt',
  ].join(' ');
  return h(
    'div',
    { class: 'note stack' },
    h('p', {}, `answer.json is downloaded, and ${identifiers[0] ?? accountId} is told.`),
    h('p', {}, 'Where the emergency key is, with the sealed note that its owner downloads on this page:'),
    h('p', {}, h('code', { 'data-testid': 'emergency-command' }, command)),
  );
}

async function ownerOf(identifier: string): Promise<AdminAccount | undefined> {
  const { accounts } = await withStepUp(() => client.admin.accounts({ query: identifier }));
  return accounts.find(({ identifiers }) => identifiers.includes(identifier.toLowerCase()));
}

/** Where the proof is too old to say, it is shown: what it does asks again. */
async function isEmergencyAccount(accountId: string): Promise<boolean> {
  try {
    return (await client.admin.account(accountId)).emergency;
  } catch (thrown) {
    if (isProblem(thrown)) return thrown.code === 'insufficient-strength';
    throw thrown;
  }
}
