/**
 * `@sallyport/assurance/log`: the verification of an export of the sealed action log.
 *
 * @packageDocumentation
 */
export type { LogFinding, LogFindingKind, LogVerdict } from './finding.ts';
export { logHeadSchema } from './read-export-line.ts';
export { type LogCrypto, type LogWitness, verifyLog } from './verify-log.ts';
