/** A root or metadata that the host gave cannot be used. `code` is stable. `wayOut` says how to solve the problem. */
export class AttestationRootError extends Error {
  /** Whether a root or the metadata of the host is at fault. */
  readonly code: 'bad-attestation-root' | 'bad-metadata';
  /** The problem alone, without the way out. */
  readonly problem: string;
  /** What to do, in a sentence. */
  readonly wayOut: string;

  constructor(code: AttestationRootError['code'], problem: string, wayOut: string) {
    super(`${problem} ${wayOut}`);
    this.name = 'AttestationRootError';
    this.code = code;
    this.problem = problem;
    this.wayOut = wayOut;
  }
}
