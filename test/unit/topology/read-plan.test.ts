import { describe, expect, test } from 'vitest'
import { compile } from '../../../src/compiler/compile.ts'
import { Diagnostics } from '../../../src/diagnostics/diagnostic.ts'
import type { Plan } from '../../../src/topology/plan.ts'
import { looksLikePlan, readPlan, writePlan } from '../../../src/topology/read-plan.ts'
import { must } from '../../../src/util/assert.ts'

const plan = must(
  compile([
    {
      name: 'v.view',
      text: `CREATE TABLE users (userId VARCHAR PRIMARY KEY, age INTEGER) WITH (kafka_topic = 'users');
        CREATE TABLE tweets (tweetId VARCHAR PRIMARY KEY, userId VARCHAR) WITH (kafka_topic = 'tweets');
        CREATE TABLE v AS SELECT t.tweetId, u.age + 1 AS next FROM tweets t JOIN users u ON u.userId = t.userId;
        CREATE TABLE w AS SELECT userId, n FROM users LEFT JOIN COUNT(tweets BY userId) AS n;
        CREATE TABLE x AS SELECT userId, PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY tweetId) AS middle,
          STRING_AGG(DISTINCT tweetId, ',') FILTER (WHERE tweetId > 'a') AS ids FROM tweets GROUP BY userId;`,
    },
  ]).plan,
  'plan',
)
const written = writePlan(plan)

function read(text: string): { plan: Plan | null; messages: string[] } {
  const diagnostics = new Diagnostics()
  const result = readPlan({ name: 'plan.json', text }, diagnostics)
  return { plan: result, messages: diagnostics.list.map(({ code, message }) => `${code} ${message}`) }
}

/** The plan with one place replaced, as text. */
function changed(path: readonly (string | number)[], value: unknown): string {
  const copy = JSON.parse(written) as Record<string | number, unknown>
  const owner = path.slice(0, -1).reduce((at, name) => at[name] as Record<string | number, unknown>, copy)
  owner[path.at(-1)!] = value
  return JSON.stringify(copy)
}

test('a plan that was written is read as it was, however it is laid out', () => {
  expect(read(written)).toEqual({ plan, messages: [] })
  expect(read(JSON.stringify(plan)).plan).toEqual(plan)
  expect(looksLikePlan(written)).toBe(true)
  expect(looksLikePlan('CREATE TABLE …')).toBe(false)
})

test('what is no plan is said to be none', () => {
  expect(read('{').messages).toEqual(['MV3010 `plan.json` is not a plan: it is not valid JSON'])
  expect(read('[]').messages).toEqual(['MV3010 `plan.json` is not a plan: it has no version'])
  expect(read('null').messages).toEqual(['MV3010 `plan.json` is not a plan: it has no version'])
  expect(read('{}').messages).toEqual(['MV3010 `plan.json` is not a plan: it has no version'])
})

test('another version is told apart', () => {
  const message = '`plan.json` is a plan of version 2, and this matview runs version 1'
  expect(read(changed(['version'], 2)).messages).toEqual([`MV3011 ${message}`])
  expect(read(changed(['version'], 0)).messages).toHaveLength(1)
})

const nodeAt = (kind: string): number => plan.nodes.findIndex(node => node.kind === kind)

describe('a change by hand is found', () => {
  test.each([
    [
      'the topic',
      ['sources', 0, 'topic'],
      'other',
      /^MV3012 the node `source_\w+` in `plan.json` was changed by hand/,
    ],
    ['a policy', ['sources', 0, 'onError'], 'skip', /^MV3012 a route, a policy or a name in `plan.json` was/],
    ['the unique flag', ['nodes', nodeAt('arrange'), 'unique'], true, /^MV3012 the node `arrange_/],
    ['a key', ['nodes', nodeAt('project'), 'key'], null, /^MV3012 the node `project_/],
    ['a fingerprint', ['nodes', 0, 'fingerprint'], '000000000000', /^MV3012 the node `source_/],
    ['a column name of a view', ['views', 0, 'columns', 0, 'name'], 'id', /^MV3012 the view `v`/],
    [
      'an endpoint',
      ['views', 0, 'endpoint'],
      '/x/:id',
      /^MV3012 a route, a policy or a name in `plan.json` was/,
    ],
    [
      'the fingerprint of the plan',
      ['fingerprint'],
      'x',
      /^MV3012 a route, a policy or a name in `plan.json` was/,
    ],
  ])('%s', (_, path, value, message) => {
    const result = read(changed(path, value))
    expect(result.plan).toBeNull()
    expect(result.messages).toEqual([expect.stringMatching(message)])
  })
})

describe('a wrong shape is refused with its place', () => {
  test.each([
    ['no sources', ['sources'], undefined, '`sources` is not a list'],
    [
      'a type that is none',
      ['sources', 0, 'columns', 0, 'type', 'kind'],
      'text',
      '`sources[0].columns[0].type.kind` is not one of',
    ],
    [
      'a column that is not there',
      ['sources', 0, 'primaryKey'],
      [7],
      '`sources[0].primaryKey[0]` is not a position from 0 to 1',
    ],
    [
      'an input of later',
      ['nodes', nodeAt('project'), 'input'],
      'project_x',
      `\`nodes[${nodeAt('project')}].input\` is not a node that stands before`,
    ],
    [
      'a join side that is not arranged',
      ['nodes', nodeAt('join'), 'left'],
      plan.nodes[0]!.id,
      `\`nodes[${nodeAt('join')}].left\` is not arranged by the join key`,
    ],
    [
      'an unknown aggregate',
      ['nodes', nodeAt('group_join'), 'branches', 0, 'calls', 0, 'fn'],
      'median(integer)',
      'is not an aggregate that this version of matview has',
    ],
    [
      'another type of a column',
      ['nodes', nodeAt('join'), 'columns', 0, 'type', 'kind'],
      'boolean',
      `\`nodes[${nodeAt('join')}].columns\` is not what the node gives`,
    ],
    ['a view of no node', ['views', 0, 'node'], 'nowhere', '`views[0].node` is not a node of the plan'],
    ['an object for text', ['views', 0, 'name'], {}, '`views[0].name` is not text'],
  ])('%s', (_, path, value, message) => {
    const result = read(changed(path, value))
    expect(result.plan).toBeNull()
    expect(result.messages).toEqual([expect.stringContaining(message)])
    expect(result.messages[0]).toMatch(/^MV3010 /)
  })
})

test('no single damage makes it crash or pass unseen', () => {
  const paths: (string | number)[][] = []
  const visit = (value: unknown, path: (string | number)[]): void => {
    if (path.length > 0) paths.push(path)
    if (Array.isArray(value)) value.forEach((item, index) => visit(item, [...path, index]))
    else if (typeof value === 'object' && value !== null) {
      Object.entries(value).forEach(([name, item]) => visit(item, [...path, name]))
    }
  }
  visit(plan, [])
  for (const path of paths) {
    for (const value of [null, -1, 'x', [], {}, undefined]) {
      const text = changed(path, value)
      const result = read(text)
      if (result.plan !== null) expect(result.plan).toEqual(plan)
      else expect(result.messages).toHaveLength(1)
    }
  }
})
