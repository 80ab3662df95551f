import { otherMailbox } from '../terminal/names-text.ts';
import { counted, listed, plain, wrap } from '../terminal/wrap.ts';
import type { SecretOwner, SecretsReport, SecretUse } from './keeping.ts';

export function secretsText({ keys, accounts, resealed }: SecretsReport): string {
  const moved = resealed === undefined ? [] : [`${counted(resealed.resealed, 'account')} sealed anew.`];
  return [...moved, `Of ${counted(accounts, 'account')}:`, ...keys.map((use) => wrap(useText(use), '  ', ''))].join(
    '\n',
  );
}

function useText(use: SecretUse): string {
  const { place } = use;
  if (place === undefined) return foreignText(use);
  const name = `Secret ${place} (${use.key})`;
  const seals = sealsText(use);
  const checks = checksText(use);
  if (place === 1) return `${name} is in use. It seals ${seals}.${checks === '' ? '' : ` It checks ${checks}.`}`;
  if (seals !== 'nothing')
    return `${name} seals ${seals}: '--reseal' seals them with secret 1.${checks === '' ? '' : ` It checks ${checks}.`}`;
  if (checks === '')
    return `${name} seals nothing. It stays if it waits to be put first. If it was in use, it may go half an hour later, when the sign-ins of that time are over. The mailed links of that time end with it: a sign-up's link is valid for an hour, and the link of a sign-in that the owner does not know for seven days.`;
  return `${name} seals nothing, but checks ${checks}. Codes cannot be sealed anew: without secret ${place} the owners need new codes. '--owners ${use.key}' names the owners.`;
}

/** The app lacks a secret that something still needs. */
export function isLost({ place, key }: SecretUse): boolean {
  return place === undefined && key !== '';
}

function foreignText(use: SecretUse): string {
  const checks = checksText(use);
  const needs = [
    ...(sealsText(use) === 'nothing' ? [] : [`sealed ${sealsText(use)}`]),
    ...(checks === '' ? [] : [`hashed ${checks}`]),
  ].join(' and ');
  if (!isLost(use)) return `An unknown secret ${needs}.`;
  return `No secret of the app has the key ${use.key}, which ${needs}: these are lost unless the secret comes back.`;
}

function sealsText({ sealed: { authenticatorApps, signOutHints, actionLogs } }: SecretUse): string {
  const parts = [
    ...(authenticatorApps === 0 ? [] : [counted(authenticatorApps, 'authenticator app')]),
    ...(signOutHints === 0 ? [] : [counted(signOutHints, 'sign-out hint')]),
    ...(actionLogs === 0 ? [] : [`the keys of ${counted(actionLogs, 'action log')}`]),
  ];
  return parts.length === 0 ? 'nothing' : listed(parts);
}

function checksText({ hashed: { backupCodes, enrollmentCodes } }: SecretUse): string {
  return listed([
    ...(backupCodes === 0 ? [] : [`the backup codes of ${counted(backupCodes, 'account')}`]),
    ...(enrollmentCodes === 0 ? [] : [`the enrollment codes of ${counted(enrollmentCodes, 'account')}`]),
  ]);
}

export function ownerText({ tenant, accountId, identifier, email, needs }: SecretOwner): string {
  const beside = [otherMailbox({ identifier, email }), accountId].filter((text) => text !== undefined);
  const name = identifier === '' ? accountId : `${identifier} (${beside.join(', ')})`;
  return plain(`tenant ${tenant}, ${name}: ${listed(needs.map((kind) => KINDS[kind]))}`);
}

const KINDS: Readonly<Record<SecretOwner['needs'][number], string>> = {
  authenticatorApps: 'authenticator app',
  signOutHints: 'sign-out hint',
  actionLogs: 'action log',
  backupCodes: 'backup codes',
  enrollmentCodes: 'enrollment code',
};
