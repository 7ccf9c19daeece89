import { describe, expect, test } from 'vitest'
import type { CreateSource, CreateView, Select } from '../../../src/language/ast.ts'
import { expressionOf, parseOk, queryOf, selectOf, textOf, withoutSpans } from './support.ts'

const id = (text: string, quoted = false) => ({ kind: 'identifier', text, quoted })
const column = (name: string, relation: string | null = null) => ({
  kind: 'column_ref',
  relation: relation === null ? null : id(relation),
  name: id(name),
})
const number = (text: string) => ({ kind: 'literal', literal: 'number', text })
const string = (text: string) => ({ kind: 'literal', literal: 'string', text })
const table = (name: string, alias: string | null = null, ...columns: string[]) => ({
  kind: 'table_ref',
  name: id(name),
  alias: alias === null ? null : id(alias),
  columns: columns.map(column => id(column)),
})
const type = (name: string, ...parameters: number[]) => ({
  kind: 'type_name',
  name,
  parameters,
  elements: [],
  fields: [],
})
const PLAIN = { orReplace: false, source: false, ifNotExists: false }
const select = {
  kind: 'select',
  distinct: false,
  distinctOn: [],
  items: [{ kind: 'select_expression', expression: number('1'), alias: null }],
  from: null,
  where: null,
  groupBy: [],
  having: null,
  windows: [],
}
const query = (body: unknown) => ({
  kind: 'query',
  with: [],
  recursive: false,
  body,
  orderBy: [],
  limit: null,
  offset: null,
})
const call = (name: string, ...args: unknown[]) => ({
  kind: 'function_call',
  name: id(name),
  args,
  star: false,
  distinct: false,
  orderBy: [],
  withinGroup: [],
  filter: null,
  nulls: null,
  over: null,
})
const shape = (text: string) => withoutSpans(expressionOf(text))
const from = (text: string) => withoutSpans(selectOf(`SELECT * FROM ${text}`).from)

