import type { AccountEntry, AdminAccount, LoggedEvent, PolicyDocument } from '@sallyport/browser';
import { actionForm, button, type Child, client, either, h, wayName, when, withStepUp } from '@sallyport/pages/parts';
import { card } from '../parts/card.ts';
import { administratorsOf, recordOf } from '../policy/policy-roles.ts';
import { words } from '../words.ts';
import { actionHints, canUseCode } from './action-hints.ts';
import {
  type Act,
  block,
  forceBox,
  forced,
  remove,
  resetPasskeys,
  resetTwoStep,
  setMethods,
  unblock,
  unlock,
  vouch,
} from './acts.ts';
import type { KeptCodes } from './kept-codes.ts';
import { rolesField } from './roles.ts';
import { waysList } from './ways-list.ts';
import { hasTwoStep } from './what-goes.ts';

const { person: says, administration } = words;

/** The parts of the {@link waysTab}. */
export interface WaysTabInput {
  readonly account: AdminAccount;
  readonly listed: AccountEntry | undefined;
  readonly act: Act;
  readonly codes: KeptCodes;
  readonly isOwn: boolean;
}

/** The first tab: the ways to sign in, what an administrator can do about them, roles, and facts. */
export async function waysTab(input: WaysTabInput): Promise<HTMLElement> {
  const { account, act } = input;
  const [{ events }, withoutMailbox, roles] = await Promise.all([
    withStepUp(() => client.admin.events({ account: account.accountId })),
    mailboxLost(account),
    rolesCard(account, act),
  ]);
  return h(
    'div',
    { class: 'two' },
    h(
      'div',
      {},
      card({ title: says.tabs.ways, testid: 'ways', look: 'flush', content: waysList(account, act) }),
      helpCard(input, codeGivenAt(events), withoutMailbox),
      stopCard(input),
    ),
    h('div', {}, roles, aboutCard(input)),
  );
}

function small(label: string, testid: string, run: () => Promise<void>, look = ''): HTMLElement {
  return button({ label, testid, look, run });
}

function helpCard(
  { account, act, codes }: WaysTabInput,
  given: string | undefined,
  withoutMailbox: string | undefined,
): HTMLElement {
  const { factors } = account;
  const { actions } = administration;
  return card({
    title: says.help,
    testid: 'help',
    content: [
      h(
        'div',
        { class: 'acts' },
        canUseCode(account) ? small(actions.giveCode, 'vouch', () => act(() => vouch(account, codes))) : null,
        hasTwoStep(account)
          ? small(actions.resetTwoStep, 'reset-two-step', () => act(() => resetTwoStep(account, codes, given)))
          : null,
        factors.passkeys.length > 0
          ? small(actions.resetPasskeys, 'reset-passkeys', () => act(() => resetPasskeys(account)))
          : null,
        small(actions.methods, 'set-methods', () => act(() => setMethods(account))),
      ),
      actionHints(account, { codeGivenAt: given, withoutMailbox }),
    ],
  });
}

/** Dangerous acts, apart from the others. */
function stopCard({ account, act }: WaysTabInput): HTMLElement {
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
        [status === 'blocked' ? '' : leaving.block, leaving.delete, leaving.log]
          .filter((text) => text !== '')
          .join(' '),
      ),
      h(
        'div',
        { class: 'acts' },
        status === 'locked' ? small(actions.unlock, 'unlock', () => act(() => unlock(account))) : null,
        status === 'blocked'
          ? small(actions.unblock, 'unblock', () => act(() => unblock(account)))
          : small(actions.block, 'block', () => act(() => block(account)), 'danger'),
        small(actions.delete, 'delete-account', () => act(() => remove(account)), 'danger plain'),
      ),
    ],
  });
}

