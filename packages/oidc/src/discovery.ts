import { ProviderUnavailable } from '@sallyport/engine/providers';
import { boundedFetch } from './bounded-fetch.ts';
import { openidClient } from './library.ts';
import { type Metadata, metadataFrom } from './metadata.ts';
import type { Settings } from './settings.ts';
import { unavailabilityIn } from './unavailable.ts';

/** How long, in milliseconds, what the provider said of itself is relied on while nobody leaves for it. */
const RELIED_ON_FOR = 3_600_000;

/** What the provider says of itself (OpenID Connect Discovery 1.0 §4). Every verb throws `ProviderUnavailable`. */
export interface Discovery {
  /** What it says now: it is there. Those who ask at the same time share one request. */
  ask(): Promise<Metadata>;
  /** What it said within the hour; else it is asked. */
  known(): Promise<Metadata>;
  /** What it said is not relied on any longer. */
  forget(): void;
}

export function discoveryOf(settings: Settings): Discovery {
  let last: { readonly metadata: Metadata; readonly at: number } | undefined;
  let underWay: Promise<Metadata> | undefined;
  const ask = (): Promise<Metadata> => {
    underWay ??= discover(settings)
      .then((metadata) => {
        last = { metadata, at: Date.now() };
        return metadata;
      })
      .finally(() => {
        underWay = undefined;
      });
    return underWay;
  };
  return {
    ask,
    known: async () => (last !== undefined && Math.abs(Date.now() - last.at) < RELIED_ON_FOR ? last.metadata : ask()),
    forget() {
      last = undefined;
    },
  };
}

async function discover(settings: Settings): Promise<Metadata> {
  const library = await openidClient();
  try {
    const configuration = await library.discovery(settings.issuer, settings.clientId, undefined, library.None(), {
      [library.customFetch]: boundedFetch(settings, AbortSignal.timeout(settings.timeout)),
      // `boundedFetch` says where plain http is taken; the library knows only everywhere and nowhere.
      execute: settings.insecureLoopback ? [library.allowInsecureRequests] : [],
    });
    return metadataFrom(configuration.serverMetadata(), settings);
  } catch (cause) {
    throw unavailabilityIn(cause) ?? new ProviderUnavailable(settings.id, { cause });
  }
}
