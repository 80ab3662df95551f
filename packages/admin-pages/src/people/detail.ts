import type { AdminAccount, LoggedEvent, PolicyDocument } from '@sallyport/browser';
import {
  type Child,
  client,
  either,
  fill,
  h,
  linkButton,
  problemLine,
  TakenBack,
  wayName,
  when,
  withStepUp,
} from '@sallyport/pages/parts';
import { eventTable, logOf } from '../activity/events.ts';
import { administratorsOf, recordOf } from '../policy/policy-roles.ts';
import { words } from '../words.ts';
import { canUseCode } from './action-hints.ts';
import { type Act, actionsCard } from './actions.ts';
import { exposureCard } from './exposure.ts';
import type { KeptCodes } from './kept-codes.ts';
import { statusBadge } from './list.ts';
import { passkeysCard } from './passkeys.ts';
import { signInElsewhere } from './sign-in-elsewhere.ts';

export interface DetailInput {
  readonly place: HTMLElement;
  readonly id: string;
  /** Known identifiers by account id. */
  readonly names: ReadonlyMap<string, string>;
  readonly codes: KeptCodes;
  onBack(): void;
  onChanged(): Promise<void>;
  /** @param whose the identifier of the deleted account */
  onGone(whose: string): void;
}

/** Shows one account: its ways to sign in, the administrator's actions, and the log. */
export async function showDetail(input: DetailInput): Promise<void> {
  const { place, id } = input;
  const problem = problemLine();
  const news = h('div', { tabindex: -1 });
  let whose = id;

  const act: Act = async (run) => {
    try {
      const said = await run();
      if (said === 'gone') {
        await input.onChanged();
        return input.onGone(whose);
      }
      await Promise.all([draw(), input.onChanged()]);
      fill(news, said === undefined ? null : h('div', { class: 'note go stack', 'data-testid': 'news' }, said));
      news.focus();
    } catch (thrown) {
      if (thrown instanceof TakenBack) return;
      problem.show(thrown);
      problem.element.scrollIntoView({ block: 'nearest' });
    }
  };

  async function draw(): Promise<void> {
    const [account, { events }, elsewhere, { accountId: ownId }] = await Promise.all([
      client.admin.account(id),
      client.admin.events({ account: id }),
      signInElsewhere(),
      client.session.get(),
    ]);
    whose = account.identifiers[0] ?? id;
    const withoutMailbox = await mailboxLost(account);
    problem.clear();
    fill(news);
    fill(
      place,
      h('div', { class: 'back' }, linkButton(words.administration.allAccounts, 'back', input.onBack)),
      news,
      problem.element,
      factsCard(account),
      elsewhere || canBegin(account)
        ? null
        : h('p', { class: 'note warn', 'data-testid': 'no-way-to-sign-in' }, words.administration.actions.noWay),
      id === ownId
        ? h('p', { class: 'note', 'data-testid': 'own-account' }, words.administration.actions.ownAccount)
        : null,
      actionsCard(account, act, input.codes, { codeGivenAt: codeGivenAt(events), withoutMailbox }),
      passkeysCard(account, act),
      exposureCard(account),
      eventsCard(id, events, input.names),
    );
  }

  await draw();
}

/** Whether the account has a first step for a sign-in. */
function canBegin({ factors, externalIds }: AdminAccount): boolean {
  return factors.password || factors.passkeys.length > 0 || externalIds.length > 0;
}

function factsCard(account: AdminAccount): HTMLElement {
  const { factors } = account;
  const has = [
    factors.password ? wayName('password') : undefined,
    factors.totp ? wayName('totp') : undefined,
    factors.passkeys.length > 0 ? words.administration.facts.passkeys(factors.passkeys.length) : undefined,
    factors.emailCode ? wayName('email-code') : undefined,
    ...factors.codes.map(({ method, sentTo }) => words.administration.facts.codesTo(wayName(method), sentTo)),
  ].filter((factor) => factor !== undefined);
  const fact = (term: string, value: Child, look?: string): HTMLElement =>
    h('div', { class: look }, h('dt', {}, term), h('dd', {}, value));
  return h(
    'div',
    { class: 'card stack' },
    h(
      'div',
      { class: 'heading' },
      h('h2', { tabindex: -1, 'data-testid': 'detail-identifier' }, account.identifiers.join(', ')),
      h(
        'span',
        { class: 'badges' },
        statusBadge(account.status),
        account.emergency ? h('span', { class: 'badge warn' }, words.administration.emergency) : null,
      ),
    ),
    account.blockedReason === undefined
      ? null
      : h('p', { class: 'note warn' }, words.administration.blockedBecause(account.blockedReason)),
    account.until === undefined
      ? null
      : h('p', { class: 'note warn' }, words.administration.lockedUntil(when(account.until))),
    h(
      'dl',
      { class: 'facts' },
      fact(words.administration.facts.factors, has.join(', ') || words.administration.facts.none),
      fact(words.administration.facts.backupCodes, factors.backupCodes.remaining),
      fact(words.administration.facts.roles, account.roles.join(', ') || words.administration.facts.none),
      fact(
        words.administration.facts.methods,
        account.methods?.map(wayName).join(', ') ?? words.administration.facts.asThePolicySays,
      ),
      fact(words.administration.facts.sessions, words.administration.facts.devices(account.sessions)),
      fact(words.administration.facts.email, account.email ?? words.administration.facts.none, 'long'),
    ),
  );
}

function eventsCard(id: string, events: readonly LoggedEvent[], names: ReadonlyMap<string, string>): HTMLElement {
  const all = { href: logOf(id), 'data-testid': 'all-events' };
  return h(
    'section',
    { class: 'stack' },
    h('h3', {}, words.security.events.title),
    eventTable(events.slice(0, 12), false, names),
    h('p', { class: 'small-text' }, h('a', all, words.security.events.all)),
  );
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

const { mailboxLost: says } = words.administration.actions;

/**
 * The advice for a person with a lost mailbox whose sign-in needs a code by mail. Returns `undefined` if the sign-in asks for another
 * factor. If a mailed code is enough to sign in, no enrollment is required and an administrator's code does not help. A role with a
 * stronger requirement does help.
 */
async function mailboxLost(account: AdminAccount): Promise<string | undefined> {
  if (!account.factors.emailCode || !canUseCode(account)) return undefined;
  const { policy } = await withStepUp(() => client.admin.policy.get());
  const asked = [policy['requiredStrength'], ...account.roles.map((role) => ruleOf(policy, role)['requiredStrength'])];
  if (asked.some(needsSetUp)) return says.codeDoes;
  const roles = rolesThatHelp(policy, account);
  return roles.length === 0 ? says.anew : says.roleFirst(either(roles.map(says.role)));
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
