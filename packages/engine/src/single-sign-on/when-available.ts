import type { Refusal } from '../api/index.ts';
import { isProviderUnavailable } from '../kernel/host-providers.ts';

/** What a provider was asked; one that does not answer is told as a refusal, and nothing was judged. */
export async function whenAvailable<Answer>(ask: () => Promise<Answer>): Promise<Answer | Refusal> {
  try {
    return await ask();
  } catch (fault) {
    if (isProviderUnavailable(fault)) return { refused: 'provider-unavailable' };
    throw fault;
  }
}
