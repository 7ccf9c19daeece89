/** Random values of every type, with the nasty ones often, for property tests. */
import fc from 'fast-check'
import { bytesValue } from '../../../src/types/bytes.ts'
import { Decimal } from '../../../src/types/decimal.ts'
import { jsonObject, type JsonTree, printJson } from '../../../src/types/json-tree.ts'
import { MapValue } from '../../../src/types/map-value.ts'
import { Interval } from '../../../src/types/interval.ts'
import type { SqlType } from '../../../src/types/sql-type.ts'
import { cutText, padText } from '../../../src/types/store-value.ts'
import type { Value } from '../../../src/types/value.ts'

/** The seed of a property test: given by MATVIEW_SEED or new. fast-check prints it with a failure. */
export const seed = process.env['MATVIEW_SEED'] ? Number(process.env['MATVIEW_SEED']) : Date.now() % 2 ** 31

const character = fc.constantFrom(
  '',
  '\0',
  '\x01',
  '\x02',
  'a',
  'b',
  '~',
  'é',
  '\ud7ff',
  '\ue000',
  '\uffff',
  '😀',
  '𐀀',
  '1',
)
const text = fc.oneof(
  fc.array(character, { maxLength: 5 }).map(parts => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 6 }),
)
const int32 = fc.oneof(fc.constantFrom(0, 1, -1, 9, 10, -9, -10, 2 ** 31 - 1, -(2 ** 31)), fc.integer())
const int64 = fc.oneof(
  fc.constantFrom(0n, 2n ** 63n - 1n, -(2n ** 63n)),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: -1000n, max: 1000n }),
)
const double = fc
  .oneof(fc.constantFrom(0, NaN, Infinity, -Infinity, 5e-324, -5e-324, 1.5, 2.5), fc.double(), fc.integer())
  .map(value => value + 0)
const decimal = fc
  .tuple(
    fc.oneof(fc.bigInt({ min: -200n, max: 200n }), fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n })),
    fc.integer({ min: 0, max: 12 }),
  )
  .map(([units, scale]) => new Decimal(units, scale))

const real = fc
  .oneof(fc.constantFrom(0, NaN, Infinity, -Infinity, 1.5, 2 ** -149, 16777216), fc.float())
  .map(value => value + 0)
const bytes = fc.uint8Array({ maxLength: 5 }).map(bytesValue)
const interval = fc
  .tuple(
    fc.integer({ min: -40, max: 40 }),
    fc.integer({ min: -90, max: 90 }),
    fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
  )
  .map(([months, days, micros]) => new Interval(months, days, micros))

const json = fc
  .letrec<{ tree: JsonTree; leaf: JsonTree }>(tie => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      tie('leaf'),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.array(fc.tuple(text, tie('tree')), { maxLength: 3 }).map(jsonObject),
    ),
    leaf: fc.oneof(fc.constant(null), fc.boolean(), text, decimal),
  }))
  .tree.map(printJson)

type Typed = readonly [SqlType, fc.Arbitrary<Value>]

const SIMPLE: readonly Typed[] = [
  [{ kind: 'boolean' }, fc.boolean()],
  [{ kind: 'smallint' }, fc.integer({ min: -32_768, max: 32_767 })],
  [{ kind: 'integer' }, int32],
  [{ kind: 'bigint' }, int64],
  [{ kind: 'real' }, real],
  [{ kind: 'double' }, double],
  [{ kind: 'decimal', precision: null, scale: null }, decimal],
  [{ kind: 'varchar', length: null }, text],
  [{ kind: 'char', length: 8 }, text.map(value => padText(cutText(value, 8), 8))],
  [{ kind: 'bytes' }, bytes],
  [{ kind: 'uuid' }, fc.uuid()],
  [{ kind: 'time' }, fc.integer({ min: 0, max: 86_400_000_000 })],
  [{ kind: 'interval' }, interval],
  [{ kind: 'date' }, fc.integer({ min: -719_162, max: 2_932_896 })],
  [{ kind: 'timestamp' }, fc.bigInt({ min: -(10n ** 16n), max: 10n ** 17n })],
  [{ kind: 'timestamptz' }, fc.bigInt({ min: -(10n ** 16n), max: 10n ** 17n })],
  [{ kind: 'json' }, json],
]

const some = (value: fc.Arbitrary<Value>) => fc.option(value, { freq: 6 })

function arrayOf([element, value]: Typed): Typed {
  return [{ kind: 'array', element }, fc.array(some(value), { maxLength: 3 })]
}

function mapOf([type, value]: Typed): Typed {
  const entries = fc.array(fc.tuple(text, some(value)), { maxLength: 3 })
  return [{ kind: 'map', value: type }, entries.map(pairs => MapValue.of(pairs))]
}

function structOf(...fields: readonly Typed[]): Typed {
  const type: SqlType = { kind: 'struct', fields: fields.map(([type], i) => ({ name: `f${i}`, type })) }
  return [type, fc.tuple(...fields.map(([, value]) => some(value)))]
}

const NESTED: readonly Typed[] = [
  ...SIMPLE.map(arrayOf),
  ...SIMPLE.map(mapOf),
  ...SIMPLE.map((one, i) => structOf(one, SIMPLE[(i + 7) % SIMPLE.length]!)),
]
const DEEP: readonly Typed[] = NESTED.flatMap((one, i) => [
  arrayOf(one),
  mapOf(one),
  structOf(one, SIMPLE[i % SIMPLE.length]!),
])

/** Each type with its values; those that are made of others are rarer. */
const VALUES: readonly Typed[] = [...SIMPLE, ...SIMPLE, ...SIMPLE, ...SIMPLE, ...NESTED, ...DEEP]

/** A type and a value of it that is not NULL. */
export const typedValue: fc.Arbitrary<{ readonly type: SqlType; readonly value: NonNullable<Value> }> = fc
  .constantFrom(...VALUES)
  .chain(([type, value]) => value.map(one => ({ type, value: one! })))

export interface TypedRows {
  readonly types: SqlType[]
  readonly left: Value[]
  readonly right: Value[]
}

/** One to four columns and two rows of them that often share values. */
export const typedRows: fc.Arbitrary<TypedRows> = fc
  .array(fc.constantFrom(...VALUES), { minLength: 1, maxLength: 4 })
  .chain(columns =>
    fc
      .tuple(
        ...columns.map(([, value]) => {
          const nullable = fc.option(value, { freq: 6 })
          return fc.oneof(
            nullable.map(shared => [shared, shared] as const),
            fc.tuple(nullable, nullable),
          )
        }),
      )
      .map(pairs => ({
        types: columns.map(([type]) => type),
        left: pairs.map(([left]) => left),
        right: pairs.map(([, right]) => right),
      })),
  )
