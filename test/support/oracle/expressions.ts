/**
 * Random expressions that mean the same to matview and PostgreSQL and cannot fail: no overflow, no division by zero.
 * Doubles stay multiples of small powers of two, so that sums are exact in any order.
 */
import type { ColumnType } from './program.ts'
import type { Random } from './random.ts'

/** SQL text as a tree, so that shrinking can put a part in place of the whole. */
export type Sql = string | readonly Sql[]

export function printSql(sql: Sql): string {
  return typeof sql === 'string' ? sql : sql.map(printSql).join('')
}

/** A column in scope: how it is written, and its type. */
export interface ScopedColumn {
  readonly sql: string
  readonly type: ColumnType
  /** Equal values always have one text: not so for a DECIMAL that was computed (1.0, 1.00). */
  readonly canonical: boolean
}

export const TYPES: readonly ColumnType[] = [
  'boolean',
  'integer',
  'bigint',
  'double',
  'decimal',
  'varchar',
  'date',
  'timestamp',
  'timestamptz',
  'integer[]',
  'text[]',
  'jsonb',
]
const NUMERIC: readonly ColumnType[] = ['integer', 'bigint', 'decimal', 'double']

/** Makes subqueries that can stand in an expression. */
export interface Subqueries {
  /** Of this type, or null where there is none. */
  value(type: ColumnType): Sql | null
  condition(): Sql
}

export class ExpressionMaker {
  readonly #random: Random
  readonly #columns: readonly ScopedColumn[]
  readonly #subqueries: Subqueries | null

  constructor(random: Random, columns: readonly ScopedColumn[], subqueries: Subqueries | null = null) {
    this.#random = random
    this.#columns = columns
    this.#subqueries = subqueries
  }

  /** A column, of the type if one is asked for and there. */
  column(type?: ColumnType): ScopedColumn | null {
    const fitting = this.#columns.filter(column => type === undefined || column.type === type)
    return fitting.length === 0 ? null : this.#random.pick(fitting)
  }

  /** One of these types, rather one that a column has. */
  type(types: readonly ColumnType[]): ColumnType {
    const had = this.#columns.map(({ type }) => type).filter(type => types.includes(type))
    return this.#random.pick(had.length > 0 && this.#random.chance(0.85) ? had : types)
  }

  make(type: ColumnType, depth: number): Sql {
    const subquery = depth > 0 && this.#random.chance(0.12) ? this.#subqueries?.value(type) : null
    if (subquery) return subquery
    if (depth <= 0 || this.#random.chance(0.3)) return this.leaf(type)
    if (this.#random.chance(0.2)) return this.#conditional(type, depth)
    return this.#composite(type, depth - 1)
  }

  leaf(type: ColumnType): Sql {
    const column = this.column(type)
    return column !== null && this.#random.chance(0.75) ? column.sql : literalOf(type, this.#random)
  }

  condition(depth: number): Sql {
    const { chance, pick } = bound(this.#random)
    if (this.#subqueries !== null && chance(0.25)) return this.#subqueries.condition()
    if (depth > 0 && chance(0.35)) {
      const operands = [this.condition(depth - 1), this.condition(depth - 1)]
      return chance(0.2)
        ? ['NOT (', operands[0]!, ')']
        : ['(', operands[0]!, pick([' AND ', ' OR ']), operands[1]!, ')']
    }
    return this.#test(depth)
  }

  #test(depth: number): Sql {
    const random = this.#random
    const type = this.type(TYPES)
    const make = () => this.make(type, depth - 1)
    const not = random.pick(['', 'NOT '])
    switch (random.between(0, 7)) {
      case 7:
        return this.#containment()
      case 0:
        return ['(', make(), ` IS ${not}NULL)`]
      case 1:
        return ['(', make(), ` ${not}IN (`, this.leaf(type), ', ', literalOf(type, random), '))']
      case 2:
        return ['(', make(), ` ${not}BETWEEN `, this.leaf(type), ' AND ', this.leaf(type), ')']
      case 3:
        return [
          '(',
          this.make('varchar', depth - 1),
          ` ${not}LIKE `,
          random.pick(["'a%'", "'%b'", "'_'", "'%ü%'", "'a\\%'"]),
          ')',
        ]
      case 4:
        return ['(', make(), ` IS ${not}DISTINCT FROM `, make(), ')']
      default: {
        const other = NUMERIC.includes(type) ? random.pick(NUMERIC) : type
        return [
          '(',
          make(),
          ` ${random.pick(['=', '<>', '<', '<=', '>', '>='])} `,
          this.make(other, depth - 1),
          ')',
        ]
      }
    }
  }

  /** What arrays and JSON contain. */
  #containment(): Sql {
    const random = this.#random
    const array = random.pick<ColumnType>(['integer[]', 'text[]'])
    const element = () => this.#text(array === 'text[]' ? 'varchar' : 'integer')
    return random.pick<() => Sql>([
      () => ['(', this.leaf(array), random.pick([' @> ', ' <@ ', ' && ']), this.leaf(array), ')'],
      () => ['(', element(), random.pick([' = ANY (', ' <> ALL (', ' < ANY (']), this.leaf(array), '))'],
      () => ['(', this.leaf('jsonb'), random.pick([' @> ', ' <@ ']), this.leaf('jsonb'), ')'],
      () => ['(', this.leaf('jsonb'), ' ? ', random.pick(["'a'", "'b'"]), ')'],
    ])()
  }

  /** In PostgreSQL an element of TEXT[] is TEXT. */
  #text(type: ColumnType): Sql {
    return type === 'varchar' ? ['CAST(', this.leaf(type), ' AS TEXT)'] : this.leaf(type)
  }

  #conditional(type: ColumnType, depth: number): Sql {
    const make = () => this.make(type, depth - 1)
    switch (this.#random.between(0, 3)) {
      case 0:
        return ['CASE WHEN ', this.condition(depth - 1), ' THEN ', make(), ' ELSE ', make(), ' END']
      case 1:
        return ['CASE ', this.leaf('integer'), ' WHEN 1 THEN ', make(), ' WHEN 2 THEN ', make(), ' END']
      case 2:
        return ['COALESCE(', make(), ', ', make(), ')']
      default:
        return ['NULLIF(', make(), ', ', make(), ')']
    }
  }

