SELECT sources.publisher, unit, sum(amount) AS total
FROM claims JOIN sources ON claims.source = sources.key
WHERE sources.publisher IS NOT NULL AND unit IS NOT NULL AND amount IS NOT NULL
GROUP BY sources.publisher, unit ORDER BY total DESC, sources.publisher, unit LIMIT 20
