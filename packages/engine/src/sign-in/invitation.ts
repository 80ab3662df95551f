import type { AccountRecord, FlowRecord } from '@sallyport/store';
import { isInvitation, readInvitation } from '../accounts/invitation.ts';
import { whoSetUp } from '../accounts/set-up.ts';
import { invitationUntil } from '../acts/stranding.ts';
import type { Caller, FlowReply, Invitations, Refusal } from '../contract/index.ts';
import type { Undeclared } from '../contract/refusal-table.ts';
import { enrollmentCodeBinding } from '../factors/binding.ts';
import { beginsAgain, codeLeftBy, codeUsedIn } from '../factors/open-code.ts';
import type { Proof } from '../factors/proof.ts';
import { voucherOf } from '../factors/standing-code.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { tokenHash } from '../kernel/secrets/token.ts';
import { deviceHashes } from '../state/device-tokens.ts';
import { type Counted, loadAndCount } from '../state/load.ts';
import { completeStep } from './complete-step.ts';
import { firstPassword, firstSignIn } from './first-sign-in.ts';
import { isOverAsLoaded, isSessionGone } from './flow-over.ts';
import { sessionAtHand } from './session-beside.ts';

export function invitations(kernel: Kernel): Undeclared<Invitations> {
  return { accept: (caller, input) => accept(kernel, caller, input) };
}

const INVALID: Refusal = { refused: 'invalid-credentials' };

/** The link is also the word of the inviter: if the inviter loses the right to vouch, the flow loses this proof. */
async function accept(
  kernel: Kernel,
  caller: Caller,
  { token, password }: { readonly token: string; readonly password?: string | undefined },
): Promise<FlowReply | Refusal> {
  const { id, secret } = readInvitation(token);
  const loaded = await loadInvited(kernel, caller, id);
  const { flow: begun, account, now, inForce } = loaded;
  const live = account?.enrollmentCode;
  if (account?.email === undefined || live === undefined) return INVALID;
  if (begun === undefined && invitationUntil(account, now) === undefined) return INVALID;
  if (!isInvitation(kernel, account, secret)) return INVALID;
  if (account.block !== undefined) return { refused: 'account-blocked' };
  if ((await voucherOf(kernel, inForce.policy, live, account)) === undefined) return INVALID;
  const names = [...account.identifiers, account.email.address];
  const mailbox = mailboxEvidence(account, loaded);
  const setUpBy = whoSetUp(inForce.policy, account, [mailbox], now, { kind: 'flow', purpose: 'sign-up' });
  const beside = begun === undefined ? await sessionAtHand(kernel, caller) : undefined;
  const newPassword =
    password === undefined
      ? undefined
      : await firstPassword(kernel, loaded, account, { password, names, turn: id, setUpBy });
  if (newPassword !== undefined && 'refused' in newPassword) return withName(newPassword, account);
  const step = firstSignIn(kernel, caller, { loaded, account, newPassword, evidence: [mailbox], begun });
  return completeStep(kernel, caller, { ...step, beside }, usesLink(live, step.flow, now));
}

async function loadInvited(kernel: Kernel, caller: Caller, id: AccountRecord['id']): Promise<Counted> {
  const asked = { tenant: caller.tenant, deviceHashes: deviceHashes(caller) };
  const loaded = await loadAndCount(kernel, { ...asked, account: { kind: 'id', value: id } });
  if (caller.flowToken === undefined || loaded.account?.enrollmentCode?.usedIn === undefined) return loaded;
  const own = await loadAndCount(kernel, { ...asked, flowHash: tokenHash(caller.flowToken) });
  const { flow, account, ...rest } = own;
  const code = account?.enrollmentCode;
  if (flow?.mode !== caller.mode || flow.accountId !== id || account === undefined || code === undefined) return loaded;
  if (!beginsAgain(code, flow, own.now) || isOverAsLoaded(flow, account, own)) return loaded;
  if (!(await isSessionGone(kernel, own))) return own;
  return { ...rest, account: { ...account, enrollmentCode: codeLeftBy(code, flow.id, own.now) ?? code } };
}

function withName(refusal: Refusal, { identifiers: [identifier] }: AccountRecord): Refusal {
  const isOfPassword = refusal.refused === 'malformed-input' || refusal.refused === 'method-not-allowed';
  return isOfPassword && identifier !== undefined ? { ...refusal, identifier } : refusal;
}

function mailboxEvidence({ email }: AccountRecord, { now: at }: Counted) {
  return { method: 'email-code', at, confirmedAt: email?.verifiedAt, setUpBy: email?.setUpBy } as const;
}

/** The used code stays, so that an act that voids the code also voids its evidence. */
function usesLink(live: NonNullable<AccountRecord['enrollmentCode']>, flow: FlowRecord, at: Counted['now']): Proof {
  const applyTo = (latest: AccountRecord): AccountRecord | undefined => {
    const code = latest.enrollmentCode;
    const used = code?.hash === live.hash ? codeUsedIn(code, flow, at) : undefined;
    return used && { ...latest, enrollmentCode: used };
  };
  const binding = enrollmentCodeBinding(live.hash);
  return {
    command: { type: 'prove', evidence: { method: 'enrollment-code', at, binding, setUpBy: live.setUpBy } },
    applyTo,
    useUp: applyTo,
    events: [{ type: 'sign-in.started', detail: { purpose: 'invitation' } }],
  };
}
