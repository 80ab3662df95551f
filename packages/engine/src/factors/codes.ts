import type { Instant } from '@sallyport/core';
import type { Kernel } from '../kernel/kernel.ts';
import { stillVouches } from '../records/administrators.ts';
import { readWrittenCode, writtenCode } from '../secrets/codes.ts';
import { newId } from '../secrets/token.ts';
import type { AccountRecord, BackupCodesRecord } from '../store/records.ts';
import type { Act } from './proof.ts';

const BACKUP_CODES = 10;

/** The code of the mail that this flow sent last. */
export function emailCodeAct(kernel: Kernel, code: string): Act {
  return {
    method: 'email-code',
    guess: { authenticator: 'email-code' },
    async verify({ flow, account, now }) {
      const live = flow?.emailCode;
      const mailbox = account?.email?.address;
      if (flow === undefined || mailbox === undefined || live === undefined || live.expiresAt <= now) return undefined;
      if (!kernel.ring.matches('code', emailCodeText(flow.id, mailbox, code), live.hash)) return undefined;
      return {
        command: { type: 'prove', evidence: { method: 'email-code', at: now } },
        settle: (latest) => (latest.email?.address === mailbox ? latest : undefined),
      };
    },
  };
}

/** What is hashed of an email code: it is good in its own flow, and while the mailbox is the one it went to. */
export function emailCodeText(flowId: string, mailbox: string, code: string): string {
  return `email ${flowId} ${mailbox} ${code.replaceAll(/\s/g, '')}`;
}

/** One of the account's backup codes. It is gone with the commit that takes it. */
export function backupCodeAct(kernel: Kernel, code: string): Act {
  return {
    method: 'backup-code',
    guess: { authenticator: 'backup-code' },
    async verify({ account, now }) {
      if (account === undefined) return undefined;
      const candidates = kernel.ring.hashes('code', backupCodeText(account, code));
      const used = account.backupCodes?.hashes.find((hash) => candidates.includes(hash));
      if (used === undefined) return undefined;
      const settle = (latest: AccountRecord): AccountRecord | undefined => {
        const { backupCodes } = latest;
        if (backupCodes === undefined || !backupCodes.hashes.includes(used)) return undefined;
        return {
          ...latest,
          backupCodes: { ...backupCodes, hashes: backupCodes.hashes.filter((hash) => hash !== used) },
        };
      };
      return {
        command: { type: 'prove', evidence: { method: 'backup-code', at: now } },
        settle,
        useUp: settle,
        events: [{ type: 'backup-code.used', evenIfDenied: true }],
      };
    },
  };
}

/** Ten new codes of 80 bits, to be shown once, and what is stored of them. Earlier ones are void. */
export function newBackupCodes(
  kernel: Kernel,
  account: AccountRecord,
  now: Instant,
): { codes: string[]; record: BackupCodesRecord } {
  const codes = Array.from({ length: BACKUP_CODES }, () => writtenCode(kernel.random));
  const hashes = codes.map((code) => kernel.ring.hash('code', backupCodeText(account, code)));
  return { codes, record: { id: newId(kernel.random), issuedAt: now, hashes } };
}

function backupCodeText({ tenant, id }: AccountRecord, code: string): string {
  return `backup ${tenant} ${id} ${readWrittenCode(code)}`;
}

/** An administrator's one-time vouching: opens first-factor enrollment. */
export function enrollmentCodeAct(kernel: Kernel, code: string): Act {
  return {
    method: 'enrollment-code',
    guess: { authenticator: 'enrollment-code' },
    async verify({ account, policy, now }) {
      const live = account?.enrollmentCode;
      if (account === undefined || live === undefined || live.expiresAt <= now) return undefined;
      if (!kernel.ring.matches('code', enrollmentCodeText(account, code), live.hash)) return undefined;
      if (!(await stillVouches(kernel, policy, live.by, account))) return undefined;
      const settle = (latest: AccountRecord): AccountRecord | undefined => {
        if (latest.enrollmentCode?.hash !== live.hash) return undefined;
        const { enrollmentCode: _, ...rest } = latest;
        return rest;
      };
      return {
        command: { type: 'prove', evidence: { method: 'enrollment-code', at: now } },
        settle,
        useUp: settle,
      };
    },
  };
}

/** What is hashed of an enrollment code: it is good for its account and no other. */
export function enrollmentCodeText({ tenant, id }: AccountRecord, code: string): string {
  return `enrollment ${tenant} ${id} ${readWrittenCode(code)}`;
}
