import type { World } from './world.ts';

let running: World | undefined;

/** Sets the running world, which receives the timers and the hashing. One world runs at a time. */
export function watched(world: World): World {
  running = world;
  return world;
}

/** The running world. */
export function currentWorld(): World {
  if (running === undefined) throw new Error('no world runs');
  return running;
}
