/**
 * `@sallyport/assurance/log`: the verification of an export of the sealed action log, and what the log says of accounts in the past.
 *
 * @packageDocumentation
 */
export type { LogFinding, LogFindingKind, LogVerdict } from './finding.ts';
export { logHeadSchema } from './read-export-line.ts';
export {
  type FactorsThen,
  type LoggedEvent,
  type PresentFactors,
  secondFactorsAt,
  wasBlockedAt,
} from './second-factors.ts';
export { type LogCrypto, type LogWitness, verifyLog } from './verify-log.ts';
