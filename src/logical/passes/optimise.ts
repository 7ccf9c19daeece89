/** The passes in their order. Each gives a program of the same meaning; any of them may be left out. */
import type { LogicalProgram } from '../plan.ts'
import { mapPlans } from '../rewrite.ts'
import { factorConditions } from './common-factors.ts'
import { pruneColumns } from './column-pruning.ts'
import { foldConstants } from './constant-folding.ts'
import { orderJoins } from './join-ordering.ts'
import { mergeProjections } from './merge-projections.ts'
import { pushDownPredicates } from './predicate-push-down.ts'
import { recogniseTopN } from './top-n-recognition.ts'

export interface Pass {
  readonly name: string
  readonly apply: (program: LogicalProgram) => LogicalProgram
}

const eachView = (name: string, change: Parameters<typeof mapPlans>[1]): Pass => ({
  name,
  apply: program => mapPlans(program, change),
})

export const PASSES: readonly Pass[] = [
  eachView('constant folding', foldConstants),
  eachView('common factors', factorConditions),
  eachView('predicate push-down', pushDownPredicates),
  eachView('join ordering', orderJoins),
  eachView('top-N recognition', recogniseTopN),
  eachView('merging of projections', mergeProjections),
  { name: 'column pruning', apply: pruneColumns },
  eachView('merging of projections', mergeProjections),
]

export function optimise(program: LogicalProgram, passes: readonly Pass[] = PASSES): LogicalProgram {
  return passes.reduce((current, pass) => pass.apply(current), program)
}