describe('statements', () => {
  test('a source', () => {
    const text = `CREATE TABLE users (id BIGINT PRIMARY KEY NOT NULL, "full name" varchar(20), PRIMARY KEY (a, b))
      WITH (kafka_topic = 'it''s', partitions = -3, compact = TRUE, x = NULL)`
    expect(withoutSpans(parseOk(text).statements)).toEqual([
      {
        kind: 'create_source',
        ...PLAIN,
        relation: 'table',
        name: id('users'),
        elements: [
          {
            kind: 'column_definition',
            name: id('id'),
            type: type('BIGINT'),
            primaryKey: true,
            notNull: true,
          },
          {
            kind: 'column_definition',
            name: id('full name', true),
            type: type('VARCHAR', 20),
            primaryKey: false,
            notNull: false,
          },
        ],
        primaryKey: { kind: 'primary_key', columns: [id('a'), id('b')] },
        properties: [
          { kind: 'property', name: id('kafka_topic'), value: string("it's") },
          { kind: 'property', name: id('partitions'), value: number('-3') },
          {
            kind: 'property',
            name: id('compact'),
            value: { kind: 'literal', literal: 'boolean', text: 'true' },
          },
          { kind: 'property', name: id('x'), value: { kind: 'literal', literal: 'null', text: 'null' } },
        ],
      },
    ])
  })

  test('a view', () => {
    expect(
      withoutSpans(
        parseOk("create stream v with (endpoint = '/v') as select a from t emit changes").statements,
      ),
    ).toEqual([
      {
        kind: 'create_view',
        ...PLAIN,
        relation: 'stream',
        name: id('v'),
        properties: [{ kind: 'property', name: id('endpoint'), value: string('/v') }],
        query: query({
          ...select,
          items: [{ kind: 'select_expression', expression: column('a'), alias: null }],
          from: table('t'),
        }),
        emitChanges: true,
      },
    ])
  })

  test('words of ksqlDB without a meaning here are kept', () => {
    const [plain] = parseOk('CREATE TABLE t (a INT)').statements
    const [worded] = parseOk('CREATE OR REPLACE SOURCE TABLE IF NOT EXISTS t (a INT)').statements
    expect(withoutSpans(worded)).toEqual({
      ...(withoutSpans(plain) as object),
      orReplace: true,
      source: true,
      ifNotExists: true,
    })
  })

  test('a view that is not stored, an index, a type, an insertion', () => {
    const text = `CREATE VIEW w AS SELECT 1; CREATE INDEX ON w (a, b); CREATE INDEX i ON w (a);
      CREATE TYPE point AS STRUCT<x INT, y INT>; INSERT INTO s SELECT 1 EMIT CHANGES`
    const field = (name: string) => ({ kind: 'field_definition', name: id(name), type: type('INT') })
    expect(withoutSpans(parseOk(text).statements)).toEqual([
      {
        kind: 'create_view',
        ...PLAIN,
        relation: 'view',
        name: id('w'),
        properties: [],
        query: query(select),
        emitChanges: false,
      },
      { kind: 'create_index', name: null, view: id('w'), columns: [id('a'), id('b')] },
      { kind: 'create_index', name: id('i'), view: id('w'), columns: [id('a')] },
      {
        kind: 'create_type',
        name: id('point'),
        type: { ...type('STRUCT'), fields: [field('x'), field('y')] },
      },
      { kind: 'insert_into', target: id('s'), query: query(select), emitChanges: true },
    ])
  })

  test.each([
    ['int', type('INT')],
    ['STRING', type('STRING')],
    ['double   precision', type('DOUBLE PRECISION')],
    ['NUMERIC(10, 2)', type('NUMERIC', 10, 2)],
    ['TIMESTAMP WITH TIME ZONE', type('TIMESTAMP WITH TIME ZONE')],
    ['timestamp(3) without time zone', type('TIMESTAMP WITHOUT TIME ZONE', 3)],
    ['TIMESTAMPTZ', type('TIMESTAMPTZ')],
    ['CHARACTER VARYING(5)', type('CHARACTER VARYING', 5)],
    ['INTERVAL', type('INTERVAL')],
    ['TIME', type('TIME')],
    ['array<int>', { ...type('ARRAY'), elements: [type('INT')] }],
    ['int[][]', { ...type('ARRAY'), elements: [{ ...type('ARRAY'), elements: [type('INT')] }] }],
    ['MAP<STRING, DECIMAL(5, 2)>', { ...type('MAP'), elements: [type('STRING'), type('DECIMAL', 5, 2)] }],
    [
      'STRUCT<x ARRAY<INT>>',
      {
        ...type('STRUCT'),
        fields: [
          {
            kind: 'field_definition',
            name: id('x'),
            type: { ...type('ARRAY'), elements: [type('INT')] },
          },
        ],
      },
    ],
  ])('type %s', (text, expected) => {
    const source = parseOk(`CREATE TABLE t (a ${text} NULL, b DATE)`).statements[0] as CreateSource
    expect(source.elements.map(element => withoutSpans(element.type))).toEqual([expected, type('DATE')])
  })

  test.each([
    ['SUBSTRING(a FROM 2)', 'SUBSTRING(a, 2)'],
    ['substring(a FROM b + 1 FOR 3)', 'substring(a, b + 1, 3)'],
    ['SUBSTRING(a FOR 3)', 'SUBSTRING(a, 1, 3)'],
    ['SUBSTRING(for FROM for FOR for)', 'SUBSTRING(for, for, for)'],
    ['EXTRACT(year FROM a)', "EXTRACT('year', a)"],
    ["extract('Year' FROM a)", "extract('Year', a)"],
    ['POSITION(a IN b || c)', 'POSITION(a, b || c)'],
    ['OVERLAY(a PLACING b FROM 1 FOR 2)', 'OVERLAY(a, b, 1, 2)'],
    ['OVERLAY(a PLACING b FROM 1)', 'OVERLAY(a, b, 1)'],
    ["TRIM(LEADING 'x' FROM a)", "LTRIM(a, 'x')"],
    ["TRIM(TRAILING 'x' FROM a)", "RTRIM(a, 'x')"],
    ["TRIM(BOTH 'x' FROM a)", "BTRIM(a, 'x')"],
    ["TRIM('x' FROM a)", "BTRIM(a, 'x')"],
    ['TRIM(BOTH FROM a)', 'BTRIM(a)'],
    ['COUNT(ALL a)', 'COUNT(a)'],
    ["INTERVAL '1' day", "INTERVAL '1 DAY'"],
  ])('%s is %s', (written, meant) => {
    expect(shape(written)).toEqual(shape(meant))
  })

  test.each(['CHAR VARYING(3)', 'CHARACTER VARYING(3)'])('the type %s', name => {
    expect(shape(`CAST(a AS ${name})`)).toMatchObject({ type: type(name.slice(0, -3), 3) })
  })

  test('keywords that are not reserved are names', () => {
    const names = [
      'date',
      'key',
      'value',
      'name',
      'timestamp',
      'status',
      'count',
      'source',
      'stream',
      'by',
      'if',
      'time',
      'zone',
    ]
    const columns = names.map(name => `${name} VARCHAR`).join(', ')
    const source = parseOk(`CREATE TABLE key (${columns})`).statements[0] as CreateSource
    expect(source.elements.map(element => element.name.text)).toEqual(names)
    const view = parseOk(
      `CREATE TABLE date AS SELECT ${names.join(', ')}, date(x) AS by FROM key key WHERE key.date = date`,
    )
    const { body } = (view.statements[0] as CreateView).query
    expect(body.kind === 'select' && body.items).toHaveLength(names.length + 1)
  })
})

