/** What the process tells its caller. A ServiceFailure brings its own code; these are the others. */
export const EXIT_OK = 0
export const EXIT_ERRORS = 1
export const EXIT_USAGE = 64
export const EXIT_BUG = 70
export const EXIT_CONFIGURATION = 78
export const EXIT_INTERRUPTED = 130

/** The exit code of a command that was told to end: 130 after Ctrl-C, 0 after a polite SIGTERM. */
export function exitOfSignal(signal: AbortSignal): number {
  return signal.reason === 'SIGINT' ? EXIT_INTERRUPTED : EXIT_OK
}
