/** Random typed expressions over one table, as SQL for PostgreSQL and as an Expr for matview. */
import { type Argument, commonType, explicitCast, sameType, typed } from '../../src/expr/coercion.ts'
import type { Expr } from '../../src/expr/expr.ts'
import { typeOfKind, type ValueKind } from '../../src/expr/functions/define.ts'
import { resolveScalar } from '../../src/expr/resolve.ts'
import { type Parameter, parametersFor, type ScalarSignature } from '../../src/expr/signature.ts'
import { FUNCTION_GROUPS, SCALARS } from '../../src/expr/signatures.ts'
import type { SqlType } from '../../src/types/sql-type.ts'

export interface SqlExpr {
  readonly sql: string
  readonly expr: Expr
  readonly argument: Argument
}

export interface TestColumn {
  readonly name: string
  readonly type: SqlType
  readonly values: readonly string[]
}

/** Values of each type that are at an edge of something. `a` holds ASCII only, as PostgreSQL's C locale changes no other case. */
export const COLUMNS: readonly TestColumn[] = [
  column('b', 'boolean', ['true', 'false']),
  column('i', 'integer', ['0', '1', '-1', '2', '3', '7', '-7', '100', '2147483647', '-2147483648', '65536']),
  column('s', 'smallint', ['0', '1', '-1', '7', '-7', '32767', '-32768', '181']),
  column('j', 'bigint', [
    '0',
    '1',
    '-1',
    '5',
    '9223372036854775807',
    '-9223372036854775808',
    '9007199254740993',
    '-12',
  ]),
  column('d', 'decimal', [
    ...[
      '0',
      '0.00',
      '1',
      '1.00',
      '-1.5',
      '2.5',
      '0.5',
      '-0.5',
      '0.005',
      '3',
      '10000',
      '9999.9999',
      '-0.00012345',
    ],
    ...['123456789012345678901234567890', '0.000000000000000000000000000001', '99999.99995', '2147483647.5'],
    ...['-9223372036854775808.5', '9223372036854775807.4', '12345678.90123', '7.00000000000000000000'],
  ]),
  column('e', 'decimal', ['1', '3', '-7', '0.3', '17.250', '1000000000000', '-0.0009', '0', '99999999.999']),
  column('f', 'double', [
    ...[
      '0',
      '1',
      '-1',
      '0.5',
      '1.5',
      '2.5',
      '-2.5',
      '0.1',
      '1e15',
      '1e14',
      '123456789012345.6',
      '1e300',
      '1e-300',
    ],
    ...[
      'NaN',
      'Infinity',
      '-Infinity',
      '5e-324',
      '1e22',
      '2147483647.5',
      '-2147483648.5',
      '9.2e18',
      '1e-5',
      '0.0001',
    ],
    ...[
      '9223372036854775807',
      '1000000000000005',
      '0.30000000000000004',
      '1.7976931348623157e308',
      '9.007199254740993e15',
      '1e23',
      '9007199254740995e5',
    ],
  ]),
  column('r', 'real', [
    ...[
      '0',
      '1',
      '-1',
      '0.5',
      '1.5',
      '2.5',
      '-2.5',
      '0.1',
      '16777216',
      '1e6',
      '999999',
      '123456.7',
      '3.4028235e38',
    ],
    ...[
      '1.4e-45',
      '1e-38',
      '0.0001',
      '0.00001',
      '-7',
      'NaN',
      'Infinity',
      '-Infinity',
      '33554432',
      '2147483647',
    ],
  ]),
  column('t', 'varchar', [
    ...[
      '',
      'a',
      'A',
      'abc',
      ' x ',
      'é',
      '😀',
      '\uffff',
      'a%b',
      '_',
      'a\\b',
      '12',
      '-5',
      '1.5',
      'true',
      'x\'y"z',
    ],
    ...[
      '2013-02-07',
      '2013-02-07T10:00:00.5+02',
      'aaaa',
      'é😀é',
      ' 42 ',
      '1e3',
      'no',
      '99999999999',
      '\ue000',
      'ab',
    ],
  ]),
  column('a', 'varchar', ['', 'a', 'B', 'Hello World', 'a_b%', 'zz', ' Ab ']),
  column('c', 'char', ['', 'a', 'a  ', 'ab', ' a', '12 ', 'é', '2013-02-07', 'zz   ']),
  column('y', 'bytes', ['\\x', '\\x00', '\\xff', '\\x0001ff', '\\x61', '\\x6162', '\\xc3a9']),
  column('u', 'uuid', [
    '00000000-0000-0000-0000-000000000000',
    '123e4567-e89b-12d3-a456-426614174000',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
  ]),
  column('ti', 'time', [
    '00:00:00',
    '10:00:00',
    '23:59:59.999999',
    '24:00:00',
    '12:34:56.5',
    '00:00:00.000001',
  ]),
  column('iv', 'interval', [
    ...[
      '00:00:00',
      '1 day',
      '24:00:00',
      '1 mon',
      '30 days',
      '1 year 2 mons 3 days 04:05:06.789',
      '-1 mons +1 day',
    ],
    ...[
      '-00:00:01',
      '1 mon -1 days',
      '13 mons',
      '100:00:00',
      '-1 days +02:03:00',
      '00:00:00.000001',
      '7 days 12:00:00',
    ],
  ]),
  column('dt', 'date', [
    '2013-02-07',
    '0001-01-01',
    '9999-12-31',
    '1970-01-01',
    '2000-02-29',
    '1969-12-31',
    '5874897-12-31',
  ]),
  ...(['timestamp', 'timestamptz'] as const).map((kind, i) =>
    column(['ts', 'tz'][i]!, kind, [
      ...[
        '2013-02-07 10:00:00',
        '2013-02-07 23:59:59.123456',
        '1969-12-31 23:59:59.999999',
        '0001-01-01 00:00:00',
      ],
      ...[
        '294276-12-31 23:59:59.999999',
        '2000-01-01 00:00:00.5',
        '2020-03-29 02:30:00',
        '2020-10-25 02:30:00',
        '2020-10-25 00:30:00',
        '2001-12-30 12:34:56',
        '1970-01-01 00:00:00',
      ],
    ]),
  ),
]

