/** `matview produce`: appends records from stdin to a topic. */
import { LogError, type Log, type NewRecord } from '../../runtime/ports.ts'
import { ServiceFailure } from '../../service/failure.ts'
import { linesOf, type Line } from '../../service/lines.ts'
import { openLog } from '../../service/open-log.ts'
import { parseRecord, RecordSyntaxError } from '../../service/record-json.ts'
import { stateDir } from '../../service/state-dir.ts'
import type { AddCommand } from '../command.ts'
import { EXIT_OK, exitOfSignal } from '../exit-codes.ts'
import { missingTopic } from '../missing-topic.ts'
import {
  brokersOption,
  createTopicsOption,
  partitionsOption,
  stateDirOption,
  topicArgument,
} from '../options.ts'
import { counted, type Terminal } from '../terminal.ts'
import type { LogChoice } from './topics.ts'

interface ProduceOptions extends LogChoice {
  readonly createTopics?: boolean
  readonly partitions: number
}

/** Records appended at a time. */
const BATCH_RECORDS = 1000

export const addProduce: AddCommand = (program, { terminal, commandLine, exit }) => {
  program
    .command('produce')
    .description('append records from stdin, one `{"key": …, "value": …}` a line')
    .addArgument(topicArgument())
    .addOption(brokersOption())
    .addOption(stateDirOption())
    .addOption(createTopicsOption())
    .addOption(partitionsOption())
    .action(async (topic: string, options: ProduceOptions) => {
      const log = await openLog({
        brokers: options.brokers ?? null,
        dir: stateDir(options.stateDir),
        create: true,
        command: commandLine,
      })
      try {
        await makeTopic(log, topic, options)
        exit(await produce(log, topic, terminal))
      } finally {
        await log.close()
      }
    })
}

async function makeTopic(log: Log, topic: string, options: ProduceOptions): Promise<void> {
  if ((await log.offsets(topic)) !== null) return
  const { brokers, createTopics = brokers === undefined, partitions } = options
  if (!createTopics)
    throw await missingTopic(log, topic, 'make it, or let matview do so with `--create-topics`')
  await log.createTopic(topic, { partitions, compact: false })
}

async function produce(log: Log, topic: string, terminal: Terminal): Promise<number> {
  const { stdin, signal } = terminal.io
  if (stdin.isTTY === true) terminal.say('one record a line; end with Ctrl-D')
  signal.addEventListener('abort', () => stdin.destroy(), { once: true })
  let appended = 0
  const append = async (records: NewRecord[]): Promise<void> => {
    if (records.length > 0) await log.append(topic, records).catch(rethrowMissingPartition)
    appended += records.length
  }
  try {
    for await (const lines of linesOf(stdin)) {
      for (let at = 0; at < lines.length; at += BATCH_RECORDS)
        await appendLines(lines.slice(at, at + BATCH_RECORDS), append)
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    terminal.say(`appended ${counted(appended, 'record')} to \`${topic}\``)
  }
  return signal.aborted ? exitOfSignal(signal) : EXIT_OK
}

/** The topic was there just now, so what is missing is the partition that a record names. */
function rethrowMissingPartition(error: unknown): never {
  if (!(error instanceof LogError && error.code === 'no-such-topic')) throw error
  const help = 'correct `partition` in the records, or leave it out'
  throw new ServiceFailure('MV6001', 69, error.message, help)
}

/** Appends the records before a bad line, then fails with its number. */
async function appendLines(
  lines: readonly Line[],
  append: (records: NewRecord[]) => Promise<void>,
): Promise<void> {
  const records: NewRecord[] = []
  for (const { number, text } of lines) {
    try {
      if (text === null) throw new RecordSyntaxError('the line is not UTF-8')
      records.push(parseRecord(text))
    } catch (error) {
      await append(records)
      if (!(error instanceof RecordSyntaxError)) throw error
      throw new ServiceFailure(
        'MV4007',
        1,
        `stdin:${number}: ${error.message}`,
        'the lines before it were appended',
      )
    }
  }
  await append(records)
}
