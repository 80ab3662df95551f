import type { Evidence } from '../strength/evidence.ts';
import type { FlowEvent } from './event.ts';
import type { Flow } from './flow.ts';

/**
 * The flow after an event. Evidence takes the place of earlier evidence of the same thing, unless the earlier said more:
 * more proof never comes to less.
 */
export function evolve(flow: Flow, event: FlowEvent): Flow {
  switch (event.type) {
    case 'factor-proved':
    case 'factor-enrolled': {
      const kept = flow.evidence.filter((proof) => !replaces(event.evidence, proof));
      return { ...flow, evidence: [...kept, event.evidence] };
    }
    case 'granted':
      return { ...flow, state: 'granted' };
    case 'factor-failed':
    case 'denied':
      return flow;
  }
}

/** Whether the later proof is of the same thing, and says all that the earlier said. */
function replaces(later: Evidence, earlier: Evidence): boolean {
  if (earlier.method === 'passkey' && later.method === 'passkey')
    return earlier.credentialId === later.credentialId && (later.userVerified || !earlier.userVerified);
  if (earlier.method === 'sso' && later.method === 'sso') {
    return (
      earlier.provider === later.provider &&
      (earlier.acr === undefined || earlier.acr === later.acr) &&
      (earlier.amr ?? []).every((method) => later.amr?.includes(method) === true)
    );
  }
  return earlier.method === later.method;
}
