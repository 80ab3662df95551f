import type { AdminAccount, HelpedIn, HelpInInput } from '@sallyport/browser';
import {
  ask,
  blame,
  breakable,
  type Child,
  client,
  datedPasskeyName,
  field,
  fill,
  h,
  problemLine,
  TakenBack,
  textOf,
  usedIdentities,
  withStepUp,
} from '@sallyport/pages/parts';
import { icon } from '../parts/frame.ts';
import { namesText } from '../parts/names.ts';
import type { FirstStep, KeptCodes } from './kept-codes.ts';
import { lostThings, NOTHING } from './lost-things.ts';
import { nameOfItem } from './name-of-item.ts';
import { vaultLoses } from './vault-ways.ts';
import { words } from './words.ts';

const { helpIn: says } = words;

type Lost = HelpInInput['lost'][number];

/** Without an app and a phone, only sessions and known devices end, and the code stands in for every second proof. */
const LOST_NOTHING: HelpInInput = { lost: ['app'] };

/** The server does all in one commit. */
export async function helpIn({ accountId }: Pick<AdminAccount, 'accountId'>, codes: KeptCodes): Promise<Child> {
  // The page may be older than the person's last set-up.
  const [account, vault] = await withStepUp(() =>
    Promise.all([client.admin.account(accountId), vaultLoses(accountId)]),
  );
  const effects = h('div', { class: 'effects', 'aria-live': 'polite', 'data-testid': 'effects' });
  const note = h('p', { class: 'note', 'data-testid': 'code-use' });
  const problem = problemLine();
  const passkeys = passkeyChoice(account);
  const passwordToo = h('p', { class: 'hint', 'data-testid': 'password-too' }, says.passwordToo);
  const address = h(
    'div',
    { hidden: true },
    field({
      name: 'new-email',
      label: says.newAddress,
      type: 'email',
      hint: says.newAddressHint,
      attributes: { autocomplete: 'off' },
    }),
    account.factors.password ? passwordToo : null,
  );
  const fields = h(
    'div',
    { class: 'stack' },
    h(
      'fieldset',
      { class: 'lost-things' },
      h('legend', {}, says.whatIsLost),
      h(
        'div',
        { class: 'ticks' },
        lostThings(account).map(({ lost, name, about, isNone = false }) =>
          h(
            'label',
            { class: 'tick' },
            h('input', {
              type: 'checkbox',
              name: 'lost',
              value: lost,
              disabled: isNone,
              'data-testid': `lost-${lost}`,
            }),
            h('span', {}, name, h('small', {}, about)),
          ),
        ),
      ),
    ),
    passkeys,
    address,
    problem.element,
    effects,
  );
  let asked = 0;
  let shown: HelpedIn | undefined;

  const inputOf = (values: FormData): HelpInInput => {
    if (values.getAll('lost').includes(NOTHING)) return LOST_NOTHING;
    const lost = values.getAll('lost').map(String) as Lost[];
    const chosen = values.getAll('lost-passkey').map(String);
    const email = textOf(values, 'new-email').trim();
    return {
      lost,
      passkeys: lost.includes('passkey') && chosen.length < account.factors.passkeys.length ? chosen : undefined,
      email: lost.includes('mailbox') && email !== '' ? email : undefined,
    };
  };

  async function preview(): Promise<void> {
    const form = fields.closest('form');
    if (form === null) return;
    const values = new FormData(form);
    const input = inputOf(values);
    passkeys.hidden = !input.lost.includes('passkey') || account.factors.passkeys.length < 2;
    address.hidden = !input.lost.includes('mailbox');
    passwordToo.hidden = input.lost.includes('password');
    problem.clear();
    asked += 1;
    const mine = asked;
    shown = undefined;
    if (input.lost.length === 0 || input.passkeys?.length === 0) return fill(effects);
    try {
      const told = await previewOf(accountId, input);
      if (mine === asked) showEffects(told, input);
    } catch (thrown) {
      if (mine !== asked || thrown instanceof TakenBack) return;
      fill(effects);
      problem.show(thrown);
    }
  }
  function showEffects(told: HelpedIn, { lost }: HelpInInput): void {
    const isFirst = effects.childElementCount === 0;
    shown = told;
    fill(
      note,
      [
        signsInWith(told) ? says.codeBeside : says.code,
        says.lasts(account.email !== undefined && !lost.includes('mailbox')),
      ].join(' '),
    );
    fill(effects, effectsOf(withUntold(told, account), account, lost.includes('passkey') ? vault : ''), note);
    // A later tick leaves the place of the reader.
    if (isFirst) effects.scrollIntoView({ block: 'nearest' });
  }
  fields.addEventListener('change', ({ target }) => {
    // The new address changes nothing of the lists.
    if (target instanceof HTMLInputElement && target.name === 'new-email') return;
    // “Nothing” and a lost factor exclude each other.
    if (target instanceof HTMLInputElement && target.name === 'lost' && target.checked)
      for (const box of fields.querySelectorAll<HTMLInputElement>('[name="lost"]:checked'))
        if ((box.value === NOTHING) !== (target.value === NOTHING)) box.checked = false;
    void preview();
  });

  let helped: HelpedIn | undefined;
  await ask({
    title: says.title(namesText(account)),
    text: account.status === 'blocked' ? `${says.isBlocked} ${says.makeSure}` : says.makeSure,
    fields,
    submit: says.submit,
    run: async (values) => {
      problem.clear();
      const input = inputOf(values);
      if (input.lost.length === 0 || input.passkeys?.length === 0) {
        problem.say(says.tickFirst);
        const first = fields.querySelector<HTMLInputElement>('input:enabled');
        if (first !== null) blame(first, problem.element);
        first?.focus();
        throw new TakenBack();
      }
      const told = await previewOf(accountId, input);
      if (JSON.stringify(told) !== JSON.stringify(shown)) {
        // The person set something up meanwhile, or the press came before the lists.
        showEffects(told, input);
        problem.say(says.lookAgain);
        throw new TakenBack();
      }
      helped = await withStepUp(() => client.admin.helpIn(accountId, input));
    },
  });
  if (helped?.enrollmentCode === undefined || helped.expiresAt === undefined) return undefined;
  const { enrollmentCode, expiresAt } = helped;
  codes.keep(account, { enrollmentCode, expiresAt }, firstStepAfter(account, helped));
  const tookNothing = helped.ends.every(({ kind }) => kind === 'sessions' || kind === 'devices');
  return tookNothing ? words.administration.actions.codeAbove : says.done;
}