async function rolesCard(account: AdminAccount, act: Act): Promise<HTMLElement> {
  const field = await rolesField('roles', account.roles, true);
  const force = forceBox();
  const applies = h('p', { class: 'hint', hidden: true, 'data-testid': 'roles-apply' }, field.applies);
  const form = actionForm({
    fields: [field.element, applies, force.element],
    submit: says.saveRoles,
    testid: 'save-roles',
    run: async (values) => {
      await force.whenRefused(async () => {
        const given = field.read(values);
        await withStepUp(() => client.admin.setRoles(account.accountId, given, forced(values)));
        await act(async () => administration.actions.rolesSaved);
      });
    },
  });
  // What a change does, and the button, appear with the first change.
  const submit = form.querySelector('button.primary');
  submit?.toggleAttribute('hidden', true);
  form.addEventListener('input', () => {
    applies.hidden = false;
    submit?.toggleAttribute('hidden', false);
  });
  return card({ title: administration.facts.roles, testid: 'roles-card', content: form });
}

function aboutCard({ account, listed }: WaysTabInput): HTMLElement {
  const { facts } = administration;
  const fact = (term: string, value: Child): Child => [h('dt', {}, term), h('dd', {}, value)];
  return card({
    title: says.aboutTitle,
    testid: 'about',
    content: h(
      'dl',
      { class: 'about-facts' },
      listed === undefined ? null : fact(says.created, when(listed.createdAt)),
      fact(facts.methods, account.methods?.map(wayName).join(', ') ?? facts.asThePolicySays),
      fact(facts.sessions, facts.devices(account.sessions)),
      account.externalIds.length === 0
        ? null
        : fact(says.company, account.externalIds.map(({ provider }) => provider).join(', ')),
      fact(says.id, h('code', { class: 'id' }, account.accountId)),
    ),
  });
}

/** Milliseconds that a sign-in code is valid. */
const CODE_LASTS = 24 * 3_600_000;

/**
 * The time of the last sign-in code that may still be valid, from any administrator. The log has no entry for the use of a code, but has
 * an entry for a factor that is set up with the code during a sign-in.
 *
 * @param events the account's log, newest first
 */
function codeGivenAt(events: readonly LoggedEvent[]): string | undefined {
  const place = events.findIndex(({ type }) => type === 'enrollment.vouched' || type === 'two-step.reset');
  const given = events[place];
  if (given === undefined || Date.now() - Date.parse(given.at) >= CODE_LASTS) return undefined;
  const isUsed = events.slice(0, place).some(({ type, flow }) => type === 'factor.enrolled' && flow !== undefined);
  return isUsed ? undefined : given.at;
}

const { mailboxLost: lost } = administration.actions;

/**
 * The advice for a person with a lost mailbox whose sign-in needs a code by mail. Returns `undefined` if the sign-in asks for another
 * factor. If a mailed code is enough to sign in, no enrollment is required and an administrator's code does not help. A role with a
 * stronger requirement does help.
 */
async function mailboxLost(account: AdminAccount): Promise<string | undefined> {
  if (!account.factors.emailCode || !canUseCode(account)) return undefined;
  const { policy } = await withStepUp(() => client.admin.policy.get());
  const asked = [policy['requiredStrength'], ...account.roles.map((role) => ruleOf(policy, role)['requiredStrength'])];
  if (asked.some(needsSetUp)) return lost.codeDoes;
  const roles = rolesThatHelp(policy, account);
  return roles.length === 0 ? lost.anew : lost.roleFirst(either(roles.map(lost.role)));
}

/** Roles that require a passkey or an app and allow the account's way in, without roles that administer. */
function rolesThatHelp(policy: PolicyDocument, { factors }: AdminAccount): readonly string[] {
  const { policy: ofPolicy, people } = administratorsOf(policy);
  return Object.keys(recordOf(policy['roles'])).filter((role) => {
    const { requiredStrength, methods } = ruleOf(policy, role);
    const leavesPassword = !Array.isArray(methods) || (factors.password && methods.includes('password'));
    return needsSetUp(requiredStrength) && leavesPassword && ![...ofPolicy, ...people].includes(role);
  });
}

function ruleOf(policy: PolicyDocument, role: string): Readonly<Record<string, unknown>> {
  return recordOf(recordOf(policy['roles'])[role]);
}

function needsSetUp(strength: unknown): boolean {
  return strength === 'enhanced' || strength === 'phishing-resistant';
}
