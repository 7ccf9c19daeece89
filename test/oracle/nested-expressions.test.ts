/** Random expressions over arrays and JSON, written as text, evaluated by matview and by PostgreSQL. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bindExpression, bindingFor } from '../../src/analysis/bind-expression.ts'
import { EMPTY_SCOPE } from '../../src/analysis/scope.ts'
import { Catalog } from '../../src/catalog/catalog.ts'
import { Diagnostics } from '../../src/diagnostics/diagnostic.ts'
import { compile } from '../../src/expr/evaluate.ts'
import { fold } from '../../src/expr/fold.ts'
import { parse } from '../../src/language/parse.ts'
import { DataError } from '../../src/types/data-error.ts'
import { formatValue } from '../../src/types/text-form.ts'
import { NestedExpressions } from '../support/oracle/nested-expressions.ts'
import { startPostgres, type Postgres } from '../support/postgres.ts'
import { random, seeds } from '../support/random.ts'

const EXPRESSIONS = 3000
const postgres = await startPostgres()
const [seed] = seeds(1) as [number]

/** The text of the value, `NULL`, or `error`. */
function valueOf(sql: string, ofFolded: boolean): string {
  const diagnostics = new Diagnostics()
  const statement = parse({ name: 'x', text: `CREATE TABLE t AS SELECT ${sql} AS x` }, diagnostics)
    ?.statements[0]
  const body = statement?.kind === 'create_view' ? statement.query.body : null
  const item = body?.kind === 'select' ? body.items[0] : null
  if (item?.kind !== 'select_expression') throw new Error(`no expression: ${sql}`)
  const context = {
    catalog: new Catalog(),
    diagnostics,
    outer: null,
    isView: true,
    subqueries: [],
    tables: [],
  }
  const expr = bindExpression(item.expression, bindingFor(EMPTY_SCOPE, 'SELECT', context as never))
  if (expr === null) return `error ${diagnostics.list[0]!.message}`
  try {
    const value = compile(ofFolded ? fold(expr) : expr)([])
    return value === null ? 'NULL' : formatValue(expr.type, value)
  } catch (error) {
    if (error instanceof DataError) return `error ${error.message}`
    throw error
  }
}

describe.skipIf(postgres === null)(`nested values as in PostgreSQL (MATVIEW_SEED=${seed})`, () => {
  const pg = postgres as Postgres

  beforeAll(async () => {
    await pg.queries(`
      CREATE FUNCTION try_eval(source text) RETURNS text LANGUAGE plpgsql AS $$
      DECLARE result text;
      BEGIN
        EXECUTE source INTO result;
        RETURN COALESCE(result, 'NULL');
      EXCEPTION WHEN OTHERS THEN
        RETURN 'error ' || SQLERRM;
      END $$`)
  })

  afterAll(() => pg.stop())

  it('evaluates random expressions', async () => {
    const expressions = new NestedExpressions(random(seed))
    const texts = Array.from({ length: EXPRESSIONS }, () => expressions.any(3))
    const answers = await pg.query(
      'SELECT try_eval(source) FROM json_array_elements_text($1) WITH ORDINALITY AS q(source, n) ORDER BY n',
      [JSON.stringify(texts.map(text => `SELECT (${text})::text`))],
    )
    const outcome = (text: string) => (text.startsWith('error') ? 'error' : text)
    let met = 0
    const problems = texts.flatMap((text, i) => {
      const theirs = answers[i]![0]!
      const [mine, folded] = [valueOf(text, false), valueOf(text, true)]
      const errors = [theirs, mine].filter(text => outcome(text) === 'error').length
      // Of several parts one fails and another one decides: which is met first differs.
      if (errors === 1) met++
      return errors > 0 || (theirs === mine && folded === mine)
        ? []
        : [`${text}\n  PostgreSQL ${theirs}\n  matview ${mine}, folded ${folded}`]
    })
    expect(problems.slice(0, 10).join('\n'), `${problems.length} of ${texts.length} differ`).toBe('')
    expect(met / texts.length).toBeLessThan(0.01)
    expect(answers.filter(([text]) => !text!.startsWith('error')).length / texts.length).toBeGreaterThan(0.6)
  })
})
