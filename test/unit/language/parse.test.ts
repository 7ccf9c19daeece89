import { describe, expect, test } from 'vitest'
import type { CreateSource, CreateView } from '../../../src/language/ast.ts'
import { expressionOf, parseOk, selectOf, textOf, withoutSpans } from './support.ts'

const id = (text: string, quoted = false) => ({ kind: 'identifier', text, quoted })
const column = (name: string, relation: string | null = null) => ({
  kind: 'column_ref',
  relation: relation === null ? null : id(relation),
  name: id(name),
})
const number = (text: string) => ({ kind: 'literal', literal: 'number', text })
const string = (text: string) => ({ kind: 'literal', literal: 'string', text })
const table = (name: string, alias: string | null = null) => ({
  kind: 'table_ref',
  name: id(name),
  alias: alias === null ? null : id(alias),
})
const type = (name: string, ...parameters: number[]) => ({ kind: 'type_name', name, parameters })
const shape = (text: string) => withoutSpans(expressionOf(text))
const from = (text: string) => withoutSpans(selectOf(`SELECT * FROM ${text}`).from)

describe('statements', () => {
  test('a source', () => {
    const text = `CREATE TABLE users (id BIGINT PRIMARY KEY NOT NULL, "full name" varchar(20), PRIMARY KEY (a, b))
      WITH (kafka_topic = 'it''s', partitions = -3, compact = TRUE, x = NULL)`
    expect(withoutSpans(parseOk(text).statements)).toEqual([
      {
        kind: 'create_source',
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
        relation: 'stream',
        name: id('v'),
        properties: [{ kind: 'property', name: id('endpoint'), value: string('/v') }],
        query: {
          kind: 'select',
          items: [{ kind: 'select_expression', expression: column('a'), alias: null }],
          from: table('t'),
          where: null,
          groupBy: [],
          having: null,
        },
        emitChanges: true,
      },
    ])
  })

  test('words of ksqlDB without a meaning here are accepted', () => {
    const plain = withoutSpans(parseOk('CREATE TABLE t (a INT)').statements)
    expect(
      withoutSpans(parseOk('CREATE OR REPLACE SOURCE TABLE IF NOT EXISTS t (a INT)').statements),
    ).toEqual(plain)
  })

  test('several statements, empty ones between them', () => {
    const { statements } = parseOk(';CREATE TABLE a (x INT);; CREATE TABLE b AS SELECT 1; -- end')
    expect(statements.map(({ name }) => name.text)).toEqual(['a', 'b'])
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
  ])('type %s', (text, expected) => {
    const source = parseOk(`CREATE TABLE t (a ${text} NULL, b DATE)`).statements[0] as CreateSource
    expect(source.elements.map(element => withoutSpans(element.type))).toEqual([expected, type('DATE')])
  })

  test.each([
    ['SUBSTRING(a FROM 2)', 'SUBSTRING(a, 2)'],
    ['substring(a FROM b + 1 FOR 3)', 'substring(a, b + 1, 3)'],
    ['SUBSTRING(a FOR 3)', 'SUBSTRING(a, 1, 3)'],
    ['SUBSTRING(for FROM for FOR for)', 'SUBSTRING(for, for, for)'],
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
    expect((view.statements[0] as CreateView).query.items).toHaveLength(names.length + 1)
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
    const select = selectOf('SELECT a FROM t WHERE a GROUP BY a, t.b HAVING c')
    expect(withoutSpans([select.where, ...select.groupBy, select.having])).toEqual([
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
    left,
    right,
    on,
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
      { kind: 'between', operand: column('a'), low: number('1'), high: number('2'), negated: true },
    ],
    [
      'a NOT IN (1, 2)',
      { kind: 'in', operand: column('a'), items: [number('1'), number('2')], negated: true },
    ],
    [
      "a NOT ILIKE 'x'",
      { kind: 'like', operand: column('a'), pattern: string('x'), caseInsensitive: true, negated: true },
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
    [
      'now()',
      { kind: 'function_call', name: id('now'), args: [], star: false, distinct: false, filter: null },
    ],
    [
      'COUNT(*)',
      { kind: 'function_call', name: id('COUNT'), args: [], star: true, distinct: false, filter: null },
    ],
    [
      'sum(DISTINCT a) FILTER (WHERE b)',
      {
        kind: 'function_call',
        name: id('sum'),
        args: [column('a')],
        star: false,
        distinct: true,
        filter: column('b'),
      },
    ],
    [
      'left(a, 2)',
      {
        kind: 'function_call',
        name: id('left'),
        args: [column('a'), number('2')],
        star: false,
        distinct: false,
        filter: null,
      },
    ],
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
    expect([view, view.query, ...view.query.items, view.query.from!].map(part => textOf(part.span))).toEqual([
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
