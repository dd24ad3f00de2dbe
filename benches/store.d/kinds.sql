SELECT kind, count(*) FROM claims GROUP BY kind ORDER BY kind
