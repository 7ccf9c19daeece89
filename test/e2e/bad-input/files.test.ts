/** Files that are not what a command needs, as a user meets them: exit code and every line that is printed. */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { matview } from '../../support/matview.ts'
import { Workspace } from '../../support/workspace.ts'

const VIEWS = `
CREATE TABLE items (id VARCHAR PRIMARY KEY, n INTEGER) WITH (value_format = 'JSON');
CREATE TABLE item_page AS SELECT * FROM items;
`

let workspace: Workspace
beforeEach(() => {
  workspace = new Workspace()
})
afterEach(() => workspace.remove())

describe('views', () => {
  /** What `run` says before it makes anything. */
  async function refusal(file: string): Promise<string> {
    const { code, stdout, stderr } = await workspace.matview(['run', file, '--once'])
    expect([code, stdout]).toEqual([1, ''])
    return stderr
  }

  test('an empty file', async () => {
    const file = workspace.write('empty.view', '')
    expect(await refusal(file)).toBe(
      `error[MV1004]: there is no statement in this file\n --> ${file}:1:1\n  |\n1 |\n  | ^\n` +
        '  = help: write `CREATE TABLE … WITH (…)` for a topic, `CREATE TABLE … AS SELECT …` for a view\n\n1 error\n',
    )
  })

  test('a file that is not UTF-8', async () => {
    const file = workspace.write('latin1.view', Buffer.from(`${VIEWS}-- caf\xe9\n`, 'latin1'))
    expect(await refusal(file)).toBe(
      `error[MV1005]: \`${file}\` is not UTF-8: line 4 has bytes that are no text\n = help: save it as UTF-8 and try again\n\n1 error\n`,
    )
  })

  test('a folder', async () => {
    const folder = join(workspace.dir, 'views')
    mkdirSync(folder)
    expect(await refusal(`${folder}/`)).toBe(
      `error[MV1006]: \`${folder}/\` is a folder\n = help: name the files in it, such as \`${folder}/*.view\`\n\n1 error\n`,
    )
  })

  test('a file that is not there', async () => {
    const file = join(workspace.dir, 'missing.view')
    expect(await refusal(file)).toBe(
      `error[MV1006]: \`${file}\` is not there\n = help: check the spelling and the current folder\n\n1 error\n`,
    )
  })

  test('a mistake: the place, and what was meant', async () => {
    const file = workspace.write('typo.view', VIEWS.replace('FROM items', 'FROM itmes'))
    expect(await refusal(file)).toBe(
      `error[MV2020]: there is no table or view \`itmes\`\n --> ${file}:3:41\n  |\n` +
        '3 | CREATE TABLE item_page AS SELECT * FROM itmes;\n  |                                         ^^^^^\n' +
        '  = help: did you mean `items`?\n\n1 error\n',
    )
  })

  test('marks at the start, Windows line ends and no last line end are no mistake', async () => {
    const file = workspace.write('windows.view', `\uFEFF${VIEWS.trim().replaceAll('\n', '\r\n')}`)
    expect((await workspace.once(file)).code).toBe(0)
  })
})

describe('a plan file', () => {
  const WAY_OUT =
    ' = help: change the views and write the plan again with `matview compile FILE… -o plan.json`\n\n1 error\n'
  let plan: string
  let text: string
  beforeEach(async () => {
    plan = join(workspace.dir, 'plan.json')
    const views = workspace.write('items.view', VIEWS)
    expect((await matview(['compile', views, '-o', plan])).code).toBe(0)
    text = readFileSync(plan, 'utf8')
  })

  test('as it was written runs', async () => {
    expect((await workspace.once(plan)).code).toBe(0)
    expect(await workspace.rows('item_page')).toEqual([])
  })

  test.each([
    ['its sources', '"topic": "items"', '"topic": "other"', /^the (node|source) `[^`]+`$/],
    ['its views', '"name": "item_page"', '"name": "itempage"', /^the view `itempage`$/],
  ])('edited by hand in %s is refused', async (_, from, to, what) => {
    expect(text).toContain(from)
    workspace.write('plan.json', text.replace(from, to))
    const { code, stdout, stderr } = await workspace.once(plan)
    expect([code, stdout]).toEqual([78, ''])
    const rest = ` in \`${plan}\` was changed by hand: it does not fit its fingerprint\n${WAY_OUT}`
    expect(stderr).toMatch(/^error\[MV3012\]: /)
    expect(stderr.endsWith(rest)).toBe(true)
    expect(stderr.slice('error[MV3012]: '.length, -rest.length)).toMatch(what)
  })

  test('edited into what no plan has is refused, with the place', async () => {
    workspace.write('plan.json', text.replace('"kind": "source"', '"kind": "sauce"'))
    expect(await workspace.once(plan)).toMatchObject({
      code: 78,
      stderr:
        `error[MV3010]: \`${plan}\` is not a plan that can be run: \`nodes[0].kind\` is not one of source, values, filter, ` +
        `project, arrange, join, aggregate, group_join, union, set_operation, top_n, window, unnest\n${WAY_OUT}`,
    })
  })

  test('cut off, or of another kind', async () => {
    workspace.write('plan.json', text.slice(0, 300))
    expect((await workspace.once(plan)).stderr).toBe(
      `error[MV3010]: \`${plan}\` is not a plan: it is not valid JSON\n${WAY_OUT}`,
    )
    workspace.write('plan.json', '{}')
    expect((await workspace.once(plan)).stderr).toBe(
      `error[MV3010]: \`${plan}\` is not a plan: it has no version\n${WAY_OUT}`,
    )
  })

  test('of a newer matview', async () => {
    workspace.write('plan.json', text.replace(/"version": \d+/, '"version": 99'))
    expect(await workspace.once(plan)).toMatchObject({
      code: 78,
      stderr:
        `error[MV3011]: \`${plan}\` is a plan of version 99, and this matview runs version 1\n` +
        ' = help: run it with a newer matview, or write the plan again from the views with this one\n\n1 error\n',
    })
  })
})

describe('a folder of data', () => {
  test('with a line that is no record names it, and loads nothing of what follows', async () => {
    const views = workspace.write('items.view', VIEWS)
    const data = join(workspace.dir, 'data')
    mkdirSync(data)
    workspace.write(
      'data/items.ndjson',
      '{"key":"a","value":{"n":1}}\n{"key":"b"}\n{"key":"c","value":{"n":3}}\n',
    )
    const { code, stderr } = await workspace.once(views, '--load', data)
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining(
        `error[MV4007]: ${data}/items.ndjson:2: the record has no \`value\` (a tombstone has \`"value": null\`)\n`,
      ),
    ])
    workspace.write(
      'data/items.ndjson',
      '{"key":"a","value":{"n":1}}\n{"key":"b","value":null}\n{"key":"c","value":{"n":3}}\n',
    )
    const again = await workspace.once(views, '--load', data)
    expect([again.code, await workspace.rows('item_page')]).toEqual([
      0,
      ['{"id":"a","n":1}', '{"id":"c","n":3}'],
    ])
    expect(await workspace.consume('items')).toHaveLength(3)
  })

  test('that is not there', async () => {
    const views = workspace.write('items.view', VIEWS)
    const { code, stderr } = await workspace.once(views, '--load', join(workspace.dir, 'nowhere'))
    expect(code).toBe(78)
    expect(stderr).toMatch(/^error\[MV4006\]: .*nowhere.*\n = help: /)
  })
})
