import type { Account } from '@sallyport/browser';
import { client } from '../parts/client.ts';
import { codeWords } from '../parts/delivered-codes.ts';
import { ask } from '../parts/dialog.ts';
import { rowButtons } from '../parts/row-buttons.ts';
import { AfterLoss, type Done, type Shown } from '../parts/shown.ts';
import { withStepUp } from '../parts/step-up.ts';
import { words } from '../words.ts';
import { addFactor } from './add-factor.ts';
import { isClosed } from './closed-set-ups.ts';
import { factorRow } from './factor-row.ts';

const { codes, factors } = words.account;

export function deliveredCodeRows(account: Account, brought: readonly string[], shown: Shown): readonly HTMLElement[] {
  const small = rowButtons(shown);
  return brought.map((method) => {
    const label = codeWords(method)?.label ?? method;
    const closed = isClosed(account, method);
    const enrolled = account.factors.codes.find((code) => code.method === method);
    const add = (): Promise<Done> => addFactor(method, enrolled !== undefined);
    if (enrolled === undefined)
      return factorRow(
        label,
        factors.notSetUp,
        closed ? null : small(factors.setUp, `enroll-${method}`, add, { spoken: codes.setUpTitle(label) }),
      );
    return factorRow(label, codes.goTo(enrolled.sentTo), [
      closed ? null : small(factors.replace, `enroll-${method}`, add, { spoken: codes.replace(label) }),
      small(words.buttons.remove, `remove-${method}`, () => remove(method, label), {
        spoken: codes.remove(label),
        look: 'danger',
      }),
    ]);
  });
}

async function remove(method: string, label: string): Promise<Done> {
  await ask({
    title: codes.removeTitle(label),
    text: codes.removeText,
    submit: words.buttons.removeIt,
    danger: true,
    run: () => withStepUp(() => client.account.removeCode(method)),
  });
  return new AfterLoss(codes.removed(label));
}
