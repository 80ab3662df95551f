import type { AccountId, AccountRecord } from '@sallyport/store';
import { withInvitation } from '../accounts/invitation.ts';
import type { Doer } from '../acts/doer.ts';
import { performAct } from '../acts/perform-act.ts';
import { clearedForItsRoles } from '../acts/role-gain.ts';
import type { Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { adminEvent } from '../state/actors.ts';
import { countedIn } from '../state/counted-guess.ts';
import { mailBudget, sendCounted } from '../state/counted-mail.ts';
import { loadAndCount } from '../state/load.ts';

/** If the mailer fails, the account stays, and the invitation can be sent again. */
export async function mailInvitation(
  kernel: Kernel,
  { tenant, id, email }: AccountRecord,
  token: string,
): Promise<boolean> {
  if (email === undefined) return false;
  const mail = { tenant, to: email.address, kind: 'invitation', accountId: id, token } as const;
  return sendCounted(kernel, mail, undefined);
}

export async function sendInvitation(kernel: Kernel, by: Doer, id: AccountId): Promise<AccountRecord | Refusal> {
  const { tenant } = by;
  if (kernel.of(tenant).sendMail === undefined) return { refused: 'mail-unavailable' };
  const { guess } = await loadAndCount(kernel, {
    tenant,
    account: { kind: 'id', value: id },
    guess: () => ({ ...mailBudget('invitation'), subjectIfUnknown: id }),
  });
  if (guess.outcome === 'locked') return { refused: 'too-many-mails', until: guess.until };
  await using counted = countedIn(guess);
  let token = '';
  const changed = await performAct(kernel, by, id, async ({ account: present, inForce, now, setUpBy, refuses }) => {
    const act = { type: 'vouch' } as const;
    const refused = await refuses(act);
    if (refused !== undefined) return refused;
    const account = clearedForItsRoles(inForce.policy, present, now);
    const { openSignUp, ...known } = account;
    if (account.invited !== true && openSignUp !== true) return { refused: 'not-found' };
    const invited = withInvitation(kernel, known, { by: by.accountId ?? 'host', setUpBy, now });
    if (invited === undefined) return { refused: 'not-found' };
    token = invited.token;
    return { act, next: invited.account, also: { events: [adminEvent(kernel, by, account, 'invitation.sent')] } };
  });
  if (isRefusal(changed)) return changed;
  const mail = { tenant, to: changed.email?.address ?? '', kind: 'invitation', accountId: id, token } as const;
  return (await sendCounted(kernel, mail, counted)) ? changed : { refused: 'mail-unavailable' };
}

export async function withdrawInvitation(kernel: Kernel, by: Doer, id: AccountId): Promise<Refusal | undefined> {
  const changed = await performAct(kernel, by, id, async ({ account, refuses }) => {
    const act = { type: 'vouch' } as const;
    const refused = await refuses(act);
    if (refused !== undefined) return refused;
    if (account.enrollmentCode?.mailed !== true) return { refused: 'not-found' };
    const { enrollmentCode: _, ...next } = account;
    return { act, next, also: { events: [adminEvent(kernel, by, account, 'invitation.withdrawn')] } };
  });
  return isRefusal(changed) ? changed : undefined;
}