describe('select list', () => {
  test('stars, aliases with and without AS', () => {
    expect(withoutSpans(selectOf('SELECT *, t.*, a AS b, a "B c", t.a value FROM t').items)).toEqual([
      { kind: 'select_star', relation: null },
      { kind: 'select_star', relation: id('t') },
      { kind: 'select_expression', expression: column('a'), alias: id('b') },
      { kind: 'select_expression', expression: column('a'), alias: id('B c', true) },
      { kind: 'select_expression', expression: column('a', 't'), alias: id('value') },
    ])
  })

  test('all clauses', () => {
    const { where, groupBy, having } = selectOf('SELECT a FROM t WHERE a GROUP BY a, t.b HAVING c')
    expect(withoutSpans([where, ...groupBy, having])).toEqual([
      column('a'),
      column('a'),
      column('b', 't'),
      column('c'),
    ])
  })
})

describe('FROM', () => {
  const join = (kind: string, left: unknown, right: unknown, on: unknown = null) => ({
    kind: 'join',
    join: kind,
    natural: false,
    left,
    right,
    on,
    using: null,
    comma: false,
  })

  test.each([
    ['a JOIN b ON x', join('inner', table('a'), table('b'), column('x'))],
    ['a INNER JOIN b', join('inner', table('a'), table('b'))],
    ['a x LEFT OUTER JOIN b AS y ON z', join('left', table('a', 'x'), table('b', 'y'), column('z'))],
    ['a RIGHT JOIN b', join('right', table('a'), table('b'))],
    ['a FULL OUTER JOIN b', join('full', table('a'), table('b'))],
    ['a CROSS JOIN b', join('cross', table('a'), table('b'))],
    [
      'a JOIN b LEFT JOIN c ON x',
      join('left', join('inner', table('a'), table('b')), table('c'), column('x')),
    ],
    [
      'a JOIN (b JOIN c ON x) ON y',
      join('inner', table('a'), join('inner', table('b'), table('c'), column('x')), column('y')),
    ],
    ['(a JOIN b) JOIN c', join('inner', join('inner', table('a'), table('b')), table('c'))],
    ['a AS x (y, z)', table('a', 'x', 'y', 'z')],
    ['a NATURAL LEFT JOIN b', { ...join('left', table('a'), table('b')), natural: true }],
    ['a JOIN b USING (x, y)', { ...join('inner', table('a'), table('b')), using: [id('x'), id('y')] }],
    [
      'a, b JOIN c ON x',
      { ...join('cross', table('a'), join('inner', table('b'), table('c'), column('x'))), comma: true },
    ],
    [
      '(SELECT 1) AS x (y)',
      { kind: 'derived_table', lateral: false, query: query(select), alias: id('x'), columns: [id('y')] },
    ],
    [
      'LATERAL (VALUES (1), (1)) x',
      {
        kind: 'derived_table',
        lateral: true,
        query: query({ kind: 'values', rows: [[number('1')], [number('1')]] }),
        alias: id('x'),
        columns: [],
      },
    ],
    [
      'UNNEST(a, 1) WITH ORDINALITY AS u (x)',
      {
        kind: 'table_function',
        lateral: false,
        name: id('UNNEST'),
        args: [column('a'), number('1')],
        ordinality: true,
        alias: id('u'),
        columns: [id('x')],
      },
    ],
    [
      'a JOIN ((SELECT 1) x CROSS JOIN b) ON y',
      join(
        'inner',
        table('a'),
        join(
          'cross',
          { kind: 'derived_table', lateral: false, query: query(select), alias: id('x'), columns: [] },
          table('b'),
        ),
        column('y'),
      ),
    ],
  ])('%s', (text, expected) => {
    expect(from(text)).toEqual(expected)
  })

  const aggregate = {
    kind: 'aggregate_join',
    left: table('users'),
    column: null,
    where: null,
    alias: null,
    on: null,
  }

  test('an aggregate joined by a column', () => {
    expect(from('users LEFT JOIN COUNT(tweets BY userId) AS n')).toEqual({
      ...aggregate,
      aggregate: id('COUNT'),
      source: id('tweets'),
      by: [id('userId')],
      alias: id('n'),
    })
  })

  test('an aggregate of a column with a condition', () => {
    expect(from("users LEFT JOIN SUM(orders.amount WHERE status = 'paid' BY a, b) paid ON x")).toMatchObject({
      aggregate: id('SUM'),
      source: id('orders'),
      column: id('amount'),
      where: { kind: 'binary', operator: '=', left: column('status'), right: string('paid') },
      by: [id('a'), id('b')],
      alias: id('paid'),
      on: column('x'),
    })
  })
})