  #composite(type: ColumnType, depth: number): Sql {
    const random = this.#random
    const make = () => this.make(type, depth)
    const leaf = () => this.leaf(type)
    switch (type) {
      case 'boolean':
        return this.condition(depth)
      case 'integer':
        return random.pick<() => Sql>([
          () => ['(', make(), random.pick([' + ', ' - ']), make(), ')'],
          () => ['(', leaf(), ' * ', leaf(), ')'],
          () => ['(', make(), random.pick([' / ', ' % ']), 'NULLIF(', leaf(), ', 0))'],
          () => ['(-', leaf(), ')'],
          () => ['ABS(', make(), ')'],
          () => ['LENGTH(', this.make('varchar', depth), ')'],
          () => ['CARDINALITY(', this.leaf('text[]'), ')'],
          () => ['(', this.leaf('integer[]'), ')[', this.leaf('integer'), ']'],
          () => ['ARRAY_LENGTH(', this.leaf('integer[]'), ', 1)'],
          () => ['(', this.leaf('date'), ' - ', this.leaf('date'), ')'],
        ])()
      case 'bigint':
        return random.pick<() => Sql>([
          () => ['(', leaf(), random.pick([' + ', ' - ']), this.make('integer', depth), ')'],
          () => ['(', leaf(), ' - ', leaf(), ')'],
          () => ['(', leaf(), ' * 3)'],
          () => ['(', leaf(), random.pick([' / ', ' % ']), 'NULLIF(', leaf(), ', 0))'],
          () => ['CAST(', this.make('integer', depth), ' AS BIGINT)'],
        ])()
      case 'decimal':
        return random.pick<() => Sql>([
          () => ['(', make(), random.pick([' + ', ' - ']), leaf(), ')'],
          () => ['(', leaf(), ' * ', this.leaf(random.pick(['integer', 'decimal'])), ')'],
          () => ['(', leaf(), random.pick([' / ', ' % ']), 'NULLIF(', leaf(), ', 0))'],
          () => [
            'CAST(',
            this.make(random.pick(['integer', 'bigint', 'decimal']), depth),
            ' AS DECIMAL(38, 3))',
          ],
          () => ['ROUND(', make(), ', ', String(random.between(0, 3)), ')'],
          () => [random.pick(['FLOOR(', 'CEIL(', 'ABS(', 'TRUNC(', 'SIGN(']), make(), ')'],
        ])()
      case 'double':
        return random.pick<() => Sql>([
          () => ['(', leaf(), random.pick([' + ', ' - ']), leaf(), ')'],
          () => ['(', leaf(), ' * ', leaf(), ')'],
          () => ['(', leaf(), ' / 2)'],
          () => ['CAST(', this.leaf(random.pick(['integer', 'decimal'])), ' AS DOUBLE) + 0.5'].flat(),
          () => [random.pick(['FLOOR(', 'CEIL(', 'ABS(', 'ROUND(']), leaf(), ')'],
        ])()
      case 'varchar':
        return random.pick<() => Sql>([
          () => ['(', make(), ' || ', make(), ')'],
          () => [
            'CAST(',
            this.leaf(random.pick(['integer', 'bigint', 'decimal', 'boolean'])),
            ' AS VARCHAR)',
          ],
          () => ['CAST(', this.leaf(random.pick(['date', 'timestamp', 'timestamptz'])), ' AS VARCHAR)'],
          () => ['SUBSTRING(', make(), ', ', String(random.between(1, 3)), ', 2)'],
          () => ['LEFT(', make(), ', 2)'],
          () => ['(', this.leaf('jsonb'), " ->> 'a')"],
          () => ['(', this.leaf('text[]'), ')[', String(random.between(1, 2)), ']'],
          () => ['ARRAY_TO_STRING(', this.leaf('text[]'), ", ';')"],
          () => ['REPLACE(', make(), ", 'a', 'bc')"],
          () => ['TRIM(', make(), ')'],
        ])()
      case 'date':
        return random.pick<() => Sql>([
          () => ['(', leaf(), random.pick([' + ', ' - ']), this.leaf('integer'), ')'],
          () => ['CAST(', this.leaf('timestamp'), ' AS DATE)'],
        ])()
      case 'timestamp':
        return random.pick<() => Sql>([
          () => [`DATE_TRUNC('${random.pick(['hour', 'day', 'month', 'week'])}', `, leaf(), ')'],
          () => ['CAST(', this.leaf('date'), ' AS TIMESTAMP)'],
        ])()
      case 'timestamptz':
        return [`DATE_TRUNC('${random.pick(['minute', 'hour', 'day', 'year'])}', `, leaf(), ')']
      case 'integer[]':
      case 'text[]': {
        const element = () => this.#text(type === 'text[]' ? 'varchar' : 'integer')
        return random.pick<() => Sql>([
          () => ['(', leaf(), ' || ', leaf(), ')'],
          () => ['ARRAY_APPEND(', leaf(), ', ', element(), ')'],
          () => ['ARRAY_REMOVE(', leaf(), ', ', element(), ')'],
          () => ['ARRAY[', element(), ', ', element(), ']'],
        ])()
      }
      case 'jsonb':
        return random.pick<() => Sql>([
          () => ['(', leaf(), ' || ', leaf(), ')'],
          () => ['(', leaf(), ' -> ', random.pick(["'a'", '0', "'b'"]), ')'],
          () => ['TO_JSONB(', this.leaf(random.pick(['integer', 'text[]', 'boolean', 'bigint'])), ')'],
          () => ["JSONB_BUILD_OBJECT('a', ", this.leaf('integer'), ')'],
        ])()
    }
  }
}

