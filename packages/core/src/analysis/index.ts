export type { Counterexample, Finding, FindingCode, Severity } from './findings/finding.ts';
export { counterexampleText } from './findings/wording.ts';
export { type Reach, reachOf } from './reach.ts';
export { type Verification, type VerifyOptions, verifyPolicy } from './verify-policy.ts';
