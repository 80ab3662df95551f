import type { AccountEntry, AdminAccount } from '@sallyport/browser';
import {
  actionForm,
  askBeforeLeaving,
  button,
  type Child,
  client,
  h,
  listed,
  servesDeletion,
  wayName,
  when,
} from '@sallyport/pages/parts';
import { card } from '../parts/card.ts';
import { changedMeanwhile } from '../parts/changed-meanwhile.ts';
import { nameOfWay } from '../parts/factors.ts';
import { namesOfRole } from '../parts/names.ts';
import { type Act, forceBox, forced, removeRestriction, vouch } from './acts.ts';
import { codeText, type KeptCodes } from './kept-codes.ts';
import { rolesField } from './roles.ts';
import { waysList } from './ways-list.ts';
import { words } from './words.ts';

const { person: says, administration } = words;

const asked = () => import('./asked-acts.ts');

export interface WaysTabInput {
  readonly account: AdminAccount;
  readonly listed: AccountEntry | undefined;
  readonly act: Act;
  readonly codes: KeptCodes;
  readonly showsCodeCard: boolean;
}

export async function waysTab(input: WaysTabInput): Promise<HTMLElement> {
  const { account, act } = input;
  const isLimited = account.may !== undefined;
  const [roles, canDelete] = await Promise.all([
    isLimited ? null : rolesCard(account, act),
    // A helpdesk deletes nobody.
    isLimited ? false : servesDeletion('/admin/accounts/{id}'),
  ]);
  return h(
    'div',
    { class: 'two' },
    h(
      'div',
      {},
      card({ title: says.tabs.ways, testid: 'ways', look: 'flush', content: waysList(account, act) }),
      input.showsCodeCard ? codeCard(input) : null,
      isLimited || (account.status === 'blocked' && !canDelete) ? null : stopCard(input, canDelete),
    ),
    h('div', {}, roles, aboutCard(input)),
  );
}

function small(label: string, testid: string, run: () => Promise<void>, look = ''): HTMLElement {
  return button({ label, testid, look, run });
}

function codeCard({ account, listed, act, codes }: WaysTabInput): HTMLElement {
  const { actions } = administration;
  const given = codeText(account);
  return card({
    title: says.firstFactor,
    testid: 'first-factor',
    content: [
      // The decision is made while a code waits for its use.
      account.enrollmentCode?.used === false ? null : h('p', { class: 'hint' }, codeHint(listed)),
      given === undefined ? null : h('p', { class: 'hint', 'data-testid': 'code-given' }, given),
      h(
        'div',
        { class: 'acts' },
        small(actions.giveCode, 'vouch', () => act(() => vouch(account, codes))),
      ),
    ],
  });
}

/** A helpdesk does not read the policy, so the list of people tells. */
function codeHint(listed: AccountEntry | undefined): string {
  const { group, invited, settingUp } = listed ?? {};
  if (group === 'noWayIn' && invited === undefined && settingUp === undefined) return says.needsCode;
  return group === 'mustEnroll' ? `${says.needsNoCode} ${says.firstFactorHint}` : says.firstFactorHint;
}

function stopCard({ account, act }: WaysTabInput, canDelete: boolean): HTMLElement {
  const { actions } = administration;
  const { status } = account;
  const { leaving } = actions;
  return card({
    title: says.stop,
    testid: 'stop',
    look: 'apart',
    content: [
      h(
        'p',
        { class: 'hint', 'data-testid': 'leaving' },
        [...(status === 'blocked' ? [] : [leaving.block]), ...(canDelete ? [leaving.delete, leaving.log] : [])].join(
          ' ',
        ),
      ),
      h(
        'div',
        { class: 'acts' },
        status === 'blocked'
          ? null
          : small(actions.block, 'block', () => act(async () => (await asked()).block(account)), 'danger'),
        canDelete
          ? small(
              actions.delete,
              'delete-account',
              () => act(async () => (await asked()).remove(account)),
              // Beside the block, the deletion has the quieter look.
              status === 'blocked' ? 'danger' : 'danger plain',
            )
          : null,
      ),
    ],
  });
}

