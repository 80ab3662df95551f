import { parentPort } from 'node:worker_threads';
import { previewThreats } from '@sallyport/assurance';
import { type Policy, parsePolicy } from '@sallyport/core';
import type { ThreatQuestion } from './kernel/threat-previews.ts';

parentPort?.on('message', ({ from, to, host, threats }: ThreatQuestion) => {
  // The policy in force may name a part that the host no longer configures.
  const read = (document: object): Policy => parsePolicy(document, host, () => undefined);
  const change = previewThreats({ from: read(from), to: read(to), host: threats });
  parentPort?.postMessage(change);
});
