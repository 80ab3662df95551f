import { type Flow, note, type Party, type Session } from './party.ts';
import { isDone } from './requests.ts';

/** Resolves to `undefined` if the engine refuses, or if the session is strong enough already. */
export async function openStepUp(party: Party, session: Session, demand: object): Promise<Flow | undefined> {
  const told = await party.world.ask('POST /step-up', demand, { session: session.token });
  note(party, told);
  const waits = told.body.code === 'no-way-in' && told.status === 403;
  if (!isDone(told) && !waits) return undefined;
  if (told.body.status === 'complete') session.token = told.session ?? session.token;
  if (!told.flow || told.body.status === 'complete') return undefined;
  const flow = { token: told.flow, session, answer: told.body };
  party.flow = flow;
  return flow;
}
