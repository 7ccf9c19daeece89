/** What is refused in the declaration of a source. */
import { describe, expect, test } from 'vitest'
import { analyseTexts, problems } from './support.ts'

describe('columns of a source', () => {
  test('there are none', () => {
    expect(problems('CREATE TABLE t (PRIMARY KEY (a));')).toMatchInlineSnapshot(`
      "MV2012 1.view:1:14 «t» \`t\` has no columns
        help: list the columns that the records have: (id VARCHAR PRIMARY KEY, …)"
    `)
  })

  test('declared twice', () => {
    expect(problems('CREATE TABLE t (id VARCHAR PRIMARY KEY, a INTEGER, A VARCHAR);')).toMatchInlineSnapshot(`
      "MV2002 1.view:1:52 «A» \`t\` has two columns called \`A\`
        1.view:1:41 «a» the first one"
    `)
  })

  test('of an unknown type', () => {
    expect(problems('CREATE TABLE t (id VARCHAR PRIMARY KEY, n INTEGR);')).toMatchInlineSnapshot(`
      "MV2003 1.view:1:43 «INTEGR» there is no type \`INTEGR\`
        help: did you mean \`INTEGER\`?"
    `)
  })

  test('of a type that is nowhere near another', () => {
    expect(problems('CREATE TABLE t (id VARCHAR PRIMARY KEY, n GEOMETRY);')).toMatchInlineSnapshot(`
      "MV2003 1.view:1:43 «GEOMETRY» there is no type \`GEOMETRY\`
        help: these can be used: BOOLEAN, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL(p,s), CHAR(n), VARCHAR, BYTES, UUID, DATE, TIME, TIMESTAMP, TIMESTAMP WITH TIME ZONE, INTERVAL, JSON, ARRAY<t>, MAP<VARCHAR, t> and STRUCT<name t, …>"
    `)
  })

  test('with a precision, a scale, a length or a parameter that cannot be', () => {
    const text = `CREATE TABLE t (id VARCHAR PRIMARY KEY, a DECIMAL(0), b NUMERIC(5, 6), c VARCHAR(0), d TEXT(3),
      e CHAR VARYING(2));`
    expect(problems(text)).toMatchInlineSnapshot(`
      "MV2003 1.view:1:43 «DECIMAL(0)» the precision of DECIMAL must be between 1 and 1000
        help: write DECIMAL(10,2) for 10 digits, 2 of them behind the point, or DECIMAL for any number of digits
      MV2003 1.view:1:57 «NUMERIC(5, 6)» the scale of NUMERIC must be between 0 and its precision 5
        help: write NUMERIC(10,2) for 10 digits, 2 of them behind the point, or NUMERIC for any number of digits
      MV2003 1.view:1:74 «VARCHAR(0)» VARCHAR takes one length between 1 and 10485760
        help: write VARCHAR(20) for at most 20 characters, or VARCHAR for any length
      MV2003 1.view:1:88 «TEXT(3)» TEXT takes no parameter
        help: write TEXT"
    `)
  })

  test('NOT NULL, which is a warning', () => {
    const { program, diagnostics } = analyseTexts(
      'CREATE TABLE t (id VARCHAR PRIMARY KEY NOT NULL, a INTEGER NOT NULL, b INTEGER NULL);',
    )
    expect(program).not.toBeNull()
    expect(
      diagnostics.map(({ severity, code, message, help }) => ({ severity, code, message, help })),
    ).toEqual([
      {
        severity: 'warning',
        code: 'MV2013',
        message: 'NOT NULL of `a` is not checked',
        help: 'leave it out; where NULL has to be kept away, write WHERE a IS NOT NULL in the view',
      },
    ])
  })

  test('NOT NULL beside an error', () => {
    const text =
      'CREATE TABLE t (id VARCHAR PRIMARY KEY, a INTEGR NOT NULL); CREATE TABLE v AS SELECT b FROM t;'
    expect(problems(text)).toMatchInlineSnapshot(`
      "MV2003 1.view:1:43 «INTEGR» there is no type \`INTEGR\`
        help: did you mean \`INTEGER\`?
      MV2013 1.view:1:41 «a INTEGR NOT NULL» NOT NULL of \`a\` is not checked
        help: leave it out; where NULL has to be kept away, write WHERE a IS NOT NULL in the view"
    `)
  })

  test('of a type that is planned', () => {
    expect(problems('CREATE TABLE t (id VARCHAR PRIMARY KEY, n TIME WITH TIME ZONE);'))
      .toMatchInlineSnapshot(`
        "MV2010 1.view:1:43 «TIME WITH TIME ZONE» the type TIME WITH TIME ZONE is not supported yet
          help: these can be used: BOOLEAN, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL(p,s), CHAR(n), VARCHAR, BYTES, UUID, DATE, TIME, TIMESTAMP, TIMESTAMP WITH TIME ZONE, INTERVAL, JSON, ARRAY<t>, MAP<VARCHAR, t> and STRUCT<name t, …>"
      `)
  })

  test('of a type with wrong parameters', () => {
    expect(problems('CREATE TABLE t (id VARCHAR PRIMARY KEY, n DECIMAL(3,5), m INTEGER(4));'))
      .toMatchInlineSnapshot(`
        "MV2003 1.view:1:43 «DECIMAL(3,5)» the scale of DECIMAL must be between 0 and its precision 3
          help: write DECIMAL(10,2) for 10 digits, 2 of them behind the point, or DECIMAL for any number of digits
        MV2003 1.view:1:59 «INTEGER(4)» INTEGER takes no parameter
          help: write INTEGER"
      `)
  })
})

