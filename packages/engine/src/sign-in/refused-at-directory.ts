import { type DirectoryRefusal, instant } from '@sallyport/core';
import { weighRefusal } from '@sallyport/core/lockout';
import type { Directory } from '@sallyport/store/providers';
import type { Caller, Refusal } from '../contract/index.ts';
import { REFUSAL_LOGGED_EVERY } from '../contract/lifetimes.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { eventsOf } from '../state/events.ts';
import type { Counted } from '../state/load.ts';
import { failed } from './failed.ts';

/** Who knows the password can cause refusals without end, so the log has one in an hour. */
export async function refusedAtDirectory(
  kernel: Kernel,
  caller: Caller,
  { id: directory }: Directory,
  loaded: Counted & { readonly subject: string },
  refusal: DirectoryRefusal,
): Promise<Refusal> {
  const { because } = refusal;
  const { isGuess, told } = weighRefusal(refusal);
  const { account, flow, now, knownDevice = '' } = loaded;
  const { tenant } = caller;
  const warns = (): void =>
    kernel.logger.warn('a directory refused a password, and said why', {
      directory,
      because,
      tenant,
      accountId: account?.id,
    });
  if (isGuess) {
    warns();
    return failed(kernel, caller, loaded, 'ldap', { detail: { because } });
  }
  const event = account && eventsOf(kernel, caller, now, { owner: account, flow: flow?.id, method: 'ldap' });
  const logged = await kernel.commit({
    ...{ tenant, now, guards: {} },
    uses: [
      {
        key: `at-directory:${account?.id ?? loaded.subject} ${because} ${knownDevice}`,
        expiresAt: instant(now + REFUSAL_LOGGED_EVERY),
      },
    ],
    events: event === undefined ? [] : [event('sign-in.denied', { detail: { because } })],
  });
  if (logged.outcome === 'committed') warns();
  return { refused: 'invalid-credentials', directory: told };
}
