import type { Decision } from '../../decision/decision.ts';
import type { Evidence } from '../../strength/evidence.ts';
import { AT, isSaidAgain } from './proofs.ts';

/** Where a sign-in can be led, from the best to the worst. */
export type Standing = 'grants' | 'enrolls' | 'waits' | 'stuck';

/** One state of a sign-in: what was proved, and what the answer was. */
export interface Step {
  readonly evidence: readonly Evidence[];
  readonly decision: Decision;
  readonly standing: Standing;
}

/** Every state that a person comes to who gives what is asked for. */
export interface Walk {
  /** In the order in which they are first met. */
  readonly steps: readonly Step[];
  readonly standing: Standing;
  /** A state in which something was asked for that leads nowhere, or nothing that the account can give. */
  readonly broken?: Step;
}

type Ask = (evidence: readonly Evidence[]) => Decision;

/**
 * Follows what is asked for, in every order, each proof at its best, until a grant, the set-up of a factor, or a wall.
 *
 * @param proofs every proof that the account can give
 */
export function walk(proofs: readonly Evidence[], ask: Ask): Walk {
  const known = new Map<number, Standing>();
  const steps: Step[] = [];
  let broken: Step | undefined;

  const visit = (given: number): Standing => {
    const before = known.get(given);
    if (before !== undefined) return before;
    const evidence = proofs.filter((_, place) => (given & (1 << place)) !== 0);
    const decision = ask(evidence);
    const place = steps.push({ evidence, decision, standing: 'stuck' }) - 1;
    const standing =
      decision.outcome === 'factor-required' ? follow(given, evidence, decision.accept) : rest(evidence, decision);
    const step = { evidence, decision, standing };
    steps[place] = step;
    known.set(given, standing);
    if (decision.outcome === 'factor-required' && standing === 'stuck') broken ??= step;
    return standing;
  };
  const follow = (given: number, evidence: readonly Evidence[], accept: readonly string[]): Standing => {
    let best: Standing = 'stuck';
    for (const method of accept) {
      let led: Standing = 'stuck';
      proofs.forEach((proof, place) => {
        if (proof.method !== method || (given & (1 << place)) !== 0 || isSaidAgain(proof, evidence)) return;
        led = better(led, visit(given | (1 << place)));
      });
      if (led === 'stuck') return 'stuck';
      best = better(best, led);
    }
    return best;
  };
  const rest = (evidence: readonly Evidence[], decision: Decision): Standing => {
    if (decision.outcome === 'granted') return 'grants';
    if (decision.outcome === 'enrollment-required') return 'enrolls';
    const waits = decision.because.some(({ code }) => code === 'enrollment-needs-vouching');
    if (!waits) return 'stuck';
    const vouched = ask([...evidence, { method: 'enrollment-code', at: AT }]);
    return vouched.outcome === 'enrollment-required' ? 'waits' : 'stuck';
  };

  const standing = visit(0);
  return { steps, standing, ...(broken === undefined ? {} : { broken }) };
}

const RANKS: readonly Standing[] = ['stuck', 'waits', 'enrolls', 'grants'];

export function better(a: Standing, b: Standing): Standing {
  return RANKS.indexOf(a) >= RANKS.indexOf(b) ? a : b;
}

/** A decision without its proof, as one text: two decisions that ask and grant the same have the same. */
export function outcomeText(decision: Decision): string {
  const { because: _, ...rest } = decision;
  return JSON.stringify(rest);
}
