import { PassThrough, Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { RunReport } from '../../../src/cli/run-report.ts'
import { Terminal } from '../../../src/cli/terminal.ts'
import { StoreError } from '../../../src/store/level-store.ts'

test('reads that fail are told once, with what to do', () => {
  const stderr = new PassThrough()
  const report = new RunReport(
    new Terminal({
      stdin: Readable.from([]),
      stdout: new PassThrough(),
      stderr,
      env: {},
      signal: new AbortController().signal,
    }),
  )
  for (const key of ['a', 'b', 'c']) {
    const error = new StoreError('corrupt', 'the state in .matview/state is damaged: bad block', key)
    report.event({ kind: 'read-failed', error })
  }
  expect(String(stderr.read())).toBe(
    'warning: rows cannot be read and are answered with 503: the state in .matview/state is damaged: bad block\n' +
      ' = help: compute it again from the log with `matview run FILE… --rebuild`\n',
  )
})
