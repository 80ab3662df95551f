import { note, type Party, takeIn } from './party.ts';
import { goOn, type Proof } from './proofs.ts';

/** If `goesOn`, true also if the password waits for another factor. */
export async function followLink(party: Party, next: string, goesOn: boolean): Promise<boolean> {
  const { world, target } = party;
  const sent = world.post.mails.length;
  note(party, await world.ask('POST /recover', { identifier: target.identifier }));
  await world.settled();
  const mail = world.post.mails.slice(sent).find(({ kind, to }) => kind === 'recovery' && reads(party, to));
  if (mail?.token === undefined) return false;
  party.flow = undefined;
  const told = await world.ask('POST /recover/confirm', { token: mail.token, next });
  if (!takeIn(party, told)) return false;
  if (told.body.status === 'recovered') setTo(party, next);
  else party.pendingPassword = next;
  return (told.body.status === 'recovered') !== goesOn;
}

export async function finishRecovery(party: Party, proof: Proof): Promise<boolean> {
  const { flow, pendingPassword } = party;
  if (flow === undefined || pendingPassword === undefined) return false;
  const before = await party.world.recordOf(party.target);
  await goOn(party, flow, proof);
  const after = await party.world.recordOf(party.target);
  if (after?.password === undefined || after.password.id === before?.password?.id) return false;
  setTo(party, pendingPassword);
  return true;
}

function setTo(party: Party, password: string): void {
  party.own.password = password;
  party.owner.password = undefined;
  party.pendingPassword = undefined;
  party.recovered = true;
}

function reads({ own, owner, readsOwners }: Party, to: string): boolean {
  return to === own.address || (readsOwners && to === owner.address);
}
