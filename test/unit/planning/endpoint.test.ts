import { expect, test } from 'vitest'
import { Diagnostics } from '../../../src/diagnostics/diagnostic.ts'
import type { LogicalView } from '../../../src/logical/plan.ts'
import { planProgram } from '../../../src/planning/plan-program.ts'
import { logicalView, program, scan, table } from '../../support/logical-builder.ts'

const days = table('days', 'country day text', 'country day')
const odd = table('odd', 'a-b 1st a_b', 'a-b 1st a_b')

function endpoints(...views: LogicalView[]): (string | null)[] | string[] {
  const diagnostics = new Diagnostics()
  const plan = planProgram(program([days, odd], ...views), diagnostics)
  return plan?.views.map(({ endpoint }) => endpoint) ?? diagnostics.list.map(({ code }) => code)
}

test('the default route is the name and the key columns', () => {
  expect(endpoints(logicalView('v', scan(days)))).toEqual(['/v/:country/:day'])
})

test('what a route cannot hold becomes an underscore', () => {
  expect(endpoints(logicalView('my view/2', scan(odd)))).toEqual(['/my_view_2/:a_b_1/:_1st/:a_b'])
})

test('two default routes of the same shape collide', () => {
  expect(endpoints(logicalView('a b', scan(days)), logicalView('a_b', scan(days)))).toEqual(['MV3005'])
})

test('a given route orders the key', () => {
  const diagnostics = new Diagnostics()
  const view = logicalView('v', scan(days), '/on/:DAY/in/:country')
  expect(planProgram(program([days], view), diagnostics)?.views).toMatchObject([
    { endpoint: '/on/:DAY/in/:country', key: [1, 0] },
  ])
  expect(endpoints(logicalView('v', scan(days), '/on/:day'))).toEqual(['MV3004'])
  expect(endpoints(logicalView('v', scan(days), '/on/:day/:country/:text'))).toEqual(['MV3004'])
})
