/**
 * kill -9 at random moments, on both logs: afterwards the state equals, byte for byte, that of a run that was never
 * disturbed. Before each start more records are appended, so that each life has something to do when it is killed.
 */
import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { openEmbeddedLog } from '../../src/log/embedded/embedded-log.ts'
import { openKafkaLog } from '../../src/log/kafka/kafka-log.ts'
import type { Log } from '../../src/runtime/ports.ts'
import { openLevelStore } from '../../src/store/level-store.ts'
import { ACCOUNT_VIEWS, changes, opening } from '../support/accounts.ts'
import { Matview, matview } from '../support/matview.ts'
import { random, seeds } from '../support/random.ts'
import { makeTempDir, removeDir } from '../support/temp-dir.ts'

const KILLS = Number(process.env['MATVIEW_KILLS'] ?? 30)
const RECORDS_A_LIFE = 3000
const brokers = inject('kafka')

let directory: string
let view: string
beforeEach(() => {
  directory = makeTempDir()
  view = join(directory, 'accounts.view')
  writeFileSync(view, ACCOUNT_VIEWS)
})
afterEach(() => removeDir(directory))

/** All entries of a state but the number of steps, which tells how the input was cut. */
async function contents(stateDir: string): Promise<string[]> {
  const store = await openLevelStore(join(stateDir, 'state'))
  try {
    const entries = await store.range({ gte: '', lt: '\u{10ffff}' })
    return entries.map(([key, value]) => `${key} = ${value.replace(/"step":\d+/, '"step":_')}`)
  } finally {
    await store.close()
  }
}

async function append(
  open: () => Promise<Log>,
  topic: string,
  records: Parameters<Log['append']>[1],
): Promise<void> {
  const log = await open()
  try {
    await log.createTopic(topic, { partitions: 1, compact: false })
    await log.append(topic, records)
  } finally {
    await log.close()
  }
}

/** Lives and dies `KILLS` times; ends with one whole life. */
async function liveAndDie(
  openLog: () => Promise<Log>,
  stateDir: string,
  logOptions: readonly string[],
  prefix = '',
): Promise<void> {
  const [seed] = seeds(1)
  const r = random(seed!)
  const { accounts, owners } = opening()
  await append(openLog, `${prefix}accounts`, accounts)
  await append(openLog, `${prefix}owners`, owners)
  const delays: number[] = []
  for (let i = 0; i < KILLS; i++) {
    await append(openLog, `${prefix}accounts`, changes(r, RECORDS_A_LIFE))
    const life = new Matview(['run', view, '--port', '0', '--state-dir', stateDir, ...logOptions])
    // Half of them die while they start and catch up, half after they began to serve.
    const delay = r.chance(0.5) ? r.below(1500) : 0
    if (delay === 0) await life.ready().then(() => sleep(r.below(20)))
    else await sleep(delay)
    delays.push(delay)
    const { signal, code } = await life.end('SIGKILL')
    expect([signal, code], `seed ${seed}: ${life.stderr}`).toEqual(['SIGKILL', null])
  }
  const last = await matview(['run', view, '--once', '--state-dir', stateDir, ...logOptions])
  expect(last.code, `seed ${seed}, killed after ${delays.join(', ')} ms: ${last.stderr}`).toBe(0)
}

describe(`${KILLS} times kill -9`, () => {
  test('on the embedded log', async () => {
    const stateDir = join(directory, 'killed')
    await liveAndDie(() => openEmbeddedLog(join(stateDir, 'log')), stateDir, [])
    const undisturbed = join(directory, 'undisturbed')
    cpSync(join(stateDir, 'log'), join(undisturbed, 'log'), { recursive: true })
    expect((await matview(['run', view, '--once', '--state-dir', undisturbed])).code).toBe(0)
    expect(await contents(stateDir)).toEqual(await contents(undisturbed))
  })

  test.skipIf(brokers === null)('on Kafka', async () => {
    // The broker is shared by all test files: topics of this test have names of their own.
    const prefix = `crash-${Date.now()}-`
    writeFileSync(view, ACCOUNT_VIEWS.replaceAll("kafka_topic = '", `kafka_topic = '${prefix}`))
    const options = ['--brokers', brokers!]
    const stateDir = join(directory, 'killed')
    await liveAndDie(() => openKafkaLog([brokers!]), stateDir, options, prefix)
    const undisturbed = join(directory, 'undisturbed')
    expect((await matview(['run', view, '--once', '--state-dir', undisturbed, ...options])).code).toBe(0)
    expect(await contents(stateDir)).toEqual(await contents(undisturbed))
  })
})
