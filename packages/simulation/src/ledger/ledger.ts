import type { AccountId, NotifyOwner } from '@sallyport/engine';
import { INVARIANTS } from '../invariants.ts';
import type { Work } from '../scheduler/task.ts';
import type { Client } from '../world/person.ts';
import { hashOf, type World } from '../world/world.ts';
import type { Device, Guess, Lineage, Reset, Run, ToTell } from './run.ts';
import type { Checked } from './seen.ts';

/** An invariant that does not hold, and how that shows. */
export interface Broken {
  readonly invariant: string;
  readonly how: string;
}

let isLookedFor: (words: string) => boolean = () => true;

/** Looks past what is known already, or for one thing alone: by words of the invariant and of how it breaks. */
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
}

/** A request that may forget devices, and was not refused: those whose own budget is in doubt since its moment. */
interface Forgetting {
  readonly account: string;
  readonly run: Run;
  readonly moment: number;
  readonly devices: Device[];
}

/** What everybody was told and what is to follow from it, kept beside the engine and knowing nothing of how it works. */
export class Ledger {
  readonly world: World;
  readonly broken: Broken[] = [];
  readonly lineages: Lineage[] = [];
  readonly devices: Map<string, Device> = new Map();
  readonly guesses: Guess[] = [];
  /** Requests that may end somebody's guesses being held against them, by account. */
  readonly forgiving: { readonly account: string; readonly run: Run }[] = [];
  /** Accounts that are blocked, and why: answered, and nobody has begun to unblock them. */
  readonly blocked: Map<string, string> = new Map();
  readonly spent: Map<string, string> = new Map();
  readonly toTell: Map<string, ToTell> = new Map();
  /** The events of every change that was written, and when. */
  readonly written: Map<string, number> = new Map();
  /** What the host said of roles, and from when on. */
  readonly hostRoles: { readonly account: string; readonly from: number; readonly roles: readonly string[] }[] = [];
  /** When a provider, or the directory, spoke of somebody last, by its name and the subject. */
  readonly said: Map<string, number> = new Map();
  /** The roles that the provider may give, and from when on. */
  readonly givable: { readonly from: number; readonly roles: readonly string[] }[] = [];
  /** Accounts whose identity at a provider was unlinked, each with the provider, until somebody names one again. */
  readonly unlinked: Set<string> = new Set();
  /** The version of the policy that each session met when it was opened or raised last, by its id. */
  readonly met: Map<string, number> = new Map();
  /** Sessions that came of a sign-in, by the hash of their token. */
  readonly opened: Set<string> = new Set();
  /** Mailboxes that an account had, and until when. */
  readonly formerMailboxes: { readonly account: string; readonly until: number; readonly address: string }[] = [];
  /** Resets, blocks and new mailboxes, at the moment at which each was written. */
  readonly resets: Reset[] = [];
  /** Factors, addresses and passwords that an administrator of people set up for somebody else, each by what names it. */
  readonly planted: Set<string> = new Set();
  /** Enrollment codes that opened a set-up, and whose set-up that was. */
  readonly codesUsed: Map<string, string> = new Map();
  readonly checked: Map<number, Checked> = new Map();
  readonly runs: Map<number, Run> = new Map();
  readonly #forgetting: Set<Forgetting> = new Set();
  readonly #unblocking: Map<string, { active: number; last: number }> = new Map();
  #tick = 0;

