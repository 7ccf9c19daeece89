/** `matview consume`: prints the records of a topic, one JSON object a line. */
import type { FetchRequest, Log } from '../../runtime/ports.ts'
import { openLog } from '../../service/open-log.ts'
import { formatRecord } from '../../service/record-json.ts'
import { stateDir } from '../../service/state-dir.ts'
import type { AddCommand } from '../command.ts'
import { EXIT_OK, exitOfSignal } from '../exit-codes.ts'
import { missingTopic } from '../missing-topic.ts'
import { brokersOption, fromBeginningOption, onceOption, stateDirOption, topicArgument } from '../options.ts'
import type { Terminal } from '../terminal.ts'
import type { LogChoice } from './topics.ts'

interface ConsumeOptions extends LogChoice {
  readonly fromBeginning?: boolean
  readonly once?: boolean
}

const FETCH_WAIT_MS = 500
const FETCH_BYTES = 1 << 20

export const addConsume: AddCommand = (program, { terminal, commandLine, exit }) => {
  program
    .command('consume')
    .description('print the records of a topic as they come')
    .addArgument(topicArgument())
    .addOption(fromBeginningOption())
    .addOption(onceOption('print what there is from the beginning to the end seen at start, and end'))
    .addOption(brokersOption())
    .addOption(stateDirOption())
    .action(async (topic: string, options: ConsumeOptions) => {
      const log = await openLog({
        brokers: options.brokers ?? null,
        dir: stateDir(options.stateDir),
        create: false,
        command: commandLine,
      })
      try {
        await consume(log, topic, options, terminal)
      } finally {
        await log.close()
      }
      const { signal } = terminal.io
      exit(signal.aborted ? exitOfSignal(signal) : EXIT_OK)
    })
}

async function consume(log: Log, topic: string, options: ConsumeOptions, terminal: Terminal): Promise<void> {
  const { fromBeginning = false, once = false } = options
  const partitions = await log.offsets(topic)
  if (partitions === null) throw await missingTopic(log, topic, '`matview topics` lists those there are')
  const { signal, stdout } = terminal.io
  const stop = once ? new Map(partitions.map(({ partition, end }) => [partition, end])) : null
  let wanted: FetchRequest[] = partitions.map(({ partition, earliest, end }) => ({
    topic,
    partition,
    offset: fromBeginning || once ? earliest : end,
  }))
  for (;;) {
    if (stop !== null) wanted = wanted.filter(({ partition, offset }) => offset < stop.get(partition)!)
    if (wanted.length === 0 || signal.aborted || stdout.destroyed) return
    const batches = await log.fetch(wanted, { maxWaitMs: FETCH_WAIT_MS, maxBytes: FETCH_BYTES, signal })
    for (const { partition, records } of batches) {
      const last = stop?.get(partition) ?? Infinity
      const shown = records.filter(({ offset }) => offset < last)
      await terminal.data(shown.map(record => `${formatRecord(record, partition)}\n`).join(''))
    }
    const next = new Map(batches.map(({ partition, nextOffset }) => [partition, nextOffset]))
    wanted = wanted.map(request => ({ ...request, offset: next.get(request.partition) ?? request.offset }))
  }
}
