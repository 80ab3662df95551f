import type { Instant } from '@sallyport/core';
import type { ProvidedIdentity, ProviderResponse, SignInProvider } from '@sallyport/store/providers';
import type { Refusal } from '../../contract/index.ts';
import { whenAvailable } from '../../kernel/host-providers.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { type Identity, isName, rolesGiven } from '../identity.ts';

const MOST_WORDS = 50;
const LONGEST_WORD = 200;

export function isSound({ issuer, subject }: ProvidedIdentity): boolean {
  return isName(subject) && isName(issuer, 1_024);
}

export function wordsOf({ acr, amr }: ProvidedIdentity): { readonly acr?: string; readonly amr?: readonly string[] } {
  const words = (amr ?? []).filter((word) => isName(word, LONGEST_WORD)).slice(0, MOST_WORDS);
  return {
    acr: acr !== undefined && isName(acr, LONGEST_WORD) ? acr : undefined,
    amr: amr === undefined ? undefined : words,
  };
}

export function asIdentity(provider: SignInProvider, identity: ProvidedIdentity): Identity {
  const { issuer, subject, email, roles } = identity;
  const said = wordsOf(identity);
  return { method: 'sso', provider: provider.id, issuer, subject, email, roles: rolesGiven(provider, roles), said };
}

export async function identityInResponse(
  kernel: Kernel,
  provider: SignInProvider,
  response: Omit<ProviderResponse, 'now'>,
): Promise<ProvidedIdentity | 'expired' | Refusal> {
  return whenAvailable(async (): Promise<ProvidedIdentity | 'expired' | Refusal> => {
    const answer = await provider.finish({ ...response, now: kernel.now() });
    if (answer.outcome === 'cancelled') return { refused: 'sign-in-cancelled' };
    if (answer.outcome === 'expired') return 'expired';
    if (answer.outcome === 'signed-in' && isSound(answer.identity)) {
      const { rolesNotRead, dateNotRead } = answer.identity;
      tellNotRead(kernel, provider, ROLES_NOT_READ, rolesNotRead);
      tellNotRead(kernel, provider, DATE_NOT_READ, dateNotRead);
      return answer.identity;
    }
    const why = answer.outcome === 'refused' ? answer.why : 'the identity is of no form that can be kept';
    kernel.logger.warn('what came back from a provider is not believed', { provider: provider.id, why });
    return { refused: 'invalid-credentials' };
  });
}

const DAY = 86_400_000;
const ROLES_NOT_READ = "a provider's roles are not read, and accounts keep the roles they have";
const DATE_NOT_READ = "a provider's time of a sign-in is not read, and the provider is not offered for a recent proof";
const toldAt = new WeakMap<SignInProvider, Map<string, Instant>>();

function tellNotRead(kernel: Kernel, provider: SignInProvider, what: string, why: string | undefined): void {
  if (why === undefined) return;
  const now = kernel.now();
  const told = toldAt.get(provider) ?? new Map<string, Instant>();
  toldAt.set(provider, told);
  if (Math.abs(now - (told.get(what) ?? -Infinity)) < DAY) return;
  told.set(what, now);
  kernel.logger.warn(what, { provider: provider.id, why });
}
