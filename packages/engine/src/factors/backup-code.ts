import { hasStrong, type Instant } from '@sallyport/core';
import type { AccountRecord, BackupCodesRecord } from '@sallyport/store';
import type { Kernel } from '../kernel/kernel.ts';
import { readWrittenCode, writtenCode } from '../kernel/secrets/codes.ts';
import { newId } from '../kernel/secrets/token.ts';
import type { Factor, Held } from './factor.ts';
import type { FactorAttempt } from './proof.ts';

const BACKUP_CODES = 10;

/** NIST SP 800-63B-4 §3.1.2. */
export const backupCode: Factor = {
  is: (method) => method === 'backup-code',
  facts: ({ backupCodes }) => ({ backupCodes: backupCodes?.hashes.length ?? 0 }),
  held: ({ backupCodes: one }) => (one === undefined ? [] : [heldCodes(one)]),
  keeping: (account, stays) =>
    account.backupCodes === undefined || stays(heldCodes(account.backupCodes))
      ? account
      : { ...account, backupCodes: undefined },
  hasBinding: () => false,
  since: ({ backupCodes }) => backupCodes?.issuedAt,
  exported: ({ backupCodes: one }) => ({
    backupCodes: one && { issuedAt: one.issuedAt, remaining: one.hashes.length },
  }),
  view: ({ backupCodes }, factors) => ({
    backupCodes: { remaining: hasStrong(factors) ? (backupCodes?.hashes.length ?? 0) : 0 },
  }),
  amr: () => ['otp'],
  vouches: () => true,
  afterTwoStepReset: ({ backupCodes: _, ...rest }) => rest,
  typed: (kernel, _, text) => backupCodeAttempt(kernel, text),
};

function heldCodes(codes: BackupCodesRecord): Held {
  const { id, setUpBy } = codes;
  return {
    method: 'backup-code',
    name: 'backup-code',
    is: codes,
    setUpBy,
    trace: `backup-codes:${id}`,
    item: { kind: 'backup-codes' },
  };
}

function backupCodeAttempt(kernel: Kernel, code: string): FactorAttempt {
  return {
    method: 'backup-code',
    guess: { authenticator: 'backup-code' },
    async verify({ account, now }) {
      if (account?.backupCodes === undefined) return undefined;
      const { hashes, issuedAt, setUpBy } = account.backupCodes;
      const candidates = kernel.ring.hashes('code', backupCodeText(account, code));
      const used = hashes.find((hash) => candidates.includes(hash));
      if (used === undefined) return undefined;
      const applyTo = (latest: AccountRecord): AccountRecord | undefined => {
        const { backupCodes } = latest;
        if (backupCodes === undefined || !backupCodes.hashes.includes(used)) return undefined;
        return {
          ...latest,
          backupCodes: { ...backupCodes, hashes: backupCodes.hashes.filter((hash) => hash !== used) },
        };
      };
      return {
        command: { type: 'prove', evidence: { method: 'backup-code', at: now, confirmedAt: issuedAt, setUpBy } },
        applyTo,
        useUp: applyTo,
        events: [{ type: 'backup-code.used', evenIfDenied: true }],
      };
    },
  };
}

export function newBackupCodes(
  kernel: Kernel,
  account: AccountRecord,
  now: Instant,
): { codes: string[]; record: BackupCodesRecord } {
  const codes = Array.from({ length: BACKUP_CODES }, () => writtenCode(kernel.random));
  const hashes = codes.map((code) => kernel.ring.hash('code', backupCodeText(account, code)));
  return { codes, record: { id: newId(kernel.random), issuedAt: now, hashes, key: kernel.ring.ids()[0] } };
}

export function importedBackupCodes(
  kernel: Pick<Kernel, 'ring' | 'random'>,
  account: Pick<AccountRecord, 'tenant' | 'id'>,
  codes: readonly string[],
  now: Instant,
): BackupCodesRecord {
  const hashes = codes.map((code) => kernel.ring.hash('code', backupCodeText(account, code)));
  return { id: newId(kernel.random), issuedAt: now, hashes: [...new Set(hashes)], key: kernel.ring.ids()[0] };
}

function backupCodeText({ tenant, id }: Pick<AccountRecord, 'tenant' | 'id'>, code: string): string {
  return `backup ${tenant} ${id} ${readWrittenCode(code)}`;
}
