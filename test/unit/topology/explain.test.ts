import { expect, test } from 'vitest'
import { compile } from '../../../src/compiler/compile.ts'
import { explain } from '../../../src/topology/explain.ts'
import { explainJson } from '../../../src/topology/explain-json.ts'
import { explainMermaid } from '../../../src/topology/explain-mermaid.ts'
import { must } from '../../../src/util/assert.ts'

const text = `
  CREATE TABLE users (userId VARCHAR PRIMARY KEY, name VARCHAR) WITH (kafka_topic = 'users');
  CREATE TABLE tweets (tweetId BIGINT PRIMARY KEY, userId VARCHAR, score INTEGER, day DATE) WITH (kafka_topic = 'tweets');
  CREATE TABLE feed WITH (endpoint = '/feed/:tweetId') AS
    SELECT t.tweetId, u.name FROM tweets t JOIN users u ON u.userId = t.userId WHERE t.score < 5;
  CREATE TABLE best AS SELECT day, MAX(score) AS best, COUNT(*) AS n FROM tweets GROUP BY day;`
const plan = must(compile([{ name: 'v.view', text }]).plan, 'plan')

test('each operator has its cost class and its state', () => {
  const rows = explain(plan).operators.map(({ title, cost, state }) => [title, cost.class, state])
  expect(rows).toEqual([
    ['table tweets', 'O(1)', 'the rows by tweetId'],
    ['filter tweets', 'O(1)', null],
    ['project step 2', 'O(1)', null],
    ['table users', 'O(1)', 'the rows by userId'],
    ['arrange step 3 by userId', 'O(1)', 'the rows by userId'],
    ['join step 3 with users', 'O(matches)', null],
    ['project step 6', 'O(1)', null],
    ['aggregate tweets by day', 'O(log n)', 'one record for each day'],
  ])
})

test('views tell their route with a path that could be asked for', () => {
  expect(explain(plan).views).toMatchObject([
    { name: 'feed', endpoint: '/feed/:tweetId', example: '/feed/42', key: ['tweetId'], operator: 7 },
    { name: 'best', endpoint: '/best/:day', example: '/best/2013-02-07', key: ['day'], operator: 8 },
  ])
})

test('JSON is the same model', () => {
  expect(JSON.parse(explainJson(plan))).toEqual(JSON.parse(JSON.stringify(explain(plan))))
})

test('Mermaid has all nodes and edges, and no character of the view can break its labels', () => {
  const lines = explainMermaid(plan).trimEnd().split('\n')
  expect(lines[0]).toBe('flowchart LR')
  expect(lines).toContain('  n2["filter tweets<br/>where score &lt; 5<br/>O(1)"]')
  expect(lines).toContain('  v1(["feed<br/>GET /feed/:tweetId"])')
  expect(lines.filter(line => line.includes('-->'))).toEqual(
    [
      'n1 --> n2',
      'n2 --> n3',
      'n3 --> n5',
      'n5 --> n6',
      'n4 --> n6',
      'n6 --> n7',
      'n1 --> n8',
      'n7 --> v1',
      'n8 --> v2',
    ].map(line => `  ${line}`),
  )
})
