import {
  AttestationRootError,
  type AttestationRoots,
  type AttestationTrust,
  attestationTrust,
} from '@sallyport/webauthn';
import { SallyportConfigError } from '../contract/configuration-error.ts';

/** @throws SallyportConfigError here, and from `ready` */
export function trustOf(
  roots: readonly AttestationRoots[],
  ports: Parameters<typeof attestationTrust>[1],
): AttestationTrust {
  try {
    const trust = attestationTrust(roots, ports);
    return { ...trust, ready: () => trust.ready().catch(refuse) };
  } catch (error) {
    return refuse(error);
  }
}

function refuse(error: unknown): never {
  if (error instanceof AttestationRootError) throw new SallyportConfigError(error.code, error.problem, error.wayOut);
  throw error;
}
