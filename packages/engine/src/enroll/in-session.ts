import type { Caller, FlowReply, Refusal } from '../api/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { behind } from '../sessions/behind.ts';
import { eventsOf } from '../step/events.ts';
import type { Proof } from '../step/proof.ts';
import type { EnrollmentPlace } from './place.ts';

/** A factor that was set up in a session: it adds no evidence there and rotates nothing; only a step-up does. */
export async function commitInSession(
  kernel: Kernel,
  caller: Caller,
  place: Extract<EnrollmentPlace, { kind: 'session' }>,
  proof: Proof,
): Promise<FlowReply | Refusal> {
  const { session, now } = place;
  const event = eventsOf(kernel, caller, now, { accountId: session.accountId, actor: session.accountId });
  for (;;) {
    const latest = await kernel.store.readAccount(caller.tenant, session.accountId);
    const settled = latest === undefined ? undefined : proof.settle(latest);
    if (latest === undefined || settled === undefined) return { refused: 'invalid-credentials' };
    const result = await kernel.commit({
      tenant: caller.tenant,
      now,
      guards: {
        account: { id: latest.id, version: latest.version },
        session: { id: session.id, version: behind(session).record.version },
      },
      account: { ...settled, version: latest.version + 1 },
      ...(proof.spend === undefined ? {} : { spend: [proof.spend] }),
      ...(proof.rebinds === undefined
        ? {}
        : { clearCounters: { subject: latest.id, by: 'rebinding', authenticator: proof.rebinds } as const }),
      events: (proof.events ?? []).map(({ type, method, detail }) => event(type, { method, detail })),
    });
    if (result.outcome === 'committed') {
      const answer = {
        status: 'complete',
        session: session.info,
        ...(proof.backupCodes === undefined ? {} : { backupCodes: proof.backupCodes }),
      } as const;
      return { answer, keep: { mode: session.mode } };
    }
    if (result.with === 'session') return { refused: 'no-session' };
    if (result.with === 'key') return { refused: 'already-exists' };
    if (result.with === 'spent') return { refused: 'invalid-credentials' };
  }
}
