#!/usr/bin/env node
// Stands apart from what is built, so that an install links it before the first build.
import { argv, stderr, stdout } from 'node:process';
import { main } from '../dist/index.js';

// What the app's module prints goes to stderr, so that the output of a command can go into a file.
const own = Object.create(stdout, { write: { value: stdout.write.bind(stdout) } });
stdout.write = stderr.write.bind(stderr);
await main({ argv: argv.slice(2), stdout: own, stderr });
