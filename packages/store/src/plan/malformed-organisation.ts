import type { Commit } from '../commit.ts';

export function* organisationMistakes(change: Commit): Generator<string, undefined> {
  const { guards, organisation, membership, removeMembership, deleteAccount } = change;
  const { memberships = [] } = guards;
  const ids = [
    guards.organisation?.id,
    organisation?.id,
    ...[membership, removeMembership, ...memberships].map((one) => one?.organisation),
  ].filter((id) => id !== undefined);
  if (new Set(ids).size > 1) yield 'records of two organisations';
  if (organisation !== undefined && guards.organisation !== undefined) {
    if (organisation.version !== guards.organisation.version + 1)
      yield 'the next version of the organisation is its guard plus one';
  }
  if (organisation === undefined && guards.organisation?.version === 0)
    yield 'an organisation guarded as absent, and not written';
  if (organisation?.removedAt !== undefined) {
    if (organisation.version === 1) yield 'an organisation that begins removed';
    if (membership !== undefined) yield 'a membership of a removed organisation';
  }
  const guarded = memberships.map(({ accountId }) => accountId);
  if (new Set(guarded).size < guarded.length) yield 'two guards of one membership';
  const written = membership?.accountId;
  if (written !== undefined && written === removeMembership?.accountId) yield 'a membership both written and removed';
  if (written !== undefined && written === deleteAccount?.id) yield 'a membership of a deleted account';
  for (const { accountId, version } of memberships) {
    if (version === 0 && accountId !== written) yield 'a membership guarded as absent, and not written';
    if (version > 0 && accountId === written && membership?.version !== version + 1)
      yield 'the next version of a membership is its guard plus one';
  }
}
