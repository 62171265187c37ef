import os from 'node:os';

/**
 * The home folder of the user, or the one for temporary files: containers run under user ids that no list of users
 * has, and without HOME.
 */
export function homeFolder(): string {
  try {
    return os.homedir();
  } catch {
    return os.tmpdir();
  }
}
