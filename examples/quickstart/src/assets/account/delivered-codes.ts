import type { Account } from '@sallyport/browser';
import { client } from '../ui/client.ts';
import { button } from '../ui/controls.ts';
import { codeWords } from '../ui/delivered-codes.ts';
import { ask } from '../ui/dialog.ts';
import { withStepUp } from '../ui/step-up.ts';
import { addFactor } from './add-factor.ts';
import { factorRow } from './factor-row.ts';
import { act, type Shown } from './shown.ts';

/** The codes that this app delivers in its own way, each with where it goes. */
export function deliveredCodeRows(account: Account, brought: readonly string[], shown: Shown): readonly HTMLElement[] {
  return brought.map((method) => {
    const label = codeWords(method)?.label ?? method;
    const small = (text: string, testid: string, run: () => Promise<string>, look = ''): HTMLElement =>
      button({ label: text, testid: `${testid}-${method}`, look: `compact ${look}`, run: () => act(shown, run) });
    const enrolled = account.factors.codes.find((code) => code.method === method);
    const add = (): Promise<string> => addFactor(method);
    if (enrolled === undefined) return factorRow(label, 'Not set up.', small('Set up', 'enroll', add));
    return factorRow(label, `Codes go to ${enrolled.sentTo}.`, [
      small('Replace', 'enroll', add),
      small('Remove', 'remove', () => remove(method, label), 'danger'),
    ]);
  });
}

async function remove(method: string, label: string): Promise<string> {
  await ask({
    title: `Remove ${label}?`,
    text: 'Its codes stop working at once.',
    submit: 'Remove it',
    danger: true,
    run: () => withStepUp(() => client.account.removeCode(method)),
  });
  return `${label} is removed.`;
}
