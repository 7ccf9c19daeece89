/** The process of `freshness.ts`: sends the probes and polls their rows. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'
import type { FreshnessResult, FreshnessTask, Probe } from './freshness.ts'
import { connectKafka, openProducer, send } from './kafka.ts'
import { percentiles } from './percentiles.ts'
import { answer } from './run-process.ts'

const giveUpMs = 90_000
const pollMs = 1
/** A probe that is not seen soon is polled less often, at 2 % of its age, so that slow views are not slowed by it. */
const pollShare = 0.02

answer(async ({ url, brokers, probes, rate }: FreshnessTask): Promise<FreshnessResult> => {
  const pool = new Pool(url, { connections: 32 })
  const producer = await openProducer(connectKafka(brokers))
  const latencies: Record<Probe['kind'], number[]> = { count: [], row: [] }
  const produce: number[] = []
  let never = 0

  const run = async (probe: Probe): Promise<void> => {
    const sentAt = performance.now()
    const acknowledged = send(producer, [probe.record]).then(() => performance.now())
    const [shownAt, ackedAt] = await Promise.all([untilShown(pool, probe), acknowledged])
    produce.push(ackedAt - sentAt)
    if (shownAt === null) never++
    else latencies[probe.kind].push(Math.max(0, shownAt - ackedAt))
  }

  const running: Promise<void>[] = []
  for (const probe of probes) {
    await sleep((Math.random() * 2 * 1000) / rate)
    running.push(run(probe))
  }
  await Promise.all(running)
  await producer.disconnect()
  await pool.close()
  const { count, row } = latencies
  return { count: percentiles(count), row: percentiles(row), produce: percentiles(produce), never }
})

/** When a probe shows; null when it does not in time. */
async function untilShown(pool: Pool, { user, shows }: Probe): Promise<number | null> {
  const start = performance.now()
  for (;;) {
    const { statusCode, body } = await pool.request({ method: 'GET', path: `/users/${user}` })
    const row = (statusCode === 200 ? await body.json() : await body.dump()) as Record<string, unknown> | null
    const now = performance.now()
    if (row?.[shows.column] === shows.value) return now
    if (now - start > giveUpMs) return null
    await sleep(Math.max(pollMs, (now - start) * pollShare))
  }
}
