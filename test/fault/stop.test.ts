/** Stopping: whatever clients do, a stop that is asked for ends in bounded time and with the right exit code. */
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEmbeddedLog } from '../../src/log/embedded/embedded-log.ts'
import { stateDir } from '../../src/service/state-dir.ts'
import type { Matview } from '../support/matview.ts'
import { Workspace } from '../support/workspace.ts'

const ROWS = 50_000
const VIEW = `CREATE TABLE t (id VARCHAR PRIMARY KEY, x VARCHAR, n INTEGER) WITH (value_format = 'JSON');
CREATE TABLE v AS SELECT id, x, 1 / n AS n FROM t;`

let workspace: Workspace
let view: string
beforeEach(async () => {
  workspace = new Workspace()
  view = workspace.write('v.view', VIEW)
  const log = await openEmbeddedLog(stateDir(workspace.state).log)
  await log.createTopic('t', { partitions: 1, compact: true })
  const value = Buffer.from(JSON.stringify({ x: 'x'.repeat(200), n: 1 }))
  const records = Array.from({ length: ROWS }, (_, i) => ({ key: Buffer.from(`k${i}`), value }))
  await log.append('t', records)
  await log.close()
})
afterEach(() => workspace.remove())

/** A connection that has sent `text`; what comes back is not read. */
async function connection(url: string, text: string): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined)
  socket.pause()
  await new Promise(resolve => socket.once('connect', resolve))
  socket.write(text)
  await sleep(300)
  return socket
}

/** The stop either ends by itself or not at all, which the time limit of the test tells. */
async function expectStops(service: Matview): Promise<void> {
  const { code, signal } = await service.end('SIGTERM')
  expect([code, signal], service.stderr).toEqual([0, null])
}

test('a client that does not read its answer does not hold it up', async () => {
  const service = workspace.serve(view)
  const socket = await connection(await service.ready(), 'GET /views/v/rows HTTP/1.1\r\nHost: x\r\n\r\n')
  await expectStops(service)
  socket.destroy()
})

test('a client that does not end its request does not hold it up', async () => {
  const service = workspace.serve(view)
  const url = await service.ready()
  const sockets = [
    await connection(url, 'GET /v/k1 HTTP/1.1\r\nHo'),
    await connection(url, 'POST /v/k1 HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{'),
    await connection(url, ''),
  ]
  await expectStops(service)
  for (const socket of sockets) socket.destroy()
})

test('a bad record while all rows are being read ends with its message, not with a crash', async () => {
  const service = workspace.serve(view, '--failure-grace', '1')
  const url = await service.ready()
  let reading = true
  const reader = async (): Promise<void> => {
    while (reading) {
      const answer = await fetch(`${url}/views/v/rows`).catch(() => null)
      await answer?.text().catch(() => null)
    }
  }
  const readers = [reader(), reader(), reader()]
  const unread = await connection(url, 'GET /views/v/rows HTTP/1.1\r\nHost: x\r\n\r\n')
  await workspace.produce('t', [{ key: 'poison', value: '{"x":"x","n":0}' }])
  const { code, signal, stderr } = await service.finished()
  reading = false
  await Promise.all(readers)
  unread.destroy()
  expect([code, signal], stderr).toEqual([1, null])
  expect(stderr).toContain(
    'error[MV5103]: an expression fails for the record in topic `t` partition 0 offset 50000 key `poison`',
  )
})
