import { counted } from '../terminal/wrap.ts';
import type { AccountsReport } from './report.ts';

/** Accounts whose roles the app never gave. */
export function unknownRolesText({ rolesUnknown }: AccountsReport): readonly string[] {
  if (rolesUnknown === 0) return [];
  return [
    `The app has never given the roles of ${counted(rolesUnknown, 'account')} (resolveSubject). The preview counts them by their stored roles, so it can miss accounts that the change strands.`,
  ];
}
