import { ProviderUnavailable } from '@sallyport/store/providers';

/** The provider's silence in an error of openid-client, which wraps what its `fetch` throws. */
export function unavailabilityIn(error: unknown): ProviderUnavailable | undefined {
  for (let inner = error; inner instanceof Error; inner = inner.cause) {
    if (inner instanceof ProviderUnavailable) return inner;
  }
  return undefined;
}
