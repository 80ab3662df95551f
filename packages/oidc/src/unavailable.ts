import { ProviderUnavailable } from '@sallyport/store/providers';

/** openid-client wraps the errors of its `fetch`. */
export function unavailabilityIn(error: unknown): ProviderUnavailable | undefined {
  for (let inner = error; inner instanceof Error; inner = inner.cause) {
    if (inner instanceof ProviderUnavailable) return inner;
  }
  return undefined;
}
