import type { Store } from '@sallyport/store';
import type { Directory, SignInProvider } from '@sallyport/store/providers';
import type { Telemetry } from '../../contract/telemetry.ts';
import type { HostCode } from '../host-codes.ts';
import type { FairLine } from '../passwords/fair-line.ts';

export interface WithTelemetry {
  store(store: Store, now: () => number): Store;
  part<Part extends object>(name: string, part: Part): Part;
  hostCall<Asked extends unknown[], Answer>(
    name: string,
    call: (...asked: Asked) => Promise<Answer>,
  ): (...asked: Asked) => Promise<Answer>;
  codes(codes: ReadonlyMap<string, HostCode>): ReadonlyMap<string, HostCode>;
  providers(sources: Sources): Sources;
  readonly hashing: (line: FairLine) => FairLine;
}

interface Sources {
  readonly providers: ReadonlyMap<string, SignInProvider>;
  readonly directory: Directory | undefined;
}

export function withTelemetry(telemetry: Telemetry | undefined): WithTelemetry {
  if (telemetry === undefined) return UNSEEN;
  return {
    store: (store, now) => telemetry.store(store, now),
    part: (name, part) => telemetry.operations(name, part),
    hostCall: (name, call) => telemetry.hostCall(name, call),
    codes: (codes) =>
      new Map(
        [...codes].map(([method, code]) => [method, { ...code, send: telemetry.hostCall('sendCode', code.send) }]),
      ),
    providers: ({ providers, directory }) => ({
      providers: new Map([...providers].map(([id, provider]) => [id, telemetry.provider(id, provider)])),
      directory: directory && telemetry.provider(directory.id, directory),
    }),
    hashing: (line) => telemetry.hashing(line),
  };
}

const UNSEEN: WithTelemetry = {
  store: (store) => store,
  part: (_, part) => part,
  hostCall: (_, call) => call,
  codes: (codes) => codes,
  providers: (sources) => sources,
  hashing: (line) => line,
};
