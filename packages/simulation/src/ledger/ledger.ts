import type { Instant, Policy } from '@sallyport/core';
import type { AccountId, AccountRecord, Commit, JudgedWrong, NotifyOwner, SessionRecord } from '@sallyport/engine';
import type { Work } from '../scheduler/task.ts';
import type { Client } from '../world/person.ts';
import { hashOf, type WorldState } from '../world/state.ts';
import type { Checked, Device, Guess, Invitation, Lineage, Removal, Reset, Run, ToTell } from './run.ts';

export interface Broken {
  readonly invariant: string;
  readonly how: string;
}

let isLookedFor: (words: string) => boolean = () => true;

/** Limits the search to findings with a part in `wanted`, and no part in `past`. */
export function lookFor(wanted: readonly string[], past: readonly string[]): void {
  isLookedFor = (words) =>
    (wanted.length === 0 || wanted.some((part) => words.includes(part))) && !past.some((part) => words.includes(part));
}

interface Begun {
  readonly lineages: readonly Lineage[];
  readonly devices: readonly (readonly [string, Device])[];
  readonly planted: readonly string[];
  readonly said: readonly (readonly [string, number])[];
  readonly unlinked: readonly string[];
  readonly met: readonly (readonly [string, number])[];
  readonly invitations: readonly (readonly [string, Invitation])[];
  readonly removals: readonly Removal[];
}

/** From `moment` on, the account may or may not know the `devices`. */
interface Forgetting {
  readonly account: string;
  readonly run: Run;
  readonly moment: number;
  readonly devices: Device[];
}

export interface Written {
  readonly ledger: Ledger;
  readonly change: Commit;
  readonly run: Run | undefined;
  readonly background: boolean;
  readonly before: AccountRecord | undefined;
  readonly after: AccountRecord | undefined;
  readonly actor: AccountRecord | undefined;
  readonly actorSession: SessionRecord | undefined;
  readonly policy: Policy;
  readonly administrators: { readonly before: number; readonly after: number } | undefined;
  readonly live: number | undefined;
}

export interface Invariant {
  readonly says: string;
  change?(written: Written): string | undefined;
  pass?(checked: Checked): string | undefined;
  secret?(secret: string, first: string, second: string): string | undefined;
  guess?(guess: Guess, ledger: Ledger): string | undefined;
  locked?(ledger: Ledger, judged: JudgedWrong, now: Instant): Promise<string | undefined>;
  notice?(notice: Parameters<NotifyOwner>[0], expected: ToTell): string | undefined;
  rest?(ledger: Ledger): Promise<string | undefined>;
  end?(ledger: Ledger): Promise<string | undefined>;
}

/** Does not use the engine's code. */
export class Ledger {
  readonly world: WorldState;
  readonly invariants: readonly Invariant[];
  readonly broken: Broken[] = [];
  readonly lineages: Lineage[] = [];
  readonly devices: Map<string, Device> = new Map();
  readonly guesses: Guess[] = [];
  readonly forgiving: { readonly account: string; readonly run: Run }[] = [];
  readonly blocked: Map<string, string> = new Map();
  readonly used: Map<string, { readonly who: string; readonly until: number }> = new Map();
  readonly toTell: Map<string, ToTell> = new Map();
  readonly written: Map<string, number> = new Map();
  readonly hostRoles: { readonly account: string; readonly from: number; readonly roles: readonly string[] }[] = [];
  readonly said: Map<string, number> = new Map();
  readonly givable: { readonly from: number; readonly roles: readonly string[] }[] = [];
  /** An entry is deleted when the account is linked there again. */
  readonly unlinked: Set<string> = new Set();
  /** The policy version at the last opening or raising, by the session's id. */
  readonly met: Map<string, number> = new Map();
  readonly opened: Set<string> = new Set();
  readonly formerMailboxes: { readonly account: string; readonly until: number; readonly address: string }[] = [];
  readonly resets: Reset[] = [];
  readonly overtaking: Pick<Reset, 'account' | 'at' | 'what'>[] = [];
  readonly planted: Set<string> = new Set();
  readonly invitations: Map<string, Invitation> = new Map();
  readonly removals: Removal[] = [];
  readonly codesUsed: Map<string, string> = new Map();
  /** By the account's id, the newest first. The hashes of the simulation have no salt. */
  readonly passwords: Map<string, readonly string[]> = new Map();
  readonly checked: Map<number, Checked> = new Map();
  readonly runs: Map<number, Run> = new Map();
  readonly #forgetting: Set<Forgetting> = new Set();
  readonly #unblocking: Map<string, { active: number; last: number }> = new Map();
  #tick = 0;

