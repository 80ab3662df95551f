import type { Instant } from '@sallyport/core';
import {
  giveBackAttempt,
  isEmptyCounter,
  judgeAttempt,
  NO_ATTEMPTS,
  quietAt,
  reserveAttempt,
} from '@sallyport/core/lockout';
import {
  type AttemptAnswer,
  type AttemptAsked,
  type AttemptRef,
  type CounterView,
  unknownCounterKept,
} from '@sallyport/store';
import { afterReset, type CounterReset, resetOf } from '@sallyport/store/plan';
import { frozenCopy } from './frozen.ts';

/** With the instant at which its window and its lock are both over. */
export interface CounterEntry extends CounterView {
  readonly quietAt: Instant;
}

/** The rules are in core (`@sallyport/core/lockout`). */
export class CounterTable {
  readonly #bySubject = new Map<string, Map<string, CounterEntry>>();

  reserve(subject: string, asked: AttemptAsked, device: string | undefined, now: Instant): AttemptAnswer {
    const { authenticator, limits } = asked;
    const place = { subject, authenticator, ...(device === undefined ? {} : { device }) };
    const attempt = reserveAttempt(this.#entry(place)?.counter ?? NO_ATTEMPTS, limits, now);
    if (!attempt.admitted) return attempt.waits ? { outcome: 'waits' } : { outcome: 'locked', until: attempt.until };
    const { counter, reservation } = attempt;
    this.#write({ ...place, counter, quietAt: quietAt(counter, limits.window) });
    return { outcome: 'counted', ref: { ...place, reservation } };
  }

  giveBack(ref: AttemptRef): void {
    const entry = this.#entry(ref);
    if (entry !== undefined) this.#write({ ...entry, counter: giveBackAttempt(entry.counter, ref.reservation) });
  }

  /** Returns whether this failure locks the counter. */
  judge(ref: AttemptRef, hardLimit: number, now: Instant): boolean {
    const entry = this.#entry(ref);
    if (entry === undefined) return false;
    const { counter, locks } = judgeAttempt(entry.counter, ref.reservation, { hardLimit }, now);
    this.#write({ ...entry, counter });
    return locks;
  }

  reset(subject: string, resets: readonly CounterReset[]): void {
    for (const entry of [...(this.#bySubject.get(subject)?.values() ?? [])]) {
      const reset = resetOf(resets, entry);
      if (reset !== undefined) this.#write({ ...entry, counter: afterReset(entry.counter, reset) });
    }
  }

  list(subjects: readonly string[] = [...this.#bySubject.keys()]): readonly CounterView[] {
    return [...new Set(subjects)]
      .flatMap((subject) => [...(this.#bySubject.get(subject)?.values() ?? [])])
      .filter(({ counter }) => !isEmptyCounter(counter))
      .map(({ quietAt: _, ...view }) => frozenCopy(view));
  }

  entries(): readonly CounterEntry[] {
    return [...this.#bySubject.values()].flatMap((entries) => [...entries.values()]);
  }

  /** A snapshot before format 7 has no list of open attempts: its open attempts count as failures. */
  restore(entry: CounterEntry): void {
    const { recent, total, first, lockedUntil, open } = entry.counter;
    const counter = { recent, total, first, lockedUntil, open: Array.isArray(open) ? open : [] };
    this.#write({ ...entry, counter });
  }

  forget(subject: string): void {
    this.#bySubject.delete(subject);
  }

  forgetDevice(subject: string, device: string): void {
    for (const entry of [...(this.#bySubject.get(subject)?.values() ?? [])]) {
      if (entry.device === device) this.#write({ ...entry, counter: NO_ATTEMPTS });
    }
  }

  sweep(now: Instant, accountIds: ReadonlySet<string>): number {
    let removed = 0;
    for (const [subject, entries] of this.#bySubject) {
      if (accountIds.has(subject)) continue;
      const past = [...entries.values()].filter(
        ({ quietAt, authenticator }) => quietAt + unknownCounterKept(authenticator) <= now,
      );
      for (const entry of past) this.#write({ ...entry, counter: NO_ATTEMPTS });
      removed += past.length;
    }
    return removed;
  }

  #entry(place: Place): CounterEntry | undefined {
    return this.#bySubject.get(place.subject)?.get(keyOf(place));
  }

  #write(entry: CounterEntry): void {
    const entries = this.#bySubject.get(entry.subject) ?? new Map<string, CounterEntry>();
    if (isEmptyCounter(entry.counter) && entry.counter.open.length === 0) entries.delete(keyOf(entry));
    else entries.set(keyOf(entry), entry);
    if (entries.size === 0) this.#bySubject.delete(entry.subject);
    else this.#bySubject.set(entry.subject, entries);
  }
}

interface Place {
  readonly subject: string;
  readonly authenticator: string;
  readonly device?: string;
}

function keyOf({ authenticator, device }: Place): string {
  return JSON.stringify([authenticator, device ?? null]);
}
