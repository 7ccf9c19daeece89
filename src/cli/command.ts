/** How a command is made: commander parses, a plain function does the work and returns the exit code. */
import type { Command } from 'commander'
import type { Terminal } from './terminal.ts'

export interface Context {
  readonly terminal: Terminal
  /** As typed, for whoever finds the state directory in use. */
  readonly commandLine: string
  /** Told the exit code of the command that ran. */
  readonly exit: (code: number) => void
}

export type AddCommand = (program: Command, context: Context) => void
