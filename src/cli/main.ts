/** The process: its streams, its signals, its end. */
import { runCli } from './run-cli.ts'

/** Ctrl-C under npm arrives twice at once; only a later second signal is a person who will not wait. */
const SECOND_SIGNAL_MS = 300

const EXIT_OF_SIGNAL = { SIGINT: 130, SIGTERM: 143 } as const

const ending = new AbortController()
let firstSignalAt = 0
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    if (!ending.signal.aborted) {
      firstSignalAt = Date.now()
      ending.abort(name)
    } else if (Date.now() - firstSignalAt > SECOND_SIGNAL_MS) {
      process.exit(EXIT_OF_SIGNAL[name])
    }
  })
}
// A reader that went away (`matview consume users | head`) is no failure; there is just nobody left to write to.
process.stdout.on('error', () => process.stdout.destroy())
process.stderr.on('error', () => undefined)

const { stdin, stdout, stderr, env } = process
const code = await runCli(process.argv.slice(2), { stdin, stdout, stderr, env, signal: ending.signal })
await Promise.all([stdout, stderr].map(stream => new Promise(resolve => stream.write('', resolve))))
process.exit(code)
