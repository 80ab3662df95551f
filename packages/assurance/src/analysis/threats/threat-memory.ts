import type { Policy } from '@sallyport/core';
import type { ThreatCell } from './cell.ts';
import { type ThreatHost, type ThreatWorld, threatWorld } from './host.ts';
import { Memory } from './memory.ts';

/** The states and the cells of one world that earlier analyses looked at. */
export interface KnownWorld {
  readonly states: Memory;
  /** The cells of single thieves, by thief, account and budget. */
  readonly cells: Map<string, ThreatCell>;
}

export function knownWorld(world: ThreatWorld): KnownWorld {
  return { states: new Memory(world), cells: new Map() };
}

/**
 * The searches of earlier analyses. Pass the same memory to `analyseThreats` and `previewThreats`, and no cell of the same policy and host is
 * searched twice. A memory holds some 50 MB for each policy: keep the memory for one report.
 */
export class ThreatMemory {
  readonly #known = new WeakMap<Policy, Map<string, KnownWorld>>();

  /** The world of a policy and a host. */
  of(policy: Policy, host: ThreatHost | undefined): KnownWorld {
    const byHost = this.#known.get(policy) ?? new Map<string, KnownWorld>();
    this.#known.set(policy, byHost);
    const key = JSON.stringify(host ?? {});
    const known = byHost.get(key) ?? knownWorld(threatWorld(policy, host));
    byHost.set(key, known);
    return known;
  }
}
