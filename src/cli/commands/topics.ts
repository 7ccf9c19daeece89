/** `matview topics`: the topics of the log, one JSON object a line. */
import type { Log } from '../../runtime/ports.ts'
import { openLog } from '../../service/open-log.ts'
import { stateDir } from '../../service/state-dir.ts'
import type { AddCommand } from '../command.ts'
import { EXIT_OK } from '../exit-codes.ts'
import { brokersOption, stateDirOption } from '../options.ts'
import type { Terminal } from '../terminal.ts'

export interface LogChoice {
  readonly brokers?: readonly string[]
  readonly stateDir: string
}

export const addTopics: AddCommand = (program, { terminal, commandLine, exit }) => {
  program
    .command('topics')
    .description('list the topics with their partitions and records')
    .addOption(brokersOption())
    .addOption(stateDirOption())
    .action(async (options: LogChoice) => {
      const log = await openLog({
        brokers: options.brokers ?? null,
        dir: stateDir(options.stateDir),
        create: false,
        command: commandLine,
      })
      try {
        await listTopics(log, terminal)
      } finally {
        await log.close()
      }
      exit(EXIT_OK)
    })
}

async function listTopics(log: Log, terminal: Terminal): Promise<void> {
  const topics = await log.topics()
  if (topics.length === 0) terminal.say(`${log.name} has no topics yet`)
  for (const topic of topics) {
    const partitions = (await log.offsets(topic)) ?? []
    const records = partitions.reduce((sum, { earliest, end }) => sum + end - earliest, 0)
    await terminal.data(`${JSON.stringify({ topic, partitions: partitions.length, records })}\n`)
  }
}
