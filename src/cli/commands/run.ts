/** `matview run`: keeps the views and serves them. */
import type { AddCommand } from '../command.ts'
import { planOfFiles } from '../compile-files.ts'
import * as options from '../options.ts'
import { serve } from '../serve.ts'

interface RunFlags {
  readonly brokers?: readonly string[]
  readonly stateDir: string
  readonly host: string
  readonly port: number
  readonly load?: readonly string[]
  readonly once?: boolean
  readonly rebuild?: boolean
  readonly createTopics?: boolean
  readonly partitions: number
  readonly failureGrace: number
}

export const addRun: AddCommand = (program, { terminal, commandLine, exit }) => {
  program
    .command('run')
    .description('keep the views up to date and serve them over HTTP')
    .argument('<file...>', 'files with views, or one plan written by `matview compile`')
    .addOption(options.brokersOption())
    .addOption(options.stateDirOption())
    .addOption(options.hostOption())
    .addOption(options.portOption())
    .addOption(options.loadOption())
    .addOption(options.onceOption('catch up with the ends seen at start, commit, and end; serves nothing'))
    .addOption(options.rebuildOption())
    .addOption(options.createTopicsOption())
    .addOption(options.partitionsOption())
    .addOption(options.failureGraceOption())
    .action(async (files: string[], flags: RunFlags) => {
      const plan = planOfFiles(files, terminal)
      exit(await serve({ ...flags, plan, command: commandLine }, terminal))
    })
}
