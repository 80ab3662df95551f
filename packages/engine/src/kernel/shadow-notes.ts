import type { Instant, ShadowDifference, ShadowEffect } from '@sallyport/core';
import type { AccountId, CommitResult, EventRecord, Store, TenantId } from '@sallyport/store';
import type { Logger } from '../contract/host.ts';
import { becauseOf } from './because.ts';
import type { FlowCommit } from './commit.ts';
import type { Draft } from './policy-source.ts';

/** `request`: a session was checked. */
export type ShadowOccasion = 'sign-in' | 'step-up' | 'request';

export interface ShadowFound {
  readonly tenant: TenantId;
  readonly accountId: AccountId;
  readonly draft: Draft;
  readonly occasion: ShadowOccasion;
  readonly difference: ShadowDifference;
}

/** Two processes that see a person first at once may write two events. */
export interface ShadowNotes {
  /** After the reply. */
  note(found: ShadowFound): void;
  isNoted(found: Pick<ShadowFound, 'tenant' | 'accountId' | 'draft'>, effect: ShadowEffect): boolean;
  /** A draft that fails changes no answer. */
  judged<Found>(judge: () => Found | undefined): Found | undefined;
}

export type ShadowEventType = `shadow.${ShadowEffect}`;

export function shadowEventType(effect: ShadowEffect): ShadowEventType {
  return `shadow.${effect}`;
}

interface Parts {
  readonly store: Pick<Store, 'listEvents'>;
  readonly commit: (change: FlowCommit) => Promise<CommitResult>;
  readonly now: () => Instant;
  readonly runAfterReply: (name: string, work: () => Promise<unknown>) => void;
  readonly logger: Logger;
  readonly eventOf: (found: ShadowFound, type: ShadowEventType) => EventRecord;
}

const MOST_NOTED = 50_000;
const AT_ONCE = 10;

export function shadowNotes({ store, commit, now, runAfterReply, logger, eventOf }: Parts): ShadowNotes {
  const noted = new Set<string>();
  let hasWarned = false;
  const write = async (found: ShadowFound, type: ShadowEventType): Promise<void> => {
    const { tenant, accountId, draft } = found;
    const { items } = await store.listEvents(tenant, { accountId, types: [type], from: draft.since, limit: AT_ONCE });
    if (items.some(({ detail }) => detail?.['since'] === draft.since)) return;
    await commit({ tenant, now: now(), guards: {}, events: [eventOf(found, type)] });
  };
  return {
    note(found) {
      const { effect } = found.difference;
      const type = shadowEventType(effect);
      const key = keyOf(found, effect);
      if (noted.has(key)) return;
      noted.add(key);
      if (noted.size > MOST_NOTED) noted.delete(noted.values().next().value ?? key);
      runAfterReply('noting what a draft in the shadow would have done', () =>
        write(found, type).catch((fault: unknown) => {
          noted.delete(key);
          throw fault;
        }),
      );
    },
    isNoted: (found, effect) => noted.has(keyOf(found, effect)),
    judged(judge) {
      try {
        return judge();
      } catch (fault) {
        if (!hasWarned)
          logger.error('a draft in the shadow cannot be judged', { code: 'shadow-failed', because: becauseOf(fault) });
        hasWarned = true;
        return undefined;
      }
    },
  };
}

function keyOf(
  { tenant, accountId, draft }: Pick<ShadowFound, 'tenant' | 'accountId' | 'draft'>,
  effect: ShadowEffect,
): string {
  return `${draft.since} ${effect} ${accountId} ${tenant}`;
}
