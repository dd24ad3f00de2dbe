SELECT unit, sum(amount) FROM claims WHERE unit IS NOT NULL AND amount IS NOT NULL GROUP BY unit ORDER BY unit
