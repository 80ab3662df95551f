#!/usr/bin/env node
// Stands apart from what is built, so that an install links it before the first build.
import { argv, stderr, stdout } from 'node:process';
import { main } from '../dist/index.js';

await main({ argv: argv.slice(2), stdout, stderr });
