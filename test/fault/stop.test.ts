/** Stopping: whatever clients do, a stop that is asked for ends in bounded time and with the right exit code. */
import { writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openEmbeddedLog } from '../../src/log/embedded/embedded-log.ts'
import { Matview } from '../support/matview.ts'
import { makeTempDir, removeDir } from '../support/temp-dir.ts'

const ROWS = 100_000

test('a client that does not read its answer does not hold up the stop', async () => {
  const directory = makeTempDir()
  try {
    const log = await openEmbeddedLog(join(directory, 'state', 'log'))
    await log.createTopic('t', { partitions: 1, compact: false })
    const value = Buffer.from(JSON.stringify({ x: 'x'.repeat(200) }))
    await log.append(
      't',
      Array.from({ length: ROWS }, (_, i) => ({ key: Buffer.from(`k${i}`), value })),
    )
    await log.close()
    const view = join(directory, 'v.view')
    writeFileSync(
      view,
      `CREATE TABLE t (id VARCHAR PRIMARY KEY, x VARCHAR) WITH (kafka_topic = 't', value_format = 'JSON');
       CREATE TABLE v AS SELECT id, x FROM t;`,
    )
    const service = new Matview(['run', view, '--port', '0', '--state-dir', join(directory, 'state')])
    const url = new URL(await service.ready())
    const socket = connect(Number(url.port), url.hostname)
    socket.on('error', () => {})
    socket.write('GET /views/v/rows HTTP/1.1\r\nHost: x\r\n\r\n')
    socket.once('data', () => socket.pause())
    await sleep(500)
    // The stop either ends by itself or not at all, which the time limit of the test tells.
    const { code } = await service.end('SIGTERM')
    expect(code, service.stderr).toBe(0)
    socket.destroy()
  } finally {
    removeDir(directory)
  }
}, 60_000)
