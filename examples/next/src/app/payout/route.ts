import { guard } from '../../lib/auth.ts';

export const POST = guard.require('enhanced', { within: '5m' })((session) =>
  Response.json({ paid: true, by: session.accountId }),
);