const sorted = (name: string, descending = false) => ({
  kind: 'sort_item',
  expression: column(name),
  descending,
  nullsFirst: null,
})

describe('queries', () => {
  const shapeOf = (text: string) => withoutSpans(queryOf(text))
  const operation = (operator: string, left: unknown, right: unknown, all = false) => ({
    kind: 'set_operation',
    operator,
    all,
    left,
    right,
  })

  test('WITH, ORDER BY, LIMIT and OFFSET', () => {
    expect(
      shapeOf(
        'WITH RECURSIVE x (a) AS (SELECT 1), y AS (SELECT 1) SELECT 1 ORDER BY a DESC LIMIT 2 OFFSET 3',
      ),
    ).toEqual({
      ...query(select),
      with: [
        { kind: 'common_table', name: id('x'), columns: [id('a')], query: query(select) },
        { kind: 'common_table', name: id('y'), columns: [], query: query(select) },
      ],
      recursive: true,
      orderBy: [sorted('a', true)],
      limit: number('2'),
      offset: number('3'),
    })
  })

  test.each([
    ['SELECT 1 OFFSET 3 ROWS FETCH NEXT 2 ROWS ONLY', number('2'), number('3')],
    ['SELECT 1 FETCH FIRST ROW ONLY', number('1'), null],
    ['SELECT 1 LIMIT ALL OFFSET 1', null, number('1')],
  ])('%s', (text, limit, offset) => {
    expect(shapeOf(text)).toEqual({ ...query(select), limit, offset })
  })

  test.each([
    [
      'SELECT 1 UNION SELECT 1 EXCEPT ALL SELECT 1',
      operation('except', operation('union', select, select), select, true),
    ],
    [
      'SELECT 1 UNION DISTINCT SELECT 1 INTERSECT SELECT 1',
      operation('union', select, operation('intersect', select, select)),
    ],
    [
      '(SELECT 1 UNION SELECT 1) INTERSECT ALL SELECT 1',
      operation('intersect', operation('union', select, select), select, true),
    ],
    ['((SELECT 1) UNION ((SELECT 1)))', operation('union', select, select)],
    [
      '(SELECT 1 LIMIT 1) UNION SELECT 1',
      operation('union', { ...query(select), limit: number('1') }, select),
    ],
  ])('%s', (text, body) => {
    expect(shapeOf(text)).toEqual(query(body))
  })

  test('a query in parentheses is itself', () => {
    expect(shapeOf('(SELECT 1 LIMIT 1)')).toEqual({ ...query(select), limit: number('1') })
    expect(shapeOf('(SELECT 1 LIMIT 2) LIMIT 1')).toEqual({
      ...query({ ...query(select), limit: number('2') }),
      limit: number('1'),
    })
  })

  test('DISTINCT and its ON', () => {
    expect(withoutSpans(selectOf('SELECT DISTINCT 1'))).toEqual({ ...select, distinct: true })
    expect(withoutSpans(selectOf('SELECT ALL 1'))).toEqual(select)
    expect(withoutSpans(selectOf('SELECT DISTINCT ON (a, b) 1'))).toEqual({
      ...select,
      distinct: true,
      distinctOn: [column('a'), column('b')],
    })
  })

  test('WINDOW', () => {
    const window = { kind: 'window', base: null, partitionBy: [column('a')], orderBy: [], frame: null }
    expect(withoutSpans(selectOf('SELECT 1 WINDOW w AS (PARTITION BY a)').windows)).toEqual([
      { kind: 'window_definition', name: id('w'), window },
    ])
  })

  test('GROUP BY', () => {
    const set = (...names: string[]) => ({ kind: 'grouping_set', items: names.map(name => column(name)) })
    const text =
      'SELECT 1 GROUP BY (a, b), ROLLUP (a, (b, c)), CUBE ((a)), GROUPING SETS ((a), (), CUBE (b)), ()'
    expect(withoutSpans(selectOf(text).groupBy)).toEqual([
      column('a'),
      column('b'),
      { kind: 'rollup', sets: [set('a'), set('b', 'c')] },
      { kind: 'cube', sets: [set('a')] },
      { kind: 'grouping_sets', sets: [set('a'), set(), { kind: 'cube', sets: [set('b')] }] },
      set(),
    ])
  })
})

