export { accountFactorsSchema } from '../written/account-factors-schema.ts';
export { factorsOfWords, proofOfWord, WordError } from '../written/written-words.ts';
export { type DecisionMatrix, decisionMatrix, type MatrixOptions } from './decision-matrix.ts';
export type { Counterexample, Finding, FindingCode, Severity } from './findings/finding.ts';
export { counterexampleText } from './findings/wording.ts';
export { ordinaryAccounts } from './matrix/ordinary-accounts.ts';
export type { MatrixRow } from './matrix/row.ts';
export type { VaultsPreview, VaultWay } from './preview/vault-ways.ts';
export {
  type AccountForPreview,
  type AffectedAccount,
  type DatePreview,
  type MostStranded,
  type PolicyChange,
  type PolicyPreview,
  previewPolicyChange,
  type Standing,
  type StandingMove,
} from './preview-change.ts';
export { type ChangedRule, changedRules, placeOfRule } from './rules/changed-rules.ts';
export type { MemberPath } from './rules/rule-change.ts';
export {
  type DerivedLimits,
  derivedLimits,
  type SessionsFallingShort,
  sessionsFallingShort,
} from './rules/session-changes.ts';
export type { ThreatAccount } from './threats/accounts.ts';
export { analyseThreats, type ThreatAnalysis, type ThreatOptions } from './threats/analyse-threats.ts';
export type { ThreatCell, ThreatReach } from './threats/cell.ts';
export {
  type BetterThreat,
  type BetterThreatRow,
  betterThreatRows,
  byAccounts,
  type CountedThreat,
  compareThreats,
  type ThreatChange,
  type ThreatPreviewCodes,
  type ThreatPreviewRow,
  threatRows,
  type WorseThreat,
} from './threats/compare-threats.ts';
export type { ThreatExample, ThreatFinding, ThreatFindingCode } from './threats/finding.ts';
export { THREAT_GOALS, type ThreatGoal } from './threats/goal.ts';
export type { ThreatHost } from './threats/host.ts';
export type { OwnerRow } from './threats/owner.ts';
export type { HelpdeskHeld, PeopleAdministrator } from './threats/people-administrator.ts';
export {
  previewThreats,
  type ThreatKinds,
  type ThreatPreviewOptions,
  threatKinds,
} from './threats/preview-threats.ts';
export type { ThreatMove, ThreatStep } from './threats/step.ts';
export { type ThreatRow, type ThreatTable, threatMarkdown, threatTable } from './threats/table.ts';
export type { Theft, Thief } from './threats/thief.ts';
export { ThreatMemory } from './threats/threat-memory.ts';
export { accountText, chainText, goalsText, THREAT_WORDS, type ThreatWords, thiefText } from './threats/words.ts';
export { type Verification, type VerifyOptions, verifyPolicy } from './verify-policy.ts';
export { isPreset, type PresetFinding, verifyPreset } from './verify-preset.ts';
export type { SurveyLimits } from './world/survey.ts';
