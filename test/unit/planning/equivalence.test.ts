/**
 * Random programs mean the same before and after each pass and as a topology: the same rows, no new failure, and what is
 * said to be a key is one. Replay a failure with MATVIEW_SEED; MATVIEW_CASES sets how many programs are tried.
 */
import { expect, test } from 'vitest'
import { Diagnostics } from '../../../src/diagnostics/diagnostic.ts'
import { optimise, PASSES } from '../../../src/logical/passes/optimise.ts'
import { printView } from '../../../src/logical/print.ts'
import type { LogicalProgram } from '../../../src/logical/plan.ts'
import { planProgram } from '../../../src/planning/plan-program.ts'
import { readPlan, writePlan } from '../../../src/topology/read-plan.ts'
import type { Plan } from '../../../src/topology/plan.ts'
import { DataError } from '../../../src/types/data-error.ts'
import type { Row } from '../../../src/types/value.ts'
import { evaluatePlan, evaluateProgram, type Tables } from '../../support/evaluate-plan.ts'
import { rowText } from '../../support/evaluate-relations.ts'
import { random, seeds } from '../../support/random.ts'
import { randomProgram, randomTables } from '../../support/random-logical.ts'

const cases = Number(process.env.MATVIEW_CASES ?? 120)

test(
  `passes and planning keep the meaning of ${cases} random programs`,
  { timeout: 60_000 + cases * 100 },
  () => {
    const seen: Seen = { rows: 0, groupJoins: 0, failing: 0, changedBy: new Map() }
    for (const seed of seeds(cases)) {
      const dice = random(seed)
      const program = randomProgram(dice)
      try {
        checkProgram(
          program,
          [1, 2, 3, 4].map(() => randomTables(dice)),
          seen,
        )
      } catch (error) {
        const plans = program.views.map(printView).join('\n')
        throw new Error(`MATVIEW_SEED=${seed}\n${plans}`, { cause: error })
      }
    }
    // A generator whose programs are empty, or never reach what is tested, proves nothing.
    if (process.env.MATVIEW_SEED === undefined) {
      expect(seen.rows).toBeGreaterThan(cases)
      expect(seen.groupJoins).toBeGreaterThan(cases / 10)
      expect(seen.failing).toBeGreaterThan(0)
      for (const { name } of PASSES) expect(seen.changedBy.get(name), name).toBeGreaterThan(0)
    }
  },
)

interface Seen {
  rows: number
  groupJoins: number
  failing: number
  /** In how many programs leaving out the pass makes another plan. */
  readonly changedBy: Map<string, number>
}

function printed(program: LogicalProgram): string {
  return program.views.map(printView).join('\n')
}

function checkProgram(program: LogicalProgram, inputs: readonly Tables[], seen: Seen): void {
  const alone = PASSES.map(pass => pass.apply(program))
  const without = PASSES.map((_, index) => optimise(program, PASSES.toSpliced(index, 1)))
  PASSES.forEach(({ name }, index) => {
    const changes = printed(without[index]!) !== printed(optimise(program))
    if (changes) seen.changedBy.set(name, (seen.changedBy.get(name) ?? 0) + 1)
  })
  const plans = [planned(program), planned(optimise(program))]
  seen.groupJoins += plans.flatMap(plan => plan.nodes).filter(({ kind }) => kind === 'group_join').length
  for (const tables of inputs) {
    const wanted = attempt(() => evaluateProgram(program, tables))
    if (wanted === null) {
      // Whether a program that fails still fails depends on what is pruned.
      seen.failing++
      continue
    }
    for (const [index, { name: pass }] of PASSES.entries()) {
      for (const [name, rows] of evaluateProgram(alone[index]!, tables))
        expect(sorted(rows), `${name} after ${pass}`).toEqual(sorted(wanted.get(name)!))
      for (const [name, rows] of evaluateProgram(without[index]!, tables))
        expect(sorted(rows), `${name} without ${pass}`).toEqual(sorted(wanted.get(name)!))
    }
    for (const plan of plans) checkPlan(plan, tables, wanted)
    seen.rows += [...wanted.values()].flat().length
  }
}

/** The plan, also written and read again. */
function planned(program: LogicalProgram): Plan {
  const diagnostics = new Diagnostics()
  const plan = planProgram(program, diagnostics)
  expect(diagnostics.list.filter(({ severity }) => severity === 'error')).toEqual([])
  if (plan === null) throw new Error('a program without errors has a plan')
  const reading = new Diagnostics()
  const read = readPlan({ name: 'plan.json', text: writePlan(plan) }, reading)
  expect(reading.list).toEqual([])
  expect(read).toEqual(plan)
  return plan
}

function checkPlan(plan: Plan, tables: Tables, wanted: ReadonlyMap<string, Row[]>): void {
  const results = evaluatePlan(plan, tables)
  for (const { id, key } of plan.nodes) {
    const rows = results.get(id)!
    if (key === null) continue
    const keys = rows.map(row => rowText(key.map(position => row[position]!)))
    expect(new Set(keys).size, `key of ${id}`).toBe(rows.length)
  }
  for (const { name, node } of plan.views)
    expect(sorted(results.get(node)!), name).toEqual(sorted(wanted.get(name)!))
}

/** Null when the data makes the program fail. */
function attempt<T>(evaluate: () => T): T | null {
  try {
    return evaluate()
  } catch (error) {
    if (error instanceof DataError) return null
    throw error
  }
}

function sorted(rows: readonly Row[]): string[] {
  return rows.map(rowText).sort()
}