describe('expressions', () => {
  test.each([
    ['NULL', { kind: 'literal', literal: 'null', text: 'null' }],
    ['true', { kind: 'literal', literal: 'boolean', text: 'true' }],
    ['1.', number('1.')],
    ['.5e3', number('.5e3')],
    ["'it''s'", string("it's")],
    ["DATE '2013-02-07'", { kind: 'literal', literal: 'date', text: '2013-02-07' }],
    ["TIMESTAMP 'x'", { kind: 'literal', literal: 'timestamp', text: 'x' }],
    ["TIMESTAMP WITHOUT TIME ZONE 'x'", { kind: 'literal', literal: 'timestamp', text: 'x' }],
    ["TIMESTAMP WITH TIME ZONE 'x'", { kind: 'literal', literal: 'timestamptz', text: 'x' }],
    ["timestamptz 'x'", { kind: 'literal', literal: 'timestamptz', text: 'x' }],
    ['date', column('date')],
    ['"a""b".c', { kind: 'column_ref', relation: id('a"b', true), name: id('c') }],
    ['a IS NOT NULL', { kind: 'is_null', operand: column('a'), negated: true }],
    ['a IS DISTINCT FROM 1', { kind: 'is_distinct', left: column('a'), right: number('1'), negated: false }],
    [
      'a IS NOT TRUE',
      {
        kind: 'is_distinct',
        left: column('a'),
        right: { kind: 'literal', literal: 'boolean', text: 'true' },
        negated: false,
      },
    ],
    [
      'a NOT BETWEEN 1 AND 2',
      {
        kind: 'between',
        symmetric: false,
        operand: column('a'),
        low: number('1'),
        high: number('2'),
        negated: true,
      },
    ],
    [
      'a NOT IN (1, 2)',
      { kind: 'in', operand: column('a'), items: [number('1'), number('2')], negated: true },
    ],
    [
      "a NOT ILIKE 'x'",
      {
        kind: 'like',
        operand: column('a'),
        pattern: string('x'),
        escape: null,
        caseInsensitive: true,
        negated: true,
      },
    ],
    [
      "a SIMILAR TO 'x' ESCAPE '!'",
      { kind: 'similar', operand: column('a'), pattern: string('x'), escape: string('!'), negated: false },
    ],
    [
      'CASE WHEN a THEN 1 END',
      { kind: 'case', operand: null, whens: [{ when: column('a'), then: number('1') }], otherwise: null },
    ],
    [
      'CASE a WHEN 1 THEN 2 WHEN 3 THEN 4 ELSE 5 END',
      {
        kind: 'case',
        operand: column('a'),
        whens: [
          { when: number('1'), then: number('2') },
          { when: number('3'), then: number('4') },
        ],
        otherwise: number('5'),
      },
    ],
    [
      'CASE WHEN a THEN 1 ELSE b END',
      {
        kind: 'case',
        operand: null,
        whens: [{ when: column('a'), then: number('1') }],
        otherwise: column('b'),
      },
    ],
    [
      'CAST(a AS DECIMAL(10,2))',
      { kind: 'cast', operand: column('a'), type: type('DECIMAL', 10, 2), form: 'cast' },
    ],
    ['a::bigint', { kind: 'cast', operand: column('a'), type: type('BIGINT'), form: 'colons' }],
    ['now()', call('now')],
    ['COUNT(*)', { ...call('COUNT'), star: true }],
    [
      'sum(DISTINCT a) FILTER (WHERE b)',
      { ...call('sum', column('a')), distinct: true, filter: column('b') },
    ],
    ['left(a, 2)', call('left', column('a'), number('2'))],
    ['array_agg(a ORDER BY b DESC)', { ...call('array_agg', column('a')), orderBy: [sorted('b', true)] }],
    ['mode() WITHIN GROUP (ORDER BY a)', { ...call('mode'), withinGroup: [sorted('a')] }],
    ['lag(a) IGNORE NULLS OVER w', { ...call('lag', column('a')), nulls: 'ignore', over: id('w') }],
    [
      'sum(a) OVER (w PARTITION BY a ORDER BY b NULLS FIRST ROWS 2 PRECEDING EXCLUDE TIES)',
      {
        ...call('sum', column('a')),
        over: {
          kind: 'window',
          base: id('w'),
          partitionBy: [column('a')],
          orderBy: [{ ...sorted('b'), nullsFirst: true }],
          frame: {
            kind: 'frame',
            unit: 'rows',
            start: { kind: 'frame_bound', bound: 'preceding', offset: number('2') },
            end: { kind: 'frame_bound', bound: 'current_row', offset: null },
            exclude: 'ties',
          },
        },
      },
    ],
    ["TIME '10:00'", { kind: 'literal', literal: 'time', text: '10:00' }],
    ["UUID 'x'", { kind: 'literal', literal: 'uuid', text: 'x' }],
    ["JSON '{}'", { kind: 'literal', literal: 'json', text: '{}' }],
    ["INTERVAL '1 day'", { kind: 'literal', literal: 'interval', text: '1 day' }],
    ['(SELECT 1)', { kind: 'subquery', query: query(select) }],
    ['((SELECT 1))', { kind: 'subquery', query: query(select) }],
    ['EXISTS (SELECT 1)', { kind: 'exists', query: query(select) }],
    [
      '(a, b) NOT IN (SELECT 1)',
      {
        kind: 'in_subquery',
        operand: { kind: 'row', items: [column('a'), column('b')] },
        query: query(select),
        negated: true,
      },
    ],
    [
      'a IN ((SELECT 1), 2)',
      {
        kind: 'in',
        operand: column('a'),
        items: [{ kind: 'subquery', query: query(select) }, number('2')],
        negated: false,
      },
    ],
    [
      'a < ALL (SELECT 1)',
      { kind: 'quantified', left: column('a'), operator: '<', quantifier: 'all', query: query(select) },
    ],
    [
      'a = SOME (b)',
      { kind: 'quantified_array', left: column('a'), operator: '=', quantifier: 'any', array: column('b') },
    ],
    ['(a).b', { kind: 'field_access', form: 'dot', operand: column('a'), field: id('b') }],
    ['a->b', { kind: 'field_access', form: 'arrow', operand: column('a'), field: id('b') }],
    ['ROW(a)', { kind: 'row', items: [column('a')] }],
    ['ARRAY[]', { kind: 'array', items: [] }],
    ['MAP(1 := a)', { kind: 'map', entries: [{ key: number('1'), value: column('a') }] }],
    ['STRUCT(x := a)', { kind: 'struct', fields: [{ name: id('x'), value: column('a') }] }],
    ['TRY_CAST(a AS INT)', { kind: 'cast', operand: column('a'), type: type('INT'), form: 'try' }],
    ['(a, b) => a', { kind: 'lambda', parameters: [id('a'), id('b')], body: column('a') }],
    ['((a))', column('a')],
  ])('%s', (text, expected) => {
    expect(shape(text)).toEqual(expected)
  })
})