/** The address is typed letter by letter, and changes neither. */
function previewOf(accountId: string, { email: _, ...input }: HelpInInput): Promise<HelpedIn> {
  return withStepUp(() => client.admin.helpIn(accountId, { ...input, preview: true }));
}

function signsInWith({ keeps }: HelpedIn): boolean {
  const kinds = new Set(keeps.map(({ kind }) => kind));
  return kinds.has('passkey') || (kinds.has('password') && kinds.has('totp'));
}

/** The code alone opens the sign-in after a lost password, or without any way to sign in. */
function firstStepAfter(account: AdminAccount, { ends, keeps }: HelpedIn): FirstStep {
  const has = (items: HelpedIn['ends'], kind: string): boolean => items.some((item) => item.kind === kind);
  if (has(keeps, 'password')) return 'password';
  const hasOther = has(keeps, 'passkey') || usedIdentities(account).length > 0;
  return hasOther && !has(ends, 'password') ? 'other' : 'nothing';
}

function passkeyChoice({ factors: { passkeys } }: AdminAccount): HTMLElement {
  return h(
    'fieldset',
    { class: 'lost-things', hidden: true },
    h('legend', {}, says.whichPasskeys),
    passkeys.map((passkey) =>
      h(
        'label',
        { class: 'check' },
        h('input', {
          type: 'checkbox',
          name: 'lost-passkey',
          value: passkey.id,
          checked: true,
          'data-testid': 'lost-one',
        }),
        h('span', {}, datedPasskeyName(passkey)),
      ),
    ),
  );
}

/** The code takes the place of an open invitation's link, and a help-in unlinks no identity. */
function withUntold({ ends, keeps, ...told }: HelpedIn, { invitation, externalIds }: AdminAccount): HelpedIn {
  const linked = externalIds.map(({ provider, name = provider }) => ({ kind: 'sso', name }));
  return {
    ...told,
    ends: invitation === undefined ? ends : [...ends, { kind: 'invitation' }],
    keeps: [...keeps, ...linked],
  };
}

function effectsOf({ ends, keeps }: HelpedIn, { factors }: AdminAccount, vault: string): Child {
  const list = (testid: string, title: string, items: HelpedIn['ends'], look: 'cross' | 'tick'): Child =>
    h(
      'div',
      { class: look === 'cross' ? 'ends' : 'stays', 'data-testid': testid },
      h('h3', {}, title),
      h(
        'ul',
        {},
        items.length === 0 ? h('li', { class: 'muted' }, says.nothingStays) : null,
        items.map((item) => h('li', {}, icon(look, 's'), h('span', {}, breakable(nameOfItem(item, factors.passkeys))))),
      ),
    );
  return [
    h(
      'div',
      { class: 'ends-stays' },
      ends.length === 0 ? null : list('ends', says.ends, ends, 'cross'),
      list('keeps', says.keeps, keeps, 'tick'),
    ),
    vault === '' ? null : h('p', { class: 'note warn' }, vault),
  ];
}
