/** `matview compile`: the topology plan as canonical JSON. */
import { writeFileSync } from 'node:fs'
import { ServiceFailure } from '../../service/failure.ts'
import { writePlan } from '../../topology/read-plan.ts'
import type { AddCommand } from '../command.ts'
import { compileFiles } from '../compile-files.ts'
import { EXIT_OK } from '../exit-codes.ts'
import { outputOption } from '../options.ts'

export const addCompile: AddCommand = (program, { terminal, exit }) => {
  program
    .command('compile')
    .description('print the plan of the views as JSON; `matview run plan.json` runs it')
    .argument('<file...>', 'files with views')
    .addOption(outputOption())
    .action(async (files: string[], { output }: { output?: string }) => {
      const text = writePlan(compileFiles(files, terminal))
      if (output === undefined) await terminal.data(text)
      else writeOutput(output, text)
      exit(EXIT_OK)
    })
}

function writeOutput(path: string, text: string): void {
  try {
    writeFileSync(path, text)
  } catch (error) {
    throw new ServiceFailure('MV4012', 78, `\`${path}\` cannot be written: ${(error as Error).message}`)
  }
}
