import type { Run } from '../ledger/run.ts';
import { numbers } from '../numbers.ts';
import { operationNamed } from '../operations/index.ts';
import { type Scene, wordOfFault } from '../operations/scene.ts';
import type { Work } from '../scheduler/task.ts';
import type { World } from '../world/world.ts';
import type { Line } from './line.ts';

export async function perform(
  world: World,
  request: { readonly operation: string; readonly by: string; readonly luck: number },
  hears: {
    readonly begun?: (work: Work, run: Run) => void;
    readonly ended: (work: Work) => void;
    tell(line: Line): void;
  },
): Promise<void> {
  const { scheduler, ledger } = world;
  const { operation: what, by: who, luck } = request;
  const { process, auth } = world.process(luck >>> 3);
  const work = scheduler.work({ who, what, process, luck });
  hears.tell({ kind: 'begins', work, said: '' });
  const client = world.client(who);
  const run = ledger.begins(work, client);
  hears.begun?.(work, run);
  const scene: Scene = { world, ledger, client, auth, work, run, knows: run.knows, numbers: numbers(luck) };
  await scheduler.start(work, async () => {
    const said = await operationNamed(what).perform(scene).catch(wordOfFault);
    run.ended = ledger.tick();
    hears.tell({ kind: 'ends', work, said });
    hears.ended(work);
  });
}
