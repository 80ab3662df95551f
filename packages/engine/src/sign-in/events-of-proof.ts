import { withEnded } from '../acts/role-gain.ts';
import { strandsOwner } from '../acts/stranding.ts';
import { methodOf } from '../factors/proof.ts';
import { codesForReport } from '../factors/standing-code.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { After } from './account-after.ts';
import type { Outcome } from './outcome.ts';
import { type SetUpEvent, waitsForSession } from './set-ups.ts';
import type { StepOfAccount } from './step.ts';

export async function eventsOfProof(
  kernel: Kernel,
  { flow, loaded }: StepOfAccount,
  { proof, decided: { grant } }: Outcome,
  { account, written = loaded.stored ?? account, setUps, ended }: After,
): Promise<{ readonly now: readonly SetUpEvent[]; readonly later: readonly SetUpEvent[] }> {
  const own = (proof.events ?? []).map(({ type, actor, method = methodOf(proof), detail }) => ({
    ...{ type, actor, method, detail },
  }));
  const { policy } = loaded.inForce;
  const counts = ended === undefined ? written : await codesForReport(kernel)(policy, written);
  const isStranded = (): boolean => strandsOwner(policy, counts, loaded.now);
  const waiting = flow.setUps?.events ?? [];
  const all = grant === undefined ? own : [...waiting, ...own];
  const of = ended === undefined ? all : withLoss(all, ended, isStranded, methodOf(proof));
  if (grant !== undefined) return { now: of, later: [] };
  const waits = (one: SetUpEvent): boolean => waitsForSession(setUps, one);
  return { now: of.filter((one) => !waits(one)), later: [...waiting, ...of.filter(waits)] };
}

function withLoss(
  events: readonly SetUpEvent[],
  ended: readonly string[],
  isStranded: () => boolean,
  method: string | undefined,
): readonly SetUpEvent[] {
  const told = events.flatMap((one): readonly SetUpEvent[] => {
    if (one.type !== 'account.roles-changed') return [one];
    const { ended: _, noWayIn: __, ...detail } = one.detail ?? {};
    const isOfLossAlone = ended.length === 0 && JSON.stringify(detail['from']) === JSON.stringify(detail['to']);
    return isOfLossAlone ? [] : [{ ...one, detail }];
  });
  return withEnded(told, ended, isStranded, () => ({ type: 'account.roles-changed', method }));
}
