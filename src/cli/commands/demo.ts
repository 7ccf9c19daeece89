/** `matview demo`, which is what `npm start` runs: the views and data of the package on the embedded log. */
import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AddCommand } from '../command.ts'
import { compileFiles } from '../compile-files.ts'
import { failureGraceOption, hostOption, portOption, rebuildOption } from '../options.ts'
import { serve } from '../serve.ts'
import { Option } from 'commander'

interface DemoFlags {
  readonly stateDir: string
  readonly host: string
  readonly port: number
  readonly rebuild?: boolean
  readonly failureGrace: number
}

const PACKAGE = fileURLToPath(new URL('../../../', import.meta.url))

export const addDemo: AddCommand = (program, { terminal, commandLine, exit }) => {
  program
    .command('demo')
    .description('serve the examples that come with matview; what `npm start` runs')
    .addOption(
      new Option('--state-dir <dir>', 'where the state and the embedded log are')
        .default(join('.matview', 'demo'))
        .env('MATVIEW_STATE_DIR'),
    )
    .addOption(hostOption())
    .addOption(portOption())
    .addOption(rebuildOption())
    .addOption(failureGraceOption())
    .action(async (flags: DemoFlags) => {
      const here = (...parts: string[]): string => relative('', join(PACKAGE, ...parts))
      const load = ['social', 'flights', 'chinook'].map(name => here('examples', name))
      const plan = compileFiles([here('views', 'user_information.view'), ...load.flatMap(viewsIn)], terminal)
      const farewell = [
        `the views are in ${here('views')} and ${here('examples')}: change one, or write your own and \`matview run\` it`,
        `feed the data: matview produce users --state-dir ${flags.stateDir}`,
      ]
      exit(await serve({ ...flags, plan, load, farewell, command: commandLine }, terminal))
    })
}

function viewsIn(folder: string): string[] {
  return readdirSync(folder)
    .filter(name => name.endsWith('.view'))
    .sort()
    .map(name => join(folder, name))
}
