import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export async function lastLine(args) {
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 24 });
  return JSON.parse(stdout.trim().split('\n').at(-1));
}
