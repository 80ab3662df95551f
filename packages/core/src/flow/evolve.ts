import type { Evidence } from '../strength/evidence.ts';
import type { Flow, FlowEvent } from './flow.ts';

/**
 * The flow after an event. New evidence replaces earlier evidence of the same factor, unless the earlier evidence asserts
 * more. More proof therefore never leads to a weaker result.
 */
export function evolve(flow: Flow, event: FlowEvent): Flow {
  switch (event.type) {
    case 'factor-proved':
    case 'factor-enrolled': {
      const evidence = event.type === 'factor-enrolled' ? asSetUp(event.evidence) : event.evidence;
      const kept = flow.evidence.filter((proof) => !replaces(evidence, proof));
      return { ...flow, evidence: [...kept, evidence] };
    }
    case 'granted':
      return { ...flow, state: 'granted' };
    case 'factor-failed':
    case 'denied':
      return flow;
  }
}

function asSetUp(evidence: Evidence): Evidence {
  return evidence.method === 'passkey' ? { ...evidence, setUpHere: true } : evidence;
}

function replaces(later: Evidence, earlier: Evidence): boolean {
  return (
    earlier.method === later.method &&
    earlier.credentialId === later.credentialId &&
    earlier.provider === later.provider &&
    (earlier.userVerified !== true || later.userVerified === true) &&
    earlier.withoutRoles === later.withoutRoles &&
    (earlier.acr === undefined || earlier.acr === later.acr) &&
    (earlier.amr ?? []).every((method) => later.amr?.includes(method) === true)
  );
}