  constructor(world: World, begun: Begun | undefined) {
    this.world = world;
    for (const lineage of begun?.lineages ?? []) this.lineages.push({ ...lineage, tokens: [...lineage.tokens] });
    for (const [token, device] of begun?.devices ?? [])
      this.devices.set(token, { ...device, proved: new Set(device.proved), unsure: new Set(device.unsure) });
    for (const piece of begun?.planted ?? []) this.planted.add(piece);
    for (const [subject, at] of begun?.said ?? []) this.said.set(subject, at);
    for (const identity of begun?.unlinked ?? []) this.unlinked.add(identity);
    for (const [session, version] of begun?.met ?? []) this.met.set(session, version);
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
    });
  }

  /** A moment later than every other so far. */
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

  /** A token was handed out: of a new session, or of the one that another token is of. */
  handed(account: string, { isBrowser }: Client, token: string, before?: string): void {
    // Where the flow that was to raise a session is gone, a passkey signs in by itself.
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

  /** The sessions that an account had before a request began are over, but for one. */
  ended(account: string, run: Run, why: string, except?: string): void {
    const kept = this.lineageOf(except);
    for (const lineage of this.lineages) {
      if (lineage.account === account && lineage.born < run.began && lineage !== kept) lineage.over ??= why;
    }
  }

  /** A request was answered with the token of a device that is known from here on. */
  knows(account: string, token: string, run: Run): void {
    const device: Device = { account, born: this.tick(), proved: new Set(), signingIn: 0, unsure: new Set() };
    this.devices.set(token, device);
    // What was under way beside the request may have forgotten the device before the answer came.
    for (const forgetting of this.#forgetting) {
      if (forgetting.account !== account || forgetting.run === run || (forgetting.run.ended ?? Infinity) < run.began)
        continue;
      device.unsure.add(forgetting.moment);
      forgetting.devices.push(device);
    }
    // Of more than ten an account forgets the oldest, and answers that were lost made devices that nobody has.
    const [oldest, ...others] = [...this.devices].filter(([, device]) => device.account === account);
    if (oldest !== undefined && others.length > 5) oldest[1].unsure.add(this.tick());
  }

  /** A sign-in was granted at a device, by these proofs. */
  proved(account: string, token: string | undefined, proofs: readonly string[]): void {
    const device = token === undefined ? undefined : this.devices.get(token);
    if (device?.account === account) for (const proof of proofs) device.proved.add(proof);
  }

  /** Whose guesses one from this device is counted with. A device has its own guesses at what was proved there. */
  budgetOf(account: string, token: string | undefined, authenticator: string): Guess['budget'] {
    const device = token === undefined ? undefined : this.devices.get(token);
    if (device === undefined || device.account !== account) return 'strangers';
    if (device.unsure.size > 0 || device.signingIn > 0) return 'unsure';
    if (device.forgotten !== undefined) return 'strangers';
    return device.proved.has(authenticator) ? 'own' : 'unsure';
  }

  /** A request begins that forgets devices: until it is refused, nobody can say which the account knows. */
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

  /** The devices that an account knew before a request began have no budget of their own any more, but for one. */
  forgot(account: string, run: Run, why: string, except?: string): void {
    for (const [token, device] of this.devices) {
      if (device.account === account && device.born < run.began && token !== except && device.signingIn === 0) {
        device.forgotten ??= why;
        device.unsure.clear();
      }
    }
  }

  /** An account may be gone from here on, and what it knew with it. */
  goes(account: string, run: Run): void {
    this.forgiving.push({ account, run });
    this.mayForget(account, run);
  }

  /** A device signs in: whatever comes of it, it may be known again from here on. */
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

  /** Somebody begins to unblock an account. */
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

  /** A secret that works once did. */
  worked(secret: string, who: string): void {
    const before = this.spent.get(secret);
    this.spent.set(secret, who);
    if (before === undefined) return;
    for (const { says, secret: check } of INVARIANTS) this.breaks(says, check?.(secret, before, who));
  }

  told(notice: Parameters<NotifyOwner>[0]): void {
    const expected = this.toTell.get(notice.event.id);
    if (expected === undefined) return;
    expected.told = true;
    for (const { says, notice: check } of INVARIANTS) this.breaks(says, check?.(notice, expected));
  }

  /** Every role that the provider might give at any time since a moment. */
  givableSince(since: number): ReadonlySet<string> {
    const before = this.givable.findLast(({ from }) => from <= since);
    const later = this.givable.filter(({ from }) => from > since);
    return new Set([before, ...later].flatMap((each) => each?.roles ?? []));
  }

  /** What the host said of an account's roles at any time since a moment. */
  hostRolesSince(id: AccountId, since: number): readonly (readonly string[])[] {
    const account = this.world.nameOf(id);
    const said = this.hostRoles.filter((each) => each.account === account);
    const before = said.filter(({ from }) => from <= since).at(-1);
    return [before?.roles ?? [], ...said.filter(({ from }) => from > since).map(({ roles }) => roles)];
  }

  /** A request was answered: everything that has to hold whenever one is. */
  async answered(): Promise<void> {
    for (const { says, rest } of INVARIANTS) this.breaks(says, await rest?.(this));
  }

  /** All is over, nothing fails any more, and nothing is under way. */
  async ends(): Promise<void> {
    await this.answered();
    for (const { says, end } of INVARIANTS) this.breaks(says, await end?.(this));
  }
}