describe('spans', () => {
  test.each([
    ['(a + b) * c', ['(a + b) * c', 'a + b', 'a', 'b', 'c']],
    ['a + (b)', ['a + (b)', 'a', 'b']],
    ['-(a)', ['-(a)', 'a']],
    ['NOT (a) IS NULL', ['NOT (a) IS NULL', '(a) IS NULL', 'a']],
    ['(a)::int', ['(a)::int', 'a']],
    ['(a) IN ((1), 2)', ['(a) IN ((1), 2)', 'a', '1', '2']],
    ['a BETWEEN (1) AND (2)', ['a BETWEEN (1) AND (2)', 'a', '1', '2']],
    [
      'f( x , DISTINCT_ ) FILTER ( WHERE y )',
      ['f( x , DISTINCT_ ) FILTER ( WHERE y )', 'x', 'DISTINCT_', 'y'],
    ],
    ['t . a', ['t . a']],
    ['"ü😀" || \'名\'', ['"ü😀" || \'名\'', '"ü😀"', "'名'"]],
  ])('of %s', (text, expected) => {
    expect(expressionTexts(expressionOf(text))).toEqual(expected)
  })

  test('of statements and their parts', () => {
    const text =
      ' CREATE TABLE t (a INT PRIMARY KEY, PRIMARY KEY (a)) WITH (x = -1) ; CREATE TABLE v AS SELECT t.* , a b FROM t u JOIN (w) ON c'
    const [source, view] = parseOk(text).statements as [CreateSource, CreateView]
    expect(
      [source, source.elements[0]!, source.elements[0]!.type, source.primaryKey!].map(part =>
        textOf(part.span),
      ),
    ).toEqual([
      'CREATE TABLE t (a INT PRIMARY KEY, PRIMARY KEY (a)) WITH (x = -1)',
      'a INT PRIMARY KEY',
      'INT',
      'PRIMARY KEY (a)',
    ])
    expect([source.properties[0]!, source.properties[0]!.value].map(part => textOf(part.span))).toEqual([
      'x = -1',
      '-1',
    ])
    const select = view.query.body as Select
    expect([view, view.query, ...select.items, select.from!].map(part => textOf(part.span))).toEqual([
      'CREATE TABLE v AS SELECT t.* , a b FROM t u JOIN (w) ON c',
      'SELECT t.* , a b FROM t u JOIN (w) ON c',
      't.*',
      'a b',
      't u JOIN (w) ON c',
    ])
  })

  test('of an operator alone', () => {
    const expression = expressionOf('a  >=  b')
    expect(expression.kind === 'binary' && textOf(expression.operatorSpan)).toBe('>=')
  })
})

/** The texts of all expressions in a tree, from the outside in. */
function expressionTexts(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(expressionTexts)
  if (typeof node !== 'object' || node === null || !('kind' in node)) return []
  const { kind, span } = node as { kind: string; span: Parameters<typeof textOf>[0] }
  if (kind === 'identifier' || kind === 'type_name') return []
  const children = Object.entries(node).flatMap(([key, child]) =>
    key.endsWith('pan') ? [] : expressionTexts(child),
  )
  return [textOf(span), ...children]
}