function bound(random: Random) {
  return { chance: random.chance.bind(random), pick: random.pick.bind(random) }
}

const FEW: Readonly<Record<ColumnType, readonly string[]>> = {
  boolean: ['true', 'false'],
  integer: ['-7', '0', '1', '2', '3', '12'],
  bigint: ['-9007199254740993', '-1', '0', '2', '5', '9007199254740993', '9007199254740995'],
  double: ['-12.5', '-0.25', '0', '0.25', '1', '3.75', '100'],
  decimal: ['-3.50', '-0.01', '0.00', '0.99', '1.00', '12.34', '250.00'],
  varchar: ['', 'a', 'ab', 'b', 'B', 'a%', ' c ', 'ü', '日本', '😀', '\ufffd', "it's"],
  date: ['2012-12-31', '2013-02-07', '2013-02-08', '2000-02-29'],
  timestamp: [
    '2013-02-07 10:00:00',
    '2013-02-07 10:30:00.25',
    '1969-12-31 23:59:59.999999',
    '2000-02-29 00:00:00',
  ],
  timestamptz: [
    '2013-02-07 10:00:00+00',
    '2013-02-07 10:59:59.5+00',
    '1969-12-31 23:59:59.000001+00',
    '2024-02-29 00:00:00+00',
  ],
  'integer[]': ['{}', '{1}', '{1,2}', '{2,1}', '{NULL,3}', '{1,2,NULL}'],
  'text[]': ['{}', '{a}', '{a,b}', '{b,NULL}', '{"",a}', '{"x y",é}'],
  jsonb: [
    '{}',
    '[]',
    '{"a": 1}',
    '{"a": [1, "a"], "b": {"a": null}}',
    '[1, 2, {"a": "b"}]',
    '"a"',
    '1.5',
    'true',
    '9007199254740993',
  ],
}

/** The text of a value of a column: few different ones, so that they meet. */
export function valueOf(type: ColumnType, random: Random): string {
  return random.pick(FEW[type])
}

function literalOf(type: ColumnType, random: Random): Sql {
  const text = valueOf(type, random)
  if (random.chance(0.03))
    return `CAST(NULL AS ${type === 'timestamptz' ? 'TIMESTAMPTZ' : type.toUpperCase()})`
  return literal(type, text)
}

/** The value of this text as a literal. */
export function literal(type: ColumnType, text: string): Sql {
  switch (type) {
    case 'boolean':
      return text.toUpperCase()
    case 'integer':
    case 'decimal':
      return text.startsWith('-') ? `(${text})` : text
    case 'bigint':
    case 'double':
      return `CAST(${text} AS ${type.toUpperCase()})`
    case 'integer[]':
    case 'text[]':
    case 'jsonb':
      return `CAST('${text}' AS ${type.toUpperCase()})`
    case 'varchar':
      return `'${text.replaceAll("'", "''")}'`
    case 'date':
    case 'timestamp':
    case 'timestamptz':
      return `${type.toUpperCase()} '${text}'`
  }
}
