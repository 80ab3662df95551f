import { counted } from '../terminal/wrap.ts';
import type { AccountsReport } from './report.ts';

/** The number of accounts whose roles the app never gave, in two sentences. Empty if there is no such account. */
export function unknownRolesText({ rolesUnknown }: AccountsReport): readonly string[] {
  if (rolesUnknown === 0) return [];
  return [
    `The app has never given the roles of ${counted(rolesUnknown, 'account')} (resolveSubject). The preview counts them by their stored roles, so it can miss accounts that the change strands.`,
  ];
}
