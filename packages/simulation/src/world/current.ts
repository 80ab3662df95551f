import type { World } from './world.ts';

let running: World | undefined;

/** One world runs at a time. */
export function watched(world: World): World {
  running = world;
  return world;
}

export function currentWorld(): World {
  if (running === undefined) throw new Error('no world runs');
  return running;
}
