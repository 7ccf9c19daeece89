/** `matview fmt`: files with views in one layout, their comments kept. */
import { writeFileSync } from 'node:fs'
import { Diagnostics, type Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { Source } from '../../diagnostics/source.ts'
import { format } from '../../language/format.ts'
import { ServiceFailure } from '../../service/failure.ts'
import type { AddCommand } from '../command.ts'
import { EXIT_ERRORS, EXIT_OK } from '../exit-codes.ts'
import { checkOption } from '../options.ts'
import { decodeText, readSources } from '../read-sources.ts'
import { counted, type Terminal } from '../terminal.ts'

/** In the place of a file: from stdin to stdout. */
const STDIN = '-'

interface Formatted {
  readonly source: Source
  /** Null when the file has errors. */
  readonly text: string | null
}

export const addFmt: AddCommand = (program, { terminal, exit }) => {
  program
    .command('fmt')
    .description('write the files in one layout, comments kept; says what it changed')
    .argument('<file...>', 'files with views; `-` formats stdin to stdout')
    .addOption(checkOption())
    .action(async (files: string[], { check = false }: { check?: boolean }) =>
      exit(await fmt(files, check, terminal)),
    )
}

async function fmt(files: readonly string[], check: boolean, terminal: Terminal): Promise<number> {
  const paths = files.filter(file => file !== STDIN)
  const read = readSources(paths)
  const given = paths.length < files.length ? await readStdin(terminal) : null
  const sources = [...(given && 'text' in given ? [given] : []), ...read.sources]
  const problems: Diagnostic[] = [...(given && !('text' in given) ? [given] : []), ...read.diagnostics]
  const diagnostics = new Diagnostics()
  const formatted = sources.map((source): Formatted => ({ source, text: format(source, diagnostics) }))
  problems.push(...diagnostics.list)
  const changed = formatted.filter(({ source, text }) => text !== null && text !== source.text)
  if (problems.length > 0) terminal.diagnostics(problems)
  if (check) {
    for (const { source } of changed) terminal.say(`\`${source.name}\` is not formatted: run \`matview fmt\``)
    return problems.length > 0 || changed.length > 0 ? EXIT_ERRORS : EXIT_OK
  }
  for (const { source, text } of formatted) {
    if (source.name === STDIN && text !== null) await terminal.data(text)
  }
  const written = changed.filter(({ source }) => source.name !== STDIN)
  for (const { source, text } of written) write(source.name, text!)
  if (read.sources.length > 0) report(written, read.sources.length, terminal)
  return problems.length > 0 ? EXIT_ERRORS : EXIT_OK
}

function report(written: readonly Formatted[], files: number, terminal: Terminal): void {
  for (const { source } of written) terminal.say(`formatted \`${source.name}\``)
  terminal.say(`${counted(files, 'file')}, ${counted(written.length, 'change')}`)
}

async function readStdin({ io: { stdin } }: Terminal): Promise<Source | Diagnostic> {
  const chunks: Buffer[] = []
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk as Buffer))
  const text = decodeText(STDIN, Buffer.concat(chunks))
  return typeof text === 'string' ? { name: STDIN, text } : text
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text)
  } catch (error) {
    throw new ServiceFailure('MV4012', 78, `\`${path}\` cannot be written: ${(error as Error).message}`)
  }
}
