import { type Instant, judge, type Policy, settersOf } from '@sallyport/core';
import type { AccountRecord, TenantId } from '@sallyport/store';
import { HostUnavailable } from '../contract/host-unavailable.ts';
import { codeOf } from '../kernel/because.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { areBlocked } from '../state/actors.ts';
import { asLastKnown, withHostRoles } from '../state/host-roles.ts';
import { factsOf } from './facts.ts';
import { codeUntil } from './open-code.ts';
import { questionOf } from './question.ts';

type Issued = Omit<NonNullable<AccountRecord['enrollmentCode']>, 'hash' | 'expiresAt'>;

interface Voucher {
  readonly committed: AccountRecord;
  readonly issuer: AccountRecord;
  readonly isByBlocked: boolean;
}

type ReadVoucher = (tenant: TenantId, issued: Issued) => Promise<Voucher | undefined>;

/** Void when the administrator loses the right, or when somebody is blocked who acted in the administrator's session. */
export async function voucherOf(
  kernel: Kernel,
  policy: Policy,
  issued: Issued,
  over: AccountRecord,
): Promise<AccountRecord | 'host' | undefined> {
  if (issued.by === 'host') return 'host';
  return standing(kernel, policy, issued, await asLastKnown(kernel, over), voucherReader(kernel));
}

/** The account as it counts, for judging alone: without an enrollment code whose voucher lost the right. */
export async function standingCode(
  kernel: Kernel,
  policy: Policy,
  account: AccountRecord,
  read: ReadVoucher = voucherReader(kernel, 'stored'),
): Promise<AccountRecord> {
  const code = codeOfAnother(account, kernel.now());
  if (code === undefined || (await standing(kernel, policy, code, account, read)) !== undefined) return account;
  return { ...account, enrollmentCode: undefined };
}

/** Before and after an act. Who gives a code in the act was judged already. */
export async function standingCodes(
  kernel: Kernel,
  policy: Policy,
  before: AccountRecord,
  after: AccountRecord,
): Promise<{ readonly before: AccountRecord; readonly after: AccountRecord }> {
  const read = oncePerVoucher(voucherReader(kernel, 'stored'));
  const isNew = after.enrollmentCode?.hash !== before.enrollmentCode?.hash;
  return {
    before: await standingCode(kernel, policy, before, read),
    after: isNew ? after : await standingCode(kernel, policy, after, read),
  };
}

/** For reports, where a fault must stop nothing: then the code counts. Reads each voucher once, and asks the host for no account's roles. */
export function codesForReport(kernel: Kernel): (policy: Policy, account: AccountRecord) => Promise<AccountRecord> {
  const read = oncePerVoucher(voucherReader(kernel));
  let isTold = false;
  return async (policy, account) => {
    try {
      return await standingCode(kernel, policy, account, read);
    } catch (fault) {
      if (!isTold)
        kernel.logger.warn('enrollment codes count, although nobody could say whether their vouchers have the right', {
          because: codeOf(fault),
        });
      isTold = true;
      return account;
    }
  };
}

export function codeOfAnother({ enrollmentCode: code }: AccountRecord, now: Instant): Issued | undefined {
  return code === undefined || code.by === 'host' || codeUntil(code, now) === undefined ? undefined : code;
}

/** Somebody who left, and for whom the host fails, must stop no act on other people. */
function voucherReader(kernel: Kernel, ifSilent?: 'stored'): ReadVoucher {
  const hostRoles = async (voucher: AccountRecord): Promise<AccountRecord | undefined> => {
    try {
      return await withHostRoles(kernel, voucher, kernel.now());
    } catch (fault) {
      if (ifSilent === 'stored' && fault instanceof HostUnavailable) return voucher;
      throw fault;
    }
  };
  return async (tenant, { by, setUpBy }) => {
    if (by === 'host') return undefined;
    const committed = await kernel.store.readAccount(tenant, by);
    const issuer = committed && (await hostRoles(committed));
    if (committed === undefined || issuer === undefined) return undefined;
    const others = settersOf([{ setUpBy }]).filter((name) => name !== by);
    return { committed, issuer, isByBlocked: await areBlocked(kernel, tenant, others) };
  };
}

function oncePerVoucher(read: ReadVoucher): ReadVoucher {
  const known = new Map<string, ReturnType<ReadVoucher>>();
  return (tenant, issued) => {
    const key = JSON.stringify([tenant, issued.by, issued.setUpBy]);
    const voucher = known.get(key) ?? read(tenant, issued);
    known.set(key, voucher);
    return voucher;
  };
}

async function standing(
  kernel: Kernel,
  policy: Policy,
  issued: Issued,
  over: AccountRecord,
  read: ReadVoucher,
): Promise<AccountRecord | undefined> {
  const voucher = await read(over.tenant, issued);
  if (voucher === undefined) return undefined;
  const { committed, issuer, isByBlocked } = voucher;
  const now = kernel.now();
  const { mailed, helpsIn } = issued;
  const right = mailed === true ? 'vouch' : helpsIn === undefined ? undefined : 'reset';
  const actor = { kind: 'voucher', account: factsOf(issuer, policy, now), isByBlocked, right } as const;
  const question = questionOf(policy, { actor, evidence: [], now }, over);
  return judge(policy, { type: 'use-vouching' }, question).outcome === 'allowed' ? committed : undefined;
}
