SELECT year(stated_on), count(*), count(DISTINCT about) FROM claims GROUP BY year(stated_on) ORDER BY 1
