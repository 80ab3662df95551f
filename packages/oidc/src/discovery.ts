import { ProviderUnavailable } from '@sallyport/store/providers';
import { boundedFetch } from './bounded-fetch.ts';
import { openidClient } from './library.ts';
import { type Metadata, metadataFrom } from './metadata.ts';
import type { Settings } from './settings.ts';
import { unavailabilityIn } from './unavailable.ts';

/** Milliseconds. */
const VALID_FOR = 3_600_000;

/** A stranger can trigger such requests. */
const MOST_REQUESTS = 3;
const WINDOW = 10_000;

export interface Discovery {
  /** Always asks, so that nobody is sent to a provider that is down. */
  current(): Promise<Metadata>;
  known(): Promise<Metadata>;
  forget(): void;
}

type Answer = { readonly metadata: Metadata } | { readonly metadata?: undefined; readonly fault: unknown };

export function discoveryOf(settings: Settings): Discovery {
  let last: Answer | undefined;
  let document: { readonly metadata: Metadata; readonly at: number } | undefined;
  let underWay: Promise<Answer> | undefined;
  let requests: readonly number[] = [];

  const request = (): Promise<Answer> => {
    requests = [...requests, Date.now()].slice(-MOST_REQUESTS);
    return discover(settings)
      .then(
        (metadata): Answer => {
          document = { metadata, at: Date.now() };
          return { metadata };
        },
        (fault: unknown): Answer => ({ fault }),
      )
      .then((answer) => {
        last = answer;
        underWay = undefined;
        return answer;
      });
  };
  const mayRequest = (): boolean => {
    const [oldest = 0] = requests;
    return requests.length < MOST_REQUESTS || !isWithin(WINDOW, oldest);
  };
  const current = async (): Promise<Metadata> => {
    if (mayRequest()) underWay ??= request();
    const answer = await (underWay ?? last ?? request());
    if (answer.metadata === undefined) throw answer.fault;
    return answer.metadata;
  };
  return {
    current,
    known: async () => (document !== undefined && isWithin(VALID_FOR, document.at) ? document.metadata : current()),
    forget() {
      document = undefined;
    },
  };
}

function isWithin(length: number, at: number): boolean {
  return Math.abs(Date.now() - at) < length;
}

async function discover(settings: Settings): Promise<Metadata> {
  const library = await openidClient();
  try {
    const configuration = await library.discovery(settings.issuer, settings.clientId, undefined, library.None(), {
      [library.customFetch]: boundedFetch(settings, AbortSignal.timeout(settings.timeout)),
      // The library allows plain http everywhere or nowhere.
      execute: settings.insecureLoopback ? [library.allowInsecureRequests] : [],
    });
    return metadataFrom(configuration.serverMetadata(), settings);
  } catch (cause) {
    throw unavailabilityIn(cause) ?? new ProviderUnavailable(settings.id, { cause });
  }
}
