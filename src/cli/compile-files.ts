/** From the files named on the command line to a plan. */
import { compile } from '../compiler/compile.ts'
import type { Plan } from '../topology/plan.ts'
import { readPlan } from '../topology/read-plan.ts'
import { ServiceFailure } from '../service/failure.ts'
import { readSources, readText } from './read-sources.ts'
import type { Terminal } from './terminal.ts'

/** Compiles `.view` files. Says what is wrong with them and returns null when there is no plan. */
export function compileFiles(files: readonly string[], terminal: Terminal): Plan | null {
  const { sources, diagnostics } = readSources(files)
  if (diagnostics.length > 0) {
    terminal.diagnostics(diagnostics)
    return null
  }
  const compilation = compile(sources)
  terminal.diagnostics(compilation.diagnostics)
  return compilation.plan
}

/** The same, or the plan in one `.json` file that `matview compile` wrote. */
export function planOfFiles(files: readonly string[], terminal: Terminal): Plan | null {
  const plans = files.filter(file => file.endsWith('.json'))
  if (plans.length === 0) return compileFiles(files, terminal)
  if (files.length > 1) {
    throw new ServiceFailure(
      'MV4001',
      64,
      `a plan runs alone, but ${files.length} files are named`,
      'name one plan file, or only files with views',
    )
  }
  const text = readText(plans[0]!)
  if (typeof text !== 'string') {
    terminal.diagnostics([text])
    return null
  }
  return readPlan({ name: plans[0]!, text })
}
