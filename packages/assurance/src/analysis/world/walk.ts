import type { Decision, Evidence } from '@sallyport/core';
import { AT, isSaidAgain } from '@sallyport/core/model';

export type WalkEnd = 'grants' | 'enrolls' | 'waits' | 'stuck';

export interface Step {
  readonly evidence: readonly Evidence[];
  readonly decision: Decision;
  readonly end: WalkEnd;
}

export interface Walk {
  readonly steps: readonly Step[];
  readonly end: WalkEnd;
  /** The state asks for a useless proof, or for a proof that the account cannot give. */
  readonly broken?: Step;
}

type Ask = (evidence: readonly Evidence[]) => Decision;

/** @param proofs every proof that the account can give */
export function walk(proofs: readonly Evidence[], ask: Ask): Walk {
  const known = new Map<number, WalkEnd>();
  const steps: Step[] = [];
  let broken: Step | undefined;

  const visit = (given: number): WalkEnd => {
    const before = known.get(given);
    if (before !== undefined) return before;
    const evidence = proofs.filter((_, place) => (given & (1 << place)) !== 0);
    const decision = ask(evidence);
    const place = steps.push({ evidence, decision, end: 'stuck' }) - 1;
    const end =
      decision.outcome === 'factor-required' ? follow(given, evidence, decision.accept) : rest(evidence, decision);
    const step = { evidence, decision, end };
    steps[place] = step;
    known.set(given, end);
    if (decision.outcome === 'factor-required' && end === 'stuck') broken ??= step;
    return end;
  };
  const follow = (given: number, evidence: readonly Evidence[], accept: readonly string[]): WalkEnd => {
    let best: WalkEnd = 'stuck';
    for (const method of accept) {
      let led: WalkEnd = 'stuck';
      proofs.forEach((proof, place) => {
        if (proof.method !== method || (given & (1 << place)) !== 0 || isSaidAgain(proof, evidence)) return;
        led = better(led, visit(given | (1 << place)));
      });
      if (led === 'stuck') return 'stuck';
      best = better(best, led);
    }
    return best;
  };
  const rest = (evidence: readonly Evidence[], decision: Decision): WalkEnd => {
    if (decision.outcome === 'granted') return 'grants';
    if (decision.outcome === 'enrollment-required') return 'enrolls';
    const waits = decision.because.some(({ code }) => code === 'enrollment-needs-vouching');
    if (!waits) return 'stuck';
    const vouched = ask([...evidence, { method: 'enrollment-code', at: AT }]);
    return vouched.outcome === 'enrollment-required' ? 'waits' : 'stuck';
  };

  const end = visit(0);
  return { steps, end, broken };
}

const RANKS: readonly WalkEnd[] = ['stuck', 'waits', 'enrolls', 'grants'];

export function better(a: WalkEnd, b: WalkEnd): WalkEnd {
  return RANKS.indexOf(a) >= RANKS.indexOf(b) ? a : b;
}

/** A decision without its reasons, as text. Equal decisions have equal texts. */
export function outcomeText(decision: Decision): string {
  const { because: _, ...rest } = decision;
  return JSON.stringify(rest);
}
