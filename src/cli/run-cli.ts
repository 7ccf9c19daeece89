/** Runs one command line and returns the exit code. Nothing is thrown: every failure is told here, in one way. */
import { CommanderError } from 'commander'
import { failureOf } from '../service/failure.ts'
import { reportBug } from './bug-report.ts'
import { DiagnosedFailure } from './diagnosed-failure.ts'
import { EXIT_BUG, EXIT_OK } from './exit-codes.ts'
import { createProgram, exitOfCommander } from './program.ts'
import { Terminal, type Io } from './terminal.ts'

/** @param argv the arguments after the program's name */
export async function runCli(argv: readonly string[], io: Io): Promise<number> {
  const terminal = new Terminal(io)
  let code = EXIT_OK
  const exit = (given: number): void => {
    code = given
  }
  const commandLine = ['matview', ...argv].join(' ')
  try {
    await createProgram({ terminal, commandLine, exit }).parseAsync([...argv], { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return exitOfCommander(error)
    if (error instanceof DiagnosedFailure) {
      terminal.diagnostics(error.diagnostics)
      return error.exitCode
    }
    const failure = failureOf(error)
    if (failure === null) {
      reportBug(error, argv, terminal)
      return EXIT_BUG
    }
    terminal.failure(failure)
    return failure.exitCode
  }
}
