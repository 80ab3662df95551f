export { accountFactorsSchema } from '../strength/account-factors.ts';
export { factorsOfWords, proofOfWord, WordError } from '../strength/written-words.ts';
export { type DecisionMatrix, decisionMatrix, type MatrixOptions } from './decision-matrix.ts';
export type { Counterexample, Finding, FindingCode, Severity } from './findings/finding.ts';
export { counterexampleText } from './findings/wording.ts';
export { ordinaryAccounts } from './matrix/ordinary-accounts.ts';
export type { MatrixRow } from './matrix/row.ts';
export type { VaultsPreview, VaultWay } from './preview/vault-ways.ts';
export {
  type AccountForPreview,
  type AffectedAccount,
  type PolicyChange,
  type PolicyPreview,
  previewPolicyChange,
} from './preview-change.ts';
export { couldAdminister, type Reach, reachOf } from './reach.ts';
export { type Verification, type VerifyOptions, verifyPolicy } from './verify-policy.ts';
export type { SurveyLimits } from './world/survey.ts';
