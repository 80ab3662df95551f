import { type Account, type AccountEntry, isProblem } from '@sallyport/browser';
import { client } from '../parts/client.ts';
import { download } from '../parts/clipboard.ts';
import { actionForm, field, textOf } from '../parts/controls.ts';
import { fill, h } from '../parts/element.ts';
import { blame } from '../parts/field-fault.ts';
import { inputOf, problemLine } from '../parts/problem-line.ts';
import { withStepUp } from '../parts/step-up.ts';
import { words } from './words.ts';

export async function emergencyCard(): Promise<HTMLElement | null> {
  const own = await client.account.get();
  if (own.emergency !== true || !(await administers(own))) return null;
  const problem = problemLine();
  const done = h('div', { role: 'status', 'data-testid': 'emergency-done' });
  const form = actionForm({
    problem,
    fields: [
      field({
        name: 'whose',
        label: words.vault.emergency.whose,
        hint: words.vault.emergency.whoseHint,
        attributes: { required: true, autocomplete: 'off' },
      }),
      field({
        name: 'reason',
        label: words.vault.emergency.reason,
        attributes: { required: true, maxlength: 500, autocomplete: 'off' },
      }),
    ],
    submit: words.vault.emergency.submit,
    look: 'danger',
    testid: 'open-emergency',
    after: done,
    run: async (values) => {
      fill(done);
      const owner = await ownerOf(textOf(values, 'whose').trim());
      if (owner === undefined) {
        problem.say(words.vault.emergency.nobody);
        const whose = inputOf(form, 'whose');
        if (whose !== null) blame(whose, problem.element);
        return whose?.select();
      }
      const answer = await withStepUp(() => client.admin.openVault(owner.accountId, textOf(values, 'reason').trim()));
      download(words.vault.emergency.fileName, JSON.stringify(answer, null, 2), 'application/json');
      fill(done, takenNote(owner));
    },
  });
  return h(
    'div',
    { class: 'card stage', 'data-testid': 'emergency' },
    h('header', {}, h('h2', {}, words.vault.emergency.title), h('p', { class: 'muted' }, words.vault.emergency.lead)),
    form,
  );
}

function takenNote({ accountId, identifiers }: AccountEntry): HTMLElement {
  return h(
    'div',
    { class: 'note stack' },
    h('p', {}, words.vault.emergency.done(words.vault.emergency.fileName, identifiers[0] ?? accountId)),
    h('p', {}, words.vault.emergency.next),
    h('code', { class: 'command', 'data-testid': 'emergency-command' }, commandFor(accountId)),
  );
}

function commandFor(accountId: string): string {
  const options = [
    ['--key', 'emergency-key.json'],
    ['--envelope', words.vault.emergency.fileName],
    ['--account', accountId],
    ['--data', words.vault.lost.fileName],
    ['--purpose', 'notes'],
    ['--name', 'private'],
    ['--out', words.vault.emergency.openedName],
  ];
  return [['npx', 'sallyport', 'vault', 'open'], ...options].map((line) => line.join(' ')).join(' \\\n  ');
}

async function ownerOf(identifier: string): Promise<AccountEntry | undefined> {
  const { accounts } = await withStepUp(() => client.admin.accounts({ query: identifier }));
  return accounts.find(({ identifiers }) => identifiers.includes(identifier.toLowerCase()));
}

/** True if the proof is too old for an answer: the action asks for a proof itself. */
async function administers({ accountId }: Account): Promise<boolean> {
  try {
    await client.admin.account(accountId);
    return true;
  } catch (thrown) {
    if (isProblem(thrown)) return thrown.code === 'insufficient-strength';
    throw thrown;
  }
}
