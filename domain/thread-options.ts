/**
 * Options of every worker thread: none of the options of the command line. Some of them fail in a thread, such as
 * `--input-type`, which a program given with `node -e` needs. `NODE_OPTIONS` is valid in threads as well.
 */
export const threadOptions = { execArgv: [] };
