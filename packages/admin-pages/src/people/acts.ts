import { type AdminAccount, isProblem } from '@sallyport/browser';
import {
  ask,
  type Child,
  client,
  copyButton,
  field,
  h,
  reasonsIn,
  TakenBack,
  textOf,
  wayName,
  withStepUp,
} from '@sallyport/pages/parts';
import { codeAuthor } from '../parts/names.ts';
import { reasonsLine } from '../reasons-line.ts';
import { words } from '../words.ts';
import type { KeptCodes } from './kept-codes.ts';
import { hasVault } from './vault-ways.ts';
import { lossLines } from './what-goes.ts';

const { actions: says } = words.administration;

/** Runs an administrator's act and shows the result; `'gone'` if the account was deleted. */
export type Act = (run: () => Promise<Child>) => Promise<void>;

/** Returns whether a sign-in code helps a person without a loss: only beside a first proof, and only for an account without passkey and app. */
export function canUseCode({ factors: { password, totp, passkeys }, externalIds, status }: AdminAccount): boolean {
  const begins = password || externalIds.length > 0;
  return begins && !totp && passkeys.length === 0 && status !== 'blocked';
}

/** Gives a sign-in code, which stays on the page until the administrator removes the code. */
export async function vouch(account: AdminAccount, codes: KeptCodes): Promise<Child> {
  const code = await withStepUp(() => client.admin.enrollmentCode(account.accountId));
  codes.keep(account, code, account.factors.password ? 'password' : 'other');
  return says.codeAbove;
}

function nameOf({ identifiers }: AdminAccount): string {
  return identifiers[0] ?? says.thisAccount;
}

/** Ends the locks of the account. */
export async function unlock({ accountId }: AdminAccount): Promise<Child> {
  await withStepUp(() => client.admin.unlock(accountId));
  return says.unlocked;
}

/** Unblocks the account, after a question. `invited`: nobody has signed in yet, and the block voided the invitation. */
export async function unblock(account: AdminAccount, invited: boolean): Promise<Child> {
  await ask({
    title: says.unblockTitle(nameOf(account)),
    text: invited ? says.unblockTextInvited : says.unblockText,
    submit: says.unblock,
    run: () => withStepUp(() => client.admin.unblock(account.accountId)),
  });
  return invited ? says.unblockedInvited : says.unblocked;
}

/** Blocks the account, after a question for the reason. Says so if somebody else blocked the account meanwhile: that block stays. */
export async function block(account: AdminAccount): Promise<Child> {
  let given = '';
  await ask({
    title: says.blockTitle(nameOf(account)),
    text: says.blockText,
    fields: field({
      name: 'reason',
      label: says.reason,
      hint: says.reasonHint,
      missing: says.reasonMissing,
      attributes: { maxlength: 500, autocomplete: 'off' },
    }),
    submit: says.blockSubmit,
    danger: true,
    run: async (values) => {
      given = textOf(values, 'reason').trim();
      await withStepUp(() => client.admin.block(account.accountId, given));
    },
  });
  const { blockedReason = given } = await client.admin.account(account.accountId);
  if (blockedReason === given) return says.blocked;
  const by = await blockedBy(account, blockedReason);
  return h('p', { class: 'note warn', 'data-testid': 'news' }, says.blockedAlready(by, blockedReason));
}

/** The name of the author of the block, from the newest entry of the log with its reason. `undefined` if the log has no such entry. */
async function blockedBy({ accountId }: AdminAccount, reason: string): Promise<string | undefined> {
  const { events, names } = await client.admin.events({ account: accountId, type: 'account.blocked' });
  const actor = events.find(({ detail }) => detail?.['reason'] === reason)?.actor;
  if (actor === undefined) return undefined;
  return codeAuthor(actor) ?? names[actor] ?? actor;
}

/** Asks for the first steps that the account may use. */
export async function setMethods(account: AdminAccount): Promise<Child> {
  const force = forceBox();
  await ask({
    title: says.methodsTitle(nameOf(account)),
    text: says.methodsText,
    fields: [
      ['password', 'passkey', 'sso', 'ldap'].map((method) =>
        h(
          'label',
          { class: 'check' },
          h('input', {
            type: 'checkbox',
            name: 'method',
            value: method,
            checked: account.methods?.includes(method) ?? true,
            'data-testid': `allow-${method}`,
          }),
          wayName(method),
        ),
      ),
      force.element,
    ],
    submit: words.buttons.save,
    run: (values) =>
      force.whenRefused(async () => {
        const methods = values.getAll('method').map(String);
        await withStepUp(() => client.admin.setMethods(account.accountId, methods, forced(values)));
      }),
  });
  return says.methodsSaved;
}

/** Removes the account's own restriction of the first steps. */
export async function removeRestriction(account: AdminAccount): Promise<Child> {
  await withStepUp(() => client.admin.setMethods(account.accountId, null));
  return says.methodsSaved;
}

/** A checkbox for forcing a change, shown only after a refusal, so that forcing does not become a habit. */
export function forceBox(): { readonly element: HTMLElement; whenRefused(run: () => Promise<void>): Promise<void> } {
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
    async whenRefused(run) {
      try {
        await run();
      } catch (thrown) {
        if (!isProblem(thrown) || thrown.code !== 'no-way-in') throw thrown;
        why.textContent = reasonsLine(reasonsIn(thrown));
        element.hidden = false;
        throw new TakenBack();
      }
    },
  };
}

/** The member of a request that forces a change. */
export function forced(values: FormData): { readonly force?: boolean } {
  return values.has('force') ? { force: true } : {};
}

/** Deletes the account, after a question. */
export async function remove(account: AdminAccount): Promise<Child> {
  const vault = await withStepUp(() => hasVault(account.accountId));
  await ask({
    title: says.deleteTitle(nameOf(account)),
    text: h(
      'div',
      { class: 'stack' },
      lossLines([says.deleteText, vault ? says.deleteVault : '', says.deleteLog]),
      h(
        'div',
        { class: 'secret' },
        h('code', { 'data-testid': 'account-id' }, account.accountId),
        copyButton(account.accountId, 'copy-account-id'),
      ),
    ),
    submit: says.deleteForGood,
    danger: true,
    run: () => withStepUp(() => client.admin.deleteAccount(account.accountId)),
  });
  return 'gone';
}
