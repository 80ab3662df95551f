import {
  type AccountFacts,
  type ActQuestion,
  type Instant,
  levelFromBefore,
  type Policy,
  type Question,
  reportedBefore,
} from '@sallyport/core';
import type { AccountRecord, FlowRecord } from '@sallyport/store';
import { factsOf, giveSameFacts } from './facts.ts';
import { keeping } from './held.ts';

type Asking = Omit<Question, 'account'>;

type Acting = Omit<ActQuestion, 'target'>;

/** The one place that joins facts and evidence (`npm run lint`). */
export function questionOf(policy: Policy, who: Acting, account: AccountRecord | undefined): ActQuestion;
export function questionOf(policy: Policy, who: Asking, account: AccountRecord): Question;
export function questionOf(
  policy: Policy,
  who: Acting | Asking,
  account: AccountRecord | undefined,
): ActQuestion | (Asking & { readonly account: AccountFacts | undefined }) {
  return joined(who, account && factsOf(account, policy, who.now));
}

/** The question under another policy. */
export function askedUnder(draft: Policy, policy: Policy, question: Question, account: AccountRecord): Question {
  const { evidence, now } = question;
  return giveSameFacts(draft, policy) ? question : questionOf(draft, { evidence, now }, account);
}

export function questionInFlow(
  policy: Policy,
  who: Acting,
  account: AccountRecord,
  flow: Pick<FlowRecord, 'raises'>,
): ActQuestion;
export function questionInFlow(
  policy: Policy,
  who: Asking,
  account: AccountRecord,
  flow: Pick<FlowRecord, 'raises'>,
): Question;
export function questionInFlow(
  policy: Policy,
  who: Acting | Asking,
  account: AccountRecord,
  { raises }: Pick<FlowRecord, 'raises'>,
): ReturnType<typeof joined> {
  const facts = factsOf(account, policy, who.now);
  const afterDisowned = raises === undefined ? levelAfterDisowned(policy, account, facts, who.now) : undefined;
  return joined(who, afterDisowned === undefined ? facts : { ...facts, afterDisowned });
}

function joined(
  who: Acting | Asking,
  facts: AccountFacts | undefined,
): ActQuestion | (Asking & { readonly account: AccountFacts | undefined }) {
  return 'actor' in who ? { ...who, target: facts } : { ...who, account: facts };
}

/**
 * A factor that was set up since the disowned sign-in (X28), or a report of a provider, may be the intruder's, and raises no level. It still counts: a
 * reader of the mailbox must not do away with it. The owner cannot give a level that the account has lost since.
 */
function levelAfterDisowned(
  policy: Policy,
  account: AccountRecord,
  facts: AccountFacts,
  now: Instant,
): AccountFacts['afterDisowned'] {
  const since = account.disowned?.signedInAt;
  if (since === undefined) return undefined;
  const before = withReportsBefore(
    keeping(account, (held) => held.since === undefined || held.since < since),
    since,
  );
  const level = levelFromBefore(policy, factsOf(before, policy, now), facts);
  return level === 'single' ? undefined : level;
}

function withReportsBefore(account: AccountRecord, since: Instant): AccountRecord {
  const externalIds = account.externalIds?.map(({ said, reported, ...link }) => ({
    ...link,
    ...reportedBefore({ said, reported }, since),
  }));
  return { ...account, externalIds };
}
