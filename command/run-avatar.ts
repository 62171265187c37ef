import { CommanderError } from 'commander';
import { errorTable } from '../errors/table.js';
import { commandLine } from './command-line.js';
import { reportError } from './report-error.js';

/** Runs `avatar-service` with these parameters, and sets the exit status. */
export async function runAvatar(parameters: readonly string[]): Promise<void> {
  try {
    await commandLine().parseAsync(parameters, { from: 'user' });
  } catch (thrown) {
    if (thrown instanceof CommanderError) {
      process.exitCode = thrown.exitCode === 0 ? 0 : errorTable.request_invalid.exit;
    } else {
      reportError(thrown);
    }
  }
}
