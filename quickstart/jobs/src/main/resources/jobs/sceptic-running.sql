-- What a customer has spent so far, day by day: running and moving totals, the day before, the best days.
CREATE OR REPLACE TABLE lake.sceptic.running AS
WITH days AS (
  SELECT customer_id, sold_on, sum(quantity * unit_price) AS revenue, count(*) AS lines
  FROM lake.silver.sales
  GROUP BY customer_id, sold_on
)
SELECT
  customer_id,
  sold_on,
  revenue,
  sum(revenue) OVER so_far AS spent,
  sum(lines) OVER (
    PARTITION BY customer_id ORDER BY sold_on RANGE BETWEEN INTERVAL 30 DAYS PRECEDING AND CURRENT ROW) AS recent_lines,
  lag(revenue) OVER so_far AS day_before,
  rank() OVER (PARTITION BY customer_id ORDER BY revenue DESC, sold_on) AS place
FROM days
WINDOW so_far AS (PARTITION BY customer_id ORDER BY sold_on);
