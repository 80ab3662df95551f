import { counted } from '../terminal/wrap.ts';
import type { AccountsReport, PreviewReport } from './report.ts';

export function administratorsText(
  { policyAdministrators }: PreviewReport,
  { administrators: { viable, stranded } }: AccountsReport,
): string {
  if (policyAdministrators.length === 0) return 'The policy names no policy administrators.';
  return `${counted(viable, 'policy administrator')} could administer, ${stranded} could not.`;
}