  constructor(world: WorldState, invariants: readonly Invariant[], begun: Begun | undefined) {
    this.world = world;
    this.invariants = invariants;
    for (const lineage of begun?.lineages ?? []) this.lineages.push({ ...lineage, tokens: [...lineage.tokens] });
    for (const [token, device] of begun?.devices ?? [])
      this.devices.set(token, { ...device, proved: new Set(device.proved), unsure: new Set(device.unsure) });
    for (const piece of begun?.planted ?? []) this.planted.add(piece);
    for (const [subject, at] of begun?.said ?? []) this.said.set(subject, at);
    for (const identity of begun?.unlinked ?? []) this.unlinked.add(identity);
    for (const [session, version] of begun?.met ?? []) this.met.set(session, version);
    for (const [id, invitation] of begun?.invitations ?? []) this.invitations.set(id, { ...invitation });
    this.removals.push(...(begun?.removals ?? []));
    this.givable.push({ from: 0, roles: world.gives });
    for (const [account, roles] of world.hostRoles ?? []) this.hostRoles.push({ account, from: 0, roles });
  }

  begun(): Begun {
    return structuredClone({
      lineages: this.lineages.map((lineage) => ({ ...lineage, born: 0 })),
      devices: [...this.devices].map(([token, device]) => [token, { ...device, born: 0 }] as const),
      planted: [...this.planted],
      said: [...this.said],
      unlinked: [...this.unlinked],
      met: [...this.met],
      // Before every moment of what follows, in their order.
      invitations: [...this.invitations].map(([id, one]) => [id, { ...one, at: one.at - this.#tick }] as const),
      removals: this.removals.map((one) => ({ ...one, at: one.at - this.#tick })),
    });
  }

  /** A moment is a number without a unit. */
  tick(): number {
    return ++this.#tick;
  }

  breaks(invariant: string, how: string | undefined): void {
    if (how !== undefined && isLookedFor(`${invariant} ${how}`)) this.broken.push({ invariant, how });
  }

  begins(work: Work, client: Client): Run {
    const run: Run = { began: this.tick(), client, knows: this.world.known(client.knows), proved: [] };
    this.runs.set(work.id, run);
    return run;
  }

  runOf(work: Work): Run | undefined {
    return this.runs.get((work.after ?? work).id);
  }

  handed(account: string, { isBrowser }: Client, token: string, before?: string): void {
    // If the flow of a step-up has expired, showing a passkey signs in and opens a new session.
    const isNew = before === undefined || this.opened.has(hashOf(token));
    const rotated = isNew ? undefined : this.lineageOf(before);
    if (rotated !== undefined) rotated.tokens.push(token);
    else {
      const mode = isBrowser === true ? 'cookie' : 'token';
      this.lineages.push({ id: this.lineages.length, account, born: this.tick(), tokens: [token], mode });
    }
  }

  lineageOf(token: string | undefined): Lineage | undefined {
    return this.lineages.find(({ tokens }) => token !== undefined && tokens.includes(token));
  }

  ended(account: string, run: Run, why: string, except?: string): void {
    const kept = this.lineageOf(except);
    for (const lineage of this.lineages) {
      if (lineage.account === account && lineage.born < run.began && lineage !== kept) lineage.over ??= why;
    }
  }

  knows(account: string, token: string, run: Run): void {
    const device: Device = { account, born: this.tick(), proved: new Set(), signingIn: 0, unsure: new Set() };
    this.devices.set(token, device);
    // A concurrent request may have forgotten the device before the client received this answer.
    for (const forgetting of this.#forgetting) {
      if (forgetting.account !== account || forgetting.run === run || (forgetting.run.ended ?? Infinity) < run.began)
        continue;
      device.unsure.add(forgetting.moment);
      forgetting.devices.push(device);
    }
    // Lower than the engine's ten: lost answers created unseen devices.
    const [oldest, ...others] = [...this.devices].filter(([, device]) => device.account === account);
    if (oldest !== undefined && others.length > 5) oldest[1].unsure.add(this.tick());
  }

  proved(account: string, token: string | undefined, proofs: readonly string[]): void {
    const device = token === undefined ? undefined : this.devices.get(token);
    if (device?.account === account) for (const proof of proofs) device.proved.add(proof);
  }

  budgetOf(account: string, token: string | undefined, authenticator: string): Guess['budget'] {
    const device = token === undefined ? undefined : this.devices.get(token);
    if (device === undefined || device.account !== account) return 'strangers';
    if (device.unsure.size > 0 || device.signingIn > 0) return 'unsure';
    if (device.forgotten !== undefined) return 'strangers';
    return device.proved.has(authenticator) ? 'own' : 'unsure';
  }

  /** @returns a function to call if the request is refused */
  mayForget(account: string, run: Run): () => void {
    const devices = [...this.devices.values()].filter((device) => device.account === account);
    const moment = this.tick();
    for (const device of devices) device.unsure.add(moment);
    const forgetting = { account, run, moment, devices };
    this.#forgetting.add(forgetting);
    return () => {
      for (const device of devices) device.unsure.delete(moment);
      this.#forgetting.delete(forgetting);
    };
  }

  forgot(account: string, run: Run, why: string, except?: string): void {
    for (const [token, device] of this.devices) {
      if (device.account === account && device.born < run.began && token !== except && device.signingIn === 0) {
        device.forgotten ??= why;
        device.unsure.clear();
      }
    }
  }

  goes(account: string, run: Run): void {
    this.forgiving.push({ account, run });
    this.mayForget(account, run);
  }

  signsIn(token: string | undefined): () => void {
    const device = token === undefined ? undefined : this.devices.get(token);
    if (device === undefined) return () => {};
    device.signingIn++;
    if (device.forgotten !== undefined) device.unsure.add(this.tick());
    delete device.forgotten;
    return () => {
      device.signingIn--;
    };
  }

  /** @returns a function to call when the request is over */
  unblocks(account: string): () => void {
    this.blocked.delete(account);
    const state = this.#unblocking.get(account) ?? { active: 0, last: 0 };
    this.#unblocking.set(account, state);
    state.active++;
    return () => {
      state.active--;
      state.last = this.tick();
    };
  }

  wasBlocked(account: string, run: Run, why: string): void {
    const unblocking = this.#unblocking.get(account);
    if (unblocking === undefined || (unblocking.active === 0 && unblocking.last < run.began)) {
      this.blocked.set(account, why);
    }
  }

  /** @param until when the secret may work again, because the sign-in of this use has ended; absent: never */
  worked(secret: string, who: string, until: number = Number.POSITIVE_INFINITY): void {
    const before = this.used.get(secret);
    this.used.set(secret, { who, until });
    if (before === undefined || before.until <= this.world.now) return;
    for (const { says, secret: check } of this.invariants) this.breaks(says, check?.(secret, before.who, who));
  }

  told(notice: Parameters<NotifyOwner>[0]): void {
    const expected = this.toTell.get(notice.event.id);
    if (expected === undefined) return;
    expected.told = true;
    for (const { says, notice: check } of this.invariants) this.breaks(says, check?.(notice, expected));
  }

  givableSince(since: number): ReadonlySet<string> {
    const before = this.givable.findLast(({ from }) => from <= since);
    const later = this.givable.filter(({ from }) => from > since);
    return new Set([before, ...later].flatMap((each) => each?.roles ?? []));
  }

  hostRolesSince(id: AccountId, since: number): readonly (readonly string[])[] {
    const account = this.world.nameOf(id);
    const said = this.hostRoles.filter((each) => each.account === account);
    const before = said.filter(({ from }) => from <= since).at(-1);
    return [before?.roles ?? [], ...said.filter(({ from }) => from > since).map(({ roles }) => roles)];
  }

  async answered(): Promise<void> {
    for (const { says, rest } of this.invariants) this.breaks(says, await rest?.(this));
  }

  async ends(): Promise<void> {
    await this.answered();
    for (const { says, end } of this.invariants) this.breaks(says, await end?.(this));
  }
}