describe('the primary key', () => {
  test('is missing', () => {
    expect(problems('CREATE TABLE t (id VARCHAR);')).toMatchInlineSnapshot(`
      "MV2004 1.view:1:14 «t» the table \`t\` has no primary key
        help: mark the column that identifies a row with PRIMARY KEY, or declare a STREAM"
    `)
  })

  test('of a stream', () => {
    expect(problems('CREATE STREAM t (id VARCHAR PRIMARY KEY);')).toMatchInlineSnapshot(`
      "MV2005 1.view:1:18 «id VARCHAR PRIMARY KEY» the stream \`t\` has a primary key
        help: every record of a stream is one more row: leave PRIMARY KEY out, or declare a TABLE"
    `)
  })

  test('marked on two columns', () => {
    expect(problems('CREATE TABLE t (a VARCHAR PRIMARY KEY, b VARCHAR PRIMARY KEY);')).toMatchInlineSnapshot(`
      "MV2006 1.view:1:40 «b VARCHAR PRIMARY KEY» \`t\` has two primary keys
        1.view:1:17 «a VARCHAR PRIMARY KEY» the first one
        help: a key of several columns is written behind the columns: PRIMARY KEY (a, b)"
    `)
  })

  test('marked and as a constraint', () => {
    expect(problems('CREATE TABLE t (a VARCHAR PRIMARY KEY, b VARCHAR, PRIMARY KEY (b));'))
      .toMatchInlineSnapshot(`
      "MV2006 1.view:1:51 «PRIMARY KEY (b)» \`t\` has two primary keys
        1.view:1:17 «a VARCHAR PRIMARY KEY» the first one
        help: a key of several columns is written behind the columns: PRIMARY KEY (a, b)"
    `)
  })

  test('of a column that does not exist', () => {
    expect(problems(`CREATE TABLE t (a VARCHAR, PRIMARY KEY (aa)) WITH (key_format = 'JSON');`))
      .toMatchInlineSnapshot(`
        "MV2021 1.view:1:41 «aa» \`t\` has no column \`aa\`
          help: did you mean \`a\`?"
      `)
  })

  test('with a column twice', () => {
    expect(
      problems(`CREATE TABLE t (a VARCHAR, PRIMARY KEY (a, A)) WITH (key_format = 'JSON');`),
    ).toMatchInlineSnapshot(`"MV2006 1.view:1:44 «A» the primary key has \`A\` twice"`)
  })

  test('of two columns in the default format', () => {
    expect(problems('CREATE TABLE t (a VARCHAR, b VARCHAR, PRIMARY KEY (a, b));')).toMatchInlineSnapshot(`
      "MV2011 1.view:1:14 «t» \`key_format = 'KAFKA'\`, which is the default, cannot carry a key of 2 columns
        help: set \`key_format = 'JSON'\` when the record key is JSON, or \`key_format = 'RAW'\` to read the key columns from the value"
    `)
  })

  test('of two columns in the format KAFKA', () => {
    expect(problems(`CREATE TABLE t (a VARCHAR, b VARCHAR, PRIMARY KEY (a, b)) WITH (key_format = 'kafka');`))
      .toMatchInlineSnapshot(`
      "MV2011 1.view:1:78 «'kafka'» \`key_format = 'KAFKA'\` cannot carry a key of 2 columns
        help: set \`key_format = 'JSON'\` when the record key is JSON, or \`key_format = 'RAW'\` to read the key columns from the value"
    `)
  })

  test('of a type that Kafka has no serializer for', () => {
    expect(problems('CREATE TABLE t (a DECIMAL(4,2) PRIMARY KEY);')).toMatchInlineSnapshot(`
      "MV2011 1.view:1:14 «t» \`key_format = 'KAFKA'\`, which is the default, cannot carry a key of type DECIMAL(4,2)
        help: set \`key_format = 'JSON'\` when the record key is JSON, or \`key_format = 'RAW'\` to read the key columns from the value"
    `)
  })

  test('of a type that Kafka has no serializer for, in the format KAFKA', () => {
    expect(problems(`CREATE TABLE t (a TIMESTAMP PRIMARY KEY) WITH (key_format = 'KAFKA');`))
      .toMatchInlineSnapshot(`
      "MV2011 1.view:1:61 «'KAFKA'» \`key_format = 'KAFKA'\` cannot carry a key of type TIMESTAMP
        help: set \`key_format = 'JSON'\` when the record key is JSON, or \`key_format = 'RAW'\` to read the key columns from the value"
    `)
  })

  test('of an unknown type, which is one error', () => {
    expect(problems('CREATE TABLE t (a INTEGRE PRIMARY KEY);')).toMatchInlineSnapshot(`
      "MV2003 1.view:1:19 «INTEGRE» there is no type \`INTEGRE\`
        help: did you mean \`INTEGER\`?"
    `)
  })
})

