import { backupCodesCouldHelp, type Instant } from '@sallyport/core';
import type { AccountRecord, CodeRecord, PendingCode, SetUpBy } from '@sallyport/store';
import { newBackupCodes } from '../../factors/backup-code.ts';
import { codeBinding } from '../../factors/delivered-code.ts';
import type { ConfirmedSecret, SecretSetUp } from '../../factors/factor.ts';
import { factsOf, hasStrongFactor } from '../../factors/facts.ts';
import { evidenceOf } from '../../factors/passkey-assertion.ts';
import type { Registered } from '../../factors/passkey-registration.ts';
import { withoutPendingEmail, withoutPendingSecret } from '../../factors/pending.ts';
import type { ProofEvent, SetUpProof } from '../../factors/proof.ts';
import { afterSetUp } from '../../factors/removals.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { newId } from '../../kernel/secrets/token.ts';
import { naming } from '../../state/actors.ts';

export function passkeyEnrolled(
  kernel: Kernel,
  account: AccountRecord,
  { passkey: registered, uses }: Registered,
  now: Instant,
  setUpBy: SetUpBy | undefined,
): SetUpProof {
  const passkey = { ...registered, setUpBy };
  const withPasskey = (latest: AccountRecord): AccountRecord => ({
    ...afterSetUp(latest),
    passkeys: [...latest.passkeys, passkey],
  });
  const first = withFirstBackupCodes(kernel, account, withPasskey(account), now, setUpBy);
  return {
    act: { act: { type: 'enroll', factor: 'passkey' } },
    command: { type: 'enroll', factor: 'passkey', evidence: evidenceOf(passkey, passkey.userVerified, now) },
    uses,
    applyTo(latest) {
      if (latest.passkeys.some(({ id }) => id === passkey.id)) return undefined;
      return first.add(withPasskey(latest), latest);
    },
    rebinds: first.rebinds,
    events: [
      { type: 'factor.enrolled', method: 'passkey', detail: { passkey: passkey.id, ...naming(setUpBy) } },
      ...first.events,
    ],
    backupCodes: first.codes,
  };
}

/** Of two tabs that finish at once, one is refused. */
export function secretEnrolled(
  kernel: Kernel,
  account: AccountRecord,
  { method, has }: SecretSetUp,
  sealed: string,
  { evidence, add }: ConfirmedSecret,
  now: Instant,
  context: 'flow' | 'session',
  setUpBy: SetUpBy | undefined,
): SetUpProof {
  const withSecret = (latest: AccountRecord): AccountRecord =>
    add(withoutPendingSecret(afterSetUp(latest), method), setUpBy);
  const first = withFirstBackupCodes(kernel, account, withSecret(account), now, setUpBy);
  return {
    act: { act: { type: 'enroll', factor: method } },
    command: { type: 'enroll', factor: method, evidence: { ...evidence, setUpBy } },
    applyTo(latest) {
      if (context === 'flow' && has(latest)) return undefined;
      if (context === 'session' && latest.pendingSecret?.sealed !== sealed) return undefined;
      return first.add(withSecret(has(latest) ? withoutPendingEmail(latest) : latest), latest);
    },
    rebinds: [method, ...first.rebinds],
    events: [{ type: 'factor.enrolled', method, detail: naming(setUpBy) }, ...first.events],
    backupCodes: first.codes,
  };
}

export function codeEnrolled(
  kernel: Kernel,
  account: AccountRecord,
  { method, address, hash }: PendingCode,
  now: Instant,
  context: 'flow' | 'session',
  setUpBy: SetUpBy | undefined,
): SetUpProof {
  const id = enrolledCode(account, method)?.id ?? newId(kernel.random);
  const evidence = { method, at: now, binding: codeBinding(method, id), confirmedAt: now, setUpBy };
  return {
    act: { act: { type: 'enroll', factor: method } },
    command: { type: 'enroll', factor: method, evidence },
    applyTo(latest) {
      const present = enrolledCode(latest, method);
      if (context === 'flow' && present !== undefined) return undefined;
      if (context === 'session' && latest.pendingCode?.hash !== hash) return undefined;
      const replaced = present === undefined ? latest : withoutPendingEmail(latest);
      const { pendingCode: _, codes = [], ...rest } = afterSetUp(replaced);
      const others = codes.filter((code) => code !== present);
      return { ...rest, codes: [...others, { method, id: present?.id ?? id, address, enrolledAt: now, setUpBy }] };
    },
    rebinds: [method],
    events: [{ type: 'factor.enrolled', method, detail: naming(setUpBy) }],
  };
}

function enrolledCode({ codes = [] }: AccountRecord, method: string): CodeRecord | undefined {
  return codes.find((code) => code.method === method);
}

interface FirstBackupCodes {
  readonly codes?: readonly string[];
  readonly rebinds: readonly string[];
  readonly events: readonly ProofEvent[];
  add(next: AccountRecord, latest: AccountRecord): AccountRecord | undefined;
}

function withFirstBackupCodes(
  kernel: Kernel,
  account: AccountRecord,
  enrolled: AccountRecord,
  now: Instant,
  setUpBy: SetUpBy | undefined,
): FirstBackupCodes {
  if (hasStrongFactor(account)) return { rebinds: [], events: [], add: (next) => next };
  const { policy } = kernel.policies.known(account.tenant);
  const issued = backupCodesCouldHelp(policy, factsOf(enrolled, policy, now))
    ? newBackupCodes(kernel, account, now)
    : undefined;
  const backupCodes = issued && { ...issued.record, setUpBy };
  return {
    codes: issued?.codes,
    rebinds: issued === undefined ? [] : ['backup-code'],
    events: issued === undefined ? [] : [{ type: 'backup-codes.issued', detail: naming(setUpBy) }],
    add(next, latest) {
      if (hasStrongFactor(latest)) return undefined;
      const { firstFactor: _, ...rest } = next;
      return { ...(setUpBy === undefined ? rest : next), backupCodes };
    },
  };
}
