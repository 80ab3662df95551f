/**
 * `@sallyport/assurance` examines a policy before the policy is in force. `verifyPolicy` finds faults, `previewPolicyChange` finds the accounts that a
 * change concerns, `decisionMatrix` writes the truth table, and `analyseThreats` tells how far each thief gets.
 *
 * @packageDocumentation
 */
export * from './analysis/index.ts';
