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
      tellNotRead(kernel, provider, answer.identity.rolesNotRead);
      return answer.identity;
    }
    const why = answer.outcome === 'refused' ? answer.why : 'the identity is of no form that can be kept';
    kernel.logger.warn('what came back from a provider is not believed', { provider: provider.id, why });
    return { refused: 'invalid-credentials' };
  });
}

const DAY = 86_400_000;
const toldAt = new WeakMap<SignInProvider, Instant>();

function tellNotRead(kernel: Kernel, provider: SignInProvider, why: string | undefined): void {
  const now = kernel.now();
  if (why === undefined || Math.abs(now - (toldAt.get(provider) ?? -Infinity)) < DAY) return;
  toldAt.set(provider, now);
  kernel.logger.warn("a provider's roles are not read, and accounts keep the roles they have", {
    provider: provider.id,
    why,
  });
}
