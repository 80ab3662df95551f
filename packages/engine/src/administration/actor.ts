import type { LiveSession, Refusal } from '../api/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { type ActedBy, hostActor } from '../records/actors.ts';
import type { CommitGuards } from '../store/port.ts';
import type { HostActor, TenantId } from '../store/records.ts';
import { type Acting, authorityFor } from './authority.ts';

/** Who makes an act of administration: an administrator in a session, or host code, which answers for itself. */
export interface Actor extends ActedBy {
  /** Whether they may, judged on what is committed now, and what guards the commit. */
  may(acting: Acting): Promise<CommitGuards | Refusal>;
}

/** Host code: it may do everything. */
export interface HostCode extends Actor {
  readonly host: HostActor;
}

export function administrator(kernel: Kernel, session: LiveSession): Actor {
  const { tenant, accountId } = session;
  return { tenant, accountId, may: (acting) => authorityFor(kernel, session, acting) };
}

/** @param id which of the host's code or operators */
export function hostCode(tenant: TenantId, id: string | undefined): HostCode {
  return { tenant, host: hostActor(id), may: async () => ({}) };
}
