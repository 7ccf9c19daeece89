/** Text to plan and diagnostics: the phases wired together. Pure: reads no file, keeps nothing between calls. */
import { Diagnostics, type Diagnostic } from '../diagnostics/diagnostic.ts'
import type { Source } from '../diagnostics/source.ts'
import { parse } from '../language/parse.ts'
import { analyse } from '../logical/lower-program.ts'
import { optimise, PASSES } from '../logical/passes/optimise.ts'
import type { LogicalProgram } from '../logical/plan.ts'
import { printView } from '../logical/print.ts'
import { planProgram } from '../planning/plan-program.ts'
import type { Plan } from '../topology/plan.ts'

export interface Compilation {
  /** Null when there are errors. */
  readonly plan: Plan | null
  /** Errors and warnings in the order of the files, and in each by position. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Compiles all files of one run as one program; names may be used before they are declared, across files too. */
export function compile(files: readonly Source[]): Compilation {
  const diagnostics = new Diagnostics()
  const program = understand(files, diagnostics)
  const plan = program && planProgram(optimise(program), diagnostics)
  return { plan, diagnostics: inOrder(diagnostics.list, files) }
}

export interface Explanation {
  /** Null when there are errors. */
  readonly text: string | null
  readonly diagnostics: readonly Diagnostic[]
}

/** The logical plan of each view as the query says it, and after each pass that changes it, for people. */
export function explainPasses(files: readonly Source[]): Explanation {
  const diagnostics = new Diagnostics()
  const program = understand(files, diagnostics)
  const text = program?.views.map((_, index) => passesOf(program, index)).join('\n') ?? null
  return { text, diagnostics: inOrder(diagnostics.list, files) }
}

function passesOf(program: LogicalProgram, index: number): string {
  const shown = [printView(program.views[index]!)]
  let current = program
  let last = shown[0]
  for (const pass of PASSES) {
    current = pass.apply(current)
    const text = printView(current.views[index]!)
    if (text !== last) shown.push(`after ${pass.name}\n${text.slice(text.indexOf('\n') + 1)}`)
    last = text
  }
  return shown.join('')
}

function understand(files: readonly Source[], diagnostics: Diagnostics): LogicalProgram | null {
  const scripts = files.map(file => parse(file, diagnostics)).filter(script => script !== null)
  return diagnostics.failed ? null : analyse(scripts, diagnostics)
}

function inOrder(diagnostics: readonly Diagnostic[], files: readonly Source[]): Diagnostic[] {
  const file = ({ span }: Diagnostic): number => (span ? files.indexOf(span.source) : -1)
  const start = ({ span }: Diagnostic): number => span?.start ?? 0
  return [...diagnostics].sort((first, second) => file(first) - file(second) || start(first) - start(second))
}
