/** Queries over arrays and JSON by what they are about, over docs (did, tags, nums, doc) and users (id, n). */
export const NESTED_TABLES = `
CREATE TABLE docs (did VARCHAR PRIMARY KEY, tags TEXT[], nums INTEGER[], doc JSONB) WITH (value_format = 'JSON');
CREATE TABLE users (id VARCHAR PRIMARY KEY, n INTEGER) WITH (value_format = 'JSON');
`

export const NESTED_QUERIES: Readonly<Record<string, readonly string[]>> = {
  'arrays and JSON in keys': [
    'SELECT tags, COUNT(*) AS c FROM docs GROUP BY tags',
    'SELECT nums, MIN(tags) AS a, MAX(tags) AS b FROM docs GROUP BY nums',
    'SELECT DISTINCT nums, tags FROM docs',
    'SELECT a.did, b.did AS other FROM docs a JOIN docs b ON a.nums = b.nums AND a.did < b.did',
    'SELECT a.did, b.did AS other FROM docs a LEFT JOIN docs b ON a.doc = b.doc AND a.did <> b.did',
    'SELECT tags FROM docs UNION SELECT tags || tags FROM docs',
    'SELECT did FROM docs WHERE tags IN (SELECT tags FROM docs WHERE CARDINALITY(nums) > 1)',
    'SELECT did, RANK() OVER (ORDER BY nums) AS r, RANK() OVER (PARTITION BY tags ORDER BY doc DESC NULLS LAST) AS s FROM docs',
    'SELECT did, doc FROM docs ORDER BY doc, did LIMIT 3',
  ],
  'unnest in FROM': [
    'SELECT d.did, x.tag FROM docs d, UNNEST(d.tags) AS x (tag)',
    'SELECT did, tag FROM docs, UNNEST(tags) AS tag',
    'SELECT d.did, n, o FROM docs d CROSS JOIN UNNEST(d.nums) WITH ORDINALITY AS x (n, o)',
    'SELECT d.did, n, o FROM docs d LEFT JOIN UNNEST(d.nums) WITH ORDINALITY AS x (n, o) ON TRUE',
    'SELECT d.did, t, n, o FROM docs d, UNNEST(d.tags, d.nums) WITH ORDINALITY AS x (t, n, o)',
    'SELECT x.tag, COUNT(*) AS c, COUNT(DISTINCT did) AS d FROM docs, UNNEST(tags) AS x (tag) GROUP BY x.tag',
    'SELECT d.did, u.id FROM docs d CROSS JOIN LATERAL UNNEST(d.nums) AS x (n) JOIN users u ON u.n = x.n',
    'SELECT d.did, x.n FROM docs d JOIN UNNEST(d.nums) AS x (n) ON x.n > 1 WHERE CARDINALITY(d.tags) > 0',
    'SELECT u.id, u.n, (SELECT SUM(x.m) FROM UNNEST(ARRAY[u.n, 5]) AS x (m)) AS s FROM users u',
    "SELECT did FROM docs d WHERE EXISTS (SELECT 1 FROM UNNEST(d.tags) AS t (tag) WHERE tag = 'a')",
    'SELECT did, (SELECT MAX(n) FROM UNNEST(d.nums) AS x (n)) AS m FROM docs d',
    'SELECT n, COUNT(*) AS c FROM UNNEST(ARRAY[1, 2, 2]) AS x (n) GROUP BY n',
    'SELECT d.did, x.n, y.tag FROM docs d, UNNEST(d.nums) AS x (n), UNNEST(d.tags) AS y (tag)',
    'SELECT DISTINCT n FROM docs, UNNEST(nums || nums) AS x (n)',
    'SELECT did, s FROM docs, GENERATE_SERIES(1, CARDINALITY(tags)) AS s',
    "SELECT did, e.value FROM docs, JSONB_ARRAY_ELEMENTS(doc -> 'b') AS e WHERE JSONB_TYPEOF(doc -> 'b') = 'array'",
    "SELECT did, e.key, e.value FROM docs, JSONB_EACH(CASE WHEN JSONB_TYPEOF(doc) = 'object' THEN doc ELSE '{}'::jsonb END) AS e",
    'SELECT a.did, b.did AS other FROM docs a JOIN (SELECT did, n FROM docs, UNNEST(nums) AS x (n)) b ON b.n = CARDINALITY(a.tags)',
    'SELECT did, n, ROW_NUMBER() OVER (PARTITION BY did ORDER BY o DESC) AS r FROM docs, UNNEST(nums) WITH ORDINALITY AS x (n, o)',
  ],
}
