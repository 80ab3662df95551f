import type { ProvidedIdentity, ProviderResponse, SignInProvider } from '@sallyport/store/providers';
import type { Refusal } from '../../contract/index.ts';
import { whenAvailable } from '../../kernel/host-providers.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { isSound } from './provided-identity.ts';

/** Returns the identity in a response, or a refusal if the response is not accepted or cancelled. */
export async function identityInResponse(
  kernel: Kernel,
  provider: SignInProvider,
  response: Omit<ProviderResponse, 'now'>,
): Promise<ProvidedIdentity | Refusal> {
  return whenAvailable(async (): Promise<ProvidedIdentity | Refusal> => {
    const answer = await provider.finish({ ...response, now: kernel.now() });
    if (answer.outcome === 'cancelled') return { refused: 'sign-in-cancelled' };
    if (answer.outcome === 'signed-in' && isSound(answer.identity)) return answer.identity;
    const why = answer.outcome === 'refused' ? answer.why : 'the identity is of no form that can be kept';
    kernel.logger.warn('what came back from a provider is not believed', { provider: provider.id, why });
    return { refused: 'invalid-credentials' };
  });
}
