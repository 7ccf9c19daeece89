/** `matview check`: diagnostics only. */
import { compile } from '../../compiler/compile.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { renderJson } from '../../diagnostics/render-json.ts'
import type { AddCommand } from '../command.ts'
import { refusePlans } from '../compile-files.ts'
import { EXIT_ERRORS, EXIT_OK } from '../exit-codes.ts'
import { formatOption } from '../options.ts'
import { readSources } from '../read-sources.ts'
import { collected, counted, type Terminal } from '../terminal.ts'

export const addCheck: AddCommand = (program, { terminal, exit }) => {
  program
    .command('check')
    .description('say what is wrong with the views; needs no broker and no state')
    .argument('<file...>', 'files with views; names declared in one are known in all')
    .addOption(formatOption(['text', 'json']))
    .action(async (files: string[], { format }: { format: 'text' | 'json' }) =>
      exit(await check(files, format, terminal)),
    )
}

async function check(files: readonly string[], format: 'text' | 'json', terminal: Terminal): Promise<number> {
  const read = readSources(files)
  refusePlans(read.sources)
  const compiled = read.diagnostics.length > 0 ? null : compile(read.sources)
  const diagnostics: readonly Diagnostic[] = compiled?.diagnostics ?? read.diagnostics
  const failed = diagnostics.some(({ severity }) => severity === 'error')
  if (format === 'json') await terminal.data(renderJson(collected(diagnostics)))
  else terminal.diagnostics(diagnostics)
  const views = compiled?.plan?.views.length
  if (views !== undefined && format === 'text') {
    terminal.say(`${counted(read.sources.length, 'file')}, ${counted(views, 'view')}, no errors`)
  }
  return failed ? EXIT_ERRORS : EXIT_OK
}
