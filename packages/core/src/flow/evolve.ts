import type { FlowEvent } from './event.ts';
import type { Flow } from './flow.ts';

/** The flow after an event. Evidence of a kind takes the place of earlier evidence of the same thing. */
export function evolve(flow: Flow, event: FlowEvent): Flow {
  switch (event.type) {
    case 'factor-proved':
    case 'factor-enrolled': {
      const kept = flow.evidence.filter((proof) => !isSameThing(proof, event.evidence));
      return { ...flow, evidence: [...kept, event.evidence] };
    }
    case 'granted':
      return { ...flow, state: 'granted' };
    case 'abandoned':
      return { ...flow, state: 'abandoned' };
    case 'factor-failed':
    case 'denied':
      return flow;
  }
}

function isSameThing(earlier: Flow['evidence'][number], later: Flow['evidence'][number]): boolean {
  if (earlier.method === 'passkey' && later.method === 'passkey') return earlier.credentialId === later.credentialId;
  if (earlier.method === 'sso' && later.method === 'sso') return earlier.provider === later.provider;
  return earlier.method === later.method;
}
