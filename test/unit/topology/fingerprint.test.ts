import { expect, test } from 'vitest'
import { compile } from '../../../src/compiler/compile.ts'
import type { Plan } from '../../../src/topology/plan.ts'
import { must } from '../../../src/util/assert.ts'

const users = (columns: string, properties = ''): string =>
  `CREATE TABLE users (${columns}) WITH (kafka_topic = 'users'${properties});`

function planOf(text: string): Plan {
  return must(compile([{ name: 'v.view', text }]).plan, 'plan')
}

const ids = (plan: Plan): string[] => plan.nodes.map(({ id }) => id)

const base = `${users('id VARCHAR PRIMARY KEY, city VARCHAR, age INTEGER')} CREATE TABLE v AS SELECT city, COUNT(*) AS n FROM users GROUP BY city;`

test('names of columns and views do not change the state of nodes, but the stored rows of the view', () => {
  const [before, after] = [planOf(base), planOf(base.replace('AS n', 'AS people'))]
  expect(ids(after)).toEqual(ids(before))
  expect(after.views[0]!.fingerprint).not.toBe(before.views[0]!.fingerprint)
})

test('the route and unused columns do not change any state', () => {
  const before = planOf(base)
  const after = planOf(
    base.replace('age INTEGER', 'age BIGINT').replace('v AS', "v WITH (endpoint = '/cities/:city') AS"),
  )
  expect(ids(after)).toEqual(ids(before))
  expect(after.views[0]!.fingerprint).toBe(before.views[0]!.fingerprint)
  expect(after.fingerprint).not.toBe(before.fingerprint)
})

test('another field, topic, format or type is another source, and so another of all above it', () => {
  const before = ids(planOf(base))
  for (const change of [
    base.replaceAll('city', 'town'),
    base.replace("'users'", "'people'"),
    base.replace("'users'", "'users', key_format = 'JSON'"),
    base.replace('city VARCHAR', 'city INTEGER'),
  ]) {
    const after = ids(planOf(change))
    expect(after).toHaveLength(before.length)
    for (const id of after) expect(before).not.toContain(id)
  }
})

test('the policy for bad records changes the plan, not the state', () => {
  const before = planOf(base)
  const after = planOf(base.replace("'users'", "'users', on_error = 'skip'"))
  expect(ids(after)).toEqual(ids(before))
  expect(after.fingerprint).not.toBe(before.fingerprint)
})

test('one more view leaves the nodes of the others as they are', () => {
  const before = ids(planOf(base))
  const more = planOf(`${base} CREATE TABLE w AS SELECT city, MAX(n) AS n FROM v GROUP BY city;`)
  expect(ids(more)).toEqual([...before, expect.stringMatching(/^aggregate_[0-9a-f]{12}$/)])
})
