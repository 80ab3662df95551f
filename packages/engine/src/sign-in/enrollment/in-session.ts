import { owner } from '../../acts/doer.ts';
import { performAct } from '../../acts/perform-act.ts';
import type { Caller, FlowReply, Refusal } from '../../contract/index.ts';
import { isRefusal } from '../../contract/refusal.ts';
import { type SetUpProof, verifiedAgain } from '../../factors/proof.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { countedIn } from '../../state/counted-guess.ts';
import { eventsOf } from '../../state/events.ts';
import { withHostRoles } from '../../state/host-roles.ts';
import { refuseUnknown } from '../refuse-unknown.ts';
import type { EnrollmentContext } from './enrollment-context.ts';

export async function commitInSession(
  kernel: Kernel,
  caller: Caller,
  context: Extract<EnrollmentContext, { kind: 'session' }>,
  proof: SetUpProof,
): Promise<FlowReply | Refusal> {
  const { session, now } = context;
  const { act } = proof.act;
  const changed = await performAct(kernel, owner(session), session.accountId, async ({ account: latest, inForce }) => {
    if ((await withHostRoles(kernel, latest, now)) === undefined) return refuseUnknown(kernel, caller, latest);
    const next =
      'disproved' in verifiedAgain(latest, inForce.policy, proof) ? undefined : proof.applyTo(latest, inForce.policy);
    if (next === undefined) return { refused: 'invalid-credentials' };
    const event = eventsOf(kernel, caller, now, { owner: latest, actor: session.accountId });
    return {
      act,
      next,
      also: {
        giveBack: countedIn(context.guess),
        uses: proof.uses === undefined ? undefined : [proof.uses],
        clearCounters:
          proof.rebinds === undefined
            ? undefined
            : ({ subject: latest.id, by: 'rebinding', authenticators: proof.rebinds } as const),
        events: proof.events.map(({ type, method, detail }) => event(type, { method, detail })),
      },
    };
  });
  if (isRefusal(changed)) return changed;
  const answer = {
    status: 'complete',
    session: session.info,
    backupCodes: proof.backupCodes,
  } as const;
  return { answer, keep: { mode: session.mode } };
}
