/** One process at a time may use the embedded database's folder; a second one would damage it. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** @throws when another demo that still runs has claimed `folder`. */
export async function claimFolder(folder: string): Promise<() => Promise<void>> {
  const file = path.join(folder, 'demo.pid');
  const owner = Number(await readFile(file, 'utf8').catch(() => ''));
  if (owner > 0 && owner !== process.pid && isRunning(owner)) {
    throw new Error(
      `Another demo (process ${owner}) uses ${folder}. Stop it, or start this one with --memory, which keeps nothing on disk.`,
    );
  }
  await writeFile(file, String(process.pid));
  return () => rm(file, { force: true });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
