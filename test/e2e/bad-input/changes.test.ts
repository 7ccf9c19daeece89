/** Changes in an order that nobody would wish for. After each step the views are what the rows so far say. */
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { Workspace, type Produced } from '../../support/workspace.ts'

const brokers = inject('kafka')

let workspace: Workspace
afterEach(() => workspace.remove())

const member = (key: string, value: object | null): Produced => ({
  key,
  value: value === null ? null : JSON.stringify(value),
})

describe.each([
  ['the embedded log', null, true],
  ['Kafka', brokers, brokers !== null],
])('on %s', (_, log, available) => {
  let views: string
  beforeEach(() => {
    workspace = new Workspace(log)
    views = workspace.write(
      'teams.view',
      `CREATE TABLE members (id VARCHAR PRIMARY KEY, team VARCHAR, points INTEGER)
         WITH (kafka_topic = '${workspace.topic('members')}', value_format = 'JSON');
       CREATE TABLE teams (id VARCHAR PRIMARY KEY, name VARCHAR)
         WITH (kafka_topic = '${workspace.topic('teams')}', value_format = 'JSON');
       CREATE TABLE scores AS SELECT team, COUNT(*) AS members, SUM(points) AS points, MAX(points) AS best
         FROM members GROUP BY team;
       CREATE TABLE team_page AS SELECT teams.*, memberCount FROM teams
         LEFT JOIN COUNT(members BY team) AS memberCount;
       CREATE TABLE member_page AS SELECT m.id, m.points, t.name FROM members m LEFT JOIN teams t ON m.team = t.id;`,
    )
  })

  /** Appends to the topics, catches up, and returns the rows of each view. */
  async function after(topic: string, ...records: Produced[]): Promise<Record<string, string[]>> {
    expect((await workspace.produce(topic, records)).code).toBe(0)
    const { code, stderr } = await workspace.once(views)
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^caught up: /)])
    return {
      scores: await workspace.rows('scores'),
      teams: await workspace.rows('team_page'),
      members: await workspace.rows('member_page'),
    }
  }

  test.skipIf(!available)('tombstones, repeats, moves between groups, and rows that come late', async () => {
    expect(await after('members', member('never seen', null))).toEqual({ scores: [], teams: [], members: [] })

    const ann = member('ann', { team: 'red', points: 3 })
    const bob = member('bob', { team: 'red', points: 5 })
    const early = {
      scores: ['{"team":"red","members":2,"points":8,"best":5}'],
      teams: [],
      members: ['{"id":"ann","points":3,"name":null}', '{"id":"bob","points":5,"name":null}'],
    }
    expect(await after('members', ann, ann, bob), 'twice in one step').toEqual(early)
    expect(await after('members', bob, ann), 'again in another step').toEqual(early)

    expect(await after('teams', member('red', { name: 'Reds' }), member('blue', { name: 'Blues' }))).toEqual({
      scores: early.scores,
      teams: ['{"id":"blue","name":"Blues","memberCount":0}', '{"id":"red","name":"Reds","memberCount":2}'],
      members: ['{"id":"ann","points":3,"name":"Reds"}', '{"id":"bob","points":5,"name":"Reds"}'],
    })

    expect(await after('members', member('bob', { team: 'blue', points: 5 }))).toEqual({
      scores: [
        '{"team":"blue","members":1,"points":5,"best":5}',
        '{"team":"red","members":1,"points":3,"best":3}',
      ],
      teams: ['{"id":"blue","name":"Blues","memberCount":1}', '{"id":"red","name":"Reds","memberCount":1}'],
      members: ['{"id":"ann","points":3,"name":"Reds"}', '{"id":"bob","points":5,"name":"Blues"}'],
    })

    const back = [member('ann', { team: 'blue', points: 1 }), member('ann', { team: 'red', points: 3 })]
    expect((await after('members', ...back, member('bob', null), member('bob', null)))['scores']).toEqual([
      '{"team":"red","members":1,"points":3,"best":3}',
    ])

    expect(await after('teams', member('red', null), member('blue', null))).toEqual({
      scores: ['{"team":"red","members":1,"points":3,"best":3}'],
      teams: [],
      members: ['{"id":"ann","points":3,"name":null}'],
    })
    expect(await after('members', member('ann', null))).toEqual({ scores: [], teams: [], members: [] })
  })
})