function savedText(before: AdminAccount, after: AdminAccount): string {
  const { rolesSaved, rolesSavedLost, rolesSavedSignedOut } = administration.actions;
  const lost = (before.setUpByOthers ?? []).filter((way) => after.setUpByOthers?.includes(way) !== true);
  if (lost.length > 0) return rolesSavedLost(listed(lost.map((way) => nameOfWay(way))));
  // An account that was helped in once loses its sessions with the role, although nothing else ends.
  return before.sessions > 0 && after.sessions === 0 ? rolesSavedSignedOut : rolesSaved;
}

async function rolesNow({ accountId }: AdminAccount): Promise<Child> {
  const { roles } = await client.admin.account(accountId);
  const { rolesChangedMeanwhile: says } = administration.actions;
  return h('p', { class: 'note warn', 'data-testid': 'news' }, says(roles.map(namesOfRole).join(', ')));
}

let drawn: { readonly act: Act; readonly of: string; readonly card: HTMLElement; isChanged(): boolean } | undefined;

/** If its ticks differ from the account's roles: the page shows the card again after another tab. */
async function rolesCard(account: AdminAccount, act: Act): Promise<HTMLElement> {
  const of = JSON.stringify([account.accountId, account.roles, account.givenRoles, account.setUpByOthers]);
  if (drawn?.act === act && drawn.of === of && drawn.isChanged()) return drawn.card;
  const field = await rolesField('roles', account.roles, {
    hidesLegend: true,
    setUpByOthers: account.setUpByOthers,
    given: account.givenRoles,
  });
  if (field.isFixed) return card({ title: administration.facts.roles, testid: 'roles-card', content: field.element });
  const force = forceBox();
  const applies = h('p', { class: 'hint', hidden: true, 'data-testid': 'roles-apply' });
  const waits = h('p', { class: 'hint', hidden: true, 'data-testid': 'roles-wait' }, administration.actions.rolesWait);
  const form = actionForm({
    fields: [field.element, waits, applies, force.element],
    submit: says.saveRoles,
    testid: 'save-roles',
    run: async (values) => {
      await force.whenRefused(
        async () => {
          const given = field.read(values);
          const options = { from: field.own, ...forced(values) };
          let after = account;
          const isStale = await changedMeanwhile(async () => {
            after = await client.admin.setRoles(account.accountId, given, options);
          });
          await act(async () => (isStale ? rolesNow(account) : savedText(account, after)));
        },
        field.ends(values) ? administration.actions.rolesLeaveTooLittle : undefined,
      );
    },
  });
  const isChanged = (): boolean => field.isChanged(new FormData(form));
  askBeforeLeaving(isChanged);
  const submit = form.querySelector('button.primary');
  submit?.toggleAttribute('hidden', true);
  form.addEventListener('input', () => {
    waits.hidden = false;
    applies.hidden = false;
    applies.textContent = field.applies(new FormData(form));
    submit?.toggleAttribute('hidden', false);
  });
  drawn = {
    act,
    of,
    isChanged,
    card: card({ title: administration.facts.roles, testid: 'roles-card', content: form }),
  };
  return drawn.card;
}

function aboutCard({ account, listed, act }: WaysTabInput): HTMLElement {
  const { facts } = administration;
  const fact = (term: string, value: Child): Child => [h('dt', {}, term), h('dd', {}, value)];
  return card({
    title: says.aboutTitle,
    testid: 'about',
    content: h(
      'dl',
      { class: 'about-facts' },
      listed === undefined ? null : fact(says.created, when(listed.createdAt)),
      fact(facts.methods, [
        account.methods?.map(wayName).join(', ') ?? facts.asThePolicySays,
        ' ',
        account.may === undefined
          ? button({
              label: says.change,
              testid: 'set-methods',
              look: 'plain small',
              attributes: { 'aria-label': says.changeMethods },
              run: () => act(async () => (await asked()).setMethods(account)),
            })
          : null,
        account.may === undefined && account.methods !== null
          ? button({
              label: says.liftMethods,
              testid: 'lift-methods',
              look: 'plain small',
              run: () => act(() => removeRestriction(account)),
            })
          : null,
      ]),
      fact(facts.sessions, facts.devices(account.sessions)),
      account.externalIds.length === 0
        ? null
        : fact(says.company, account.externalIds.map(({ provider, name = provider }) => name).join(', ')),
      fact(says.id, h('code', { class: 'id' }, account.accountId)),
    ),
  });
}
