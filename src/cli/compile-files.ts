/** From the files named on the command line to a plan. */
import { compile, explainPasses } from '../compiler/compile.ts'
import { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { Source } from '../diagnostics/source.ts'
import { ServiceFailure } from '../service/failure.ts'
import type { Plan } from '../topology/plan.ts'
import { looksLikePlan, readPlan } from '../topology/read-plan.ts'
import { DiagnosedFailure } from './diagnosed-failure.ts'
import { EXIT_CONFIGURATION, EXIT_ERRORS } from './exit-codes.ts'
import { readSources } from './read-sources.ts'
import type { Terminal } from './terminal.ts'

/** Compiles files with views; warnings are said. Throws a DiagnosedFailure when they have errors. */
export function compileFiles(files: readonly string[], terminal: Terminal): Plan {
  const sources = sourcesOf(files)
  refusePlans(sources)
  return compileSources(sources, terminal)
}

/** The same, or the plan in the one file that `matview compile` wrote. */
export function planOfFiles(files: readonly string[], terminal: Terminal): Plan {
  const sources = sourcesOf(files)
  const plan = sources.find(({ text }) => looksLikePlan(text))
  if (plan === undefined) return compileSources(sources, terminal)
  if (sources.length === 1) return planOfText(plan)
  throw new ServiceFailure(
    'MV4001',
    64,
    `\`${plan.name}\` is a plan, and a plan stands alone, but ${sources.length} files are named`,
    'name the one plan, or only files with views',
  )
}

/** Throws a ServiceFailure when one of the files is a plan (or other JSON) where views are wanted. */
export function refusePlans(sources: readonly Source[]): void {
  const json = sources.find(({ text }) => looksLikePlan(text))
  if (json === undefined) return
  if (readPlan(json, new Diagnostics()) === null) {
    const message = `\`${json.name}\` is JSON, not a file with views`
    throw new ServiceFailure('MV4001', 64, message, 'name files with CREATE TABLE statements')
  }
  const message = `\`${json.name}\` is a plan already`
  throw new ServiceFailure('MV4001', 64, message, 'name the views it was compiled from')
}

/** The passes over the logical plans of files with views, as text. Throws a DiagnosedFailure when they have errors. */
export function passesOfFiles(files: readonly string[]): string {
  const sources = sourcesOf(files)
  refusePlans(sources)
  const { text, diagnostics } = explainPasses(sources)
  if (text === null) throw new DiagnosedFailure(diagnostics, EXIT_ERRORS)
  return text
}

/** The plan in a file. Throws a DiagnosedFailure when it cannot be used. */
export function planOfText(file: Source): Plan {
  const diagnostics = new Diagnostics()
  const plan = readPlan(file, diagnostics)
  if (plan === null) throw new DiagnosedFailure(diagnostics.list, EXIT_CONFIGURATION)
  return plan
}

function sourcesOf(files: readonly string[]): readonly Source[] {
  const { sources, diagnostics } = readSources(files)
  if (diagnostics.length > 0) throw new DiagnosedFailure(diagnostics, EXIT_ERRORS)
  return sources
}

function compileSources(sources: readonly Source[], terminal: Terminal): Plan {
  const { plan, diagnostics } = compile(sources)
  if (plan === null) throw new DiagnosedFailure(diagnostics, EXIT_ERRORS)
  terminal.diagnostics(diagnostics)
  return plan
}
