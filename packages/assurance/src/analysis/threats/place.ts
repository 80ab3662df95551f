import type { AccountFacts } from '@sallyport/core';
import type { ThreatGoal } from './goal.ts';
import type { ThreatWorld } from './host.ts';
import type { Held, Opened } from './opened.ts';
import type { Shown } from './shown.ts';
import type { ThreatStep } from './step.ts';
import type { Target } from './target.ts';
import type { Hands } from './thief.ts';

/** A state of the search, with the sessions, flows and offers of the thief. */
export interface Place {
  readonly world: ThreatWorld;
  readonly hands: Hands;
  readonly target: Target;
  readonly facts: AccountFacts;
  readonly shows: readonly Shown[];
  /** Sessions and flows that the thief brings into this state. */
  readonly held: readonly Held[];
  readonly opened: Opened;
}

/** An act that changes the account: the steps up to the act, and the account after the act. */
export interface Changed {
  readonly steps: readonly ThreatStep[];
  readonly target: Target;
  readonly held: readonly Held[];
  /** Sessions that are not in `held` end with the act. */
  readonly endsOthers?: boolean | undefined;
  /** The session or the flow that the thief makes the act in. */
  readonly used?: Held | undefined;
}

/** A goal, and the steps to the goal. */
export interface Reached {
  readonly goal: ThreatGoal;
  readonly steps: readonly ThreatStep[];
}
