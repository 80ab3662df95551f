import { parentPort } from 'node:worker_threads';
import { previewThreats } from '@sallyport/assurance';
import { anywhere, type Policy, parsePolicy } from '@sallyport/core';
import type { ThreatQuestion } from './kernel/threat-previews.ts';

parentPort?.on('message', ({ from, to, begun, host, threats }: ThreatQuestion) => {
  // The policy in force may name a part that the host no longer configures.
  const read = (document: object): Policy => {
    const policy = parsePolicy(document, host, () => undefined);
    return begun === undefined ? policy : anywhere(policy, begun);
  };
  const change = previewThreats({ from: read(from), to: read(to), host: threats });
  parentPort?.postMessage(change);
});
