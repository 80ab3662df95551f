import type { World } from './world.ts';

let running: World | undefined;

/** Makes this the world that timers and hashing belong to. There is one at a time. */
export function watched(world: World): World {
  running = world;
  return world;
}

/** The world that runs. */
export function currentWorld(): World {
  if (running === undefined) throw new Error('no world runs');
  return running;
}
