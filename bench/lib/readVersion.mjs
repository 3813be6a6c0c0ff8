/** The version of a package that is installed here. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { rootFolder } from './paths.mjs';

/** @param {string} name @returns {string} */
export function readVersion(name) {
  return JSON.parse(readFileSync(path.join(rootFolder, 'node_modules', name, 'package.json'), 'utf8')).version;
}
