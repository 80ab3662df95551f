import { SHADOW_EFFECTS } from '@sallyport/core';
import * as z from 'zod';
import { line, nothing, text } from '../message/fields.ts';
import { isRefusal } from '../message/refusal.ts';
import { answered } from '../route/answer.ts';
import { guardedRoute, type RouteRow } from '../route/route.ts';

const ofPeople = { needs: 'administrator', of: 'people' } as const;
const ofPolicy = { needs: 'administrator', of: 'policy' } as const;
const policy = z.record(z.string(), z.unknown());

export const policyRoutes: readonly RouteRow[] = [
  guardedRoute(ofPeople, {
    verb: 'GET',
    path: '/admin/policy',
    summary: 'The policy in force, with its version.',
    input: nothing,
    answers: { status: 200, shape: 'Policy' },
    handle: async ({ auth, session }) => {
      const view = await auth.policy.current(session.tenant);
      return { body: view, version: view.version };
    },
  }),
  guardedRoute(ofPolicy, {
    verb: 'PUT',
    path: '/admin/policy',
    summary: 'Replaces the policy; answers the impact it had.',
    needsIfMatch: true,
    input: z.strictObject({ policy, note: z.exactOptional(text(500)) }),
    answers: { status: 200, shape: 'Impact' },
    calls: ['policy.set'],
    handle: async ({ auth, session, input: { policy: document, note }, ifVersion }) => {
      const impact = await auth.policy.set(session.tenant, document, { ifVersion, note, by: session });
      return isRefusal(impact) ? impact : { body: impact, version: impact.version };
    },
  }),
  guardedRoute(ofPolicy, {
    verb: 'GET',
    path: '/admin/policy/versions',
    summary: 'Every policy there was, newest first: who, when, the document.',
    input: z.strictObject({ cursor: z.exactOptional(line(512)) }),
    answers: { status: 200, shape: 'PolicyVersions' },
    handle: async ({ auth, session, input }) => ({ body: await auth.policy.versions(session.tenant, input) }),
  }),
  guardedRoute(ofPolicy, {
    verb: 'POST',
    path: '/admin/policy/preview',
    summary: 'What a policy would do, without saving it.',
    input: z.strictObject({ policy, cursor: z.exactOptional(line(512)) }),
    answers: { status: 200, shape: 'Impact' },
    calls: ['policy.preview'],
    handle: async ({ auth, session, input }) =>
      answered(await auth.policy.preview(session.tenant, input.policy, { ...input, by: session })),
  }),
  guardedRoute(ofPolicy, {
    verb: 'PUT',
    path: '/admin/policy/shadow',
    summary:
      'Runs a draft in the shadow of the policy in force, without an effect. The policy gets a next version with the same rules.',
    needsIfMatch: true,
    input: z.strictObject({ policy, note: z.exactOptional(text(500)) }),
    answers: { status: 200, shape: 'Shadow' },
    calls: ['policy.shadow'],
    handle: async ({ auth, session, input: { policy: draft, note }, ifVersion }) => {
      const started = await auth.policy.shadow(session.tenant, draft, { ifVersion, note, by: session });
      return isRefusal(started) ? started : { body: started, version: started.version };
    },
  }),
  guardedRoute(ofPolicy, {
    verb: 'GET',
    path: '/admin/policy/shadow',
    summary: 'What the draft in the shadow would have done, by rule and by person.',
    input: z.strictObject({
      cursor: z.exactOptional(line(512)),
      effect: z.exactOptional(z.enum(SHADOW_EFFECTS)),
    }),
    answers: { status: 200, shape: 'ShadowReport' },
    calls: ['policy.shadowReport'],
    handle: async ({ auth, session, input }) => answered(await auth.policy.shadowReport(session.tenant, input)),
  }),
  guardedRoute(ofPolicy, {
    verb: 'DELETE',
    path: '/admin/policy/shadow',
    summary: 'Ends the shadow. The policy gets a next version with the same rules.',
    input: nothing,
    answers: { status: 204, shape: 'Done' },
    calls: ['policy.endShadow'],
    handle: async ({ auth, session }) => {
      const ended = await auth.policy.endShadow(session.tenant, { by: session });
      return isRefusal(ended) ? ended : { status: 204, body: {} };
    },
  }),
  guardedRoute(ofPolicy, {
    verb: 'POST',
    path: '/admin/policy/what-if',
    summary: 'The answer that a person would get in a sign-in, under the policy in force or a draft.',
    input: z.strictObject({
      accountId: line(100),
      evidence: z.array(line(300)).max(20),
      policy: z.exactOptional(policy),
    }),
    answers: { status: 200, shape: 'WhatIf' },
    calls: ['policy.whatIf'],
    handle: async ({ auth, session, input }) => answered(await auth.policy.whatIf(session.tenant, input)),
  }),
];
