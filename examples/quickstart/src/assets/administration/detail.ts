import type { AdminAccount, LoggedEvent } from '@sallyport/browser';
import { client } from '../ui/client.ts';
import { linkButton } from '../ui/controls.ts';
import { type Child, fill, h } from '../ui/element.ts';
import { wayName, when } from '../ui/explain.ts';
import { problemLine } from '../ui/problem-line.ts';
import { type Act, actionsCard } from './actions.ts';
import { eventTable } from './events.ts';
import { exposureCard } from './exposure.ts';
import type { KeptCodes } from './kept-codes.ts';
import { statusBadge } from './list.ts';
import { passkeysCard } from './passkeys.ts';

export interface DetailInput {
  readonly place: HTMLElement;
  readonly id: string;
  /** Identifiers by account id, as far as they are known. */
  readonly names: ReadonlyMap<string, string>;
  readonly codes: KeptCodes;
  onBack(): void;
  onChanged(): Promise<void>;
  onGone(): void;
}

/** One account: how it signs in, what an administrator can do, what it did. */
export async function showDetail(input: DetailInput): Promise<void> {
  const { place, id } = input;
  const problem = problemLine();
  const news = h('div', { role: 'status', tabindex: -1 });

  const act: Act = async (run) => {
    try {
      const said = await run();
      if (said === 'gone') {
        await input.onChanged();
        return input.onGone();
      }
      await Promise.all([draw(), input.onChanged()]);
      fill(news, said === undefined ? null : h('div', { class: 'note go stack', 'data-testid': 'news' }, said));
      news.focus();
    } catch (thrown) {
      if (thrown instanceof Error && thrown.name === 'TakenBack') return;
      problem.show(thrown);
      problem.element.scrollIntoView({ block: 'nearest' });
    }
  };

  async function draw(): Promise<void> {
    const [account, { events }] = await Promise.all([client.admin.account(id), client.admin.events({ account: id })]);
    problem.clear();
    fill(news);
    fill(
      place,
      h('div', { class: 'back' }, linkButton('← All accounts', 'back', input.onBack)),
      news,
      problem.element,
      factsCard(account),
      actionsCard(account, act, input.codes),
      passkeysCard(account, act),
      exposureCard(account),
      eventsCard(id, events, input.names),
    );
  }

  await draw();
}

function factsCard(account: AdminAccount): HTMLElement {
  const { factors } = account;
  const has = [
    factors.password ? 'Password' : undefined,
    factors.totp ? 'Authenticator app' : undefined,
    factors.passkeys.length > 0
      ? `${factors.passkeys.length} passkey${factors.passkeys.length > 1 ? 's' : ''}`
      : undefined,
    factors.emailCode ? 'Email code' : undefined,
    ...factors.codes.map(({ method, sentTo }) => `${wayName(method)} (${sentTo})`),
  ].filter((factor) => factor !== undefined);
  const fact = (term: string, value: Child, look?: string): HTMLElement =>
    h('div', { class: look }, h('dt', {}, term), h('dd', {}, value));
  return h(
    'div',
    { class: 'card stack' },
    h(
      'div',
      { class: 'heading' },
      h('h2', { 'data-testid': 'detail-identifier' }, account.identifiers.join(', ')),
      h(
        'span',
        { class: 'badges' },
        statusBadge(account.status),
        account.emergency ? h('span', { class: 'badge warn' }, 'Emergency') : null,
      ),
    ),
    account.blockedReason === undefined ? null : h('p', { class: 'note warn' }, `Blocked: ${account.blockedReason}`),
    account.until === undefined
      ? null
      : h('p', { class: 'note warn' }, `Too many wrong tries. Opens again by itself ${when(account.until)}.`),
    h(
      'dl',
      { class: 'facts' },
      fact('Factors', has.join(', ') || 'None'),
      fact('Backup codes left', factors.backupCodes.remaining),
      fact('Roles', account.roles.join(', ') || 'None'),
      fact('Ways in', account.methods?.map(wayName).join(', ') ?? 'As the policy says'),
      fact('Sessions', account.sessions),
      fact('Email', account.email ?? 'None', 'long'),
    ),
  );
}

function eventsCard(id: string, events: readonly LoggedEvent[], names: ReadonlyMap<string, string>): HTMLElement {
  const all = { href: `/admin/security?account=${encodeURIComponent(id)}`, 'data-testid': 'all-events' };
  return h(
    'section',
    { class: 'stack' },
    h('h3', {}, 'What happened'),
    eventTable(events.slice(0, 12), false, names),
    h('p', { class: 'small-text' }, h('a', all, 'All that happened to this account')),
  );
}
