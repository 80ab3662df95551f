import type { Account } from '@sallyport/browser';
import { client } from '../parts/client.ts';
import { button } from '../parts/controls.ts';
import { codeWords } from '../parts/delivered-codes.ts';
import { ask } from '../parts/dialog.ts';
import { withStepUp } from '../parts/step-up.ts';
import { words } from '../words.ts';
import { addFactor } from './add-factor.ts';
import { factorRow } from './factor-row.ts';
import { act, type Shown } from './shown.ts';

const { codes, factors } = words.account;

/** A row for each code that this app delivers, with the address of the code. */
export function deliveredCodeRows(account: Account, brought: readonly string[], shown: Shown): readonly HTMLElement[] {
  return brought.map((method) => {
    const label = codeWords(method)?.label ?? method;
    const small = (text: string, testid: string, spoken: string, run: () => Promise<string>, look = ''): HTMLElement =>
      button({
        label: text,
        testid: `${testid}-${method}`,
        look: `compact ${look}`,
        attributes: { 'aria-label': spoken },
        run: () => act(shown, run),
      });
    const enrolled = account.factors.codes.find((code) => code.method === method);
    const add = (): Promise<string> => addFactor(method, enrolled !== undefined);
    if (enrolled === undefined)
      return factorRow(label, factors.notSetUp, small(factors.setUp, 'enroll', codes.setUpTitle(label), add));
    return factorRow(label, codes.goTo(enrolled.sentTo), [
      small(factors.replace, 'enroll', codes.replace(label), add),
      small(words.common.remove, 'remove', codes.remove(label), () => remove(method, label), 'danger'),
    ]);
  });
}

async function remove(method: string, label: string): Promise<string> {
  await ask({
    title: codes.removeTitle(label),
    text: codes.removeText,
    submit: words.common.removeIt,
    danger: true,
    run: () => withStepUp(() => client.account.removeCode(method)),
  });
  return codes.removed(label);
}