describe('properties', () => {
  test('unknown, near another', () => {
    expect(problems(`CREATE TABLE t (id VARCHAR PRIMARY KEY) WITH (kafka_topik = 't');`))
      .toMatchInlineSnapshot(`
      "MV2007 1.view:1:47 «kafka_topik» there is no property \`kafka_topik\` here
        help: did you mean \`kafka_topic\`?"
    `)
  })

  test('unknown, near none', () => {
    expect(problems(`CREATE TABLE t (id VARCHAR PRIMARY KEY) WITH (colour = 'red');`)).toMatchInlineSnapshot(`
      "MV2007 1.view:1:47 «colour» there is no property \`colour\` here
        help: the properties are \`kafka_topic\`, \`key_format\`, \`value_format\`, \`on_error\`"
    `)
  })

  test('set twice', () => {
    expect(problems(`CREATE TABLE t (id VARCHAR PRIMARY KEY) WITH (kafka_topic = 'a', KAFKA_TOPIC = 'b');`))
      .toMatchInlineSnapshot(`
      "MV2009 1.view:1:66 «KAFKA_TOPIC» \`kafka_topic\` is set twice
        1.view:1:47 «kafka_topic = 'a'» the first time"
    `)
  })

  test('with a value that is not allowed', () => {
    expect(problems(`CREATE TABLE t (id VARCHAR PRIMARY KEY) WITH (on_error = 'ignore');`))
      .toMatchInlineSnapshot(`
      "MV2008 1.view:1:58 «'ignore'» \`on_error\` cannot be \`ignore\`
        help: it can be 'stop', 'skip' or 'dead_letter'"
    `)
  })

  test('with a value that is planned', () => {
    expect(problems(`CREATE TABLE t (id VARCHAR PRIMARY KEY) WITH (value_format = 'AVRO');`))
      .toMatchInlineSnapshot(`
      "MV2010 1.view:1:62 «'AVRO'» \`value_format = 'AVRO'\` is not supported yet
        help: it can be 'JSON'"
    `)
  })

  test('with a number for a text', () => {
    expect(problems('CREATE TABLE t (id VARCHAR PRIMARY KEY) WITH (kafka_topic = 5);'))
      .toMatchInlineSnapshot(`
      "MV2008 1.view:1:61 «5» \`kafka_topic\` takes a text in quotes
        help: write kafka_topic = '…'"
    `)
  })

  test('with an empty text', () => {
    expect(
      problems(`CREATE TABLE t (id VARCHAR PRIMARY KEY) WITH (kafka_topic = '');`),
    ).toMatchInlineSnapshot(`"MV2008 1.view:1:61 «''» \`kafka_topic\` is empty"`)
  })

  test('of ksqlDB: key', () => {
    expect(problems(`CREATE TABLE t (id VARCHAR PRIMARY KEY) WITH (key = 'id');`)).toMatchInlineSnapshot(`
      "MV2007 1.view:1:47 «key» there is no property \`key\` here
        help: declare the key with PRIMARY KEY in the column list"
    `)
  })

  test('of ksqlDB: partitions', () => {
    expect(problems('CREATE TABLE t (id VARCHAR PRIMARY KEY) WITH (partitions = 4);')).toMatchInlineSnapshot(`
      "MV2007 1.view:1:47 «partitions» there is no property \`partitions\` here
        help: matview reads all partitions of the topic; leave it out"
    `)
  })

  test('of ksqlDB: format', () => {
    expect(problems(`CREATE TABLE t (id VARCHAR PRIMARY KEY) WITH (format = 'JSON');`))
      .toMatchInlineSnapshot(`
      "MV2007 1.view:1:47 «format» there is no property \`format\` here
        help: set \`key_format\` and \`value_format\` each"
    `)
  })

  test('of a view', () => {
    expect(problems(`CREATE TABLE t (id VARCHAR PRIMARY KEY) WITH (endpoint = '/t/:id');`))
      .toMatchInlineSnapshot(`
      "MV2007 1.view:1:47 «endpoint» there is no property \`endpoint\` here
        help: a source is not served; set \`endpoint\` on the view"
    `)
  })
})
