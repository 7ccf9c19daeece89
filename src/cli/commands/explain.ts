/** `matview explain`: what the plan does, keeps and costs. */
import { explainJson } from '../../topology/explain-json.ts'
import { explainMermaid } from '../../topology/explain-mermaid.ts'
import { explainText } from '../../topology/explain-text.ts'
import type { Plan } from '../../topology/plan.ts'
import { unreachable } from '../../util/assert.ts'
import type { AddCommand } from '../command.ts'
import { passesOfFiles, planOfFiles } from '../compile-files.ts'
import { EXIT_OK } from '../exit-codes.ts'
import { formatOption, passesOption } from '../options.ts'

const FORMATS = ['text', 'json', 'mermaid'] as const
type Format = (typeof FORMATS)[number]

export const addExplain: AddCommand = (program, { terminal, exit }) => {
  program
    .command('explain')
    .description('show sources, operators, state, keys and what each change costs')
    .argument('<file...>', 'files with views, or one plan written by `matview compile`')
    .addOption(formatOption(FORMATS))
    .addOption(passesOption().conflicts('format'))
    .action(async (files: string[], { format, passes }: Given) => {
      await terminal.data(passes ? passesOfFiles(files) : explained(planOfFiles(files, terminal), format))
      exit(EXIT_OK)
    })
}

interface Given {
  readonly format: Format
  readonly passes?: true
}

function explained(plan: Plan, format: Format): string {
  switch (format) {
    case 'text':
      return explainText(plan)
    case 'json':
      return explainJson(plan)
    case 'mermaid':
      return explainMermaid(plan)
    default:
      return unreachable(format)
  }
}