const UNITS = [
  ...[
    'microseconds',
    'milliseconds',
    'second',
    'minute',
    'hour',
    'day',
    'week',
    'month',
    'quarter',
    'year',
    'decade',
  ],
  ...['century', 'millennium', 'YEAR', 'hours', 'epoch', 'dow', 'isodow', 'doy', 'isoyear', 'nonsense'],
]

const OPERATOR_SQL: Readonly<Record<string, string>> = {
  ...{ add: '+', subtract: '-', multiply: '*', divide: '/', modulo: '%', append: '||' },
  ...{ eq: '=', ne: '<>', lt: '<', le: '<=', gt: '>', ge: '>=', like: 'LIKE', ilike: 'ILIKE' },
  ...{ regex: '~', iregex: '~*', not_regex: '!~', not_iregex: '!~*', similar_to: 'SIMILAR TO' },
}

/** Functions that PostgreSQL has under another name. */
const PG_NAMES: Readonly<Record<string, string>> = {
  ...{ ucase: 'upper', lcase: 'lower', trim: 'btrim', extract: 'pg_catalog.extract', len: 'length' },
}
/** Functions that differ by locale. */
const ASCII_ONLY = ['upper', 'lower', 'ucase', 'lcase', 'ilike', 'initcap', 'iregex', 'not_iregex']
/** Functions that PostgreSQL does not have, in names or their beginnings. */
const NOT_IN_POSTGRES =
  /^(as_value|instr|mask|url_|geo_|crc32|regexp_extract|format_|parse_|timestamptostring|datetostring|stringto|from_|unix_|convert_tz|to_bytes|(timestamp|date|time)(add|sub)$)/
