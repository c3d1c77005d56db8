-- The dimension with history, still empty: where each customer lived, from when to when.
CREATE OR REPLACE TABLE lake.sceptic.customer_history AS
SELECT
  customer_id, name, address, city, state,
  CAST(0 AS BIGINT) AS valid_from, CAST(NULL AS BIGINT) AS valid_to, true AS current
FROM rowtrail_current('lake.shop.customer')
WHERE false;
