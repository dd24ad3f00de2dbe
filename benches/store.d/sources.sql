SELECT sources.key, count(*) AS n FROM claims JOIN sources ON claims.source = sources.key GROUP BY sources.key ORDER BY n DESC, sources.key LIMIT 10
