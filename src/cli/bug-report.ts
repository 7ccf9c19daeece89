/** What is said when matview itself is wrong: where the details are, and what to report. */
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Terminal } from './terminal.ts'
import { VERSION } from './version.ts'

export function reportBug(error: unknown, argv: readonly string[], terminal: Terminal): void {
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  const report = [
    `matview ${VERSION}, Node.js ${process.version}, ${process.platform} ${process.arch}`,
    `command: matview ${argv.join(' ')}`,
    stack ?? message,
    '',
  ].join('\n')
  terminal.say(`${terminal.paint(['bold', 'red'], 'bug in matview')}: ${message}`)
  terminal.say('  this is not your fault; please report it with the text below and, if you can, the views')
  const file = join(tmpdir(), `matview-bug-${process.pid}-${Date.now()}.txt`)
  try {
    writeFileSync(file, report)
    terminal.say(`  version ${VERSION}; the details are in ${file}`)
  } catch {
    terminal.say(report)
  }
}
