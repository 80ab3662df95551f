import { type AdminAccount, isProblem } from '@sallyport/browser';
import {
  type Child,
  client,
  h,
  reasonsIn,
  TakenBack,
  usedIdentities,
  wayName,
  withStepUp,
} from '@sallyport/pages/parts';
import { changedMeanwhile } from '../parts/changed-meanwhile.ts';
import { reasonsLine } from '../reasons-line.ts';
import type { KeptCodes } from './kept-codes.ts';
import { words } from './words.ts';

const { actions: says } = words.administration;

/** `'gone'` if the account was deleted. */
export type Act = (run: () => Promise<Child>) => Promise<void>;

/** Only beside a first proof, and for an account without passkey and app. */
export function canUseCode(account: AdminAccount): boolean {
  const { factors, status } = account;
  const { password, totp, passkeys } = factors;
  const begins = password || usedIdentities(account).length > 0;
  return begins && !totp && passkeys.length === 0 && status !== 'blocked';
}

export async function vouch(account: AdminAccount, codes: KeptCodes): Promise<Child> {
  const code = await withStepUp(() => client.admin.enrollmentCode(account.accountId));
  codes.keep(account, code, account.factors.password ? 'password' : 'other');
  return says.codeAbove;
}

export async function unlock({ accountId }: AdminAccount): Promise<Child> {
  await withStepUp(() => client.admin.unlock(accountId));
  return says.unlocked;
}

export async function removeRestriction(account: AdminAccount): Promise<Child> {
  const { accountId, methods: from } = account;
  const isStale = await changedMeanwhile(() => client.admin.setMethods(accountId, null, { from }));
  return isStale ? allowedNow(account) : says.methodsSaved;
}

export async function allowedNow({ accountId }: AdminAccount): Promise<Child> {
  const { methods } = await client.admin.account(accountId);
  const now = methods?.map(wayName).join(', ') ?? words.administration.facts.asThePolicySays;
  return h('p', { class: 'note warn', 'data-testid': 'news' }, says.methodsChangedMeanwhile(now));
}

interface ForceBox {
  readonly element: HTMLElement;
  whenRefused(run: () => Promise<void>, missing?: string): Promise<void>;
}

/** Only after a refusal, so that forcing does not become a habit. */
export function forceBox(): ForceBox {
  const box = h('input', { type: 'checkbox', name: 'force', 'data-testid': 'force' });
  const why = h('p', { class: 'hint', 'data-testid': 'would-strand-why' });
  const element = h(
    'div',
    { class: 'stack', role: 'alert', hidden: true, 'data-testid': 'would-strand' },
    h('p', { class: 'error' }, says.wouldStrand),
    why,
    h('label', { class: 'check' }, box, says.evenSo),
  );
  return {
    element,
    async whenRefused(run, missing) {
      try {
        await run();
      } catch (thrown) {
        if (!isProblem(thrown) || thrown.code !== 'no-way-in') throw thrown;
        why.textContent = reasonsLine(reasonsIn(thrown), missing);
        element.hidden = false;
        throw new TakenBack();
      }
    },
  };
}

export function forced(values: FormData): { readonly force?: boolean } {
  return values.has('force') ? { force: true } : {};
}
