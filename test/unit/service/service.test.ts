import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { compile } from '../../../src/compiler/compile.ts'
import { openEmbeddedLog } from '../../../src/log/embedded/embedded-log.ts'
import { openControlServer } from '../../../src/service/control-server.ts'
import { hostEngine, type Post } from '../../../src/service/engine-host.ts'
import { writeHolder, type Holder } from '../../../src/service/holder.ts'
import type { LaunchEngine } from '../../../src/service/launch-engine.ts'
import { openLog } from '../../../src/service/open-log.ts'
import { run } from '../../../src/service/service.ts'
import { makeStateDir, stateDir, type StateDir } from '../../../src/service/state-dir.ts'

let dir: StateDir
beforeEach(() => (dir = stateDir(mkdtempSync(join(tmpdir(), 'matview-test-')))))
afterEach(() => rmSync(dir.root, { recursive: true, force: true }))

const PLAN = compile([
  {
    name: 'v.view',
    text: `CREATE TABLE t (id VARCHAR PRIMARY KEY, n INTEGER) WITH (kafka_topic = 't', value_format = 'JSON');
      CREATE TABLE v AS SELECT id, n FROM t;`,
  },
]).plan!

/** The engine in this thread. */
const launchHere: LaunchEngine = (options, post) => {
  const ending = new AbortController()
  const gone = hostEngine(options, post, ending.signal)
  return { stop: () => ending.abort(), gone, kill: () => gone }
}

/** An engine that does what the test says, and is gone when it is told to stop. */
function launchFake(start: (post: Post) => void, atStop: (post: Post) => void): LaunchEngine {
  return (_, post) => {
    let end = (): void => undefined
    const gone = new Promise<void>(resolve => (end = resolve))
    setImmediate(() => start(post))
    const stop = (): void => {
      setImmediate(() => {
        atStop(post)
        end()
      })
    }
    return { stop, gone, kill: () => gone }
  }
}

const holder = (): Holder | null =>
  existsSync(dir.lock) ? (JSON.parse(readFileSync(dir.lock, 'utf8')) as Holder) : null

async function until(met: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !met(); i++) await sleep(10)
  expect(met()).toBe(true)
}

test('who runs is said as soon as the directory is taken, and until the end', async () => {
  const seen: (Holder | null)[] = []
  const launch: LaunchEngine = (options, post) =>
    launchHere(options, message => {
      if (message.kind === 'opened') seen.push(holder())
      post(message)
    })
  const service = await run(
    { plan: PLAN, stateDir: dir.root, port: 0, command: 'matview run v.view' },
    launch,
  )
  const early = { pid: process.pid, command: 'matview run v.view', url: null, control: null }
  expect(seen).toMatchObject([early])
  expect(holder()).toMatchObject({ started: seen[0]!.started, url: service.url })
  await service.stop()
  expect(holder()).toBeNull()
})

test('who holds the log of the directory is not overwritten by who cannot have it', async () => {
  makeStateDir(dir)
  const other = { pid: process.ppid, started: 'now', command: 'matview produce t', url: null, control: null }
  writeHolder(dir, other)
  const failure = { code: 'MV4003', exitCode: 78, message: 'locked', help: undefined } as const
  const launch = launchFake(
    post => {
      post({ kind: 'taken' })
      post({ kind: 'failed', failure })
    },
    () => undefined,
  )
  const failed = run({ plan: PLAN, stateDir: dir.root, port: 0 }, launch)
  await expect(failed).rejects.toThrow(`process ${other.pid} (\`matview produce t\``)
  expect(holder()).toEqual(other)
})

test('a stop that was asked for while the log is waited for ends as stopped, whatever the log says', async () => {
  const ending = new AbortController()
  const failure = { code: 'MV6002', exitCode: 69, message: 'Kafka does not answer', help: undefined } as const
  const launch = launchFake(
    post => post({ kind: 'taken' }),
    post => post({ kind: 'failed', failure }),
  )
  const started = run({ plan: PLAN, stateDir: dir.root, port: 0, signal: ending.signal }, launch)
  await until(() => holder() !== null)
  ending.abort('SIGTERM')
  const service = await started
  expect([service.url, await service.done]).toEqual([null, 'stopped'])
  await service.stop()
  expect(holder()).toBeNull()
})

test('an engine that waits for Kafka ends at once when told to', async () => {
  makeStateDir(dir)
  const ending = new AbortController()
  const messages: unknown[] = []
  const options = {
    plan: PLAN,
    stateDir: dir.root,
    brokers: ['127.0.0.1:1'],
    load: [],
    once: false,
    rebuild: false,
    createTopics: false,
    partitions: 1,
  }
  const post: Post = message => {
    messages.push(message)
    if (message.kind === 'taken') setTimeout(() => ending.abort(), 100)
  }
  const began = performance.now()
  await hostEngine(options, post, ending.signal)
  expect(messages).toEqual([{ kind: 'taken' }, { kind: 'ended', outcome: 'stopped' }])
  expect(performance.now() - began).toBeLessThan(3000)
})

test('a command waits for the process that has just taken the directory', async () => {
  makeStateDir(dir)
  const log = await openEmbeddedLog(dir.log)
  const begun = { pid: process.pid, started: 'now', command: 'x', url: null, control: null }
  writeHolder(dir, begun)
  const opening = openLog({ brokers: null, dir, create: true, command: 'matview produce t' })
  await sleep(200)
  const control = await openControlServer(log, { writable: Promise.resolve(), onError: () => undefined })
  writeHolder(dir, { ...begun, control: control.path })
  const remote = await opening
  await remote.createTopic('made-through-it', { partitions: 1, compact: false })
  expect(await log.topics()).toEqual(['made-through-it'])
  await remote.close()
  await control.close()
  await log.close()
})

test('a command waits for one that is about to end', async () => {
  makeStateDir(dir)
  const first = await openLog({ brokers: null, dir, create: true, command: 'matview produce t' })
  const second = openLog({ brokers: null, dir, create: true, command: 'matview topics' })
  await sleep(200)
  await first.close()
  await (await second).close()
  expect(holder()).toBeNull()
})
