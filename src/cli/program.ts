/** The command line as a whole: its commands, its help, and how usage errors read. */
import { Command, type CommanderError } from 'commander'
import { renderDiagnostic } from '../diagnostics/render-text.ts'
import type { Context } from './command.ts'
import { addCheck } from './commands/check.ts'
import { addCompile } from './commands/compile.ts'
import { addConsume } from './commands/consume.ts'
import { addDemo } from './commands/demo.ts'
import { addExplain } from './commands/explain.ts'
import { addFmt } from './commands/fmt.ts'
import { addProduce } from './commands/produce.ts'
import { addQuery } from './commands/query.ts'
import { addRun } from './commands/run.ts'
import { addTopics } from './commands/topics.ts'
import { EXIT_OK, EXIT_USAGE } from './exit-codes.ts'
import type { Terminal } from './terminal.ts'
import { VERSION } from './version.ts'

const EXAMPLES = `Write a view in SQL, get a live REST endpoint kept fresh from Kafka.

  matview run views/user_information.view --load examples/social
  matview check views/*.view
  matview query user_information u1
`

const AFTER = `
Each option may also be given as an environment variable, such as MATVIEW_PORT=9000.
Exit codes: 0 fine, 1 errors in views or data, 64 usage, 69 a log or server is not there,
70 a bug in matview, 78 configuration or state, 130 interrupted.
`

const GROUPS = [
  ['Write views:', [addCheck, addFmt, addCompile, addExplain]],
  ['Run them:', [addRun, addDemo]],
  ['Look and feed:', [addQuery, addProduce, addConsume, addTopics]],
] as const

export function createProgram(context: Context): Command {
  const { terminal } = context
  const program = new Command('matview')
    .usage('<command> [options]')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help, also for each command')
    .helpCommand(false)
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', AFTER)
    .exitOverride()
    .configureHelp({ helpWidth: 100 })
    .configureOutput({
      writeOut: text => terminal.io.stdout.write(text),
      writeErr: text => terminal.io.stderr.write(text),
      outputError: (text, write) => write(usageError(text, terminal)),
    })
  for (const [group, commands] of GROUPS) {
    program.commandsGroup(group)
    for (const add of commands) add(program, context)
  }
  return program
}

/** Commander's error in our words: `error: unknown option '--prot'\n(Did you mean --port?)`. */
function usageError(text: string, { color }: Terminal): string {
  const [first = '', ...more] = text.trim().split('\n')
  const meant = /\(Did you mean (?:one of )?(.*)\?\)/.exec(more.join(' '))?.[1]
  const message = first
    .replace(/^error: /, '')
    .replace(/'/g, '`')
    .replace(/\.$/, '')
  const help =
    meant === undefined
      ? '`matview --help` lists the commands and their options'
      : `did you mean \`${meant}\`?`
  return renderDiagnostic({ code: 'MV4001', severity: 'error', message, help }, { color })
}

/** The exit code for what commander throws instead of leaving the process. */
export function exitOfCommander({ code }: CommanderError): number {
  return code === 'commander.helpDisplayed' || code === 'commander.version' ? EXIT_OK : EXIT_USAGE
}
