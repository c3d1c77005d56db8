-- Every sale in one row.
CREATE OR REPLACE TABLE lake.sceptic.total AS
SELECT
  'shop' AS scope,
  count(*) AS lines,
  count(DISTINCT customer_id) AS customers,
  sum(quantity) AS units,
  sum(quantity * unit_price) AS revenue,
  max(sold_on) AS last_day
FROM lake.silver.sales;
