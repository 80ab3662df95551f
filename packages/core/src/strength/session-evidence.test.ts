import { expect, it } from 'vitest';
import { passkey, password, proof } from '../decision/facts.test-support.ts';
import { sessionEvidence } from './session-evidence.ts';

it('N15 a session keeps no evidence of an enrollment code or a reset link', () => {
  const evidence = [password(), proof('enrollment-code'), proof('reset-token'), proof('backup-code'), passkey()];
  expect(sessionEvidence(evidence)).toEqual([password(), proof('backup-code'), passkey()]);
});
