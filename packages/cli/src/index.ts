export type { AcceptedFinding, CheckFinding, CheckReport, HostFindingCode } from './check/report.ts';
export type { Command } from './command.ts';
export type { EvidenceReport, PersonThen, PolicyThen } from './evidence/report.ts';
export type { ExplainReport } from './explain/report.ts';
export type { LockoutReport } from './lockout/report.ts';
export type { LogReport } from './log/verify.ts';
export { main, type Process } from './main.ts';
export type { MatrixReport } from './matrix/matrix.ts';
export type { PolicyPreviewReport } from './policy/preview.ts';
export type { PolicySetReport } from './policy/set.ts';
export { type LoadedPolicy, loadPolicy } from './policy-file/load-policy.ts';
export type { BadRow } from './preview/accounts-file.ts';
export type { AffectedGroup } from './preview/affected-groups.ts';
export type { ChangedDecision } from './preview/changed-decisions.ts';
export type {
  AccountsReport,
  BetterCell,
  ChangedLimits,
  LimitTexts,
  OpenSessions,
  PreviewReport,
} from './preview/report.ts';
export { COMMANDS, run } from './run.ts';
export type { SecretsReport, SecretsSurvey, SecretUse } from './secrets/keeping.ts';
export type { Answer } from './terminal/answer-text.ts';
export type { Options } from './terminal/arguments.ts';
export { CliError } from './terminal/cli-error.ts';
export type { ExitCode, Io } from './terminal/io.ts';
export type { ThreatsReport } from './threats/report.ts';