/** Functions of DOUBLE that differ by the library in the last digit. */
export const INEXACT =
  /^((a?(sin|cos|tan)h?|atan2|cot|cbrt)\(|(exp|ln|log|log10|pow|power)\(double|width_bucket\()/

/** Those of nested values have a test of their own. */
const NESTED = new Set(
  FUNCTION_GROUPS.filter(({ title }) => title === 'Arrays and maps' || title === 'JSON').flatMap(
    ({ signatures }) => signatures,
  ),
)

/** The functions and operators that both have. */
export const SHARED = SCALARS.filter(one => !NOT_IN_POSTGRES.test(one.name) && !NESTED.has(one))
const GENERATED = SHARED.filter(({ id, parameters }) => isExact(id) && parameters.every(isGenerated))

/** PostgreSQL loses signs where it writes a negative INTERVAL in a template, and bits where it takes a long one as a zone. */
function isExact(id: string): boolean {
  return !INEXACT.test(id) && !/^(to_char|timezone)\(interval/.test(id)
}

/** Nested types and JSON have queries of their own. */
function isGenerated(parameter: Parameter): boolean {
  return parameter === 'any' || COLUMNS.some(({ type }) => type.kind === parameter)
}

/** Values of arguments that take few, by function and position. */
const POOLS: readonly (readonly [name: RegExp, position: number, texts: readonly string[]])[] = [
  [/^to_char/, 1, ['YYYY-MM-DD', 'FMHH12:MI:SS.US am', 'DDth "x" Q', 'HH24:MI', 'RM']],
  [/^(to_date|to_timestamp)/, 0, ['2013-02-07', '2013-2-7', '0099-12-31', '2013-02-07 10:05:09', 'x']],
  [/^(to_date|to_timestamp)/, 1, ['YYYY-MM-DD', 'YYYY-MM-DD HH24:MI:SS']],
  [/^(date_|extract$)/, 0, UNITS],
  [
    /^timezone$/,
    0,
    ['UTC', 'Europe/Berlin', 'america/new_york', 'Asia/Kolkata', 'Australia/Lord_Howe', 'nowhere'],
  ],
  [/^(encode|decode)$/, 1, ['base64', 'hex', 'HEX', 'x']],
  [/^date_trunc$/, 2, ['UTC', 'Europe/Berlin', 'America/New_York']],
  [
    /regex|^regexp_/,
    1,
    [
      ...[
        'a',
        '^a',
        'b$',
        '.',
        '[a-c]+',
        '(a)(b)?',
        'a{2,3}',
        '\\d+',
        '\\w',
        '[[:alpha:]]+',
        '[^a]',
        'a|b',
        '',
        '(?i)A',
      ],
      ...[
        '\\mx',
        'x\\M',
        '\\.',
        '[]a]',
        '[a\\d]',
        '(',
        'a**',
        '\\u00e9',
        '\\s',
        '^$',
        '\\S+',
        '[é-😀]',
        '.*?b',
      ],
    ],
  ],
  [/^regexp_replace$/, 2, ['', 'x', '[\\1]', '<\\&>', '\\\\', '$1', '\\2\\1']],
  [/^regexp_replace$/, 3, ['', 'g', 'gi', 'i', 'n', 'z']],
  [/^regexp_replace$/, 5, ['', 'i', 'c', 'n']],
  [/^regexp_like$/, 2, ['', 'i', 'g', 'n', 'c']],
  [/^regexp_count$/, 3, ['', 'i', 'n']],
  [/^similar_to$/, 1, ['a%', '%b%', '_', 'a|abc', '(a|b)%', '[ab]+', '%\\%%', 'a.c', 'a*', '']],
  [/^similar_to$/, 2, ['#', '', '\\']],
  [/^i?like$/, 2, ['#', '', '\\', '%', 'a']],
  [/^(format)$/, 0, ['%s', '%%', '%s %s', '%2$s', '%L', '%10s|', '%-5s|', '%x', 'abc', '%']],
  [/^substring$/, 1, ['a', 'b(.)', '.', '[0-9]+', '(x)?', 'a#"%#"b', '%#"[a-c]#"%', '%', '_#"_#"']],
  [/^substring$/, 2, ['#', '\\', '']],
  [/^(translate)$/, 1, ['abc', 'aab', '']],
]

function column(name: string, kind: ValueKind, values: readonly string[]): TestColumn {
  return { name, type: typeOfKind(kind), values }
}

/** SQL of a call of a function or operator by matview's name for it. */
export function callSql(name: string, args: readonly string[]): string {
  if (name === 'negate') return `(- ${args[0]!})`
  if (name === 'position') return `position(${args[0]!} IN ${args[1]!})`
  if (/^i?like$/.test(name) && args.length === 3)
    return `(${args[0]!} ${name} ${args[1]!} ESCAPE ${args[2]!})`
  if (name === 'similar_to' && args.length === 3)
    return `(${args[0]!} SIMILAR TO ${args[1]!} ESCAPE ${args[2]!})`
  const operator = OPERATOR_SQL[name]
  return operator === undefined
    ? `${PG_NAMES[name] ?? name}(${args.join(', ')})`
    : `(${args[0]!} ${operator} ${args[1]!})`
}

/** PostgreSQL's name of a type. */
export function pgType(type: SqlType): string {
  switch (type.kind) {
    case 'decimal':
      return type.precision === null ? 'numeric' : `numeric(${type.precision},${type.scale ?? 0})`
    case 'varchar':
      return type.length === null ? 'text' : `varchar(${type.length})`
    case 'char':
      return type.length === null ? 'bpchar' : `char(${type.length})`
    case 'bytes':
      return 'bytea'
    case 'double':
      return 'double precision'
    default:
      return type.kind
  }
}

/** A call node as analysis makes it, or null when nothing fits the arguments. */
export function call(name: string, args: readonly SqlExpr[]): SqlExpr | null {
  const resolved = resolveScalar(
    name,
    args.map(({ argument }) => argument),
  )
  if (resolved === null) return null
  const exprs = args.map(({ expr, argument }, i) => {
    const target = resolved.casts[i] ?? null
    if (argument.untyped) return literal(target ?? expr.type, argument.text!)
    return target === null ? expr : ({ kind: 'cast', type: target, arg: expr } as const)
  })
  return {
    sql: callSql(
      name,
      args.map(({ sql }) => sql),
    ),
    expr: { kind: 'call', type: resolved.type, fn: resolved.signature.id, args: exprs },
    argument: typed(resolved.type),
  }
}

function literal(type: SqlType, text: string): Expr {
  return { kind: 'literal', type, text }
}

/** A string literal without a type. */
export function untypedLiteral(text: string): SqlExpr {
  const type: SqlType = { kind: 'varchar', length: null }
  return {
    sql: `'${text.replaceAll("'", "''")}'`,
    expr: literal(type, text),
    argument: { type, untyped: true, text },
  }
}

/** Random expressions from a source of random numbers in [0, 1). */
export class ExpressionGenerator {
  private readonly random: () => number

  constructor(random: () => number) {
    this.random = random
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.random() * items.length)]!
  }

  /** An expression of any type, with about `depth` levels. */
  any(depth: number): SqlExpr {
    return this.ofKind(this.pick(COLUMNS).type.kind as ValueKind, depth)
  }

  /** An expression of a kind. */
  ofKind(kind: ValueKind, depth: number): SqlExpr {
    if (depth <= 0 || this.random() < 0.15) return this.columnOf(kind)
    const roll = this.random()
    if (roll < 0.1) return this.cast(kind, depth)
    if (roll < 0.18) return this.caseOf(kind, depth)
    if (roll < 0.24) return this.coalesce(kind, depth)
    if (kind === 'boolean' && roll < 0.55) return this.logic(depth)
    const candidates = GENERATED.filter(signature => signature.result([]).kind === kind)
    return candidates.length === 0 ? this.columnOf(kind) : this.callOf(this.pick(candidates), depth)
  }

  private columnOf(kind: ValueKind): SqlExpr {
    return this.column(this.pick(COLUMNS.filter(({ type }) => type.kind === kind)).name)
  }

  private column(name: string): SqlExpr {
    const index = COLUMNS.findIndex(one => one.name === name)
    const { type } = COLUMNS[index]!
    return { sql: name, expr: { kind: 'column', type, index }, argument: typed(type) }
  }

  private callOf(signature: ScalarSignature, depth: number): SqlExpr {
    const { name, variadic } = signature
    const result = signature.result([]).kind as ValueKind
    if (name === 'greatest' || name === 'least') return call(name, this.unified(result, depth))!
    const parameters = parametersFor(
      signature,
      signature.parameters.length + (variadic ? this.pick([0, 1]) : 0),
    )!
    if (ASCII_ONLY.includes(name)) return this.asciiCall(name, parameters.length)
    // An untyped literal might be an INTERVAL in PostgreSQL.
    const takesLiteral = !/^date_|^extract$/.test(name) && !parameters.includes('date')
    const args = parameters.map((parameter, i) => {
      const pool = POOLS.find(([names, position]) => names.test(name) && position === i)
      if (pool !== undefined && parameter === 'varchar') return untypedLiteral(this.pick(pool[2]))
      const kind =
        parameter === 'any' ? (this.pick(COLUMNS).type.kind as ValueKind) : (parameter as ValueKind)
      if (i > 0 && takesLiteral && this.random() < 0.15) return untypedLiteral(this.pick(this.valuesOf(kind)))
      return this.ofKind(this.narrowed(kind), depth - 1)
    })
    const made = call(name, args)
    const isUsable = made !== null && made.expr.kind === 'call' && isExact(made.expr.fn)
    return isUsable ? made : this.columnOf('boolean')
  }

  private asciiCall(name: string, arity: number): SqlExpr {
    const args = [
      this.column('a'),
      untypedLiteral(this.pick(['a%', '%O%', 'b', '_', '%', 'hello_w%d', '%b\\%'])),
    ]
    return call(name, args.slice(0, arity))!
  }

  private valuesOf(kind: ValueKind): readonly string[] {
    return this.pick(COLUMNS.filter(({ type }) => type.kind === kind)).values
  }

  /** Now and then a type that is cast implicitly. */
  private narrowed(kind: ValueKind): ValueKind {
    if (this.random() < 0.8) return kind
    const from: Partial<Record<ValueKind, ValueKind>> = {
      ...{
        integer: 'smallint',
        bigint: this.pick(['smallint', 'integer'] as const),
        decimal: 'bigint',
        real: this.pick(['smallint', 'integer', 'decimal'] as const),
        double: this.pick(['decimal', 'real'] as const),
        varchar: 'char',
        interval: 'time',
        timestamp: 'date',
        timestamptz: 'timestamp',
      },
    }
    return from[kind] ?? kind
  }

  private cast(kind: ValueKind, depth: number): SqlExpr {
    const arg = this.any(depth - 1)
    const limited = this.random() < 0.5
    const type: SqlType =
      kind === 'decimal' && limited
        ? { kind, precision: this.pick([3, 10, 30]), scale: this.pick([0, 2, 3]) }
        : (kind === 'varchar' || kind === 'char') && limited
          ? { kind, length: this.pick([1, 3, 30]) }
          : typeOfKind(kind)
    if (!explicitCast(arg.expr.type, type)) return this.columnOf(kind)
    return {
      sql: `CAST(${arg.sql} AS ${pgType(type)})`,
      expr: { kind: 'cast', type, arg: arg.expr },
      argument: typed(type),
    }
  }

  private logic(depth: number): SqlExpr {
    const type = { kind: 'boolean' } as const
    const [first, second] = [this.ofKind('boolean', depth - 1), this.ofKind('boolean', depth - 1)]
    const built = (sql: string, expr: Expr): SqlExpr => ({ sql, expr, argument: typed(type) })
    switch (this.pick(['and', 'or', 'not', 'is_null', 'in'] as const)) {
      case 'and':
        return built(`(${first.sql} AND ${second.sql})`, {
          kind: 'and',
          type,
          args: [first.expr, second.expr],
        })
      case 'or':
        return built(`(${first.sql} OR ${second.sql})`, { kind: 'or', type, args: [first.expr, second.expr] })
      case 'not':
        return built(`(NOT ${first.sql})`, { kind: 'not', type, arg: first.expr })
      case 'is_null': {
        const arg = this.any(depth - 1)
        return built(`(${arg.sql} IS NULL)`, { kind: 'is_null', type, arg: arg.expr })
      }
      case 'in':
        return this.inList(depth)
    }
  }

  private inList(depth: number): SqlExpr {
    const column = this.pick(COLUMNS)
    const arg = this.ofKind(column.type.kind as ValueKind, depth - 1)
    const texts = Array.from({ length: this.pick([1, 2, 5]) }, () => this.pick(column.values))
    const items = texts.map(text => untypedLiteral(text).sql)
    const withNull = this.random() < 0.2
    const type = commonType([arg.argument, { ...arg.argument, untyped: true, text: null }])!
    const exprs = [...texts, ...(withNull ? [null] : [])].map((text): Expr => ({
      kind: 'literal',
      type,
      text,
    }))
    return {
      sql: `(${arg.sql} IN (${[...items, ...(withNull ? ['NULL'] : [])].join(', ')}))`,
      expr: { kind: 'in_list', type: { kind: 'boolean' }, arg: arg.expr, items: exprs },
      argument: typed({ kind: 'boolean' }),
    }
  }

  private caseOf(kind: ValueKind, depth: number): SqlExpr {
    const when = this.ofKind('boolean', depth - 1)
    // As in PostgreSQL, the type of ELSE is looked at first.
    const [otherwise, then] = this.unified(kind, depth)
    const type = then.expr.type
    return {
      sql: `CASE WHEN ${when.sql} THEN ${then.sql} ELSE ${otherwise.sql} END`,
      expr: { kind: 'case', type, whens: [{ when: when.expr, then: then.expr }], otherwise: otherwise.expr },
      argument: typed(type),
    }
  }

  private coalesce(kind: ValueKind, depth: number): SqlExpr {
    const args = this.unified(kind, depth)
    const type = args[0].expr.type
    return {
      sql: `COALESCE(${args.map(({ sql }) => sql).join(', ')})`,
      expr: { kind: 'coalesce', type, args: args.map(({ expr }) => expr) },
      argument: typed(type),
    }
  }

  /** Two expressions that are cast to their common type. */
  private unified(kind: ValueKind, depth: number): [SqlExpr, SqlExpr] {
    const args = [this.ofKind(kind, depth - 1), this.ofKind(this.narrowed(kind), depth - 1)] as const
    const type = commonType(args.map(({ argument }) => argument))
    if (type === null) return [args[0], args[0]]
    const fit = (arg: SqlExpr): SqlExpr =>
      sameType(arg.expr.type, type) ? arg : { ...arg, expr: { kind: 'cast', type, arg: arg.expr } }
    return [fit(args[0]), fit(args[1])]
  }
}
