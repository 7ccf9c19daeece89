/** The process of `updates.ts`. */
import { connectKafka, loadSteadily, openProducer } from './kafka.ts'
import { generateRecords } from './records.ts'
import { answer } from './run-process.ts'
import type { UpdatesTask } from './updates.ts'

answer(async ({ brokers, records, skip, rate }: UpdatesTask, { ready, stopped }) => {
  const producer = await openProducer(connectKafka(brokers))
  const changelog = generateRecords(records)
  for (let skipped = 0; skipped < skip; skipped++) changelog.next()
  ready()
  const load = await loadSteadily(producer, changelog, rate, stopped)
  await producer.disconnect()
  return load
})
