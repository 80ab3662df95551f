import type { AccountEntry, AdminAccount } from '@sallyport/browser';
import { ask, button, type Child, client, h, servesDeletion, when, withStepUp } from '@sallyport/pages/parts';
import { hasRight } from '../parts/helpdesk.ts';
import { namesText } from '../parts/names.ts';
import type { Act } from './acts.ts';
import { words } from './words.ts';

const { invitation: says } = words.person;

export interface Invitation {
  /** `by-code`: an administrator's code voided the link. `over`: the link was followed, or the log does not say why it ended. */
  readonly state: 'open' | 'by-code' | 'expired' | 'taken-back' | 'over';
  /** ISO 8601. `taken-back`: when. `open` and `by-code`: until when. */
  readonly at?: string;
}

export async function invitationOf(
  account: AdminAccount,
  listed: AccountEntry | undefined,
): Promise<Invitation | undefined> {
  if (listed?.invited !== true || account.email === undefined) return undefined;
  if (account.invitation !== undefined) return { state: 'open', at: account.invitation.expiresAt };
  const { enrollmentCode: code } = account;
  if (code?.used === false) return { state: 'by-code', at: code.expiresAt };
  // A helpdesk does not read the log.
  if (account.may !== undefined) return { state: 'over' };
  const { events } = await withStepUp(() =>
    client.admin.events({
      account: account.accountId,
      type: ['account.invited', 'invitation.sent', 'invitation.withdrawn'],
    }),
  );
  const [last] = events;
  const sentAt = last === undefined ? Number.NaN : Date.parse(last.at);
  if (last?.type === 'invitation.withdrawn') return { state: 'taken-back', at: last.at };
  return { state: sentAt + VALID_FOR > Date.now() ? 'over' : 'expired' };
}

const VALID_FOR = 7 * 24 * 3_600_000;

export async function invitationNote({ state, at }: Invitation, account: AdminAccount, act: Act): Promise<HTMLElement> {
  if (account.status === 'blocked') {
    const told = state === 'by-code' ? `${says.byCode(when(at))} ${words.helpIn.whenUnblocked}` : says.blocked;
    return h('div', { class: 'note', 'data-testid': 'invitation' }, h('p', {}, told));
  }
  // A helpdesk deletes nobody.
  const canDelete = account.may === undefined && (await servesDeletion('/admin/accounts/{id}'));
  return h(
    'div',
    { class: 'note split', 'data-testid': 'invitation' },
    h('p', {}, toldOf(state, at), canDelete ? ` ${state === 'taken-back' ? says.orDelete : says.wrongAddress}` : ''),
    h(
      'div',
      { class: 'actions' },
      state === 'open' && hasRight(account, 'vouch')
        ? button({
            label: says.takeBackAsk,
            testid: 'withdraw-invitation',
            look: 'plain danger',
            run: () => act(() => takeBack(account)),
          })
        : null,
      canDelete
        ? button({
            label: words.administration.actions.delete,
            testid: 'delete-invited',
            look: 'plain danger',
            run: () => act(async () => (await import('./asked-acts.ts')).remove(account)),
          })
        : null,
    ),
  );
}

function toldOf(state: Invitation['state'], at: string | undefined): string {
  switch (state) {
    case 'open':
      return `${says.open} ${says.worksUntil(when(at))}`;
    case 'by-code':
      return `${says.byCode(when(at))} ${says.endsCode}`;
    case 'taken-back':
      return `${says.isTakenBack(when(at))} ${says.toLetIn}`;
    default:
      return `${says[state]} ${says.toLetIn}`;
  }
}

/** Every former link stops working. */
export async function sendInvitation({ accountId, email = '' }: AdminAccount): Promise<Child> {
  await withStepUp(() => client.admin.invite(accountId));
  return says.sent(email);
}

async function takeBack(account: AdminAccount): Promise<Child> {
  await ask({
    title: says.takeBackTitle(namesText(account)),
    text: says.takeBackText,
    submit: says.takeBack,
    danger: true,
    run: () => withStepUp(() => client.admin.withdrawInvitation(account.accountId)),
  });
  return says.takenBack;
}
