import { type EnrollableMethod, type Instant, milliseconds, type Policy, reachOf, soonOf } from '@sallyport/core';
import type { AccountId, AccountRecord } from '@sallyport/store';
import type { Doer } from '../acts/doer.ts';
import { performAct } from '../acts/perform-act.ts';
import { vouchingOf } from '../acts/stranding.ts';
import type { NotReminded, Refusal, Reminded } from '../contract/index.ts';
import { REMINDER_BUDGET } from '../contract/lifetimes.ts';
import { isRefusal } from '../contract/refusal.ts';
import { factsOf } from '../factors/facts.ts';
import { codesForReport } from '../factors/standing-code.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { adminEvent } from '../state/actors.ts';
import { countedIn } from '../state/counted-guess.ts';
import { mailBudget, sendCounted } from '../state/counted-mail.ts';
import { loadAndCount } from '../state/load.ts';

const ACT = { type: 'remind' } as const;

export async function remind(kernel: Kernel, by: Doer, id: AccountId): Promise<Reminded | Refusal> {
  const { tenant } = by;
  // Judged before the mail is counted, so that nobody without the right uses up the mail of the day.
  const target = await performAct(kernel, by, id, () => ({ act: ACT, isDone: true }));
  if (isRefusal(target)) return target;
  const { policy: known } = kernel.policies.known(tenant);
  const wanted = wantedOf(known, await codesForReport(kernel)(known, target), kernel.now());
  if (typeof wanted === 'string') return { reminded: false, because: wanted };
  if (kernel.of(tenant).sendMail === undefined) return { refused: 'mail-unavailable' };
  const { guess } = await loadAndCount(kernel, {
    tenant,
    account: { kind: 'id', value: id },
    guess: () => ({ ...mailBudget('reminder', REMINDER_BUDGET), subjectIfUnknown: id }),
  });
  if (guess.outcome === 'locked') return { refused: 'too-many-mails', until: guess.until };
  await using counted = countedIn(guess);
  const planned: { mail: Wanted } = { mail: wanted };
  const reminded = await performAct(kernel, by, id, async ({ account, inForce: { policy }, now }) => {
    const mail = wantedOf(policy, await codesForReport(kernel)(policy, account), now);
    planned.mail = mail;
    if (typeof mail === 'string') return { act: ACT, isDone: true };
    const { offer, from } = mail;
    const detail = { offer, ...(from !== undefined && { from }) };
    return { act: ACT, also: { events: [adminEvent(kernel, by, account, 'reminder.sent', detail)] } };
  });
  const { mail } = planned;
  if (isRefusal(reminded)) return reminded;
  if (typeof mail === 'string') return { reminded: false, because: mail };
  const sent = await sendCounted(kernel, { tenant, kind: 'reminder', accountId: id, ...mail }, counted);
  if (!sent) return { refused: 'mail-unavailable' };
  return { reminded: true, offer: mail.offer, ...(mail.from !== undefined && { from: mail.from }) };
}

type Wanted =
  | { readonly to: string; readonly offer: readonly EnrollableMethod[]; readonly from?: Instant | undefined }
  | NotReminded;

function wantedOf(policy: Policy, account: AccountRecord, now: Instant): Wanted {
  if (account.block !== undefined) return 'account-blocked';
  if (account.invited === true) return 'invited';
  const facts = factsOf(account, policy, now);
  const vouched = vouchingOf(account, now);
  const { impact, offer = [] } = reachOf(policy, facts, vouched);
  if (impact === 'stranded') return 'no-way-in';
  if (impact === 'must-enroll') return offer.length === 0 ? 'nothing-to-set-up' : mailOf(account, { offer });
  const soon = soonOf(policy, facts, { now, within: ON_ANY_DATE, vouched });
  if (soon === undefined) return 'nothing-to-set-up';
  const { offer: untilThen, from } = soon;
  return untilThen.length === 0 ? 'no-way-in' : mailOf(account, { offer: untilThen, from });
}

function mailOf({ email }: AccountRecord, asked: Pick<Extract<Wanted, object>, 'offer' | 'from'>): Wanted {
  return email === undefined ? 'no-address' : { to: email.address, ...asked };
}

const ON_ANY_DATE = milliseconds(Number.POSITIVE_INFINITY);
