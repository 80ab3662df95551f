import type { Commit } from '@sallyport/engine';
import type { Invariant } from './ledger/ledger.ts';
import { inFlow } from './ledger/set-ups.ts';

/** The invariants of set-ups judge the codes. */
export const INVARIANTS_OF_MAIL: readonly Invariant[] = [
  {
    says: 'A mailed link works only while its address is the address of the account.',
    change(written) {
      const { before, run, change, ledger } = written;
      const to = run?.mailedTo ?? run?.client.mailedTo;
      if (before === undefined || run === undefined || to === undefined) return undefined;
      const account = ledger.world.nameOf(before.id);
      if (account !== run.knows.account || !(worksIn(change) || inFlow(written))) return undefined;
      const present = before.email?.address;
      return present === to
        ? undefined
        : `a link to ${to} worked for ${run.client.name}, and the address of ${account} was ${present ?? 'none'}`;
    },
  },
];

function worksIn({ events, newSession, flow }: Commit): boolean {
  if (newSession !== undefined || (flow?.purpose === 'sign-up' && flow.version === 1)) return true;
  return events.some(({ type, actor }) => type === 'sign-in.disowned' || (type === 'password.reset' && !actor));
}
